package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// frame is the host of a calendar that stands alone: it notes what was asked
// of it.
type frame struct {
	screen.Host
	opened []model.ID
	over   []screen.Overlay
	tasks  []string
	copied string
}

func (f *frame) Release(c store.Card) tea.Cmd {
	f.opened = append(f.opened, c.ID)
	return nil
}
func (f *frame) Open(o screen.Overlay) { f.over = append(f.over, o) }
func (f *frame) Close(screen.Overlay)  { f.over = nil }
func (f *frame) Task(name string, about model.ID) tea.Cmd {
	f.tasks = append(f.tasks, name)
	return nil
}
func (f *frame) Copy(text string) tea.Cmd     { f.copied = text; return nil }
func (f *frame) Say(string)                   {}
func (f *frame) Fail(doing string, err error) { panic(doing + ": " + err.Error()) }

// sat is a calendar with a person before it.
type sat struct {
	t interface{ Fatalf(string, ...any) }
	*Calendar
	frame *frame
}

func sit(t interface{ Fatalf(string, ...any) }, w *screentest.World, o theme.Options) *sat {
	e := w.Env(o)
	f := &frame{}
	e.Host = f
	s := &sat{t, New(e), f}
	s.run(s.Load())
	return s
}

// run does commands and what follows from them.
func (s *sat) run(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		here := []screen.Asking{s}
		for _, o := range s.frame.over {
			here = append(here, o)
		}
		return screentest.Answered(msg, here...)
	})
}

func (s *sat) press(keys ...string) *sat {
	for _, key := range keys {
		list := s.Bindings()
		if n := len(s.frame.over); n > 0 {
			list = s.frame.over[n-1].Bindings()
		}
		i := slices.IndexFunc(list, func(b screen.Binding) bool { return b.Has(key) })
		if i < 0 {
			s.t.Fatalf("no key %s", key)
		}
		if why := list[i].Disabled(); why != "" {
			s.t.Fatalf("%s can't be pressed: %s", key, why)
		}
		s.run(list[i].Do())
	}
	return s
}

var bare = theme.Options{Choice: theme.Bare}

// pictures are the weeks that the goldens show.
func pictures() map[string]func() (*screentest.World, when.Date) {
	day := func(m time.Month, d int) when.Date { return when.Date{Year: 2026, Month: m, Day: d} }
	release := func(id int, start, end when.Moment) store.Card {
		return store.Card{ID: model.ID(fmt.Sprintf("REL-%d", id)), Name: []string{"Payroll", "Web shop", "Ledger", "CRM"}[id%4], Version: fmt.Sprintf("%d.1", id),
			Type: "normal", Stage: "scheduled", StageWords: "scheduled", State: "open", ServiceName: "Finance", Start: start, End: end}
	}
	return map[string]func() (*screentest.World, when.Date){
		"week": func() (*screentest.World, when.Date) { return screentest.New(40), day(11, 24) },
		"week-clocks": func() (*screentest.World, when.Date) {
			w := &screentest.World{}
			first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30, an hour later again
			again := first.Add(time.Hour)
			w.Cards = []store.Card{
				release(1, minuteAt(2026, 10, 24, 23, 0), minuteAt(2026, 10, 25, 4, 0)),
				release(2, when.Moment{At: first, Precision: when.Minute}, when.Moment{At: first.Add(30 * time.Minute), Precision: when.Minute}),
				release(3, when.Moment{At: again, Precision: when.Minute}, when.Moment{At: again.Add(30 * time.Minute), Precision: when.Minute}),
				release(5, minuteAt(2026, 10, 22, 9, 15), minuteAt(2026, 10, 22, 12, 0)),
			}
			return w, day(10, 25)
		},
		"week-spring": func() (*screentest.World, when.Date) {
			w := &screentest.World{Cards: []store.Card{release(1, minuteAt(2026, 3, 29, 1, 0), minuteAt(2026, 3, 29, 4, 0))}}
			return w, day(3, 29)
		},
		"week-empty": func() (*screentest.World, when.Date) { return &screentest.World{}, day(11, 24) },
		"week-crowded": func() (*screentest.World, when.Date) {
			w := screentest.New(0)
			for i := range 160 {
				start := minuteAt(2026, 11, 23+i%7, (i*5)%24, 15*(i%4))
				c := release(i+1, start, when.Moment{At: start.At.Add(time.Duration(1+i%5) * time.Hour), Precision: when.Minute})
				c.Conflict, c.Late = i%5 == 2, i%7 == 0
				if i%17 == 3 {
					c.Type = "emergency"
				}
				w.Cards = append(w.Cards, c)
			}
			return w, day(11, 25)
		},
	}
}

