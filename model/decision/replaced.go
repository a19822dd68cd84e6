package decision

import (
	"slices"

	"fairway/model"
)

// Replaced names the request that was made in place of one since, as it begins a
// sentence; "" where there is none. What was asked for again is decided there alone:
// whatever is taken back or disowned in the one before, that waits no more, and opens
// no gate.
func Replaced(c *model.Case, q Request) string {
	switch r := q.Record.(type) {
	case *model.Approval:
		if last := c.ApprovalFor(r.Of, r.Purpose); r.ID != "" && last != nil && last.ID != r.ID && model.CompareIDs(r.ID, last.ID) < 0 {
			return string(last.ID)
		}
	case *model.Waiver:
		if last := lastWaiver(c, r.Of, r.Check); r.ID != "" && last != nil && model.CompareIDs(r.ID, last.ID) < 0 {
			return string(last.ID)
		}
	case *model.Window:
		if q.Kind == exceptions && exceptionAfter(c, q, r) {
			return "another exception for these dates"
		}
	}
	return ""
}

// lastWaiver is the latest request to waive a check; nil without one.
func lastWaiver(c *model.Case, of model.ID, check string) *model.Waiver {
	for _, w := range slices.Backward(model.All[*model.Waiver](c)) {
		if w.Of == of && w.Check == check {
			return w
		}
	}
	return nil
}

// exceptionAfter reports whether an exception of the same release was asked for after
// one, for its dates or for some of them alone.
func exceptionAfter(c *model.Case, q Request, w *model.Window) bool {
	zone := c.Zone(q.Release)
	mine := q.Slot.Span(zone)
	return slices.ContainsFunc(ofRelease(q.Release, w), func(o Request) bool {
		if o.Void != nil || !o.At.After(q.At) {
			return false
		}
		span := o.Slot.Span(zone)
		return span.Contains(mine) || mine.Contains(span)
	})
}
