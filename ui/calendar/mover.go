package calendar

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Mover proposes other dates for a release, and shows what they would collide with
// before anything is saved.
type Mover struct {
	screen.Base
	c       *Calendar
	id      model.ID
	title   string
	days    int // moved by so far
	hours   int
	typed   *when.Moment // a start that was typed instead
	follow  bool         // what depends on it moves along
	to      proposal
	working bool
	seek    bool       // a free slot is looked for as soon as the dates are known
	said    string     // about the search for a free slot
	was     model.Slot // where it lay until somebody else moved it, while this was open
}

// proposal is where a release would lie, and what that comes to.
type proposal struct {
	known    bool
	title    string
	wrong    string
	from, to model.Slot
	seen     int64          // the place in the log at which these are its dates
	zone     *time.Location // of its service
	need     time.Duration  // of its plans; 0 where they don't say
	found    []gate.Conflict
	ends     []string // decisions, in sentences
	passed   *model.Reason
	// after are the releases that depend on it, with the dates that they have and those
	// that they would get.
	after []dependent
}

// dependent is a release that may move along.
type dependent struct {
	id       model.ID
	title    string
	from, to model.Slot
}

// move proposes dates for the chosen release: so many days or hours from where it is.
func (c *Calendar) move(days, hours int) func() tea.Cmd {
	return func() tea.Cmd {
		e, ok := c.movable()
		if !ok {
			return nil
		}
		return c.shift(e, days, hours)
	}
}

// shift proposes other dates for a release, or for an occurrence of a window.
func (c *Calendar) shift(e *store.Entry, days, hours int) tea.Cmd {
	if isWindow(e) {
		return c.moveWindow(e, days, hours)
	}
	m := &Mover{c: c, id: e.ID, title: title(e), days: days, hours: hours}
	m.goOn()
	c.env.Host.Open(m)
	return m.Load()
}

// FindSlot proposes for a release the next slot in which nothing stands against it.
func (c *Calendar) FindSlot(id model.ID, name string) tea.Cmd {
	m := &Mover{c: c, id: id, title: name, seek: true}
	m.goOn()
	c.env.Host.Open(m)
	return m.Load()
}

// goOn begins where a plan has the release, with what it takes along.
func (m *Mover) goOn() {
	to, ok := m.c.plan(m.id)
	if !ok {
		return
	}
	zone := m.c.env.Zone
	for i := range m.c.tried {
		if w := &m.c.tried[i]; w.id == m.id {
			zone, m.follow = w.zone, len(w.along) > 0
		}
	}
	start := to.Start
	if start.Precision == when.Minute || m.hours == 0 {
		start = start.Shift(m.days, time.Duration(m.hours)*time.Hour, zone)
	}
	m.typed, m.days, m.hours = &start, 0, 0
}

// moveTo proposes a typed date for the chosen release.
func (c *Calendar) moveTo() tea.Cmd {
	e, ok := c.movable()
	if !ok {
		return nil
	}
	return c.shiftTo(e)
}

// shiftTo proposes a typed date for a release, or for an occurrence of a window.
func (c *Calendar) shiftTo(e *store.Entry) tea.Cmd {
	if isWindow(e) {
		return c.moveWindow(e, 0, 0)
	}
	m := &Mover{c: c, id: e.ID, title: title(e)}
	c.env.Host.Open(m)
	return tea.Batch(m.Load(), m.ask())
}

// movable is the release that the keys would move: the chosen one; in the month the
// only one of the chosen day.
func (c *Calendar) movable() (*store.Entry, bool) {
	if e, ok := c.chosen(); ok {
		return e, e.Card != nil || e.ID.Kind() == model.KindWindow
	}
	if c.shown != byMonth {
		return nil, false
	}
	var one *store.Entry
	if d := c.days[c.day]; d != nil {
		for i := range d.entries {
			if d.entries[i].Card != nil {
				if one != nil {
					return nil, false
				}
				one = &d.entries[i]
			}
		}
	}
	return one, one != nil
}

// immovable says why the keys move nothing; "" where they do.
func (c *Calendar) immovable() string {
	if e, ok := c.movable(); ok {
		if !e.UnderWay.IsZero() {
			return string(e.ID) + " is being deployed: its dates are what happened"
		}
		return ""
	}
	if c.shown == byMonth {
		n := 0
		if d := c.days[c.day]; d != nil {
			for i := range d.entries {
				if d.entries[i].Card != nil {
					n++
				}
			}
		}
		if n == 0 {
			return "no release lies on this day"
		}
		return fmt.Sprintf("%d releases lie on this day; w, g or T chooses one", n)
	}
	return "no release is chosen"
}

