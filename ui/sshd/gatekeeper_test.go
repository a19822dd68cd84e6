package sshd

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"pgregory.net/rapid"

	"fairway/ui"
)

// from connects from one of the addresses of loopback.
func (p *inProcess) from(t testing.TB, ip string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}
	c, err := d.Dial("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func (p *inProcess) logIn(t testing.TB, ip string, key ssh.Signer) (*ssh.Client, error) {
	t.Helper()
	c, channels, requests, err := ssh.NewClientConn(p.from(t, ip), p.addr, &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		return nil, err
	}
	client := ssh.NewClient(c, channels, requests)
	t.Cleanup(func() { _ = client.Close() })
	return client, nil
}

// silent opens a connection that says nothing, and waits until it is counted.
func (p *inProcess) silent(t testing.TB, ip string) net.Conn {
	t.Helper()
	c := p.from(t, ip)
	if _, err := io.ReadFull(c, make([]byte, len("SSH-2.0-Fairway"))); err != nil { // it was let in
		t.Fatalf("from %s: %v", ip, err)
	}
	return c
}

// TestIdleConnectionsShutNobodyOut: three addresses open what they can and say
// nothing; others log in all the while, and those who were there stay.
func TestIdleConnectionsShutNobodyOut(t *testing.T) {
	p := begin(t, Options{Limits: Limits{Unproven: 12, Sessions: 8, Connections: 8}})
	here, err := p.logIn(t, "127.0.0.1", p.key)
	if err != nil {
		t.Fatal(err)
	}
	mine := p.silent(t, "127.0.0.9") // somebody who is asked for a passphrase just now
	var idle []net.Conn
	for i := range 60 {
		idle = append(idle, p.silent(t, fmt.Sprintf("127.0.0.%d", 2+i%3)))
	}
	for _, ip := range []string{"127.0.0.1", "127.0.0.5", "127.0.0.2"} {
		c, err := p.logIn(t, ip, p.key)
		if err != nil {
			t.Fatalf("from %s: %v", ip, err)
		}
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if out, err := s.CombinedOutput("a b"); string(out) != "a|b" || code(err) != 7 {
			t.Errorf("from %s: %q, %v", ip, out, err)
		}
		_ = c.Close()
	}
	s, err := here.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if out, _ := s.CombinedOutput("still here"); string(out) != "still|here" {
		t.Errorf("%q", out)
	}
	// The oldest of those who had most went, and not the one who had one.
	if _, err := idle[0].Read(make([]byte, 4096)); err == nil {
		if _, err = io.Copy(io.Discard, idle[0]); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%v", err)
		}
	}
	if _, err := io.WriteString(mine, "SSH-2.0-x\r\n"); err != nil {
		t.Error(err)
	}
	if n, err := mine.Read(make([]byte, 4096)); n == 0 {
		t.Errorf("who had one connection was sent away: %v", err)
	}
	p.turned.flush()
	logs := p.logs.String()
	if got := strings.Count(logs, "it did not log in, and others wait"); got != turnedEach+1 {
		t.Errorf("%d lines say who was turned away:\n%s", got, logs)
	}
	if !strings.Contains(logs, "addresses=3 busiest=127.0.0.") {
		t.Errorf("the log does not sum up:\n%s", logs)
	}
}

// TestOneAddressLeavesRoomForOthers that have logged in, too.
func TestOneAddressLeavesRoomForOthers(t *testing.T) {
	p := begin(t, Options{
		Limits: Limits{Sessions: 4, PerPerson: 20, PerConnection: 20, Connections: 5},
		Show:   func(ctx context.Context, _ ui.Options) error { <-ctx.Done(); return ctx.Err() },
	})
	c, err := p.logIn(t, "127.0.0.2", p.key)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for ; ; held++ {
		refused := p.refused()
		_, out, wait := shell(t, c)
		said := make(chan string, 1)
		go func() { b, _ := io.ReadAll(out); said <- string(b) }()
		ended := make(chan error, 1)
		go func() { ended <- wait() }()
		if p.sessionsOf("127.0.0.2", held+1, refused) {
			continue
		}
		if got := code(<-ended); got != 1 {
			t.Errorf("exit %d", got)
		}
		if text := <-said; !strings.Contains(text, "your address has 3 of the 4 sessions") {
			t.Errorf("it was told %q", text)
		}
		break
	}
	if held != 3 {
		t.Errorf("one address has %d of 4", held)
	}
	other, err := p.logIn(t, "127.0.0.3", p.key)
	if err != nil {
		t.Fatal(err)
	}
	refused := p.refused()
	shell(t, other)
	if !p.sessionsOf("127.0.0.3", 1, refused) {
		t.Error("another address found no room")
	}
	// Connections without a session, too: the address may have four of five.
	var last error
	for range 6 {
		if _, last = p.logIn(t, "127.0.0.2", p.key); last != nil {
			break
		}
	}
	if last == nil {
		t.Error("one address takes all connections")
	}
	if _, err := p.logIn(t, "127.0.0.4", p.key); err != nil {
		t.Errorf("a third address: %v", err)
	}
	const turned = "your address has 3 of the 5 connections"
	for late := time.Now().Add(20 * time.Second); !strings.Contains(p.logs.String(), turned); <-time.After(time.Millisecond) { // it is written once the client was told
		if time.Now().After(late) {
			t.Fatalf("the log does not say so:\n%s", p.logs.String())
		}
	}
}

