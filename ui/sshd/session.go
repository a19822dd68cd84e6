package sshd

import (
	"context"
	"errors"
	"fairway/ui/remedy"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/model/when"
	"fairway/ui"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/term"
)

// session is one picture or one command of somebody.
type session struct {
	server *Server
	conn   *ssh.ServerConn
	ch     ssh.Channel
	who    *identity
	from   string // see neighbourhood
	log    *slog.Logger

	env   environment
	asked int      // variables that the client sent
	unfit []string // those of which the value was not taken
	pty   bool
	size  term.Size
	sizes chan term.Size
	words chan string

	ctx    context.Context
	cancel context.CancelFunc
	over   chan struct{}
	reason atomic.Pointer[string] // why it was ended
	shows  atomic.Bool            // a dashboard, and runs no command
}

// end ends the session with a sentence for the person. It doesn't wait.
func (x *session) end(why string) {
	if x.reason.CompareAndSwap(nil, &why) {
		x.log.Info("session ended", "why", why)
	}
	x.cancel()
}

// say shows a word in the footer; one that nobody takes is lost.
func (x *session) say(word string) {
	select {
	case x.words <- word:
	default:
	}
}

// session answers the requests of one channel, one of which starts it.
func (s *Server) session(ctx context.Context, conn *ssh.ServerConn, ch ssh.Channel, requests <-chan *ssh.Request, who *identity, log *slog.Logger) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	x := &session{server: s, conn: conn, ch: ch, who: who, from: neighbourhood(conn.RemoteAddr()), log: log, env: environment{}, ctx: ctx, cancel: cancel,
		sizes: make(chan term.Size, 1), words: make(chan string, 1), over: make(chan struct{})}
	defer ch.Close()
	started := false
	var running sync.WaitGroup
	for r := range requests {
		ok := false
		var begin func()
		switch r.Type {
		case "pty-req":
			ok = !started && !x.pty && x.terminal(r.Payload)
		case "window-change":
			ok = x.window(r.Payload)
		case "env":
			ok = !started && x.variable(r.Payload)
		case "signal":
			ok = x.signal(r.Payload)
		case "shell", "exec":
			line, good := "", true
			if r.Type == "exec" {
				line, good = oneString(r.Payload)
			}
			if started || !good {
				break
			}
			started, ok = true, true
			if who.force != "" {
				line = who.force
			}
			begin = func() {
				defer s.survive("session")
				defer ch.Close()
				if wrong := x.tooMuch(line); wrong != "" {
					log.Warn("turned away", "why", wrong)
					x.exit(2, "fairway: "+wrong+".")
					return
				}
				x.run(line)
			}
		default: // a subsystem such as sftp, an agent, X11: there is none
			log.Warn("refused a request", "type", clip(r.Type, 40))
		}
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
		if begin != nil { // not before the reply: a quick command would close the channel in front of it
			running.Go(begin)
		}
	}
	cancel() // the client closed the channel, or the line dropped
	running.Wait()
}

// The most and the least a window is taken for, in cells.
const (
	mostWidth  = 600
	mostHeight = 300
)

func clamp(w, h uint32) term.Size {
	if w == 0 || h == 0 {
		return term.Size{Width: 80, Height: 24}
	}
	return term.Size{Width: int(min(w, mostWidth)), Height: int(min(h, mostHeight))}
}

func (x *session) terminal(payload []byte) bool {
	if x.who.noPTY {
		x.log.Warn("refused a terminal", "why", "the certificate, or the line of the key, allows commands only")
		return false
	}
	var p struct {
		Term                 string
		Width, Height, PW, P uint32
		Modes                string
	}
	if ssh.Unmarshal(payload, &p) != nil {
		return false
	}
	x.env.set("TERM", p.Term)
	x.pty, x.size = true, clamp(p.Width, p.Height)
	return true
}

// window takes note of a new size: only the newest counts.
func (x *session) window(payload []byte) bool {
	var p struct{ Width, Height, PW, P uint32 }
	if !x.pty || ssh.Unmarshal(payload, &p) != nil || p.Width == 0 || p.Height == 0 {
		return false
	}
	size := clamp(p.Width, p.Height)
	for {
		select {
		case x.sizes <- size:
			return true
		default:
		}
		select {
		case <-x.sizes:
		default:
		}
	}
}

func (x *session) variable(payload []byte) bool {
	var p struct{ Name, Value string }
	x.asked++
	if ssh.Unmarshal(payload, &p) != nil || p.Name == "TERM" {
		return false
	}
	taken := x.env.set(p.Name, p.Value)
	if !taken && allowed(p.Name) && !slices.Contains(x.unfit, p.Name) {
		x.unfit = append(x.unfit, p.Name)
	}
	return taken
}

func (x *session) signal(payload []byte) bool {
	name, ok := oneString(payload)
	if ok && (name == "INT" || name == "TERM" || name == "HUP") {
		x.cancel()
	}
	return ok
}

