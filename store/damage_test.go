package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

func init() {
	children["fills"] = childFills
	children["reads"] = childReads
}

// one sentence, with what to do about it.
func oneSentence(t *testing.T, err error, says string) {
	t.Helper()
	var fe *FileError
	switch {
	case !errors.As(err, &fe):
		t.Errorf("it gives %v; want a FileError that says %q", err, says)
	case !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "\n") || fe.Remedy == "":
		t.Errorf("it says %q; want one line with %q, and a cure", err, says)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	f, _ := small(t, fixed())
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	w, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Exec("CREATE TABLE t(x)"); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := bytes.Clone(whole)
	newer[63] = byte(current.number + 1)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, says string }{
		{"missing", filepath.Join(dir, "none.db"), "there is no such file"},
		{"a missing folder", filepath.Join(dir, "none", "none.db"), "there is no such file"},
		{"below a file", filepath.Join(other, "x.db"), "not a directory"},
		{"a folder", dir, "it is a folder"},
		{"a pipe", filepath.Join(dir, "pipe"), "no regular file"},
		{"empty", write("empty.db", nil), "too short"},
		{"a few bytes", write("few.db", whole[:60]), "too short"},
		{"a text", write("text.db", bytes.Repeat([]byte("hello world\n"), 100)), "no SQLite database"},
		{"another database", other, "another program"},
		{"a newer file", write("newer.db", newer), "newer Fairway"},
		{"only its head", write("head.db", whole[:100]), "damaged"},
		{"half of it", write("half.db", whole[:len(whole)/2]), "damaged"},
		{"cut within a page", write("cut.db", whole[:5000]), "damaged"},
		{"a folder in the way of the log", write("wal.db", whole), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.says == "" {
				if err := os.Mkdir(c.path+"-wal", 0o700); err != nil {
					t.Fatal(err)
				}
				c.says = "can't be"
			}
			done := make(chan error, 1)
			go func() {
				db, err := Open(ctx, c.path, Options{})
				if err == nil {
					var v Verified
					if v, err = db.Verify(ctx, nil); err == nil && !v.OK() {
						err = &FileError{Path: c.path, What: "damaged: " + v.Findings[0].String(), Remedy: "doctor"}
					}
					_ = db.Close()
				}
				done <- err
			}()
			select {
			case err := <-done:
				oneSentence(t, err, c.says)
			case <-time.After(20 * time.Second):
				t.Fatal("it hangs")
			}
		})
	}
	if again, err := os.ReadFile(f.path); err != nil || !bytes.Equal(again, whole) {
		t.Error("the whole file was changed")
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, fixed())
	_, err := Create(ctx, f.path, Options{})
	oneSentence(t, err, "there is a file already")
	dangling := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink("/nowhere/at/all", dangling); err != nil {
		t.Fatal(err)
	}
	_, err = Create(ctx, dangling, Options{})
	oneSentence(t, err, "there is a file already")
	_, err = Create(ctx, filepath.Join(f.path, "x", "y.db"), Options{})
	oneSentence(t, err, "not a directory")
	f.verified()
}

// The path is taken as it is, whatever is in it.
func TestOddPaths(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"a b.db", "a?b=c.db", "a#b.db", "100%.db", "%41.db", "ä€.db", "a;b.db", "a'b\".db", "file:x.db", ":memory:", "-x.db"} {
		path := filepath.Join(t.TempDir(), name)
		db, err := Create(ctx, path, fixed())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := db.Keep(ctx, "PER-1", "k", "v"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		_ = db.Close()
		if l, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(l) != 1 {
			t.Errorf("%s leaves %q", name, l)
		}
	}
}

