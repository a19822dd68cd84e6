package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func init() { children["upgrades"] = childUpgrades }

// childUpgrades opens a file as a program of the next format.
func childUpgrades() {
	fmt.Println("ready")
	db, err := Open(context.Background(), os.Getenv("FAIRWAY_TEST_FILE"), Options{format: next, Say: func(text string) { fmt.Println(text) }})
	dieIf(err)
	dieIf(db.Close())
	fmt.Println("done")
}

// copiesOf are the copies from before an upgrade, and what is left of others.
func copiesOf(path string) (whole, parts []string) {
	list, _ := filepath.Glob(path + ".format-*")
	for _, name := range list {
		if partNames.MatchString(name) {
			parts = append(parts, name)
		} else {
			whole = append(whole, name)
		}
	}
	return whole, parts
}

// Several processes that open an older file at once: one upgrades it, the
// others wait, and there is one copy.
func TestOneUpgradesAndTheOthersWait(t *testing.T) {
	const processes = 6
	f, _ := small(t, Options{})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range processes {
		wait.Go(func() {
			if out, err := child(t, "upgrades", f.path).Output(); err != nil || !strings.Contains(string(out), "done") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	wait.Wait()
	db, err := Open(context.Background(), f.path, Options{format: next})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	verified(t, db)
	if whole, parts := copiesOf(f.path); len(whole) != 1 || len(parts) != 0 {
		t.Errorf("the copies are %v, the parts %v", whole, parts)
	}
}

// Who waits for an upgrade says so, for as long as it takes, and goes on.
func TestAnUpgradeIsWaitedFor(t *testing.T) {
	ctx := context.Background()
	f, _ := small(t, Options{})
	tx, err := f.lock(ctx)
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 10)
	done := make(chan error, 1)
	go func() {
		db, err := Open(ctx, f.path, Options{format: next, Wait: time.Millisecond, Say: func(text string) { said <- text }})
		if err == nil {
			err = db.Close()
		}
		done <- err
	}()
	if text := <-said; !strings.Contains(text, "waiting") {
		t.Errorf("it says %q", text)
	}
	_ = tx.Rollback()
	if err := <-done; err != nil {
		t.Error(err)
	}
	// And is told when it stops waiting.
	tx, err = f.lock(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	later := &format{number: next.number + 1, steps: next.steps}
	later.steps[next.number] = next.steps[current.number]
	stop, cancel := context.WithCancel(ctx)
	_, err = Open(stop, f.path, Options{format: later, Say: func(string) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it gives %v", err)
	}
}

// upgradeKills opens an older file in a process that is killed at some moment of
// it, again and again: the file always opens, nothing is lost, and no copies
// pile up.
func upgradeKills(t *testing.T, rounds int) (cut int) {
	ctx := context.Background()
	left := 0
	f, _ := small(t, Options{})
	head, hash, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	older, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		path := filepath.Join(t.TempDir(), fmt.Sprint(round, ".db"))
		if err := os.WriteFile(path, older, 0o600); err != nil {
			t.Fatal(err)
		}
		for try := range 3 {
			after := rand.N(60 * time.Millisecond)
			if round+try == 0 { // however quick this machine is
				after = 0
			}
			said := killed(t, &file{DB: &DB{path: path}}, after, "upgrades")
			if len(said) > 0 && said[len(said)-1] == "done" {
				break
			}
			cut++
		}
		if whole, parts := copiesOf(path); len(whole) > 1 || len(parts) > 3 {
			t.Errorf("round %d: the copies are %v, the parts %v", round, whole, parts)
		} else {
			left += len(whole) + len(parts)
		}
		db, err := Open(ctx, path, Options{format: next})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if pos, sum, err := db.Head(ctx); err != nil || pos != head || sum != hash {
			t.Errorf("round %d: the log ends at %d %s, %v", round, pos, sum, err)
		}
		verified(t, db)
		_ = db.Close()
		Leftovers(path)
		if whole, parts := copiesOf(path); len(whole) != 1 || len(parts) != 0 {
			t.Errorf("round %d: at the end the copies are %v, the parts %v", round, whole, parts)
		}
	}
	t.Logf("%d upgrades were killed in %d rounds, and left %d copies and parts in between", cut, rounds, left)
	if cut == 0 {
		t.Error("no upgrade was killed: this test sees nothing")
	}
	return cut
}

func TestKilledUpgrades(t *testing.T) { upgradeKills(t, 3) }