// Load works out the proposed dates and what they collide with.
func (m *Mover) Load() tea.Cmd {
	m.working = true
	q, id, days, hours, typed, follow := m.c.env.Query(), m.id, m.days, m.hours, m.typed, m.follow
	tried := m.c.others(id)
	return screen.Ask(m, "move", func() (proposal, error) {
		c, err := q.Case(gate.Needs(id))
		if err != nil {
			return proposal{}, err
		}
		r := model.Get[*model.Release](c, id)
		if r == nil {
			return proposal{}, &model.NotFound{What: "release " + string(id)}
		}
		p := propose(c, r, days, hours, typed)
		p.need, p.seen = gate.NeedOf(c, r), seenIn(c, id)
		if p.wrong != "" {
			return p, nil
		}
		act := action.Reschedule{Release: id, Window: p.to}
		for _, d := range action.Dependents(c, id) {
			along := action.Along(c, r, p.to, d.ID)
			p.after = append(p.after, dependent{d.ID, d.Title(), d.Window, along.Window})
			if follow {
				act.Follow = append(act.Follow, along)
			}
		}
		needs := action.Needs(act)
		for other := range tried { // it may be moved here from elsewhere
			needs.IDs = append(needs.IDs, other)
		}
		if c, err = q.Case(needs); err != nil {
			return p, err
		}
		p.ends, p.passed = ends(c, act), act.Passes(c)
		p.found = act.Collides(gate.Instead(c, tried))
		return p, nil
	}, screen.OrFail(m.c.env.Host, "look at the dates", func(p proposal) tea.Cmd {
		if m.movedMeanwhile(p) {
			return m.Load()
		}
		m.to, m.working = p, false
		if m.title == "" {
			m.title = p.title
		}
		if m.seek && p.wrong == "" {
			m.seek = false
			return m.nextFree()
		}
		m.seek = false
		return nil
	}))
}

// movedMeanwhile notes that somebody else moved the release since it was proposed to move
// it. What is proposed are dates, not so many days after wherever it lies: they are kept,
// and it reports whether they have to be looked at again.
func (m *Mover) movedMeanwhile(p proposal) bool {
	was := m.to.from
	if !m.to.known || was.IsZero() || p.from.Same(was) {
		return false
	}
	m.was = was
	if m.typed != nil || m.days == 0 && m.hours == 0 || p.wrong != "" {
		return false
	}
	at := was.Start.Shift(m.days, time.Duration(m.hours)*time.Hour, p.zone)
	m.typed, m.days, m.hours, m.to.from = &at, 0, 0, p.from
	return true
}

// propose shifts a release's window; its end follows its start.
func propose(c *model.Case, r *model.Release, days, hours int, typed *when.Moment) proposal {
	p := proposal{known: true, title: r.Title(), from: r.Window, zone: c.Zone(r)}
	by := time.Duration(hours) * time.Hour
	switch {
	case r.Ended():
		p.wrong = "it has ended"
	case r.Deployed:
		p.wrong = "its deployment has started: its dates are what happened"
	case r.Window.IsZero() && typed == nil:
		p.wrong = "it has no date yet: = types one"
	case typed == nil && r.Window.Start.Precision == when.Day && hours != 0:
		p.wrong = "it is planned for a whole day: { and } move it by days, = types a time"
	case typed != nil:
		p.to.Start = *typed
		p.to.End = r.Window.EndAfter(*typed, p.zone)
	default:
		p.to = model.Slot{Start: r.Window.Start.Shift(days, by, p.zone), End: r.Window.End.Shift(days, by, p.zone)}
	}
	return p
}

// Bindings are its keys.
func (m *Mover) Bindings() []screen.Binding {
	by := func(days, hours int) func() tea.Cmd {
		return func() tea.Cmd {
			m.said = ""
			if m.typed != nil {
				moved := m.typed.Shift(days, time.Duration(hours)*time.Hour, m.to.zone)
				m.typed = &moved
			} else {
				m.days, m.hours = m.days+days, m.hours+hours
			}
			return m.Load()
		}
	}
	host := m.c.env.Host
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "save", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Save these dates, with a reason.",
			Why: func() string {
				switch {
				case !m.to.known || m.working:
					return "still looking at the calendar"
				case m.to.wrong != "":
					return m.to.wrong
				case m.to.to.Same(m.to.from):
					return "these are the dates that it has"
				}
				return ""
			}, Do: m.save},
		{Keys: []string{"}"}, Name: "a day later", Group: screen.GroupMove, Help: "Propose a day later.", Do: by(1, 0)},
		{Keys: []string{"{"}, Name: "a day earlier", Group: screen.GroupMove, Help: "Propose a day earlier.", Do: by(-1, 0)},
		{Keys: []string{")"}, Name: "an hour later", Group: screen.GroupMove, Help: "Propose an hour later.", Do: by(0, 1)},
		{Keys: []string{"("}, Name: "an hour earlier", Group: screen.GroupMove, Help: "Propose an hour earlier.", Do: by(0, -1)},
		{Keys: []string{"w"}, Name: "what if", Group: screen.GroupRelease, Foot: true, Help: "Keep these dates to be looked at with others; nothing is saved. W shows them.",
			Why: screen.When(func() bool { return !m.to.known || m.to.wrong != "" || m.to.to.Same(m.to.from) }, "there are no other dates to keep"), Do: func() tea.Cmd {
				w := whatIf{id: m.id, title: m.title, from: m.to.from, to: m.to.to, seen: m.to.seen, zone: m.to.zone}
				if m.follow {
					w.along = m.to.after
				}
				m.c.try(w)
				host.Close(m)
				return tea.Batch(m.c.replan(), m.c.showWhatIf(m.id)())
			}},
		{Keys: []string{"s"}, Name: "next free", Group: screen.GroupMove, Foot: true, Help: "Propose the next slot after this one, as long as its dates are, that collides with nothing; what is tried with w counts.",
			Why: screen.When(func() bool { return !m.to.known || m.to.wrong != "" }, "it has no dates to begin from"), Do: m.nextFree},
		{Keys: []string{"f"}, Name: "along", Group: screen.GroupRelease, Foot: true, Help: "Have what depends on it move by as much, in the same act; once more leaves it.",
			Why: screen.When(func() bool { return len(m.to.after) == 0 }, "nothing with dates depends on it"), Do: func() tea.Cmd {
				m.follow = !m.follow
				return m.Load()
			}},
		{Keys: []string{"="}, Name: "date", Group: screen.GroupMove, Foot: true, Help: "Type when it is to start; its end follows.", Do: m.ask},
		{Keys: []string{"esc", "q"}, Name: "leave", Group: screen.GroupProgram, Foot: true, Help: "Close; nothing is moved.", Do: screen.Act(func() { host.Close(m) })},
	}
}

