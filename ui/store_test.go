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

// TestOnARealFile walks through the dashboard on a file of the store's, as the
// fake world of the other tests is only what the store is thought to be.
func TestOnARealFile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	now := screentest.Now
	db, err := store.Create(ctx, filepath.Join(t.TempDir(), "fairway.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	alice := model.Person{Handle: "alice", Name: "Alice Moreau", Roles: []model.Grant{{Role: "administrator"}, {Role: "release-coordinator"}}}
	perform := func(who store.Who, a action.Action) {
		t.Helper()
		if _, err := db.Do(ctx, who, a); err != nil {
			t.Fatal(err)
		}
	}
	perform(store.Who{Auth: "test"}, action.Init{Person: alice, Rules: rules})
	alice.ID = "PER-1"
	register := func(name string) {
		t.Helper()
		start := now.Add(50 * time.Hour).UTC()
		perform(store.Who{Person: "PER-1", Auth: "test"}, action.Register{Release: model.Release{Name: name, Version: "5.2", Type: "normal",
			Window: model.Slot{Start: when.Moment{At: start, Precision: when.Minute}, End: when.Moment{At: start.Add(time.Hour), Precision: when.Minute}}}})
	}
	register("Payroll")
	register("発売 shop")

	env := Options{DB: db, Person: model.Actor{Person: &alice, Auth: "test"}, Now: func() time.Time { return now }, Zone: screentest.Zone, FirstDay: time.Monday}.env(ctx)
	d := &rig{T: t, now: now}
	d.root = newRoot(env)
	d.root.patience = time.Hour
	d.root.after = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	d.root.Init() // its command waits for others; here it is asked below
	d.do(d.root.Update(tea.WindowSizeMsg{Width: 120, Height: 40}))

	d.See("November 2026", "REL-1 Payroll").Press("2").See("▸ REL-1", "Payroll 5.2", "発売 shop 5.2", "Wed 25 Nov", "○")
	d.Press("enter").See("People", "BLOCKED").Press("g").See("Gate of REL-1", "BLOCKED", "✗ open").Press("esc", "esc", ">").See("Gate of REL-1").Press("esc")
	d.Press("/").Type("id:REL-2").Press("enter").See("発売").NotSee("Payroll").Press("esc")
	d.Press("/").Type("nosuchfield:x").See("nosuchfield").Press("esc")
	d.Press(":").Type("rel-2").Press("enter").See("normal").Press("esc")
	d.Press(":").Type("payr").See("Payroll 5.2").Press("esc")
	d.Press("u").See("Refused").Press("esc")
	d.now = now

	// What another session writes is heard of, in words, and seen.
	heard := make(chan tea.Msg, 1)
	listen := d.root.wait()
	go func() { heard <- listen() }()
	register("Ledger")
	select {
	case msg := <-heard:
		d.root.events = nil // one is enough; the next would be waited for
		d.do(d.root.Update(msg))
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was heard within ten seconds")
	}
	d.See("Alice Moreau registered REL-3", "Ledger 5.2", "▸ REL-1")
}