func oneString(payload []byte) (string, bool) {
	var p struct{ Text string }
	return p.Text, ssh.Unmarshal(payload, &p) == nil
}

// admit counts the session in, or says why not.
func (s *Server) admit(x *session) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	mine, near := 0, 0
	for o := range s.sessions {
		if o.who.one() == x.who.one() {
			mine++
		}
		if o.from == x.from {
			near++
		}
	}
	switch {
	case s.closing:
		return "fairway is being stopped on its host; connect again in a moment"
	case len(s.sessions) >= s.o.Limits.Sessions:
		return fmt.Sprintf("there are %d sessions already, as many as this host takes; try again in a moment", len(s.sessions))
	case mine >= s.o.Limits.PerPerson:
		return fmt.Sprintf("you have %d sessions already; end one of them first", mine)
	case !share(near, len(s.sessions), s.o.Limits.Sessions):
		return fmt.Sprintf("your address has %d of the %d sessions that this host takes, and the rest is kept for others; end one of them first", near, s.o.Limits.Sessions)
	}
	s.sessions[x] = struct{}{}
	return ""
}

func (s *Server) leave(x *session) {
	s.mu.Lock()
	delete(s.sessions, x)
	s.mu.Unlock()
	close(x.over)
}

// run is the session from its admission to its exit code.
func (x *session) run(line string) {
	if why := x.server.admit(x); why != "" {
		x.log.Warn("turned away", "why", why)
		x.exit(1, "fairway: "+why+".")
		return
	}
	defer x.server.leave(x)
	args, err := split(line)
	if err == nil && len(args) > 0 && args[0] == "fairway" {
		args = args[1:]
	}
	if err == nil && len(args) > x.server.o.Limits.Words {
		err = fmt.Errorf("the command line has %d words; at most %d are taken", len(args), x.server.o.Limits.Words)
	}
	if err != nil {
		x.exit(2, "fairway: "+err.Error())
		return
	}
	stop := x.watchTime()
	defer stop()
	switch {
	case x.who.spectator:
		x.spectate(args)
	case len(args) == 0 && x.pty:
		x.exit(x.dashboard(nil), "")
	case len(args) == 0:
		x.exit(2, "fairway needs a terminal for the dashboard: ssh -t HOST, or name a command such as ssh HOST board")
	default:
		x.exit(x.command(args), "")
	}
}

// exit says a sentence, if there is one, and how it ended.
func (x *session) exit(code int, text string) {
	if why := x.reason.Load(); why != nil && text == "" {
		text = *why
	}
	if text != "" {
		// Whoever doesn't read it must not hold up a shutdown.
		late := time.AfterFunc(time.Second, func() { _ = x.conn.Close() })
		end := "\n"
		if x.pty {
			end = "\r\n"
		}
		_, _ = io.WriteString(x.ch.Stderr(), kit.Visible(text)+end)
		late.Stop()
	}
	_, _ = x.ch.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{uint32(code)}))
}

// out is where the session writes: never for longer than the client is given
// to take it.
func (x *session) out(w io.Writer) io.Writer {
	return &patientWriter{w: w, patience: x.server.o.Limits.Stall, give: func() {
		x.log.Warn("a client takes nothing of what it is sent; its connection is closed")
		_ = x.conn.Close()
	}}
}

// dashboard shows the picture until it is left.
func (x *session) dashboard(change func(*ui.Options)) int {
	s := x.server
	if !x.who.spectator {
		if err := s.o.DB.MayRead(x.ctx, x.who.id()); err != nil {
			return x.unread(err)
		}
		x.shows.Store(true)
	}
	s.move()
	defer s.move()
	keys := &keyReader{r: x.ch, rate: s.o.Limits.Input, burst: s.o.Limits.Burst, done: x.ctx.Done()}
	stop := x.watchKeys(keys)
	defer stop()
	p := *x.personOrNobody()
	o := ui.Options{
		DB: s.o.DB, Person: model.Actor{Person: &p, Auth: x.who.auth, Key: x.who.fingerprint, Elsewhere: s.elsewhere()}, Now: s.o.Now, ASCII: x.env.ascii(), NoColor: x.env.bare(),
		In: keys, Out: x.out(x.ch), Size: x.size, Sizes: x.sizes, Log: x.log, Words: x.words, Shared: true,
		OtherRules: s.o.DB.OtherRules,
	}
	colours := x.env.colours()
	o.Colours = &colours
	if s.o.Look != nil {
		if err := s.o.Look(x.ctx, &o); err != nil {
			x.log.Error("open a dashboard", "err", err)
			return x.failed(err)
		}
	}
	if slices.Contains(x.unfit, "TZ") {
		o.NotZone = "…" // nothing of it is repeated
		x.say(fmt.Sprintf("the TZ that your client sent is no name of a time zone; times are shown in %s", o.Zone))
	} else if zone, err := when.OfTZ(x.env.get("TZ")); err != nil {
		o.NotZone = x.env.get("TZ")
		x.say(fmt.Sprintf("%v; times are shown in %s", err, o.Zone))
	} else if zone != nil {
		o.Zone = zone
	}
	if x.who.person != nil && !x.who.spectator {
		guest := s.presence.join(x.who.person, func() { x.say("") })
		defer guest.leave()
		o.Here = guest
	}
	if line := x.waits(); line != "" {
		x.say(line)
	}
	if change != nil {
		change(&o)
	}
	if o.Person.Person.ID == "" {
		o.Person.Person = nil
	}
	err := s.o.Show(x.ctx, o)
	var panicked *term.PanicError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &panicked):
		return 1 // it was said on the screen already
	case errors.Is(err, term.ErrGone):
		x.log.Info("the line dropped")
		return 1
	case x.ctx.Err() != nil:
		return 0
	}
	x.log.Error("dashboard", "err", err)
	return x.failed(err)
}

