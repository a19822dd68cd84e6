package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// next is a format after the one there is. Its step leaves a mark.
var next = &format{number: current.number + 1, steps: map[int]func(context.Context, *sql.Tx) error{
	current.number: func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO desk(person, key, value, at) VALUES ('PER-1', 'migrated', 'yes', 0)")
		return err
	},
}}

func TestAnOlderFileIsCopiedAndBroughtUpToDate(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	head, hash, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.tampered(`DELETE FROM link`) // the projections come from the bodies
	o := fixed()
	o.format = next
	db, err := Open(ctx, f.path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	if v, err := db.Kept(ctx, "PER-1", "migrated"); err != nil || v != "yes" {
		t.Errorf("the step did %q, %v", v, err)
	}
	if pos, sum, err := db.Head(ctx); err != nil || pos != head || sum != hash {
		t.Errorf("the log ends at %d %s, %v", pos, sum, err)
	}
	// The program of before, which still has the file open, stops.
	_, err = f.Do(ctx, Who{Person: f.boss, Auth: "test"}, rename(rel))
	oneSentence(t, err, fmt.Sprintf("newer Fairway (format %d; this one knows %d)", next.number, current.number))
	oneSentence(t, f.Keep(ctx, f.boss, "k", "v"), "newer Fairway")
	_, err = Open(ctx, f.path, Options{})
	oneSentence(t, err, "newer Fairway")
	// The copy is the file as it was.
	copied := fmt.Sprintf("%s.format-%d.backup", f.path, current.number)
	old, err := Open(ctx, copied, fixed())
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if v, err := old.Kept(ctx, "PER-1", "migrated"); err != nil || v != "" {
		t.Errorf("the copy has %q, %v", v, err)
	}
	if pos, sum, err := old.Head(ctx); err != nil || pos != head || sum != hash {
		t.Errorf("the copy's log ends at %d %s, %v", pos, sum, err)
	}
	if err := old.Rebuild(ctx, nil); err != nil { // its links were gone before
		t.Fatal(err)
	}
	verified(t, old)
	// Opening it again does nothing more.
	again, err := Open(ctx, f.path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := os.Stat(copied + "-2"); err == nil {
		t.Error("a second copy was made")
	}
	if _, err := again.Do(ctx, Who{Person: f.boss, Auth: "test"}, rename(rel)); err != nil {
		t.Error(err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	o := fixed()
	o.format = &format{number: next.number + 1, steps: map[int]func(context.Context, *sql.Tx) error{
		current.number: next.steps[current.number],
		next.number:    func(context.Context, *sql.Tx) error { return errors.New("it can't be") },
	}}
	for range 2 {
		if _, err := Open(ctx, f.path, o); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("from format %d to %d: it can't be", next.number, next.number+1)) {
			t.Fatalf("it says %v", err)
		}
	}
	if v, err := f.Kept(ctx, "PER-1", "migrated"); err != nil || v != "" {
		t.Errorf("the first step left %q, %v", v, err)
	}
	f.rename(rel, "Goes on")
	f.verified()
	// What the first try had copied was used again by the second.
	if list, _ := filepath.Glob(f.path + ".format-*"); len(list) != 1 {
		t.Errorf("the copies are %v", list)
	}
	_, err := Open(ctx, f.path, Options{format: &format{number: next.number}})
	oneSentence(t, err, fmt.Sprintf("older format (%d; this program writes %d)", current.number, next.number))
}

func TestKeptPreferences(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, fixed())
	head, _, _ := f.Head(ctx)
	get := func(who model.ID, key, want string) {
		t.Helper()
		if v, err := f.Kept(ctx, who, key); err != nil || v != want {
			t.Errorf("%s of %s is %q, %v; want %q", key, who, v, err, want)
		}
	}
	put := func(who model.ID, key, value string) {
		t.Helper()
		if err := f.Keep(ctx, who, key, value); err != nil {
			t.Error(err)
		}
	}
	get(f.boss, "draft", "")
	put(f.boss, "draft", "a\nlong 'text' with \"quotes\" and ü")
	put(f.dev, "draft", "other")
	get(f.boss, "draft", "a\nlong 'text' with \"quotes\" and ü")
	put(f.boss, "draft", "second")
	get(f.boss, "draft", "second")
	get(f.dev, "draft", "other")
	put(f.boss, "draft", "")
	get(f.boss, "draft", "")
	put(f.boss, "draft", "")
	if now, _, _ := f.Head(ctx); now != head {
		t.Error("preferences is in the log")
	}
	f.verified()
	f.do(f.admin, action.LeavePerson{Person: f.dev})
	if _, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.Redact{ID: f.dev, Reason: "asked for"}); err != nil {
		t.Fatal(err)
	}
	get(f.dev, "draft", "")
}
