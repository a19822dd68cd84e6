package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
)

// Account is a period with what was signed off of it, what would change that, and what was
// recorded of it later.
type Account struct {
	// Facts are those of the moment for which it is asked.
	Facts Facts
	// Signed are the closings that count, each with the facts as of which it was signed.
	Signed []Signed
	// Within are the closings of the parts of the period, where it is to be broken down by
	// time.
	Within []Signed
	// Reopened are the closings of the period that were taken back, and ReopenedWithin those
	// of its parts.
	Reopened, ReopenedWithin []Reopened
	// Differences are what would change what was signed off, of each measure of which
	// anything would.
	Differences []Difference
	// Later is what happened in the period and was recorded after it, or after the moment
	// that is looked at.
	Later []Later
	// AsOf is the entry of the log as of which it is; 0 for the last.
	AsOf int64
	// Whole says that it is of everything: the numbers that were signed off are those.
	Whole bool
}

// Lay has every formula know what is laid down about measures, completed by what a program
// says of those that the rules of then do not name.
func (a *Account) Lay(complete func([]process.Measure) ([]process.Measure, error)) error {
	var err error
	if a.Facts.Measures, err = complete(a.Facts.Measures); err != nil {
		return err
	}
	for i := range a.Facts.Before {
		if a.Facts.Before[i].Measures, err = complete(a.Facts.Before[i].Measures); err != nil {
			return err
		}
	}
	for _, list := range [][]Signed{a.Signed, a.Within} {
		for i := range list {
			if list[i].Facts.Measures, err = complete(list[i].Facts.Measures); err != nil {
				return err
			}
		}
	}
	return nil
}

// InBrief is the account without the records behind the numbers.
func (a Account) InBrief() Account {
	a.Facts.Brief = true
	a.Signed = slices.Clone(a.Signed)
	for i := range a.Signed {
		a.Signed[i].Facts.Brief = true
	}
	return a
}

// Signed is one closing of the period.
type Signed struct {
	*model.Period
	Name  string // of whoever signed
	Facts Facts
}

// Later is what happened in a period, and was written after it, or after the moment that is
// looked at. It is in no number of then.
type Later struct {
	ID       model.ID  `json:"id"`
	Release  model.ID  `json:"release,omitempty"`
	Title    string    `json:"title"`
	What     string    `json:"what"` // the sentence of its entry in the log
	Happened time.Time `json:"happened"`
	Written  Entry     `json:"written"`
	// Measures are those whose records it is among, as they are by what is known now.
	Measures []string `json:"measures"`
	// Wrote are the records that the entry wrote.
	Wrote []model.ID `json:"-"`
}

// Entry is an entry of the log, as far as it says who changed a number.
type Entry struct {
	Position int64     `json:"position"`
	At       time.Time `json:"at"`
	Who      model.ID  `json:"who,omitempty"`
	Name     string    `json:"name,omitempty"`
	Action   string    `json:"action"`
	Note     string    `json:"note"`
}

// Difference is what would change the number of a measure that was signed off.
type Difference struct {
	Metric string   `json:"metric"`
	Closed model.ID `json:"closed"` // the record of that
	Frozen Value    `json:"frozen"`
	Now    Value    `json:"now"`
	// Parts are the further values that would be others.
	Parts []PartChange `json:"parts,omitempty"`
	// Records are those behind it that came, went or changed.
	Records []RecordChange `json:"records,omitempty"`
	// Formulas says that this program counts by other formulas than those of the sign-off, and
	// makes another number of what was known then.
	Formulas bool `json:"formulas,omitempty"`
}

// Changes reports whether the number, or a further value, would be another; else only records
// behind it came, went or changed.
func (d *Difference) Changes() bool { return d.Frozen != d.Now || len(d.Parts) > 0 }

// PartChange is a further value that would be another.
type PartChange struct {
	Name   string `json:"name"`
	Frozen Value  `json:"frozen"`
	Now    Value  `json:"now"`
}

// How a record behind a number changed.
const (
	Came    = "came"
	Went    = "went"
	Changed = "changed"
)

// RecordChange is a record behind a number that is there now, or was, or stands otherwise.
type RecordChange struct {
	How string `json:"how"` // came, went, changed
	// Record is the record as it is now; of one that went, as it was.
	Record Record `json:"record"`
	// Was is what one that changed was.
	Was *Record `json:"was,omitempty"`
	// Entries are those of the log that wrote it since, and those that put rules in force where
	// Rules says that it comes of them; none where only time went on.
	Entries []Entry `json:"entries,omitempty"`
	Rules   bool    `json:"rules,omitempty"`
	// aged says that it would have come of the facts of then with time alone.
	aged bool
}

