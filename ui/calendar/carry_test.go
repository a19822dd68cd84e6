package calendar

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// What is chosen stays chosen in every view to which somebody turns, the month between
// them included: what } would move is the same.
func TestWhatIsChosenStaysChosen(t *testing.T) {
	c, _, settle := windowWorld(t)
	views := map[string]func() tea.Cmd{"w": c.showWeek, "g": c.showAgenda, "T": c.showTimeline(byDays), "Q": c.showTimeline(byQuarter)}
	tried := 0
	for from, show := range views {
		for to, next := range views {
			for _, by := range []string{"", "m"} {
				c.choose(c.today())
				settle(c.showMonth())
				settle(show())
				for i := range 40 {
					settle(stepIn(from, c, i))
					if e, ok := c.chosen(); i > 4 && ok && e.Card != nil {
						break
					}
				}
				was, ok := c.chosen()
				if !ok || was.Card == nil {
					continue
				}
				id := was.ID
				if by != "" {
					settle(c.showMonth())
				}
				settle(next())
				tried++
				if now, ok := c.chosen(); !ok || now.ID != id {
					t.Errorf("%s was chosen in %s, and after %s%s it is %v", id, from, by, to, now)
				}
			}
		}
	}
	if tried < 24 {
		t.Errorf("only %d ways were tried", tried)
	}
	// On another day of the month something else is looked at.
	settle(c.goTo(c.today().AddDays(-200)))
	settle(c.showMonth())
	before := c.carried
	settle(c.goTo(c.today()))
	settle(c.showWeek())
	if e, ok := c.chosen(); ok && e.ID == before.id {
		t.Errorf("%s is of another day", e.ID)
	}
}

// stepIn is a movement in a view: in the timeline in time, elsewhere to the next entry or day.
func stepIn(view string, c *Calendar, i int) tea.Cmd {
	switch {
	case view == "T" || view == "Q":
		return c.sideTimeline(1)
	case view == "g":
		return c.stepAgenda(1)
	case i%3 == 0:
		return c.goTo(c.day.AddDays(1))
	}
	return c.stepWeek(1)
}

// L goes back to the view from which it was pressed, and isn't left on by turning to another.
func TestLargeGoesBackWhereItCameFrom(t *testing.T) {
	c, _, settle := windowWorld(t)
	for want, show := range map[mode]func() tea.Cmd{byMonth: c.showMonth, byWeek: c.showWeek, byAgenda: c.showAgenda, byTimeline: c.showTimeline(byQuarter)} {
		settle(show())
		settle(c.toggleLarge())
		if page := c.View(60, 18); !strings.Contains(page, "L smaller") {
			t.Errorf("it isn't large:\n%s", page)
		}
		settle(c.toggleLarge())
		if c.shown != want || c.large || want == byTimeline && c.timeline.scale != byQuarter {
			t.Errorf("from %d L leads to %d", want, c.shown)
		}
		settle(c.toggleLarge())
		settle(c.showWeek())
		settle(c.showAgenda())
		if c.large {
			t.Error("g shows the agenda large, which nobody asked for")
		}
	}
}

// A window that is gone leaves the choice near it, on no other of its nights.
func TestASkippedNightLeavesTheChoiceNearIt(t *testing.T) {
	db := screentest.Demo(t)
	c, _, settle := worldOn(t, db)
	settle(c.showAgenda())
	settle(c.foldWindows())
	at := slices.IndexFunc(c.agenda.entries, func(e store.Entry) bool {
		return e.ID == "WIN-5" && when.DateOf(e.Start.At, berlin) == when.Date{Year: 2026, Month: 12, Day: 1}
	})
	if at < 0 {
		t.Fatal("WIN-5 has no night on 1 December")
	}
	c.agenda.at = at
	c.follow()
	night := c.agenda.entries[at]
	if _, err := c.env.Data.Do(context.Background(), screentest.On(t, db, "chandra", theme.Options{Choice: theme.Bare}).Person, action.SkipOccurrence{Window: "WIN-5", On: night.Start, Reason: "not needed"}); err != nil {
		t.Fatal(err)
	}
	settle(c.Load())
	e, ok := c.chosen()
	if !ok || e.ID == "WIN-5" {
		t.Fatalf("another night is chosen: %+v", e)
	}
	if d := when.DateOf(e.Start.At, berlin); d.Sub(c.day) > 1 || c.day.Sub(when.Date{Year: 2026, Month: 12, Day: 1}) > 1 {
		t.Errorf("%s on %s is chosen", e.ID, d)
	}
}

