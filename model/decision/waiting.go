package decision

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
)

// Nobody is something that waits for a decision which nobody is left to take.
type Nobody struct {
	ID   model.ID // the approval, RFC, window or document
	Of   model.ID // the release it is about, if any
	Text string   // "APR-7 (Release acceptance of REL-3 Payroll): Service Owner: nobody who may decide is left"
	// Remedies let somebody decide it again.
	Remedies []model.Remedy
}

// Waiting lists what waits for a decision, of every kind, about releases that
// are not over.
func Waiting(c *model.Case) []Request {
	var out []Request
	for _, k := range kinds {
		if k.requests == nil {
			continue
		}
		for _, q := range k.requests(c) {
			if Replaced(c, q) != "" {
				continue // it is decided in what was asked for since
			}
			if q.Waits && (q.Release != nil && !q.Release.Ended() || q.Release == nil && (q.Change != nil || q.Proposal != nil || q.Entry != nil)) {
				out = append(out, q)
			}
		}
	}
	return out
}

// ForNobody lists what waits for a decision that nobody who is left may take.
// The case has to hold all people, and what waits (model.Needs.Waiting).
func ForNobody(c *model.Case) []Nobody {
	var out []Nobody
	for _, q := range Waiting(c) {
		if a, ok := q.Record.(*model.Approval); ok {
			if empty := Vacant(c, q.Subject(), a); len(empty) > 0 {
				out = append(out, Nobody{a.ID, q.Of(), q.Title + ": " + WaitsForNobody(empty), Refill(q.Subject(), a, empty)})
			}
		} else if !Decidable(c, q) {
			out = append(out, Nobody{q.Record.Key(), q.Of(), fmt.Sprintf("%s: nobody who may %s it is left", q.Title, q.Verb), []model.Remedy{Grant(c, q)}})
		}
	}
	return out
}

// Decidable reports whether somebody is left who may decide on a request, other
// than those of whom it is known besides that they may not.
func Decidable(c *model.Case, q Request, others ...model.ID) bool {
	return slices.ContainsFunc(Deciders(c, q), func(p *model.Person) bool { return !slices.Contains(others, p.ID) })
}

// Deciders are the people among the facts who may decide on a request: they have
// the permission, and no duty keeps them from it.
func Deciders(c *model.Case, q Request) []*model.Person {
	return slices.DeleteFunc(model.All[*model.Person](c), func(p *model.Person) bool {
		return !c.Rules.Lets(p, q.Permission, q.Service()) || Abstains(q, p.ID) || len(Barring(c, q, p.ID)) > 0
	})
}

// WaitsFor names those for whom a request waits of which anybody with a permission
// may decide: people, or their roles where they are not among the facts.
func WaitsFor(c *model.Case, q Request) string {
	if people := Deciders(c, q); len(people) > 0 {
		return Names(c, people)
	}
	return either(c.Rules.RolesWith(q.Permission))
}

// Names are people of whom any may do something: "Cora Lindqvist or Jonas Eriksen"; of
// many the first, and how many others.
func Names(c *model.Case, people []*model.Person) string {
	const most = 5
	who := model.Each(people, func(p *model.Person) string { return c.PersonName(p.ID) })
	if len(who) > most {
		return fmt.Sprintf("%s or %s", strings.Join(who[:most], ", "), grammar.Count(len(who)-most, "other"))
	}
	return either(who)
}

func either(who []string) string {
	if n := len(who) - 1; n > 0 {
		return strings.Join(who[:n], ", ") + " or " + who[n]
	}
	return strings.Join(who, "")
}

// Grant is how somebody else comes to be let to decide on a request.
func Grant(c *model.Case, q Request) model.Remedy {
	out := model.ByTask("grant-role", "", model.Among("role", c.Rules.RolesWith(q.Permission)))
	if s := model.Get[*model.Service](c, q.Service()); s != nil {
		out.Answers = append(out.Answers, model.With("service", s.Handle))
	}
	return out.For("give somebody else a role that may")
}

// Vacant lists the approvers of an approval that nobody is left to be: each
// person signs once, nobody signs against a duty unless they may break the glass
// over it, and who approved or abstained already signs for no other. Roles whose holders the
// case doesn't hold are left out, since it can't be said.
func Vacant(c *model.Case, of model.Subject, a *model.Approval) []model.Approver {
	var empty []model.Approver
	for i, s := range a.Approvers {
		if !a.Filled(i) && (s.Person != "" && c.Has(s.Person) || s.Person == "" && c.KnowsHolders(s.Role)) {
			empty = append(empty, s)
		}
	}
	if len(empty) == 0 {
		return nil
	}
	q := ApprovalOf(of, a)
	people := able(c, q, "")
	signed := map[model.ID]model.Approver{} // who has signed could be another as well (Freed)
	var seats []model.Approver
	for _, d := range a.Decisions {
		if p := signerOf(c, d); d.Approves() && p != nil && d.Approver >= 0 && d.Approver < len(a.Approvers) {
			signed[p.ID] = a.Approvers[d.Approver]
			seats, people = append(seats, a.Approvers[d.Approver]), append(people, p)
		}
	}
	return unfilled(append(seats, empty...), people, func(s model.Approver, p *model.Person) bool {
		at, has := signed[p.ID]
		return has && s == at || (!has || s.Step == at.Step) && Fits(c, q, p, s)
	})
}

func fills(c *model.Case, p *model.Person, s model.Approver, service model.ID) bool {
	if s.Person != "" {
		return s.Person == p.ID
	}
	return c.Rules.Holds(p, s.Role, service)
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
func Refill(of model.Subject, a *model.Approval, empty []model.Approver) []model.Remedy {
	var out []model.Remedy
	named, roles := false, map[string]bool{}
	for _, s := range empty {
		switch {
		case s.Person == "" && !roles[s.Role]:
			roles[s.Role] = true
			out = append(out, model.ByTask("grant-role", "", model.With("role", s.Role)).AndThen())
		case s.Person != "" && !named:
			named = true
			out = append(out, model.ByTask("edit-service", of.Service(), model.With("signatories", "")).AndThen(),
				model.ByTask("request-approval", of.ID(), model.With("purpose", a.Purpose)).AndThen())
		}
	}
	out[0].Then = false
	out[0].Text = "let somebody else decide"
	return out
}

// OldestWaiting is since when the oldest of the requests among the facts waits, of any
// kind; the present where none does. So far back counts who decided for whom: whoever
// stood in for somebody since then doesn't decide what that one asked for.
func OldestWaiting(c *model.Case) time.Time {
	oldest := c.Now
	note := func(q Request) {
		if q.Waits && q.At.Before(oldest) {
			oldest = q.At
		}
	}
	for _, k := range kinds {
		if k.requests != nil {
			for _, q := range k.requests(c) {
				note(q)
			}
		}
	}
	for _, ch := range model.All[*model.Change](c) {
		note(Assessment(ch))
	}
	for _, r := range model.All[*model.Release](c) { // a conflict of its dates waits for nobody, and is accepted or not
		if at := planned(r); !r.Ended() && at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}