// Adopted says by which entries rules were put in force since, where it comes of them: by the
// rules of the sign-off it would not have; or no entry wrote it, and time alone did not do it.
func (c *RecordChange) Adopted(rules []Entry) {
	c.Rules = len(rules) > 0 && (c.Rules || len(c.Entries) == 0 && !c.aged)
	if c.Rules {
		c.Entries = append(c.Entries, rules...)
		slices.SortStableFunc(c.Entries, func(a, b Entry) int { return cmp.Compare(a.Position, b.Position) })
		c.Entries = slices.CompactFunc(c.Entries, func(a, b Entry) bool { return a.Position == b.Position })
	}
}

// Differ compares a number that was signed off with what it is now; nil where nothing changed
// that is counted. Of some of the releases nothing was signed off by itself: what they made of
// it then is held against what they make of it now, like against like.
func (a *Account) Differ(s *Signed, m Metric, now Result) *Difference {
	f := s.Figure(m.ID)
	if f == nil {
		return nil
	}
	then := m.Of(s.Facts, s.Facts.Span)
	same := then.figure(m.ID)
	if !a.Whole {
		f = &same
	}
	d := differ(s.ID, *f, then, now)
	if d == nil {
		return nil
	}
	d.Formulas = a.Whole && s.Edition != Edition && !SameFigure(*f, same)
	if len(d.Records) > 0 && s.Facts.Rules != a.Facts.Rules {
		older, aged := a.Facts, s.Facts
		older.Policy, older.Rules, older.Measures, older.Types, older.Stages = aged.Policy, aged.Rules, aged.Measures, aged.Types, aged.Stages
		aged.Now = a.Facts.Now
		byFacts, byTime := changes(then.Records, m.Of(older, s.Facts.Span).Records), changes(then.Records, m.Of(aged, s.Facts.Span).Records)
		for i := range d.Records {
			c := &d.Records[i]
			c.Rules, c.aged = !c.among(byFacts), c.among(byTime)
		}
	}
	return d
}

// among reports whether a list has the same change.
func (c *RecordChange) among(list []RecordChange) bool {
	return slices.ContainsFunc(list, func(x RecordChange) bool {
		return x.How == c.How && x.Record.ID == c.Record.ID && x.Record.Release == c.Record.Release && counts(&x.Record, &c.Record)
	})
}

// Diff compares a number that was signed off with what it would be now; nil where nothing
// changed that is counted. The records are those as of then and as of now.
func Diff(closed *model.Period, then, now Result) *Difference {
	f := closed.Figure(then.Metric)
	if f == nil {
		return nil
	}
	return differ(closed.ID, *f, then, now)
}

func differ(closed model.ID, f model.Figure, then, now Result) *Difference {
	d := Difference{Metric: then.Metric, Closed: closed, Frozen: ValueOf(f.Amount), Now: now.Value}
	for _, p := range f.Parts {
		if is := now.Part(p.Name); is != ValueOf(p.Amount) && slices.ContainsFunc(now.Parts, func(x Part) bool { return x.Name == p.Name }) {
			d.Parts = append(d.Parts, PartChange{p.Name, ValueOf(p.Amount), is})
		}
	}
	for _, s := range f.Services {
		is := Value{Form: Form(s.Form)}
		name := cmp.Or(s.Name, "no service")
		for _, g := range then.Services {
			if g.Key == s.Name {
				name = g.Name
			}
		}
		for _, g := range now.EachService() {
			if g.Key == s.Name {
				is, name = g.Value, g.Name
			}
		}
		if is != ValueOf(s.Amount) {
			d.Parts = append(d.Parts, PartChange{name, ValueOf(s.Amount), is})
		}
	}
	d.Records = changes(then.Records, now.Records)
	if d.Frozen == d.Now && len(d.Parts) == 0 && len(d.Records) == 0 {
		return nil
	}
	return &d
}

// changes are the records that are in one list and not in the other, and those that count
// otherwise. What only reads otherwise, because time went on, does not.
func changes(then, now []Record) []RecordChange {
	type key struct {
		id, release model.ID
		nth         int // of several lines about the same
	}
	index := func(list []Record) (map[key]*Record, []key) {
		out, order, seen := map[key]*Record{}, []key(nil), map[key]int{}
		for i := range list {
			k := key{id: list[i].ID, release: list[i].Release}
			seen[k]++
			k.nth = seen[k]
			out[k] = &list[i]
			order = append(order, k)
		}
		return out, order
	}
	was, before := index(then)
	is, after := index(now)
	var out []RecordChange
	for _, k := range after {
		switch old := was[k]; {
		case old == nil:
			out = append(out, RecordChange{How: Came, Record: *is[k]})
		case !counts(old, is[k]):
			out = append(out, RecordChange{How: Changed, Record: *is[k], Was: old})
		}
	}
	for _, k := range before {
		if is[k] == nil {
			out = append(out, RecordChange{How: Went, Record: *was[k]})
		}
	}
	return out
}

