package decision

import (
	"slices"

	"fairway/model"
)

// SeatByMoving is the approver that somebody signs as at a time, and in whose right, where
// they can only since a word given moves to another approver who is missing (Freed), and
// where nobody else who is left could be that one: then it waits for them. -1 where it
// does not.
func SeatByMoving(c *model.Case, q Request, who *model.Person) (int, Right) {
	a := q.Record.(*model.Approval)
	seat, right := Seat(c, q, who, "", c.Now)
	if seat < 0 || !a.Filled(seat) {
		return -1, Right{}
	}
	others := able(c, q, who.ID)
	for i, s := range a.Approvers {
		if !a.Filled(i) && a.Turn(i) && !slices.ContainsFunc(others, func(p *model.Person) bool { return Fits(c, q, p, s) }) {
			return seat, right
		}
	}
	return -1, Right{}
}
