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
