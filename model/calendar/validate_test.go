package calendar

import (
	"strings"
	"testing"
	"time"

	"fairway/model/when"
)

func TestValidate(t *testing.T) {
	good := func() Window {
		return Window{ID: "WIN-1", Title: "Thursdays", Class: Freeze, Hard: true, Services: []string{"payroll"}, Zone: "Europe/Berlin",
			Rule: "FREQ=WEEKLY;BYDAY=TH", Span: night(t), Exceptions: []Exception{{Release: "REL-1"}}}
	}
	if err := Validate(good()); err != nil {
		t.Fatal(err)
	}
	rule := func(r string) func(*Window) { return func(w *Window) { w.Rule = r } }
	for _, c := range []struct {
		name   string
		change func(*Window)
		want   string
	}{
		{"class", func(w *Window) { w.Class = "blackout" }, `class: "blackout" is not freeze, maintenance, holiday, event, absence or on-call`},
		{"hard", func(w *Window) { w.Class = Maintenance }, "hard: only a freeze"},
		{"no scope", func(w *Window) { w.Services = nil }, "scope: the freeze applies to nothing"},
		{"two scopes", func(w *Window) { w.Everything = true }, "scope: everything, and"},
		{"an empty name", func(w *Window) { w.Items = []string{" "} }, "scope: a service, item or person without a name"},
		{"no zone", func(w *Window) { w.Zone = "" }, "zone: none given"},
		{"unknown zone", func(w *Window) { w.Zone = "Europe/Atlantis" }, "zone: Europe/Atlantis is not a known time zone"},
		{"abbreviated zone", func(w *Window) { w.Zone = "CET" }, "zone: CET is no time zone"},
		{"no start", func(w *Window) { w.Span.Start = time.Time{} }, "start: none given"},
		{"no end", func(w *Window) { w.Span.End = time.Time{} }, "end: none given"},
		{"end before start", func(w *Window) { w.Span.End = w.Span.Start.Add(-time.Hour) }, "end: Thu 26 Nov 2026 21:00 is not after the start, Thu 26 Nov 2026 22:00"},
		{"end is start", func(w *Window) { w.Span.End = w.Span.Start }, "end: "},
		{"year", func(w *Window) { w.Span.End = w.Span.End.AddDate(2000, 0, 0) }, "start: "},
		{"too long", func(w *Window) { w.Span.End = w.Span.End.AddDate(2, 0, 0) }, "end: one occurrence lasts"},
		{"exception on maintenance", func(w *Window) { w.Class, w.Hard = Maintenance, false }, "exception: a maintenance needs none"},
		{"exception for nobody", func(w *Window) { w.Exceptions[0].Release = "" }, "exception: names no release"},
		{"exception backwards", func(w *Window) { w.Exceptions[0].Span = when.Span{Start: w.Span.End, End: w.Span.Start} }, "exception: the time for REL-1 ends before"},
		{"not a rule", rule("every thursday"), `rule: "EVERY THURSDAY" is not NAME=VALUE; try FREQ=WEEKLY;BYDAY=TH`},
		{"no frequency", rule("BYDAY=TH"), "rule: FREQ is missing"},
		{"hourly", rule("FREQ=HOURLY"), "rule: FREQ=HOURLY repeats too often"},
		{"every second", rule("FREQ=SECONDLY"), "rule: FREQ=SECONDLY repeats too often"},
		{"odd frequency", rule("FREQ=OFTEN"), `rule: FREQ="OFTEN" is not DAILY`},
		{"twice", rule("FREQ=WEEKLY;FREQ=DAILY"), "rule: FREQ stands twice"},
		{"count and until", rule("FREQ=WEEKLY;COUNT=3;UNTIL=20270101"), "rule: COUNT and UNTIL exclude each other"},
		{"until", rule("FREQ=WEEKLY;UNTIL=2027-01-01"), `rule: UNTIL="2027-01-01" is not written`},
		{"until long ago", rule("FREQ=WEEKLY;UNTIL=20250101"), "rule: UNTIL is before the start"},
		{"interval", rule("FREQ=WEEKLY;INTERVAL=0"), `rule: INTERVAL has "0"; it goes from 1 to 1000`},
		{"a large count", rule("FREQ=WEEKLY;COUNT=99999999999999999999"), "rule: COUNT has"},
		{"weekday", rule("FREQ=WEEKLY;BYDAY=XX"), `rule: BYDAY has "XX"`},
		{"numbered weekday in a week", rule("FREQ=WEEKLY;BYDAY=2TH"), "rule: BYDAY has a number"},
		{"sixth of a month", rule("FREQ=MONTHLY;BYDAY=6TH"), "rule: BYDAY counts to 6"},
		{"zeroth", rule("FREQ=MONTHLY;BYDAY=0TH"), `rule: BYDAY has "0TH"`},
		{"month", rule("FREQ=YEARLY;BYMONTH=13"), "rule: BYMONTH has"},
		{"day of the month in a week", rule("FREQ=WEEKLY;BYMONTHDAY=1"), "rule: BYMONTHDAY excludes"},
		{"week number in a month", rule("FREQ=MONTHLY;BYWEEKNO=20"), "rule: BYWEEKNO needs"},
		{"a week across the turn of the year", rule("FREQ=YEARLY;BYWEEKNO=53"), `rule: BYWEEKNO has "53"; it goes from 2 to 51`},
		{"day of the year in a month", rule("FREQ=MONTHLY;BYYEARDAY=1"), "rule: BYYEARDAY needs"},
		{"position of nothing", rule("FREQ=MONTHLY;BYSETPOS=1"), "rule: BYSETPOS chooses"},
		{"too many a day", rule("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5"), "rule: BYHOUR and BYMINUTE"},
		{"seconds", rule("FREQ=DAILY;BYSECOND=1"), "rule: BYSECOND"},
		{"easter", rule("FREQ=YEARLY;BYEASTER=0"), `rule: "BYEASTER" is no part`},
		{"too long", rule("FREQ=YEARLY;BYMONTH=" + strings.Repeat("1,", 300) + "1"), "rule: it is longer than"},
		{"another day than the start", rule("FREQ=WEEKLY;BYDAY=FR"), "rule: it does not give the start, Thu 26 Nov 2026 22:00; start on Fri 27 Nov 2026 22:00"},
		{"never", rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "rule: it gives no day at all"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := good()
			c.change(&w)
			err := Validate(w)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if err := Validate(Window{Class: Holiday, Span: night(t)}); err != nil {
		t.Errorf("a holiday without scope: %v", err)
	}
}
