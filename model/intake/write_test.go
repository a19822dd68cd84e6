package intake

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fairway/model/when"
)

// What is written is read without a warning, and says the same.
func TestWriteRoundTrip(t *testing.T) {
	berlin, _ := when.Zone("Europe/Berlin")
	in := func(y int, m time.Month, d int) when.Moment {
		return when.Moment{At: when.Date{Year: y, Month: m, Day: d}.Start(berlin), Precision: when.Day}
	}
	entries := []Entry{
		{UID: "REL-1@example.org", Summary: "CRM; 11.4, \"the big one\" \\ 🚀", Description: "one\ntwo; three, four\\n\r\nfive", Location: "here, there",
			URL: "https://example.org/a?b=c;d,e", Status: "confirmed", Categories: []string{"release", "a, b"},
			Start: minute(2026, 12, 1, 22, 0), End: minute(2026, 12, 2, 1, 30), Sequence: 3},
		{UID: "FRZ-1@example.org", Summary: "Year end", Start: in(2026, 12, 19), End: in(2027, 1, 3), Zone: "Europe/Berlin"},
		{UID: "DAY-1@example.org", Summary: "One day", Start: in(2026, 10, 25), End: in(2026, 10, 25), Zone: "Europe/Berlin"},
		{UID: "INS-1@example.org", Summary: "An instant", Start: minute(2026, 12, 1, 22, 0), End: minute(2026, 12, 1, 22, 0)},
		{UID: "WIN-1@example.org", Summary: "Maintenance", Start: minute(2026, 3, 7, 21, 0), End: minute(2026, 3, 8, 1, 0), Zone: "Europe/Berlin",
			Rule: "FREQ=WEEKLY;BYDAY=SA", Except: []time.Time{time.Date(2026, 4, 4, 20, 0, 0, 0, time.UTC)}},
		{UID: "HOL-1@example.org", Summary: "New year", Start: in(2026, 1, 1), End: in(2026, 1, 1), Zone: "Europe/Berlin",
			Rule: "FREQ=YEARLY", Except: []time.Time{in(2027, 1, 1).At}},
		{UID: "LNG-1@example.org", Summary: strings.Repeat("ü🚀 ", 100), Description: strings.Repeat("长", 400), Start: minute(2026, 12, 1, 22, 0), End: minute(2026, 12, 1, 22, 0), Status: "cancelled"},
	}
	var out bytes.Buffer
	if err := WriteICS(&out, entries, now); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") || !utf8.ValidString(text) {
		t.Error("lines don't all end with CR LF, or a character was cut in two")
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes in a line: %s", len(line), line)
		}
	}
	for _, want := range []string{
		"DTSTAMP:20261123T104200Z\r\n", "DTSTART;VALUE=DATE:20261219\r\nDTEND;VALUE=DATE:20270104\r\n", "DTSTART;TZID=Europe/Berlin:20260307T220000\r\n",
		"EXDATE;TZID=Europe/Berlin:20260404T220000\r\n", "EXDATE;VALUE=DATE:20270101\r\n", "SEQUENCE:3\r\n",
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n", "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n",
		"DTSTART:20261201T220000Z\r\nDTEND:20261202T013000Z\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if strings.Count(text, "BEGIN:VTIMEZONE") != 1 {
		t.Error("not one VTIMEZONE for one zone that recurs")
	}
	res, err := ReadAll(OpenICS(&out, Mapping{}, now, berlin))
	if err != nil || len(res.Problems) > 0 {
		t.Fatalf("%v, %v", res.Problems, err)
	}
	for i, r := range res.Rows {
		e := entries[i]
		got := Entry{UID: r.Key, Summary: r.Fields["summary"], Description: r.Fields["notes"], Location: r.Fields["location"], URL: r.Fields["url"],
			Status: r.Fields["state"], Start: r.Start, End: r.End, Rule: r.Rule, Except: r.Except, Zone: e.Zone, Sequence: e.Sequence, Categories: e.Categories}
		e.Summary = strings.Join(strings.Fields(e.Summary), " ")
		e.Description = strings.ReplaceAll(e.Description, "\r\n", "\n")
		if diff := cmp.Diff(e, got, samePlan); diff != "" {
			t.Error(diff)
		}
		if c := strings.Join(e.Categories, ", "); r.Fields["categories"] != c {
			t.Errorf("categories %q, want %q", r.Fields["categories"], c)
		}
	}

	var again bytes.Buffer
	if err := WriteICS(&again, entries, now); err != nil || again.String() != text {
		t.Errorf("the second writing differs, or fails: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	good := Entry{UID: "1", Summary: "One", Start: day(2026, 12, 1)}
	for want, change := range map[string]func(*Entry){
		"no UID":             func(e *Entry) { e.UID = " " },
		"no start":           func(e *Entry) { e.Start = when.Moment{} },
		"outside the years":  func(e *Entry) { e.Start = day(1066, 10, 14) },
		"no recurrence rule": func(e *Entry) { e.Rule = "FREQ=DAILY\r\nX:1" },
		"no time zone":       func(e *Entry) { e.Zone = "Local" },
	} {
		bad := good
		change(&bad)
		err := WriteICS(&bytes.Buffer{}, []Entry{good, bad}, now)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "event 2") {
			t.Errorf("%v; want %s", err, want)
		}
	}
}

// Any text can be written, and comes back but for what a calendar can't hold.
func TestWriteAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		summary := rapid.String().Draw(t, "summary")
		notes := rapid.StringN(0, 300, -1).Draw(t, "notes")
		var out bytes.Buffer
		if err := WriteICS(&out, []Entry{{UID: "1", Summary: "x" + summary, Description: "x" + notes + "x", Start: minute(2026, 12, 1, 22, 0)}}, now); err != nil {
			t.Fatal(err)
		}
		written := out.String()
		res, err := ReadAll(OpenICS(&out, Mapping{}, now, nil))
		if err != nil || len(res.Problems) > 0 || len(res.Rows) != 1 {
			t.Fatalf("%v, %v\n%s", res.Problems, err, written)
		}
		if got, want := res.Rows[0].Fields["notes"], writable("x"+notes+"x"); got != want {
			t.Fatalf("notes %q, want %q\n%s", got, want, written)
		}
		if got, want := res.Rows[0].Fields["summary"], writable(strings.Join(strings.Fields("x"+summary), " ")); got != want {
			t.Fatalf("summary %q, want %q", got, want)
		}
	})
}

func ExampleWriteICS() {
	var b bytes.Buffer
	err := WriteICS(&b, []Entry{{
		UID: "REL-42@example.org", Summary: "Payroll 5.2",
		Start: when.Moment{At: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC), Precision: when.Day},
	}}, time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC))
	fmt.Println(err)
	fmt.Print(strings.ReplaceAll(b.String(), "\r\n", "\n"))
	// Output:
	// <nil>
	// BEGIN:VCALENDAR
	// VERSION:2.0
	// PRODID:-//Fairway//Release Calendar//EN
	// CALSCALE:GREGORIAN
	// METHOD:PUBLISH
	// BEGIN:VEVENT
	// UID:REL-42@example.org
	// DTSTAMP:20261123T104200Z
	// DTSTART;VALUE=DATE:20261126
	// DTEND;VALUE=DATE:20261127
	// SUMMARY:Payroll 5.2
	// END:VEVENT
	// END:VCALENDAR
}
