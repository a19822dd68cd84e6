package calendar

import (
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/ui/screen"
)

// cost is what a move that is tried leaves behind and ends, beside what it collides with.
type cost struct {
	stays []dependent // what depends on the release, and is not moved
	ends  []string    // decisions, in sentences; and dates that have passed
}

// ends says which decisions a move would end, and which approvals it would void: also
// those of what moves along.
func ends(c *model.Case, act action.Reschedule) []string {
	var out []string
	for _, l := range act.Lapses(c) {
		out = append(out, "it ends "+l.Text)
	}
	for _, v := range act.Voids(c) {
		out = append(out, "it voids "+v)
	}
	return out
}

// costsOf works out the cost of each move; elsewhere are all dates that are tried.
func costsOf(q screen.Query, tried []whatIf, elsewhere map[model.ID]model.Slot) (map[model.ID]cost, error) {
	out := map[model.ID]cost{}
	for _, w := range tried {
		c, err := q.Case(gate.Needs(w.id))
		if err != nil {
			return nil, err
		}
		var of cost
		act := action.Reschedule{Release: w.id, Window: w.to}
		for _, d := range action.Dependents(c, w.id) {
			switch _, moves := elsewhere[d.ID]; {
			case slices.ContainsFunc(w.along, func(a dependent) bool { return a.id == d.ID }):
				act.Follow = append(act.Follow, action.Along(c, model.Get[*model.Release](c, w.id), w.to, d.ID))
			case !moves:
				of.stays = append(of.stays, dependent{id: d.ID, title: d.Title(), from: d.Window})
			}
		}
		if c, err = q.Case(action.Needs(act)); err != nil {
			return nil, err
		}
		if passed := act.Passes(c); passed != nil {
			of.ends = append(of.ends, passed.Text)
		}
		of.ends = append(of.ends, ends(c, act)...)
		out[w.id] = of
	}
	return out, nil
}
