package screentest

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/demo"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// made is the sample organisation as of Now, made once for all tests of a
// package.
var made = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "fairway-demo-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "fairway.db")
	return path, demo.Make(context.Background(), demo.Options{Path: path, Now: Now, Zone: Zone.String()})
})

// Demo opens a copy of the sample organisation, on the morning of Now.
func Demo(t *testing.T) *store.DB {
	t.Helper()
	from, err := made()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "fairway.db")
	copyFile(t, from, path)
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

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
}

// On makes a session of a person of a file, named by handle. Its host has to
// be set by whoever needs one.
func On(t *testing.T, db *store.DB, handle string, o theme.Options) *screen.Env {
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
	return screen.Done{Position: int64(r.Position), Note: r.Note}, err
}

func (real) Watch(context.Context) <-chan screen.Event { return nil }
