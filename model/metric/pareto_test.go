package metric

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
)

// The Pareto of reasons against counting by hand: each release that slipped stands under
// the one reason whose moves put it off the most (of equals the later, never what others
// were put before), the most frequent reason first, and together they are all that slipped.
func TestParetoAgainstCounting(t *testing.T) {
	titles := map[string]string{"defect": "a defect was found", "late": "an approval came late", "asked": "the customer asked", "weather": "weather"}
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]int{}
		var list []Release
		for i := range rapid.IntRange(0, 12).Draw(t, "releases") {
			r := rel(model.MakeID(model.KindRelease, int64(i+1)))
			at := r.Baseline.Start
			sums, last, put := map[string]int{}, map[string]int{}, 0
			for n := range rapid.IntRange(0, 4).Draw(t, "moves") {
				reason := rapid.SampledFrom([]string{"defect", "late", "asked", "weather", "displaced"}).Draw(t, "reason")
				days := rapid.IntRange(-3, 6).Draw(t, "days")
				moved(at, days, reason)(&r)
				at = r.Moves[len(r.Moves)-1].To.Start
				if reason == "displaced" {
					put += days
					continue
				}
				sums[reason] += days
				last[reason] = n
			}
			started(at.At.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "later")))(&r)
			list = append(list, r)

			promised := r.Baseline.Start.At.AddDate(0, 0, max(put, 0))
			if !r.Runs[0].Started.After(promised.Add(policy.Slip())) {
				continue
			}
			best := ""
			for reason, sum := range sums {
				if sum > 0 && (best == "" || sum > sums[best] || sum == sums[best] && last[reason] > last[best]) {
					best = reason
				}
			}
			if best == "" {
				want["not rescheduled"]++
			} else {
				want[titles[best]]++
			}
		}
		res := slipRateOf(facts(list...), november)
		sum := 0
		for _, b := range res.Buckets {
			sum += b.Count
			if want[b.Label] != b.Count {
				t.Errorf("%q is the reason of %d, and %d are counted", b.Label, want[b.Label], b.Count)
			}
			if marked := b.Mark == "customer"; marked != (b.Label == "the customer asked") {
				t.Errorf("%q is the customer's: %v", b.Label, marked)
			}
		}
		if len(res.Buckets) != len(want) || int64(sum) != res.Value.Num {
			t.Errorf("%d reasons of %d slips, and there are %d of %d", len(res.Buckets), sum, len(want), res.Value.Num)
		}
		if !slices.IsSortedFunc(res.Buckets, func(a, b Bucket) int { return b.Count - a.Count }) {
			t.Error(fmt.Sprint(res.Buckets))
		}
	})
}
