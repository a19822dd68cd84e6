package ui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestALastDeciderGoesOnlyAfterASecondYes marks somebody as gone without whom
// something would wait for nobody: the dashboard names it, and goes on after a
// second yes.
func TestALastDeciderGoesOnlyAfterASecondYes(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	people := everybody(t, db)
	who := store.Who{Person: people["alice"].ID, Auth: "test"}
	var last *model.Person
	var refusal *model.Refusal
	for _, handle := range slices.Sorted(maps.Keys(people)) {
		if _, err := db.Ask(ctx, who, action.LeavePerson{Person: people[handle].ID}); errors.As(err, &refusal) && len(refusal.Strands) > 0 {
			last = people[handle]
			break
		}
	}
	if last == nil {
		t.Fatal("nobody in the demo is the last who may decide something")
	}
	left := func() bool {
		f, err := db.Record(ctx, last.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		return f.Record.(*model.Person).Left
	}
	d := sitOn(t, screentest.On(t, db, "alice", colours), 140, 45)
	d.do(host{d.root}.Task("leave-person", last.ID))
	d.Press("enter")
	d.See("Nobody would be left to decide", string(refusal.Strands[0]), "go on all the same")
	if left() {
		t.Fatal("gone without a second yes")
	}
	d.Wait(quiet).Press("esc")
	if left() {
		t.Fatal("gone after a no")
	}
	d.do(host{d.root}.Task("leave-person", last.ID))
	d.Press("enter").Wait(quiet).Press("enter")
	if !left() {
		t.Fatalf("a second yes did nothing:\n%s", d.Picture())
	}
}
