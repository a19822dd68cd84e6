package calendar

import (
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/task"
	"fairway/ui/screen"
)

// cost is what a move that is tried leaves behind and ends, beside what it collides with.
type cost struct {
	lies  model.Slot  // where the release lies now
	moved string      // that it was moved since the move was kept, and by whom; "" where not
	shut  string      // why it can't be moved any more; "" where it can
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

// seenIn is the place in the log that wrote a record as it is in a case.
func seenIn(c *model.Case, id model.ID) int64 {
	fact, _ := c.Fact(id)
	return fact.Since
}

// costsOf works out the cost of each move, as the releases are now: they may have been moved
// since the moves were kept, or can't be moved any more. It returns the moves with what would
// move along with them from where that is now.
func costsOf(q screen.Query, tried []whatIf) ([]whatIf, map[model.ID]cost, error) {
	out, acts, cases := map[model.ID]cost{}, map[model.ID]action.Reschedule{}, map[model.ID]*model.Case{}
	task, _ := task.Named("reschedule")
	for i := range tried {
		w := &tried[i]
		c, err := q.Case(gate.Needs(w.id))
		if err != nil {
			return nil, nil, err
		}
		r := model.Get[*model.Release](c, w.id)
		if r == nil {
			out[w.id] = cost{lies: w.from, shut: "it is not there"}
			continue
		}
		of := cost{lies: r.Window, shut: task.Why(c, w.id)}
		if !r.Window.Same(w.from) {
			of.moved = "moved meanwhile"
			if n := len(r.Moves); n > 0 {
				of.moved += " by " + c.PersonName(r.Moves[n-1].By)
			}
		}
		act, along := action.Reschedule{Release: w.id, Window: w.to}, w.along
		w.along = nil
		for _, d := range action.Dependents(c, w.id) {
			if slices.ContainsFunc(along, func(a dependent) bool { return a.id == d.ID }) {
				to := action.Along(c, r, w.to, d.ID)
				act.Follow = append(act.Follow, to)
				w.along = append(w.along, dependent{d.ID, d.Title(), d.Window, to.Window})
			}
		}
		out[w.id], acts[w.id], cases[w.id] = of, act, c
	}
	moves := elsewhere(tried, "")
	for id, act := range acts {
		of, c := out[id], cases[id]
		for _, d := range action.Dependents(c, id) {
			if _, goes := moves[d.ID]; !goes {
				of.stays = append(of.stays, dependent{id: d.ID, title: d.Title(), from: d.Window})
			}
		}
		c, err := q.Case(action.Needs(act))
		if err != nil {
			return nil, nil, err
		}
		if passed := act.Passes(c); passed != nil {
			of.ends = append(of.ends, passed.Text)
		}
		of.ends = append(of.ends, ends(c, act)...)
		out[id] = of
	}
	return tried, out, nil
}
