package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// Nobody is something that waits for a decision which nobody is left to take.
type Nobody struct {
	ID   model.ID // the approval, RFC, window or document
	Of   model.ID // the release it is about, if any
	Text string   // "APR-7 (Release acceptance of REL-3 Payroll): Service Owner: nobody who may decide is left"
	// Remedies let somebody decide it again.
	Remedies []model.Remedy
}

// ForNobody lists what waits for a decision that nobody who is left may take:
// pending approvals, RFCs, exceptions from freezes, and documents to approve.
// The case has to hold all people, and what waits (model.Needs.Waiting).
func ForNobody(c *model.Case) []Nobody {
	var out []Nobody
	for _, a := range model.All[*model.Approval](c) {
		r := model.Get[*model.Release](c, a.Of)
		if a.State() != model.ApprovalPending || r == nil || r.Ended() {
			continue
		}
		if empty := Vacant(c, r, a); len(empty) > 0 {
			out = append(out, Nobody{a.ID, r.ID, fmt.Sprintf("%s (%s of %s %s): %s", a.ID, a.Title, r.ID, r.Title(), WaitsForNobody(empty)), Refill(r, a, empty)})
		}
	}
	for _, ch := range model.All[*model.Change](c) {
		if (ch.State == model.ChangeSubmitted || ch.State == model.ChangeAssessed) && !ChangeDecidable(c, ch) {
			out = append(out, Nobody{ch.ID, "", fmt.Sprintf("%s %s: nobody who may decide it is left", ch.ID, ch.Title), []model.Remedy{Grant(c, "change.decide", ch.Service)}})
		}
	}
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			r := model.Get[*model.Release](c, e.Release)
			if e.Decided == nil && r != nil && !r.Ended() && !ExceptionDecidable(c, r, e.By) {
				out = append(out, Nobody{w.ID, r.ID, fmt.Sprintf("the exception from %s %s for %s: nobody who may decide it is left", w.ID, w.Title, r.ID), []model.Remedy{Grant(c, "window.decide", r.Service)}})
			}
		}
	}
	for _, d := range model.All[*model.Document](c) {
		r := model.Get[*model.Release](c, d.Of)
		if r == nil || r.Ended() || !d.Approved.IsZero() || d.Form != FormNotes && d.Form != FormAgreement {
			continue
		}
		if !someone(c, "document.approve", r.Service, func(p *model.Person) bool { return !wrote(c, d, p.ID) }) {
			out = append(out, Nobody{d.ID, r.ID, fmt.Sprintf("%s (%s of %s): nobody who may approve it is left", d.ID, d.Title, r.ID), []model.Remedy{Grant(c, "document.approve", r.Service)}})
		}
	}
	return out
}

// ChangeDecidable reports whether somebody is left who may decide an RFC, other
// than those of whom it is known besides that they may not.
func ChangeDecidable(c *model.Case, ch *model.Change, others ...model.ID) bool {
	return someone(c, "change.decide", ch.Service, func(p *model.Person) bool { return !slices.Contains(others, p.ID) && OwnChange(c, ch, p.ID) == "" })
}

// ExceptionDecidable reports whether somebody is left who may decide on an
// exception that somebody asks for.
func ExceptionDecidable(c *model.Case, r *model.Release, asker model.ID) bool {
	return someone(c, "window.decide", r.Service, func(p *model.Person) bool {
		return p.ID != asker && len(Bars(c, r, p.ID, "decide", "exception")) == 0
	})
}

// Grant is how somebody comes to have a permission for a service.
func Grant(c *model.Case, permission string, service model.ID) model.Remedy {
	out := model.ByTask("grant-role", "", model.Among("role", c.Rules.RolesWith(permission)))
	if s := model.Get[*model.Service](c, service); s != nil {
		out.Answers = append(out.Answers, model.With("service", s.Handle))
	}
	return out.For("give somebody else a role that may")
}

