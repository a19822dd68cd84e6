package records

import (
	"cmp"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Page is one record: its fields, what it is linked with, and its history.
type Page struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding
	id       model.ID
	version  int64 // the position that wrote the state shown; 0 for the last

	about   store.About
	words   words
	loaded  bool
	trouble string

	panes [2]paper // what it is; what is around it
	one   paper    // both, where there is no room for two
	pane  int
}

// NewPage makes the page of a record.
func NewPage(env *screen.Env, id model.ID) *Page { return newPage(env, id, 0) }

func newPage(env *screen.Env, id model.ID, version int64) *Page {
	p := &Page{Base: screen.Base{Width: 80, Height: 20}, env: env, id: id, version: version}
	p.bindings = p.keys()
	return p
}

// Name is the record's id.
func (p *Page) Name() string { return string(p.id) }

// Bindings are its keys.
func (p *Page) Bindings() []screen.Binding { return p.bindings }

// Subject is the record.
func (p *Page) Subject() model.ID { return p.id }

// around is what came of a load.
type around struct {
	store.About
	rules   *model.Rules
	titles  map[model.ID]string
	former  model.Formerly
	facts   *model.Case
	waiting []*model.Approval
	// changes are what proposed rules say otherwise than those they were made from,
	// where they were compared.
	changes  []process.Difference
	compared bool
}

// Load asks for the record and what surrounds it.
func (p *Page) Load() tea.Cmd {
	e := p.env
	q := store.AboutQuery{ID: p.id, AsOf: e.AsOf, Version: p.version, Most: 40}
	data, ctx, query := e.Data, e.Context, e.Query()
	return screen.Ask(p, "about", func() (around, error) {
		out := around{}
		var err error
		if out.About, err = data.About(ctx, q); err != nil {
			return out, err
		}
		if out.rules, err = data.Rules(ctx); err != nil {
			return out, err
		}
		var ids []model.ID
		if r := out.Fact.Record; r != nil {
			ids = Mentioned(r)
			if d, ok := r.(*model.Document); ok {
				if out.facts, err = askAnswers(e, d.Form, d.Of, d.Answers, out.At); err != nil {
					return out, err
				}
			}
			if t, ok := r.(*model.Train); ok {
				if out.facts, err = askDepartures(query, t); err != nil {
					return out, err
				}
			}
			if i, ok := r.(*model.Incident); ok {
				if out.facts, err = query.Case(model.Needs{Suspected: []model.ID{i.ID}}); err != nil {
					return out, err
				}
			}
			if s, ok := r.(*model.Service); ok {
				if out.facts, err = askLevels(query, s, e.Clock()); err != nil {
					return out, err
				}
			}
			if kept, ok := r.(*model.KeptReport); ok {
				if out.facts, err = askReport(query, kept); err != nil {
					return out, err
				}
				ids = append(ids, decider(out.facts, kept))
			}
			if person, ok := r.(*model.Person); ok && q.AsOf == store.Now && q.Version == 0 {
				if out.waiting, err = data.Waiting(ctx, person); err != nil {
					return out, err
				}
			}
		}
		if p, ok := out.Fact.Record.(*model.Proposal); ok && p.Base != "" {
			base, err := data.Record(ctx, p.Base, q.AsOf)
			if err != nil {
				return out, err
			}
			if old, ok := base.Record.(*model.Rules); ok {
				read, _ := action.ReadRules(p.Files) // it was looked over when it was proposed
				out.compared = true
				out.changes = process.Compare(&old.Rules, &read.Rules)
			}
		}
		for _, s := range out.Since {
			ids = append(ids, s.Names()...)
		}
		if out.former, err = data.Formerly(ctx); err != nil {
			return out, err
		}
		out.titles, err = data.Titles(ctx, ids, out.At)
		return out, err
	}, p.came)
}

