//go:build load && !race

package sshd_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/ui/term/ttytest"
)

var (
	idleFor = flag.Duration("idle", 61*time.Second, "how long TestLoad looks at idle sessions: more than a minute, because their clocks move then")
	rounds  = flag.Int("rounds", 40, "how many keys each session of TestLoad presses")
	profile = flag.String("pprof", "", "keep the server running at this point, and say its process id, for a profile")
)

// TestLoad prints the figures of docs/benchmarks.md: how long a key takes, what
// a session costs in memory, and what idle sessions cost in CPU. It judges
// nothing but that all sessions are answered.
func TestLoad(t *testing.T) {
	for _, n := range []int{50, 200} {
		t.Run(strconv.Itoa(n), func(t *testing.T) { load(t, n) })
	}
}

func load(t *testing.T, n int) {
	h := serve(t, nil, "--sessions-each", "256", "--sessions", "256")
	key := signer(t, h.person("cora"))
	client, err := dial(h.addr, "x", key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := look(client, 80, 24); err != nil { // what the first one costs is the program's
		t.Fatal(err)
	}
	<-time.After(8 * time.Second) // until the server has given back what its start left
	_, empty := resident(t, h)
	pictures := make([]*picture, n)
	began := time.Now()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			c, err := dial(h.addr, "x", key)
			if err != nil {
				t.Error(err)
				return
			}
			if pictures[i], err = look(c, 80, 24); err != nil {
				t.Error(err)
				return
			}
			if err := pictures[i].Shows("Calendar", "wk  Mon"); err != nil {
				t.Error(err)
			}
		})
		if i%16 == 15 {
			all.Wait()
		}
	}
	all.Wait()
	if t.Failed() {
		return
	}
	opened := time.Since(began)

	// Idle: nobody presses anything.
	<-time.After(3 * time.Second) // until the news of who is here have settled
	cpu := used(t, h)
	before := time.Now()
	<-time.After(*idleFor)
	idle := (used(t, h) - cpu).Seconds() / time.Since(before).Seconds() * 100
	rest, held := resident(t, h)

	// One key after the other, in random order of sessions: the cursor goes to
	// and fro, and each time the picture changes.
	var took []time.Duration
	for round := range *rounds {
		for _, p := range pictures {
			key := "l"
			if round%2 == 1 {
				key = "h"
			}
			d, err := p.answer(key)
			if err != nil {
				t.Fatal(err)
			}
			took = append(took, d)
		}
	}
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))].Round(10 * time.Microsecond) }

	// All at once, four keys a second each: a busy morning.
	var busy []time.Duration
	var mu sync.Mutex
	var everybody sync.WaitGroup
	for i, p := range pictures {
		everybody.Go(func() {
			<-time.After(time.Duration(i) * 250 * time.Millisecond / time.Duration(n))
			tick := time.NewTicker(250 * time.Millisecond)
			defer tick.Stop()
			for k := range 20 {
				<-tick.C
				d, err := p.answer([]string{"l", "h"}[k%2])
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				busy = append(busy, d)
				mu.Unlock()
			}
		})
	}
	everybody.Wait()
	slices.Sort(busy)
	atb := func(q float64) time.Duration { return busy[int(q*float64(len(busy)-1))].Round(10 * time.Microsecond) }
	fmt.Printf("%d sessions: opened in %s; resident %d kB, %d kB each; idle %.2f %% CPU in all; key p50 %s p95 %s max %s; all at four keys a second p50 %s p95 %s max %s\n",
		n, opened.Round(time.Millisecond), rest, (held-empty)/n, idle, at(.5), at(.95), at(1), atb(.5), atb(.95), atb(1))
	if *profile != "" {
		fmt.Printf("the server is process %d\n", h.cmd.Process.Pid)
		<-time.After(2 * time.Minute)
	}
	for _, p := range pictures {
		_ = p.client.Close()
	}
}

// answer presses a key and waits for the first bytes that come of it.
func (p *picture) answer(key string) (time.Duration, error) {
	change := p.Changed()
	began := time.Now()
	if err := p.press(key); err != nil {
		return 0, err
	}
	select {
	case <-change:
		return time.Since(began), nil
	case <-time.After(ttytest.Patience):
		return 0, fmt.Errorf("no answer to %q; the screen shows:\n%s", key, p.Text())
	}
}

// resident is what the server has in memory, in kB: all of it, and without the
// pages of the program and the file, which no session adds to.
func resident(t *testing.T, h *host) (all, own int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(line, ":")
		switch name {
		case "VmRSS":
			all, _ = strconv.Atoi(strings.Fields(rest)[0])
		case "RssAnon":
			own, _ = strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	if all == 0 || own == 0 {
		t.Fatalf("no VmRSS or no RssAnon in\n%s", text)
	}
	return all, own
}

// used is the CPU time of the server.
func used(t *testing.T, h *host) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", h.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+2:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / 100
}
