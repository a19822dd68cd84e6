//go:build load && !race

package sshd_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// TestLoadTicks prints the figures of docs/benchmarks.md of ticking, all of one run on one
// disk: how long a tick takes until it is committed, by one person and by twelve at once,
// against the smallest action that writes a record; and how long a key of the cursor takes
// in a session meanwhile, against one at rest. It judges nothing.
func TestLoadTicks(t *testing.T) {
	const people, steps = 12, 200
	h := serve(t, nil)
	names, _ := crowd(h, people)
	for _, name := range names {
		h.run("person", "grant", name, "deployment-team", "--as", boss)
	}
	h.run("person", "grant", "cora", "deployment-team", "--as", boss)
	const nights = 8 // of them, so that there is time to press keys
	alone, together := h.manySteps(steps), make([]string, nights)
	for i := range together {
		together[i] = h.manySteps(steps)
	}
	db, ctx := h.db(), context.Background()
	who := make([]model.ID, people)
	for i, name := range names {
		id, err := db.Resolve(ctx, model.KindPerson, name)
		if err != nil {
			t.Fatal(err)
		}
		who[i] = id
	}
	payroll, err := db.Resolve(ctx, model.KindService, "payroll")
	if err != nil {
		t.Fatal(err)
	}
	do := func(person model.ID, a action.Action) time.Duration {
		began := time.Now()
		if _, err := db.Do(ctx, store.Who{Person: person, Auth: "load"}, a); err != nil {
			t.Error(err)
		}
		return time.Since(began)
	}
	client, err := dial(h.addr, "x", signer(t, h.person("cora")))
	if err != nil {
		t.Fatal(err)
	}
	p, err := look(client, 80, 24)
	if err != nil {
		t.Fatal(err)
	}
	see(t, p, "Calendar", "wk  Mon")
	there, back := "l", "h" // to the next day and back, within the month: another is read anew
	if time.Now().UTC().Day() > 14 {
		there, back = back, there
	}
	keys := func(stop func(n int) bool) (took []time.Duration) {
		for n := 0; !stop(n); n++ {
			d, err := p.answer([]string{there, back}[n%2])
			if err != nil {
				t.Error(err)
				return took
			}
			took = append(took, d)
			<-time.After(20 * time.Millisecond) // somebody presses it
		}
		return took
	}
	keys(func(n int) bool { return n == 40 })
	rest := keys(func(n int) bool { return n == 200 })

	var small, tick []time.Duration
	for n := range steps { // by turns
		small = append(small, do(who[0], action.AskQuestion{About: payroll, Comment: true, Text: fmt.Sprint("a word ", n)}))
		tick = append(tick, do(who[1], action.DoStep{Run: model.ID(alone), Step: n + 1}))
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var many []time.Duration
	done := make(chan struct{})
	for i := range people {
		all.Go(func() {
			for n := i; n < nights*steps; n += people {
				d := do(who[i], action.DoStep{Run: model.ID(together[n/steps]), Step: n%steps + 1})
				mu.Lock()
				many = append(many, d)
				mu.Unlock()
			}
		})
	}
	go func() { all.Wait(); close(done) }()
	meanwhile := keys(func(int) bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
	<-done
	p95 := func(list []time.Duration) time.Duration {
		slices.Sort(list)
		return list[min(len(list)*95/100, len(list)-1)]
	}
	base := p95(small)
	say := func(what string, d, by time.Duration) {
		t.Logf("%s: p95 %s, %.2f", what, d.Round(time.Microsecond), float64(d)/float64(by))
	}
	say("a comment, the smallest action that writes a record", base, base)
	say("a tick, one person", p95(tick), base)
	say("a tick, twelve at once", p95(many), base)
	say("a key of the cursor, at rest", p95(rest), p95(rest))
	if len(meanwhile) > 0 {
		say(fmt.Sprintf("a key of the cursor while twelve tick (%d keys)", len(meanwhile)), p95(meanwhile), p95(rest))
	}
}
