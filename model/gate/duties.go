package gate

import (
	"fmt"
	"slices"

	"fairway/model"
)

// Duties says, in words, which duties keep a person from an act on the
// release: segregation of duties, as the rules list it. act is "decide"; the
// purpose of an approval narrows it. It is asked when somebody decides, and
// again at each gate: who comes to coordinate or build what they approved has
// approved their own.
func Duties(c *model.Case, r *model.Release, who model.ID, act, purpose string) []string {
	if who == "" {
		return nil
	}
	var out []string
	for _, d := range c.Under(r).Duties {
		if d.Act != act && d.Act != act+":"+purpose {
			continue
		}
		for _, relation := range d.Not {
			if slices.Contains(related(c, r, relation), who) {
				out = append(out, fmt.Sprintf("you are its %s: %s", relation, d.Text))
			}
		}
	}
	return out
}

// Deploys says which duties keep a person from deploying the release: the same
// duties from the other side, for the approvals in force that the person gave.
func Deploys(c *model.Case, r *model.Release, who model.ID) []string {
	var out []string
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != r.ID || a.Void != nil || !slices.ContainsFunc(a.Decisions, func(d model.Decision) bool {
			return d.By == who && d.Verdict == model.Approve
		}) {
			continue
		}
		for _, d := range c.Under(r).Duties {
			if (d.Act == "decide" || d.Act == "decide:"+a.Purpose) && slices.Contains(d.Not, "deployer") {
				out = append(out, fmt.Sprintf("you approved %s (%s): %s", a.ID, a.Title, d.Text))
			}
		}
	}
	return out
}

// related lists the people who stand to the release in one way.
func related(c *model.Case, r *model.Release, relation string) []model.ID {
	var out []model.ID
	switch relation {
	case "requester":
		out = append(out, r.Requester)
		for _, id := range r.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil {
				out = append(out, ch.Requester)
			}
		}
	case "coordinator":
		out = append(out, r.Coordinator)
	case "builder":
		for _, id := range r.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil {
				out = append(out, ch.Builder)
			}
		}
	case "deployer":
		for _, run := range c.Runs(r.ID) {
			out = append(out, run.By)
			for _, s := range run.Steps {
				out = append(out, s.By)
			}
		}
	}
	return out
}
