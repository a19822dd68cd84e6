package when

import (
	"testing"
	"time"
)

func TestOfTZ(t *testing.T) {
	for tz, want := range map[string]string{
		"": "", "UTC": "UTC", "UTC0": "UTC", "GMT": "UTC", "Asia/Tokyo": "Asia/Tokyo", ":Asia/Tokyo": "Asia/Tokyo",
		"/usr/share/zoneinfo/Europe/Berlin": "Europe/Berlin", "JST-9": "refused", "Local": "refused", "../etc/passwd": "refused",
	} {
		zone, err := OfTZ(tz)
		got := "refused"
		if err == nil {
			if got = ""; zone != nil {
				got = zone.String()
			}
		}
		if got != want {
			t.Errorf("TZ=%s is %q, want %q", tz, got, want)
		}
	}
}

// A whole day names its zone where the same date is another stretch of time for
// whoever reads, and nowhere else.
func TestADayOfAnotherZoneNamesIt(t *testing.T) {
	place := func(name string) *time.Location {
		z, err := Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	berlin, york := place("Europe/Berlin"), place("America/New_York")
	on := func(day int, zone *time.Location) Moment { return OnDay(Date{2026, time.December, day}, zone) }
	at := OnClock(time.Date(2026, 12, 5, 20, 0, 0, 0, time.UTC), york)
	spans := func(m Moment) Span { return m.Span(nil) }
	for i, c := range []struct{ got, want string }{
		{Format(on(4, york), berlin, Short), "Fri 4 Dec America/New_York"},
		{Format(on(4, york), york, Short), "Fri 4 Dec"},
		{Format(on(4, place("Europe/London")), time.UTC, Short), "Fri 4 Dec"},
		{Format(OnDay(Date{2026, time.June, 4}, place("Europe/London")), time.UTC, Short), "Thu 4 Jun Europe/London"},
		{Format(on(4, place("Pacific/Honolulu")), place("Pacific/Kiritimati"), ISO), "2026-12-04 Pacific/Honolulu"},
		{FormatSlot(on(4, york), on(6, york), berlin, Short), "Fri 4 Dec – Sun 6 Dec America/New_York"},
		{FormatSlot(on(4, york), on(4, york), berlin, Short), "Fri 4 Dec America/New_York"},
		{FormatSlot(on(4, york), at, berlin, Short), "Fri 4 Dec America/New_York – Sat 5 Dec 21:00"},
		{FormatSlot(on(4, york), on(4, berlin), berlin, Short), "Fri 4 Dec America/New_York – Fri 4 Dec"},
		{Tell(on(4, york), Moment{}, york, york), "Fri 4 Dec 2026"},
		{Tell(on(4, york), Moment{}, york, berlin), "Fri 4 Dec 2026 America/New_York"},
		{Tell(on(4, york), at, berlin, berlin), "Fri 4 Dec 2026 – Sat 5 Dec 2026 15:00 America/New_York"},
		{TellTo(on(4, york), Moment{}, york, berlin), "Fri 4 Dec 2026 America/New_York"},
		{Elsewhere(on(4, york), Moment{}, york, york, berlin), "Fri 4 Dec 2026 America/New_York"},
		{Elsewhere(on(4, york), Moment{}, york, berlin, berlin), ""},
		{TellSpanFor(spans(on(4, york)), york, berlin, Short), "Fri 4 Dec America/New_York"},
		{TellSpanFor(spans(on(4, york)), york, york, Short), "Fri 4 Dec"},
		{TellSpanFor(spans(on(4, place("Pacific/Honolulu"))), place("Pacific/Honolulu"), place("Pacific/Kiritimati"), Short), "Fri 4 Dec Pacific/Honolulu"},
	} {
		if c.got != c.want {
			t.Errorf("%d: %q, want %q", i, c.got, c.want)
		}
	}
}

func TestATimeThatComesTwiceIsToldApart(t *testing.T) {
	berlin, err := Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for text, said := range map[string]bool{"2027-10-31 02:30": true, "2027-10-31 02:30+01:00": false, "2027-10-31 03:30": false, "2027-10-31": false} {
		m, err := Parse(text, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), berlin)
		if err != nil || (m.Twice() != "") != said {
			t.Errorf("%s: %q, %v", text, m.Twice(), err)
		}
	}
}
