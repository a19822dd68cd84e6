package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Metric is one measure, with everything that is said of it. To add one, write it with
// its formula into a file of its own that registers it, and say in measures.toml what it
// means: page, command line and export show whatever is registered. What the formula is
// computed from is Facts, and Reads says which parts of them.
type Metric struct {
	// Measure is what the organisation lays down about it: definition, owner, target. Of
	// rules that lay down nothing it is the id and a title.
	process.Measure
	// Form is how its value is read; Further are its further values.
	Form    Form
	Further []Further
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
	// Reads are the parts of the facts that its formula reads: without them it gives
	// no number that could be relied upon.
	Reads []Reading
	// EachService says that it is told by service, never for all together (3-metrics, DORA).
	EachService bool
	// Agreed says that its targets are those of agreements, which its formula knows: rules
	// lay down none.
	Agreed bool
	// Of is the formula.
	Of func(Facts, when.Span) Result
}

// Further is a further value of a measure: what it is called and how it is read.
type Further struct {
	Name string
	Form Form
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
	// Unjudged is how many services stand apart, since nothing is agreed for them.
	Unjudged int `json:"not_judged,omitempty"`
	// Services are the results of each service, of a measure that has none of all together.
	Services []Group `json:"services,omitempty"`
	// Told says of such a result how it is read, since it has no value: see Reading.
	Told string `json:"told,omitempty"`
	// Missing says, in the words of the rules, why there are no records yet of which the
	// measure could be computed; "" where there are.
	Missing string `json:"no_records_yet,omitempty"`
	// Reopened says that it was signed off once, and that this was taken back.
	Reopened []Reopening `json:"reopened,omitempty"`
	// Closed says that it is the number that was signed off; nil where it is open.
	Closed *Closing `json:"closed,omitempty"`
	// Stated is what the rules state of types of release, and what became of it, of the
	// measures that hold it against that.
	Stated []Stated `json:"stated,omitempty"`
	// alone is the one service that a measure of services is of, where it has no others.
	alone *Group
}

// EachService are the results of each service of a measure that has none of all together,
// also where there was but one.
func (r *Result) EachService() []Group {
	if len(r.Services) > 0 || r.alone == nil {
		return r.Services
	}
	own := *r
	own.alone = nil
	return []Group{{Key: r.alone.Key, Name: r.alone.Name, Result: own}}
}

// Reading is the value as it is read; of a measure that is never blended over services, and
// has several of them, it says so: the values are those of its Services.
func (r *Result) Reading() string {
	if r.Told != "" && !r.Value.Known() {
		return r.Told
	}
	return r.Value.String()
}

// toldByService is how a result of several services is read that has no value of them all.
const toldByService = "by service"

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
	Value Value `json:"value,omitzero"`
	// Growing says that its own value is in no number, and grows while time goes on: for how
	// long it has waited by now.
	Growing     bool   `json:"-"`
	Text        string `json:"text,omitempty"`
	Provisional bool   `json:"provisional,omitempty"`
	// Lacks says of a data defect what is missing, and Remedies what cures it.
	Lacks    Lack           `json:"lacks,omitempty"`
	Remedies []model.Remedy `json:"remedies,omitempty"`
}

// Target is what the policy asks for, and whether it was reached.
type Target struct {
	Text string `json:"text"` // at most 15 %
	// Of is the further value that it is about; "" where it is the value itself.
	Of string `json:"of,omitempty"`
	// Then is what was asked when the period ended, where that was something else: rules that
	// came later ask for it now.
	Then  *Target `json:"then,omitempty"`
	Known bool    `json:"known"`
	Met   bool    `json:"met"`
	Goal  Value   `json:"-"` // what Text says, as a value
}

// Words say it whole: at least 90 % without incident; at most 5 % (then at most 15 %: met).
func (t *Target) Words() string {
	words := strings.TrimSpace(t.Text + " " + t.Of)
	switch then := t.Then; {
	case then == nil:
		return words
	case then.Text == "":
		return words + " (then none)"
	case !then.Known:
		return fmt.Sprintf("%s (then %s)", words, then.Words())
	default:
		return fmt.Sprintf("%s (then %s: %s)", words, then.Words(), then.Word())
	}
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
			return cmp.Or(model.CompareIDs(a.Release, b.Release), model.CompareIDs(a.ID, b.ID), cmp.Compare(a.Text, b.Text))
		})
	}
	order(r.Records)
	order(r.Defects)
	if m, ok := f.metric(r.Metric); ok && !m.Agreed {
		r.Target = m.target(r, f)
		if r.Target != nil {
			r.Target.Then = f.then(r, r.Target)
		}
	}
}

