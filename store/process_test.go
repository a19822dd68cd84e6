package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

func init() {
	children["writes"] = childWrites
	children["imports"] = childImports
	children["stores"] = childStores
	children["begins"] = childBegins
}

// child is this test program started once more, doing something with a file.
func child(t testing.TB, what, path string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), childKey+"="+what, "FAIRWAY_TEST_FILE="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

func childFile() *DB {
	db, err := Open(context.Background(), os.Getenv("FAIRWAY_TEST_FILE"), Options{})
	dieIf(err)
	return db
}

func dieIf(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// childWrites appends lines to the notes of REL-1, each time on top of what it
// has just read, and prints each that was committed. Its arguments are its name
// and how often.
func childWrites() {
	ctx := context.Background()
	db := childFile()
	name, times := os.Args[1], 0
	times, _ = strconv.Atoi(os.Args[2])
	worst := time.Duration(0)
	for i := range times {
		for {
			f, err := db.Record(ctx, "REL-1", Now)
			dieIf(err)
			entry := fmt.Sprintf("%s-%d", name, i)
			began := time.Now()
			_, err = db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Seen: f.Since, Set: map[string]string{"notes": f.Record.(*model.Release).Notes + " " + entry}})
			worst = max(worst, time.Since(began))
			var changed *model.Changed
			if errors.As(err, &changed) {
				continue // somebody else was quicker: look again
			}
			dieIf(err)
			fmt.Println(entry)
			break
		}
	}
	dieIf(db.Close())
	fmt.Println("worst", worst)
}

func childImports() {
	db := childFile()
	fmt.Println("ready")
	n, _ := strconv.Atoi(os.Args[1])
	_, err := db.Do(context.Background(), Who{Person: "PER-2", Auth: "test"}, imports(n))
	dieIf(err)
	fmt.Println("done")
	_, _ = io.Copy(io.Discard, os.Stdin) // until it is killed
}

// Eight processes change one record at once: nobody fails, and nobody's change
// is lost.
func TestManyProcessesLoseNoUpdate(t *testing.T) {
	const processes, each = 8, 12
	f, _ := small(t, Options{})
	var wait sync.WaitGroup
	out := make([]string, processes)
	for i := range processes {
		wait.Go(func() {
			b, err := child(t, "writes", f.path, fmt.Sprint("p", i), fmt.Sprint(each)).Output()
			if err != nil {
				t.Errorf("process %d: %v", i, err)
			}
			out[i] = string(b)
		})
	}
	wait.Wait()
	fact, err := f.Record(context.Background(), "REL-1", Now)
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Fields(fact.Record.(*model.Release).Notes)
	if len(notes) != processes*each {
		t.Errorf("%d of %d changes are there", len(notes), processes*each)
	}
	for i := range processes {
		for j := range each {
			if entry := fmt.Sprintf("p%d-%d", i, j); !strings.Contains(out[i], entry+"\n") || !strings.Contains(" "+fact.Record.(*model.Release).Notes+" ", " "+entry+" ") {
				t.Errorf("%s is lost", entry)
			}
		}
	}
	f.verified()
}

