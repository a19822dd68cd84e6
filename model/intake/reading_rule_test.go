package intake

import (
	"io"
	"strings"
	"testing"
	"time"

	"fairway/model/when"
)

// The one reading rule for dates holds for rows as well: the zone of the service,
// --zone before it, a zone after the time before both; ends that count from the
// start; times that the clocks skip or show twice.
func TestRowsAreReadInTheirZone(t *testing.T) {
	chicago := mustZone(t, "America/Chicago")
	for _, c := range []struct {
		kind, zone, start, end, want, says string
	}{
		{KindRelease, "", "2026-12-24 22:00", "2026-12-25 02:00", "2026-12-25T04:00:00Z 2026-12-25T08:00:00Z", ""},
		{KindMilestone, "", "2026-12-24 22:00", "", "2026-12-25T04:00:00Z 2026-12-25T04:00:00Z", ""},
		{KindIncident, "", "2026-11-24 22:00", "2026-11-24 23:00", "2026-11-25T04:00:00Z 2026-11-25T05:00:00Z", ""},
		{KindFreeze, "", "2026-12-24 22:00", "2026-12-25 02:00", "2026-12-25T04:00:00Z 2026-12-25T08:00:00Z", ""},
		{KindRelease, "Europe/Berlin", "2026-12-24 22:00", "2026-12-25 02:00", "2026-12-24T21:00:00Z 2026-12-25T01:00:00Z", ""},
		{KindRelease, "Europe/Berlin", "2026-12-24 22:00 Asia/Tokyo", "02:00", "2026-12-24T13:00:00Z 2026-12-24T17:00:00Z", ""},
		{KindRelease, "", "2026-12-24 22:00", "02:00", "2026-12-25T04:00:00Z 2026-12-25T08:00:00Z", ""},
		{KindRelease, "", "2026-12-24 22:00", "+2h", "2026-12-25T04:00:00Z 2026-12-25T06:00:00Z", ""},
		{KindRelease, "", "2026-12-24", "+2d", "2026-12-24T06:00:00Z 2026-12-25T06:00:00Z", ""},
		{KindRelease, "", "2026-11-01 01:30-06:00", "03:00", "2026-11-01T07:30:00Z 2026-11-01T09:00:00Z", ""},
		{KindRelease, "", "2026-11-01 01:30", "+1h", "2026-11-01T06:30:00Z 2026-11-01T07:30:00Z", "01:30 comes twice that night in America/Chicago; the first was taken, -05:00"},
		{KindRelease, "", "2026-11-01 01:30-06:00", "01:45", "2026-11-01T07:30:00Z 2026-11-01T07:45:00Z", ""},
		{KindRelease, "", "2026-12-24 20:00+09:00", "23:00", "2026-12-24T11:00:00Z 2026-12-24T14:00:00Z", ""},
		{KindRelease, "", "2027-03-14 02:30", "+1h", "", "does not exist, the clocks in America/Chicago go from 02:00 to 03:00"},
	} {
		m, err := MappingFromOptions(Options{Kind: c.kind, Zone: c.zone, Columns: []string{"title=key", "start=start", "end=end", "service=service"}, Key: []string{"key"}})
		if err != nil {
			t.Fatal(err)
		}
		m.ZoneOf = func(service string) *time.Location {
			if service == "warehouse" {
				return chicago
			}
			return nil
		}
		r := OpenCSV(strings.NewReader("key,service,start,end\n1,warehouse,"+c.start+","+c.end+"\n"), m, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), time.UTC)
		row, problems, err := r.Next()
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		got := ""
		if row.Key != "" {
			got = row.Start.At.Format(time.RFC3339) + " " + row.End.At.Format(time.RFC3339)
		}
		said := ""
		for _, p := range problems {
			said += p.String() + "\n"
		}
		if got != c.want || !strings.Contains(said, c.says) || c.says == "" && said != "" {
			t.Errorf("%s %s to %s (%s) is %q, want %q; it says %s", c.kind, c.start, c.end, c.zone, got, c.want, said)
		}
	}
}

// Events that name no zone are read in that of the service that all are of, and
// what the clocks do to one is said.
func TestEventsAreReadInTheirZone(t *testing.T) {
	m, err := MappingFromOptions(Options{Kind: KindRelease, Service: "warehouse"})
	if err != nil {
		t.Fatal(err)
	}
	m.ZoneOf = func(string) *time.Location { return mustZone(t, "America/Chicago") }
	for start, want := range map[string][2]string{
		"20261224T220000": {"2026-12-25T04:00:00Z", "it was read in America/Chicago"},
		"20270314T023000": {"2027-03-14T08:00:00Z", "is a time that the clocks in America/Chicago skip; 03:00 was taken"},
		"20261101T013000": {"2026-11-01T06:30:00Z", "01:30 comes twice that night"},
	} {
		r := OpenICS(strings.NewReader("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A 1.0\r\nDTSTART:"+start+"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), m, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), time.UTC)
		row, problems, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, p := range problems {
			said += p.String() + "\n"
		}
		if row.Start.At.Format(time.RFC3339) != want[0] || !strings.Contains(said, want[1]) {
			t.Errorf("%s is %v; it says %s", start, row.Start, said)
		}
	}
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := when.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
