package metric

import (
	"testing"
	"time"

	"fairway/model/when"
)

func TestStretches(t *testing.T) {
	now := at(23, 10, 42)
	month := Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 11}}
	last := Stretch{Days: 30}
	for _, c := range []struct {
		s                        Stretch
		title, text, label, from string
		days                     int
	}{
		{month, "November 2026", "2026-11", "Nov", "2026-11-01", 30},
		{month.Add(-1), "October 2026", "2026-10", "Oct", "2026-10-01", 31},
		{month.YearBefore(), "November 2025", "2025-11", "Nov", "2025-11-01", 30},
		{Stretch{Period: when.Period{Unit: when.Quarterly, Year: 2026, Number: 1}}.Add(-1), "Q4 2025", "2025-Q4", "Q4", "2025-10-01", 92},
		{Stretch{Period: when.Period{Unit: when.Yearly, Year: 2026, Number: 1}}, "2026", "2026", "2026", "2026-01-01", 365},
		{last, "the last 30 days", "last-30-days", "now", "2026-10-25", 30},
		{last.Add(-1), "the 30 days before the last 30", "last-30-days-1", "-30d", "2026-09-25", 30},
		{last.YearBefore(), "the 30 days before the last 360", "last-30-days-12", "-360d", "2025-10-30", 30},
	} {
		span := c.s.Span(now, berlin)
		from, to := when.DateOf(span.Start, berlin), when.DateOf(span.End, berlin)
		if c.s.Title() != c.title || c.s.String() != c.text || c.s.Label() != c.label || from.String() != c.from || to.Sub(from) != c.days {
			t.Errorf("%q %q %q from %s, %d days; want %+v", c.s.Title(), c.s, c.s.Label(), from, to.Sub(from), c)
		}
	}
	// A stretch begins where the one before it ends, over a change of clocks too.
	for _, s := range []Stretch{month, last, {Days: 7}} {
		for range 15 {
			before := s.Add(-1)
			if !before.Span(now, berlin).End.Equal(s.Span(now, berlin).Start) {
				t.Errorf("%s does not follow %s", s, before)
			}
			s = before
		}
	}
	if s := (Stretch{Days: 30}).Span(time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC), berlin); when.DateOf(s.End, berlin).String() != "2026-11-25" {
		t.Errorf("the last day is that of the organisation: %v", s)
	}
}
