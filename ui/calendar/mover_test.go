package calendar

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// The end of a window follows a typed start.
func TestTheEndFollowsTheStart(t *testing.T) {
	day := func(d int) when.Moment {
		return when.OnDay(when.Date{Year: 2026, Month: time.December, Day: d}, berlin)
	}
	for name, c := range map[string]struct {
		was   model.Slot
		start when.Moment
		want  when.Moment
	}{
		"hours":              {model.Slot{Start: minuteAt(2026, 12, 1, 22, 0), End: minuteAt(2026, 12, 2, 2, 0)}, minuteAt(2026, 12, 9, 21, 0), minuteAt(2026, 12, 10, 1, 0)},
		"days":               {model.Slot{Start: day(1), End: day(3)}, day(8), day(10)},
		"a day for hours":    {model.Slot{Start: minuteAt(2026, 12, 1, 22, 0), End: minuteAt(2026, 12, 2, 2, 0)}, day(8), day(8)},
		"a clock for days":   {model.Slot{Start: day(1), End: day(3)}, minuteAt(2026, 12, 9, 21, 0), when.Moment{}},
		"planned for once":   {model.Slot{}, day(8), day(8)},
		"over the clocks":    {model.Slot{Start: minuteAt(2026, 10, 20, 1, 0), End: minuteAt(2026, 10, 20, 5, 0)}, minuteAt(2026, 10, 25, 1, 0), minuteAt(2026, 10, 25, 4, 0)},
		"only a start of it": {model.Slot{Start: minuteAt(2026, 12, 1, 22, 0)}, minuteAt(2026, 12, 9, 21, 0), when.Moment{}},
	} {
		if got := c.was.EndAfter(c.start, berlin); !got.At.Equal(c.want.At) {
			t.Errorf("%s: ends %s, not %s", name, got.At, c.want.At)
		}
	}
}

// By keys a release is moved on the demo: each proposal is shown with what it collides
// with, and nothing is written before the form is sent.
func TestAProposalIsShownBeforeItIsSaved(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	m := &Mover{c: c, id: "REL-38", title: "Customer Care 11.4", days: 21}
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
	}
	run := func() string {
		settle(m.Load())
		lines, _ := m.Box(90, 40)
		return strings.Join(lines, "\n")
	}
	if box := run(); !strings.Contains(box, "+21 d") || !strings.Contains(box, "inside the hard freeze") || !strings.Contains(box, "REL-44") || !strings.Contains(box, "f takes it along") {
		t.Errorf("three weeks on lies the year-end freeze, and REL-44 depends on it:\n%s", box)
	}
	m.follow = true
	if box := run(); !strings.Contains(box, "moves along") || !strings.Contains(box, "REL-44: inside the hard freeze") {
		t.Errorf("what follows collides too:\n%s", box)
	}
	m.follow, m.days = false, 0
	if box := run(); !strings.Contains(box, "where it is") {
		t.Errorf("it is where it was:\n%s", box)
	}
	// It can't be after what depends on it; REL-43 can be moved out of the campaign week.
	settle(m.nextFree())
	began := when.Format(m.to.from.Start.Shift(0, time.Minute, env.Zone), env.Zone, when.Plain)
	if box := run(); !strings.Contains(box, "no free slot of 4 h") || !strings.Contains(box, "dates proposed: from "+began+" until ") || !strings.Contains(box, "passed over, ") || !strings.Contains(box, "what has to come before or after it (REL-44") {
		t.Errorf("there is none for it:\n%s", box)
	}
	m = &Mover{c: c, id: "REL-43", title: "Web Shop 8.11"}
	settle(m.Load())
	settle(m.nextFree())
	if box := run(); !strings.Contains(box, "collides with nothing") || !strings.Contains(box, "passed over") {
		t.Errorf("the next free slot:\n%s", box)
	}
}

