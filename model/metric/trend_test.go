package metric

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// What changed is said to the last place that differs, and what can't be compared says which
// of the two is missing.
func TestWhatAChangeIsCalled(t *testing.T) {
	for _, c := range []struct {
		now, before Value
		want        string
	}{
		{Value{Share, 1, 4}, Value{Share, 1, 5}, "5 points worse"},
		{Value{Share, 1551, 10000}, Value{Share, 1549, 10000}, "0.02 points worse"},
		{Value{PerWeek, 3, 365}, Value{PerWeek, 1, 365}, "0.04 worse"},
		{Value{Length, 90_000, 1}, Value{Length, 89_000, 1}, "as before"},
		{Value{Length, 120_000, 1}, Value{Length, 119_000, 1}, "less than a minute worse"},
		{Value{Worked, 120_000, 1}, Value{Worked, 119_000, 1}, "less than a minute worse"},
		{Value{Days, 251, 1000}, Value{Days, 249, 1000}, "0.002 d worse"},
		{Value{Share, 1, 4}, Value{Share, 0, 0}, "nothing before"},
		{Value{Share, 0, 0}, Value{Share, 1, 4}, "nothing now"},
		{Value{Share, 0, 0}, Value{Share, 0, 0}, "nothing to compare"},
	} {
		got := change(c.now, c.before, Less)
		text := got.Word
		if got.By != 0 {
			text = got.Size(c.now.Form) + " " + text
		}
		if text != c.want {
			t.Errorf("%s after %s: %q, not %q", c.now, c.before, text, c.want)
		}
	}
}

// A target that came into force later says what was asked when the period ended; nothing is
// reached before a period begins.
func TestWhatWasAskedThen(t *testing.T) {
	of := func(n int) []process.Measure {
		return []process.Measure{{ID: "slip-rate", Title: "Slip rate", Unit: "%", Target: &n}}
	}
	for _, c := range []struct {
		name, want string
		until, now time.Time
		before     []process.Measure
	}{
		{"the same rules all along", "at most 5 %: met", time.Time{}, now, nil},
		{"others when it ended", "at most 5 % (then at most 15 %: met): met", november.End, now, of(15)},
		{"others while it went on", "at most 5 %: met", november.End.Add(-1), now, of(15)},
		{"others that asked the same", "at most 5 %: met", november.End, now, of(5)},
		{"others that asked for nothing", "at most 5 % (then none): met", november.End, now, []process.Measure{{ID: "slip-rate"}}},
		{"before it began", "at most 5 %: not decidable", time.Time{}, november.Start.Add(-1), nil},
	} {
		f := facts(rel("REL-1")).at(c.now)
		f.Measures, f.Span, f.Policy.Targets = of(5), november, nil
		if !c.until.IsZero() {
			f.Before = []Laid{{Until: c.until, Measures: c.before}}
		}
		if got := compute(t, "slip-rate", f).Target; got.Words()+": "+got.Word() != c.want {
			t.Errorf("%s: %s: %s, not %s", c.name, got.Words(), got.Word(), c.want)
		}
	}
}

// TestTheTrendCountsWhatBecameOfRFCs: each in its stretch, and late by its limit.
func TestTheTrendCountsWhatBecameOfRFCs(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 0, time.UTC) }
	changes := []*model.Change{
		{Category: "hardware", Submitted: day(2), State: model.ChangeClosed, Outcome: "successful", ClosedAt: day(9)},
		{Category: "hardware", Submitted: day(3), State: model.ChangeAuthorised, Tried: []model.Attempt{{Outcome: "rolled-back", At: day(8)}}},
		{Category: "hardware", Submitted: day(4), State: model.ChangeSubmitted, AssessBy: day(6)},
		{Category: "hardware", Submitted: day(1).AddDate(-1, 0, 0), State: model.ChangeClosed, Outcome: "rolled-back", ClosedAt: day(9), Tried: []model.Attempt{{Outcome: "rolled-back", At: day(7)}, {Outcome: "rolled-back", At: day(8)}}}, // once
		{Category: "support", Submitted: day(5), State: model.ChangeRejected, AssessBy: day(6), Assessed: &model.Verdict{At: day(7)}, Decided: &model.Verdict{At: day(8)}},
		{Category: "support", Submitted: day(1).AddDate(0, 0, -1), State: model.ChangeAssessed},
		{Category: "old", Submitted: day(1).AddDate(-1, 0, 0), State: model.ChangeClosed},
	}
	got := Trend(changes, "category", day(1), day(20), day(10))
	want := []TrendRow{
		{Of: "hardware", Submitted: 3, Late: 1, Closed: 2, Successful: 1, Failed: 2},
		{Of: "support", Submitted: 1, Late: 1, Rejected: 1, Before: 1},
	}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
