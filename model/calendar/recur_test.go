package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fairway/model/when"
)

func TestOccurrences(t *testing.T) {
	for _, c := range []struct {
		name, zone, from, to, rule string
		inFrom, inTo               string
		want                       []string
	}{
		{"weekly night across spring in Berlin", "Europe/Berlin", "2026-03-14 22:00", "02:00", "FREQ=WEEKLY", "2026-03-20", "2026-04-06",
			[]string{"Sat 2026-03-21 22:00–02:00 4 h", "Sat 2026-03-28 22:00–03:00 4 h", "Sat 2026-04-04 22:00–02:00 4 h"}},
		{"weekly night over the missing hour", "Europe/Berlin", "2026-03-14 22:00", "04:00", "FREQ=WEEKLY", "2026-03-20", "2026-04-06",
			[]string{"Sat 2026-03-21 22:00–04:00 6 h", "Sat 2026-03-28 22:00–04:00 5 h", "Sat 2026-04-04 22:00–04:00 6 h"}},
		{"weekly night over the double hour", "Europe/Berlin", "2026-10-17 22:00", "04:00", "FREQ=WEEKLY", "2026-10-18", "2026-11-02",
			[]string{"Sat 2026-10-17 22:00–04:00 6 h", "Sat 2026-10-24 22:00–04:00 7 h", "Sat 2026-10-31 22:00–04:00 6 h"}},
		{"ends in the double hour: the first of the two", "Europe/Berlin", "2026-10-17 22:00", "02:30", "FREQ=WEEKLY", "2026-10-24", "2026-10-26",
			[]string{"Sat 2026-10-24 22:00–02:30 4 h 30 min"}},
		{"New York changes on another day", "America/New_York", "2026-02-28 22:00", "02:00", "FREQ=WEEKLY", "2026-03-05", "2026-03-16",
			[]string{"Sat 2026-03-07 22:00–03:00 4 h", "Sat 2026-03-14 22:00–02:00 4 h"}},
		{"starts in the gap: from its end", "Europe/Berlin", "2026-03-27 02:30", "04:00", "FREQ=DAILY", "2026-03-28", "2026-03-30",
			[]string{"Sat 2026-03-28 02:30–04:00 1 h 30 min", "Sun 2026-03-29 03:00–04:00 1 h", "Mon 2026-03-30 02:30–04:00 1 h 30 min"}},
		{"wholly in the gap: not that day", "Europe/Berlin", "2026-03-27 02:15", "02:45", "FREQ=DAILY", "2026-03-28", "2026-03-30",
			[]string{"Sat 2026-03-28 02:15–02:45 30 min", "Mon 2026-03-30 02:15–02:45 30 min"}},
		{"two starts in the gap are one", "Europe/Berlin", "2026-03-28 02:00", "2h", "FREQ=DAILY;BYHOUR=2;BYMINUTE=0,30", "2026-03-29", "2026-03-29",
			[]string{"Sun 2026-03-29 03:00–04:30 1 h 30 min"}},
		{"southern spring", "Australia/Sydney", "2026-09-26 22:00", "04:00", "FREQ=WEEKLY", "2026-10-01", "2026-10-11",
			[]string{"Sat 2026-10-03 22:00–04:00 5 h", "Sat 2026-10-10 22:00–04:00 6 h"}},
		{"southern autumn", "Australia/Sydney", "2026-03-28 22:00", "04:00", "FREQ=WEEKLY", "2026-04-01", "2026-04-12",
			[]string{"Sat 2026-04-04 22:00–04:00 7 h", "Sat 2026-04-11 22:00–04:00 6 h"}},
		{"no daylight saving, odd offset", "Asia/Kathmandu", "2026-03-21 22:00", "02:00", "FREQ=WEEKLY", "2026-03-25", "2026-04-01",
			[]string{"Sat 2026-03-28 22:00–02:00 4 h"}},
		{"whole days, one of 23 hours", "Europe/Berlin", "2026-03-22", "", "FREQ=WEEKLY", "2026-03-28", "2026-04-05",
			[]string{"Sun 2026-03-29 00:00–00:00 23 h", "Sun 2026-04-05 00:00–00:00 1 d"}},
		{"whole days, the first without a midnight", "America/Santiago", "2026-09-06", "", "FREQ=WEEKLY", "2026-09-06", "2026-09-14",
			[]string{"Sun 2026-09-06 01:00–00:00 23 h", "Sun 2026-09-13 00:00–00:00 1 d"}},
		{"whole days, a later one without a midnight", "America/Santiago", "2026-08-30", "", "FREQ=WEEKLY", "2026-09-05", "2026-09-14",
			[]string{"Sun 2026-09-06 01:00–00:00 23 h", "Sun 2026-09-13 00:00–00:00 1 d"}},
		{"leap day, yearly", "Europe/Berlin", "2024-02-29", "", "FREQ=YEARLY", "2024-01-01", "2033-01-01",
			[]string{"Thu 2024-02-29 00:00–00:00 1 d", "Tue 2028-02-29 00:00–00:00 1 d", "Sun 2032-02-29 00:00–00:00 1 d"}},
		{"year end, over New Year", "Europe/Berlin", "2025-12-24", "2026-01-01", "FREQ=YEARLY", "2026-01-01", "2027-01-01",
			[]string{"Wed 2025-12-24 00:00–00:00 9 d", "Thu 2026-12-24 00:00–00:00 9 d"}},
		{"month ends", "Europe/Berlin", "2026-01-31 20:00", "23:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-01", "2026-05-01",
			[]string{"Sat 2026-02-28 20:00–23:00 3 h", "Tue 2026-03-31 20:00–23:00 3 h", "Thu 2026-04-30 20:00–23:00 3 h"}},
		{"the 31st, where there is one", "Europe/Berlin", "2026-01-31 20:00", "23:00", "FREQ=MONTHLY", "2026-02-01", "2026-06-01",
			[]string{"Tue 2026-03-31 20:00–23:00 3 h", "Sun 2026-05-31 20:00–23:00 3 h"}},
		{"last Friday", "America/New_York", "2026-10-30 18:00", "4h", "FREQ=MONTHLY;BYDAY=-1FR", "2026-10-01", "2026-12-31",
			[]string{"Fri 2026-10-30 18:00–22:00 4 h", "Fri 2026-11-27 18:00–22:00 4 h", "Fri 2026-12-25 18:00–22:00 4 h"}},
		{"last working day", "Europe/Berlin", "2026-10-30", "", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-01", "2027-01-31",
			[]string{"Mon 2026-11-30 00:00–00:00 1 d", "Thu 2026-12-31 00:00–00:00 1 d", "Fri 2027-01-29 00:00–00:00 1 d"}},
		{"every second week", "Europe/Berlin", "2020-01-02 22:00", "2h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-20", "2026-12-20",
			[]string{"Thu 2026-11-26 22:00–00:00 2 h", "Thu 2026-12-10 22:00–00:00 2 h"}},
		{"UNTIL a date is the whole of it", "Europe/Berlin", "2026-11-24 22:00", "2h", "FREQ=DAILY;UNTIL=20261126", "2026-11-20", "2026-12-20",
			[]string{"Tue 2026-11-24 22:00–00:00 2 h", "Wed 2026-11-25 22:00–00:00 2 h", "Thu 2026-11-26 22:00–00:00 2 h"}},
		{"UNTIL an instant is inclusive", "Europe/Berlin", "2026-11-24 22:00", "2h", "FREQ=DAILY;UNTIL=20261125T210000Z", "2026-11-20", "2026-12-20",
			[]string{"Tue 2026-11-24 22:00–00:00 2 h", "Wed 2026-11-25 22:00–00:00 2 h"}},
		{"UNTIL on the wall", "Europe/Berlin", "2026-11-24 22:00", "2h", "FREQ=DAILY;UNTIL=20261125T215959", "2026-11-20", "2026-12-20",
			[]string{"Tue 2026-11-24 22:00–00:00 2 h"}},
		{"COUNT counts from the first", "Europe/Berlin", "2026-11-24 22:00", "2h", "RRULE:FREQ=DAILY;COUNT=3;", "2026-11-25", "2026-12-20",
			[]string{"Wed 2026-11-25 22:00–00:00 2 h", "Thu 2026-11-26 22:00–00:00 2 h"}},
		{"a start the rule does not give is there, and counts", "Europe/Berlin", "2026-11-24 22:00", "2h", "FREQ=WEEKLY;BYDAY=TH;COUNT=2", "2026-11-01", "2026-12-31",
			[]string{"Tue 2026-11-24 22:00–00:00 2 h", "Thu 2026-11-26 22:00–00:00 2 h"}},
		{"every Monday and the second Tuesday", "UTC", "2026-11-02", "", "FREQ=MONTHLY;BYDAY=MO,2TU", "2026-11-01", "2026-11-30",
			[]string{"Mon 2026-11-02 00:00–00:00 1 d", "Mon 2026-11-09 00:00–00:00 1 d", "Tue 2026-11-10 00:00–00:00 1 d", "Mon 2026-11-16 00:00–00:00 1 d", "Mon 2026-11-23 00:00–00:00 1 d", "Mon 2026-11-30 00:00–00:00 1 d"}},
		{"week number without a weekday takes it from the start", "UTC", "2026-05-14", "", "FREQ=YEARLY;BYWEEKNO=20", "2026-01-01", "2027-12-31",
			[]string{"Thu 2026-05-14 00:00–00:00 1 d", "Thu 2027-05-20 00:00–00:00 1 d"}},
		{"twice a day", "UTC", "2026-05-14 08:00", "1h", "FREQ=DAILY;BYHOUR=8,20", "2026-05-15", "2026-05-16",
			[]string{"Fri 2026-05-15 08:00–09:00 1 h", "Fri 2026-05-15 20:00–21:00 1 h", "Sat 2026-05-16 08:00–09:00 1 h", "Sat 2026-05-16 20:00–21:00 1 h"}},
		{"what began before is still on", "Europe/Berlin", "2026-11-02", "2026-11-05", "FREQ=WEEKLY", "2026-11-19", "2026-11-19",
			[]string{"Mon 2026-11-16 00:00–00:00 4 d"}},
		{"no rule", "UTC", "2026-05-14 08:00", "1h", "", "2026-05-14", "2026-05-14", []string{"Thu 2026-05-14 08:00–09:00 1 h"}},
		{"no rule, another day", "UTC", "2026-05-14 08:00", "1h", "", "2026-05-15", "2026-05-15", nil},
		{"far from the start", "UTC", "1990-01-01", "", "FREQ=DAILY;INTERVAL=7", "2399-12-27", "2999-12-31", []string{"Mon 2399-12-27 00:00–00:00 1 d"}},
		{"yearly to the end", "UTC", "1990-07-01", "", "FREQ=YEARLY", "2398-12-31", "2999-12-31", []string{"Thu 2399-07-01 00:00–00:00 1 d"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Window{ID: "WIN-1", Class: Freeze, Everything: true, Zone: c.zone, Rule: c.rule, Span: span(t, c.zone, c.from, c.to)}
			got, err := Occurrences(w, span(t, c.zone, c.inFrom, c.inTo))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, shown(t, c.zone, got)); diff != "" {
				t.Error(diff)
			}
			if c.rule != "" && !strings.HasPrefix(c.name, "a start the rule") {
				if err := Validate(w); err != nil {
					t.Errorf("Validate: %v", err)
				}
			}
		})
	}
}