// The finder reckons with the plan that is tried, and from a slot that is free goes on
// to the next one.
func TestTheNextFreeSlotReckonsWithWhatIsTried(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	begin := func(id model.ID, days int) (*Mover, func(cmd tea.Cmd)) {
		m := &Mover{c: c, id: id, days: days}
		settle := func(cmd tea.Cmd) {
			screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
		}
		settle(m.Load())
		return m, settle
	}
	var starts []string
	m, settle := begin("REL-44", 1)
	for range 3 {
		settle(m.nextFree())
		if len(m.to.found) > 0 {
			t.Errorf("%s: %s", m.to.to.Start.TextIn(m.to.zone), m.to.found[0].Text)
		}
		starts = append(starts, m.to.to.Start.TextIn(m.to.zone))
	}
	free, err := env.Data.FreeSlots(t.Context(), store.FreeQuery{Release: "REL-44", Length: 4 * time.Hour, From: m.to.from.Start.Shift(1, time.Minute, m.to.zone).At, Most: 3, Now: env.Clock(), Zone: env.Zone})
	if err != nil || len(free.Slots) != 3 {
		t.Fatalf("%d slots, %v", len(free.Slots), err)
	}
	for i, s := range free.Slots {
		if want := when.OnClock(s.Start, m.to.zone).TextIn(m.to.zone); starts[i] != want {
			t.Errorf("slot %d is %s, by the command %s", i+1, starts[i], want)
		}
	}
	if lines, _ := m.Box(90, 40); !strings.Contains(strings.Join(lines, "\n"), "the next free slot of 4 h, as long as its dates are (its plans need 1 h 15 min)") {
		t.Errorf("how long a slot is looked for is not said:\n%s", strings.Join(lines, "\n"))
	}

	// What it depends on is tried on the first of them: that one is taken.
	first, settle := begin("REL-44", 1)
	settle(first.nextFree())
	c.try(whatIf{id: "REL-38", title: "Customer Care 11.4", from: m.to.from, to: first.to.to, zone: m.to.zone})
	second, settle := begin("REL-44", 1)
	settle(second.nextFree())
	if at := second.to.to.Start.TextIn(m.to.zone); at != starts[1] || len(second.to.found) > 0 {
		t.Errorf("%s is proposed, with %d conflicts; %s is free", at, len(second.to.found), starts[1])
	}
}

// Moves are tried together, and thrown away or saved one by one; nothing is written
// before.
func TestAPlanIsTriedAndThrownAway(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	head, _, err := db.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slot := func(d, hour int) model.Slot {
		return model.Slot{Start: minuteAt(2026, 12, d, hour, 0), End: minuteAt(2026, 12, d, hour+2, 0)}
	}
	c.try(whatIf{id: "REL-38", title: "Customer Care 11.4", from: slot(2, 20), to: slot(16, 20), zone: berlin})
	c.try(whatIf{id: "REL-44", title: "Customer Care 11.6", from: slot(2, 20), to: slot(16, 21), zone: berlin})
	o := &WhatIf{c: c}
	show := func() string {
		screentest.Run(o.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, o) })
		lines, _ := o.Box(90, 60)
		return strings.Join(lines, "\n")
	}
	if box := show(); !strings.Contains(box, "Nothing of this is saved") || !strings.Contains(box, "REL-38") || !strings.Contains(box, "changes crm-app") {
		t.Errorf("both at once collide:\n%s", box)
	}
	if v := c.View(160, 40); !strings.Contains(v, "2 moves not saved") {
		t.Errorf("the calendar doesn't say that it is tried:\n%s", v)
	}
	c.try(whatIf{id: "REL-44", title: "Customer Care 11.6", from: slot(2, 20), to: slot(17, 20), zone: berlin})
	if box := show(); strings.Contains(box, "changes crm-app") || len(c.tried) != 2 {
		t.Errorf("a day apart they don't:\n%s", box)
	}
	if r := c.tried[0].remedy(); r.Task != "reschedule" || len(r.Answers) != 3 || !r.Answers[2].None {
		t.Errorf("%v doesn't save it", r)
	}
	cal, err := db.Calendar(t.Context(), store.CalendarQuery{Span: when.Span{Start: minuteAt(2026, 12, 1, 0, 0).At, End: minuteAt(2026, 12, 5, 0, 0).At}, Now: screentest.Now, Zone: berlin})
	if err != nil {
		t.Fatal(err)
	}
	c.saved(cal.Entries) // neither is there yet
	for _, e := range cal.Entries {
		if e.ID == "REL-39" { // and this one is
			c.try(whatIf{id: "REL-39", title: "Web Shop", from: slot(2, 20), to: model.Slot{Start: e.Start, End: e.End}, zone: berlin})
		}
	}
	if c.saved(cal.Entries); len(c.tried) != 2 {
		t.Errorf("%d moves are tried", len(c.tried))
	}
	c.tried = nil
	if box := show(); !strings.Contains(box, "Nothing is tried") {
		t.Errorf("thrown away:\n%s", box)
	}
	if after, _, err := db.Head(t.Context()); err != nil || after != head {
		t.Errorf("something was written: %v, %v", after, err)
	}
}

// What is being deployed, or was, is moved by no key: a release of which the deployment has
// started has dates that happened.
func TestWhatIsDeployedIsNotMoved(t *testing.T) {
	c := model.NewCase(time.Date(2026, 12, 1, 23, 0, 0, 0, time.UTC), model.Actor{}, &model.Rules{})
	r := &model.Release{ID: "REL-1", Name: "Web", Window: model.Slot{Start: minuteAt(2026, 12, 1, 22, 0), End: minuteAt(2026, 12, 2, 2, 0)}}
	if p := propose(c, r, 1, 0, nil); p.wrong != "" || p.to.IsZero() {
		t.Errorf("before it: %q, %v", p.wrong, p.to)
	}
	r.Deployed = true
	if p := propose(c, r, 1, 0, nil); !strings.Contains(p.wrong, "its deployment has started") || !p.to.IsZero() {
		t.Errorf("while it is deployed: %q, %v", p.wrong, p.to)
	}
}