// At 60x18 and less every week of a month that has something shows it, today's first.
func TestNoWeekOfAMonthSaysNothing(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	env.Now = func() time.Time { return now }
	c := New(env)
	screentest.Run(c.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	for _, g := range c.weeks[3].Days { // 16 November on
		delete(c.days, g.Date)
	}
	c.loads++
	for h := 8; h <= 20; h++ {
		rows := c.weekRows(60, h)
		page := c.grid(60, h)
		line := 0
		for i, week := range c.weeks {
			if rows[i] < 1 {
				t.Fatalf("%d lines: week %d has none", h, week.Number)
			}
			here := strings.Join(page[line:line+rows[i]], "\n")
			line += rows[i]
			n := 0
			for _, g := range week.Days {
				if d := c.days[g.Date]; d != nil {
					n += d.count
				}
			}
			if n > 0 && rows[i] == 1 && !strings.Contains(here, "+") {
				t.Errorf("%d lines: week %d has %d entries, and says nothing:\n%s", h, week.Number, n, here)
			}
			if n == 0 && rows[i] > 1 && slices.Contains(rows, 1) && h < 12 {
				t.Errorf("%d lines: week %d is empty and has %d", h, week.Number, rows[i])
			}
			if week.Number == 49 && h >= 7 && rows[i] < 2 {
				t.Errorf("%d lines: today's week has %d", h, rows[i])
			}
			if week.Number == 48 && rows[i] == 1 && !strings.Contains(here, "+1!") {
				t.Errorf("%d lines: what is late isn't marked:\n%s", h, here)
			}
		}
	}
}

// Behind the hours of a week lie maintenance windows, for what is shown; neither who is on
// call nor who is away.
func TestOnlyMaintenanceLiesBehindTheHours(t *testing.T) {
	c, _, settle := windowWorld(t)
	c.choose(when.Date{Year: 2026, Month: 12, Day: 2})
	settle(c.showWeek())
	glyph := c.env.Theme.Glyph.Window
	people := 0
	for _, e := range c.week.page.entries {
		if e.Kind == model.WindowAbsence || e.Kind == model.WindowOnCall {
			people++
		}
	}
	open := 0
	for d := range c.week.row.Days {
		for h := range 24 {
			at := c.week.row.Days[d].Span.Start.Add(time.Duration(h) * time.Hour)
			hour := when.Span{Start: at, End: at.Add(time.Hour)}
			want := slices.ContainsFunc(c.week.page.entries, func(e store.Entry) bool { return e.Kind == model.WindowMaintenance && e.Span.Overlaps(hour) })
			if slices.ContainsFunc(c.week.page.entries, func(e store.Entry) bool { return e.Tints() && e.Span.Overlaps(hour) }) {
				continue // a freeze lies before it
			}
			got, _, _ := c.shadeOf(d, []when.Span{hour})
			if want != (got == glyph) {
				t.Errorf("%s: %q, and maintenance: %v", at, got, want)
			}
			if want {
				open++
			}
		}
	}
	if people == 0 || open == 0 || open == 7*24 {
		t.Errorf("%d of people, and %d hours of maintenance", people, open)
	}
	settle(c.SetFilter("service:payroll"))
	for _, e := range c.week.page.entries {
		if e.Kind != model.WindowMaintenance {
			continue
		}
		if !slices.Contains(e.Covers, "Payroll") && !e.Everything {
			t.Errorf("%s is for %s", e.ID, e.For())
		}
	}
	// The agenda under a filter has the windows of what it asks for, and its freezes.
	settle(c.SetFilter("service:crm"))
	settle(c.showAgenda())
	settle(c.foldWindows())
	seen := map[model.ID]bool{}
	for _, e := range c.agenda.all {
		seen[e.ID] = true
		if e.Kind == model.WindowAbsence {
			t.Errorf("%s %s isn't for a service", e.ID, e.Title)
		}
	}
	if !seen["WIN-7"] || seen["WIN-5"] {
		t.Errorf("for CRM there are %v", seen)
	}
	settle(c.SetFilter("conflict"))
	if page := c.View(100, 60); !strings.Contains(page, "Campaign week") {
		t.Errorf("the event with which REL-43 collides isn't named:\n%s", page)
	}
}

// What is late and in conflict says with what, as everything else of the agenda does.
func TestWhatIsLateSaysItsConflicts(t *testing.T) {
	c, _, settle := windowWorld(t)
	settle(c.showAgenda())
	page := c.View(100, 30)
	late, _, _ := strings.Cut(page[strings.Index(page, "Late, from before"):], " today ")
	want := conflictsOf(&c.agenda.late[0])
	if len(want) == 0 || !strings.Contains(late, c.env.Theme.Glyph.Conflict+" "+want[0].Reason().Text[:30]) {
		t.Errorf("%d conflicts of %s, and in the agenda\n%s", len(want), c.agenda.late[0].ID, late)
	}
}

// However far a timeline is scrolled, the first line names its service.
func TestAScrolledTimelineNamesItsFirstLane(t *testing.T) {
	c, _, settle := windowWorld(t)
	settle(c.showTimeline(byQuarter)())
	scrolled := 0
	for range 30 {
		settle(c.stepTimeline(1))
		lines := strings.Split(c.View(60, 13), "\n")
		i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "above") })
		if i < 0 {
			continue
		}
		head := len(c.head(60, c.timelineSigns()...)) + 2
		if len(c.timeline.late) > 0 {
			head++
		}
		scrolled++
		if name := lines[head][:serviceColumn(60)]; strings.TrimSpace(name) == "" {
			t.Fatalf("the first lane has no name:\n%s", strings.Join(lines, "\n"))
		}
	}
	if scrolled == 0 {
		t.Error("it was never scrolled")
	}
}