// nextFree proposes the next slot after the one that is proposed in which nothing stands
// against the release.
func (m *Mover) nextFree() tea.Cmd {
	e := m.c.env
	from := m.to.to.Span(m.to.zone)
	q := store.FreeQuery{Release: m.id, Length: from.Length(), From: from.Start.Add(time.Minute), Most: 1, Now: e.Clock(), Zone: e.Zone, Instead: m.c.others(m.id)}
	if len(m.to.found) == 0 && !m.to.to.Same(m.to.from) { // this one is free: another is wanted, not the minute after
		q.From = from.End
	}
	data, ctx, zone := e.Data, e.Context, m.to.zone
	began := when.Format(when.OnClock(q.From, e.Zone), e.Zone, when.Plain)
	m.said = "looking for a free slot"
	length := when.FormatDuration(q.Length) + ", as long as its dates are"
	if m.to.need > 0 && m.to.need != q.Length {
		length += " (its plans need " + when.FormatDuration(m.to.need) + ")"
	}
	found := screen.OrFail(e.Host, "look for a free slot", func(free store.Free) tea.Cmd {
		if len(free.Slots) == 0 {
			m.said = "no free slot of " + length + ", behind the dates proposed: from " + began + " until " + when.DateOf(free.In.End, zone).Format(when.Plain) + "; " + gate.TellPassed(free.Passed)
			return nil
		}
		at := when.OnClock(free.Slots[0].Start, zone)
		m.typed, m.days, m.hours = &at, 0, 0
		m.said = "the next free slot of " + length + ", behind the dates proposed: from " + began + " on; " + gate.TellPassed(free.Passed)
		return m.Load()
	})
	return screen.Ask(m, "free", func() (store.Free, error) { return data.FreeSlots(ctx, q) }, func(free store.Free, err error) tea.Cmd {
		m.said = "" // nobody looks any more, also where that was refused
		return found(free, err)
	})
}

// ask takes a typed start.
func (m *Mover) ask() tea.Cmd { return m.askAgain("", "") }

// askAgain asks with what was typed before, and what is wrong with it.
func (m *Mover) askAgain(typed, wrong string) tea.Cmd {
	env := m.c.env
	zone := m.to.zone
	if zone == nil {
		zone = env.Zone
	}
	text := "next thu 22:00, 2026-12-01, in 2 weeks; in " + zone.String()
	if wrong != "" {
		text = wrong + ". " + text
	}
	env.Host.Open(kit.NewPrompt(env.Theme, env.Host, "Start of "+string(m.id), text, "type a date, or press esc", func(text string) tea.Cmd {
		at, err := when.Parse(text, env.Clock(), zone)
		if err != nil {
			return m.askAgain(text, err.Error())
		}
		m.typed, m.days, m.hours, m.said = &at, 0, 0, ""
		return m.Load()
	}).Begin(typed))
	return nil
}

// save asks for the reason: the form of the task begins with these dates, and shows
// what they void.
func (m *Mover) save() tea.Cmd {
	m.c.env.Host.Close(m)
	dates := []process.Answer{model.With("start", m.to.to.Start.TextIn(m.to.zone)), model.With("end", m.to.to.End.TextIn(m.to.zone))}
	if m.follow && len(m.to.after) > 0 {
		var ids []string
		for _, d := range m.to.after {
			ids = append(ids, string(d.id))
		}
		dates = append(dates, model.With("follow", strings.Join(ids, "\n")))
	} else {
		dates = append(dates, model.Without("follow"))
	}
	return m.c.env.Host.Remedy(model.ByTask("reschedule", m.id, dates...).AsSeen(m.to.seen))
}