// counts reports whether two states of a record count the same. For how long something has
// waited by now, where no number is made of it, counts nothing.
func counts(a, b *Record) bool {
	return a.Growing == b.Growing && (a.Growing || a.Value == b.Value) && a.Section == b.Section && a.In == b.In && a.At.Equal(b.At) && a.Day == b.Day && a.Service == b.Service && a.Type == b.Type
}

// Shown is a measure of an account: the number that is shown, which is the one signed off
// where it was.
type Shown struct {
	Result
	// Signed is the closing; nil where the number is open. Partial says that the number is
	// that of a part of what was signed off: it is what that part was then.
	Signed  *Signed
	Partial bool
	// Difference is what would change it; nil where nothing would.
	Difference *Difference
	// Later are those of the account that this measure is concerned with: what was recorded
	// after what After says.
	Later []Later
	After string
}

// Measure is the number of a measure, as it was signed off or as it is.
func (a *Account) Measure(m Metric) Shown {
	out := Shown{After: "the period had ended"}
	if a.AsOf > 0 {
		out.After = fmt.Sprintf("entry %d of the log", a.AsOf)
	}
	for i := range a.Signed {
		if a.Signed[i].Figure(m.ID) == nil {
			continue
		}
		out.Signed, out.Partial = &a.Signed[i], !a.Whole
		out.Result = out.Signed.settle(m, a.Whole, a.Facts)
	}
	if out.Signed == nil {
		out.Result = m.Of(a.Facts, a.Facts.Span)
	}
	out.Reopened = reopenings(a.Reopened, m.ID)
	for i := range a.Differences {
		if a.Differences[i].Metric == m.ID {
			out.Difference = &a.Differences[i]
		}
	}
	for _, l := range a.Later {
		if slices.Contains(l.Measures, m.ID) {
			out.Later = append(out.Later, l)
		}
	}
	return out
}

// Basis says of which state of the log a number that was signed off is, and for which moment
// it was taken: what was overdue, or went on, is that of then. Stamp writes a time.
func (s *Shown) Basis(stamp func(time.Time) string) string {
	out := s.Signed.Basis(stamp)
	if s.Partial {
		out += ", as a part of all"
	}
	return out
}

// FactsOf are the facts that a measure is shown of: to break it down.
func (a *Account) FactsOf(m Metric) Facts {
	for i := range a.Signed {
		if a.Signed[i].Figure(m.ID) != nil {
			return a.Signed[i].Facts
		}
	}
	return a.Facts
}

// sign puts the number in that was signed off.
func (r *Result) sign(f *model.Figure) {
	r.Value, r.Population, r.Provisional, r.Missing = ValueOf(f.Amount), f.Population, f.Provisional, f.Missing
	r.Small = r.Population < few
	for _, s := range f.Services {
		if i := slices.IndexFunc(r.Services, func(g Group) bool { return g.Key == s.Name }); i >= 0 {
			r.Services[i].Value = ValueOf(s.Amount)
		}
	}
	for _, p := range f.Parts {
		if i := slices.IndexFunc(r.Parts, func(x Part) bool { return x.Name == p.Name }); i >= 0 {
			r.Parts[i].Value = ValueOf(p.Amount)
		} else {
			r.Parts = append(r.Parts, Part{Name: p.Name, Value: ValueOf(p.Amount)})
		}
	}
}

// Words say a difference in a line: 1/4 (25 %), now 2/4 (50 %); 1 record came. The number
// that was signed off comes first.
func (d *Difference) Words() string {
	out := "the same number"
	if d.Frozen != d.Now {
		out = fmt.Sprintf("%s, now %s", d.Frozen, d.Now)
	} else if len(d.Parts) > 0 {
		out = fmt.Sprintf("the same number; otherwise: %s", strings.Join(model.Each(d.Parts, func(p PartChange) string { return p.Name }), ", "))
	}
	for _, how := range []string{Came, Went, Changed} {
		n := 0
		for _, r := range d.Records {
			if r.How == how {
				n++
			}
		}
		if n > 0 {
			out += fmt.Sprintf("; %s %s", grammar.Count(n, "record"), how)
		}
	}
	if d.Formulas {
		out += "; the formulas are others by now"
	}
	return out
}