// TestOccurrencesLast: what says how long it lasts does so each time, whatever the
// wall shows at its end.
func TestOccurrencesLast(t *testing.T) {
	for _, c := range []struct {
		zone, from, lasts, rule, inFrom, inTo string
		want                                  []string
	}{
		{"America/Chicago", "2027-03-13 22:00", "6h", "FREQ=WEEKLY", "2027-03-13", "2027-03-28",
			[]string{"Sat 2027-03-13 22:00–05:00 6 h", "Sat 2027-03-20 22:00–04:00 6 h", "Sat 2027-03-27 22:00–04:00 6 h"}},
		{"America/Chicago", "2027-03-06 22:00", "6h", "FREQ=WEEKLY", "2027-03-13", "2027-03-21",
			[]string{"Sat 2027-03-13 22:00–05:00 6 h", "Sat 2027-03-20 22:00–04:00 6 h"}},
		{"Europe/Berlin", "2026-10-24 23:30", "4h", "FREQ=DAILY", "2026-10-24", "2026-10-26",
			[]string{"Sat 2026-10-24 23:30–02:30 4 h", "Sun 2026-10-25 23:30–03:30 4 h", "Mon 2026-10-26 23:30–03:30 4 h"}},
		{"Europe/Berlin", "2026-03-27 02:15", "30m", "FREQ=DAILY", "2026-03-28", "2026-03-30",
			[]string{"Sat 2026-03-28 02:15–02:45 30 min", "Sun 2026-03-29 03:00–03:30 30 min", "Mon 2026-03-30 02:15–02:45 30 min"}},
	} {
		lasts, err := when.ParseDuration(c.lasts)
		if err != nil {
			t.Fatal(err)
		}
		w := Window{ID: "WIN-1", Class: Freeze, Everything: true, Zone: c.zone, Rule: c.rule, Lasts: lasts, Span: span(t, c.zone, c.from, c.lasts)}
		got, err := Occurrences(w, span(t, c.zone, c.inFrom, c.inTo))
		if diff := cmp.Diff(c.want, shown(t, c.zone, got)); diff != "" || err != nil {
			t.Errorf("%s +%s %s: %v\n%s", c.from, c.lasts, c.zone, err, diff)
		}
	}
}

