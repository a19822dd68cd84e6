package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"fairway/model/action"
)

// backedUp is a backup of a small file: with a rollback journal, as VACUUM INTO
// leaves it.
func backedUp(t *testing.T) (path string, f *file) {
	t.Helper()
	f, _ = small(t, Options{})
	path = filepath.Join(t.TempDir(), "backup.db")
	if v, err := f.Backup(context.Background(), path); err != nil || !v.OK() {
		t.Fatal(v, err)
	}
	if mode, err := journalOf(path); err != nil || mode != "delete" {
		t.Fatalf("a backup has the journal %q, %v: this test sees nothing", mode, err)
	}
	return path, f
}

// Several processes that write to a backup opened by itself wait for each other
// as on any file, and nobody fails.
func TestManyProcessesWriteToABackup(t *testing.T) {
	const processes, each = 4, 5
	path, _ := backedUp(t)
	var wait sync.WaitGroup
	for i := range processes {
		wait.Go(func() {
			if out, err := child(t, "writes", path, fmt.Sprint("p", i), fmt.Sprint(each)).Output(); err != nil {
				t.Errorf("process %d: %v\n%s", i, err, out)
			}
		})
	}
	wait.Wait()
	db, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	if mode, err := db.Journal(context.Background()); err != nil || mode != journalWAL {
		t.Errorf("after it the journal is %q, %v", mode, err)
	}
}

// Reading leaves a backup as it is.
func TestReadingKeepsTheJournal(t *testing.T) {
	ctx := context.Background()
	path, _ := backedUp(t)
	db, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	if mode, err := db.Journal(ctx); err != nil || mode != "delete" {
		t.Errorf("the journal is %q, %v", mode, err)
	}
	if err := db.Keep(ctx, "PER-1", "k", "v"); err != nil {
		t.Fatal(err)
	}
	if mode, err := db.Journal(ctx); err != nil || mode != journalWAL {
		t.Errorf("after a write the journal is %q, %v", mode, err)
	}
}

// With a rollback journal a reader is in the way of COMMIT rather than of
// BEGIN, and is waited for there.
func TestCommitWaitsForReaders(t *testing.T) {
	ctx := context.Background()
	path, f := backedUp(t)
	r, err := sql.Open("sqlite", dsn(path, true))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	tx, err := r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM log").Scan(&n); err != nil {
		t.Fatal(err)
	}
	waited := make(chan struct{})
	db, err := Open(ctx, path, Options{Waiting: func() {
		_ = tx.Rollback()
		close(waited)
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.journal = "busy" // as if the write-ahead log could not be had
	if _, err := db.Do(ctx, Who{Person: f.boss, Auth: "test"}, rename("REL-1")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-waited:
	default:
		t.Error("nothing was waited for")
	}
	verified(t, db)
	if head, _, err := db.Head(ctx); err != nil || head != Position(n+1) {
		t.Errorf("the log ends at %d, %v; want %d", head, err, n+1)
	}
	// And where it is in vain, nothing was written, and the next one works.
	tx, err = r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.QueryRow("SELECT count(*) FROM log").Scan(&n); err != nil {
		t.Fatal(err)
	}
	db.options.Wait, db.options.Waiting, db.journal = 1, nil, "busy"
	if mode, _ := db.Journal(ctx); mode == "delete" { // the reader before it may have let the log in
		_, err = db.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": "Not now"}})
		oneSentence(t, err, "another process has been writing for too long")
	}
	_ = tx.Rollback()
	db.options.Wait = Options{}.Wait
	if _, err := db.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": "Now"}}); err != nil {
		t.Error(err)
	}
	verified(t, db)
}
