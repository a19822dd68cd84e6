package when

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDaysAreNot24Hours(t *testing.T) {
	for _, c := range []struct {
		zone string
		date Date
		long time.Duration
	}{
		{"Europe/Berlin", Date{2026, 3, 29}, 23 * time.Hour}, {"Europe/Berlin", Date{2026, 10, 25}, 25 * time.Hour},
		{"Europe/Berlin", Date{2026, 11, 26}, 24 * time.Hour}, {"America/New_York", Date{2026, 3, 8}, 23 * time.Hour},
		{"America/New_York", Date{2026, 11, 1}, 25 * time.Hour}, {"Australia/Sydney", Date{2026, 10, 4}, 23 * time.Hour},
		{"Australia/Sydney", Date{2026, 4, 5}, 25 * time.Hour}, {"Australia/Lord_Howe", Date{2026, 10, 4}, 23*time.Hour + 30*time.Minute},
		{"America/Santiago", Date{2026, 9, 6}, 23 * time.Hour}, {"America/Havana", Date{2026, 11, 1}, 25 * time.Hour},
		{"Asia/Kathmandu", Date{2026, 3, 29}, 24 * time.Hour}, {"Asia/Kathmandu", Date{1986, 1, 1}, 23*time.Hour + 45*time.Minute},
		{"Pacific/Apia", Date{2011, 12, 30}, 0},
	} {
		z := zone(t, c.zone)
		if got := c.date.Span(z).Length(); got != c.long {
			t.Errorf("%s in %s: %v, want %v", c.date, c.zone, got, c.long)
		}
		if c.long > 0 {
			last := c.date.Span(z).End.Add(-time.Second)
			if got := StartOfDay(last, z); !got.Equal(c.date.Start(z)) {
				t.Errorf("%s in %s: its last second belongs to a day from %v", c.date, c.zone, got)
			}
			if n := DaysBetween(c.date.Start(z), last, z); n != 0 {
				t.Errorf("%s in %s: %d days within", c.date, c.zone, n)
			}
			if n := DaysBetween(last, last.Add(time.Second), z); n != 1 {
				t.Errorf("%s in %s: %d days over its end", c.date, c.zone, n)
			}
		}
	}
}

func TestDates(t *testing.T) {
	if d := (Date{2028, 2, 28}).AddDays(1); d != (Date{2028, 2, 29}) {
		t.Error(d)
	}
	if d := (Date{2026, 12, 31}).AddDays(1); d != (Date{2027, 1, 1}) {
		t.Error(d)
	}
	if n := (Date{2028, 3, 1}).Sub(Date{2028, 2, 1}); n != 29 {
		t.Error(n)
	}
	if n := (Date{2028, 2, 1}).Sub(Date{2028, 3, 1}); n != -29 {
		t.Error(n)
	}
	if (Date{2026, 2, 29}).Valid() || !(Date{2028, 2, 29}).Valid() || (Date{}).Valid() {
		t.Error("validity")
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Date{1970, 1, 1}.AddDays(rapid.IntRange(0, 376_000).Draw(t, "day"))
		n := rapid.IntRange(-400_000, 400_000).Draw(t, "n")
		if e := d.AddDays(n); e.Sub(d) != n || !e.Valid() || e.Before(d) != (n < 0) {
			t.Fatalf("%s plus %d is %s", d, n, e)
		}
		y, w := d.ISOWeek()
		if m := weekStart(y, w); m.Weekday() != time.Monday || d.Sub(m) < 0 || d.Sub(m) > 6 {
			t.Fatalf("week %d-W%d of %s begins %s", y, w, d, m)
		}
	})
}

// The wall and back: every instant is what its wall clock says, or the second
// of two.
func TestWallAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, _ := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		at := anyMoment(t, z).At
		got, clock := FromWall(OnWall(at, z), z)
		switch clock {
		case Gap:
			t.Fatalf("%v in %s is in a gap", at, z)
		case Once:
			if !got.Equal(at) {
				t.Fatalf("%v in %s came back as %v", at, z, got)
			}
		case Twice:
			if got.After(at) || !OnWall(got, z).Equal(OnWall(at, z)) {
				t.Fatalf("%v in %s came back as %v", at, z, got)
			}
		}
	})
}

// Whatever is on the wall, the answer is an instant that shows it, or for a gap
// the first instant after it.
func TestFromWallGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, _ := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		wall := OnWall(anyMoment(t, z).At, z).Add(time.Duration(rapid.IntRange(-120, 120).Draw(t, "minutes")) * time.Minute)
		at, clock := FromWall(wall, z)
		if clock != Gap {
			if !OnWall(at, z).Equal(wall) {
				t.Fatalf("%v in %s gave %v", wall, z, at)
			}
			return
		}
		if !OnWall(at, z).After(wall) || OnWall(at.Add(-time.Nanosecond), z).After(wall) {
			t.Fatalf("the gap around %v in %s ends at %v", wall, z, at)
		}
	})
}

func TestMonthGrid(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	g := MonthGrid(2026, time.November, time.Monday, berlin)
	if len(g) != 6 || g[0].Days[0].Date != (Date{2026, 10, 26}) || g[5].Days[6].Date != (Date{2026, 12, 6}) {
		t.Fatalf("%d rows from %s", len(g), g[0].Days[0].Date)
	}
	if g[0].Number != 44 || g[4].Number != 48 || g[0].Days[5].InMonth || !g[0].Days[6].InMonth {
		t.Errorf("weeks %d to %d", g[0].Number, g[4].Number)
	}
	if g := MonthGrid(2027, time.February, time.Monday, berlin); len(g) != 4 {
		t.Errorf("February 2027 has %d rows, not 4", len(g))
	}
	if g := MonthGrid(2027, time.January, time.Monday, berlin); g[0].Year != 2026 || g[0].Number != 53 {
		t.Errorf("1 January 2027 is in %d-W%d, not 2026-W53", g[0].Year, g[0].Number)
	}
	if g := MonthGrid(2026, 13, time.Sunday, berlin); g[0].Days[0].Date != (Date{2026, 12, 27}) {
		t.Errorf("month 13 begins %s", g[0].Days[0].Date)
	}
	rapid.Check(t, func(t *rapid.T) {
		z, _ := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		year, month := rapid.IntRange(1971, 2990).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		first := time.Weekday(rapid.IntRange(0, 6).Draw(t, "first"))
		g := MonthGrid(year, month, first, z)
		if len(g) < 4 || len(g) > 6 {
			t.Fatalf("%d rows", len(g))
		}
		in, last := 0, GridDay{}
		for _, w := range g {
			if w.Number < 1 || w.Number > 53 || w.Days[0].Date.Weekday() != first {
				t.Fatalf("week %v", w)
			}
			for _, d := range w.Days {
				if d.InMonth {
					in++
				}
				if d.InMonth != (d.Date.Month == month) {
					t.Fatalf("%s", d.Date)
				}
				if !last.Date.IsZero() && (d.Date != last.Date.AddDays(1) || !d.Span.Start.Equal(last.Span.End)) {
					t.Fatalf("%s follows %s", d.Date, last.Date)
				}
				last = d
			}
		}
		if want := (Date{year, month + 1, 1}).AddDays(-1).Day; in != want {
			t.Fatalf("%d days in %s %d, not %d", in, month, year, want)
		}
	})
}
