package decision

import (
	"time"

	"fairway/model"
)

// Unlent is a delegation to somebody that comes near to letting them decide on a request,
// and does not: one thing is missing.
type Unlent struct {
	*model.Delegation
	// Else says that it is for something else than what is decided there, Elsewhere that it
	// is for another service, and Spoke that whoever gave it has spoken to the request
	// already. Where it is none of these, it did not hold at the time.
	Else, Elsewhere, Spoke bool
}

// Unlents are the delegations to somebody of those who could decide on a request themselves
// by which they don't decide on it at a time. What neither held then nor is for that is none.
func Unlents(c *model.Case, q Request, who model.ID, at time.Time) []Unlent {
	var out []Unlent
	for _, d := range model.All[*model.Delegation](c) {
		by := model.Get[*model.Person](c, d.By)
		if d.To != who || by == nil || by.Left {
			continue
		}
		u := Unlent{Delegation: d, Elsewhere: d.Service != "" && d.Service != q.Service()}
		u.Else = !isFor(d, q)
		if a, ok := q.Record.(*model.Approval); ok && a.Spoke(by.ID) {
			u.Spoke = !u.Else && !u.Elsewhere && d.InForce(at)
			if u.Spoke {
				out = append(out, u)
			}
		} else if d.InForce(at) == (u.Else || u.Elsewhere) && couldDecide(c, q, by) {
			out = append(out, u)
		}
	}
	return out
}

// couldDecide reports whether somebody may decide on a request by a role of theirs or as
// one of its approvers, duties aside.
func couldDecide(c *model.Case, q Request, p *model.Person) bool {
	if _, ok := q.Record.(*model.Approval); ok {
		return seatOf(c, q, p) >= 0
	}
	return c.Rules.Lets(p, q.Permission, q.Service())
}

// What it is that somebody decides on a request, as it is delegated, in words: "the
// authorisation of RFCs", "Release acceptance".
func What(c *model.Case, q Request) string {
	if q.Kind == approvals {
		return ScopeTitle(c.Rules, q.Purpose)
	}
	return q.Plural
}
