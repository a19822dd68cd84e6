package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// tiny is a file that is as small as one can be: few rules, small pages. It is
// closed, and all of it is in one file.
func tiny(t testing.TB) *file {
	t.Helper()
	o := fixed()
	o.PageSize = 512
	db, err := Create(context.Background(), filepath.Join(t.TempDir(), "tiny.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	f := &file{DB: db, t: t, boss: "PER-1", admin: "PER-1"}
	b := rules(t)
	p := process.Process{Name: "normal", Title: "Normal release", Of: "release"}
	for _, s := range b.Processes[0].Stages {
		if s.ID == "registration" || s.ID == "closed" {
			p.Stages = append(p.Stages, process.Stage{ID: s.ID, Title: s.Title, Phase: s.Phase})
		}
	}
	small := model.Rules{Rules: process.Rules{Title: b.Title, Processes: []process.Process{p}, Policy: b.Policy, Roles: []process.Role{{ID: "administrator", Title: "Administrator", Permissions: action.PermissionIDs()}}}}
	if _, err := f.Do(context.Background(), Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: small}); err != nil {
		t.Fatal(err)
	}
	f.pay = f.do(f.boss, action.WriteService{Service: model.Service{Handle: "payments", Name: "Payments", Owner: f.boss}}).Subject
	rel := f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	f.rename(rel, "Ledger Core")
	f.release("Portal", minute(2026, 12, 12, 20, 0), minute(2026, 12, 12, 23, 0))
	return f
}

// answers is what every query gives, or "" when one of them fails.
func (f *file) answers() string {
	text := ""
	for _, pos := range []Position{Now, 3} {
		text += f.picture(pos)
	}
	ctx := context.Background()
	for _, word := range []string{"ledg", "portal", "pay", "ada"} {
		h, err := f.Search(ctx, word, 5)
		if err != nil {
			return ""
		}
		for _, x := range h {
			text += string(x.ID) + x.Title + x.Excerpt
		}
	}
	l, err := f.Log(ctx, LogQuery{})
	if err != nil {
		return ""
	}
	for _, e := range l {
		text += e.Line + e.Note + e.Hash
	}
	return text
}

// content digests every row of the tables of the search index, or of all others
// but the counters; "" where one can't be read.
func (f *file) content(index bool) string {
	sum := sha256.New()
	names, err := f.reader.Query("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name")
	if err != nil {
		return ""
	}
	defer names.Close()
	var tables []string
	for names.Next() {
		var name, text string
		if err := names.Scan(&name, &text); err != nil {
			return ""
		}
		fmt.Fprintln(sum, name, text)
		if strings.HasPrefix(text, "CREATE TABLE") && strings.HasPrefix(name, "search_") == index && name != "counter" {
			tables = append(tables, name)
		}
	}
	if names.Err() != nil {
		return ""
	}
	for _, name := range tables {
		rows, err := f.reader.Query(`SELECT * FROM "` + name + `"`)
		if err != nil {
			return ""
		}
		columns, err := rows.Columns()
		if err != nil {
			return ""
		}
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(values...); err != nil {
				return ""
			}
			for _, v := range values {
				fmt.Fprintf(sum, "%T %v\n", *v.(*any), *v.(*any))
			}
		}
		if rows.Err() != nil {
			return ""
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// counters is the number that each kind's next id will have, nil where the table
// can't be read.
func (f *file) counters() map[string]int64 {
	rows, err := f.reader.Query("SELECT kind, next FROM counter")
	if err != nil {
		return nil
	}
	defer rows.Close()
	next := map[string]int64{}
	for rows.Next() {
		var kind string
		var n int64
		if rows.Scan(&kind, &n) != nil {
			return nil
		}
		next[kind] = n
	}
	if rows.Err() != nil {
		return nil
	}
	return next
}

// onlyRaised reports whether is counts the same kinds as was, none of them lower.
// It is the one change that nobody can name: an import that was turned down leaves
// a gap as well, and no id is given out twice by it.
func onlyRaised(was, is map[string]int64) bool {
	for kind, n := range was {
		if is[kind] < n {
			return false
		}
	}
	return len(is) == len(was)
}

// Any byte that is flipped is either reported, or nobody can tell.
func testFlips(t *testing.T, step int) (flips, reported int) {
	ctx := context.Background()
	f := tiny(t)
	want, all, index := f.answers(), f.content(false), f.content(true)
	next := f.counters()
	if len(next) == 0 || all == "" || index == "" || want == "" || !strings.Contains(want, "Ledger Core") {
		t.Fatal("the file has no answers")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	flip := func(path string, i int) (wasReported bool) {
		data := bytes.Clone(whole)
		data[i] ^= 1 << (i % 8)
		for _, end := range []string{"-wal", "-shm"} {
			_ = os.Remove(path + end)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Error(err)
			return false
		}
		db, err := Open(ctx, path, fixed())
		if err != nil {
			return true
		}
		defer db.Close()
		v, err := db.Verify(ctx, nil)
		if err != nil || !v.OK() {
			return true
		}
		// Where every table holds the same, and SQLite has compared the indices with
		// them, every query gives the same; some are asked all the same, and where
		// the search index holds something else by which nothing is found.
		d := &file{DB: db, t: t}
		if d.content(false) != all {
			t.Errorf("byte %d (page %d, offset %d): nothing is reported, and a table differs", i, i/512+1, i%512)
		}
		if is := d.counters(); !onlyRaised(next, is) {
			t.Errorf("byte %d (page %d, offset %d): nothing is reported, and the counters are %v instead of %v", i, i/512+1, i%512, is, next)
		}
		if i/step%16 == 0 || d.content(true) != index {
			if got := d.answers(); got != want {
				t.Errorf("byte %d (page %d, offset %d): nothing is reported, and a query differs\n%s", i, i/512+1, i%512, difference(want, got))
			}
		}
		return false
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for n := range workers {
		path := filepath.Join(t.TempDir(), "flipped.db")
		wait.Go(func() {
			for i := n * step; i < len(whole); i += workers * step {
				was := flip(path, i)
				mu.Lock()
				if flips++; was {
					reported++
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("%d of %d flips were reported; the file has %d bytes", reported, flips, len(whole))
	if reported < flips/4 {
		t.Errorf("only %d of %d flips were reported", reported, flips)
	}
	return flips, reported
}

func TestFlippedBytesAreReported(t *testing.T) { testFlips(t, 4079) }

// A write-ahead log that is cut anywhere holds every whole commit before the cut.
func testCutLogs(t *testing.T, each int) (cuts int) {
	ctx := context.Background()
	f := tiny(t)
	// What is in the file at each length of its log.
	type mark struct {
		length int64
		head   Position
		text   string
	}
	size := func() int64 {
		info, err := os.Stat(f.path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	w, err := f.writing(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := checkpoint(ctx, w); err != nil {
		t.Fatal(err)
	}
	var marks []mark
	for i := range 6 {
		head, _, err := f.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		marks = append(marks, mark{size(), head, f.picture(Now)})
		f.rename("REL-1", numbered("Ledger", i))
	}
	main, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(f.path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	page := int(binary.BigEndian.Uint32(log[8:]))
	path := filepath.Join(t.TempDir(), "cut.db")
	for n := 0; 32+n*(24+page) <= len(log); n += each {
		for _, more := range []int{0, 11, 24 + page/2} {
			cut := min(32+n*(24+page)+more, len(log))
			cuts++
			for name, data := range map[string][]byte{path: main, path + "-wal": log[:cut]} {
				if err := os.WriteFile(name, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_ = os.Remove(path + "-shm")
			db, err := Open(ctx, path, fixed())
			if err != nil {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			want := marks[0]
			for _, m := range marks {
				if m.length <= int64(cut) {
					want = m
				}
			}
			c := &file{DB: db, t: t, boss: f.boss}
			if head, _, err := db.Head(ctx); err != nil || head < want.head {
				t.Fatalf("cut at %d: the head is %d, %v; want %d", cut, head, err, want.head)
			} else if head == want.head && c.picture(Now) != want.text {
				t.Errorf("cut at %d: %s", cut, difference(want.text, c.picture(Now)))
			}
			verified(t, db)
			c.rename("REL-1", "After the cut")
			_ = db.Close()
		}
	}
	t.Logf("%d cuts of a log of %d bytes", cuts, len(log))
	return cuts
}

func TestCutLogsHoldWholeCommits(t *testing.T) { testCutLogs(t, 97) }
