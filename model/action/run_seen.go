package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// asSeen refuses what rests on a step that another has begun, failed or given away since it was
// seen: two people who stand at one step are not to write over each other. Who finished it is
// said in any case.
func (p *stepPlace) asSeen(c *model.Case, seen int64) {
	if seen == 0 || p.step().Finished() {
		return
	}
	mine := func(m *model.Mark) bool { return m.Step == p.n && m.Back == p.inside && m.By != c.Who.ID() }
	if c.MarkSince(p.run.ID, mine) <= seen {
		return
	}
	for _, m := range slices.Backward(p.run.Marks) {
		if !mine(m) {
			continue
		}
		who, at := c.PersonName(m.By), stamp(m.At)
		switch m.Did {
		case model.MarkBegun:
			p.refusal.Add(fmt.Sprintf("%s began with it meanwhile, %s", who, at))
		case model.MarkFailed:
			p.refusal.Add(fmt.Sprintf("%s marked it as failed meanwhile, %s: %s", who, at, m.Text))
		case model.MarkGiven:
			p.refusal.Add(fmt.Sprintf("%s gave it to somebody else meanwhile, %s", who, at))
		default:
			continue
		}
		return
	}
}
