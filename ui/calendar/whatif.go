package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// whatIf is a move that is only tried: nobody else sees it, and nothing is saved.
type whatIf struct {
	id       model.ID
	title    string
	from, to model.Slot
	seen     int64          // the place in the log at which its dates were from
	zone     *time.Location // of its service
	// along are the releases that depend on it and move in the same act.
	along []dependent
}

// try keeps a move to be looked at with others; another of the same release replaces it,
// and what moves along with it is no move of its own any more.
func (c *Calendar) try(w whatIf) {
	c.drop(w.id)
	for _, d := range w.along {
		c.drop(d.id)
	}
	c.tried = append(c.tried, w)
}

// plan is the move that is tried with a release, of its own or along with another.
func (c *Calendar) plan(id model.ID) (to model.Slot, ok bool) {
	to, ok = c.others("")[id]
	return to, ok
}

// replan shows the calendar as it would be by what is tried now.
func (c *Calendar) replan() tea.Cmd {
	c.near, c.week.near = nil, nil
	return c.Load()
}

// moves counts what is tried, with what moves along.
func (c *Calendar) moves() (n int) {
	for i := range c.tried {
		n += 1 + len(c.tried[i].along)
	}
	return n
}

// Untaken says that moves are tried which nobody has saved.
func (c *Calendar) Untaken() string {
	if len(c.tried) == 0 {
		return ""
	}
	return kit.Count(c.moves(), "move") + " of a what-if plan would be lost: W shows and saves them"
}

// drop forgets what is tried with a release, and what would move along with it.
func (c *Calendar) drop(id model.ID) {
	c.tried = slices.DeleteFunc(c.tried, func(w whatIf) bool { return w.id == id })
	for i := range c.tried {
		c.tried[i].along = slices.DeleteFunc(slices.Clone(c.tried[i].along), func(d dependent) bool { return d.id == id })
	}
}

// saved forgets what is tried and has come about: the form was sent, or somebody else
// moved it there.
func (c *Calendar) saved(entries []store.Entry) {
	for i := range entries {
		e := &entries[i]
		c.tried = slices.DeleteFunc(c.tried, func(w whatIf) bool {
			lies := e.Lies()
			return w.id == e.ID && e.Card != nil && !e.Ghost && lies.Start.At.Equal(w.to.Start.At) && lies.End.At.Equal(w.to.End.At)
		})
	}
}

// others are the dates of all that is tried, but for one release and what would move
// along with it.
func (c *Calendar) others(but model.ID) map[model.ID]model.Slot { return elsewhere(c.tried, but) }

func elsewhere(moves []whatIf, but model.ID) map[model.ID]model.Slot {
	out := map[model.ID]model.Slot{}
	for _, w := range moves {
		if w.id == but {
			continue
		}
		out[w.id] = w.to
		for _, d := range w.along {
			if d.id != but {
				out[d.id] = d.to
			}
		}
	}
	return out
}

// WhatIf is the plan that is tried: each move, and what they collide with together.
type WhatIf struct {
	screen.Base
	kit.Cursor
	c     *Calendar
	found []store.Collision
	costs map[model.ID]cost // of each move
	ready bool
}

// showWhatIf lays the plan that is tried over the screen, at the move of a release; "" is
// the first.
func (c *Calendar) showWhatIf(at model.ID) func() tea.Cmd {
	return func() tea.Cmd {
		o := &WhatIf{c: c}
		o.At = max(slices.IndexFunc(c.tried, func(w whatIf) bool { return w.id == at }), 0)
		c.env.Host.Open(o)
		return o.Load()
	}
}

// tried is what became known of a plan: its moves as they would be made now, what each of
// them costs, and what they collide with together.
type triedOut struct {
	moves []whatIf
	costs map[model.ID]cost
	found []store.Collision
}

// Load works out what the moves collide with, as if all of them were made.
func (o *WhatIf) Load() tea.Cmd {
	if len(o.c.tried) == 0 {
		o.found, o.costs, o.ready = nil, nil, true
		return nil
	}
	o.ready = false
	e := o.c.env
	q := store.CalendarQuery{AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(), Zone: e.Zone}
	data, ctx, query, tried := e.Data, e.Context, e.Query(), slices.Clone(o.c.tried)
	return screen.Ask(o, "what if", func() (p triedOut, err error) {
		if p.moves, p.costs, err = costsOf(query, tried); err != nil {
			return p, err
		}
		movable := slices.DeleteFunc(slices.Clone(p.moves), func(w whatIf) bool { return p.costs[w.id].shut != "" })
		if len(movable) == 0 {
			return p, nil
		}
		q.Instead, q.Span = elsewhere(movable, ""), spanOfPlan(movable, e.Zone)
		p.found, err = data.Collisions(ctx, q)
		return p, err
	}, screen.OrFail(e.Host, "look what collides", func(p triedOut) tea.Cmd {
		o.found, o.costs, o.ready = p.found, p.costs, true
		return o.c.retry(p.moves)
	}))
}

