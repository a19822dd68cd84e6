package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// WithdrawApproval takes a request back while it waits: by who asked, or the
// coordinator.
type WithdrawApproval struct {
	Approval model.ID `json:"approval"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// For is the service of the release.
func (a WithdrawApproval) For(c *model.Case) model.ID { return serviceOfApproval(c, a.Approval) }

// Do ends the request; what was said to it stays.
func (a WithdrawApproval) Do(c *model.Case) (Outcome, error) {
	ap, _, refusal, err := asksOf(c, a.Approval, a.Seen, "withdraw "+string(a.Approval))
	if err != nil {
		return Outcome{}, err
	}
	sane(refusal, "the reason", a.Reason)
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why, for those who were asked", "reason"))
	}
	notMine(c, a, ap.ID, refusal)
	voted(c, ap, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	v := *ap
	v.Void = &model.Ending{Reason: "withdrawn: " + a.Reason, By: c.Who.ID(), At: c.Now}
	out := wrote(ap.Of, fmt.Sprintf("withdrew %s (%s): %s", ap.ID, ap.Title, a.Reason), &v)
	return out, nil
}

// Readdress asks somebody else in place of a named signatory of a request that waits:
// by the signatory themselves, by who asked, or by the coordinator. Whoever takes it
// signs for the service too, or has a role of the one they take it from.
type Readdress struct {
	Approval model.ID `json:"approval"`
	From     model.ID `json:"from"`
	To       model.ID `json:"to"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// For is the service of the release.
func (a Readdress) For(c *model.Case) model.ID { return serviceOfApproval(c, a.Approval) }

// Do names the other one.
func (a Readdress) Do(c *model.Case) (Outcome, error) {
	ap, of, refusal, err := asksOf(c, a.Approval, a.Seen, "ask somebody else for "+string(a.Approval))
	if err != nil {
		return Outcome{}, err
	}
	to, err := known[*model.Person](c, a.To)
	if err != nil {
		return Outcome{}, err
	}
	from, err := known[*model.Person](c, a.From)
	if err != nil {
		return Outcome{}, err
	}
	sane(refusal, "the reason", a.Reason)
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why somebody else is asked", "reason"))
	}
	if me := c.Who.ID(); me != a.From && me != ap.By && me != of.Leads() {
		refusal.Add("you are neither asked yourself, nor did you ask, nor do you lead "+string(of.ID()), model.Say("one of those asks somebody else"))
	}
	at := -1
	for i, s := range ap.Approvers {
		if s.Person == a.From && !ap.Filled(i) {
			at = i
		}
	}
	if at < 0 {
		refusal.Add(fmt.Sprintf("it does not wait for %s by name", from.Name), model.Say("it waits for: "+ap.WaitsFor()))
	}
	switch {
	case to.Left:
		refusal.Add(to.Name+" has left", model.AnswerTo("name somebody else", "to"))
	case slices.ContainsFunc(ap.Approvers, func(s model.Approver) bool { return s.Person == to.ID }), ap.Spoke(to.ID):
		refusal.Add(to.Name+" is asked already, or has spoken", model.Say("each signature is another person's"))
	case !mayTake(c, of.Service(), from, to):
		refusal.Add(fmt.Sprintf("%s neither signs for the service nor has a role of %s for it", to.Name, from.Name), model.ByTask("edit-service", of.Service(), model.With("signatories", "")).For("name them among those who sign for it"))
	}
	for _, bar := range decision.Barring(c, decision.Approval(c, ap), to.ID) {
		refusal.Add(fmt.Sprintf("%s would have to sign, and must not: %s", to.Name, bar.OfThem()), model.Say("name somebody else"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	v := *ap
	v.Approvers = slices.Clone(ap.Approvers)
	v.Approvers[at] = model.Approver{Person: to.ID, Title: to.Name}
	return wrote(ap.Of, fmt.Sprintf("asked %s in place of %s for %s (%s): %s", to.Name, from.Name, ap.ID, ap.Title, a.Reason), &v), nil
}

// mayTake reports whether somebody may be asked in place of another.
func mayTake(c *model.Case, service model.ID, from, to *model.Person) bool {
	if s := model.Get[*model.Service](c, service); s != nil && slices.Contains(s.Signs(), to.ID) {
		return true
	}
	return slices.ContainsFunc(from.Roles, func(g model.Grant) bool {
		return (g.Service == "" || g.Service == service) && c.Rules.RoleMeans(g.Role) != process.RoleCAB && c.Rules.Holds(to, g.Role, service)
	})
}

// leads says how whoever leads it stands to what an approval is of.
func leads(of model.Subject) string {
	if of.Release != nil {
		return "coordinates"
	}
	return "asked for"
}

// asksOf is a request that waits, and what it is of.
func asksOf(c *model.Case, id model.ID, seen int64, doing string) (*model.Approval, model.Subject, *model.Refusal, error) {
	ap, err := known[*model.Approval](c, id)
	if err != nil {
		return nil, model.Subject{}, nil, err
	}
	if err := unmoved(c, ap, seen, "decisions", "seats", "void"); err != nil {
		return nil, model.Subject{}, nil, err
	}
	of, _, err := loadSubject(c, ap.Of, 0, doing)
	if err != nil {
		return nil, model.Subject{}, nil, err
	}
	refusal := &model.Refusal{Doing: doing}
	if ap.State() != model.ApprovalPending {
		refusal.Add("it is " + model.StateWords(ap) + " already")
	}
	return ap, of, refusal, nil
}

func serviceOfApproval(c *model.Case, id model.ID) model.ID {
	if ap := model.Get[*model.Approval](c, id); ap != nil {
		return serviceOf(c, ap.Of)
	}
	return ""
}
