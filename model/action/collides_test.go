package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// A window that ends before it begins, as it stands while only one of its dates
// was typed anew, collides with nothing that could be named.
func TestHalfMovedDatesAreNoSlot(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	for _, c := range []struct {
		slot  model.Slot
		known bool
	}{
		{window, true},
		{model.Slot{Start: window.End, End: window.Start}, false},
		{model.Slot{End: window.End}, false},
	} {
		if got := (action.Reschedule{Release: id, Window: c.slot}).Collides(w.seen("coord")); (got != nil) != c.known {
			t.Errorf("%v collides with %v", c.slot, got)
		}
	}
}
