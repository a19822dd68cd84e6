package calendar

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// foldedWorld is a week with two releases, one of which collides, and windows.
func foldedWorld() (*Calendar, store.Calendar) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	c.env.Host = &quietHost{}
	window := func(d int, class string) store.Entry {
		return store.Entry{ID: "WIN-1", Kind: class, Title: "Night " + class, Start: minuteAt(2026, 11, d, 0, 0), End: minuteAt(2026, 11, d, 23, 0), Covers: []string{"Payroll"}}
	}
	release := func(id model.ID, d int, found ...gate.Conflict) store.Entry {
		card := &store.Card{ID: id, Name: "Payroll", Version: string(id), State: model.ReleaseOpen, StageWords: "planning", Look: store.RiskLook{Title: "high"}, Conflicts: found, Conflict: len(found) > 0}
		return store.Entry{ID: id, Kind: "release", Card: card, Title: "Payroll", Start: minuteAt(2026, 11, d, 20, 0), End: minuteAt(2026, 11, d, 22, 0)}
	}
	other := gate.Conflict{Hard: true, Conflict: calendar.Conflict{Key: "k", Text: "collides with Ledger 2 (REL-9)"}, Remedies: []model.Remedy{model.ByTask("reschedule", "REL-2")}}
	cal := store.Calendar{Total: 2, Entries: []store.Entry{
		window(24, model.WindowMaintenance), release("REL-1", 24), window(25, model.WindowMaintenance),
		window(26, model.WindowFreeze), release("REL-2", 26, other),
	}}
	c.shown, c.agenda.from = byAgenda, when.Date{Year: 2026, Month: time.November, Day: 23}
	c.takeAgenda(cal, c.agenda.from)
	return c, cal
}

// Windows are folded into a count; v shows them one by one, below the releases, and the
// cursor stays where it was.
func TestWindowsAreFolded(t *testing.T) {
	c, _ := foldedWorld()
	c.agenda.at = 1
	page := c.View(100, 20)
	for _, want := range []string{"1 window: v shows", "REL-1", "REL-2", "Night freeze", "planning", "high"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if strings.Contains(page, "Night maintenance") || strings.Contains(page, "Wed 25 Nov") {
		t.Errorf("windows aren't folded:\n%s", page)
	}
	c.foldWindows()
	page = c.View(100, 20)
	if at, window := strings.Index(page, "REL-1"), strings.Index(page, "Night maintenance"); window < at || !strings.Contains(page, "Wed 25 Nov") {
		t.Errorf("windows aren't shown below the releases:\n%s", page)
	}
	if e, ok := c.chosen(); !ok || e.ID != "REL-2" {
		t.Error("the cursor left its release")
	}
	if c.foldWindows(); strings.Contains(c.View(100, 20), "Night maintenance") {
		t.Error("windows can't be folded again")
	}
}

// A conflict is named wherever it shows: with what, how bad, since when, what ends it.
func TestConflictsAreNamed(t *testing.T) {
	c, cal := foldedWorld()
	if page := c.View(100, 20); !strings.Contains(page, "hard: collides with Ledger 2 (REL-9)") {
		t.Errorf("the agenda doesn't name it:\n%s", page)
	}
	c.since = map[string]time.Time{"k": time.Date(2026, 11, 20, 8, 15, 0, 0, time.UTC)}
	block := strings.Join(c.entryBlock(&cal.Entries[4], when.Date{Year: 2026, Month: time.November, Day: 26}, 60, false), "\n")
	for _, want := range []string{"hard: collides with Ledger 2 (REL-9)", "since Fri 20 Nov 09:15", "ends with: Plan or move the dates (REL-2)"} {
		if !strings.Contains(strings.Join(strings.Fields(block), " "), want) {
			t.Errorf("no %q in\n%s", want, block)
		}
	}
}

// What finds no room in a month keeps its marks, and one release over several days is
// one bar.
func TestACrowdedDayKeepsItsMarks(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	var cal store.Calendar
	for n := range 14 {
		id := model.MakeID(model.KindRelease, int64(n+1))
		card := &store.Card{ID: id, Name: "Release", Version: string(rune('a' + n)), State: model.ReleaseOpen, Conflict: n == 13}
		cal.Entries = append(cal.Entries, store.Entry{ID: id, Kind: "release", Card: card, Start: minuteAt(2026, 11, 25, 8, n), End: minuteAt(2026, 11, 25, 9, n)})
	}
	long := &store.Card{ID: "REL-70", Name: "Migration", State: model.ReleaseOpen}
	cal.Entries = append(cal.Entries, store.Entry{ID: "REL-70", Kind: "release", Card: long, Start: minuteAt(2026, 11, 3, 8, 0), End: minuteAt(2026, 11, 6, 18, 0)})
	night := &store.Card{ID: "REL-80", Name: "Overnight", State: model.ReleaseOpen}
	cal.Entries = append(cal.Entries, store.Entry{ID: "REL-80", Kind: "release", Card: night, Start: minuteAt(2026, 11, 17, 22, 0), End: minuteAt(2026, 11, 18, 4, 0)})
	c.takeMonth(cal, c.weeks)
	page := c.View(120, 24)
	if !strings.Contains(page, "+") || !strings.Contains(page, "more ▲") {
		t.Errorf("the hidden conflict isn't marked:\n%s", page)
	}
	if n := strings.Count(page, "Migration"); n != 1 {
		t.Errorf("four days of one release are named %d times:\n%s", n, page)
	}
	if n := strings.Count(page, "Overnight"); n != 1 {
		t.Errorf("a night of one release is named %d times:\n%s", n, page)
	}
	tall := c.View(120, 60)
	if strings.Contains(tall, "more") {
		t.Errorf("there is room for all of them:\n%s", tall)
	}
}

// In large there is a line for the worst conflict, with how bad it is and how many more
// there are.
func TestLargeNamesTheWorstConflict(t *testing.T) {
	c, cal := foldedWorld()
	card := cal.Entries[4].Card
	card.Conflicts = append(card.Conflicts, gate.Conflict{Conflict: calendar.Conflict{Key: "l", Text: "too little notice"}})
	c.large = true
	page := c.View(60, 18)
	if !strings.Contains(page, "▲ hard: collides with Ledger 2 (REL-9) +1") {
		t.Errorf("the worst of two isn't named:\n%s", page)
	}
}
