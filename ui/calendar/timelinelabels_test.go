package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// named is a release that collides.
func named(id model.ID, name string, from, to when.Moment) store.Entry {
	return store.Entry{ID: id, Kind: "release", Start: from, End: to, Track: &store.Track{}, Card: &store.Card{ID: id, Name: name, State: model.ReleaseOpen, ServiceName: "Ledger", Conflict: true}}
}

// timelineOf is the timeline of some entries, at a width and on a day of 2026.
func timelineOf(w int, s scale, month, day int, entries ...store.Entry) *Calendar {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	c.Width, c.shown, c.timeline.scale = w, byTimeline, s
	c.choose(when.Date{Year: 2026, Month: time.Month(month), Day: day})
	c.aim()
	c.takeTimeline(store.Calendar{Entries: entries}, c.axisOf(w))
	c.timeline.at = -1
	return c
}

// lineWith is the first line of a page that has a text.
func lineWith(page, text string) string {
	for l := range strings.SplitSeq(page, "\n") {
		if strings.Contains(l, text) {
			return strings.TrimRight(l, " ")
		}
	}
	return ""
}

// A name that doesn't fit behind its bar stands before it, in weeks, in the quarter and
// in hours.
func TestANameAtTheEdgeStandsBeforeItsBar(t *testing.T) {
	for s, at := range map[scale]when.Moment{byDays: minuteAt(2026, 12, 22, 20, 0), byQuarter: minuteAt(2026, 12, 29, 20, 0), byHours: minuteAt(2026, 12, 1, 20, 0)} {
		end := at
		end.At = at.At.Add(2 * time.Hour)
		day := 30
		if s == byQuarter {
			day = 1
		}
		c := timelineOf(60, s, 11, day, named("REL-42", "General Ledger", at, end))
		page := c.View(60, 18)
		if l := lineWith(page, "REL-42"); !strings.Contains(l, " ▲REL-42 General Ledger ") || strings.HasSuffix(l, "Ledger") {
			t.Errorf("scale %d:\n%s", s, page)
		}
	}
}

// Two on one line share the room between them, each with its mark and its id.
func TestTwoNamesShareTheRoomBetweenTheirBars(t *testing.T) {
	shared := 0
	for gap := range 60 {
		a := label{mark: kit.Span{Text: "▲"}, id: "REL-37", text: "REL-37 General Ledger 2.0", from: 20, to: 21}
		b := label{mark: kit.Span{Text: "▲"}, id: "REL-42", text: "REL-42 General Ledger 2.0.1", from: 22 + gap, to: 23 + gap}
		list, cols := []label{a, b}, 25+gap
		from, _ := b.reach(cols)
		_, to := a.reach(cols)
		if to >= from || a.leans(cols) { // they are on lines of their own
			continue
		}
		shared++
		seat(list, cols)
		for i, n := range list {
			if n.room < n.least() {
				t.Errorf("gap %d: the %d. has %d columns", gap, i+1, n.room)
			}
		}
		if a, b := list[0], list[1]; !b.left || a.at+a.room > b.at || b.at+b.room >= b.from {
			t.Errorf("gap %d: %d+%d and %d+%d before %d", gap, a.at, a.room, b.at, b.room, b.from)
		}
	}
	if shared == 0 {
		t.Error("they never share a line")
	}
}

// Where there is room for nothing beside a bar its mark stands on it.
func TestAMarkIsSeenWithoutRoom(t *testing.T) {
	first := when.Date{Year: 2026, Month: time.November, Day: 30}
	c := timelineOf(60, byDays, 11, 30, named("REL-1", "Long", when.OnDay(first, berlin), when.OnDay(first.AddDays(60), berlin)))
	if l := lineWith(c.View(60, 18), "Ledger"); !strings.HasSuffix(l, "▲") {
		t.Errorf("no mark on the bar: %q", l)
	}
}

// What ends with a day takes nothing of the next, at any width; of the quarter, whose
// columns are more than days, no column that begins later.
func TestATintEndsWithItsDay(t *testing.T) {
	for _, w := range []int{60, 80, 120, 200} {
		for _, s := range []scale{byDays, byQuarter, byHours} {
			c := timelineOf(w, s, 12, 1)
			a := c.axisOf(w)
			for n := range a.days - 1 {
				d := a.first.AddDays(n)
				_, to, ok := a.span(d.Span(berlin))
				next, _, _ := a.span(d.AddDays(1).Span(berlin))
				if !ok || s != byQuarter && to != next-1 || to > next {
					t.Fatalf("width %d, scale %d: %s ends in column %d, the next begins in %d", w, s, d, to, next)
				}
			}
		}
	}
}

// Headings don't run together, whatever day is chosen, which is there.
func TestHeadingsAreApart(t *testing.T) {
	month := func(word string) bool {
		_, long := time.Parse("January", word)
		_, short := time.Parse("Jan", word)
		return long == nil || short == nil || word == "2026" || word == "2027"
	}
	for _, w := range []int{60, 80, 120, 200} {
		for _, s := range []scale{byDays, byQuarter, byHours} {
			for n := range 92 {
				day := when.Date{Year: 2026, Month: time.October, Day: 1}.AddDays(n)
				c := timelineOf(w, s, int(day.Month), day.Day)
				a := c.axisOf(w)
				line, months := c.axisDays(a, w), c.axisMonths(a, w)
				for word := range strings.FieldsSeq(line) {
					if _, err := time.Parse("Mon", word); err != nil && len(word) > 2 {
						t.Fatalf("width %d, scale %d, %s: %q", w, s, day, line)
					}
				}
				if !strings.Contains(" "+line+" ", fmt.Sprintf(" %d ", day.Day)) {
					t.Errorf("width %d, scale %d: the chosen %s isn't there: %q", w, s, day, line)
				}
				for word := range strings.FieldsSeq(months) {
					if !month(word) {
						t.Fatalf("width %d, scale %d, %s: %q", w, s, day, months)
					}
				}
			}
		}
	}
}

