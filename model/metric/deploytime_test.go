package metric

import (
	"testing"
	"time"

	"fairway/model"
)

func lasting(id model.ID, d time.Duration) Release {
	return rel(id, func(r *Release) { r.Runs[0].Ended = r.Runs[0].Started.Add(d) })
}

func TestDeploymentTime(t *testing.T) {
	r := compute(t, "deployment-time", facts(lasting("REL-1", 30*time.Minute), lasting("REL-2", 50*time.Minute), lasting("REL-3", 2*time.Hour)))
	if r.Value.Short() != "50 min" || r.Part(PartP90).Short() != "2 h" || r.Population != 3 || !r.Small {
		t.Errorf("%v, p90 %v, n %d", r.Value, r.Part(PartP90), r.Population)
	}
	if v := r.Part(PartOfPlan); v.String() != "111 % (3 h 20 min of 3 h)" {
		t.Errorf("of the plan: %v", v)
	}
	if r.Target == nil || r.Target.Met || r.Target.Text != "at most 110 %" {
		t.Errorf("target %+v", r.Target)
	}
	even := compute(t, "deployment-time", facts(lasting("REL-1", 30*time.Minute), lasting("REL-2", 51*time.Minute)))
	if even.Value.Short() != "40 min" || even.Value.Number() != float64((81*time.Minute).Milliseconds())/2 {
		t.Errorf("of two: %v", even.Value)
	}
}

func TestNearestRank(t *testing.T) {
	for n, want := range map[int]int64{1: 1, 2: 2, 9: 9, 10: 9, 11: 10, 20: 18, 21: 19, 100: 90} {
		var all []int64
		for i := range n {
			all = append(all, int64(i+1))
		}
		if got := p90(all, Days); got.Num != want {
			t.Errorf("p90 of 1 to %d is %d, not %d", n, got.Num, want)
		}
	}
	if p90(nil, Days).Known() || median(nil, Days).Known() {
		t.Error("there is a percentile of nothing")
	}
}

func TestTimesThatCanNotBeTold(t *testing.T) {
	for name, c := range map[string]struct {
		run  Run
		want string
	}{
		"no start":                     {Run{Ended: at(10, 21, 0), Result: model.RunDeployed}, "its actual start is missing"},
		"ended before it started":      {Run{Started: at(10, 22, 0), Ended: at(10, 21, 0)}, "it ended before it started"},
		"rolled back, no decision":     {Run{Started: at(10, 20, 0), Ended: at(10, 21, 0), Result: model.RunRolledBack}, "it was rolled back, but when that was decided is missing"},
		"rolled back, decided outside": {Run{Started: at(10, 20, 0), Ended: at(10, 21, 0), Decided: at(10, 19, 0), Result: model.RunRolledBack}, "its rollback was decided outside the run"},
	} {
		r := compute(t, "deployment-time", facts(rel("REL-1", func(r *Release) { r.Runs = []Run{c.run} }), lasting("REL-2", time.Hour)))
		if r.Population != 1 || r.Value.Short() != "1 h" {
			t.Errorf("%s: it counts: %v of %d", name, r.Value, r.Population)
		}
		if len(r.Defects) != 1 || r.Defects[0].Release != "REL-1" || r.Defects[0].Text != ": "+c.want {
			t.Errorf("%s: %+v", name, r.Defects)
		}
	}
	r := compute(t, "deployment-time", facts(rel("REL-1", func(r *Release) { r.Runs = nil })))
	if r.Population != 0 || r.Value.Short() != "n/a" || len(r.Defects) != 1 {
		t.Errorf("without a run: %v, %v", r.Value, r.Defects)
	}
}

func TestRollbackAndSecondAttempts(t *testing.T) {
	back := rel("REL-1", func(r *Release) {
		r.Runs[0] = Run{ID: "RUN-1", Started: at(10, 20, 0), Ended: at(11, 1, 0), Decided: at(10, 21, 30), Back: at(11, 1, 0), Result: model.RunRolledBack}
	})
	if r := compute(t, "deployment-time", facts(back)); r.Value.Short() != "1 h 30 min" {
		t.Errorf("rolled back: %v", r.Value)
	}
	again := rel("REL-1", func(r *Release) {
		r.Runs = []Run{{ID: "RUN-2", Started: at(12, 20, 0), Ended: at(12, 20, 40), Result: model.RunDeployed}, {ID: "RUN-1", Started: at(10, 20, 0), Ended: at(10, 23, 0), Result: model.RunFailed}}
	})
	r := compute(t, "deployment-time", facts(again))
	if r.Value.Short() != "40 min" || r.Part(PartTries).Short() != "2" || r.Records[0].Text != "planned 1 h (67 %), attempt 2" {
		t.Errorf("at the second attempt: %v, %v, %q", r.Value, r.Part(PartTries), r.Records[0].Text)
	}
	unplanned := rel("REL-1", func(r *Release) { r.Planned = 0 })
	if r := compute(t, "deployment-time", facts(unplanned)); r.Part(PartOfPlan).Short() != "n/a" || r.Value.Short() != "1 h" {
		t.Errorf("without a plan: %v, %v", r.Value, r.Part(PartOfPlan))
	}
}

func TestHistogram(t *testing.T) {
	r := compute(t, "deployment-time", facts(lasting("REL-1", 4*time.Minute), lasting("REL-2", 5*time.Minute), lasting("REL-3", 14*time.Minute), lasting("REL-4", 9*time.Hour)))
	sum, last := 0, r.Buckets[len(r.Buckets)-1]
	for _, b := range r.Buckets {
		sum += b.Count
	}
	if sum != 4 || len(r.Buckets) > bars || last.Count == 0 {
		t.Errorf("%+v", r.Buckets)
	}
	if b := histogram([]int64{0, 59_999, 60_000, 3 * 60_000}); len(b) != 4 || b[0] != (Bucket{Label: "under 1 min", From: "0 min", Count: 2}) || b[1].Count != 1 || b[2].Count != 0 || b[3] != (Bucket{Label: "3 min – 4 min", From: "3 min", Count: 1}) {
		t.Errorf("%+v", b)
	}
	var many []int64
	for i := range 100 {
		many = append(many, int64(i)*60_000)
	}
	many = append(many, 90*24*3_600_000)
	months := []int64{int64(20 * aDay / time.Millisecond), int64(42 * aDay / time.Millisecond), int64(90 * aDay / time.Millisecond)}
	if b := histogram(months); len(b) != 7 || b[1].Count != 1 || b[3].Count != 1 || b[6] != (Bucket{Label: "84 d – 98 d", From: "84 d", Count: 1}) {
		t.Errorf("lead times of months share no bar: %v", b)
	}
	if b := histogram(many); len(b) != bars || b[bars-1].Label != "from 1 h 45 min" || b[bars-1].Count != 1 {
		t.Errorf("%+v", b)
	}
}