func TestWeekPictures(t *testing.T) {
	for name, make := range pictures() {
		for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
			w, d := make()
			s := sit(t, w, bare)
			s.press("w")
			s.run(s.goTo(d))
			picture := s.View(size[0], size[1])
			screentest.Exact(t, picture, size[0], size[1])
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]+4), picture)
		}
	}
}

// Whatever lies in a week, its picture is as large as it should be, and the
// chosen entry is seen.
func TestWeeksAreExactForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		world := screentest.New(0)
		text := screentest.Text()
		for i := range rapid.IntRange(0, 40).Draw(t, "releases") {
			start := time.Date(2026, 11, 21+rapid.IntRange(0, 10).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, berlin)
			c := store.Card{ID: model.ID(fmt.Sprintf("REL-%d", i+1)), Name: text.Draw(t, "name"), Version: text.Draw(t, "version"), ServiceName: text.Draw(t, "service"),
				Type: rapid.SampledFrom([]string{"normal", "emergency"}).Draw(t, "type"), Stage: "test", State: "open",
				Start: when.Moment{At: start, Precision: when.Minute}, Late: rapid.Bool().Draw(t, "late"), Conflict: rapid.Bool().Draw(t, "conflict")}
			if rapid.Bool().Draw(t, "ends") {
				c.End = when.Moment{At: start.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "hours")) * time.Hour), Precision: when.Minute}
			}
			if rapid.IntRange(0, 4).Draw(t, "precision") == 0 {
				c.Start = when.Moment{At: when.DateOf(start, berlin).Start(berlin), Precision: when.Day}
				c.End = when.Moment{}
			}
			world.Cards = append(world.Cards, c)
		}
		for i := range world.Windows {
			world.Windows[i].Title = text.Draw(t, "window")
		}
		s := sit(t, world, theme.Options{Choice: rapid.SampledFrom([]theme.Choice{theme.Bare, theme.Dark}).Draw(t, "theme")})
		s.press("w")
		for range rapid.IntRange(0, 12).Draw(t, "keys") {
			s.press(rapid.SampledFrom([]string{"h", "j", "k", "l", "]", "[", "t"}).Draw(t, "key"))
		}
		w, h := rapid.IntRange(1, 220).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		screentest.Exact(t, s.View(w, h), w, h)
		if e, ok := s.chosen(); ok && w >= 60 && h >= 12 {
			if picture := ansi.Strip(s.View(w, h)); !strings.Contains(picture, string(e.ID)) {
				t.Fatalf("%s is chosen and isn't named:\n%s", e.ID, picture)
			}
		}
	})
}

// Each instant of a day belongs to exactly one band, whatever the clocks do.
func TestBandsCoverEveryInstantOnce(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu"} {
		zone, err := when.Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		for d := (when.Date{Year: 2026, Month: time.January, Day: 5}); d.Year == 2026; d = d.AddDays(7) {
			for _, w := range when.MonthGrid(d.Year, d.Month, time.Monday, zone) {
				var k week
				k.turn(w, zone)
				for _, list := range [][]band{k.gridBands(40, 0, zone), k.gridBands(20, -1, zone), k.listBands(12, 60, zone)} {
					split := slices.ContainsFunc(list, func(b band) bool { return b.again })
					for _, g := range w.Days {
						at := g.Span.Start
						var all []when.Span
						for _, b := range list {
							all = append(all, clockSpans(g, b, split, zone)...)
						}
						slices.SortFunc(all, func(a, b when.Span) int { return a.Start.Compare(b.Start) })
						for _, s := range all {
							if !s.Start.Equal(at) {
								t.Fatalf("%s in %s: after %v comes %v", g.Date, name, at, s.Start)
							}
							at = s.End
						}
						if !at.Equal(g.Span.End) {
							t.Fatalf("%s in %s ends at %v", g.Date, name, at)
						}
					}
				}
			}
		}
	}
}

