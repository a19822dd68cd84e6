package calendar

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// Whole days stay on their dates when times are shown in another zone, in the
// month and in the week, and in those that were fetched ahead.
func TestWholeDaysStayWhenTheZoneIsTurned(t *testing.T) {
	var zones []*time.Location
	for _, name := range []string{"Pacific/Auckland", "America/Chicago", "Europe/Berlin"} {
		zone, err := when.Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	first, last := when.Date{Year: 2026, Month: 12, Day: 18}, when.Date{Year: 2027, Month: 1, Day: 4}
	w := screentest.New(0)
	slot := model.Slot{Start: when.OnDay(first, berlin), End: when.OnDay(last, berlin)}
	w.Windows = []store.Entry{{ID: "WIN-1", Kind: model.WindowFreeze, Title: "Year end", Hard: true, Start: slot.Start, End: slot.End, Span: slot.Span(berlin)}}
	for _, view := range []string{"month", "week"} {
		s := sit(t, w, bare)
		if view == "week" {
			s.press("w")
		}
		s.run(s.goTo(first))
		for _, zone := range zones {
			s.env.Zone = zone
			s.run(s.Load())
			for n := range 17 {
				d := first.AddDays(n - 3)
				want := !d.Before(first) && !last.Before(d)
				if view == "month" {
					if got := s.days[d] != nil && s.days[d].hard; got != want {
						t.Errorf("in %s the freeze lies on %s of the month: %t, not %t", zone, d, got, want)
					}
					if near := s.near[d]; (near != nil && near.hard) != want {
						t.Errorf("in %s the freeze is fetched ahead for %s otherwise than it lies", zone, d)
					}
				} else if i := s.week.index(d); i >= 0 {
					// The hours of the week are instants: it holds when it holds where it is meant.
					day := s.week.row.Days[i].Span
					want := slot.Span(berlin).Intersect(day)
					var got when.Span
					for _, sh := range s.week.shade[i] {
						got = sh.span.Intersect(day)
					}
					if !got.Start.Equal(want.Start) || !got.End.Equal(want.End) {
						t.Errorf("in %s the freeze holds on %s of the week during %v, not %v", zone, d, got, want)
					}
				}
			}
		}
	}
}
