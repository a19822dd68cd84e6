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

// seatOf is the approver that a person is: by name, else by role, so that as many of the
// others as can be are left for other people: whoever has two roles signs for the one that
// nobody else holds, and next to that for the role of which the fewest are missing. Where
// all that they could be are filled, it is one that Freed can free. -1 when there is none,
// or when the person has signed already, or somebody did for them.
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
	best, fewest := -1, 0
	var others []*model.Person // who could be the rest
	for i, s := range a.Approvers {
		switch {
		case a.Filled(i) || !a.Turn(i):
		case s.Person != "":
			if s.Person == me.ID {
				return i
			}
		case s.Role != "" && c.Rules.Holds(me, s.Role, q.Service()):
			if others == nil {
				others = able(c, q, me.ID)
			}
			empty := len(unfilled(without(a, i), others, func(s model.Approver, p *model.Person) bool { return Fits(c, q, p, s) }))
			if best < 0 || empty < fewest || empty == fewest && left[s.Role] < left[a.Approvers[best].Role] {
				best, fewest = i, empty
			}
		}
	}
	if best < 0 && above(c, q, me) { // the first that is missing, whoever that is
		for i := range a.Approvers {
			if !a.Filled(i) && a.Turn(i) {
				return i
			}
		}
	}
	for i, s := range a.Approvers {
		if best < 0 && a.Filled(i) && fills(c, me, s, q.Service()) && Freed(c, q, i) != nil {
			best = i
		}
	}
	return best
}

// without are the approvers that are still missing once one more signs.
func without(a *model.Approval, seat int) []model.Approver {
	var out []model.Approver
	for i, s := range a.Approvers {
		if i != seat && !a.Filled(i) {
			out = append(out, s)
		}
	}
	return out
}

// able are the people among the facts who may still sign, besides one: no duty keeps them
// from it over which they can't break the glass.
func able(c *model.Case, q Request, besides model.ID) []*model.Person {
	a := q.Record.(*model.Approval)
	return slices.DeleteFunc(model.All[*model.Person](c), func(p *model.Person) bool {
		return p.ID == besides || p.Left || a.Spoke(p.ID) ||
			!slices.ContainsFunc(a.Approvers, func(s model.Approver) bool { return Fits(c, q, p, s) }) ||
			len(Lent(c, q, p.ID)) > 0 || (q.Release == nil || !c.Rules.Lets(p, "break-glass", q.Service())) && len(Bars(c, q, p.ID)) > 0
	})
}

// Freed are the decisions of an approval with one of its approvers free to be signed for:
// as they are where nobody has, else with whoever did as another who is missing and whom
// they could be as well, and so on. Words stay among those who are asked at the same time;
// nil where the approver can't be freed. So words lie on approvers so that as many as can
// be are filled, judged anew with each word.
func Freed(c *model.Case, q Request, seat int) []model.Decision {
	a := q.Record.(*model.Approval)
	out := slices.Clone(a.Decisions)
	tried := make([]bool, len(a.Approvers))
	var free func(seat int) bool
	free = func(seat int) bool {
		tried[seat] = true
		at := slices.IndexFunc(out, func(d model.Decision) bool { return d.Approver == seat && d.Approves() })
		if at < 0 {
			return true
		}
		signer := signerOf(c, out[at])
		for i, s := range a.Approvers {
			if tried[i] || s.Step != a.Approvers[seat].Step || signer == nil || !Fits(c, q, signer, s) || !free(i) {
				continue
			}
			out[at].Approver = i
			if out[at].Basis.Role != "" && s.Role != "" && fills(c, signer, s, q.Service()) {
				out[at].Basis.Role = s.Role
			}
			return true
		}
		return false
	}
	if !free(seat) {
		return nil
	}
	if out == nil {
		out = []model.Decision{}
	}
	return out
}

// signerOf is who is one of the approvers by a word: whoever gave it, or for whom.
func signerOf(c *model.Case, d model.Decision) *model.Person {
	if d.Basis.For != "" {
		return model.Get[*model.Person](c, d.Basis.For)
	}
	return model.Get[*model.Person](c, d.By)
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
