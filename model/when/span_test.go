package when

import (
	"testing"
	"time"
)

// TestOver: a last day is over where it was meant, on nights on which the clocks
// change too, and where only its first instant was kept.
func TestOver(t *testing.T) {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	day := func(y, m, d int) Moment { return OnDay(Date{y, time.Month(m), d}, berlin) }
	kept := func(m Moment) Moment { return Moment{At: m.At, Precision: Day} }
	at := time.Date(2026, 12, 1, 22, 0, 0, 0, time.UTC)
	MeantIn([]*time.Location{berlin})
	defer MeantIn(nil)
	for _, one := range []struct {
		m    Moment
		want string
	}{
		{day(2027, 1, 4), "2027-01-04T23:00:00Z"},
		{day(2026, 10, 25), "2026-10-25T23:00:00Z"}, // of 25 hours
		{day(2027, 3, 28), "2027-03-28T22:00:00Z"},  // of 23 hours
		{kept(day(2026, 10, 25)), "2026-10-25T23:00:00Z"},
		{Moment{At: at, Precision: Day}, "2026-12-02T22:00:00Z"}, // no midnight that is known
		{OnClock(at, berlin), "2026-12-01T22:00:00Z"},
		{Moment{}, "0001-01-01T00:00:00Z"},
	} {
		if got := one.m.Over().Format(time.RFC3339); got != one.want {
			t.Errorf("%v is over at %s, not %s", one.m, got, one.want)
		}
	}
}