// How far a move goes is days and hours.
func TestHowFarAMoveGoes(t *testing.T) {
	at := func(d, h int) model.Slot { return model.Slot{Start: minuteAt(2026, 10, d, h, 0)} }
	day := model.Slot{Start: when.OnDay(when.Date{Year: 2026, Month: 10, Day: 20}, berlin)}
	for _, c := range []struct {
		from, to model.Slot
		want     string
	}{
		{at(20, 22), at(21, 23), "+1 d 1 h"}, {at(20, 22), at(21, 21), "+23 h"}, {at(21, 23), at(20, 22), "-1 d 1 h"}, {at(21, 21), at(20, 22), "-23 h"},
		{at(20, 22), at(22, 22), "+2 d"}, {at(24, 22), at(25, 22), "+1 d"}, {at(20, 22), at(20, 23), "+1 h"}, {at(20, 22), at(20, 22), "where it is"},
		{at(18, 22), day, "+2 d"}, {day, at(22, 22), "+2 d"},
	} {
		if got := strings.TrimSpace(distance(c.from, c.to, berlin)); got != c.want {
			t.Errorf("from %s to %s is %q, not %q", c.from.Start.TextIn(berlin), c.to.Start.TextIn(berlin), got, c.want)
		}
	}
}

// What s came to, and what the dates end, stands above conflicts that have no room.
func TestTheAnswerStandsAboveTheConflicts(t *testing.T) {
	c, _, settle := windowWorld(t)
	m := &Mover{c: c, id: "REL-38"}
	settle(nil)
	m.to = proposal{known: true, zone: berlin, from: model.Slot{Start: minuteAt(2026, 12, 7, 22, 0)}, to: model.Slot{Start: minuteAt(2026, 12, 8, 22, 0)}, ends: []string{"it voids APR-124"}}
	for i := range 20 {
		m.to.found = append(m.to.found, gate.Conflict{Conflict: calendar.Conflict{Text: fmt.Sprintf("collides with REL-%d", i)}})
		m.to.after = append(m.to.after, dependent{id: model.ID(fmt.Sprintf("REL-%d", 100+i))})
	}
	m.said = "no free slot of 4 h"
	lines, _ := m.Box(60, 14)
	if box := strings.Join(lines, "\n"); !strings.Contains(box, m.said) || !strings.Contains(box, "it voids APR-124") || !strings.Contains(box, "more, which the form shows") {
		t.Errorf("the box hides what was asked:\n%s", box)
	}
}

// What somebody else does to the release while it is being moved changes what it comes
// from, not what was proposed; and it is said.
func TestAProposalKeepsItsDates(t *testing.T) {
	db := screentest.Demo(t)
	c, _, _ := worldOn(t, db)
	for _, typed := range []bool{false, true} {
		m := &Mover{c: c, id: "REL-39", days: 2}
		settle := func(cmd tea.Cmd) {
			screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, m) })
		}
		settle(m.Load())
		if typed {
			at := m.to.to.Start
			m.typed = &at
			settle(m.Load())
		}
		from, to := m.to.from, m.to.to
		other := model.Slot{Start: from.Start.Shift(5, 0, berlin), End: from.End.Shift(5, 0, berlin)}
		rafael := screentest.On(t, db, "rafael", theme.Options{Choice: theme.Bare}).Person
		if _, err := c.env.Data.Do(context.Background(), rafael, action.Reschedule{Release: "REL-39", Window: other, Reason: "conflict", Sentence: "other one", Void: true}); err != nil {
			t.Fatal(err)
		}
		settle(m.Load())
		if !m.to.to.Same(to) || !m.to.from.Same(other) {
			t.Errorf("%s was proposed, and now it is %s, from %s", to.Start.TextIn(berlin), m.to.to.Start.TextIn(berlin), m.to.from.Start.TextIn(berlin))
		}
		lines, _ := m.Box(80, 30)
		if box := strings.Join(lines, "\n"); !strings.Contains(box, "It was moved meanwhile") {
			t.Errorf("nothing says that it was moved:\n%s", box)
		}
		settle(m.Load())
		if !m.to.to.Same(to) {
			t.Error("it doesn't stay")
		}
	}
}
