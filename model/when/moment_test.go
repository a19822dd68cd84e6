package when

import (
	"encoding/json"
	"testing"
	"time"
)

// viewers are the zones in which somebody may sit: the ends of the earth, half
// and quarter hours, and both hemispheres.
var viewers = []string{"Pacific/Honolulu", "America/Chicago", "UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"}

// A day is the same date for every viewer, whichever zone it was meant in, over
// both changes of the clocks and the end of a year.
func TestADayIsTheSameDateForEverybody(t *testing.T) {
	for _, meant := range viewers {
		for _, d := range []Date{{2026, time.March, 29}, {2026, time.October, 25}, {2026, time.December, 31}, {2027, time.January, 1}, {2026, time.April, 5}} {
			m := OnDay(d, zone(t, meant))
			for _, viewer := range viewers {
				v := zone(t, viewer)
				if got := m.On(v); got != d {
					t.Errorf("%s in %s is %s in %s", d, meant, got, viewer)
				}
				if got := Format(m, v, ISO); got != d.String() {
					t.Errorf("%s in %s reads %s in %s", d, meant, got, viewer)
				}
				if s := m.Span(v); !s.Start.Equal(d.Start(zone(t, meant))) || !s.End.Equal(d.AddDays(1).Start(zone(t, meant))) {
					t.Errorf("%s in %s spans %v to whom sits in %s", d, meant, s, viewer)
				}
			}
		}
	}
}

// What is kept reads back as it was, and says what was meant in a doubled hour.
func TestWhatIsMeantIsKept(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ typed, text, meant string }{
		{"2026-12-17", "2026-12-17", "day 2026-12-17 Europe/Berlin"},
		{"2026-12-17 22:00", "2026-12-17T22:00:00+01:00[Europe/Berlin]", "clock 2026-12-17T22:00 Europe/Berlin"},
		{"2026-12-17 22:00 America/Chicago", "2026-12-17T22:00:00-06:00[America/Chicago]", "clock 2026-12-17T22:00 America/Chicago"},
		{"2026-12-17 22:00 UTC", "2026-12-17T22:00:00Z", "clock 2026-12-17T22:00 UTC"},
		{"2026-10-25 02:30", "2026-10-25T02:30:00+02:00[Europe/Berlin]", "clock 2026-10-25T02:30+02:00 Europe/Berlin"},
		{"2026-10-25 02:30+01:00", "2026-10-25T02:30:00+01:00[Europe/Berlin]", "clock 2026-10-25T02:30+01:00 Europe/Berlin"},
		{"2026-10-25T02:30:00+01:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00[Europe/Berlin]", "clock 2026-10-25T02:30+01:00 Europe/Berlin"},
	} {
		m, err := Parse(c.typed, monday(t), berlin)
		if err != nil || m.Text() != c.text || m.Meant() != c.meant {
			t.Errorf("%s: %s, %s, %v", c.typed, m.Text(), m.Meant(), err)
		}
		body, err := json.Marshal(m)
		var back Moment
		if err != nil || json.Unmarshal(body, &back) != nil || back != m || m.Derive() != m {
			t.Errorf("%s is kept as %s: %v", c.typed, body, err)
		}
		again, ok := ReadText(c.text, m.In(berlin))
		if !ok || !again.Same(m) || again.Text() != c.text {
			t.Errorf("%s reads back as %v", c.text, again)
		}
	}
}

// Dates of before their zone was kept: an instant alone, and the midnight of
// somebody's zone.
func TestOldMomentsAreRead(t *testing.T) {
	var m Moment
	if err := json.Unmarshal([]byte(`"2026-12-17T21:00:00Z"`), &m); err != nil || !m.At.Equal(instant(t, "2026-12-17T21:00:00Z")) || m.Precision != Minute {
		t.Errorf("%v, %v", m, err)
	}
	want := Date{2026, time.December, 17}
	for _, name := range []string{"Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "Pacific/Auckland"} {
		old := Moment{At: want.Start(zone(t, name)), Precision: Day}
		for _, of := range viewers {
			if at := DateOf(old.At, zone(t, of)); at != want && at.Start(zone(t, of)).Equal(old.At) {
				continue // it is midnight there, too: nothing says that it was meant elsewhere
			}
			if got := old.On(zone(t, of)); got != want {
				t.Errorf("the midnight of %s is %s where %s was asked for", name, got, of)
			}
		}
		if s := old.Span(zone(t, "America/New_York")); !s.Start.Equal(instant(t, "2026-12-17T05:00:00Z")) || !s.End.Equal(instant(t, "2026-12-18T05:00:00Z")) {
			t.Errorf("the midnight of %s spans %v in New York", name, s)
		}
	}
}
