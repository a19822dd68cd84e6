package screentest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/demo"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest/kept"
	"fairway/ui/screen/screentest/sample"
	"fairway/ui/theme"
)

var (
	sampleFile = kept.File("sample", func(path string) error {
		return sample.Make(context.Background(), sample.Options{Path: path, Now: Now, Zone: Zone.String(), Admin: model.Person{Handle: "alice", Name: "Alice Moreau"}, Auth: "test"})
	})
	demoFile = kept.File("demo", func(path string) error {
		return demo.Make(context.Background(), demo.Options{Path: path, Now: Now, Zone: Zone.String()})
	})
)

// Sample opens a small organisation with ids that stay, on the morning of Now.
func Sample(t testing.TB) *store.DB { return opened(t, sampleFile) }

// Demo opens the organisation that fairway demo makes, on the morning of Now.
func Demo(t testing.TB) *store.DB { return opened(t, demoFile) }

// opened opens a copy of a file.
func opened(t testing.TB, file func() (string, error)) *store.DB {
	t.Helper()
	from, err := file()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "fairway.db")
	if err := kept.CopyWithMedia(from, path); err != nil {
		t.Fatal(err)
	}
	acts := 0
	db, err := store.Open(context.Background(), path, store.Options{Now: func() time.Time { return Now }, NewID: func() string {
		acts++
		return "test-" + strings.Repeat("i", acts)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// DemoAt copies the organisation that fairway demo makes, with its media, to a
// path: as of the morning of Now, in Zone.
func DemoAt(t testing.TB, path string) {
	t.Helper()
	if err := CopyDemo(path); err != nil {
		t.Fatal(err)
	}
}

// CopyDemo is DemoAt for who has no test at hand.
func CopyDemo(path string) error {
	from, err := demoFile()
	if err != nil {
		return err
	}
	return kept.CopyWithMedia(from, path)
}

// On makes a session of a person of a file, named by handle. Its host has to
// be set by whoever needs one.
func On(t testing.TB, db *store.DB, handle string, o theme.Options) *screen.Env {
	t.Helper()
	w := &World{DB: db}
	env := w.Env(o)
	env.Data = real{db}
	ctx := context.Background()
	id, err := db.Resolve(ctx, model.KindPerson, handle)
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, id, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	env.Person = model.Actor{Person: f.Record.(*model.Person), Auth: "self-asserted"}
	env.Self = true
	return env
}

// real is a file as screens see it.
type real struct{ *store.DB }

func (f real) Do(ctx context.Context, who model.Actor, a action.Action) (screen.Done, error) {
	r, err := f.DB.Do(ctx, store.Who{Person: who.ID(), Auth: who.Auth}, a)
	return screen.Done{Position: int64(r.Position), Note: r.Note, Subject: r.Subject, Warnings: r.Warnings, Conflicts: r.Conflicts, Lapsed: r.Lapsed}, err
}

func (real) Watch(context.Context) <-chan store.Event { return nil }

func (real) Words(store.Event) screen.Event { return screen.Event{} }
