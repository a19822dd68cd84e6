package ui

import (
	"testing"

	"fairway/ui/screen/screentest"
)

// What can be done with a release is listed, what can't with its reason, and
// each line leads to its form.
func TestTheMenuSaysWhatCanBeDone(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 120, 50)
	d.Press("2", "a").See("Move on to the next stage", "Put on hold", "Accept a conflict", "nothing on the calendar stands against it").Press("end").See("Undo my last edit")
	d.Press("esc", ":").Type("put on hold").Press("enter").See("Put on hold", "Reason", "Look at it again")
}
