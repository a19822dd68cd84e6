package calendar

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// quietHost keeps what a screen asks of the frame.
type quietHost struct {
	screen.Host
	said   string
	ways   []model.Remedy
	found  model.ID
	opened screen.Overlay
}

func (h *quietHost) Open(o screen.Overlay)        { h.opened = o }
func (h *quietHost) Close(screen.Overlay)         {}
func (h *quietHost) Say(text string)              { h.said = text }
func (h *quietHost) Release(c store.Card) tea.Cmd { h.found = c.ID; return nil }
func (h *quietHost) Find(id model.ID) tea.Cmd     { h.found = id; return nil }
func (h *quietHost) Remedy(r model.Remedy) tea.Cmd {
	h.ways = append(h.ways, r)
	return nil
}

// planned is the demo's calendar while REL-38 is tried four weeks later, and takes REL-44
// along: by the keys of the mover.
func planned(t *testing.T, width, height int) (*Calendar, func(tea.Cmd)) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &quietHost{}
	c := New(env)
	c.Width, c.Height = width, height
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	m := &Mover{c: c, id: "REL-38", title: "Customer Care 11.4", days: 28, follow: true}
	screentest.Run(m.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
	for _, b := range m.Bindings() {
		if b.Has("w") {
			settle(b.Do())
		}
	}
	return c, settle
}

// A plan that is tried is drawn by every view: each release where it would lie, with what
// depends on it, and a mark where it lies; none of it by colour alone.
func TestEveryViewDrawsThePlan(t *testing.T) {
	c, settle := planned(t, 120, 40)
	if len(c.tried) != 1 || len(c.tried[0].along) != 1 || c.tried[0].along[0].id != "REL-44" {
		t.Fatalf("%+v", c.tried)
	}
	lies, to := c.tried[0].from.Start.On(c.env.Zone), c.tried[0].to.Start.On(c.env.Zone)
	follows := c.tried[0].along[0]
	views := map[string]func() tea.Cmd{"month": c.showMonth, "week": c.showWeek, "agenda": c.showAgenda, "timeline": c.showTimeline(byDays), "quarter": c.showTimeline(byQuarter)}
	for name, show := range views {
		for _, at := range []struct {
			day  when.Date
			id   string
			sign string
		}{{to, "REL-38", "~"}, {lies, "REL-38", "·"}, {follows.to.Start.On(c.env.Zone), "REL-44", "~"}, {follows.from.Start.On(c.env.Zone), "REL-44", "·"}} {
			c.choose(at.day)
			c.week.land(at.day, c.env.Zone)
			settle(show())
			page := c.View(120, 40)
			if !strings.Contains(page, "what-if: 2 moves not saved, W shows them") {
				t.Errorf("%s: the plan isn't named:\n%s", name, page)
			}
			if !strings.Contains(page, at.sign) || name != "week" && !strings.Contains(page, at.id) {
				t.Errorf("%s, %s: %s isn't marked %s:\n%s", name, at.day, at.id, at.sign, page)
			}
		}
	}

	// What collides is what the plan collides with: four weeks on lies the year-end freeze.
	c.choose(to)
	settle(c.showAgenda())
	if page := c.View(160, 40); !strings.Contains(page, "inside the hard freeze") || !strings.Contains(page, "what-if, from ") {
		t.Errorf("the conflicts of the plan:\n%s", page)
	}

	// It is saved in one act, or thrown away together.
	if r := c.tried[0].remedy(); len(r.Answers) != 3 || r.Answers[2].Field != "follow" || r.Answers[2].Value != "REL-44" {
		t.Errorf("%+v doesn't save them in one act", r)
	}
	if c.Untaken() == "" || !strings.HasPrefix(c.Untaken(), "2 moves") {
		t.Errorf("%q would be lost", c.Untaken())
	}
	c.drop("REL-38")
	settle(c.replan())
	if page := c.View(160, 40); strings.Contains(page, "what-if") {
		t.Errorf("thrown away, and still drawn:\n%s", page)
	}
}

// The store counts a release of a plan where it would lie, and once.
func TestThePlanIsCountedWhereItLies(t *testing.T) {
	c, _ := planned(t, 80, 24)
	w := c.tried[0]
	day := func(s model.Slot) store.Calendar {
		cal, err := c.env.Data.Calendar(t.Context(), c.query(s.Start.On(c.env.Zone).Span(c.env.Zone), 50))
		if err != nil {
			t.Fatal(err)
		}
		return cal
	}
	count := func(cal store.Calendar) (n, ghosts int) {
		for _, e := range cal.Entries {
			if e.ID == "REL-38" && e.Ghost {
				ghosts++
			} else if e.ID == "REL-38" {
				n++
			}
		}
		return n, ghosts
	}
	there, here := day(w.to), day(w.from)
	if n, ghosts := count(there); n != 1 || ghosts != 0 {
		t.Errorf("where it would lie: %d, and %d ghosts", n, ghosts)
	}
	if n, ghosts := count(here); n != 0 || ghosts != 1 {
		t.Errorf("where it lies: %d, and %d ghosts", n, ghosts)
	}
	c.tried = nil
	without := day(w.from)
	if date := w.from.Start.On(c.env.Zone).String(); here.PerDay[date] != without.PerDay[date]-2 { // both lay on that day
		t.Errorf("%d are counted there, %d without the plan", here.PerDay[date], without.PerDay[date])
	}
}

