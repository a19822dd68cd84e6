package when

import (
	"testing"
	"time"
)

// A day on is the same time on the wall, whatever the clocks do that night; an hour on
// is an hour that passes.
func TestADayOnIsTheSameTimeOnTheWall(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	clock := func(month time.Month, d, hour, minute int) Moment {
		return OnClock(time.Date(2026, month, d, hour, minute, 0, 0, berlin), berlin)
	}
	for name, c := range map[string]struct {
		from Moment
		days int
		by   time.Duration
		want Moment
	}{
		"over the 25th of October": {clock(10, 24, 22, 0), 1, 0, clock(10, 25, 22, 0)},
		"and back":                 {clock(10, 25, 22, 0), -1, 0, clock(10, 24, 22, 0)},
		"over the 29th of March":   {clock(3, 28, 22, 0), 1, 0, clock(3, 29, 22, 0)},
		"into the hour left out":   {clock(3, 28, 2, 30), 1, 0, clock(3, 29, 3, 0)},
		"an hour that passes":      {clock(3, 29, 1, 30), 0, time.Hour, clock(3, 29, 3, 30)},
		"a day and an hour":        {clock(12, 31, 23, 30), 1, time.Hour, clock(13, 2, 0, 30)},
		"a whole day":              {OnDay(Date{2026, 12, 31}, berlin), 1, time.Hour, OnDay(Date{2027, 1, 1}, berlin)},
		"no date":                  {Moment{}, 1, time.Hour, Moment{}},
	} {
		if got := c.from.Shift(c.days, c.by, time.UTC); !got.Same(c.want) || got.Wall != c.want.Wall || got.Zone != c.want.Zone {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
}
