package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fairway/model/action"
)

// another is a file of another organisation, closed, with more in it than a
// small one.
func another(t *testing.T) string {
	t.Helper()
	f, _ := small(t, Options{Now: fixed().Now}) // another's: no two have the same ids
	f.rename("REL-1", "The other one")
	for i := range 5 {
		f.release(numbered("Other", i), minute(2026, 12, 12, 20, 0), minute(2026, 12, 12, 23, 0))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.path
}

func moveOver(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// copyOver overwrites the content of a file, as cp does.
func copyOver(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// nameIn is the name of a release as it stands in a file that is opened anew.
func nameIn(t *testing.T, path string) string {
	t.Helper()
	db, err := Open(context.Background(), path, fixed())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	c, err := db.Card(context.Background(), "REL-1", Now, start)
	if err != nil {
		t.Fatal(err)
	}
	return c.Name
}

// Whatever happens to the file under a process that has it open: nothing more
// is written, what was acknowledged is kept and verifies, and the new file is
// read by itself.
func TestAFileThatIsReplacedWhileItIsOpen(t *testing.T) {
	for _, c := range []struct {
		name    string
		happens func(t *testing.T, path string)
		says    string
		kept    bool   // what was seen of it is kept as FILE.was-DATE
		whole   string // where the file lies by itself, beside its folder
		new     string // the name of REL-1 in what has the name now; "" where nothing has
	}{
		{"another is moved over it", func(t *testing.T, path string) { moveOver(t, another(t), path) }, "another file was put into its place", true, "", "The other one"},
		{"it is removed", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "it was removed", true, "", ""},
		{"it is removed, and another is copied there", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			copyOver(t, another(t), path)
		}, "another file was put into its place", true, "", "The other one"},
		{"it is renamed, and its log stays behind", func(t *testing.T, path string) { moveOver(t, path, path+".old") }, "it was removed", true, "", ""},
		{"its folder is renamed", func(t *testing.T, path string) { moveOver(t, filepath.Dir(path), filepath.Dir(path)+"2") }, "it was moved to", false, "2", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background()
			dir := filepath.Join(t.TempDir(), "sub")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "f.db")
			moveOver(t, smallClosed(t), path)
			o := Options{Now: fixed().Now} // with ids of its own: the same action is done once
			db, err := Open(ctx, path, o)
			if err != nil {
				t.Fatal(err)
			}
			reader, err := Open(ctx, path, o) // who only looks
			if err != nil {
				t.Fatal(err)
			}
			events := reader.Watch(ctx)
			edit := func(name string) error {
				_, err := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": name}})
				return err
			}
			if err := edit("Acknowledged"); err != nil {
				t.Fatal(err)
			}
			<-events
			c.happens(t, path)
			err = edit("Lost")
			oneSentence(t, err, c.says)
			if !errors.Is(err, ErrReplaced) {
				t.Errorf("it is no ErrReplaced: %v", err)
			}
			oneSentence(t, db.Keep(ctx, "PER-1", "k", "v"), c.says)
			<-db.Gone()
			<-reader.Gone() // it learns of it without a write
			if err := errors.Join(db.Close(), reader.Close()); err != nil {
				t.Error(err)
			}
			list, _ := filepath.Glob(path + ".was-*")
			if c.kept {
				// Two who notice it in the same moment may keep one each: both are whole.
				if !slices.ContainsFunc(list, func(kept string) bool { return strings.Contains(err.Error(), kept) }) {
					t.Fatalf("what was kept is %v; it says %v", list, err)
				}
				for _, kept := range list {
					if got := nameIn(t, kept); got != "Acknowledged" {
						t.Errorf("%s has %q", kept, got)
					}
				}
			}
			if c.whole != "" {
				if got := nameIn(t, dir+c.whole+"/f.db"); got != "Acknowledged" {
					t.Errorf("where it lies now it has %q", got)
				}
			}
			if c.new == "" {
				if _, err := os.Stat(path); err == nil {
					t.Error("something came to lie under the name")
				}
				return
			}
			for range 2 { // what is closed takes nothing of the new one with it
				if got := nameIn(t, path); got != c.new {
					t.Errorf("the new file has %q, want %q", got, c.new)
				}
			}
		})
	}
}

// smallClosed is a small file, closed.
func smallClosed(t *testing.T) string {
	t.Helper()
	f, _ := small(t, fixed())
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.path
}

