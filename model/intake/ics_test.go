package intake

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fairway/model/when"
)

func readICS(t testing.TB, m Mapping, text string) Result {
	t.Helper()
	res, err := ReadAll(OpenICS(strings.NewReader(text), m, now, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// event is a whole event: a UID, a DTSTAMP and these lines.
func event(uid string, lines ...string) string {
	return "BEGIN:VEVENT\nUID:" + uid + "\nDTSTAMP:20260101T000000Z\n" + strings.Join(lines, "\n") + "\nEND:VEVENT\n"
}

func calendar(parts ...string) string {
	return "BEGIN:VCALENDAR\nVERSION:2.0\n" + strings.Join(parts, "") + "END:VCALENDAR\n"
}

func TestICSInputs(t *testing.T) {
	const day1 = "DTSTART;VALUE=DATE:20261201"
	huge := strings.Repeat("x", MaxLine+10)
	for _, c := range []struct {
		name, text, keys string
		problems         []expected
	}{
		{"plain", calendar(event("1", day1, "SUMMARY:One"), event("2", day1, "SUMMARY:Two")), "1 2", nil},
		{"CR LF and BOM", "\xef\xbb\xbf" + strings.ReplaceAll(calendar(event("1", day1, "SUMMARY:One")), "\n", "\r\n"), "1", nil},
		{"names in any case", "begin:vcalendar\nBegin:vEvent\nuid:1\ndtstamp:20260101T000000Z\ndtstart;value=date:20261201\nsummary:One\nend:vevent\nEnd:Vcalendar", "1", nil},
		{"no DTSTAMP", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n" + day1 + "\nSUMMARY:One\nEND:VEVENT\nEND:VCALENDAR\n", "1",
			[]expected{{2, 0, Warning, "no DTSTAMP"}}},
		{"no DTSTART", calendar(event("1", "SUMMARY:One"), event("2", day1, "SUMMARY:Two")), "2",
			[]expected{{3, 0, Error, "no DTSTART"}}},
		{"a wrong DTSTART", calendar(event("1", "DTSTART:2026-12-01", "SUMMARY:One"), event("2", "DTSTART:20260230T100000Z", "SUMMARY:x"), event("3", "DTSTART:", "SUMMARY:x"), event("4", day1, "SUMMARY:Two")), "4",
			[]expected{{6, 0, Error, `"2026-12-01" is no date`}, {12, 0, Error, "no date on the calendar"}, {18, 0, Error, "no date"}}},
		{"no UID", calendar("BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n" + day1 + "\nSUMMARY:One\nEND:VEVENT\n"), "",
			[]expected{{3, 0, Warning, "no UID"}}},
		{"the same UID", calendar(event("1", day1, "SUMMARY:One"), event("1", day1, "SUMMARY:Two"), event("1", day1, "SUMMARY:Three")), "1 1#2 1#3",
			[]expected{{9, 0, Warning, "same as on line 3"}, {15, 0, Warning, "same as on line 3"}}},
		{"an occurrence that was moved", calendar(event("1", "DTSTART:20261201T220000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:One"),
			event("1", "DTSTART:20261209T220000Z", "RECURRENCE-ID:20261208T220000Z", "SUMMARY:One"),
			event("1", day1, "RECURRENCE-ID;VALUE=DATE:20261215", "SUMMARY:One")), "1 1/20261208T220000Z 1/2026-12-15",
			[]expected{{14, 0, Warning, "in the place of one of its series"}, {21, 0, Warning, "in the place of one of its series"}}},
		{"a floating time", calendar(event("1", "DTSTART:20261201T220000", "SUMMARY:One")), "1",
			[]expected{{6, 0, Warning, "DTSTART names no time zone; it was read in UTC"}}},
		{"an unknown zone", calendar(event("1", "DTSTART;TZID=Mars/Base:20261201T220000", "SUMMARY:One")), "",
			[]expected{{6, 0, Error, `a time zone that is not known, "Mars/Base"`}}},
		{"end before start", calendar(event("1", day1, "DTEND;VALUE=DATE:20261130", "SUMMARY:One"), event("2", "DTSTART:20261201T220000Z", "DTEND:20261201T215900Z", "SUMMARY:x")), "",
			[]expected{{7, 0, Error, "ends before it begins"}, {14, 0, Error, "ends before it begins"}}},
		{"a date and a time", calendar(event("1", day1, "DTEND:20261202T120000Z", "SUMMARY:One")), "1",
			[]expected{{7, 0, Warning, "one of DTSTART and DTEND is a date"}}},
		{"DTEND and DURATION", calendar(event("1", day1, "DTEND;VALUE=DATE:20261202", "DURATION:P1D", "SUMMARY:One")), "1",
			[]expected{{8, 0, Warning, "both DTEND and DURATION"}}},
		{"a wrong DURATION", calendar(event("1", day1, "DURATION:-P1D", "SUMMARY:One"), event("2", day1, "DURATION:1h", "SUMMARY:One")), "",
			[]expected{{7, 0, Error, "negative"}, {14, 0, Error, "no duration"}}},
		{"a wrong RRULE", calendar(event("1", day1, "RRULE:FREQ=OFTEN", "SUMMARY:One"), event("2", day1, "RRULE:FREQ=SECONDLY", "SUMMARY:One"), event("3", day1, "EXDATE;VALUE=DATE:20261201", "SUMMARY:One")), "1 2 3",
			[]expected{{7, 0, Warning, "no recurrence rule"}, {14, 0, Warning, "more often"}, {21, 0, Warning, "does not repeat"}}},
		{"RDATE, and two rules", calendar(event("1", day1, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY", "RDATE;VALUE=DATE:20261205", "EXDATE:never", "SUMMARY:One")), "1",
			[]expected{{8, 0, Warning, "more than one RRULE"}, {9, 0, Warning, "RDATE"}, {10, 0, Warning, "EXDATE"}}},
		{"an event without END at the end of the file", "BEGIN:VCALENDAR\n" + event("1", day1, "SUMMARY:One") + "BEGIN:VEVENT\nUID:2\nDTSTART;VA", "1",
			[]expected{{10, 0, Warning, "is no property"}, {8, 1, Error, "no END:VEVENT: the file ends"}}},
		{"cut in an alarm", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nTRIGGER:-P1D\n", "",
			[]expected{{2, 1, Error, "no END:VEVENT"}}},
		{"an event without END before another", calendar("BEGIN:VEVENT\nUID:1\n", event("2", day1, "SUMMARY:Two")), "2",
			[]expected{{3, 1, Error, "another component begins on line 5"}}},
		{"an event without END before the end", calendar(event("1", day1, "SUMMARY:One"), "BEGIN:VEVENT\nUID:2\n"), "1",
			[]expected{{9, 1, Error, "the calendar ends on line 11"}}},
		{"a calendar without END", "BEGIN:VCALENDAR\n" + event("1", day1, "SUMMARY:One"), "1",
			[]expected{{1, 1, Error, "VCALENDAR has no END"}}},
		{"two calendars", calendar(event("1", day1, "SUMMARY:One")) + calendar(event("2", day1, "SUMMARY:Two")), "1 2", nil},
		{"an END too many", calendar("END:VTODO\n", event("1", day1, "SUMMARY:One")), "1",
			[]expected{{3, 1, Warning, "without its BEGIN"}}},
		{"an alarm without END", calendar(event("1", day1, "SUMMARY:One", "BEGIN:VALARM", "TRIGGER:-P1D")), "1",
			[]expected{{8, 1, Warning, `"VALARM" has no END`}}},
		{"what is read over", calendar(
			"BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19701101T020000\nEND:STANDARD\nEND:VTIMEZONE\n",
			"BEGIN:VTODO\nUID:t\nSUMMARY:Todo\nBEGIN:VALARM\nEND:VALARM\nEND:VTODO\n\n \n",
			"BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\n",
			event("1", day1, "X-THING;X-P=\"a:b\":whatever", "BEGIN:VALARM", "SUMMARY:Alarm", "UID:alarm", "END:VALARM", "SUMMARY:One", "ATTENDEE;CN=\"A, B\":mailto:a@example.org")), "1", nil},
		{"no calendar", "<html>\n", "", []expected{{1, 1, Error, "no iCalendar file"}}},
		{"nothing", "\n\n", "", []expected{{1, 0, Error, "the file is empty"}}},
		{"not UTF-8", calendar(event("1", day1, "SUMMARY:caf\xe9"), event("2", day1, "SUMMARY:Two")), "2",
			[]expected{{7, 12, Error, "not UTF-8"}}},
		{"a line that is none", calendar(event("1", day1, "SUMMARY One", "SUMMARY;X:One", "SUMMARY:One")), "1",
			[]expected{{8, 0, Warning, "is no property"}}},
		{"parameters without end", calendar(event("1", day1, "SUMMARY"+strings.Repeat(";a=b", 200_000)+":One", "SUMMARY:One")), "1",
			[]expected{{7, 0, Warning, "is no property"}}},
		{"no summary", calendar(event("1", day1)), "1", []expected{{3, 0, Warning, "no SUMMARY"}}},
		{"a long summary", calendar(event("1", day1, "SUMMARY:"+strings.Repeat("é", MaxTitle+5))), "1",
			[]expected{{7, 0, Warning, "title is longer"}}},
		{"a huge line", calendar(event("1", day1, "ATTACH:"+huge, "SUMMARY:One"), event("2", day1, "SUMMARY:"+huge), event("3", day1, "SUMMARY:Three")), "1 3",
			[]expected{{7, 0, Warning, "longer than 1048576 bytes"}, {14, 0, Error, "SUMMARY is longer than"}}},
		{"a huge folded line", calendar(event("1", day1, "DESCRIPTION:"+strings.Repeat(strings.Repeat("x", 70)+"\n ", 16000), "SUMMARY:One")), "",
			[]expected{{7, 0, Error, "DESCRIPTION is longer than"}}},
		{"too many properties", calendar(event("1", day1, strings.Repeat("CATEGORIES:a\n", maxProperties)+"SUMMARY:One")), "",
			[]expected{{2004, 0, Error, "too large"}}},
		{"components without end", strings.Repeat("BEGIN:VCALENDA\n", 3) + "", "", []expected{{1, 1, Error, "no iCalendar file"}}},
		{"too deep", "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:X\n", 50), "", []expected{{33, 1, Error, "32 deep"}}},
		{"a wrong X-WR-TIMEZONE", calendar("X-WR-TIMEZONE:Nowhere\n", event("1", day1, "SUMMARY:One")), "1",
			[]expected{{3, 0, Warning, "X-WR-TIMEZONE"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := readICS(t, Mapping{}, c.text)
			if c.name == "no UID" && len(res.Rows) == 1 && strings.HasPrefix(res.Rows[0].Key, "derived-") {
				c.keys = res.Rows[0].Key
			}
			check(t, res, c.keys, c.problems)
		})
	}
}

// When an event is, in all the ways to say it.
func TestICSTimes(t *testing.T) {
	berlin, _ := when.Zone("Europe/Berlin")
	berlinDay := func(y int, m time.Month, d int) when.Moment {
		return when.Moment{At: when.Date{Year: y, Month: m, Day: d}.Start(berlin), Precision: when.Day}
	}
	for _, c := range []struct {
		lines      []string
		start, end when.Moment
		zone       string
	}{
		{[]string{"DTSTART;VALUE=DATE:20261201"}, berlinDay(2026, 12, 1), berlinDay(2026, 12, 1), "Europe/Berlin"},
		{[]string{"DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201"}, berlinDay(2026, 12, 1), berlinDay(2026, 12, 1), "Europe/Berlin"},
		{[]string{"DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"}, berlinDay(2026, 12, 1), berlinDay(2026, 12, 1), "Europe/Berlin"},
		{[]string{"DTSTART:20261024", "DTEND:20261027"}, berlinDay(2026, 10, 24), berlinDay(2026, 10, 26), "Europe/Berlin"},
		{[]string{"DTSTART;VALUE=DATE:20261024", "DURATION:P1W"}, berlinDay(2026, 10, 24), berlinDay(2026, 10, 30), "Europe/Berlin"},
		{[]string{"DTSTART:20261201T220000Z"}, minute(2026, 12, 1, 22, 0), minute(2026, 12, 1, 22, 0), "UTC"},
		{[]string{"DTSTART:20261201T220000Z", "DTEND:20261201T220000Z"}, minute(2026, 12, 1, 22, 0), minute(2026, 12, 1, 22, 0), "UTC"},
		{[]string{"DTSTART:20261201T235960Z", "DTEND:20261202T010000Z"}, minute(2026, 12, 1, 23, 59), minute(2026, 12, 2, 1, 0), "UTC"},
		{[]string{"DTSTART;TZID=America/New_York:20261201T220000", "DURATION:PT1H30M"}, minute(2026, 12, 2, 3, 0), minute(2026, 12, 2, 4, 30), "America/New_York"},
		{[]string{"DTSTART;TZID=\"Eastern Standard Time\":20260701T220000"}, minute(2026, 7, 2, 2, 0), minute(2026, 7, 2, 2, 0), "America/New_York"},
		{[]string{"DTSTART;TZID=/example.org/20070129_1/Europe/Berlin:20260701T220000"}, minute(2026, 7, 1, 20, 0), minute(2026, 7, 1, 20, 0), "Europe/Berlin"},
		{[]string{"DTSTART;TZID=UTC:20260701T220000"}, minute(2026, 7, 1, 22, 0), minute(2026, 7, 1, 22, 0), "UTC"},
		{[]string{"DTSTART:20260701T220000"}, minute(2026, 7, 1, 20, 0), minute(2026, 7, 1, 20, 0), "Europe/Berlin"},
		// A day of duration is a day on the calendar, also where it has 25 hours.
		{[]string{"DTSTART;TZID=Europe/Berlin:20261024T220000", "DURATION:P1DT1H"}, minute(2026, 10, 24, 20, 0), minute(2026, 10, 25, 22, 0), "Europe/Berlin"},
	} {
		res, err := ReadAll(OpenICS(strings.NewReader(calendar(event("1", append(c.lines, "SUMMARY:One")...))), Mapping{}, now, berlin))
		if err != nil || len(res.Rows) != 1 {
			t.Errorf("%q: %v, %v", c.lines, res.Problems, err)
			continue
		}
		if r := res.Rows[0]; !r.Start.Same(c.start) || !r.End.Same(c.end) || r.Zone != c.zone {
			t.Errorf("%q is from %v to %v in %s; want %v to %v in %s", c.lines, r.Start, r.End, r.Zone, c.start, c.end, c.zone)
		}
	}
	// The calendar's own zone counts where the mapping says nothing.
	res := readICS(t, Mapping{}, calendar("X-WR-TIMEZONE:Europe/Berlin\n", event("1", "DTSTART;VALUE=DATE:20261201", "SUMMARY:One")))
	if !res.Rows[0].Start.Same(berlinDay(2026, 12, 1)) {
		t.Errorf("X-WR-TIMEZONE: %v", res.Rows[0])
	}
}

func TestWindowsZonesExist(t *testing.T) {
	for name := range windowsZones {
		if _, err := zoneByName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestICSFields(t *testing.T) {
	m := decode(t, `
kind = "milestone"
strip_emoji = true
version = '(?P<service>\w+) (?P<version>\d+\.\d+)'
[columns]
owner = "X-OWNER"
reason = "{x-code}: {x-why}"
[values.state]
cancelled = "cancelled"
"*" = ""
[[rule]]
categories = "^deploy$"
kind = "release"
title = "{service} {version} on {location}"
[rule.set]
type = "standard"
[[rule]]
match = "lunch"
kind = "skip"
`)
	res := readICS(t, m, calendar(
		event("1", "DTSTART:20261201T220000Z", "SUMMARY:🚀🏽  CRM 11.4 goes", " \\, really", "CATEGORIES:a\\,b,deploy", "CATEGORIES:c",
			"STATUS:CANCELLED", "LOCATION:host one", "URL:https://example.org/a;b,c", "X-OWNER:Ann", "X-CODE:7", "DESCRIPTION:a\\nb\\Nc\\;\\\\n"),
		event("2", "DTSTART:20261201T110000Z", "SUMMARY:Team lunch", "STATUS:CONFIRMED", "RRULE:freq=weekly;count=3", "EXDATE;TZID=Europe/Berlin:20261215T120000,20261208T120000"),
	))
	if len(res.Problems) > 0 || len(res.Rows) != 2 {
		t.Fatal(res.Problems)
	}
	got := res.Rows[0]
	got.Digest = ""
	want := Row{
		Line: 3, Key: "1", Kind: KindRelease, Zone: "UTC", Start: minute(2026, 12, 1, 22, 0), End: minute(2026, 12, 1, 22, 0),
		Fields: map[string]string{
			"title": "CRM 11.4 on host one", "summary": "🚀🏽  CRM 11.4 goes, really", "version": "11.4", "service": "CRM",
			"categories": "a,b, deploy, c", "state": "cancelled", "stage": "cancelled", "location": "host one",
			"url": "https://example.org/a;b,c", "owner": "Ann", "reason": "7:", "notes": "a\nb\nc;\\n", "type": "standard",
		},
	}
	if diff := cmp.Diff(want, got, samePlan); diff != "" {
		t.Error(diff)
	}
	lunch := res.Rows[1]
	if lunch.Kind != "" || lunch.Key != "2" || lunch.Rule != "FREQ=WEEKLY;COUNT=3" || lunch.Fields["state"] != "" {
		t.Errorf("lunch is %+v", lunch)
	}
	if diff := cmp.Diff([]time.Time{time.Date(2026, 12, 8, 11, 0, 0, 0, time.UTC), time.Date(2026, 12, 15, 11, 0, 0, 0, time.UTC)}, lunch.Except); diff != "" {
		t.Error(diff)
	}
}

// Equal contents have equal digests, and every part of it counts.
func TestDigest(t *testing.T) {
	one := func(lines ...string) string {
		return readICS(t, Mapping{}, calendar(event("1", lines...))).Rows[0].Digest
	}
	base := one("DTSTART:20261201T220000Z", "SUMMARY:One")
	if base != one("SUMMARY:One", "X-NOISE:1", "DTSTART:20261201T220000Z") || len(base) != 64 {
		t.Error("order and noise change the digest")
	}
	seen := map[string]string{base: "base"}
	for _, lines := range [][]string{
		{"DTSTART:20261201T220100Z", "SUMMARY:One"},
		{"DTSTART;VALUE=DATE:20261201", "SUMMARY:One"},
		{"DTSTART:20261201T220000Z", "DTEND:20261201T230000Z", "SUMMARY:One"},
		{"DTSTART:20261201T220000Z", "SUMMARY:Two"},
		{"DTSTART:20261201T220000Z", "SUMMARY:One", "RRULE:FREQ=DAILY"},
		{"DTSTART:20261201T220000Z", "SUMMARY:One", "RRULE:FREQ=DAILY", "EXDATE:20261202T220000Z"},
		{"DTSTART:20261201T220000Z", "SUMMARY:One", "LOCATION:here"},
		{"DTSTART;TZID=Europe/London:20261201T220000", "SUMMARY:One"},
	} {
		d := one(lines...)
		if other, twice := seen[d]; twice {
			t.Errorf("%q and %s have the same digest", lines, other)
		}
		seen[d] = fmt.Sprint(lines)
	}
}

func FuzzICS(f *testing.F) {
	for _, s := range []string{
		calendar(event("1", "DTSTART;VALUE=DATE:20261201", "SUMMARY:One"), event("1", "DTSTART;TZID=Europe/Berlin:20261201T220000", "RRULE:FREQ=WEEKLY;BYDAY=SA", "EXDATE:20261205T220000", "DURATION:PT1H", "SUMMARY:CRM v1.2", "CATEGORIES:a\\,b,c")),
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM\r\n ARY:x\r\n\ty\r\nRECURRENCE-ID:2026", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\nEND:VCALENDAR",
		"BEGIN:VCALENDAR\nEND:VCALENDAR", "\xef\xbb\xbf", "",
	} {
		f.Add(s, false)
	}
	generic := mapping(f, "generic-ics.toml")
	f.Fuzz(func(t *testing.T, text string, loose bool) {
		var m Mapping
		if loose {
			m = generic
		}
		sane(t, text, func(r io.Reader) Reader { return OpenICS(r, m, now, time.UTC) })
	})
}
