package sshd

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Limits bound what clients can take. Zero values are replaced by the defaults.
type Limits struct {
	Connections   int           // in all
	Sessions      int           // in all
	PerPerson     int           // sessions of one person
	PerConnection int           // sessions of one connection
	Unproven      int           // connections of one address that have not logged in
	FailedKeys    int           // logins of one address that may fail within a minute
	Handshake     time.Duration // until a key must be proven
	Idle          time.Duration // since the last key
	Warning       time.Duration // before the idle end
	Most          time.Duration // for one session
	Stall         time.Duration // how long a client may take nothing of what is sent
	Farewell      time.Duration // how long a shutdown waits for sessions
	Input         int           // bytes a second, typed or pasted
	Burst         int           // bytes that may come at once
	Upload        int64         // bytes of a command's standard input
	Command       int           // bytes of a command line
}

// Limits a person never meets, and two cores can bear.
func (l *Limits) complete() {
	set := func(v *int, to int) {
		if *v <= 0 {
			*v = to
		}
	}
	wait := func(v *time.Duration, to time.Duration) {
		if *v <= 0 {
			*v = to
		}
	}
	set(&l.Sessions, 256)
	set(&l.Connections, l.Sessions+64)
	set(&l.PerPerson, 16)
	set(&l.PerConnection, 8)
	set(&l.Unproven, 128) // everybody may come from one gateway, and all at once
	set(&l.FailedKeys, 20)
	wait(&l.Handshake, 30*time.Second)
	wait(&l.Idle, 8*time.Hour)
	wait(&l.Warning, time.Minute)
	wait(&l.Most, 7*24*time.Hour)
	wait(&l.Stall, 30*time.Second)
	wait(&l.Farewell, 5*time.Second)
	set(&l.Input, 4<<10)
	set(&l.Burst, 256<<10)
	if l.Upload <= 0 {
		l.Upload = 256 << 20
	}
	set(&l.Command, 64<<10)
	l.Warning = min(l.Warning, l.Idle/2)
}

// gatekeeper counts connections, and failed logins by address.
type gatekeeper struct {
	l   Limits
	now func() time.Time

	mu    sync.Mutex
	all   int
	found map[string]*visitor
}

type visitor struct {
	unproven int
	failures int
	since    time.Time // of the first failure that counts
}

func newGatekeeper(l Limits, now func() time.Time) *gatekeeper {
	return &gatekeeper{l: l, now: now, found: map[string]*visitor{}}
}

// admit lets a connection in, or says why not.
func (g *gatekeeper) admit(from string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := g.of(from)
	switch {
	case g.all >= g.l.Connections:
		return "too many connections in all"
	case v.unproven >= g.l.Unproven:
		return "too many connections of this address are not logged in"
	case v.failures >= g.l.FailedKeys:
		return "too many logins of this address have failed"
	}
	g.all++
	v.unproven++
	return ""
}

// of is what is known of an address. Failures are forgotten after a minute.
func (g *gatekeeper) of(from string) *visitor {
	now := g.now()
	v := g.found[from]
	if v == nil {
		if len(g.found) > 4096 { // an address costs nothing to whoever has many
			for a, old := range g.found {
				if old.unproven == 0 && now.Sub(old.since) > time.Minute {
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

// passed says that a connection of the address has logged in.
func (g *gatekeeper) passed(from string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := g.of(from)
	v.unproven--
	v.failures = 0
	g.tidy(from, v)
}

// failed says that one ended without, and whether it was for its keys.
func (g *gatekeeper) failed(from string, keys bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := g.of(from)
	v.unproven--
	if keys {
		if v.failures == 0 {
			v.since = g.now()
		}
		v.failures++
	}
	g.tidy(from, v)
}

func (g *gatekeeper) tidy(from string, v *visitor) {
	if v.unproven <= 0 && v.failures == 0 {
		delete(g.found, from)
	}
}

// left says that a connection has ended.
func (g *gatekeeper) left(string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.all--
}

// patientConn gives up on a peer that takes nothing.
type patientConn struct {
	net.Conn
	patience time.Duration
}

func (c *patientConn) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// patientWriter ends a connection whose client has stopped taking what its
// window is sent: whoever writes would wait for ever.
type patientWriter struct {
	w        io.Writer
	patience time.Duration
	give     func() // up
	timer    *time.Timer
}

func (p *patientWriter) Write(b []byte) (int, error) {
	if p.timer == nil {
		p.timer = time.AfterFunc(p.patience, p.give)
	} else {
		p.timer.Reset(p.patience)
	}
	n, err := p.w.Write(b)
	p.timer.Stop()
	return n, err
}

// keyReader is what somebody types: it notes when, and slows a flood down to
// what the limits allow. Whoever floods waits; nobody else does.
type keyReader struct {
	r     io.Reader
	rate  int
	burst int
	last  atomic.Int64 // of the last key, in nanoseconds
	done  <-chan struct{}

	have  float64
	since time.Time
}

func (k *keyReader) Read(b []byte) (int, error) {
	n, err := k.r.Read(b)
	if n == 0 {
		return n, err
	}
	now := time.Now()
	k.last.Store(now.UnixNano())
	if k.since.IsZero() {
		k.have = float64(k.burst)
	} else {
		k.have = min(k.have+now.Sub(k.since).Seconds()*float64(k.rate), float64(k.burst))
	}
	k.since = now
	if k.have -= float64(n); k.have < 0 {
		wait := time.NewTimer(time.Duration(-k.have / float64(k.rate) * float64(time.Second)))
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-k.done:
			return 0, io.EOF
		}
	}
	return n, err
}
