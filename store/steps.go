package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// PurposeStep is the purpose of the rows that are emergency releases, and changes which go
// their own way, and wait for the next thing to be done: their ID is that of either.
const PurposeStep = "step"

// steps finds the emergencies and unauthorised changes in whose stage somebody has to do
// something next: write its review, ask the board, move it on. Nobody else tells them, as
// such a change is in no release, and an emergency release can't wait until somebody looks
// at the board. What waits for an assessment, a word on an approval or
// a countersignature is a row by itself; so is what is overdue, for those whom
// papers tells.
func (db *DB) steps(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	changes, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.state IN ('submitted', 'authorised', 'implemented', 'reviewed', 'captured', 'under-review', 'putting-right') AND `+live("r", q.AsOf)+` AND (instr(v.body, '"captured":{') OR instr(v.body, '"declared":{')) ORDER BY r.number DESC LIMIT `+waitingLimit))
	if err != nil {
		return nil, nil, err
	}
	releases, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x JOIN version v ON v.n = x.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"declared":{') ORDER BY v.n DESC LIMIT `+waitingLimit))
	if err != nil || len(changes)+len(releases) == 0 {
		return nil, nil, err
	}
	needs := gate.Needs("")
	needs.IDs, needs.Releases, needs.Kinds = changes, releases, gate.ChangeNeeds("").Kinds
	needs.Calendar = len(releases) > 0
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, needs)
	if err != nil {
		return nil, nil, err
	}
	me := c.Who.Person
	for _, id := range slices.Concat(changes, releases) {
		of := c.SubjectOf(id)
		due, since, overdue := deadline(of, c.Now)
		switch r, ch := of.Release, of.Change; {
		case ch != nil && gate.GoesAlone(ch):
		case r != nil && r.Emergency() != nil && r.Hold == nil && due.IsZero(): // what is due there papers says
		default:
			continue
		}
		next, ok := nextStep(c, of, due, overdue)
		if !ok {
			continue
		}
		if !slices.ContainsFunc(model.All[*model.Person](c), func(p *model.Person) bool { return next.does(c, p, of) }) {
			next.anybody = true
		}
		row := subjectRow(c, of, id, PurposeStep, of.Leads())
		row.Part, row.At, row.Due, row.Overdue = PurposeStep, since, due, overdue
		row.Title, row.Remedy, row.Missing = next.title, next.remedy, []string{next.waitsFor(c)}
		late := overdue && owesPapers(of, of.Stage(c).R, c.Rules, me)
		switch {
		case q.Me == "":
			waiting = append(waiting, row)
		case late: // papers says it to them
		case next.does(c, me, of):
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case of.Leads() == q.Me:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}

// step is what has to be done next on an emergency or a change that goes its own way, and by
// whom.
type step struct {
	title      string
	remedy     model.Remedy
	role       string // that of the check; "" where none has it
	permission string // that the act takes
	anybody    bool   // nobody is there who has that role: it is for whoever may
}

// nextStep is the first thing that keeps it where it is and that nobody else is
// asked for already; else that it is moved on. False where it waits for others.
func nextStep(c *model.Case, of model.Subject, until time.Time, overdue bool) (step, bool) {
	s := of.Stage(c)
	g, err := gateOf(c, of)
	if err != nil || s == nil || g.Next == "" {
		return step{}, false
	}
	due := ""
	if !until.IsZero() {
		due = ", by " + c.Stamp(until)
		if overdue {
			due = ", late since " + c.Stamp(until)
		}
	}
	shut := false
	for _, f := range g.Findings {
		if !f.Blocks() {
			continue
		}
		shut = true
		at := slices.IndexFunc(f.Remedies, func(r model.Remedy) bool { return r.Helps() })
		if at < 0 {
			continue // something else has to happen first, which waits elsewhere
		}
		next := step{title: fmt.Sprintf("%s: %s: %s%s", s.Title, f.Text, f.Evidence, due), remedy: f.Remedies[at], role: f.Role}
		switch next.remedy.Task {
		case "start-run", "do-step", "end-run":
			next.permission = action.PermissionOf(action.StartRun{})
		case "edit-release":
			next.permission = action.PermissionOf(action.Edit{})
		case "take-baseline":
			next.permission = action.PermissionOf(action.TakeBaseline{})
		case "send-notice":
			next.permission = action.PermissionOf(action.SendNotice{})
		case "send-back":
			next.permission = action.PermissionOf(action.SendBack{})
		case "assess-change", "decide-approval", "decide-waiver", "countersign", "countersign-waiver", "meet-condition":
			continue // a row of their own
		case "request-approval":
			next.permission = action.PermissionOf(action.RequestApproval{})
		case "verify-back-out", "follow-up-change":
			next.permission = action.PermissionOf(action.VerifyBackOut{})
		case "":
			next.permission = action.PermissionOf(action.WriteForm{})
		}
		return next, true
	}
	if shut {
		return step{}, false
	}
	title := g.Next
	if to, _ := of.Process(c).Stage(g.Next); to != nil {
		title = to.Title
	}
	role := ""
	if len(s.A) > 0 {
		role = s.A[0]
	}
	next := step{title: fmt.Sprintf("%s: to be moved on to %s%s", s.Title, title, due), remedy: model.ByTask("advance-change", of.ID()), role: role, permission: action.PermissionOf(action.AdvanceChange{})}
	if of.Release != nil {
		next.remedy, next.permission = model.ByTask("advance-release", of.ID()), action.PermissionOf(action.Advance{})
	}
	return next, true
}

// gateOf is the gate of the stage that it is in.
func gateOf(c *model.Case, of model.Subject) (gate.Gate, error) {
	if of.Release != nil {
		return gate.At(c, of.Release, "")
	}
	return gate.ChangeAt(c, of.Change)
}

// does reports whether somebody is to do it: they hold the role that has it, or lead the
// change, and may.
func (s step) does(c *model.Case, who *model.Person, of model.Subject) bool {
	switch {
	case who == nil || who.Left || s.permission != "" && !c.Rules.Lets(who, s.permission, of.Service()):
		return false
	case s.anybody, of.Leads() == who.ID:
		return true
	}
	return s.role != "" && c.Rules.Holds(who, s.role, of.Service())
}

// waitsFor names those who are to do it.
func (s step) waitsFor(c *model.Case) string {
	if s.permission != "" && (s.anybody || s.role == "") {
		return rolesThatMay(c, s.permission)
	}
	return c.Rules.RoleTitle(s.role)
}

// cameThere is when a change came into its stage.
func cameThere(ch *model.Change) time.Time {
	if n := len(ch.Moved); n > 0 {
		return ch.Moved[n-1].At
	}
	at, _ := ch.DeclaredAt()
	return at
}

// owesPapers reports whether somebody owes what is overdue: who leads it, or holds a role
// that is responsible for its stage.
func owesPapers(of model.Subject, responsible []string, rules *model.Rules, who *model.Person) bool {
	return who != nil && (of.Leads() == who.ID || slices.ContainsFunc(responsible, func(role string) bool { return rules.Holds(who, role, of.Service()) }))
}
