// Package release shows one release as a whole: a page with a list of sections
// at the left, each with how it stands, and the chosen section at the right.
// Everything in it comes from one read, as of now or as of any entry of the
// release's log.
//
// What may be done, and what a gate asks for, is decided in model; forms and
// tasks are the host's. A new section is a file with its drawing, and an entry
// in sections.go.
package release

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Page is the screen.
type Page struct {
	screen.Base
	env  *screen.Env
	id   model.ID
	card store.Card // what is known of it before it is loaded
	d    *dossier   // nil until it is
	// As which moment the dossier was read.
	shownAt  store.Position
	shownNow time.Time
	trouble  string // why it couldn't be loaded

	sections []section
	section  int
	inside   bool // the section has the keys, not the list
	places   []kit.Place
	run      model.ID // the run chosen; "" for the first to be shown

	// pos is the page's own place in time; store.Now for the session's.
	pos    store.Position
	posAt  time.Time
	asOf   store.Position // the session's, when last loaded
	before int64          // only entries of the log older than this
	back   bool           // a step back in time waits for older entries

	cache    made
	bindings []screen.Binding
	leave    screen.Binding
}

// New makes the page of a release. Of the card only the id has to be known.
func New(env *screen.Env, card store.Card) *Page {
	p := &Page{Base: screen.Base{Width: 80, Height: 20}, env: env, id: card.ID, card: card, sections: parts()}
	p.places = make([]kit.Place, len(p.sections))
	p.bindings, p.leave = p.keys(), p.leaving()
	return p
}

// Name is what the page is called.
func (p *Page) Name() string { return "Release" }

// Subject is the release; none while the page shows the past, from which
// nothing is taken back.
func (p *Page) Subject() model.ID {
	if p.past() {
		return ""
	}
	return p.id
}

// Load reads the release with all that hangs on it.
func (p *Page) Load() tea.Cmd {
	e := p.env
	if p.asOf != e.AsOf {
		p.asOf, p.pos, p.before = e.AsOf, store.Now, 0
	}
	q := question{Query: e.Query(), id: p.id, head: e.AsOf, before: p.before}
	if p.pos != store.Now {
		q.At, q.Now = p.pos, p.posAt
	}
	return screen.Ask(p, "release", q.read, func(d *dossier, err error) tea.Cmd {
		if err != nil {
			p.fail(err)
			return nil
		}
		return p.take(d, q.At, q.Now)
	})
}

// fail notes what went wrong, and keeps what is shown.
func (p *Page) fail(err error) {
	p.trouble = err.Error()
	if p.d != nil {
		p.env.Host.Fail("load "+string(p.id), err)
	}
}

// take shows what was read. A release that never was is closed again; one that
// was not there yet at the moment looked at is said to be so.
func (p *Page) take(d *dossier, at store.Position, now time.Time) tea.Cmd {
	if d.r == nil && !d.gone && p.d == nil && at == store.Now {
		p.env.Host.Back(p)
		p.env.Host.Fail("open "+string(p.id), &model.NotFound{What: "release " + string(p.id)})
		return nil
	}
	p.keepRun(d)
	on, before := p.goesOn(d), p.runShown()
	p.lay(d)
	p.d, p.shownAt, p.shownNow, p.trouble = d, at, now, ""
	if run := p.runShown(); before != "" && run != before && p.d.run(p.run).By != p.env.Person.ID() {
		p.places[p.section].Key = string(run) // of which the keys act on nothing yet
	}
	if on {
		s, place := p.sheet(), &p.places[p.section]
		place.Choose(s.Sheet, s.begin, p.rows())
	}
	if p.back {
		p.back = false
		if len(d.log) > 0 {
			return p.goTo(d.log[0])
		}
	}
	return nil
}

// runShown is the run that is shown in Run; "" for none, and elsewhere.
func (p *Page) runShown() model.ID {
	if p.d == nil || p.d.r == nil || p.sections[p.section].name != "Run" {
		return ""
	}
	if run := p.d.run(p.run); run != nil {
		return run.ID
	}
	return ""
}

// keepRun goes on showing the run that somebody works at when another one is
// started: keys act on what is shown, and that doesn't change under them.
func (p *Page) keepRun(next *dossier) {
	if p.run != "" || p.d == nil || p.d.firstRun == nil || !p.d.firstRun.Going() || next.firstRun == nil {
		return
	}
	if p.sections[p.section].name == "Run" && next.firstRun.ID != p.d.firstRun.ID && next.firstRun.By != p.env.Person.ID() {
		p.run = p.d.firstRun.ID
	}
}

// goTo shows the release as of an entry of its log.
func (p *Page) goTo(e store.LogEntry) tea.Cmd {
	p.pos, p.posAt = store.Position(e.Position), e.At
	p.places[len(p.sections)-1].Key = entryKey(e.Position)
	return p.Load()
}

// present shows the release as the session does.
func (p *Page) present() tea.Cmd {
	p.pos, p.before = store.Now, 0
	return p.Load()
}

// earlier steps back to the entry of the log before the one shown.
func (p *Page) earlier() tea.Cmd {
	i := p.entryAt()
	if i+1 < len(p.d.log) {
		return p.goTo(p.d.log[i+1])
	}
	p.back = true
	return p.turnLog(p.d.log[len(p.d.log)-1].Position)
}

// later steps forward; after the last entry it is the present again.
func (p *Page) later() tea.Cmd {
	i := p.entryAt()
	if i <= 1 && p.before == 0 || i <= 0 {
		return p.present()
	}
	return p.goTo(p.d.log[i-1])
}

// entryAt is the entry shown among those fetched; 0, the newest, for the present.
func (p *Page) entryAt() int {
	if p.pos == store.Now {
		return 0
	}
	for i, e := range p.d.log {
		if store.Position(e.Position) <= p.pos {
			return i
		}
	}
	return len(p.d.log) - 1
}

// past reports whether the page shows an earlier moment than the session.
func (p *Page) past() bool { return p.pos != store.Now }

// now is the moment that the page speaks of.
func (p *Page) now() time.Time {
	if p.shownAt == store.Now {
		return p.env.Now()
	}
	return p.shownNow
}

// locked says why nothing can be written from here, "" when it can.
func (p *Page) locked() string {
	switch {
	case p.d == nil || p.d.r == nil:
		return "there is nothing to do it to"
	case p.past():
		return "the page shows the past; t leads back to the present"
	case p.env.ReadOnly:
		return "this session only reads"
	case p.env.AsOf != store.Now:
		return "this is the past; esc leads back to the present"
	}
	return ""
}

// closed says why a release that has ended is not changed, "" when it can be.
func (p *Page) closed() string {
	if why := p.locked(); why != "" {
		return why
	}
	if p.d.r.Ended() {
		return string(p.id) + " is " + model.StateWords(p.d.r) + "; a offers what is still possible"
	}
	return ""
}

var _ screen.Subject = (*Page)(nil)