// What is written anew by a process of its own, checkpoints and all, is not
// taken for another file by the others.
func TestWritingItAnewIsNoReplacement(t *testing.T) {
	f, _ := small(t, Options{})
	var wait sync.WaitGroup
	for i := range 3 {
		wait.Go(func() {
			if out, err := child(t, "writes", f.path, fmt.Sprint("p", i), "12").Output(); err != nil {
				t.Errorf("process %d: %v\n%s", i, err, out)
			}
		})
	}
	for range 8 {
		if err := f.Compact(context.Background()); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
	f.verified()
}

// A link that leads to another file by now ends the work; both files stay whole.
func TestALinkThatLeadsElsewhere(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path, other := smallClosed(t), another(t)
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	db, err := Open(ctx, link, Options{Now: fixed().Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, rename("REL-1")); err != nil {
		t.Fatal(err)
	}
	next := filepath.Join(dir, "next.db")
	if err := os.Symlink(other, next); err != nil {
		t.Fatal(err)
	}
	moveOver(t, next, link)
	_, err = db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, rename("REL-1"))
	oneSentence(t, err, "it leads to another file")
	if !strings.Contains(err.Error(), "it lies whole at "+path) {
		t.Errorf("it says %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if a, b := nameIn(t, path), nameIn(t, link); a != "Renamed" || b != "The other one" {
		t.Errorf("the files have %q and %q", a, b)
	}
	if list, _ := filepath.Glob(path + ".was-*"); len(list) != 0 {
		t.Errorf("it left %v", list)
	}
}

func init() { children["is-overwritten"] = childIsOverwritten }

// childIsOverwritten writes to a file, backs it up, writes once more, waits
// until it is told to go on, writes again, says what came of it, and closes.
func childIsOverwritten() {
	ctx := context.Background()
	db := childFile()
	write := func(name string) error {
		_, err := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": name}})
		return err
	}
	dieIf(write("Acknowledged"))
	_, err := db.Backup(ctx, os.Args[1])
	dieIf(err)
	dieIf(write("Later"))
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	fmt.Println(write("Lost"))
	dieIf(db.Close())
}

// Content that is copied over the file itself, as cp does, is noticed as far as
// it can be, and is not damaged by what the log of before holds.
func TestAFileThatIsOverwritten(t *testing.T) {
	for _, c := range []struct {
		name string
		from func(t *testing.T, backup string) string
		new  string
	}{
		{"by another organisation's", func(t *testing.T, _ string) string { return another(t) }, "The other one"},
		{"by a backup of its own", func(_ *testing.T, backup string) string { return backup }, "Acknowledged"},
		{"by nothing", func(t *testing.T, _ string) string {
			path := filepath.Join(t.TempDir(), "empty")
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, backup := smallClosed(t), filepath.Join(t.TempDir(), "backup.db")
			cmd := child(t, "is-overwritten", path, backup)
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(stdout)
			if !lines.Scan() || lines.Text() != "ready" {
				t.Fatalf("it says %q", lines.Text())
			}
			from := c.from(t, backup)
			copyOver(t, from, path)
			_ = stdin.Close()
			if !lines.Scan() || !strings.Contains(lines.Text(), "other content was written into it") {
				t.Errorf("it says %q", lines.Text())
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
			want, err := os.ReadFile(from)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != string(want) {
				t.Errorf("what was copied there was changed, %v", err)
			}
			if list, _ := filepath.Glob(path + "-*"); len(list) != 2 || !strings.Contains(list[0], ".was-") || !strings.Contains(list[1], ".was-") {
				t.Errorf("beside it lie %v", list)
			}
			if c.new != "" {
				if got := nameIn(t, path); got != c.new {
					t.Errorf("the new content has %q, want %q", got, c.new)
				}
			}
		})
	}
}

// A log that a process has left that was killed, beside a file that was put
// there since, is not read with it.
func TestALogOfAnotherFile(t *testing.T) {
	ctx := context.Background()
	copies := func(t *testing.T, f *file, to string) {
		t.Helper()
		for _, end := range []string{"", "-wal"} {
			copyOver(t, f.path+end, to+end)
		}
		setMark(to+"-wal", mark(f.path+"-wal"))
	}
	t.Run("another file", func(t *testing.T) {
		f, _ := small(t, fixed())
		f.rename("REL-1", "Killed")
		path := filepath.Join(t.TempDir(), "f.db")
		copies(t, f, path)
		moveOver(t, another(t), path)
		said := ""
		o := fixed()
		o.Say = func(text string) { said += text }
		db, err := Open(ctx, path, o)
		if err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		if !strings.Contains(said, "not the file's own") {
			t.Errorf("it says %q", said)
		}
		if got := nameIn(t, path); got != "The other one" {
			t.Errorf("it has %q", got)
		}
		if list, _ := filepath.Glob(path + "-wal.was-*"); len(list) != 1 {
			t.Errorf("the log is %v", list)
		}
	})
	t.Run("a backup, which has none", func(t *testing.T) {
		f, _ := small(t, fixed())
		backup := filepath.Join(t.TempDir(), "b.db")
		if _, err := f.Backup(ctx, backup); err != nil {
			t.Fatal(err)
		}
		f.rename("REL-1", "Killed")
		path := filepath.Join(t.TempDir(), "f.db")
		copies(t, f, path)
		copyOver(t, backup, path) // the same inode
		if got := nameIn(t, path); got != "Ledger Core" {
			t.Errorf("it has %q", got)
		}
	})
	t.Run("a copy of both", func(t *testing.T) {
		f, _ := small(t, fixed())
		f.rename("REL-1", "Copied")
		path := filepath.Join(t.TempDir(), "f.db")
		copies(t, f, path)
		if got := nameIn(t, path); got != "Copied" {
			t.Errorf("it has %q", got)
		}
		if list, _ := filepath.Glob(path + "*.was-*"); len(list) != 0 {
			t.Errorf("it left %v", list)
		}
	})
}
