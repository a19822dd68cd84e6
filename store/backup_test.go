package store

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// stored puts content into the DML.
func (f *file) stored(name, content string) (model.ID, string) {
	f.t.Helper()
	sum, size, err := f.Store(context.Background(), strings.NewReader(content))
	if err != nil {
		f.t.Fatal(err)
	}
	return f.do(f.boss, action.AddMedia{Media: model.Media{Name: name, Version: "1.0", SHA256: sum, Size: size}}).Subject, sum
}

// A backup taken while another process writes is whole, verifies, and restores
// with its media, never over anything.
func TestBackupWhileOthersWrite(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, Options{})
	_, sum := f.stored("ledger.tar", "the content")
	dir := t.TempDir()
	to := filepath.Join(dir, "copy.db")
	var wait sync.WaitGroup
	wait.Go(func() {
		if out, err := child(t, "writes", f.path, "w", "40").Output(); err != nil {
			t.Errorf("%s %v", out, err)
		}
	})
	first, _, _ := f.Head(ctx)
	v, err := f.Backup(ctx, to)
	wait.Wait()
	if err != nil || !v.OK() || v.Entries < int64(first) {
		t.Fatalf("the backup: %+v, %v", v, err)
	}
	_, err = f.Backup(ctx, to)
	oneSentence(t, err, "there is a file already")
	if l, _ := filepath.Glob(filepath.Join(dir, "*")); len(l) != 2 {
		t.Errorf("the backup leaves %v", l)
	}

	_, err = Restore(ctx, to, f.path)
	oneSentence(t, err, "there is a file already")
	back := filepath.Join(dir, "new", "back.db")
	if err := os.Mkdir(filepath.Dir(back), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"-wal", "-shm", "-journal"} { // of an older file
		if err := os.WriteFile(back+left, []byte("left over"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = Restore(ctx, to, back)
		oneSentence(t, err, "there is a file already")
		if _, err := os.Stat(back); err == nil {
			t.Error("something was restored beside " + left)
		}
		if err := os.Remove(back + left); err != nil {
			t.Fatal(err)
		}
	}
	v, err = Restore(ctx, to, back)
	if err != nil || !v.OK() {
		t.Fatalf("the restore: %+v, %v", v, err)
	}
	db, err := Open(ctx, back, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := verified(t, db); got.Head != v.Head || got.Entries != v.Entries {
		t.Errorf("restored %+v, want %+v", got, v)
	}
	var mode string
	if err := db.reader.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("the restored file has the journal %s, %v", mode, err)
	}
	r, err := db.Content(&model.Media{SHA256: sum})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if data, err := io.ReadAll(r); err != nil || string(data) != "the content" {
		t.Errorf("the media has %q, %v", data, err)
	}
	if _, err := db.Do(ctx, Who{Person: f.boss, Auth: "test"}, rename("REL-1")); err != nil {
		t.Error(err)
	}
	if l, _ := filepath.Glob(filepath.Join(dir, "new", "back.db*")); len(l) != 4 { // -wal, -shm, .media
		t.Errorf("the restore leaves %v", l)
	}
}

func TestAlteredMediaAreFound(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, fixed())
	id, sum := f.stored("ledger.tar", "the content")
	path := mediaPath(mediaFolder(f.path), sum)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("the content is kept as %v, %v", info, err)
	}
	if again, size, err := f.Store(ctx, strings.NewReader("the content")); err != nil || again != sum || size != 11 {
		t.Errorf("stored again it is %s, %d, %v", again, size, err)
	}
	if l, _ := filepath.Glob(filepath.Join(mediaFolder(f.path), "*")); len(l) != 1 {
		t.Errorf("the folder has %v", l)
	}
	if found, err := f.VerifyMedia(ctx); err != nil || !found.OK() {
		t.Fatalf("unaltered: %v, %v", found, err)
	}
	good := filepath.Join(t.TempDir(), "good.db")
	if _, err := f.Backup(ctx, good); err != nil {
		t.Fatal(err)
	}
	alter := func(path string, change func() error, says string) {
		t.Helper()
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if found, err := f.VerifyMedia(ctx); err != nil || len(found.Findings) != 1 || found.Findings[0].Where != string(id) || !strings.Contains(found.Findings[0].What, says) {
			t.Errorf("altered: %v, %v; want %q", found, err, says)
		}
	}
	alter(path, func() error { return os.WriteFile(path, []byte("other content"), 0o600) }, "was altered")
	bad := filepath.Join(t.TempDir(), "bad.db")
	if v, err := f.Backup(ctx, bad); err != nil || v.OK() {
		t.Errorf("a backup of altered media: %+v, %v", v, err)
	}
	if list, _ := filepath.Glob(bad + "*"); len(list) != 2 || list[0] != bad+Damaged || list[1] != bad+".media" {
		t.Errorf("a damaged backup leaves %v", list)
	}
	alter(path, func() error { return os.Remove(path) }, "is not in the media folder")
	_, err := f.Content(&model.Media{ID: id, Name: "ledger.tar", SHA256: sum})
	oneSentence(t, err, "read DML-1")
	_, err = f.Content(&model.Media{ID: id, Name: "ledger.tar"})
	if err == nil {
		t.Error("content without a sum is found")
	}

	// A restore beside a folder with altered media says so.
	back := filepath.Join(t.TempDir(), "back.db")
	there := mediaPath(mediaFolder(back), sum)
	if err := os.MkdirAll(filepath.Dir(there), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(there, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if v, err := Restore(ctx, good, back); err != nil || v.OK() {
		t.Errorf("restored over altered media: %+v, %v", v, err)
	}
	// A damaged backup is not restored at all.
	if err := os.Remove(mediaPath(mediaFolder(good), sum)); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(t.TempDir(), "none.db")
	_, err = Restore(ctx, good, none)
	oneSentence(t, err, "the backup is damaged")
	if _, err := os.Stat(none); err == nil {
		t.Error("something was restored")
	}
}

// What is stored is there as a whole or not at all.
func TestStoringStops(t *testing.T) {
	f, _ := small(t, fixed())
	ctx, cancel := context.WithCancel(context.Background())
	reads := 0
	_, _, err := f.Store(ctx, readerFunc(func(p []byte) (int, error) {
		if reads++; reads == 3 {
			cancel()
		}
		return len(p), nil
	}))
	oneSentence(t, err, "context canceled")
	if l, _ := filepath.Glob(filepath.Join(mediaFolder(f.path), "*")); len(l) != 0 {
		t.Errorf("it leaves %v", l)
	}
	if l, _ := filepath.Glob(filepath.Join(mediaFolder(f.path), ".*")); len(l) != 0 {
		t.Errorf("it leaves %v", l)
	}
}

type readerFunc func([]byte) (int, error)

func (r readerFunc) Read(p []byte) (int, error) { return r(p) }

// What was kept of a file when another one took its place has no media folder
// of its own: it finds its media beside the file it was, and restores with them.
func TestWhatWasKeptFindsItsMedia(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, Options{})
	_, sum := f.stored("ledger.tar", "the content")
	dir := t.TempDir()
	path := filepath.Join(dir, "d.db")
	if v, err := f.Backup(ctx, path); err != nil || !v.OK() {
		t.Fatalf("%+v, %v", v, err)
	}
	kept := path + ".was-2026-11-28T202937Z"
	if err := os.Rename(path, kept); err != nil {
		t.Fatal(err)
	}
	if v, err := Inspect(ctx, kept); err != nil || !v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
	back := filepath.Join(dir, "new", "back.db")
	if v, err := Restore(ctx, kept, back); err != nil || !v.OK() {
		t.Fatalf("%+v, %v", v, err)
	}
	if content, err := os.ReadFile(mediaPath(back+mediaEnd, sum)); err != nil || string(content) != "the content" {
		t.Errorf("%q, %v", content, err)
	}
}
