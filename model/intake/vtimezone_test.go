package intake

import (
	"strings"
	"testing"
	"time"
)

// definedLikeBerlin is a calendar's own zone, as Outlook writes one.
const definedLikeBerlin = "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

// A zone that nothing else is like: half an hour off Berlin.
var definedLikeNothing = strings.NewReplacer("+0200", "+0230", "+0100", "+0130", "Customized Time Zone", "Half").Replace(definedLikeBerlin)

func TestZonesOfACalendar(t *testing.T) {
	one := func(start string, more ...string) string {
		return "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n" + start + "\r\nSUMMARY:One\r\n" + strings.Join(append(more, ""), "\r\n") + "END:VEVENT\r\n"
	}
	in := func(parts ...string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + strings.Join(parts, "") + "END:VCALENDAR\r\n"
	}
	for _, c := range []struct{ name, text, want, zone, wrong string }{
		{"defined before", in(definedLikeBerlin, one("DTSTART;TZID=Customized Time Zone:20261205T220000")), "2026-12-05T21:00:00Z", "Europe/Berlin", ""},
		{"defined behind", in(one("DTSTART;TZID=Customized Time Zone:20260705T220000"), definedLikeBerlin), "2026-07-05T20:00:00Z", "Europe/Berlin", ""},
		{"in quotes", in(definedLikeBerlin, one(`DTSTART;TZID="Customized Time Zone":20261205T220000`)), "2026-12-05T21:00:00Z", "Europe/Berlin", ""},
		{"a series", in(definedLikeBerlin, one("DTSTART;TZID=Customized Time Zone:20261205T220000", "RRULE:FREQ=WEEKLY;COUNT=30")), "2026-12-05T21:00:00Z", "Europe/Berlin", ""},
		{"like no other, in winter", in(definedLikeNothing, one("DTSTART;TZID=Half:20261205T220000")), "2026-12-05T20:30:00Z", "UTC", ""},
		{"like no other, in summer", in(definedLikeNothing, one("DTSTART;TZID=Half:20260705T220000")), "2026-07-05T19:30:00Z", "UTC", ""},
		{"a series like no other", in(definedLikeNothing, one("DTSTART;TZID=Half:20261205T220000", "RRULE:FREQ=WEEKLY")), "", "", "its series can't be followed"},
		{"not defined", in(one("DTSTART;TZID=Mars/Base:20261205T220000")), "", "", "not known, \"Mars/Base\", and the file does not define it"},
		{"an exception in a zone that is not defined", in(one("DTSTART;TZID=Europe/Berlin:20261205T220000", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Mars/Base:20261212T220000")), "", "", "EXDATE names a time zone"},
		{"CET", in(one("DTSTART;TZID=CET:20261205T220000")), "2026-12-05T21:00:00Z", "Europe/Brussels", ""},
		{"EST5EDT", in(one("DTSTART;TZID=EST5EDT:20260705T220000")), "2026-07-06T02:00:00Z", "America/New_York", ""},
		{"as Windows calls it", in(one("DTSTART;TZID=W. Europe Standard Time:20261205T220000")), "2026-12-05T21:00:00Z", "Europe/Berlin", ""},
		{"as Windows shows it", in(one("DTSTART;TZID=\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\":20261205T220000")), "2026-12-05T21:00:00Z", "Europe/Amsterdam", ""},
		{"as Windows shows New York's", in(one("DTSTART;TZID=\"(UTC-05:00) Eastern Time (US & Canada)\":20260705T220000")), "2026-07-06T02:00:00Z", "America/New_York", ""},
		{"as Windows shows it, with another offset", in(one("DTSTART;TZID=\"(UTC+05:00) Berlin\":20260705T220000")), "", "", "not known"},
		{"the calendar's own", in("X-WR-TIMEZONE:Asia/Tokyo\r\n", one("DTSTART:20261205T220000")), "2026-12-05T13:00:00Z", "Asia/Tokyo", ""},
		{"the calendar's own, behind", in(one("DTSTART:20261205T220000"), "X-WR-TIMEZONE:Asia/Tokyo\r\n"), "2026-12-05T13:00:00Z", "Asia/Tokyo", ""},
		{"the calendar's own, defined", in("X-WR-TIMEZONE:Customized Time Zone\r\n", definedLikeBerlin, one("DTSTART:20261205T220000")), "2026-12-05T21:00:00Z", "Europe/Berlin", ""},
		{"the calendar's own, not known", in("X-WR-TIMEZONE:Mars/Base\r\n", one("DTSTART:20261205T220000")), "", "", "the calendar's is not known: \"Mars/Base\""},
	} {
		res, err := ReadAll(OpenICS(strings.NewReader(c.text), Mapping{}, now, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if c.wrong != "" {
			if len(res.Rows) > 0 || len(res.Problems) == 0 || !strings.Contains(res.Problems[len(res.Problems)-1].Reason, c.wrong) {
				t.Errorf("%s: %+v", c.name, res)
			}
			continue
		}
		if len(res.Rows) != 1 || res.Rows[0].Start.At.UTC().Format(time.RFC3339) != c.want || res.Rows[0].Zone != c.zone {
			t.Errorf("%s: %+v", c.name, res)
		}
	}
}