// noRecords says that nothing is recorded yet of which the measure could be computed, and
// why, by what is laid down about it.
func (r *Result) noRecords(f *Facts) {
	m, _ := f.metric(r.Metric)
	r.Missing = cmp.Or(m.Missing, "nothing that it is computed from is recorded yet")
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
	return slices.Index([]string{sectionCounted, sectionPopulation, sectionKept, sectionDuring, sectionSuspected, sectionLate, sectionBefore, sectionUnbased, sectionRuns, sectionNoEnd, sectionAfterwards,
		sectionUnmet, sectionDeferred, sectionTooLate, sectionNotInTime, sectionInTime, sectionDiffers, sectionSubmitted,
		sectionMonths, sectionUnagreed,
		sectionAdded, sectionRebased, sectionCompleted, sectionToBeDone, sectionRetro, sectionPending, sectionVoid, sectionNotWanted, sectionLimitless}, section)
}

// target is what is to be reached, by the rules, or in per cent by a policy from before
// they laid that down; nil where nothing is.
func (m *Metric) target(r *Result, f *Facts) *Target {
	want, unit, ok := m.wants(f)
	if !ok {
		return nil
	}
	v := r.Value
	if m.Part != "" {
		v = r.Part(m.Part)
	}
	if !slices.Contains(unitsOf(v.Form), unit) {
		return nil // per cent of a policy, of what can't be said in it
	}
	begun := f.Now.IsZero() || f.Span.IsZero() || !f.Span.Start.After(f.Now) // nothing is reached before that
	t := &Target{Text: "at most ", Of: m.Part, Known: v.Known() && begun}
	if m.Least {
		t.Text = "at least "
	}
	goal := goalOf(v.Form, want, unit)
	t.Text += goal.Short()
	t.Goal = goal
	// Compared without rounding: 15.2 % is more than 15 %.
	have, most := v.Num*goal.Den, goal.Num*max(v.Den, 1)
	t.Met = t.Known && (have == most || (have > most) == m.Least)
	return t
}

// then is the target of a result by the rules that were in force when the period ended, where
// it is another than that of now; one without a text where nothing was asked.
func (f *Facts) then(r *Result, now *Target) *Target {
	var was *Laid
	for i := range f.Before { // the newest first
		if b := &f.Before[i]; !f.Span.End.After(b.Until) {
			was = b
		}
	}
	if was == nil {
		return nil
	}
	old := *f
	old.Measures, old.Policy = was.Measures, was.Policy
	m, _ := old.metric(r.Metric)
	t := m.target(r, &old)
	if t == nil {
		return &Target{}
	}
	if t.Text == now.Text && t.Of == now.Of {
		return nil
	}
	return t
}

// wants is the number that the target is, and in which unit.
func (m *Metric) wants(f *Facts) (want int64, unit string, ok bool) {
	if n, ok := m.TargetOf(f.For); ok {
		return int64(n), m.Unit, true
	}
	percent, old := f.Policy.Targets[m.ID]
	return int64(percent), "%", old
}

// goalOf is a target as a value of a form.
func goalOf(form Form, target int64, unit string) Value {
	switch {
	case form == Share || form == OfPlan || form == Per100 || form == Uptime:
		return Value{form, target, 100}
	case form == Length || form == Worked:
		each := map[string]time.Duration{"minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
		return Value{form, target * each.Milliseconds(), 1}
	}
	if form == PerWeek {
		return Value{form, target, 7}
	}
	return Value{form, target, 1}
}

// UnitWords are the unit of the measure's numbers, and that of its targets where they are
// about another value: per 100; targets in %.
func (m *Metric) UnitWords() string {
	out := ""
	switch m.Form {
	case Length:
		out = "time"
	case Worked:
		out = "working time"
	default:
		out = unitsOf(m.Form)[0]
	}
	if m.Unit == "" || slices.Contains(unitsOf(m.Form), m.Unit) && m.Form != Length && m.Form != Worked {
		return out
	}
	return out + "; targets in " + m.Unit
}

// unitsOf are the units in which a target of a form can be given.
func unitsOf(form Form) []string {
	switch form {
	case Share, OfPlan, Uptime:
		return []string{"%"}
	case Per100:
		return []string{"per 100"}
	case Rate:
		return []string{"each"}
	case Days:
		return []string{"days"}
	case PerWeek:
		return []string{"a week"}
	case Length:
		return []string{"minutes", "hours", "days"}
	case Worked:
		return []string{"minutes", "hours"}
	}
	return []string{"count"}
}

// Compare says how the value changed since another period.
func (m *Metric) Compare(now, before Result) Change {
	good := Less
	if m.Good == "more" {
		good = More
	}
	return change(now.Value, before.Value, good)
}