// Whatever mark is to be seen is named by the legend, on a line of its own where the first
// has no room; signs that stand beside each other on the timeline are told apart.
func TestTheLegendNamesEveryMark(t *testing.T) {
	c, settle := planned(t, 80, 20)
	g := c.env.Theme.Glyph
	c.windows = true
	names := map[string]string{g.Hard: "hard freeze", g.Soft: "soft freeze", g.Conflict: "conflict", g.Slipped: "slipped", g.Changed: "changed", g.Milestone: "milestone", g.Tried: "what-if", g.Window: ""}
	for name, show := range map[string]func() tea.Cmd{"month": c.showMonth, "week": c.showWeek, "agenda": c.showAgenda, "timeline": c.showTimeline(byDays), "quarter": c.showTimeline(byQuarter)} {
		for _, size := range [][2]int{{60, 14}, {80, 20}, {120, 36}, {200, 46}} {
			for _, day := range []when.Date{c.today(), c.tried[0].from.Start.On(c.env.Zone), c.tried[0].to.Start.On(c.env.Zone)} {
				c.Width, c.Height = size[0], size[1]
				c.choose(day)
				settle(show())
				page := c.View(size[0], size[1])
				screentest.Exact(t, page, size[0], size[1])
				for sign, word := range names {
					if strings.Contains(page, sign) && !strings.Contains(page, sign+" "+word) {
						t.Errorf("%s at %v: %q isn't named %q:\n%s", name, size, sign, word, page)
					}
				}
			}
		}
	}
	plain := screentest.New(0).Env(theme.Options{Choice: theme.Bare, ASCII: true}).Theme.Glyph
	for _, a := range []string{plain.Moved, plain.Window, plain.Tick, plain.Full} {
		if a == plain.Pipe {
			t.Errorf("%q is now, and something else", a)
		}
	}
}

// What a move ends is said before it is saved: of the release and of what moves along,
// also approvals that only wait; and a plan says no less than the proposal that it was.
func TestWhatAMoveEndsIsSaidBeforeItIsSaved(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &quietHost{}
	c := New(env)
	c.Width, c.Height = 160, 60
	boxes := func(id model.ID, follow bool) (proposed, tried string) {
		m := &Mover{c: c, id: id, days: 1, follow: follow}
		screentest.Run(m.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
		lines, _ := m.Box(100, 60)
		proposed = strings.Join(lines, "\n")
		w := whatIf{id: id, from: m.to.from, to: m.to.to, zone: m.to.zone}
		if follow {
			w.along = m.to.after
		}
		c.tried = []whatIf{w}
		o := &WhatIf{c: c}
		screentest.Run(o.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, o) })
		lines, _ = o.Box(100, 60)
		return proposed, strings.Join(lines, "\n")
	}
	for _, s := range []struct {
		id         model.ID
		follow     bool
		says, hush []string
	}{
		{"REL-37", true, []string{"it voids APR-", "Authorisation 1 (plan) of REL-41, asked", "moves along"}, []string{"and stays"}},
		{"REL-37", false, []string{"REL-41 Data Platform 2.5 depends on it and stays"}, []string{"of REL-41, asked"}},
		{"REL-38", false, []string{"it ends Rafael Monteiro's acceptance", "depends on it and stays"}, []string{"moves along"}},
	} {
		proposed, tried := boxes(s.id, s.follow)
		for name, box := range map[string]string{"proposed": proposed, "tried": tried} {
			for _, w := range s.says {
				if !strings.Contains(box, w) {
					t.Errorf("%s of %s lacks %q:\n%s", name, s.id, w, box)
				}
			}
			for _, w := range s.hush {
				if strings.Contains(box, w) {
					t.Errorf("%s of %s has %q:\n%s", name, s.id, w, box)
				}
			}
		}
	}
}