// childReads opens a file as somebody who may write nothing, and prints what it
// can see and what a write says.
func childReads() {
	out := map[string]string{}
	db, err := Open(context.Background(), os.Getenv("FAIRWAY_TEST_FILE"), Options{})
	if err != nil {
		out["open"] = err.Error()
	} else {
		f, err := db.Record(context.Background(), "REL-1", Now)
		if err == nil {
			out["name"] = f.Record.(*model.Release).Name
		} else {
			out["read"] = err.Error()
		}
		v, err := db.Verify(context.Background(), nil)
		out["verify"] = fmt.Sprint(v.OK(), err)
		_, err = db.Do(context.Background(), Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": "x"}})
		out["write"] = fmt.Sprint(err)
		dieIf(db.Close())
	}
	dieIf(json.NewEncoder(os.Stdout).Encode(out))
}

// What can't be written can be read, as far as SQLite can at all.
func TestReadingWithoutWriting(t *testing.T) {
	for _, c := range []struct {
		name         string
		file, folder os.FileMode
		open         bool // this process has it open meanwhile
		wal          bool // the last writer left a write-ahead log behind
		want         map[string]string
	}{
		{"a folder", 0o644, 0o555, false, false, map[string]string{"name": "Ledger Core", "verify": "true <nil>", "write": "can only be read"}},
		{"a file", 0o444, 0o777, false, false, map[string]string{"name": "Ledger Core", "verify": "true <nil>", "write": "can't be written"}},
		{"both", 0o444, 0o555, false, false, map[string]string{"name": "Ledger Core", "verify": "true <nil>", "write": "can only be read"}},
		{"both, while it is in use", 0o444, 0o555, true, true, map[string]string{"name": "Ledger Core", "verify": "true <nil>", "write": "can't be written"}},
		{"a folder, with changes in the log", 0o644, 0o555, false, true, map[string]string{"open": "-wal, and can't be read without writing"}},
		{"unreadable", 0o200, 0o777, false, false, map[string]string{"open": "permission denied"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, _ := small(t, fixed())
			dir := filepath.Join(t.TempDir(), "sub")
			path := filepath.Join(dir, "x.db")
			if err := os.Mkdir(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			chmod := func(path string, mode os.FileMode) {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			ends := []string{"", "-wal"}
			if !c.wal {
				_ = f.Close()
				ends = ends[:1]
			}
			for _, end := range ends {
				data, err := os.ReadFile(f.path + end)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path+end, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.open {
				db, err := Open(context.Background(), path, fixed())
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				chmod(path+"-shm", c.file)
			}
			for _, end := range ends {
				chmod(path+end, c.file)
			}
			chmod(dir, c.folder)
			t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
			cmd := child(t, "reads", path)
			if os.Getuid() == 0 { // for whom there are no permissions
				for p := dir; p != "/" && p != os.TempDir(); p = filepath.Dir(p) {
					if p != dir {
						chmod(p, 0o755)
					}
				}
				self := filepath.Join(filepath.Dir(dir), "self")
				data, err := os.ReadFile(os.Args[0])
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(self, data, 0o755); err != nil {
					t.Fatal(err)
				}
				cmd.Path = self
				cmd.Dir = "/"
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			text, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]string
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatal(err)
			}
			for k, v := range c.want {
				if !strings.Contains(got[k], v) {
					t.Errorf("%s is %q; want %q; all is %v", k, got[k], v, got)
				}
			}
			if got["open"] != "" && c.want["open"] == "" {
				t.Errorf("it does not open: %s", got["open"])
			}
		})
	}
}

// childFills writes until its limit on the size of files stops it, lifts it, and
// goes on.
func childFills() {
	ctx := context.Background()
	signal.Ignore(syscall.SIGXFSZ)
	db := childFile()
	info, err := os.Stat(os.Getenv("FAIRWAY_TEST_FILE"))
	dieIf(err)
	var limit syscall.Rlimit
	dieIf(syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit))
	full := limit
	full.Cur = uint64(info.Size()) + 100_000
	dieIf(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full))
	n, failed := 0, error(nil)
	for failed == nil && n < 1000 {
		_, failed = db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"notes": fmt.Sprint("note ", n, strings.Repeat(" x", 500))}})
		n++
	}
	_, again := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, imports(200))
	f, err := db.Record(ctx, "REL-1", Now)
	dieIf(err)
	dieIf(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
	_, after := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"name": "After it"}})
	dieIf(db.Close())
	dieIf(json.NewEncoder(os.Stdout).Encode([]string{fmt.Sprint(n), fmt.Sprint(failed), fmt.Sprint(again), fmt.Sprint(after), f.Record.(*model.Release).Notes[:10]}))
}

// A full disk stops a write with one sentence, and loses nothing.
func TestAFullDiskLosesNothing(t *testing.T) {
	f, _ := small(t, Options{})
	_ = f.Close()
	text, err := child(t, "fills", f.path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	var n int
	if _, err := fmt.Sscan(got[0], &n); err != nil || n < 2 || n >= 1000 {
		t.Errorf("%d writes until it was full", n)
	}
	for _, e := range got[1:3] {
		if !strings.Contains(e, "nothing was changed") || strings.Contains(e, "\n") {
			t.Errorf("a write says %q", e)
		}
	}
	if got[3] != "<nil>" {
		t.Errorf("with room again it says %q", got[3])
	}
	if want := fmt.Sprint("note ", n-2, " x")[:8]; !strings.HasPrefix(got[4], want) {
		t.Errorf("the last note is %q, want %q", got[4], want)
	}
	db, err := Open(context.Background(), f.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	if c, err := db.Card(context.Background(), "REL-1", Now, start); err != nil || c.Name != "After it" {
		t.Errorf("it reads %+v, %v", c, err)
	}
}
