package casefile

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// tellPapers puts into words the case of a release, or a change that goes its own way,
// that has to be through its stage by a deadline (papers), or in which somebody has to
// do the next thing: what is missing there, and who has it.
func (w Words) tellPapers(c *model.Case, id model.ID, papers bool) Brief {
	b := Brief{State: model.ApprovalPending}
	of := c.SubjectOf(id)
	if !of.Known() {
		b.add("you", Said{Bad, No, string(id) + " can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: id}, of.Release, &b}
	var due time.Time
	var late bool
	var g gate.Gate
	var err error
	if r := of.Release; r != nil {
		due, late = r.StageDue, r.Overdue(w.now)
		g, err = gate.At(c, r, "")
	} else {
		due, late = of.Change.Due, of.Change.Overdue(w.now)
		g, err = gate.ChangeAt(c, of.Change)
	}
	if papers && (due.IsZero() || of.Ended()) {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it went on meanwhile: nothing is due there any more"})
		return b
	}
	switch {
	case late:
		b.add("you", Said{Bad, Caution, fmt.Sprintf("overdue: it was due %s (%s)", t.at(due), t.ago(due))})
	case of.Ended():
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is over: nothing has to be done any more"})
		return b
	case !due.IsZero():
		b.add("you", Said{Plain, Unmarked, "due " + t.at(due)})
	}
	b.add("what", Said{Plain, Unmarked, fmt.Sprintf("%s %s", id, of.Title())})
	if err != nil {
		b.add("missing", Said{Warn, Ask, err.Error()})
		return b
	}
	var lines []Said
	for _, f := range g.Findings {
		if f.Blocks() {
			text := f.Text + ": " + f.Evidence
			if f.Role != "" {
				text += " (" + of.Rules(c).RoleTitle(f.Role) + ")"
			}
			lines = append(lines, Said{Warn, No, text})
		}
	}
	if len(lines) == 0 {
		lines = append(lines, Said{Good, Yes, "nothing: it can be moved on"})
	}
	b.add("missing", lines...)
	return b
}