// refused is how many sessions there was no room for.
func (p *inProcess) refused() int {
	return strings.Count(p.logs.String(), "sessions that this host takes")
}

// sessionsOf waits until an address has so many sessions, or more were refused
// than before.
func (p *inProcess) sessionsOf(from string, n, before int) bool {
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late); <-time.After(time.Millisecond) {
		have := 0
		p.mu.Lock()
		for x := range p.sessions {
			if x.from == from {
				have++
			}
		}
		p.mu.Unlock()
		if have >= n {
			return true
		}
		if p.refused() > before {
			return false
		}
	}
	return false
}

func TestOneNeighbourhood(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.7:22":                "192.0.2.7",
		"[::ffff:192.0.2.7]:22":       "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:22":   "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:9":    "2001:db8:1:2::/64",
		"[2001:db8:1:3::1]:9":         "2001:db8:1:3::/64",
		"[fe80::1%lo]:9":              "fe80::/64",
		"[::1]:9":                     "::/64",
		"[2001:db8:1:2:3:4:5:6%x]:22": "2001:db8:1:2::/64",
	} {
		if got := neighbourhood(word(text)); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}

type word string

func (w word) Network() string { return "tcp" }
func (w word) String() string  { return string(w) }

// TestTheGate holds for any order of comings and goings: what is counted is
// what is there, no bound is passed, and who has fewer is never sent away for
// who has more.
func TestTheGate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Limits{Unproven: rapid.IntRange(1, 6).Draw(t, "unproven"), Connections: rapid.IntRange(1, 8).Draw(t, "connections"), PerPerson: rapid.IntRange(1, 4).Draw(t, "each"), FailedKeys: 3}
		now := time.Unix(0, 0)
		g := newGatekeeper(l, func() time.Time { return now })
		var there []*visit
		drop := func(v *visit) {
			for i, o := range there {
				if o == v {
					there = append(there[:i], there[i+1:]...)
					break
				}
			}
			g.left(v)
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "seconds")) * time.Second)
			addr := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "address")
			switch what := rapid.IntRange(0, 3).Draw(t, "what"); {
			case what == 0 || len(there) == 0:
				closed := false
				v, sent, why := g.admit(addr, func() { closed = true })
				if why != "" {
					continue
				}
				if sent != nil {
					for _, o := range there {
						if o.place != nil && g.found[o.from].unproven > g.found[addr].unproven && g.found[o.from].unproven > countOf(g, sent.from)+1 {
							t.Fatalf("%s was sent away, although %s has more", sent.from, o.from)
						}
					}
					drop(sent)
				}
				if closed {
					t.Fatal("the newcomer was sent away")
				}
				there = append(there, v)
			case what == 1:
				who := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "who")
				g.prove(rapid.SampledFrom(there).Draw(t, "visit"), who)
			case what == 2:
				drop(rapid.SampledFrom(there).Draw(t, "visit"))
			default:
				v := rapid.SampledFrom(there).Draw(t, "visit")
				if !v.proven {
					g.failed(v)
					drop(v)
				}
			}
			proven, unproven := 0, 0
			for _, v := range there {
				if v.proven {
					proven++
				} else {
					unproven++
				}
			}
			if proven != g.proven || unproven != g.unproven.Len() || proven > l.Connections || unproven > l.Unproven {
				t.Fatalf("%d and %d are there; it counts %d and %d of %+v", proven, unproven, g.proven, g.unproven.Len(), l)
			}
		}
		for len(there) > 0 {
			drop(there[0])
		}
		if g.proven != 0 || g.unproven.Len() != 0 || len(g.people) != 0 {
			t.Fatalf("something is left: %+v", g)
		}
	})
}

func countOf(g *gatekeeper, from string) int {
	if v := g.found[from]; v != nil {
		return v.unproven
	}
	return 0
}

// TestAShareAlwaysLeavesSome, however many addresses take what they can.
func TestAShareAlwaysLeavesSome(t *testing.T) {
	for _, c := range []struct{ room, addresses, each int }{{256, 1, 224}, {256, 2, 119}, {320, 1, 280}} {
		taken := 0
		has := make([]int, c.addresses)
		for more := true; more; {
			more = false
			for i := range has {
				if share(has[i], taken, c.room) {
					has[i]++
					taken++
					more = true
				}
			}
		}
		if has[0] < c.each-1 || has[0] > c.each+1 || !share(0, taken, c.room) {
			t.Errorf("of %d, %d addresses get %v", c.room, c.addresses, has)
		}
	}
}

// TestTurnedAwayIsSummedUp: a flood is a few lines a minute, by the clock that
// is given.
func TestTurnedAwayIsSummedUp(t *testing.T) {
	logs := &lockedBuffer{}
	now := time.Unix(1000, 0)
	turned := newTurned(slog.New(slog.NewTextHandler(logs, nil)), func() time.Time { return now })
	for i := range 1000 {
		turned.away(fmt.Sprintf("192.0.2.%d", i%7), "no room")
	}
	if got := strings.Count(logs.String(), "turned away"); got != turnedEach {
		t.Errorf("%d lines", got)
	}
	now = now.Add(turnedSpan)
	turned.away("192.0.2.1", "no room")
	if text := logs.String(); !strings.Contains(text, "more=995 addresses=7 busiest=192.0.2.") || strings.Count(text, "turned away") != turnedEach+2 {
		t.Errorf("%s", text)
	}
}
