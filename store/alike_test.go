package store

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// TestWhoIsCalledTheSame is shown with the handle, in every list that names
// people, as soon as there are two, whichever process has entered them.
func TestWhoIsCalledTheSame(t *testing.T) {
	f, rel := small(t, fixed())
	ctx := context.Background()
	shown := func() map[string]string {
		t.Helper()
		log, err := f.Log(ctx, LogQuery{Subject: rel, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		table, err := f.LogTable(ctx, LogTableQuery{Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		about, err := f.About(ctx, AboutQuery{ID: rel})
		if err != nil {
			t.Fatal(err)
		}
		c, err := f.Case(ctx, Now, time.Time{}, model.Needs{IDs: []model.ID{f.boss}})
		if err != nil {
			t.Fatal(err)
		}
		titles, err := f.Titles(ctx, []model.ID{f.boss}, Now)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := f.List(ctx, ListQuery{Kind: model.KindChange})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{"the log": log[0].Name, "the history": about.History[0].Name, "a case": c.PersonName(f.boss), "titles": titles[f.boss], "a list": changes[0].PersonName}
		for _, e := range table.Rows {
			if e.Who == f.boss {
				out["the table of the log"] = e.Name
			}
		}
		return out
	}
	boss, err := f.Record(ctx, f.boss, Now)
	if err != nil {
		t.Fatal(err)
	}
	p := boss.Record.(*model.Person)
	for where, name := range shown() {
		if name != p.Name {
			t.Errorf("alone, %s has %q", where, name)
		}
	}
	other, err := Open(ctx, f.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	r, err := other.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.WritePerson{Person: model.Person{Handle: "somebody.else", Name: p.Name}})
	if err != nil {
		t.Fatal(err)
	}
	for where, name := range shown() {
		if name != p.Name+" ("+p.Handle+")" {
			t.Errorf("beside a namesake, %s has %q", where, name)
		}
	}
	if _, err := other.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.WritePerson{Person: model.Person{ID: r.Subject, Handle: "somebody.else", Name: "Somebody Else"}}); err != nil {
		t.Fatal(err)
	}
	for where, name := range shown() {
		if name != p.Name {
			t.Errorf("alone again, %s has %q", where, name)
		}
	}
	f.verified()
}
