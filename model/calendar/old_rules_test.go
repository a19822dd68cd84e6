package calendar

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fairway/model/when"
)

// A rule that began long ago gives the same occurrences whether it is counted up from its
// start or begun near the time that is asked for.
func TestOldRulesGiveWhatTheyAlwaysGave(t *testing.T) {
	rules := []string{
		"FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=5",
		"FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=7", "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3",
		"FREQ=YEARLY;BYMONTH=3,11", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "FREQ=YEARLY;BYYEARDAY=-1", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=MONTHLY;UNTIL=20240131T000000Z",
	}
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2016, 1, 1, rapid.IntRange(0, 23).Draw(t, "hour"), 0, 0, 0, time.UTC).AddDate(0, 0, rapid.SampledFrom([]int{0, 27, 28, 30, 58, 59, 89, 150, 364}).Draw(t, "day"))
		w := Window{Zone: rapid.SampledFrom([]string{"", "Europe/Berlin", "Pacific/Auckland"}).Draw(t, "zone"), Rule: rapid.SampledFrom(rules).Draw(t, "rule"),
			Span: when.Span{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "lasts")) * time.Hour)}}
		in := when.Span{Start: start.AddDate(0, 0, rapid.IntRange(0, 3700).Draw(t, "later"))}
		in.End = in.Start.AddDate(0, 0, rapid.IntRange(1, 400).Draw(t, "asked"))
		all, err := Occurrences(w, when.Span{Start: start, End: in.End})
		if err != nil {
			t.Fatal(err)
		}
		var want []when.Span
		for _, o := range all {
			if o.Overlaps(in) {
				want = append(want, o)
			}
		}
		got, err := Occurrences(w, in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s from %s, asked from %s: %s", w.Rule, start, in.Start, diff)
		}
	})
}
