package calendar

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fairway/model/when"
)

// BenchmarkOldRules prints how much longer the occurrences of a month take of five
// hundred rules that began ten years ago than of the same begun last week, by turns in
// one run.
func BenchmarkOldRules(b *testing.B) {
	month := when.Span{Start: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	rules := []string{"FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY"}
	begun := func(at time.Time) (out []Window) {
		for i := range 500 {
			start := at.Add(time.Duration(i%24) * time.Hour)
			out = append(out, Window{ID: fmt.Sprint("W", i), Zone: "Europe/Berlin", Rule: rules[i%len(rules)], Span: when.Span{Start: start, End: start.Add(4 * time.Hour)}})
		}
		return out
	}
	old, new := begun(time.Date(2016, 11, 24, 0, 0, 0, 0, time.UTC)), begun(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	all := func(list []Window) time.Duration {
		began := time.Now()
		for _, w := range list {
			if _, err := Occurrences(w, month); err != nil {
				b.Fatal(err)
			}
		}
		return time.Since(began)
	}
	all(old)
	all(new)
	var a, z []time.Duration
	for b.Loop() {
		a = append(a, all(new))
		z = append(z, all(old))
	}
	b.ReportMetric(float64(middle(z))/float64(middle(a)), "old/new")
}

// middle is the median: what else the machine does now and then is in no ratio.
func middle(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}
