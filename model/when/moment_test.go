package when

import (
	"encoding/json"
	"strings"
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
				want := d.String()
				if d.Span(v) != m.Span(nil) { // another day, and it says which
					want += " " + meant
				}
				if got := Format(m, v, ISO); got != want {
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

// Which days those were that began at an instant says the file, not the reader.
func TestMeantIn(t *testing.T) {
	defer MeantIn(nil)
	MeantIn([]*time.Location{zone(t, "Pacific/Kiritimati"), time.UTC})
	for _, of := range viewers { // it is midnight in Honolulu, too
		if got := (Moment{At: instant(t, "2026-12-04T10:00:00Z"), Precision: Day}).On(zone(t, of)).String(); got != "2026-12-05" {
			t.Errorf("in %s it is %s", of, got)
		}
	}
}

// A time that the clocks no longer show is said.
func TestUnfit(t *testing.T) {
	skips := func(string) (*time.Location, error) {
		return ByRules("America/Chicago", "- -21600 CST\n1801472400 -18000 CDT\n1827388800 -21600 CST\n")
	}
	chicago := zone(t, "America/Chicago")
	for text, want := range map[string]string{
		"2027-02-01 03:15":       "03:15 is skipped there on 1 Feb 2027: it is 04:00 instead",
		"2027-02-01 04:15":       "",
		"2027-11-07 01:30-06:00": "01:30 no longer comes twice there on 7 Nov 2027: it is 01:30-05:00 instead of -06:00",
		"2027-11-07 01:30":       "",
	} {
		m, err := Parse(text, instant(t, "2026-12-04T10:00:00Z"), chicago)
		if err != nil {
			t.Fatal(err)
		}
		got := m.Unfit(skips)
		if want != "" && got != want || want == "" && strings.Contains(got, "skipped") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		if m.Unfit(Zone) != "" {
			t.Errorf("%s: as it was it says %q", text, m.Unfit(Zone))
		}
	}
}

// Dates of before their zone was kept: an instant alone, of the days of holds and
// orders, and the midnight of somebody's zone.
func TestOldMomentsAreRead(t *testing.T) {
	var m Moment
	if err := json.Unmarshal([]byte(`"2026-12-17T21:00:00Z"`), &m); err != nil || !m.At.Equal(instant(t, "2026-12-17T21:00:00Z")) || m.Precision != Day {
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