// killed starts a child, reads what it acknowledges, and kills it somewhere in
// between.
func killed(t *testing.T, f *file, after time.Duration, what string, args ...string) []string {
	t.Helper()
	cmd := child(t, what, f.path, args...)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if said = append(said, lines.Text()); len(said) == 1 {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait()
	return said
}

// A process that is killed while it writes loses nothing that it acknowledged.
func testKills(t *testing.T, rounds int) (acknowledged int) {
	ctx := context.Background()
	f, _ := small(t, Options{})
	_ = f.Close()
	for round := range rounds {
		said := killed(t, f, rand.N(30*time.Millisecond), "writes", fmt.Sprint("k", round), "100000")
		db, err := Open(ctx, f.path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		fact, err := db.Record(ctx, "REL-1", Now)
		if err != nil {
			t.Fatal(err)
		}
		notes := " " + fact.Record.(*model.Release).Notes + " "
		for _, s := range said {
			if !strings.Contains(notes, " "+s+" ") {
				t.Errorf("round %d: %s was acknowledged and is lost", round, s)
			}
		}
		acknowledged += len(said)
		verified(t, db)
		// The notes are kept short, so that the rounds are alike.
		if _, err := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.Edit{Release: "REL-1", Set: map[string]string{"notes": "-"}}); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if acknowledged < rounds {
		t.Errorf("only %d changes were acknowledged in %d rounds: this test sees nothing", acknowledged, rounds)
	}
	return acknowledged
}

func TestKillsLoseNothing(t *testing.T) { testKills(t, 6) }

// An import that is killed is there as a whole, or not at all.
func testImportKills(t *testing.T, rounds int) (whole int) {
	ctx := context.Background()
	const n = 400
	for round := range rounds {
		f, _ := small(t, Options{})
		_ = f.Close()
		said := killed(t, f, rand.N(300*time.Millisecond), "imports", fmt.Sprint(n))
		db, err := Open(ctx, f.path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		l, err := db.Releases(ctx, ReleaseQuery{Filter: "imported", Now: start, Limit: 2 * n})
		if err != nil {
			t.Fatal(err)
		}
		done := len(said) > 1
		if len(l) != 0 && len(l) != n || done && len(l) != n {
			t.Errorf("round %d: %d of %d rows are there; it said %v", round, len(l), n, said)
		}
		if len(l) == n {
			whole++
		}
		verified(t, db)
		_ = db.Close()
	}
	t.Logf("%d of %d imports were whole", whole, rounds)
	return whole
}

func TestImportKills(t *testing.T) { testImportKills(t, 2) }

// childStores adds files to the DML, one after another, and prints the id of
// each that is in a record.
func childStores() {
	ctx := context.Background()
	db := childFile()
	for i := 0; ; i++ {
		content := strings.Repeat(fmt.Sprint(os.Args[1], i, " "), 20_000)
		sum, size, err := db.Store(ctx, strings.NewReader(content))
		dieIf(err)
		r, err := db.Do(ctx, Who{Person: "PER-2", Auth: "test"}, action.AddMedia{Media: model.Media{Name: "m", Version: fmt.Sprint(os.Args[1], i), SHA256: sum, Size: size}})
		dieIf(err)
		fmt.Println(r.Subject)
	}
}

// A process that is killed while it adds media loses none that it acknowledged,
// every record has its content, and what it left is removed.
func testMediaKills(t *testing.T, rounds int) (acknowledged int) {
	ctx := context.Background()
	f, _ := small(t, Options{})
	_ = f.Close()
	seen := map[string]bool{}
	for round := range rounds {
		for _, id := range killed(t, f, rand.N(30*time.Millisecond), "stores", fmt.Sprint("m", round, "-")) {
			seen[id] = true
		}
		db, err := Open(ctx, f.path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		l, err := db.List(ctx, ListQuery{Kind: model.KindMedia, Limit: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		for _, x := range l {
			there[string(x.ID)] = true
		}
		for id := range seen {
			if !there[id] {
				t.Errorf("round %d: %s was acknowledged and is lost", round, id)
			}
		}
		if found, err := db.VerifyMedia(ctx); err != nil || len(found.Findings) > 0 {
			t.Errorf("round %d: %v, %v", round, found, err)
		}
		_ = db.Close()
	}
	db, err := Open(ctx, f.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	Leftovers(f.path)
	if left, _ := filepath.Glob(mediaFolder(f.path) + "/" + partMark + "*"); len(left) > 0 {
		t.Errorf("what killed processes left is still there: %v", left)
	}
	return len(seen)
}

func TestMediaKills(t *testing.T) { testMediaKills(t, 2) }

// childBegins makes a file with its first person in it.
func childBegins() {
	fmt.Println("ready")
	dieIf(begun(os.Getenv("FAIRWAY_TEST_FILE")))
	fmt.Println("done")
}

func begun(path string) error {
	rules, err := defaults()
	if err != nil {
		return err
	}
	return Make(context.Background(), path, Options{}, func(b *Batch) error {
		_, err := b.Do(Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: rules})
		return err
	})
}

// A beginning that is killed leaves a whole file or none, and nothing that is in
// the way of the next one.
func testInitKills(t *testing.T, rounds int) (whole int) {
	ctx := context.Background()
	for round := range rounds {
		path := filepath.Join(t.TempDir(), fmt.Sprint(round, ".db"))
		said := killed(t, &file{DB: &DB{path: path}}, rand.N(120*time.Millisecond), "begins")
		_, err := os.Stat(path)
		if err == nil {
			whole++
		} else if err := begun(path); err != nil {
			t.Fatalf("round %d: after %v it can't be begun again: %v", round, said, err)
		}
		db, err := Open(ctx, path, Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		verified(t, db)
		if head, _, err := db.Head(ctx); err != nil || head != 1 {
			t.Errorf("round %d: the log ends at %d, %v", round, head, err)
		}
		_ = db.Close()
		Leftovers(path)
		if left, _ := filepath.Glob(path + partMark + "*"); len(left) > 0 {
			t.Errorf("round %d: it left %v", round, left)
		}
	}
	return whole
}

func TestInitKills(t *testing.T) { testInitKills(t, 3) }

// Something else in this process that opens and closes the file must not take
// SQLite's locks with it: another process would then think itself alone.
func TestALookAtTheFileKeepsItsLocks(t *testing.T) {
	f, _ := small(t, Options{})
	info, err := os.Stat(f.path)
	if err != nil {
		t.Fatal(err)
	}
	node := fmt.Sprintf(":%d ", info.Sys().(*syscall.Stat_t).Ino)
	locks := func() (held []string) { // each by its kind, whose it is, and the bytes that it is on
		text, err := os.ReadFile("/proc/locks")
		if err != nil {
			t.Skip("this system does not say what is locked")
		}
		for line := range strings.Lines(string(text)) {
			if _, lock, ok := strings.Cut(line, ": "); ok && strings.Contains(lock, node) {
				held = append(held, lock)
			}
		}
		return held
	}
	before := locks()
	if _, err := os.ReadFile(f.path); err != nil {
		t.Fatal(err)
	}
	after := locks() // another one may be taken meanwhile; none is lost
	if len(before) == 0 || slices.ContainsFunc(before, func(lock string) bool { return !slices.Contains(after, lock) }) {
		t.Errorf("the locks on the file before: %q, after: %q", before, after)
	}
}

// The same action is done once, however often and from how many sides it comes.
func TestTheSameActionIsDoneOnce(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, Options{})
	before, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	results := make([]Result, 12)
	for i := range results {
		wait.Go(func() {
			var err error
			if results[i], err = f.Do(ctx, Who{Person: f.boss, Auth: "test", ActionID: "the-same"}, action.Edit{Release: rel, Set: map[string]string{"name": "Once"}}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	fresh := 0
	for _, r := range results {
		if !r.Repeated {
			fresh++
		}
		if r.Position != before+1 || r.Subject != rel || r.Note == "" {
			t.Errorf("a result is %+v", r)
		}
	}
	if head, _, err := f.Head(ctx); err != nil || head != before+1 || fresh != 1 {
		t.Errorf("it was done %d times; the head is %d after %d, %v", fresh, head, before, err)
	}
}

// Who looked at an older state is told, and nothing is written.
func TestWhatWasSeenMustStillHold(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	c, err := f.Card(ctx, rel, Now, start)
	if err != nil {
		t.Fatal(err)
	}
	f.rename(rel, "Another")
	head, _, _ := f.Head(ctx)
	_, err = f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.Edit{Release: rel, Seen: c.Position, Set: map[string]string{"name": "Mine"}})
	var changed *model.Changed
	if !errors.As(err, &changed) || changed.Seen != c.Position || changed.Now != int64(head) {
		t.Errorf("it gives %v", err)
	}
	if now, _, _ := f.Head(ctx); now != head {
		t.Error("something was written")
	}
}

func BenchmarkEightProcesses(b *testing.B) {
	f, _ := small(b, Options{})
	for range b.N {
		var wait sync.WaitGroup
		var mu sync.Mutex
		worst := time.Duration(0)
		for i := range 8 {
			wait.Go(func() {
				out, err := child(b, "writes", f.path, fmt.Sprint("p", i), "100").Output()
				if err != nil {
					b.Error(err)
				}
				_, text, _ := strings.Cut(string(out), "worst ")
				d, _ := time.ParseDuration(strings.TrimSpace(text))
				mu.Lock()
				worst = max(worst, d)
				mu.Unlock()
			})
		}
		wait.Wait()
		b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
	}
}