func someone(c *model.Case, permission string, service model.ID, fits func(*model.Person) bool) bool {
	return slices.ContainsFunc(model.All[*model.Person](c), func(p *model.Person) bool {
		return c.Rules.Lets(p, permission, service) && fits(p)
	})
}

func wrote(c *model.Case, d *model.Document, who model.ID) bool {
	return d.Author == who || slices.Contains(c.Parts(d.ID), model.Part{Relation: model.PartAuthor, Person: who})
}

// Vacant lists the approvers of an approval that nobody is left to be: each
// person signs once, nobody signs against a duty unless they may break the glass
// over it, and who approved already signs for no other. Roles whose holders the
// case doesn't hold are left out, since it can't be said.
func Vacant(c *model.Case, r *model.Release, a *model.Approval) []model.Approver {
	var empty []model.Approver
	for i, s := range a.Approvers {
		if !a.Filled(i) && (s.Person != "" && c.Has(s.Person) || s.Person == "" && c.KnowsHolders(s.Role)) {
			empty = append(empty, s)
		}
	}
	if len(empty) == 0 {
		return nil
	}
	var people []*model.Person
	for _, p := range model.All[*model.Person](c) {
		approved := slices.ContainsFunc(a.Decisions, func(d model.Decision) bool { return d.By == p.ID && d.Verdict == model.Approve })
		if !p.Left && !approved && slices.ContainsFunc(empty, func(s model.Approver) bool { return fills(p, s, r) }) &&
			(c.Rules.Lets(p, "break-glass", r.Service) || len(Bars(c, r, p.ID, "decide", a.Purpose)) == 0) {
			people = append(people, p)
		}
	}
	return unfilled(empty, people, func(s model.Approver, p *model.Person) bool { return fills(p, s, r) })
}

func fills(p *model.Person, s model.Approver, r *model.Release) bool {
	if s.Person != "" {
		return s.Person == p.ID
	}
	return p.Has(s.Role, r.Service)
}

// unfilled are the approvers that stay missing when as many as can be are found,
// each another person (a largest matching, by augmenting paths).
func unfilled(approvers []model.Approver, people []*model.Person, fits func(model.Approver, *model.Person) bool) []model.Approver {
	signs := make([]int, len(people)) // the approver that each person is, from 1
	var place func(approver int, tried []bool) bool
	place = func(approver int, tried []bool) bool {
		for i, p := range people {
			if tried[i] || !fits(approvers[approver], p) {
				continue
			}
			tried[i] = true
			if signs[i] == 0 || place(signs[i]-1, tried) {
				signs[i] = approver + 1
				return true
			}
		}
		return false
	}
	var out []model.Approver
	for i := range approvers {
		if !place(i, make([]bool, len(people))) {
			out = append(out, approvers[i])
		}
	}
	return out
}

// WaitsForNobody says which approvers nobody is left to be.
func WaitsForNobody(empty []model.Approver) string {
	var who []string
	for _, s := range empty {
		if !slices.Contains(who, s.Title) {
			who = append(who, s.Title)
		}
	}
	return strings.Join(who, ", ") + ": nobody who may decide is left"
}

// Refill is how somebody becomes one of the approvers that nobody is left to be: a
// step for each.
func Refill(r *model.Release, a *model.Approval, empty []model.Approver) []model.Remedy {
	var out []model.Remedy
	named, roles := false, map[string]bool{}
	for _, s := range empty {
		switch {
		case s.Person == "" && !roles[s.Role]:
			roles[s.Role] = true
			out = append(out, model.ByTask("grant-role", "", model.With("role", s.Role)).AndThen())
		case s.Person != "" && !named:
			named = true
			out = append(out, model.ByTask("edit-service", r.Service, model.With("signatories", "")).AndThen(),
				model.ByTask("request-approval", r.ID, model.With("purpose", a.Purpose)).AndThen())
		}
	}
	out[0].Then = false
	out[0].Text = "let somebody else decide"
	return out
}