func (p *Page) came(in around, err error) tea.Cmd {
	if err != nil {
		var missing *model.NotFound
		p.trouble = err.Error()
		if p.loaded || errors.As(err, &missing) {
			if !p.loaded {
				p.env.Host.Back(p) // there is no page of nothing
			}
			p.env.Host.Fail("open "+string(p.id), err)
		}
		return nil
	}
	p.about, p.words, p.loaded, p.trouble = in.About, words{in.rules}, true, ""
	left, right := p.write(in)
	p.panes[0].set(left)
	p.panes[1].set(right)
	p.one.set(append(append(append([]line{}, left...), line{flat: true}), right...))
	return nil
}

// split reports whether there is room for two panes.
func (p *Page) split() bool { return p.Width >= wide }

// paper is what the cursor is in.
func (p *Page) paper() *paper {
	if p.split() {
		return &p.panes[p.pane]
	}
	return &p.one
}

// View draws the page.
func (p *Page) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	p.Width, p.Height = w, h
	t := p.env.Theme
	if !p.loaded {
		if p.trouble != "" {
			return kit.Centred(t, []string{string(p.id) + " could not be loaded", "", p.trouble, "", "esc leads back, ctrl+l tries again"}, w, h)
		}
		return kit.Centred(t, []string{"", "loading"}, w, h)
	}
	lines := []string{p.title(w), p.state(w), kit.NewLine(w).Gap(1).Glyph(t.Rule, t.Glyph.Line, w-2).String()}
	room := max(h-len(lines), 0)
	if !p.split() {
		return kit.Page(append(lines, p.one.draw(t, w, room, true)...), w, h)
	}
	half := w / 2
	return kit.Page(append(lines, kit.Beside(t.Rule.Of(t.Glyph.Pipe), room,
		kit.Pane{Lines: p.panes[0].draw(t, half, room, p.pane == 0)}, kit.Pane{Lines: p.panes[1].draw(t, w-half-1, room, p.pane == 1)})...), w, h)
}

func (p *Page) title(w int) string {
	t := p.env.Theme
	name := "(its content was removed)"
	if r := p.about.Fact.Record; r != nil {
		name = r.Row().Title
	}
	kind := p.id.Kind().Words()
	l := kit.NewLine(w).Gap(2).Text(t.Key, string(p.id)).Gap(2)
	l.Text(t.Strong, kit.Cut(name, max(l.Left()-kit.Width(kind)-4, 8)))
	if l.Left() > kit.Width(kind)+2 {
		l.To(w-1-kit.Width(kind)).Text(t.Faint, kind)
	}
	return l.String()
}

// theClock is who did what nobody did: the program, when it was due.
const theClock = "the clock"

// state says which of the record's states this is.
func (p *Page) state(w int) string {
	t, a := p.env.Theme, p.about
	l := kit.NewLine(w).Gap(2)
	if a.State < a.Of {
		l.Text(t.Warn, fmt.Sprintf("state %d of %d, not the last", a.State, a.Of))
	} else {
		l.Text(t.Faint, fmt.Sprintf("state %d of %d", a.State, a.Of))
	}
	for _, e := range a.History {
		if e.Position == a.Fact.Since {
			l.Text(t.Faint, fmt.Sprintf(", since %s, by %s", date(p.env, when.Moment{At: e.Stands(), Precision: when.Minute}), cmp.Or(e.Name, string(e.Who), theClock)))
		}
	}
	return l.String()
}