func (x *session) personOrNobody() *model.Person {
	if x.who.person != nil {
		return x.who.person
	}
	return &model.Person{}
}

// unread says to somebody who may not read why there is no dashboard for them,
// and what they can do all the same.
func (x *session) unread(err error) int {
	var refused *model.Refusal
	if !errors.As(err, &refused) {
		x.log.Error("open a dashboard", "err", err)
		return x.failed(err)
	}
	x.log.Warn("turned away", "why", refused.Reasons[0].Text)
	text := "fairway: " + remedy.Shell{Remote: true}.Error(err)
	if p := x.who.person; p != nil && !p.Left {
		text += "\n\nYour key was taken: you are " + p.Name + " (" + p.Handle + "). Until you have such a role you can look at your own entry and your keys:\n" +
			"  ssh HOST person show " + p.Handle + "\n  ssh HOST person key list " + p.Handle
	}
	_, _ = io.WriteString(x.out(x.ch.Stderr()), strings.ReplaceAll(text, "\n", "\r\n")+"\r\n")
	return 3
}

func (x *session) failed(err error) int {
	_, _ = io.WriteString(x.out(x.ch.Stderr()), "fairway: "+kit.Visible(remedy.Shell{Remote: true}.Error(err))+"\r\n")
	return 1
}

// spectate shows the calendar, the board and the standup, or turns from one to the other;
// or hangs the standup of a team on the wall.
func (x *session) spectate(args []string) {
	wall := len(args) > 0 && args[0] == "wall"
	alone := wall && len(args) > 1 && args[1] == "standup"
	if !x.pty || len(args) > 0 && !wall || len(args) > 1 && !alone || len(args) > 3 {
		x.exit(2, "fairway: spectators see the calendar, the board and the standup: ssh -t "+SpectatorUser+"@HOST, ssh -t "+SpectatorUser+"@HOST wall for all in turn, or ssh -t "+SpectatorUser+"@HOST wall standup [TEAM]")
		return
	}
	team := ""
	if len(args) == 3 {
		team = args[2]
	}
	x.exit(x.dashboard(func(o *ui.Options) {
		o.Person = model.Actor{Person: &model.Person{}, Auth: x.who.auth}
		o.ReadOnly, o.Only = true, watched
		names := x.server.o.SpectatorNames
		o.Named = names
		o.Veil = func(d screen.Data) screen.Data { return veil{d, names} }
		if wall {
			o.Cycle = wallTurn
		}
		if alone {
			o.Standup, o.Only = &team, []string{}
		}
	}), "")
}

// watchTime ends the session when it has lasted as long as one may.
func (x *session) watchTime() (stop func()) {
	t := time.AfterFunc(x.server.o.Limits.Most, func() {
		x.end("This session has lasted as long as one may. Connect again; what you typed is kept.")
	})
	return func() { t.Stop() }
}

// wordTime is a little less than a word stays in the footer.
const wordTime = 5 * time.Second

// watchKeys ends the session when no key came for a while, after a warning.
// One timer is all it takes: it is set again when it finds that a key came.
func (x *session) watchKeys(k *keyReader) (stop func()) {
	l := x.server.o.Limits
	k.last.Store(time.Now().UnixNano())
	if x.who.spectator {
		return func() {} // a wallboard has no keys
	}
	var mu sync.Mutex
	var t *time.Timer
	over := false
	var look func()
	look = func() {
		mu.Lock()
		defer mu.Unlock()
		if over {
			return
		}
		quiet := time.Since(time.Unix(0, k.last.Load()))
		switch {
		case quiet >= l.Idle:
			x.end("No key was pressed for " + l.Idle.String() + ", so the session was ended. What you typed is kept; connect again.")
			return
		case quiet >= l.Idle-l.Warning:
			x.say("this session ends in " + (l.Idle - quiet).Round(time.Second).String() + " unless you press a key")
			t = time.AfterFunc(min(l.Idle-quiet, wordTime), look) // it is said until it is heard
		default:
			t = time.AfterFunc(l.Idle-l.Warning-quiet, look)
		}
	}
	look()
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		if t != nil {
			t.Stop()
		}
	}
}