// Milestones, which are of no service, aren't in the group of the last one.
func TestMilestonesHaveALaneOfTheirOwn(t *testing.T) {
	c := timelineOf(60, byDays, 11, 30, named("REL-1", "Ledger", minuteAt(2026, 12, 1, 8, 0), minuteAt(2026, 12, 1, 9, 0)),
		store.Entry{ID: "MIL-1", Kind: "milestone", Title: "Audit", Start: minuteAt(2026, 12, 2, 8, 0)})
	if l := lineWith(c.View(60, 18), "MIL-1"); !strings.HasPrefix(l, "Milestones ") {
		t.Errorf("its lane has no name: %q", l)
	}
}

// No date of a week is cut, whichever day is chosen.
func TestDatesOfAWeekAreWhole(t *testing.T) {
	for _, w := range []int{60, 80, 120} {
		for n := range 7 {
			c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
			c.Width, c.shown = w, byWeek
			c.choose(when.Date{Year: 2026, Month: time.November, Day: 23 + n})
			c.showWeek()
			line := c.weekdayLine(w)
			for d := 23; d < 30; d++ {
				if !strings.Contains(line+" ", fmt.Sprintf(" %d ", d)) {
					t.Errorf("width %d: no %d in %q", w, d, line)
				}
			}
		}
	}
}

// A name stands beside where a release is tried, and nothing of what it was lies under it:
// where it lay, its baseline.
func TestANameLeavesWhereItLayInSight(t *testing.T) {
	for _, w := range []int{60, 80, 120, 200} {
		for _, s := range []scale{byDays, byQuarter} {
			for by := -14; by <= 14; by++ {
				c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
				c.day, c.shown, c.timeline.scale, c.Width = when.Date{Year: 2026, Month: time.November, Day: 30}, byTimeline, s, w
				c.aim()
				a := c.axisOf(w)
				lay := when.OnClock(time.Date(2026, 12, 8, 12, 0, 0, 0, berlin), berlin)
				to := lay.Shift(by, 0, berlin)
				e := store.Entry{ID: "REL-1", Kind: "release", Tried: true, Start: to, End: to.Shift(0, 2*time.Hour, berlin), Track: &store.Track{From: []model.Slot{{Start: lay}}, Baseline: lay.Shift(1, 0, berlin)},
					Card: &store.Card{ID: "REL-1", Name: "A release with a name", State: model.ReleaseOpen, ServiceName: "Ledger"}}
				c.takeTimeline(store.Calendar{Entries: []store.Entry{e}}, a)
				l := []rune(lineWith(c.View(w, 24), "Ledger"))
				from := a.col(momentSpan(lay, berlin).Start)
				base := a.col(momentSpan(e.Track.Baseline, berlin).Start)
				planFrom, planTo, _ := a.span(plannedOf(e, berlin))
				for _, at := range []struct {
					col  int
					sign string
				}{{from, "·"}, {base, "╹"}} {
					if at.col >= planFrom && at.col <= planTo || at.col == base && at.sign == "·" {
						continue // what it would be lies over it
					}
					if got := string(l[serviceColumn(w)+1+at.col]); got != at.sign {
						t.Errorf("width %d, scale %d, moved by %d: %q is there, not %s: %s", w, s, by, got, at.sign, string(l))
					}
				}
				if !strings.Contains(string(l), "REL-1") {
					t.Errorf("width %d, scale %d, moved by %d: no name: %s", w, s, by, string(l))
				}
			}
		}
	}
}

// The keys to the side go from release to release in time, whichever lane each is in; zoom
// shows the hours of the chosen one, wherever the day was that was chosen before.
func TestTheTimelineFollowsTheChosenRelease(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	settle(c.Update(screen.Size{Width: 120, Height: 40}))
	settle(c.showTimeline(byDays)())
	do := func(key string) {
		t.Helper()
		cmd, why := press(t, c.Bindings(), key)
		if why != "" {
			t.Fatalf("%s: %s", key, why)
		}
		settle(cmd)
	}
	start := func() time.Time {
		e, ok := c.timelineEntry()
		if !ok {
			t.Fatal("no release is chosen")
		}
		return spanOf(*e, env.Zone).Start
	}
	var seen []model.ID
	for range 8 {
		id, before := c.timelineChosen(), start()
		do("l")
		if start().Before(before) || c.timelineChosen() == id || slices.Contains(seen, c.timelineChosen()) {
			t.Fatalf("from %s %s it went to %s %s", id, before, c.timelineChosen(), start())
		}
		seen = append(seen, c.timelineChosen())
	}
	last := c.timelineChosen()
	do("l")
	do("h")
	if c.timelineChosen() != last {
		t.Errorf("there and back leads to %s, not %s", c.timelineChosen(), last)
	}
	c.choose(when.Date{Year: 2026, Month: time.November, Day: 2}) // a day that nobody sees
	do("z")
	if c.timelineChosen() != last || c.timeline.scale != byHours || c.timeline.first != when.DateOf(start(), env.Zone) {
		t.Errorf("it shows the hours from %s on, with %s", c.timeline.first, c.timelineChosen())
	}
}
