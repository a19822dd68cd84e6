package sshd

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fairway/model"
	"fairway/store"
)

// PresenceKey is the preference in which a server notes who is connected, so
// that it can be asked without the server: fairway who.
const PresenceKey = "presence"

// Note is what a server notes there.
type Note struct {
	Host   string     `json:"host"`
	PID    int        `json:"pid"`
	People []Attendee `json:"people"`
}

// Attendee is somebody who is connected.
type Attendee struct {
	Handle string    `json:"handle"`
	Name   string    `json:"name"`
	Since  time.Time `json:"since"`
	Edits  string    `json:"edits,omitempty"`
}

// Present are those of the note, unless its server died without taking it
// back.
func (n Note) Present() []Attendee {
	if host, err := os.Hostname(); err == nil && host == n.Host && syscall.Kill(n.PID, 0) == syscall.ESRCH {
		return nil
	}
	return n.People
}

// presence knows who is connected, and who edits what.
type presence struct {
	db  *store.DB
	now func() time.Time
	log *slog.Logger

	changed chan struct{}
	names   atomic.Pointer[[]string] // read for every frame

	mu   sync.Mutex
	here map[*guest]struct{}
}

// guest is one session's place among those who are here. It is what its screens
// know of the others.
type guest struct {
	p      *presence
	person *model.Person
	since  time.Time
	wake   func()         // draws its picture anew
	edits  map[string]int // what it edits, and how often it said so
}

// settle is how long changes are gathered before everybody is told: many come
// at once in the morning.
const settle = 500 * time.Millisecond

func newPresence(db *store.DB, now func() time.Time, log *slog.Logger) *presence {
	p := &presence{db: db, now: now, log: log, changed: make(chan struct{}, 1), here: map[*guest]struct{}{}}
	p.names.Store(new([]string))
	return p
}

// join adds a session; leave it when it ends.
func (p *presence) join(person *model.Person, wake func()) *guest {
	s := &guest{p: p, person: person, since: p.now(), wake: wake, edits: map[string]int{}}
	p.mu.Lock()
	p.here[s] = struct{}{}
	p.count()
	p.mu.Unlock()
	p.poke()
	return s
}

func (s *guest) leave() {
	s.p.mu.Lock()
	delete(s.p.here, s)
	s.p.count()
	s.p.mu.Unlock()
	s.p.poke()
}

// count makes the list of names anew.
func (p *presence) count() {
	var names []string
	seen := map[model.ID]bool{}
	for s := range p.here {
		if !seen[s.person.ID] {
			seen[s.person.ID] = true
			names = append(names, s.person.Name)
		}
	}
	slices.Sort(names)
	p.names.Store(&names)
}

func (p *presence) poke() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// People are the names of those who are connected, each once.
func (s *guest) People() []string { return *s.p.names.Load() }

// Others are the names of those who edit something in other sessions.
func (s *guest) Others(what string) []string {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	var others []string
	for o := range s.p.here {
		if o != s && o.edits[what] > 0 && !slices.Contains(others, o.person.Name) {
			others = append(others, o.person.Name)
		}
	}
	slices.Sort(others)
	return others
}

// Edit says that this session edits something, until done is called.
func (s *guest) Edit(what string) (done func()) {
	p := s.p
	p.mu.Lock()
	s.edits[what]++
	p.mu.Unlock()
	p.poke()
	return sync.OnceFunc(func() {
		p.mu.Lock()
		if s.edits[what]--; s.edits[what] <= 0 {
			delete(s.edits, what)
		}
		p.mu.Unlock()
		p.poke()
	})
}

// run tells everybody of changes, and notes them.
func (p *presence) run(ctx context.Context) {
	if other, ok := p.another(ctx); ok {
		p.log.Warn("another server serves this file as well: each knows only who is connected to it", "pid", other)
	}
	if err := p.clear(); err != nil { // what a server before this one left behind
		p.log.Error("note who is here", "err", err)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.changed:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(settle):
		}
		p.mu.Lock()
		var wake []func()
		for s := range p.here {
			wake = append(wake, s.wake)
		}
		p.mu.Unlock()
		for _, w := range wake {
			w()
		}
		if err := p.note(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("note who is here", "err", err)
		}
	}
}

// another is a server of this host that has noted who is connected to it, and
// still runs.
func (p *presence) another(ctx context.Context) (pid int, ok bool) {
	var n Note
	text, err := p.db.Kept(ctx, "", PresenceKey)
	if err != nil || text == "" || json.Unmarshal([]byte(text), &n) != nil {
		return 0, false
	}
	return n.PID, n.PID != os.Getpid() && len(n.Present()) > 0
}

func (p *presence) note(ctx context.Context) error {
	people := p.list()
	if len(people) == 0 {
		return p.clear()
	}
	host, _ := os.Hostname()
	text, err := json.Marshal(Note{Host: host, PID: os.Getpid(), People: people})
	if err != nil {
		return err
	}
	return p.db.Keep(ctx, "", PresenceKey, string(text))
}

// list is who is here, each once, since when and with what they edit.
func (p *presence) list() []Attendee {
	p.mu.Lock()
	defer p.mu.Unlock()
	by := map[model.ID]*Attendee{}
	for s := range p.here {
		a := by[s.person.ID]
		if a == nil {
			a = &Attendee{Handle: s.person.Handle, Name: s.person.Name, Since: s.since.UTC().Truncate(time.Second)}
			by[s.person.ID] = a
		} else if s.since.Before(a.Since) {
			a.Since = s.since.UTC().Truncate(time.Second)
		}
		for what := range s.edits {
			if !strings.Contains(a.Edits, what) {
				a.Edits = strings.TrimPrefix(a.Edits+", "+what, ", ")
			}
		}
	}
	var out []Attendee
	for _, a := range by {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Attendee) int { return strings.Compare(a.Handle, b.Handle) })
	return out
}

// clear takes the note back.
func (p *presence) clear() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if text, err := p.db.Kept(ctx, "", PresenceKey); err != nil || text == "" {
		return err
	}
	return p.db.Keep(ctx, "", PresenceKey, "")
}
