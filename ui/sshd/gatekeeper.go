package sshd

import (
	"container/list"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// gatekeeper decides who gets in while there is too little room.
//
// A connection that has not logged in takes no room of those that have: it
// counts against a bound of its own, and the oldest one of whoever has the most
// makes room for the next. So somebody who opens many and says nothing pushes
// out nobody but themselves. Of the room for those who have logged in, one
// address gets at most a share (see share).
//
// Oldest is an order, not a time: no clock comes in.
type gatekeeper struct {
	l   Limits
	now func() time.Time

	mu       sync.Mutex
	unproven list.List // of *visit, oldest first
	proven   int
	people   map[string]int // connections of each who has logged in
	found    map[string]*visitor
}

// visit is one connection, from its beginning to its end.
type visit struct {
	from  string // see neighbourhood
	close func()

	place  *list.Element // among the unproven; nil once it has logged in or was sent away
	who    string        // once it has logged in
	proven bool
	away   bool // it made room for another
}

// visitor is what is known of an address.
type visitor struct {
	unproven int
	proven   int
	failures int
	since    time.Time // of the first failure that counts
}

func newGatekeeper(l Limits, now func() time.Time) *gatekeeper {
	return &gatekeeper{l: l, now: now, people: map[string]int{}, found: map[string]*visitor{}}
}

// neighbourhood is what counts as one address: an IPv4 address, or the /64 of
// an IPv6 one, of which any host may have every address it likes.
func neighbourhood(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

// shareOf is how many times what is left one address may have. At seven, one
// alone gets seven eighths of the room (everybody may come from one gateway),
// two get seven fifteenths each, and for a further one there is always some.
const shareOf = 7

// share says whether an address that has a number of places already gets another
// of the room, of which some are taken by all.
func share(has, taken, room int) bool {
	return taken < room && (has == 0 || has < shareOf*(room-taken-1))
}

// admit lets a connection in, or says why not. Where that takes room, sent is
// the connection that has to go: it is closed already.
func (g *gatekeeper) admit(from string, hangUp func()) (v *visit, sent *visit, why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.of(from)
	if o.failures >= g.l.FailedKeys {
		return nil, nil, "too many logins of this address have failed"
	}
	o.unproven++
	if g.unproven.Len() >= g.l.Unproven {
		sent = g.oldest()
		g.leaveUnproven(sent)
		sent.away = true
		sent.close()
	}
	v = &visit{from: from, close: hangUp}
	v.place = g.unproven.PushBack(v)
	return v, sent, ""
}

// oldest is the oldest connection of the address that has most of those that
// have not logged in, the newcomer counted.
func (g *gatekeeper) oldest() *visit {
	most := 0
	for e := g.unproven.Front(); e != nil; e = e.Next() {
		most = max(most, g.found[e.Value.(*visit).from].unproven)
	}
	for e := g.unproven.Front(); e != nil; e = e.Next() {
		if v := e.Value.(*visit); g.found[v.from].unproven == most {
			return v
		}
	}
	return nil
}

func (g *gatekeeper) leaveUnproven(v *visit) {
	if v.place != nil {
		g.unproven.Remove(v.place)
		v.place = nil
		o := g.of(v.from)
		o.unproven--
		g.tidy(v.from, o)
	}
}

// prove moves a connection to those that have logged in, or says why there is
// no room for it.
func (g *gatekeeper) prove(v *visit, who string) (why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.of(v.from)
	switch {
	case v.away:
		return "this connection took too long to log in while others waited"
	case v.proven:
		return ""
	case g.people[who] >= 2*g.l.PerPerson:
		return fmt.Sprintf("you have %d connections already; end one of them first", g.people[who])
	case g.proven >= g.l.Connections:
		return fmt.Sprintf("there are %d connections already, as many as this host takes; try again in a moment", g.proven)
	case !share(o.proven, g.proven, g.l.Connections):
		return fmt.Sprintf("your address has %d of the %d connections that this host takes, and the rest is kept for others; end one of them first", o.proven, g.l.Connections)
	}
	g.leaveUnproven(v)
	v.who, v.proven = who, true
	g.proven++
	g.people[who]++
	o = g.of(v.from)
	o.proven++
	o.failures = 0
	return ""
}

// failed says that a connection's keys were refused.
func (g *gatekeeper) failed(v *visit) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o := g.of(v.from)
	if o.failures == 0 {
		o.since = g.now()
	}
	o.failures++
}

// left says that a connection has ended.
func (g *gatekeeper) left(v *visit) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.leaveUnproven(v)
	if !v.proven {
		return
	}
	v.proven = false
	g.proven--
	if g.people[v.who]--; g.people[v.who] <= 0 {
		delete(g.people, v.who)
	}
	o := g.of(v.from)
	o.proven--
	g.tidy(v.from, o)
}

// sentAway reports whether a connection made room for another.
func (g *gatekeeper) sentAway(v *visit) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return v.away
}

// of is what is known of an address. Failures are forgotten after a minute.
func (g *gatekeeper) of(from string) *visitor {
	now := g.now()
	v := g.found[from]
	if v == nil {
		if len(g.found) > 4096 { // an address costs nothing to whoever has many
			for a, old := range g.found {
				if old.unproven == 0 && old.proven == 0 && now.Sub(old.since) > time.Minute {
					delete(g.found, a)
				}
			}
		}
		v = &visitor{}
		g.found[from] = v
	}
	if v.failures > 0 && now.Sub(v.since) > time.Minute {
		v.failures = 0
	}
	return v
}

func (g *gatekeeper) tidy(from string, v *visitor) {
	if v.unproven <= 0 && v.proven <= 0 && v.failures == 0 {
		delete(g.found, from)
	}
}
