package metric

import (
	"fairway/model"
	"fairway/model/when"
)

// Outcomes counts the releases of Deployed(period) by what the deployment that dates them
// came to: deployed, failed, rolled back.
func (f *Facts) Outcomes(span when.Span) map[model.State]int {
	out := map[model.State]int{}
	for r := range f.Each() {
		if run, ok := r.deployedIn(span); ok {
			out[run.Result]++
		}
	}
	return out
}

// Goal is the target of a measure's own value, on its axis; ok is false where there is none,
// or where it is about a further value.
func (m *Metric) Goal(f *Facts) (goal Value, ok bool) {
	if m.Part != "" {
		return Value{}, false
	}
	want, unit, ok := m.wants(f)
	return goalOf(m.Form, want, unit), ok
}
