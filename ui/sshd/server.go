package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/store"
	"fairway/ui"
)

// Call is one command line that somebody sent.
type Call struct {
	Args     []string
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Person   *model.Person
	Auth     string
	// Key is the fingerprint of the key that was proven, and Elsewhere what is
	// known here of keys.
	Key       string
	Elsewhere model.KeysElsewhere
}

// Options say what is served, to whom, and how much of it.
type Options struct {
	DB  *store.DB
	Now func() time.Time
	Log *slog.Logger

	HostKey        ssh.Signer
	AuthorizedKeys string // a file; "" for none
	CA             []ssh.PublicKey
	// Contact is whom somebody asks whose key is refused.
	Contact string

	// Command performs a command line and returns its exit code.
	Command func(ctx context.Context, c Call) int
	// Name is the command that a command line names, for the log, without
	// anything that was typed into it.
	Name func(args []string) string
	// Heavy reports whether a command line takes much memory or disk, such as a
	// check of the whole file: only few of them run at once.
	Heavy func(args []string) bool
	// Look completes what a dashboard is shown with: zone, first day, theme.
	Look func(ctx context.Context, o *ui.Options) error
	// Waits is what whoever logs in is told of what waits for them, "" for nothing;
	// ForPeople reports whether a command line prints for people. Either may be nil.
	Waits     func(ctx context.Context, who model.ID) string
	ForPeople func(args []string) bool
	// Show shows a dashboard; ui.Run unless a test replaces it.
	Show func(ctx context.Context, o ui.Options) error

	Spectators Spectators
	// SpectatorNames lets spectators see people's names.
	SpectatorNames bool

	Limits Limits
}

// Server serves one file.
type Server struct {
	o    Options
	log  *slog.Logger
	keys *keyFile
	// certificates are those that were seen: see whose.go.
	certificates certificates
	gate         *gatekeeper
	turned       *turned
	heavy        *heavy
	presence     *presence
	moved        chan struct{} // see tidy

	mu       sync.Mutex
	sessions map[*session]struct{}
	conns    map[net.Conn]struct{}
	closing  bool
	work     sync.WaitGroup
}

