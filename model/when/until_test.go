package when

import (
	"strings"
	"testing"
	"time"
)

// TestUntil: an end that is a time of day alone is the next such time after its
// start.
func TestUntil(t *testing.T) {
	chicago, err := Zone("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ start, end, want string }{
		{"2027-02-13 20:00", "22:30", "2027-02-14T04:30:00Z"},
		{"2027-02-13 20:00", "20:00", "2027-02-15T02:00:00Z"},
		{"2027-02-13 20:00", "01:00", "2027-02-14T07:00:00Z"},
		{"2027-02-13 20:00", "06:00 Europe/Berlin", "2027-02-14T05:00:00Z"},
		{"2027-02-13 20:00 Asia/Tokyo", "23:00", "2027-02-13T14:00:00Z"},
		// An offset beside the start holds for the end, unless it is that of the place.
		{"2027-02-13T20:00:00+09:00", "23:00", "2027-02-13T14:00:00Z"},
		{"2027-02-13 20:00+09:00", "01:00", "2027-02-13T16:00:00Z"},
		{"2027-02-13 20:00+09:00", "01:00 America/Chicago", "2027-02-14T07:00:00Z"},
		{"2027-11-07 00:30-05:00", "02:30", "2027-11-07T08:30:00Z"},
		// Of an hour that comes twice it is the one after the start.
		{"2027-11-07 00:30", "01:45", "2027-11-07T06:45:00Z"},
		{"2027-11-07 01:30", "01:45", "2027-11-07T06:45:00Z"},
		{"2027-11-07 01:50", "01:45", "2027-11-07T07:45:00Z"},
		{"2027-11-07 01:30-06:00", "01:45", "2027-11-07T07:45:00Z"},
		{"2027-11-07 01:30-06:00", "01:15", "2027-11-08T07:15:00Z"},
		{"2027-11-07 00:30", "01:45-06:00", "2027-11-07T07:45:00Z"},
		{"2027-11-07T01:30:00-06:00[America/Chicago]", "01:45", "2027-11-07T07:45:00Z"},
		// One that the clocks skip is said, on that night alone.
		{"2027-03-13 22:00", "02:30", "the clocks in America/Chicago go from 02:00 to 03:00"},
		{"2027-03-14 12:00", "02:30", "2027-03-15T07:30:00Z"},
		// Another zone may be a day behind, or before.
		{"2027-02-14 01:00 Pacific/Kiritimati", "02:00 Pacific/Honolulu", "2027-02-13T12:00:00Z"},
		{"2027-02-13 20:00 Pacific/Honolulu", "23:00 Pacific/Kiritimati", "2027-02-14T09:00:00Z"},
	} {
		start, err := Parse(tt.start, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), chicago)
		if err != nil {
			t.Fatal(err)
		}
		end, err := Until(start, tt.start, tt.end, time.Time{}, chicago)
		got := end.At.Format(time.RFC3339)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want && (err == nil || !strings.Contains(got, tt.want)) {
			t.Errorf("from %s to %s: %s, want %s", tt.start, tt.end, got, tt.want)
		}
	}
}
