package ui

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// A session wakes at each second while the time of an item of a meeting runs on its
// screen, and otherwise not: not before one is taken up, and not once the page is left.
func TestSecondsPassOnlyInAMeeting(t *testing.T) {
	db := screentest.Demo(t)
	who := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	do := func(a action.Action) {
		t.Helper()
		if _, err := db.Do(context.Background(), store.Who{Person: who("chandra"), Auth: "test"}, a); err != nil {
			t.Fatal(err)
		}
	}
	d := sitOn(t, screentest.On(t, db, "milan", theme.Options{Choice: theme.Bare}), 80, 24)
	seconds := func() (n int) {
		for _, timer := range d.timers {
			if _, ok := timer.msg.(secondMsg); ok {
				n++
			}
		}
		return n
	}
	d.Press("3", "M").See("CAB-2 CAB  planned for")
	do(action.OpenMeeting{Meeting: "CAB-2", Early: true})
	if d.Happens("chandra opened CAB-2").See("nothing is taken up"); seconds() != 0 {
		t.Fatalf("%d seconds are waited for while nothing is taken up", seconds())
	}
	do(action.TakeUp{Meeting: "CAB-2"})
	d.now = db.Now()
	if d.Happens("chandra took it up").See("left of 10:00"); seconds() != 1 {
		t.Fatalf("%d seconds are waited for", seconds())
	}
	for range 3 {
		if d.Wait(time.Second); seconds() != 1 {
			t.Fatalf("%d seconds are waited for", seconds())
		}
	}
	if d.Press("esc").Wait(2 * time.Second); seconds() != 0 {
		t.Fatalf("%d seconds are waited for after the page was left", seconds())
	}
	d.See("Approvals")
}
