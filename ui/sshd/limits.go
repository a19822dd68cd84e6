package sshd

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// Limits bound what clients can take. Zero values are replaced by the defaults.
type Limits struct {
	Connections   int           // that have logged in, in all
	Sessions      int           // in all
	PerPerson     int           // sessions of one person; twice as many connections
	PerConnection int           // sessions of one connection
	Unproven      int           // connections that have not logged in, in all: a room of their own
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
	Words         int           // words of a command line
	Variables     int           // that a client may send for one session
	Heavy         int           // heavy commands that run at once (see Options.Heavy)
	HeavyEach     int           // of one person
	HeavyWaiting  int           // of one person that may wait for that
	HeavyFor      time.Duration // how long one may take once it runs
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
	set(&l.Unproven, l.Sessions) // everybody may come back at once, after a restart
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
	set(&l.Words, 4096)
	set(&l.Variables, 256)
	set(&l.Heavy, 2)
	set(&l.HeavyEach, 1)
	set(&l.HeavyWaiting, 8)
	wait(&l.HeavyFor, 15*time.Minute)
	l.Warning = min(l.Warning, l.Idle/2)
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