func TestOccurrencesExcept(t *testing.T) {
	w := Window{ID: "WIN-1", Class: Freeze, Everything: true, Zone: "Europe/Berlin", Rule: "FREQ=WEEKLY;COUNT=4", Span: span(t, "Europe/Berlin", "2026-10-15 22:00", "2h")}
	w.Except = []time.Time{w.Span.Start, span(t, "Europe/Berlin", "2026-10-29 22:00", "2h").Start.In(time.FixedZone("", 3600))}
	got, err := Occurrences(w, span(t, "UTC", "2026-01-01", "2027-01-01"))
	want := []string{"Thu 2026-10-22 22:00–00:00 2 h", "Thu 2026-11-05 22:00–00:00 2 h"} // COUNT is not made up for
	if diff := cmp.Diff(want, shown(t, "Europe/Berlin", got)); diff != "" || err != nil {
		t.Error(err, diff)
	}
	w.Rule = ""
	if got, err := Occurrences(w, span(t, "UTC", "2026-01-01", "2027-01-01")); err != nil || got != nil {
		t.Error(got, err)
	}
}

func TestOccurrencesTooMany(t *testing.T) {
	w := Window{ID: "WIN-1", Class: Freeze, Everything: true, Zone: "UTC", Rule: "FREQ=DAILY", Span: span(t, "UTC", "2026-10-15 22:00", "2h")}
	if got, err := Occurrences(w, span(t, "UTC", "2026-01-01", "2099-01-01")); err == nil || got != nil {
		t.Errorf("%d occurrences, %v", len(got), err)
	}
	if got, err := Occurrences(w, when.Span{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}); err != nil || len(got) != 78 {
		t.Errorf("%d occurrences, %v", len(got), err)
	}
}

