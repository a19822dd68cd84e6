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

// zonesThatChange are zones of other hemispheres, at half hours, and one whose clocks
// skip midnight.
var zonesThatChange = []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago"}

// TestExtraAndSkippedAgainstNaive: a window with extra dates and skipped ones takes place
// when its rule says, but for the skipped, and at the extra dates; of two that begin
// together once, as long as the longer.
func TestExtraAndSkippedAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zonesThatChange).Draw(t, "zone")
		z, _ := when.Zone(name)
		plain := Window{ID: "W", Class: Freeze, Everything: true, Zone: name,
			Rule: rapid.SampledFrom([]string{"", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU,TH", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY", "FREQ=WEEKLY;COUNT=9"}).Draw(t, "rule")}
		first := when.Date{Year: 2025, Month: 10, Day: 26}.AddDays(7 * rapid.IntRange(0, 30).Draw(t, "first"))
		start, _ := when.At(first, rapid.IntRange(4, 23).Draw(t, "hour"), 30, z)
		plain.Span = when.Span{Start: start, End: start.Add(3 * time.Hour)}
		in := when.Span{Start: first.AddDays(rapid.IntRange(-5, 100).Draw(t, "from")).Start(z)}
		in.End = in.Start.Add(time.Duration(rapid.IntRange(1, 2000).Draw(t, "hours")) * time.Hour)
		around := when.Span{Start: in.Start.Add(-30 * 24 * time.Hour), End: in.End.Add(30 * 24 * time.Hour)}
		given, err := Occurrences(plain, around)
		if err != nil {
			t.Fatal(err)
		}
		w := plain
		longest := map[int64]time.Time{}
		for i, o := range given {
			if rapid.IntRange(0, 3).Draw(t, fmt.Sprint("skip ", i)) == 0 {
				w.Except = append(w.Except, o.Start)
				continue
			}
			longest[o.Start.Unix()] = o.End
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "extra") {
			e := when.Span{Start: around.Start.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, fmt.Sprint("at ", i))) * time.Hour)}
			if len(given) > 0 && rapid.Bool().Draw(t, fmt.Sprint("together ", i)) {
				e.Start = rapid.SampledFrom(given).Draw(t, fmt.Sprint("with ", i)).Start
			}
			e.End = e.Start.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, fmt.Sprint("lasts ", i))) * time.Hour)
			w.Extra = append(w.Extra, e)
			if e.End.After(longest[e.Start.Unix()]) {
				longest[e.Start.Unix()] = e.End
			}
		}
		// Of those that begin together only the longest counts, whichever touch the stretch.
		var want []when.Span
		for at, end := range longest {
			if o := (when.Span{Start: time.Unix(at, 0).UTC(), End: end}); o.Overlaps(in) {
				want = append(want, o)
			}
		}
		slices.SortFunc(want, func(a, b when.Span) int { return a.Start.Compare(b.Start) })
		got, err := Occurrences(w, in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %v in %s without %v, with %v:\n%s", w.Rule, w.Span.Start.In(z), name, w.Except, w.Extra, diff)
		}
	})
}

// TestPartsMakeTheWhole: the two parts of a rule give what the whole gave, and none of
// the first begins when or after the second does.
func TestPartsMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zonesThatChange).Draw(t, "zone")
		z, _ := when.Zone(name)
		rule := rapid.SampledFrom([]string{"FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1"}).Draw(t, "rule")
		switch rapid.IntRange(0, 2).Draw(t, "ends") {
		case 1:
			rule += fmt.Sprintf(";COUNT=%d", rapid.IntRange(3, 40).Draw(t, "count"))
		case 2:
			rule += ";UNTIL=20270401"
		}
		days := rapid.Bool().Draw(t, "days")
		w := Window{ID: "W", Class: Freeze, Everything: true, Zone: name, Rule: rule, Days: days}
		first := when.Date{Year: 2025, Month: 10, Day: 1}.AddDays(rapid.IntRange(0, 200).Draw(t, "first"))
		if w.Span = first.Span(z); !days {
			start, _ := when.At(first, rapid.IntRange(4, 23).Draw(t, "hour"), 30, z)
			w.Span = when.Span{Start: start, End: start.Add(3 * time.Hour)}
		}
		if Validate(w) != nil {
			t.Skip("the rule doesn't give the start")
		}
		all := when.Span{Start: first.Start(z), End: first.AddDays(800).Start(z)}
		whole, err := Occurrences(w, all)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole) < 2 {
			t.Skip("there is but one")
		}
		at := whole[rapid.IntRange(1, len(whole)-1).Draw(t, "at")]
		before, after, err := Part(w, at.Start)
		if err != nil {
			t.Fatal(err)
		}
		first1, second := w, w
		first1.Rule, second.Rule, second.Span = before, after, at
		one, err := Occurrences(first1, all)
		if err != nil {
			t.Fatal(err)
		}
		two, err := Occurrences(second, all)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole, append(slices.Clone(one), two...)); diff != "" {
			t.Fatalf("%s from %v at %v, %s and %s:\n%s", rule, w.Span.Start.In(z), at.Start.In(z), before, after, diff)
		}
	})
}

func TestPartSaysWhatIsWrong(t *testing.T) {
	night := Window{ID: "W", Class: Freeze, Everything: true, Zone: "Europe/Berlin", Rule: "FREQ=WEEKLY;BYDAY=SU", Span: span(t, "Europe/Berlin", "2026-03-01 02:30", "1h")}
	for at, says := range map[string]string{
		"2026-03-01 02:30": "nothing of it lies before",
		"2026-03-29 03:00": "gives no occurrence at 03:00", // 02:30, which the clocks skip
		"2026-03-10 02:30": "gives no occurrence at 02:30",
	} {
		if _, _, err := Part(night, span(t, "Europe/Berlin", at, "1h").Start); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("at %s: %v, want %s", at, err, says)
		}
	}
	night.Days, night.Span = true, span(t, "Europe/Berlin", "2026-03-01", "2026-03-02")
	want := "the rule gives no occurrence on Mon 9 Mar 2026, to which one was moved or added: begin with another one"
	if _, _, err := Part(night, span(t, "Europe/Berlin", "2026-03-09", "").Start); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
