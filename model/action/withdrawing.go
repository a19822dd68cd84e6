package action

import "fairway/model"

// withdrawing finds what is to be withdrawn as it was seen, and how it ends; was is how it
// ended before, where it did. It refuses what is withdrawn already, and what no reason is
// given for.
func withdrawing[R model.Record](c *model.Case, id model.ID, seen int64, reason string, was func(R) *model.Ending) (R, *model.Ending, error) {
	n, err := known[R](c, id)
	if err != nil {
		return n, nil, err
	}
	if err := unmoved(c, n, seen, "withdrawn"); err != nil {
		return n, nil, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(id)}
	if was(n) != nil {
		refusal.Add("it is withdrawn already")
	}
	because(refusal, reason)
	return n, &model.Ending{Reason: reason, By: c.Who.ID(), At: c.Now}, refusal.Or()
}