// A rule that matches no day must end soon, however it is written.
func TestOccurrencesNever(t *testing.T) {
	for _, rule := range []string{
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;INTERVAL=1000", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
		"FREQ=WEEKLY;INTERVAL=52;BYMONTH=6;BYDAY=TU;WKST=SU", "FREQ=YEARLY;BYWEEKNO=40;BYMONTH=6", "FREQ=DAILY;INTERVAL=1000;BYMONTHDAY=31;BYMONTH=2",
	} {
		start := time.Now()
		w := Window{ID: "WIN-1", Class: Freeze, Everything: true, Zone: "UTC", Rule: rule, Span: span(t, "UTC", "2026-10-15 22:00", "2h")}
		if _, err := Occurrences(w, span(t, "UTC", "2030-01-01", "2031-01-01")); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s took %v", rule, took)
		}
	}
}

// naive is a slow, independent reading of a small part of RFC 5545: it asks of
// every single day whether the rule means it.
type naive struct {
	freq     string
	interval int
	days     []time.Weekday // BYDAY without numbers
	months   []int
	monthDay int // 0: none
	weekNo   int
	count    int
}

func (n naive) String() string {
	s := "FREQ=" + n.freq
	if n.interval > 1 {
		s += fmt.Sprintf(";INTERVAL=%d", n.interval)
	}
	for i, d := range n.days {
		s += []string{",", ";BYDAY="}[b2i(i == 0)] + strings.ToUpper(d.String()[:2])
	}
	for i, m := range n.months {
		s += fmt.Sprintf("%s%d", []string{",", ";BYMONTH="}[b2i(i == 0)], m)
	}
	if n.monthDay != 0 {
		s += fmt.Sprintf(";BYMONTHDAY=%d", n.monthDay)
	}
	if n.weekNo != 0 {
		s += fmt.Sprintf(";BYWEEKNO=%d", n.weekNo)
	}
	if n.count > 0 {
		s += fmt.Sprintf(";COUNT=%d", n.count)
	}
	return s
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (n naive) gives(d, first when.Date) bool {
	monday := func(d when.Date) when.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
	apart := 0
	switch n.freq {
	case "DAILY":
		apart = d.Sub(first)
	case "WEEKLY":
		apart = monday(d).Sub(monday(first)) / 7
	case "MONTHLY":
		apart = (d.Year-first.Year)*12 + int(d.Month) - int(first.Month)
	case "YEARLY":
		apart = d.Year - first.Year
	}
	if apart < 0 || apart%max(1, n.interval) != 0 {
		return false
	}
	if n.months != nil && !slices.Contains(n.months, int(d.Month)) {
		return false
	}
	if n.days != nil && !slices.Contains(n.days, d.Weekday()) {
		return false
	}
	if n.weekNo != 0 {
		_, w := d.ISOWeek()
		if w != n.weekNo || n.days == nil && d.Weekday() != first.Weekday() {
			return false
		}
	}
	if m := n.monthDay; m != 0 {
		last := when.Date{Year: d.Year, Month: d.Month + 1, Day: 1}.AddDays(-1).Day
		if m > 0 && d.Day != m || m < 0 && d.Day != last+m+1 {
			return false
		}
	}
	if n.days == nil && n.monthDay == 0 && n.weekNo == 0 {
		switch n.freq {
		case "WEEKLY":
			return d.Weekday() == first.Weekday()
		case "MONTHLY":
			return d.Day == first.Day
		case "YEARLY":
			return d.Day == first.Day && (n.months != nil || d.Month == first.Month)
		}
	}
	return true
}

// Occurrences against the naive reading, day by day, with starts and ends
// anywhere in the day, in zones that change their clocks.
func TestOccurrencesAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kathmandu", "America/Santiago"}).Draw(t, "zone")
		z, _ := when.Zone(name)
		n := naive{freq: rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq"), interval: rapid.IntRange(1, 4).Draw(t, "interval")}
		if rapid.Bool().Draw(t, "with days") {
			n.days = rapid.SliceOfNDistinct(rapid.SampledFrom([]time.Weekday{0, 1, 2, 3, 4, 5, 6}), 1, 4, rapid.ID).Draw(t, "days")
		}
		if rapid.Bool().Draw(t, "with months") {
			n.months = rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 6, rapid.ID).Draw(t, "months")
		}
		if n.freq != "WEEKLY" && rapid.Bool().Draw(t, "with month day") {
			n.monthDay = rapid.SampledFrom([]int{1, 13, 29, 31, -1, -2, -31}).Draw(t, "month day")
		}
		if n.freq == "YEARLY" && n.monthDay == 0 && n.months == nil && n.interval == 1 && rapid.Bool().Draw(t, "with week") {
			n.weekNo = rapid.IntRange(2, 51).Draw(t, "week")
		}
		if rapid.Bool().Draw(t, "with count") {
			n.count = rapid.IntRange(1, 30).Draw(t, "count")
		}
		first := when.Date{Year: 2020, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 1500).Draw(t, "first"))
		hour, minute := rapid.IntRange(0, 23).Draw(t, "hour"), rapid.SampledFrom([]int{0, 30}).Draw(t, "minute")
		length := time.Duration(rapid.IntRange(1, 40*60).Draw(t, "minutes")) * time.Minute
		wall := func(d when.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC) }
		at := func(w time.Time) time.Time { i, _ := when.FromWall(w, z); return i }
		start, clock := when.FromWall(wall(first), z)
		if clock == when.Gap && hour != 0 {
			t.Skip("a first start that does not exist")
		}
		w := Window{ID: "W", Class: Freeze, Everything: true, Zone: name, Rule: n.String(), Span: when.Span{Start: start, End: at(wall(first).Add(length))}}
		if !w.Span.Start.Before(w.Span.End) {
			t.Skip("a first occurrence of which nothing is left")
		}
		from := first.AddDays(rapid.IntRange(-10, 2500).Draw(t, "asked from"))
		in := when.Span{Start: from.Start(z), End: from.AddDays(rapid.IntRange(1, 500).Draw(t, "asked days")).Start(z)}

		var want []when.Span
		given := 0
		for d := first; d.Before(from.AddDays(600)); d = d.AddDays(1) {
			if d != first && !n.gives(d, first) {
				continue
			}
			if given++; n.count > 0 && given > n.count {
				break
			}
			o := when.Span{Start: at(wall(d)), End: at(wall(d).Add(length))}
			if d == first {
				o = w.Span
			}
			if o.Start.Before(o.End) && o.Overlaps(in) {
				want = append(want, o)
			}
		}
		got, err := Occurrences(w, in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %v in %s:\n%s", w.Rule, w.Span.Start.In(z), name, diff)
		}
	})
}

