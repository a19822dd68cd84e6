package approvals

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// tellEntry puts into words the case of an entry of the catalogue that waits to be
// authorised: what it would let people do without asking, and what came of it so far.
func (w words) tellEntry(c *model.Case, e *model.Entry) brief {
	b := brief{state: model.ApprovalPending}
	if e == nil {
		b.add("entry", said{bad, no, "it can't be read: its content was removed by law"})
		return b
	}
	if e.State != model.EntryProposed {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it is " + model.StateWords(e) + ": there is nothing to decide any more"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	t.may(decision.Entry(e), "you may authorise entries of the catalogue", action.DecideEntry{Entry: e.ID, Comment: "why"}, action.DecideEntry{Entry: e.ID, Yes: true})
	b.add("asked", said{plain, unmarked, fmt.Sprintf("by %s, %s (%s)", c.PersonName(e.Author), t.at(e.Proposed), t.ago(e.Proposed))})
	b.add("entry", said{plain, unmarked, fmt.Sprintf("%s %s, version %d, %s", e.ID, e.Title, e.Version, e.Count())}, said{plain, unmarked, e.Text})
	var covers []string
	for _, id := range append(append([]model.ID{}, e.Services...), e.Items...) {
		covers = append(covers, string(id))
	}
	b.add("covers", said{plain, unmarked, strings.Join(append(covers, e.Contents...), ", ")})
	var steps []said
	for _, s := range e.Steps {
		steps = append(steps, said{plain, point, s.Text})
	}
	b.add("steps", steps...)
	steps = nil
	for _, s := range e.BackSteps {
		steps = append(steps, said{plain, point, s.Text})
	}
	b.add("rollback", steps...)
	return b
}
