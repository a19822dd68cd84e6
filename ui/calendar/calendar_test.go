package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var berlin = screentest.Zone

func minuteAt(y int, m time.Month, d, h, min int) when.Moment {
	return when.Moment{At: time.Date(y, m, d, h, min, 0, 0, berlin).UTC(), Precision: when.Minute}
}

func TestEntriesLieOnTheDaysTheyTouch(t *testing.T) {
	weeks := when.MonthGrid(2026, time.October, time.Monday, berlin)
	day := func(d int) when.Date { return when.Date{Year: 2026, Month: time.October, Day: d} }
	whole := func(d when.Date) when.Moment { return when.Moment{At: d.Start(berlin), Precision: when.Day} }
	entries := []store.Entry{
		{ID: "REL-1", Kind: "release", Start: minuteAt(2026, 10, 24, 23, 0), End: minuteAt(2026, 10, 25, 4, 0)}, // over the change of the clocks
		{ID: "REL-2", Kind: "release", Start: minuteAt(2026, 10, 25, 22, 0), End: minuteAt(2026, 10, 26, 0, 0)}, // until midnight
		{ID: "REL-3", Kind: "release", Start: whole(day(25)), End: whole(day(25))},
		{ID: "REL-4", Kind: "release", Start: minuteAt(2026, 10, 25, 9, 0)}, // no end
		{ID: "WIN-1", Kind: model.WindowFreeze, Hard: true, Start: whole(day(26)), End: whole(day(27))},
		{ID: "WIN-2", Kind: model.WindowHoliday, Title: "Feast", Start: whole(day(25)), End: whole(day(25))},
	}
	days := sortDays(entries, weeks, berlin)
	ids := func(d int) []model.ID {
		var out []model.ID
		if days[day(d)] != nil {
			for _, e := range days[day(d)].entries {
				out = append(out, e.ID)
			}
		}
		return out
	}
	for d, want := range map[int][]model.ID{24: {"REL-1"}, 25: {"REL-1", "REL-3", "REL-4", "REL-2"}, 26: nil} {
		if got := ids(d); !slices.Equal(got, want) {
			t.Errorf("on %d October lie %v, not %v", d, got, want)
		}
	}
	if d := days[day(27)]; d == nil || !d.hard || d.soft || days[day(28)] != nil {
		t.Error("the freeze does not last from the 26th to the 27th")
	}
	if got := days[day(25)].holidays; !slices.Equal(got, []string{"Feast"}) {
		t.Errorf("holidays %v", got)
	}
}

// An emergency change has no card: it says by itself what a release does by its card.
func TestEmergencyChangeIsMarkedInWords(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	at := c.env.Clock()
	e := store.Entry{ID: "CHG-1", Kind: "change", Emergency: true, Late: true, Due: at.Add(-50 * time.Hour), Title: "Restart login", Start: when.Moment{At: at.Add(-99 * time.Hour), Precision: when.Minute}}
	line := c.agendaLine(&e, when.DateOf(e.Start.At, berlin), 120, false)
	for _, want := range []string{"CHG-1", "Restart login", "!", "EMERGENCY", "2 d late", "change"} {
		if !strings.Contains(line, want) {
			t.Errorf("no %q in %q", want, line)
		}
	}
	c.shown, c.agenda.entries = byAgenda, []store.Entry{e}
	if mark, _ := c.mark(&e, 4); mark == "" || !e.Urgent() {
		t.Error("it has no mark in the month")
	}
}

func TestClockOfOneDay(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	over := store.Entry{Start: minuteAt(2026, 11, 24, 22, 0), End: minuteAt(2026, 11, 26, 4, 30)}
	day := func(d int) when.Date { return when.Date{Year: 2026, Month: time.November, Day: d} }
	for _, c2 := range []struct {
		e    store.Entry
		day  int
		want string
	}{
		{over, 24, "22:00–04:30 Thu"}, {over, 25, "all day"}, {over, 26, "Tue 22:00–04:30"},
		{store.Entry{Start: minuteAt(2026, 11, 24, 9, 0), End: minuteAt(2026, 11, 24, 10, 0)}, 24, "09:00–10:00"},
		{store.Entry{Start: minuteAt(2026, 11, 24, 9, 0)}, 24, "09:00"},
		{store.Entry{Start: when.Moment{At: day(24).Start(berlin), Precision: when.Day}}, 24, "all day"},
	} {
		if got := c.clock(&c2.e, day(c2.day)); got != c2.want {
			t.Errorf("on the %dth it is %q, not %q", c2.day, got, c2.want)
		}
	}
}

func TestMonthsKeepTheDay(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	c.choose(when.Date{Year: 2027, Month: time.January, Day: 31})
	for _, step := range []struct {
		n    int
		want string
	}{{1, "2027-02-28"}, {1, "2027-03-28"}, {-3, "2026-12-28"}} {
		if c.goMonth(step.n); c.day.String() != step.want {
			t.Errorf("%+d months led to %s, not %s", step.n, c.day, step.want)
		}
	}
	c.choose(when.Date{Year: when.LastYear, Month: time.December, Day: 31})
	if c.goTo(c.day.AddDays(1)); c.day.Year != when.LastYear {
		t.Errorf("the calendar went on to %s", c.day)
	}
}
