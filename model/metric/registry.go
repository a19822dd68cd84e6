package metric

import (
	"cmp"
	"slices"

	"fairway/model/process"
)

// registered are the measures, each by its file.
var registered []func() Metric

// register adds a measure; the file of each does so in one line.
func register(m func() Metric) bool {
	registered = append(registered, m)
	return true
}

// registry lists every measure, by id.
func registry() []Metric {
	out := make([]Metric, 0, len(registered))
	for _, m := range registered {
		out = append(out, m())
	}
	slices.SortFunc(out, func(a, b Metric) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Units are the measures that the program computes, each with the units in which its value
// ("") and its further values can have targets.
func Units() map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, m := range registry() {
		units := map[string][]string{"": unitsOf(m.Form)}
		if m.Agreed {
			units[""] = nil // no rules give it one
		}
		for _, p := range m.Further {
			units[p.Name] = unitsOf(p.Form)
		}
		out[m.ID] = units
	}
	return out
}

// All are the measures, each with what is laid down about it, in the order in which that
// stands there; of which nothing does come last.
func All(laid []process.Measure) []Metric {
	out := registry()
	place := func(id string) int {
		if i := slices.IndexFunc(laid, func(d process.Measure) bool { return d.ID == id }); i >= 0 {
			return i
		}
		return len(laid)
	}
	for i := range out {
		if at := place(out[i].ID); at < len(laid) {
			out[i].Measure = laid[at]
		}
	}
	slices.SortStableFunc(out, func(a, b Metric) int { return place(a.ID) - place(b.ID) })
	return out
}

// Find finds a measure by its id.
func Find(laid []process.Measure, id string) (Metric, bool) {
	for _, m := range registered {
		if m := m(); m.ID == id {
			for _, d := range laid {
				if d.ID == id {
					m.Measure = d
				}
			}
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

// Every is all measures: those of the first page, then the others.
func Every(f *Facts) []Metric {
	out := Page(f)
	for _, m := range All(f.Measures) {
		if !slices.ContainsFunc(out, func(have Metric) bool { return have.ID == m.ID }) {
			out = append(out, m)
		}
	}
	return out
}
