package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// Voids says which approvals the dates would void, of the release and of what moves
// along, also those that only wait: whatever else stands against them.
func (a Reschedule) Voids(c *model.Case) []string {
	moved := append([]Follower{{Release: a.Release, Window: a.Window}}, a.Follow...)
	var out Outcome
	for _, m := range moved {
		r, p, err := load(c, m.Release, 0, "")
		if err != nil || r.Ended() || m.Window.IsZero() {
			continue
		}
		n := r.Clone()
		n.Window = m.Window
		if revise(c, p, n, []string{"window"}, true, "", &out) != nil {
			return nil
		}
	}
	slices.Sort(out.Voided)
	return model.Each(slices.Compact(out.Voided), func(id model.ID) string { return VoidedOf(c, id, a.Release) })
}

// VoidedOf names an approval, or a document that was approved, with who gave it, and what
// it is of where that is another than the record at hand.
func VoidedOf(c *model.Case, id, about model.ID) string {
	if d := model.Get[*model.Document](c, id); d != nil && !d.Approved.IsZero() {
		return fmt.Sprintf("%s %s%s, approved by %s", id, d.Title, ofOther(d.Of, about), decision.Signed(c, d.Approver, d.Approved, d.Basis))
	}
	ap := model.Get[*model.Approval](c, id)
	if ap == nil {
		return string(id)
	}
	var names []string
	for _, d := range ap.Decisions {
		if d.Approves() {
			names = append(names, decision.Signed(c, d.By, d.At, d.Basis))
		}
	}
	text := fmt.Sprintf("%s %s%s", id, ap.Title, ofOther(ap.Of, about))
	if len(names) == 0 {
		return text + ", asked for"
	}
	return text + ", approved by " + strings.Join(names, ", ")
}

// ofOther says of what something is, where that is not the record at hand.
func ofOther(of, about model.ID) string {
	if of == about {
		return ""
	}
	return " of " + string(of)
}
