package metric

import (
	"cmp"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Metric is one measure, with everything that is said of it. To add one, write
// it with its formula into a file of its own and put it into registry: page,
// command line and export show whatever stands there. What the formula is computed
// from is Facts; a policy that names its measures (metrics) has to name it, too.
type Metric struct {
	ID    string
	Title string
	// What is the definition in a sentence, Edges are what it says about cases
	// in which people would differ, Source is where it is laid down.
	What      string
	Formula   string
	Edges     []string
	Owner     string
	Frequency string
	Source    string
	Good      Direction // of its value
	// Bound is what the target is about, and whether it is a least or a most.
	Bound Bound
	// Counts is what the population consists of, in one word and in several.
	Counts [2]string
	// Beside is what stands under the value where there is room for one line.
	Beside func(*Result) string
	// StandsOut is the one thing more that a reader should know, at the end of the
	// sentence.
	StandsOut func(*Result) string
	// Lacking is what imported releases lack that stand apart: a run, a baseline.
	Lacking string
	// Chart stands over the distribution, if there is one.
	Chart string
	// Rules are the numbers of the policy that it depends on, each with its name;
	// nil where there are none.
	Rules func(process.Policy) [][2]string
	// Of is the formula.
	Of func(Facts, when.Span) Result
}

// Bound says which part of a result has a target, and on which side it lies.
type Bound struct {
	Part  string // "" is the value itself
	Least bool
}

// Result is a measure of one period.
type Result struct {
	Metric      string   `json:"metric"`
	Value       Value    `json:"value"`
	Parts       []Part   `json:"parts,omitempty"`
	Population  int      `json:"population"`
	Small       bool     `json:"small_n,omitempty"`
	Provisional bool     `json:"provisional,omitempty"`
	Buckets     []Bucket `json:"distribution,omitempty"`
	Records     []Record `json:"records,omitempty"`
	Defects     []Record `json:"defects,omitempty"`
	// Imported is how much imported history of the period stands apart.
	Imported int     `json:"imported_apart,omitempty"`
	Target   *Target `json:"target,omitempty"`
}

// Part is a further value of a measure.
type Part struct {
	Name  string    `json:"name"`
	Value Value     `json:"value"`
	Good  Direction `json:"-"`
}

// Bucket is one bar of a distribution.
type Bucket struct {
	Label string `json:"label"`
	From  string `json:"from,omitempty"` // where it begins, on an axis
	Count int    `json:"count"`
	Mark  string `json:"mark,omitempty"` // a word about it: customer
}

// Record is one record behind a number.
type Record struct {
	Section string `json:"section"`
	// In says that it counts in the numerator.
	In      bool      `json:"in"`
	ID      model.ID  `json:"id"`
	Release model.ID  `json:"release"`
	Title   string    `json:"title"`
	Type    string    `json:"type"`
	Service string    `json:"service,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Day     string    `json:"day,omitempty"` // the date, where it was planned for a whole day
	// Value is the record's own: how long it took, how late it was.
	Value       Value  `json:"value,omitzero"`
	Text        string `json:"text,omitempty"`
	Provisional bool   `json:"provisional,omitempty"`
}

// Target is what the policy asks for, and whether it was reached.
type Target struct {
	Text  string `json:"text"` // at most 15 %
	Known bool   `json:"known"`
	Met   bool   `json:"met"`
}

// Word is the target's answer in a word.
func (t *Target) Word() string {
	switch {
	case !t.Known:
		return "not decidable"
	case t.Met:
		return "met"
	}
	return "missed"
}

// few is the population below which a number says little.
const few = 5

// Part finds a further value; n/a where the measure has none of that name.
func (r *Result) Part(name string) Value {
	for _, p := range r.Parts {
		if p.Name == name {
			return p.Value
		}
	}
	return Value{Form: r.Value.Form}
}

// list adds a record behind the number, unless nobody wants to see it. What it
// says is made up only then.
func (r *Result) list(f *Facts, make func() Record) {
	if !f.Brief {
		r.Records = append(r.Records, make())
	}
}

// finish puts records into their order and says what holds for every measure.
func (r *Result) finish(f *Facts) {
	r.Small = r.Population < few
	order := func(list []Record) {
		slices.SortFunc(list, func(a, b Record) int {
			if a.Section != b.Section {
				return cmp.Or(cmp.Compare(rank(a.Section), rank(b.Section)), cmp.Compare(a.Section, b.Section))
			}
			if c := cmp.Or(cmpBool(b.In, a.In), a.At.Compare(b.At)); c != 0 {
				return c
			}
			return cmp.Or(model.CompareIDs(a.Release, b.Release), model.CompareIDs(a.ID, b.ID))
		})
	}
	order(r.Records)
	order(r.Defects)
	m, ok := Find(r.Metric)
	if percent, has := f.Policy.Targets[r.Metric]; ok && has {
		r.Target = m.target(r, percent)
	}
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// rank keeps what counts before what stands apart.
func rank(section string) int {
	return slices.Index([]string{sectionCounted, sectionPopulation, sectionKept, sectionDuring, sectionSuspected, sectionLate, sectionBefore, sectionUnbased}, section)
}

func (m *Metric) target(r *Result, percent int) *Target {
	v := r.Value
	if m.Bound.Part != "" {
		v = r.Part(m.Bound.Part)
	}
	t := &Target{Text: "at most ", Known: v.Known()}
	if m.Bound.Least {
		t.Text = "at least "
	}
	t.Text += Value{Share, int64(percent), 100}.Short()
	// Compared without rounding: 15.2 % is more than 15 %.
	have, want := 100*v.Num, int64(percent)*v.Den
	t.Met = t.Known && (have == want || (have > want) == m.Bound.Least)
	return t
}

// Compare says how the value changed since another period.
func (m *Metric) Compare(now, before Result) Change {
	return change(now.Value, before.Value, m.Good)
}

// registry lists every measure.
func registry() []Metric { return []Metric{incidents(), deploymentTime(), slipRate()} }

// All are the measures, in their order.
func All() []Metric { return registry() }

// Find finds a measure by its id.
func Find(id string) (Metric, bool) {
	for _, m := range registry() {
		if m.ID == id {
			return m, true
		}
	}
	return Metric{}, false
}

// Page are the measures that the policy wants on the first page, in its order.
// A policy that names none gets all.
func Page(p process.Policy) []Metric {
	var out []Metric
	for _, id := range p.Metrics {
		if m, ok := Find(id); ok {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return All()
	}
	return out
}

// Split says what results are broken down by.
type Split string

// The splits.
const (
	Whole     Split = ""
	ByType    Split = "type"
	ByService Split = "service"
)

// Group is the result of some of the releases.
type Group struct {
	Name string `json:"name"`
	Result
}

// By computes a measure for each type or service that occurs among the facts,
// by name. Groups in which nothing was counted are left out.
func (m *Metric) By(f Facts, span when.Span, split Split) []Group {
	names := map[string]string{} // what is split by → its name
	key := func(kind string, service model.ID) string {
		if split == ByType {
			return kind
		}
		return string(service)
	}
	for i := range f.Releases {
		r := &f.Releases[i]
		name := r.Type
		if split == ByService {
			name = cmp.Or(r.ServiceName, string(r.Service), "no service")
		}
		names[key(r.means(), r.Service)] = name
	}
	var out []Group
	for k, name := range names {
		some := f.Only(func(r *Release) bool { return key(r.means(), r.Service) == k }, func(i Imported) bool { return key(cmp.Or(i.Purpose, i.Type), i.Service) == k })
		if r := m.Of(some, span); r.Population > 0 || len(r.Defects) > 0 {
			out = append(out, Group{name, r})
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Population, b.Population))
	})
	return out
}