// retry takes over where what moves along would lie now that something moved meanwhile.
func (c *Calendar) retry(moves []whatIf) tea.Cmd {
	changed := false
	for i := range c.tried {
		w := &c.tried[i]
		at := slices.IndexFunc(moves, func(m whatIf) bool { return m.id == w.id })
		if at < 0 || slices.EqualFunc(w.along, moves[at].along, dependent.same) {
			continue
		}
		w.along, changed = moves[at].along, true
	}
	if !changed {
		return nil
	}
	return c.replan()
}

// same reports whether a dependent lies where another does, and would.
func (d dependent) same(o dependent) bool {
	return d.id == o.id && d.from.Same(o.from) && d.to.Same(o.to)
}

// spanOfPlan is the stretch in which all that is tried would lie.
func spanOfPlan(moves []whatIf, zone *time.Location) (span when.Span) {
	add := func(s when.Span) {
		if span.IsZero() {
			span = s
		}
		if s.Start.Before(span.Start) {
			span.Start = s.Start
		}
		if s.End.After(span.End) {
			span.End = s.End
		}
	}
	for _, w := range moves {
		add(w.to.Span(w.zone))
		for _, d := range w.along {
			add(d.to.Span(zone))
		}
	}
	return span
}

// chosen is the move that the cursor is on.
func (o *WhatIf) chosen() *whatIf {
	if o.At < 0 || o.At >= len(o.c.tried) {
		return nil
	}
	return &o.c.tried[o.At]
}

// Bindings are its keys.
func (o *WhatIf) Bindings() []screen.Binding {
	host := o.c.env.Host
	none := screen.When(func() bool { return o.chosen() == nil }, "nothing is tried")
	moves := o.Moves("move", func() int { return len(o.c.tried) })
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "save", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Save the chosen move, and what moves along with it, in one act, with a reason.", Why: o.unsavable, Do: func() tea.Cmd {
			w := *o.chosen()
			host.Close(o)
			return host.Remedy(w.remedy())
		}},
		moves[0], moves[1],
		{Keys: []string{"x"}, Name: "drop", Group: screen.GroupRelease, Foot: true, Help: "Forget the chosen move, and what moves along with it.", Why: none, Do: func() tea.Cmd {
			o.c.drop(o.chosen().id)
			o.At = max(min(o.At, len(o.c.tried)-1), 0)
			return tea.Batch(o.Load(), o.c.replan())
		}},
		{Keys: []string{"X"}, Name: "drop all", Group: screen.GroupRelease, Foot: true, Help: "Throw the plan away, after asking once more.", Why: none, Do: func() tea.Cmd {
			host.Open(kit.NewConfirm(o.c.env.Theme, host, "Drop the plan", []string{kit.Count(o.c.moves(), "move") + " of it would be lost: nobody else has seen them, and nothing of them is saved."}, "drop all", func() tea.Cmd {
				o.c.tried = nil
				return tea.Batch(o.Load(), o.c.replan())
			}))
			return nil
		}},
		{Keys: []string{"esc", "q"}, Name: "close", Group: screen.GroupProgram, Foot: true, Help: "Close; what is tried stays until you leave.", Do: screen.Act(func() { host.Close(o) })},
	}
}

// unsavable says why the chosen move can't be saved; "" where it can.
func (o *WhatIf) unsavable() string {
	w := o.chosen()
	switch {
	case w == nil:
		return "nothing is tried"
	case !o.ready:
		return "still looking at the calendar"
	case o.costs[w.id].shut != "":
		return string(w.id) + " can't be moved any more: " + o.costs[w.id].shut
	}
	return ""
}

// dates are some of the move as they are read here, and by the clocks of its service where
// those are others.
func (w *whatIf) dates(s model.Slot, here *time.Location) string { return datesIn(s, here, w.zone) }