func FuzzRule(f *testing.F) {
	for _, s := range []string{
		"FREQ=WEEKLY;BYDAY=TH", "FREQ=MONTHLY;BYDAY=-1FR", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;UNTIL=20301231", "FREQ=DAILY;COUNT=5",
		"FREQ=YEARLY;BYWEEKNO=-2,51;BYDAY=MO;WKST=SU", "FREQ=YEARLY;BYDAY=53MO,-53SU", "FREQ=MONTHLY;BYDAY=MO,2TU;BYSETPOS=-1,1",
		"FREQ=YEARLY;BYYEARDAY=-366,366", "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=30", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
	} {
		f.Add(s, int64(1_795_427_000), 3600)
	}
	f.Fuzz(func(t *testing.T, text string, unix int64, seconds int) {
		at := time.Unix(unix%10_000_000_000, 0).UTC()
		w := Window{ID: "W", Class: Freeze, Everything: true, Zone: "Europe/Berlin", Rule: text,
			Span: when.Span{Start: at, End: at.Add(time.Duration(uint(seconds)%(40*86400)) * time.Second)}}
		begun := time.Now()
		invalid := Validate(w)
		in := when.Span{Start: at.AddDate(3, 0, 0), End: at.AddDate(3, 2, 0)}
		spans, err := Occurrences(w, in)
		if took := time.Since(begun); took > 3*time.Second {
			t.Fatalf("%q took %v", text, took)
		}
		if invalid == nil && err != nil {
			t.Fatalf("%q is valid, but %v", text, err)
		}
		for i, s := range spans {
			if !s.Start.Before(s.End) || !s.Overlaps(in) || i > 0 && !spans[i-1].Start.Before(s.Start) {
				t.Fatalf("%q gave %v", text, spans)
			}
		}
	})
}

