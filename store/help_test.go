package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// start is when the tests' clock begins.
var start = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// clock gives a time of its own to every question, one second after the last.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(time.Second)
	return c.t
}

// fixed are options under which a file comes out the same each time.
func fixed() Options {
	c := &clock{t: start}
	n := 0
	var mu sync.Mutex
	return Options{Now: c.now, NewID: func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return "id-" + strconv.Itoa(n)
	}}
}

// file is an open file with the people who act in it.
type file struct {
	*DB
	t     testing.TB
	admin model.ID
	boss  model.ID // holds every role a release needs
	dev   model.ID
	pay   model.ID // a service
}

// defaults are decoded once: they never change.
var defaults = sync.OnceValues(assets.Rules)

func rules(t testing.TB) model.Rules {
	t.Helper()
	b, err := defaults()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bare makes a file with nothing but its first person.
func bare(t testing.TB, o Options) *file {
	t.Helper()
	db, err := Create(context.Background(), filepath.Join(t.TempDir(), "fairway.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	f := &file{DB: db, t: t}
	f.admin = f.begin().Subject
	return f
}

func (f *file) begin() Result {
	f.t.Helper()
	r, err := f.Do(context.Background(), Who{Auth: "os user ada"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: rules(f.t)})
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// made is a file with people, a team, and a service.
func made(t testing.TB, o Options) *file {
	t.Helper()
	f := bare(t, o)
	var every []model.Grant
	for _, r := range rules(t).Roles {
		if r.ID != "auditor" {
			every = append(every, model.Grant{Role: r.ID})
		}
	}
	f.boss = f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "bo", Name: "Bo Boss", Email: "bo@example.org", Roles: every}}).Subject
	f.dev = f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "dee", Name: "Dee Deploy", Roles: []model.Grant{{Role: "release-coordinator"}}}}).Subject
	f.pay = f.do(f.admin, action.WriteService{Service: model.Service{Handle: "payments", Name: "Payments", Owner: f.boss, Zone: "Europe/Berlin"}}).Subject
	return f
}

// do performs an action that must succeed.
func (f *file) do(who model.ID, a action.Action) Result {
	f.t.Helper()
	r, err := f.Do(context.Background(), Who{Person: who, Auth: "test"}, a)
	if err != nil {
		f.t.Fatalf("%s: %v", action.Name(a), err)
	}
	return r
}

// release registers one on a day.
func (f *file) release(name string, from, to when.Moment) model.ID {
	f.t.Helper()
	return f.do(f.boss, action.Register{Release: model.Release{Name: name, Version: "1.0", Type: "normal", Contents: []string{"software"}, Service: f.pay, Owner: f.boss, Window: model.Slot{Start: from, End: to}}}).Subject
}

func (f *file) rename(id model.ID, name string) Result {
	f.t.Helper()
	return f.do(f.boss, action.Edit{Release: id, Set: map[string]string{"name": name}})
}

func minute(y int, m time.Month, d, h, min int) when.Moment {
	return when.Moment{At: time.Date(y, m, d, h, min, 0, 0, time.UTC), Precision: when.Minute}
}

func day(y int, m time.Month, d int, zone *time.Location) when.Moment {
	return when.Moment{At: when.StartOfDay(time.Date(y, m, d, 12, 0, 0, 0, zone), zone), Precision: when.Day}
}

func span(from, to time.Time) when.Span { return when.Span{Start: from, End: to} }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := when.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// verified fails the test unless everything fits.
func (f *file) verified() Verified {
	f.t.Helper()
	return verified(f.t, f.DB)
}

func verified(t testing.TB, db *DB) Verified {
	t.Helper()
	v, err := db.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !v.OK() {
		t.Fatalf("the file does not verify: %v", v.Findings)
	}
	return v
}

// numbered is "text 1", "text 2" …
func numbered(text string, n int) string { return fmt.Sprintf("%s %d", text, n) }

func asError[T error](err error, into *T) bool { return errors.As(err, into) }

func rename(id model.ID) action.Action {
	return action.Edit{Release: id, Set: map[string]string{"name": "Renamed"}}
}