// New makes a server. What can't be used is refused here and not at the first
// login.
func New(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Show == nil {
		o.Show = ui.Run
	}
	if o.Name == nil {
		o.Name = func([]string) string { return "" }
	}
	if o.Heavy == nil {
		o.Heavy = func([]string) bool { return false }
	}
	if o.Contact == "" {
		o.Contact = "an administrator of this Fairway"
	}
	if o.HostKey == nil {
		return nil, errors.New("a server needs a host key")
	}
	o.Limits.complete()
	s := &Server{o: o, log: o.Log, gate: newGatekeeper(o.Limits, o.Now), turned: newTurned(o.Log, o.Now), heavy: newHeavy(o.Limits), moved: make(chan struct{}, 1), sessions: map[*session]struct{}{}, conns: map[net.Conn]struct{}{}}
	s.presence = newPresence(o.DB, o.Now, o.Log)
	if o.AuthorizedKeys != "" {
		s.keys = &keyFile{path: o.AuthorizedKeys, log: o.Log}
		if _, err := s.keys.current(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Serve answers whoever connects until ctx ends; then everybody is told, what
// they typed is kept, and it returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var background sync.WaitGroup
	for where, loop := range map[string]func(context.Context){"presence": s.presence.run, "tidy": s.tidy, "rights": s.followRights, "write-ahead log": s.watchWAL} {
		background.Go(func() {
			defer s.survive(where)
			loop(run)
		})
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	background.Go(func() {
		select {
		case <-s.o.DB.Gone():
			_ = l.Close()
		case <-run.Done():
		}
	})
	err := s.accept(run, l)
	if ctx.Err() != nil {
		err = nil
	}
	lost := s.o.DB.Lost()
	if lost != nil {
		s.log.Error("the file was replaced", "err", lost)
		s.shutdown("the file on the host was replaced, so that nothing more is written. What you typed and didn't send is not kept: copy it from your screen.")
	} else {
		s.shutdown("fairway is being stopped on its host. What you typed is kept; connect again in a moment.")
	}
	s.turned.flush()
	cancel()
	background.Wait()
	if lost != nil {
		return lost // who is here can't be taken back from it any more
	}
	return errors.Join(err, s.presence.clear())
}

func (s *Server) accept(ctx context.Context, l net.Listener) error {
	defer l.Close()
	for pause := time.Duration(0); ; {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			// Out of file descriptors, most likely: it passes when somebody goes.
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			s.log.Error("accept", "err", err)
			select {
			case <-time.After(pause):
				continue
			case <-ctx.Done():
				return nil
			}
		}
		pause = 0
		from := neighbourhood(c.RemoteAddr())
		v, sent, why := s.gate.admit(from, func() { _ = c.Close() })
		if sent != nil {
			s.turned.away(sent.from, "it did not log in, and others wait")
		}
		if why != "" {
			s.turned.away(from, why)
			_ = c.Close()
			continue
		}
		if !s.track(c) {
			s.gate.left(v)
			_ = c.Close()
			continue
		}
		s.work.Go(func() {
			defer s.gate.left(v)
			defer s.untrack(c)
			defer s.survive("connection")
			s.connection(ctx, c, v)
		})
	}
}

// survive keeps a panic in what one client does from ending the others.
func (s *Server) survive(where string) {
	if v := recover(); v != nil {
		s.log.Error("panic", "where", where, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	}
}

func (s *Server) track(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.conns[c] = struct{}{}
	return true
}

func (s *Server) untrack(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// connection is everything that happens on one connection.
func (s *Server) connection(ctx context.Context, raw net.Conn, v *visit) {
	tcp := &patientConn{Conn: raw, patience: s.o.Limits.Stall}
	_ = raw.SetReadDeadline(time.Now().Add(s.o.Limits.Handshake))
	trial := &trial{server: s, ctx: ctx, visit: v, from: raw.RemoteAddr().String()}
	conn, channels, requests, err := ssh.NewServerConn(tcp, trial.config())
	switch {
	case err == nil:
	case trial.full != "":
		s.turned.away(v.from, trial.full, "who", trial.fullFor)
		return
	case trial.refused:
		s.gate.failed(v)
		s.log.Warn("refused", "from", trial.from, "keys", trial.said())
		return
	case s.gate.sentAway(v): // said already
		return
	default:
		s.turned.away(v.from, "no login", "err", err.Error())
		return
	}
	defer conn.Close()
	_ = raw.SetReadDeadline(time.Time{})
	who, ok := conn.Permissions.ExtraData[whoKey{}].(*identity)
	if !ok {
		s.log.Error("a login without an identity", "from", trial.from)
		return
	}
	log := s.log.With("who", who.name(), "key", who.auth, "from", trial.from)
	log.Info("connected", "client", string(conn.ClientVersion()))
	began := time.Now()
	defer func() { log.Info("disconnected", "after", time.Since(began).Round(time.Second).String()) }()

	var open sync.WaitGroup
	defer open.Wait()
	slots := make(chan struct{}, s.o.Limits.PerConnection)
	for {
		select {
		case r := <-requests: // of the whole connection: forwarding of ports and the like
			if r == nil {
				requests = nil // it ends, as channels does
			} else if r.WantReply {
				_ = r.Reply(false, nil)
			}
			continue
		case nc := <-channels:
			if nc == nil {
				if err := conn.Wait(); err != nil && strings.Contains(err.Error(), "max packet") {
					log.Warn("a client sent more at once than SSH has room for", "err", err.Error())
				}
				return
			}
			if nc.ChannelType() != "session" {
				log.Warn("refused a channel", "type", clip(nc.ChannelType(), 40))
				_ = nc.Reject(ssh.Prohibited, "nothing is forwarded here")
				continue
			}
			select {
			case slots <- struct{}{}:
			default:
				_ = nc.Reject(ssh.ResourceShortage, "too many sessions on one connection")
				continue
			}
			ch, reqs, err := nc.Accept()
			if err != nil {
				_ = conn.Close()
				return
			}
			open.Go(func() {
				defer func() { <-slots }()
				defer s.survive("session")
				s.session(ctx, conn, ch, reqs, who, log)
			})
		}
	}
}

// hangUp is how long clients are given to close their connections at the end.
const hangUp = 500 * time.Millisecond

// shutdown tells everybody that word, waits until what they typed is kept, and closes
// what is left.
func (s *Server) shutdown(word string) {
	s.mu.Lock()
	s.closing = true
	told := len(s.sessions) > 0
	for x := range s.sessions {
		x.end(word)
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() { s.idle(); close(done) }()
	select {
	case <-done:
	case <-time.After(s.o.Limits.Farewell):
	}
	gone := make(chan struct{})
	go func() { s.work.Wait(); close(gone) }()
	if told { // a client that has its exit code hangs up itself: one that is cut off takes that for a failure
		select {
		case <-gone:
		case <-time.After(min(hangUp, s.o.Limits.Farewell)):
		}
	}
	s.mu.Lock()
	for c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	select {
	case <-gone:
	case <-time.After(s.o.Limits.Farewell):
		s.log.Error("some sessions did not end in time")
	}
}

// idle waits until no session is left; connections may be.
func (s *Server) idle() {
	for {
		s.mu.Lock()
		var one *session
		for x := range s.sessions {
			one = x
			break
		}
		s.mu.Unlock()
		if one == nil {
			return
		}
		<-one.over
	}
}
