package action

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/grammar"
)

// What the clock drives is entered by the program itself, each once: RemindApproval,
// EscalateApproval and ExpireApproval. When it is due is worked out from the record and
// the rules where it is done, so that whoever drives the clock decides nothing, and two
// who do it at once do it once. What was missed is caught up with one entry.

// RemindApproval reminds those for whom a request waits.
type RemindApproval struct {
	Approval model.ID `json:"approval"`
}

// EscalateApproval lets the role above decide as well, for whoever is missing; those who
// were asked first may decide as before.
type EscalateApproval struct {
	Approval model.ID `json:"approval"`
}

// ExpireApproval ends a request that nobody decided on. It may be asked for again.
type ExpireApproval struct {
	Approval model.ID `json:"approval"`
}

// ByProgram says that the program does it.
func (RemindApproval) ByProgram() {}

// ByProgram says that the program does it.
func (EscalateApproval) ByProgram() {}

// ByProgram says that the program does it.
func (ExpireApproval) ByProgram() {}

// For is no service: nobody takes a permission for it.
func (RemindApproval) For(*model.Case) model.ID { return "" }

// For is no service: nobody takes a permission for it.
func (EscalateApproval) For(*model.Case) model.ID { return "" }

// For is no service: nobody takes a permission for it.
func (ExpireApproval) For(*model.Case) model.ID { return "" }

// Needs are the request, what it is of, and the holidays.
func (a RemindApproval) Needs() model.Needs { return clockNeeds(a.Approval) }

// Needs are the request, what it is of, and the holidays.
func (a EscalateApproval) Needs() model.Needs { return clockNeeds(a.Approval) }

// Needs are the request, what it is of, and the holidays.
func (a ExpireApproval) Needs() model.Needs { return clockNeeds(a.Approval) }

func clockNeeds(id model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindWindow}}
}

// timed is a request to which the clock does something that is due.
func timed(c *model.Case, id model.ID, doing string, due func(gate.Waits) time.Time) (*model.Approval, model.Subject, gate.Waits, error) {
	ap, err := known[*model.Approval](c, id)
	if err != nil {
		return nil, model.Subject{}, gate.Waits{}, err
	}
	of, w := c.SubjectOf(id), gate.WaitsOf(c, ap)
	at := due(w)
	refusal := &model.Refusal{Doing: doing}
	if !c.Who.Program {
		refusal.Add("the clock alone does it", model.Say("a server drives it, or whatever runs a round of it in between"))
	}
	switch {
	case at.IsZero():
		refusal.Add("it is not to come, or was done")
	case c.Now.Before(at):
		refusal.Add("it is due " + stamp(at))
	}
	if err := refusal.Or(); err != nil {
		return nil, of, w, err
	}
	v := *ap
	return &v, of, w, nil
}

// asks names a request in a note.
func asks(of model.Subject, ap *model.Approval) string {
	return fmt.Sprintf("%s (%s)", of.ID(), grammar.Lower(ap.Title))
}

// Do reminds.
func (a RemindApproval) Do(c *model.Case) (Outcome, error) {
	ap, of, w, err := timed(c, a.Approval, "remind of "+string(a.Approval), func(w gate.Waits) time.Time { return w.Remind })
	if err != nil {
		return Outcome{}, err
	}
	ap.Reminded = &model.Timed{Due: w.Remind, At: c.Now}
	return wrote(ap.Of, fmt.Sprintf("reminded of %s, asked for %s: it waits for %s", asks(of, ap), stamp(ap.At), ap.WaitsFor()), ap), nil
}

// Do escalates.
func (a EscalateApproval) Do(c *model.Case) (Outcome, error) {
	ap, of, w, err := timed(c, a.Approval, "escalate "+string(a.Approval), func(w gate.Waits) time.Time { return w.Escalate })
	if err != nil {
		return Outcome{}, err
	}
	title := of.Rules(c).RoleTitle(w.EscalateTo)
	ap.Escalated = &model.Timed{Due: w.Escalate, At: c.Now, Role: w.EscalateTo, Title: title}
	return wrote(ap.Of, fmt.Sprintf("escalated %s to %s, who may decide as well: %s did not in %s", asks(of, ap), title, ap.WaitsFor(), grammar.Count(w.EscalateHours, "hour")), ap), nil
}

// Do ends the request.
func (a ExpireApproval) Do(c *model.Case) (Outcome, error) {
	ap, of, w, err := timed(c, a.Approval, "end "+string(a.Approval), func(w gate.Waits) time.Time { return w.Expire })
	if err != nil {
		return Outcome{}, err
	}
	ap.Expired = &model.Timed{Due: w.Expire, At: c.Now}
	reason := fmt.Sprintf("expired: %s did not decide in %s", ap.WaitsFor(), grammar.Count(w.ExpireDays, "working day"))
	ap.Void = &model.Ending{Reason: reason, At: c.Now}
	return wrote(ap.Of, fmt.Sprintf("ended %s, %s", asks(of, ap), reason), ap), nil
}