// The weeks next to the turn of the year come in every year; those across it,
// of which the library loses days, are refused.
func TestOccurrencesWeekNumbers(t *testing.T) {
	end := when.Date{Year: 2053, Month: 1, Day: 1} // after 28 years the calendar begins anew
	for first := (when.Date{Year: 2024, Month: 1, Day: 1}); first.Year < 2025; first = first.AddDays(1) {
		_, week := first.ISOWeek()
		n := naive{freq: "YEARLY", weekNo: week, days: []time.Weekday{time.Monday, time.Thursday, time.Sunday}}
		w := Window{ID: "W", Class: Freeze, Everything: true, Zone: "UTC", Rule: n.String(), Span: first.Span(time.UTC)}
		got, err := Occurrences(w, when.Span{Start: first.Start(time.UTC), End: end.Start(time.UTC)})
		if week == 1 || week > 51 {
			if err == nil || !strings.Contains(err.Error(), "BYWEEKNO has") {
				t.Fatalf("week %d: %v", week, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var want []when.Span
		for d := first; d.Year < end.Year; d = d.AddDays(1) {
			if d == first || n.gives(d, first) {
				want = append(want, d.Span(time.UTC))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %s\n%s", w.Rule, first, diff)
		}
	}
}

// Rules put together from all the parts there are, with values up to and past
// their limits: whatever is let through neither panics in the library nor takes
// long, and each occurrence satisfies the parts that can be checked one by one.
func TestAnyRule(t *testing.T) {
	let := 0
	rapid.Check(t, func(t *rapid.T) {
		numbers := func(name string, low, high int) []string {
			var list []string
			for _, n := range rapid.SliceOfN(rapid.IntRange(low, high), 1, 4).Draw(t, name) {
				list = append(list, fmt.Sprint(n))
			}
			return list
		}
		freq := rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq")
		parts := []string{"FREQ=" + freq}
		var months []string
		for _, p := range []struct {
			name      string
			low, high int
		}{{"INTERVAL", 1, 40}, {"COUNT", 1, 900}, {"BYMONTH", 1, 12}, {"BYMONTHDAY", -31, 31}, {"BYYEARDAY", -366, 366}, {"BYWEEKNO", -53, 53}, {"BYSETPOS", -366, 366}, {"BYHOUR", 0, 23}, {"BYMINUTE", 0, 60}} {
			if rapid.IntRange(0, 3).Draw(t, "with "+p.name) > 0 {
				continue
			}
			list := numbers(p.name, p.low, p.high)
			if p.name == "INTERVAL" || p.name == "COUNT" {
				list = list[:1]
			}
			if p.name == "BYMONTH" {
				months = list
			}
			parts = append(parts, p.name+"="+strings.Join(list, ","))
		}
		if rapid.Bool().Draw(t, "with BYDAY") {
			var days []string
			for range rapid.IntRange(1, 3).Draw(t, "days") {
				n := rapid.SampledFrom([]string{"", "", "1", "5", "-1", "-5", "53", "-53"}).Draw(t, "number")
				days = append(days, n+rapid.SampledFrom([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}).Draw(t, "day"))
			}
			parts = append(parts, "BYDAY="+strings.Join(days, ","))
		}
		if rapid.IntRange(0, 3).Draw(t, "with WKST") == 0 {
			parts = append(parts, "WKST="+rapid.SampledFrom([]string{"MO", "SU", "SA"}).Draw(t, "WKST"))
		}
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 40_000).Draw(t, "start")) * time.Hour)
		w := Window{ID: "W", Class: Freeze, Everything: true, Zone: "Europe/Berlin", Rule: strings.Join(parts, ";"), Span: when.Span{Start: at, End: at.Add(3 * time.Hour)}}
		begun := time.Now()
		invalid := Validate(w)
		spans, err := Occurrences(w, when.Span{Start: at, End: at.AddDate(3, 0, 0)})
		if took := time.Since(begun); took > 3*time.Second {
			t.Fatalf("%s took %v", w.Rule, took)
		}
		if err != nil {
			if invalid == nil && !strings.Contains(err.Error(), "more than 10000") {
				t.Fatalf("%s is valid, but %v", w.Rule, err)
			}
			return
		}
		let++
		for i, s := range spans {
			month := fmt.Sprint(int(s.Start.In(mustZone("Europe/Berlin")).Month()))
			if i > 0 && (!spans[i-1].Start.Before(s.Start) || months != nil && !slices.Contains(months, month)) {
				t.Fatalf("%s gave %v after %v", w.Rule, s, spans[i-1])
			}
		}
	})
	if let == 0 {
		t.Error("no rule was let through: the test shows nothing")
	}
}

func mustZone(name string) *time.Location {
	z, err := when.Zone(name)
	if err != nil {
		panic(err)
	}
	return z
}