func TestTheCursorOfTheWeek(t *testing.T) {
	w, d := pictures()["week-crowded"]()
	s := sit(t, w, bare)
	s.press("w")
	s.run(s.goTo(d))
	if e, ok := s.chosen(); !ok || e.Kind != "milestone" {
		t.Fatalf("the first of the day is %v", e)
	}
	s.press("j", "j", "j")
	e, _ := s.chosen()
	at := e.Start.At.In(berlin).Hour()
	s.press("l")
	if e2, _ := s.chosen(); e2.Start.At.In(berlin).Hour()-at > 2 || s.day != d.AddDays(1) {
		t.Errorf("from %d o'clock the next day's cursor went to %v", at, e2.Start.At.In(berlin))
	}
	e, _ = s.chosen()
	s.run(s.Load())
	if again, _ := s.chosen(); again.ID != e.ID {
		t.Errorf("loading moved the cursor from %s to %s", e.ID, again.ID)
	}
	s.press("enter")
	if !slices.Equal(s.frame.opened, []model.ID{e.ID}) {
		t.Errorf("enter opened %v, not %s", s.frame.opened, e.ID)
	}
	if s.press("n"); !slices.Equal(s.frame.tasks, []string{"register"}) {
		t.Errorf("n began %v", s.frame.tasks)
	}
	first := s.week.first()
	if s.press("]"); s.week.first() != first.AddDays(7) || s.day.Weekday() != d.AddDays(1).Weekday() {
		t.Errorf("] led to %s in the week of %s", s.day, s.week.first())
	}
	if s.press("t"); s.day != s.today() {
		t.Errorf("t led to %s", s.day)
	}
	s.press("d")
	if len(s.frame.over) != 1 {
		t.Error("d listed no day")
	}
	s.press("enter")
	if len(s.frame.opened) != 2 {
		t.Error("enter in the list of the day opened nothing")
	}
}

// The weeks around are at hand before they are asked for.
func TestTheNextWeekIsThereAtOnce(t *testing.T) {
	s := sit(t, screentest.New(60), bare)
	s.press("w")
	cmd := s.goWeek(1) // what it asks for is never answered
	if cmd == nil || !s.week.loaded || len(s.week.page.entries) == 0 {
		t.Fatal("the next week is blank until it is loaded")
	}
	before := s.View(80, 20)
	s.run(cmd)
	if after := s.View(80, 20); after != before {
		t.Errorf("what was fetched ahead looks otherwise:\n%s\n%s", before, after)
	}
}

func TestWeeksBeginWhereThePersonBeginsThem(t *testing.T) {
	e := screentest.New(10).Env(bare)
	e.FirstDay = time.Sunday
	c := New(e)
	if c.week.first() != (when.Date{Year: 2026, Month: 11, Day: 22}) || c.week.row.Number != 48 {
		t.Errorf("the week begins on %s with number %d", c.week.first(), c.week.row.Number)
	}
	if n := c.weekNumber(when.Date{Year: 2026, Month: 11, Day: 22}); n != 48 {
		t.Errorf("the Sunday before it is in week %d", n)
	}
}

func TestAServiceElsewhereSaysItsOwnTime(t *testing.T) {
	c := New(screentest.New(0).Env(bare))
	e := &store.Entry{ID: "REL-1", Kind: "release", Zone: "Asia/Tokyo", Start: minuteAt(2026, 11, 24, 22, 0), End: minuteAt(2026, 11, 24, 23, 30), Card: &store.Card{}}
	if got := c.elsewhere(e); got != "Wed 06:00–07:30 in Asia/Tokyo" {
		t.Errorf("it says %q", got)
	}
	e.Zone = "Europe/Berlin"
	if got := c.elsewhere(e); got != "" {
		t.Errorf("at home it says %q", got)
	}
}

func BenchmarkWeek(b *testing.B) {
	for _, size := range [][2]int{{80, 20}, {200, 46}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			s := sit(b, screentest.New(240), theme.Options{Choice: theme.Dark})
			s.press("w")
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				s.stepWeek(1 - n%2*2)
				n++
				_ = s.View(size[0], size[1])
			}
		})
	}
}

func BenchmarkTurnWeek(b *testing.B) {
	s := sit(b, screentest.New(240), theme.Options{Choice: theme.Dark})
	s.press("w")
	n := 0
	for b.Loop() {
		s.goWeek(1 - n%2*2)
		n++
		_ = s.View(200, 46)
	}
}
