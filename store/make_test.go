package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// fillSome makes a file in one go: its first person, and a release with an RFC.
func fillSome(t *testing.T, path string, more func(b *Batch) error) error {
	t.Helper()
	return Make(context.Background(), path, Options{}, func(b *Batch) error {
		first, err := b.Do(Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "alice", Name: "Alice Moreau", Roles: []model.Grant{{Role: "release-coordinator"}, {Role: "requester"}}}, Rules: rules(t)})
		if err != nil {
			return err
		}
		who := Who{Person: first.Subject, Auth: "test"}
		ch, err := b.Do(who, action.SubmitChange{Change: model.Change{Title: "Round wages", Category: "problem-fix", Type: "normal"}})
		if err != nil {
			return err
		}
		// Asked of what was written a moment ago: the RFC, then the release.
		r, err := b.Do(who, action.Register{Release: model.Release{Name: "Payroll", Version: "5.2", Type: "normal", Changes: []model.ID{ch.Subject}}})
		if err != nil {
			return err
		}
		if _, err := b.Do(who, action.Edit{Release: r.Subject, Set: map[string]string{"notes": "with the auditors' blessing"}}); err != nil {
			return err
		}
		if err := b.Keep(who.Person, "tip", "press ?"); err != nil {
			return err
		}
		if _, _, err := b.Store(strings.NewReader("a package")); err != nil {
			return err
		}
		if more != nil {
			return more(b)
		}
		return nil
	})
}

// What Make makes is a file like any other: it verifies, is found by its words
// as they stand at the end, and is written to as always.
func TestMake(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "f.db")
	if err := fillSome(t, path, nil); err != nil {
		t.Fatal(err)
	}
	db, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	v, err := db.Verify(ctx, nil)
	if err != nil || !v.OK() || v.Entries != 4 {
		t.Fatalf("%d entries, %v, %v", v.Entries, v.Findings, err)
	}
	hits, err := db.Search(ctx, "auditors", 10)
	if err != nil || len(hits) != 1 || hits[0].ID != "REL-1" {
		t.Errorf("found %v, %v", hits, err)
	}
	if tip, err := db.Kept(ctx, "PER-1", "tip"); err != nil || tip != "press ?" {
		t.Errorf("kept %q, %v", tip, err)
	}
	if left, _ := filepath.Glob(path + ".part*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if kept, _ := filepath.Glob(path + ".media/*/*"); len(kept) != 1 {
		t.Errorf("media: %v", kept)
	}
	if _, err := db.Do(ctx, Who{Person: "PER-1", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"notes": "none"}}); err != nil {
		t.Error(err)
	}
	if hits, err := db.Search(ctx, "auditors", 10); err != nil || len(hits) != 0 {
		t.Errorf("still found: %v, %v", hits, err)
	}
	if v, err := db.Verify(ctx, nil); err != nil || !v.OK() {
		t.Errorf("after a further entry: %v, %v", v.Findings, err)
	}
}

// Filled in one go or written one by one, the same actions make the same log.
func TestMakeWritesTheSameLog(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	deeds := func(do func(Who, action.Action) (Result, error)) error {
		r, err := do(Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "alice", Name: "Alice", Roles: []model.Grant{{Role: "requester"}}}, Rules: rules(t)})
		if err != nil {
			return err
		}
		_, err = do(Who{Person: r.Subject, Auth: "test"}, action.SubmitChange{Change: model.Change{Title: "Round wages", Category: "problem-fix", Type: "normal"}})
		return err
	}
	if err := Make(ctx, filepath.Join(dir, "a.db"), fixed(), func(b *Batch) error { return deeds(b.Do) }); err != nil {
		t.Fatal(err)
	}
	b, err := Create(ctx, filepath.Join(dir, "b.db"), fixed())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := deeds(func(w Who, a action.Action) (Result, error) { return b.Do(ctx, w, a) }); err != nil {
		t.Fatal(err)
	}
	a, err := Open(ctx, filepath.Join(dir, "a.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	_, one, _ := a.Head(ctx)
	_, other, _ := b.Head(ctx)
	if one != other || one == "" {
		t.Errorf("heads %s and %s", one, other)
	}
}

// What goes wrong leaves nothing, also when fill passes over a refusal, and
// nothing is written over.
func TestMakeAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f.db")
	mine := errors.New("mine")
	if err := fillSome(t, path, func(*Batch) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("it said %v", err)
	}
	var refusal *model.Refusal
	if err := fillSome(t, path, func(b *Batch) error {
		_, _ = b.Do(Who{Person: "PER-1"}, action.Advance{Release: "REL-1"})
		return nil
	}); !errors.As(err, &refusal) {
		t.Errorf("a refusal that was passed over: %v", err)
	}
	if err := fillSome(t, path, func(b *Batch) error {
		_, err := b.Do(Who{Person: "PER-1"}, action.Redact{ID: "REL-1", Reason: "law"})
		return err
	}); err == nil {
		t.Error("it redacted")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := os.Mkdir(path+".media", 0o700); err != nil {
		t.Fatal(err)
	}
	var file *FileError
	if err := fillSome(t, path, nil); !errors.As(err, &file) {
		t.Errorf("over a folder of media: %v", err)
	}
	if err := os.Remove(path + ".media"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := fillSome(t, path, nil); !errors.As(err, &file) {
		t.Errorf("over a file: %v", err)
	}
}