func (p *Page) keys() []screen.Binding {
	heads := func(l line) bool { return l.heading }
	record, group := screen.GroupRecord, screen.GroupMove
	list := []screen.Binding{
		{Keys: []string{"enter"}, Name: "follow", Group: record, Foot: true, Help: "Open the record or the entry that the line names.",
			Why: screen.When(func() bool { return !p.paper().target().leads() }, "this line leads nowhere; l goes to the next one that does"),
			Do:  func() tea.Cmd { return follow(p.env, p.paper().target()) }},
		{Keys: []string{"e"}, Name: "edit", Group: record, Foot: true, Writes: true, Help: "Change the record, by a form.", Why: p.cantEdit,
			Do: func() tea.Cmd { return p.env.Host.Task(task.Editing(p.id.Kind()), p.id) }},
		{Keys: []string{"a"}, Name: "tasks", Group: record, Foot: true, Help: "Choose from what can be done to this record.", Why: p.noTasks, Do: func() tea.Cmd { return p.env.Host.Menu(p.id) }},
		{Keys: []string{"[", "shift+left"}, Name: "state before", Group: screen.GroupView, Foot: true, Help: "Show the state that the record was in before.",
			Why: screen.When(func() bool { return p.about.Before == 0 }, "this is its first state"), Do: func() tea.Cmd { return p.step(p.about.Before) }},
		{Keys: []string{"]", "shift+right"}, Name: "state after", Group: screen.GroupView, Help: "Show the state that came after this one.",
			Why: screen.When(func() bool { return p.about.After == 0 }, "this is its last state"), Do: func() tea.Cmd { return p.step(p.about.After) }},
		{Keys: []string{"tab"}, Name: "next part", Group: group, Foot: true, Help: "To the other pane, or to the next heading where there is only one.", Do: func() tea.Cmd {
			if p.split() {
				p.pane = 1 - p.pane
			} else if !p.one.next(1, heads) {
				p.one.at = 0
			}
			return nil
		}},
		{Keys: []string{"y"}, Name: "copy id", Group: record, Help: "Put the record's id on the clipboard.", Do: func() tea.Cmd { return p.env.Host.Copy(string(p.id)) }},
		{Keys: []string{"l", "right"}, Name: "next link", Group: group, Help: "To the next line that leads somewhere.", Do: screen.Act(func() { p.paper().next(1, line.leads) })},
		{Keys: []string{"h", "left"}, Name: "link before", Group: group, Help: "To the line before that leads somewhere.", Do: screen.Act(func() { p.paper().next(-1, line.leads) })},
	}
	list = append(list, moves(p.paper)...)
	if p.id.Kind() == model.KindMedia || p.id.Kind() == model.KindMediaCheck {
		list = append(list, screen.Binding{Keys: []string{"v"}, Name: "verify DML", Group: record, Foot: true, Writes: true,
			Help: "Read the content of every DML entry, and compare it with the SHA-256 on record; what is found is a record of its own.",
			Do:   func() tea.Cmd { return p.env.Host.Do(action.CheckMedia{}, nil) }})
	}
	if p.id.Kind() == model.KindPerson {
		list = append(list, screen.Binding{Keys: []string{"A"}, Name: "act as", Group: record, Foot: true, Help: "Act as this person from now on; the log says so.",
			Why: func() string {
				switch {
				case !p.env.Self:
					return "here everybody acts as who they are"
				case p.env.Person.ID() == p.id:
					return "you act as this person already"
				}
				return ""
			}, Do: func() tea.Cmd { return p.env.Host.Act(p.id) }})
	}
	return list
}

// follow opens what a line names.
func follow(e *screen.Env, t target) tea.Cmd {
	switch {
	case t.id == "":
		page := newEntry(e, t.entry)
		e.Host.Push(page)
		return page.Load()
	case t.entry > 0 && t.id.Kind() != model.KindRelease:
		page := newPage(e, t.id, t.entry)
		e.Host.Push(page)
		return page.Load()
	}
	return e.Host.Find(t.id)
}

func (p *Page) step(version int64) tea.Cmd {
	p.version = version
	if p.about.After == version && p.about.State+1 == p.about.Of {
		p.version = 0 // the last one, whichever that will be
	}
	return p.Load()
}

func (p *Page) cantEdit() string {
	k := p.id.Kind()
	switch {
	case p.version != 0:
		return "this is an earlier state; ] leads to the last"
	case task.Editing(k) == "":
		return unmade(k.Info())
	}
	return ""
}

func (p *Page) noTasks() string {
	switch {
	case p.version != 0:
		return "this is an earlier state; ] leads to the last"
	case len(task.About(p.id.Kind())) == 0:
		return "nothing is done to " + grammar.A(p.id.Kind().Words()) + " by a form"
	}
	return ""
}
