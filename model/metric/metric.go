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
	if m, ok := f.metric(r.Metric); ok {
		r.Target = m.target(r, f)
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

// target is what is to be reached, by the rules, or in per cent by a policy from before
// they laid that down; nil where nothing is.
func (m *Metric) target(r *Result, f *Facts) *Target {
	want, unit := int64(0), m.Unit
	if n, ok := m.TargetOf(f.For); ok {
		want = int64(n)
	} else if percent, old := f.Policy.Targets[m.ID]; old {
		want, unit = int64(percent), "%"
	} else {
		return nil
	}
	v := r.Value
	if m.Part != "" {
		v = r.Part(m.Part)
	}
	if !slices.Contains(unitsOf(v.Form), unit) {
		return nil // per cent of a policy, of what can't be said in it
	}
	t := &Target{Text: "at most ", Known: v.Known()}
	if m.Least {
		t.Text = "at least "
	}
	goal := goalOf(v.Form, want, unit)
	t.Text += goal.Short()
	// Compared without rounding: 15.2 % is more than 15 %.
	have, most := v.Num*goal.Den, goal.Num*max(v.Den, 1)
	t.Met = t.Known && (have == most || (have > most) == m.Least)
	return t
}

// goalOf is a target as a value of a form.
func goalOf(form Form, target int64, unit string) Value {
	switch {
	case form == Share || form == OfPlan || form == Per100:
		return Value{form, target, 100}
	case form == Length:
		each := map[string]time.Duration{"minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour}[unit]
		return Value{form, target * each.Milliseconds(), 1}
	}
	return Value{form, target, 1}
}

// unitsOf are the units in which a target of a form can be given.
func unitsOf(form Form) []string {
	switch form {
	case Share, OfPlan:
		return []string{"%"}
	case Per100:
		return []string{"per 100"}
	case Rate:
		return []string{"each"}
	case Days:
		return []string{"days"}
	case Length:
		return []string{"minutes", "hours", "days"}
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

// registry lists every measure.
func registry() []Metric { return []Metric{incidents(), deploymentTime(), slipRate()} }

// Units are the measures that the program computes, each with the units in which its value
// ("") and its further values can have targets.
func Units() map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, m := range registry() {
		units := map[string][]string{"": unitsOf(m.Form)}
		for _, p := range m.Further {
			units[p.Name] = unitsOf(p.Form)
		}
		out[m.ID] = units
	}
	return out
}

// All are the measures, in their order, each with what is laid down about it.
func All(laid []process.Measure) []Metric {
	out := registry()
	for i := range out {
		for _, d := range laid {
			if d.ID == out[i].ID {
				out[i].Measure = d
			}
		}
	}
	return out
}

// Find finds a measure by its id.
func Find(laid []process.Measure, id string) (Metric, bool) {
	for _, m := range All(laid) {
		if m.ID == id {
			return m, true
		}
	}
	return Metric{}, false
}

// metric finds a measure by its id, as the rules of the facts lay it down.
func (f *Facts) metric(id string) (Metric, bool) { return Find(f.Measures, id) }

// Page are the measures that the policy wants on the first page, in its order.
// A policy that names none gets all.
func Page(f *Facts) []Metric {
	var out []Metric
	for _, id := range f.Policy.Metrics {
		if m, ok := f.metric(id); ok {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return All(f.Measures)
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
		if split == ByService {
			some.For = f.Handles[model.ID(k)]
		}
		if r := m.Of(some, span); r.Population > 0 || len(r.Defects) > 0 {
			out = append(out, Group{name, r})
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Population, b.Population))
	})
	return out
}
