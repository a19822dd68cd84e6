package metric

import (
	"testing"
	"time"

	"fairway/model"
)

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
