package ui

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// What was changed of a window is put back by keys: u opens the form that does, filled in,
// and it is sent. What somebody else changed isn't one's own to take back, and what was
// edited of a window from a date on goes first.
func TestAWindowIsPutBackByKeys(t *testing.T) {
	ctx := context.Background()
	now := screentest.Now
	db, err := store.Create(ctx, filepath.Join(t.TempDir(), "fairway.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	perform := func(who model.ID, a action.Action) store.Result {
		t.Helper()
		r, err := db.Do(ctx, store.Who{Person: who, Auth: "test"}, a)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	alice := model.Person{Name: "Alice", Handle: "alice", Roles: []model.Grant{{Role: "administrator"}, {Role: "change-manager"}}}
	perform("", action.Init{Person: alice, Rules: rules})
	alice.ID = "PER-1"
	perform("PER-1", action.WritePerson{Person: model.Person{Name: "Bob", Handle: "bob", Roles: []model.Grant{{Role: "change-manager"}}}})

	moment := func(day, hour int) when.Moment {
		return when.OnClock(time.Date(2026, 12, day, hour, 0, 0, 0, time.UTC), time.UTC)
	}
	slot := func(day, hour int) model.Slot { return model.Slot{Start: moment(day, hour), End: moment(day, hour+3)} }
	id := perform("PER-1", action.AddWindow{Window: model.Window{Title: "Nights", Class: model.WindowFreeze, Everything: true, Slot: slot(1, 20), Rule: "FREQ=WEEKLY", Zone: "UTC"}}).Subject
	window := func(id model.ID) *model.Window {
		t.Helper()
		f, err := db.Record(ctx, id, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		return f.Record.(*model.Window)
	}
	begins := func(day, hour int) bool {
		t.Helper()
		c, err := db.Case(ctx, store.Now, now, model.Needs{IDs: []model.ID{id}})
		if err != nil {
			t.Fatal(err)
		}
		_, ok := action.OccurrenceOf(c, window(id), moment(day, hour))
		return ok
	}

	env := Options{DB: db, Person: model.Actor{Person: &alice, Auth: "test"}, Now: func() time.Time { return now }, Zone: time.UTC, FirstDay: time.Monday}.env(ctx)
	d := &rig{T: t, now: now}
	env.Now = func() time.Time { return d.now }
	d.root = newRoot(env)
	d.root.patience = time.Hour
	d.root.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	d.root.Init()
	d.do(d.root.Update(tea.WindowSizeMsg{Width: 120, Height: 40}))
	open := func(id model.ID) { d.Press("esc", "esc", ":").Type(string(id)).Press("enter").See("calendar window") }
	back := func(title string) {
		t.Helper()
		open(id)
		d.Press("u").See(title, string(id)).Press("ctrl+s").See("all is answered").Press("ctrl+s").NotSee("Refused")
	}

	perform("PER-1", action.SkipOccurrence{Window: id, On: moment(8, 20), Reason: "x"})
	if back("Add an extra date"); !begins(8, 20) {
		t.Error("what was skipped doesn't take place again")
	}
	perform("PER-1", action.MoveOccurrence{Window: id, On: moment(15, 20), Slot: slot(16, 20), Reason: "x"})
	if back("Move one occurrence"); !begins(15, 20) || begins(16, 20) {
		t.Error("what was moved is not where it was")
	}
	perform("PER-1", action.AddOccurrence{Window: id, Slot: slot(24, 10), Reason: "x"})
	if back("Skip one occurrence"); begins(24, 10) {
		t.Error("the extra date is there")
	}
	was := *window(id)
	n := was
	n.Title, n.Slot, n.Reason = "Late nights", slot(1, 21), "they said so"
	perform("PER-1", action.EditWindow{Window: n})
	if back("Edit the window"); window(id).Title != "Nights" || !window(id).Slot.Same(was.Slot) || window(id).Reason != "" || window(id).Rule != was.Rule {
		t.Errorf("after an edit it is %+v", window(id))
	}

	// A part that was edited goes first; then it is what it was.
	n = *window(id)
	n.Title, n.Slot = "Late nights", slot(29, 21)
	perform("PER-1", action.EditWindow{Window: n, Following: moment(29, 20)})
	open(id)
	d.Press("u").See("Refused", "what was edited of it is a window of its own", "Late nights", "take that off the calendar first").Wait(quiet).Press("esc")
	var part model.ID
	list, err := db.List(ctx, store.ListQuery{Kind: model.KindWindow})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if l.Title == "Late nights" {
			part = l.ID
		}
	}
	perform("PER-1", action.WithdrawWindow{Window: part, Reason: "x"})
	if back("Edit the window"); !begins(29, 20) || window(id).Rule != "FREQ=WEEKLY" {
		t.Errorf("after a part was taken off it is %+v", window(id))
	}

	// What somebody else changed, and what was entered.
	n = *window(id)
	n.Title = "Bob's nights"
	perform("PER-2", action.EditWindow{Window: n})
	open(id)
	d.Press("u").See("Refused", "the last change of it is by Bob").Wait(quiet).Press("esc")
	id = perform("PER-1", action.AddWindow{Window: model.Window{Title: "Once", Class: model.WindowFreeze, Everything: true, Slot: slot(2, 20), Zone: "UTC"}}).Subject
	open(id)
	d.Press("u").See("Take off the calendar")
}