// remedy is the task that saves the move.
func (w whatIf) remedy() model.Remedy {
	answers := []process.Answer{model.With("start", w.to.Start.TextIn(w.zone)), model.With("end", w.to.End.TextIn(w.zone))}
	if len(w.along) > 0 {
		answers = append(answers, model.With("follow", strings.Join(model.Each(w.along, func(d dependent) string { return string(d.id) }), "\n")))
	} else {
		answers = append(answers, model.Without("follow"))
	}
	return model.ByTask("reschedule", w.id, answers...).AsSeen(w.seen)
}

// Box draws the plan.
func (o *WhatIf) Box(w, h int) ([]string, int) {
	t := o.c.env.Theme
	n := max(min(w-4, 92), 1)
	var blocks [][]string
	for i := range o.c.tried {
		m := &o.c.tried[i]
		name := t.Strong
		lead := " "
		if i == o.At {
			name, lead = t.Chosen, t.Glyph.Here
		}
		zone := o.c.env.Zone
		lines := []string{
			kit.NewLine(n).Text(t.Focus, lead).Text(name, string(m.id)).Gap(1).Text(t.Text, kit.Cut(m.title, max(n-12, 1))).String(),
		}
		of := o.costs[m.id]
		from := m.from
		if o.ready {
			from = of.lies
		}
		lines = append(lines, o.c.hanging(" ", t.Text, m.dates(from, zone)+" "+t.Glyph.Arrow+" "+m.dates(m.to, zone)+distance(from, m.to, m.zone), n)...)
		if of.moved != "" {
			lines = append(lines, o.c.hanging(t.Glyph.Late, t.Warn, of.moved+"; it lay at "+m.dates(m.from, zone)+" when this was kept", n)...)
		}
		if of.shut != "" {
			lines = append(lines, o.c.hanging(t.Glyph.No, t.Bad, "it can't be moved any more: "+of.shut+"; x drops it", n)...)
			blocks = append(blocks, lines)
			continue
		}
		mine := []string{string(m.id)}
		for _, d := range m.along {
			mine = append(mine, string(d.id))
			lines = append(lines, o.c.hanging(" ", t.Text, fmt.Sprintf("%s %s moves along: %s %s %s", d.id, d.title, d.from.Format(zone, when.Short), t.Glyph.Arrow, d.to.Format(zone, when.Short)), n)...)
		}
		for _, d := range of.stays {
			lines = append(lines, o.c.hanging(" ", t.Text, fmt.Sprintf("%s %s depends on it and stays: %s", d.id, d.title, d.from.Format(zone, when.Short)), n)...)
		}
		free := true
		for k := range o.found {
			f := &o.found[k]
			if !slices.ContainsFunc(mine, func(id string) bool { return f.Release == model.ID(id) || slices.Contains(f.With, id) }) {
				continue
			}
			free = false
			text := f.Standing() + ": " + f.Text
			if f.Release != m.id {
				text = string(f.Release) + ", " + text
			}
			lines = append(lines, o.c.hanging(t.Glyph.Conflict, t.Warn, text, n)...)
		}
		for _, text := range of.ends {
			lines = append(lines, o.c.hanging(t.Glyph.Late, t.Warn, text, n)...)
		}
		switch {
		case !o.ready:
			lines = append(lines, o.c.hanging(" ", t.Faint, "looking at the calendar", n)...)
		case free:
			lines = append(lines, o.c.hanging(t.Glyph.Yes, t.Good, "collides with nothing", n)...)
		}
		blocks = append(blocks, lines)
	}
	lines := kit.Wrapped(t.Faint, "Nothing of this is saved, and nobody else sees it.", n)
	if len(blocks) == 0 {
		lines = kit.Wrapped(t.Text, "Nothing is tried. Propose dates with { } ( ) or =, and keep them with w; here stands what they would collide with together.", n)
	}
	room := max(h-2-len(lines), 1)
	o.Top, o.Rows = fitting(blocks, o.Top, o.At, room)
	for _, block := range blocks[o.Top : o.Top+o.Rows] {
		if len(block) > room && room > 1 {
			block = append(block[:room-1:room-1], kit.NewLine(n).Text(t.Faint, "and more, which enter shows in the form").String())
		}
		lines = append(lines, block[:min(len(block), room)]...)
	}
	box, width := kit.FitBox(t, "What if", lines, n+4, h)
	kit.More(t, box, width, o.Top, o.Rows, len(blocks))
	return box, width
}
