package calendar

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model/when"
)

// TestTheLastDayAgainstAllOccurrences: the last day is that of the last of all occurrences,
// in zones whose clocks change, for rules that end where nothing of them is, too.
func TestTheLastDayAgainstAllOccurrences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(zonesThatChange).Draw(t, "zone")
		z, _ := when.Zone(name)
		first := when.Date{Year: 2025, Month: 10, Day: 20}.AddDays(rapid.IntRange(0, 400).Draw(t, "first"))
		start, _ := when.At(first, rapid.IntRange(0, 23).Draw(t, "hour"), 30, z)
		w := Window{ID: "W", Class: Maintenance, Everything: true, Zone: name, Span: when.Span{Start: start, End: start.Add(2 * time.Hour)}}
		until := start.Add(time.Duration(rapid.IntRange(0, 40000).Draw(t, "hours")) * time.Hour)
		w.Rule = rapid.SampledFrom([]string{"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU,TH", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=31"}).Draw(t, "rule") +
			";UNTIL=" + rapid.SampledFrom([]string{until.UTC().Format("20060102T150405Z"), until.In(z).Format("20060102T150405"), until.In(z).Format("20060102")}).Draw(t, "until")
		all := func() []when.Span {
			found, err := Occurrences(w, when.Span{Start: start.Add(-time.Hour), End: until.Add(72 * time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		found := all()
		for n := range rapid.IntRange(0, min(len(found), 3)).Draw(t, "skipped") {
			w.Except = append(w.Except, found[len(found)-1-n].Start)
		}
		found = all()
		got, ok := LastDay(w)
		want := "none"
		if len(found) > 0 {
			want = when.DateOf(found[len(found)-1].Start, z).String()
		}
		if said := fmt.Sprint(got); ok != (len(found) > 0) || ok && said != want {
			t.Fatalf("%s from %s: %s (%v), of all it is %s", w.Rule, start.In(z), said, ok, want)
		}
	})
}

// What doesn't end at a time has no last day.
func TestNoLastDay(t *testing.T) {
	start := time.Date(2026, 12, 1, 22, 0, 0, 0, time.UTC)
	for _, rule := range []string{"", "FREQ=DAILY", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=99991231", "nonsense"} {
		if d, ok := LastDay(Window{Span: when.Span{Start: start, End: start.Add(time.Hour)}, Rule: rule}); ok {
			t.Errorf("%q: %s", rule, d)
		}
	}
}
