package approvals

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// tellPapers puts into words the case of a release, or an emergency change, that should
// have been through its stage by now: what is missing there, and who has it.
func (w words) tellPapers(c *model.Case, id model.ID) brief {
	b := brief{state: model.ApprovalPending}
	of := c.SubjectOf(id)
	if !of.Known() {
		b.add("you", said{bad, no, string(id) + " can't be read: its content was removed by law"})
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
	if !late {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it went on meanwhile: nothing is overdue any more"})
		return b
	}
	b.add("you", said{bad, caution, fmt.Sprintf("overdue: it was due %s (%s)", t.at(due), t.ago(due))})
	b.add("what", said{plain, unmarked, fmt.Sprintf("%s %s", id, of.Title())})
	if err != nil {
		b.add("missing", said{warn, ask, err.Error()})
		return b
	}
	var lines []said
	for _, f := range g.Findings {
		if f.Blocks() {
			text := f.Text + ": " + f.Evidence
			if f.Role != "" {
				text += " (" + of.Rules(c).RoleTitle(f.Role) + ")"
			}
			lines = append(lines, said{warn, no, text})
		}
	}
	if len(lines) == 0 {
		lines = append(lines, said{good, yes, "nothing: it can be moved on"})
	}
	b.add("missing", lines...)
	return b
}
