package casefile

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// tellEntry puts into words the case of an entry of the catalogue that waits to be
// authorised: what it would let people do without asking, and what came of it so far.
func (w Words) tellEntry(c *model.Case, e *model.Entry) Brief {
	b := Brief{State: model.ApprovalPending}
	if e == nil {
		b.add("entry", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	if e.State != model.EntryProposed {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(e) + ": there is nothing to decide any more"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	t.may(decision.Entry(e), "you may authorise entries of the catalogue", action.DecideEntry{Entry: e.ID, Comment: "why"}, action.DecideEntry{Entry: e.ID, Yes: true})
	b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(e.Author, e.Proposed), t.at(e.Proposed), t.ago(e.Proposed))})
	b.add("entry", Said{Plain, Unmarked, fmt.Sprintf("%s %s, version %d, %s", e.ID, e.Title, e.Version, e.Count())}, Said{Plain, Unmarked, e.Text})
	var covers []string
	for _, id := range append(append([]model.ID{}, e.Services...), e.Items...) {
		name := string(id)
		if f, ok := c.Fact(id); ok && f.Record != nil {
			name += " " + f.Record.Row().Title
		}
		covers = append(covers, name)
	}
	b.add("covers", Said{Plain, Unmarked, strings.Join(append(covers, e.Contents...), ", ")})
	var steps []Said
	for _, s := range e.Steps {
		steps = append(steps, Said{Plain, Point, s.Text})
	}
	b.add("steps", steps...)
	steps = nil
	for _, s := range e.BackSteps {
		steps = append(steps, Said{Plain, Point, s.Text})
	}
	b.add("rollback", steps...)
	return b
}