// What is taken back says of which release an approval stays void.
func TestWhatStaysVoidIsNamedWithItsRelease(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", theme.Options{Choice: theme.Bare})
	m := &Mover{c: New(env), id: "REL-37", days: 1, follow: true}
	screentest.Run(m.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
	act := action.Reschedule{Release: "REL-37", Window: m.to.to, Reason: "defect-found", Sentence: "a defect", Void: true}
	for _, d := range m.to.after {
		act.Follow = append(act.Follow, action.Follower{Release: d.id, Window: d.to})
	}
	if _, err := db.Do(t.Context(), store.Who{Person: env.Person.ID(), Auth: "test"}, act); err != nil {
		t.Fatal(err)
	}
	undo := action.Undo{Release: "REL-37"}
	c, err := env.Query().Case(action.Needs(undo))
	if err != nil {
		t.Fatal(err)
	}
	if along := strings.Join(undo.Along(c), " "); !strings.Contains(along, "Authorisation 1 (plan) of REL-41 stays void") {
		t.Errorf("it says %q", along)
	}
}

// What somebody else does to a release of a plan is seen in it: a move is shown from the
// dates that the release has now, and is saved as of those on which it rests; what moves
// along goes by as much as it would now; and what can't be moved any more can't be saved.
func TestThePlanSeesWhatOthersDid(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", theme.Options{Choice: theme.Bare})
	host := &quietHost{}
	env.Host = host
	c := New(env)
	c.Width, c.Height = 160, 60
	rafael, err := db.Resolve(t.Context(), model.KindPerson, "rafael")
	if err != nil {
		t.Fatal(err)
	}
	act := func(a action.Action) {
		t.Helper()
		if _, err := db.Do(t.Context(), store.Who{Person: rafael, Auth: "test"}, a); err != nil {
			t.Fatal(err)
		}
	}
	propose := func(id model.ID, follow bool) {
		m := &Mover{c: c, id: id, days: 2, follow: follow}
		screentest.Run(m.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
		for _, b := range m.Bindings() {
			if b.Has("w") {
				screentest.Run(b.Do(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
			}
		}
	}
	plan := func() (*WhatIf, string) {
		c.showWhatIf("")()
		o := host.opened.(*WhatIf)
		screentest.Run(o.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, o) })
		lines, _ := o.Box(100, 60)
		return o, strings.Join(lines, "\n")
	}
	propose("REL-38", true)
	kept := c.tried[0]
	if len(kept.along) != 1 || kept.seen == 0 {
		t.Fatalf("%+v", kept)
	}
	propose("REL-39", false)
	if o := host.opened.(*WhatIf); o.At != 1 {
		t.Errorf("the plan opens at move %d, and what was kept last is the second", o.At)
	}

	// REL-38 five days later, along with nothing: the plan would bring it three days forward.
	window := model.Slot{Start: kept.from.Start.Shift(5, 0, kept.zone), End: kept.from.End.Shift(5, 0, kept.zone)}
	act(action.Reschedule{Release: "REL-38", Window: window, Reason: "conflict", Sentence: "another", Void: true})
	o, box := plan()
	for _, want := range []string{window.Format(env.Zone, when.Short) + " → ", "-3 d", "moved meanwhile by Rafael Monteiro; it lay at " + kept.from.Format(env.Zone, when.Short)} {
		if !strings.Contains(strings.Join(strings.Fields(box), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("the plan lacks %q:\n%s", want, box)
		}
	}
	follower := c.tried[0].along[0]
	if got := follower.to.Start.On(env.Zone).Sub(follower.from.Start.On(env.Zone)); got != -3 {
		t.Errorf("%s moves along by %d days; saved, it would by -3", follower.id, got)
	}
	for _, b := range o.Bindings() {
		if b.Has("enter") {
			if b.Disabled() != "" {
				t.Errorf("it can't be saved: %s", b.Disabled())
			}
			b.Do()
		}
	}
	if len(host.ways) != 1 || host.ways[0].Seen != kept.seen {
		t.Errorf("it is saved as of %+v, and rests on %d", host.ways, kept.seen)
	}

	// What was cancelled collides with nothing, and that is no word for it.
	act(action.Cancel{Release: "REL-39", Reason: "dropped"})
	o, box = plan()
	if !strings.Contains(box, "it can't be moved any more: it was cancelled") {
		t.Errorf("the plan doesn't say that REL-39 is cancelled:\n%s", box)
	}
	if at := strings.Index(box, "REL-39"); strings.Contains(box[at:], "collides with nothing") {
		t.Errorf("what is cancelled collides with nothing:\n%s", box)
	}
	o.At = 1
	for _, b := range o.Bindings() {
		switch {
		case b.Has("enter") && !strings.Contains(b.Disabled(), "REL-39 can't be moved any more"):
			t.Errorf("it can be saved: %q", b.Disabled())
		case b.Has("X"):
			b.Do()
			if len(c.tried) != 2 {
				t.Error("the plan is thrown away without a question")
			}
		}
	}
}
