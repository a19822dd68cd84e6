package calendar

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// A timeline draws what is planned as an outline, what was done filled, the baseline as
// a tick, where a plan came from, freezes of its service behind, and now.
func TestATimelineDrawsPlanAndDeed(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	now := c.env.Clock() // Monday the 23rd
	release := func(id model.ID, service string, from, to when.Moment, track store.Track) store.Entry {
		return store.Entry{ID: id, Kind: "release", Start: from, End: to, Track: &track, Card: &store.Card{ID: id, Name: string(id), State: model.ReleaseOpen, ServiceName: service}}
	}
	day := func(d int) when.Moment { return minuteAt(2026, 11, d, 12, 0) }
	cal := store.Calendar{Entries: []store.Entry{
		{ID: "WIN-1", Kind: model.WindowFreeze, Hard: true, Start: minuteAt(2026, 12, 4, 0, 0), End: minuteAt(2026, 12, 8, 0, 0), Covers: []string{"Payroll"}},
		release("REL-1", "Payroll", day(24), day(26), store.Track{Runs: []store.TrackRun{{Started: now.Add(-time.Hour)}}}),
		release("REL-2", "Web Shop", day(27), day(29), store.Track{Baseline: day(25), From: []model.Slot{{Start: day(25)}, {Start: day(26)}}}),
		{ID: "MIL-1", Kind: "milestone", Title: "Audit", Start: day(28)},
	}}
	c.Width, c.shown = 80, byTimeline
	c.aim()
	c.takeTimeline(cal, c.axisOf(80))
	page := c.View(80, 24)
	line := func(with string) string {
		for l := range strings.SplitSeq(page, "\n") {
			if strings.Contains(l, with) {
				return l
			}
		}
		t.Fatalf("no %s in\n%s", with, page)
		return ""
	}
	if l := line("Payroll "); !strings.Contains(l, "█") || !strings.Contains(l, "]") || !strings.Contains(l, "▒") {
		t.Errorf("REL-1 is under way, planned for longer, and there is a freeze: %s", l)
	}
	if l := line("Web Shop"); strings.Contains(l, "▒") || !strings.Contains(l, "╹") || !strings.Contains(l, "·") || !strings.Contains(l, "[") || !strings.Contains(l, "▸REL-2") && !strings.Contains(l, " REL-2") {
		t.Errorf("REL-2 was moved twice: %s", l)
	}
	if l := line("MIL-1"); !strings.Contains(l, "◆") || !strings.Contains(l, "│") {
		t.Errorf("the milestone, and now: %s", l)
	}
	a := c.axisOf(80)
	for _, x := range []struct {
		d, hour, col int
	}{{23, 0, 0}, {23, 12, 1}, {24, 0, 2}, {22, 0, -1}} {
		if got := a.col(time.Date(2026, 11, x.d, x.hour, 0, 0, 0, berlin)); got != x.col {
			t.Errorf("the %dth at %d is in column %d, not %d", x.d, x.hour, got, x.col)
		}
	}
}

// A date has the same columns where its clocks are changed.
func TestColumnsOfADayWithAnHourMore(t *testing.T) {
	a := axis{first: when.Date{Year: 2026, Month: time.October, Day: 24}, days: 3, perDay: 24, zone: berlin, cols: 72}
	for at, col := range map[time.Time]int{
		time.Date(2026, 10, 25, 0, 0, 0, 0, berlin):   24,
		time.Date(2026, 10, 25, 23, 59, 0, 0, berlin): 47,
		time.Date(2026, 10, 26, 0, 0, 0, 0, berlin):   48,
		time.Date(2026, 10, 23, 23, 0, 0, 0, berlin):  -1,
		time.Date(2026, 10, 27, 1, 0, 0, 0, berlin):   72,
	} {
		if got := a.col(at); got != col {
			t.Errorf("%s is in column %d, not %d", at, got, col)
		}
	}
}
