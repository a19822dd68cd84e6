package decision

import (
	"slices"
	"time"

	"fairway/model"
)

// Seat is the approver that somebody signs as at a time, and in whose right: as one of
// the approvers themselves, else for somebody absent who is one. With a name it is for
// that one alone. -1 when there is none.
//
// A signature takes up both, who signs and for whom: neither gives another one. So a
// quorum is never one person's, whoever delegated to whom.
func Seat(c *model.Case, q Request, who *model.Person, absent model.ID, at time.Time) (int, Right) {
	a := q.Record.(*model.Approval)
	if who == nil || who.Left || a.Spoke(who.ID) {
		return -1, Right{}
	}
	if absent == "" {
		if seat := seatOf(c, q, who); seat >= 0 {
			return seat, Right{}
		}
	}
	found, right := -1, Right{}
	for _, d := range delegatedTo(c, q, who.ID, at) {
		if absent != "" && d.By != absent {
			continue
		}
		seat := seatOf(c, q, model.Get[*model.Person](c, d.By))
		if seat < 0 {
			continue
		}
		if len(Bars(c, q, d.By)) == 0 {
			return seat, Right{d.By, d.ID}
		}
		if found < 0 {
			found, right = seat, Right{d.By, d.ID}
		}
	}
	return found, right
}

// seatOf is the approver that a person is: by name, else by the role of which the
// fewest are missing, so that a service owner who is also a CAB member does not sign for
// the CAB and leave nobody for the owner. -1 when there is none, or when the person has
// signed already, or somebody did for them.
func seatOf(c *model.Case, q Request, me *model.Person) int {
	a := q.Record.(*model.Approval)
	if me == nil || a.Spoke(me.ID) {
		return -1
	}
	left := map[string]int{}
	for i, s := range a.Approvers {
		if !a.Filled(i) {
			left[s.Role]++
		}
	}
	best := -1
	for i, s := range a.Approvers {
		switch {
		case a.Filled(i) || !a.Turn(i):
		case s.Person != "":
			if s.Person == me.ID {
				return i
			}
		case s.Role != "" && c.Rules.Holds(me, s.Role, q.Service()) && (best < 0 || left[s.Role] < left[a.Approvers[best].Role]):
			best = i
		}
	}
	if best < 0 && above(c, q, me) { // the first that is missing, whoever that is
		for i := range a.Approvers {
			if !a.Filled(i) && a.Turn(i) {
				return i
			}
		}
	}
	return best
}

// ComesLater reports whether somebody is one of the approvers that are asked after
// others.
func ComesLater(c *model.Case, q Request, who *model.Person) bool {
	a := q.Record.(*model.Approval)
	_, after := a.Asked()
	return who != nil && slices.ContainsFunc(after, func(s model.Approver) bool {
		return s.Person == who.ID || s.Role != "" && c.Rules.Holds(who, s.Role, q.Service())
	})
}

// above reports whether a request was escalated to a role that somebody holds: then they
// sign for whoever is missing.
func above(c *model.Case, q Request, p *model.Person) bool {
	a, ok := q.Record.(*model.Approval)
	return ok && a.Escalated != nil && c.Rules.Holds(p, a.Escalated.Role, q.Service())
}

// Fits reports whether somebody may be an approver of a request: they are named, hold
// the role, or the one that it was escalated to.
func Fits(c *model.Case, q Request, p *model.Person, s model.Approver) bool {
	return fills(c, p, s, q.Service()) || above(c, q, p)
}

// Delegated reports whether somebody may sign for another now.
func Delegated(c *model.Case, q Request, who *model.Person) bool {
	if who == nil || q.Record.(*model.Approval).Spoke(who.ID) {
		return false
	}
	return slices.ContainsFunc(delegatedTo(c, q, who.ID, c.Now), func(d *model.Delegation) bool { return seatOf(c, q, model.Get[*model.Person](c, d.By)) >= 0 })
}

// NotThen are the delegations by which somebody would sign for another, if they held at
// that time.
func NotThen(c *model.Case, q Request, who model.ID, at time.Time) []*model.Delegation {
	return slices.DeleteFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool {
		return d.To != who || d.InForce(at) || !covers(d, q) || seatOf(c, q, model.Get[*model.Person](c, d.By)) < 0
	})
}
