package store

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
)

// What is late or was escalated comes first, then emergencies, scored or not, RFCs of the
// first priority and what is due by tomorrow, then the riskiest, then the oldest; whatever
// order they were found in.
func TestOrderOfWhatWaits(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	policy := rules.Policy
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	want := []ApprovalRow{
		{ID: "late and urgent", Overdue: true, Urgent: true, At: ago(1)},
		{ID: "escalated, high", Escalated: "Service Owner", Band: "high", Score: 12, At: ago(1)},
		{ID: "late, low", Overdue: true, Band: "low", At: ago(30)},
		{ID: "emergency, high", Urgent: true, Band: "high", At: ago(0)},
		{ID: "emergency, scored low", Urgent: true, Band: "low", Score: 2, At: ago(3)},
		{ID: "emergency without a score", Urgent: true, At: ago(5)},
		{ID: "due tomorrow, medium", Due: now.Add(30 * time.Hour), Band: "medium", At: ago(1)},
		{ID: "first priority, without a risk", pressing: true, At: ago(9)},
		{ID: "very high", Band: "very-high", Score: 20, At: ago(1)},
		{ID: "high by its band", Band: "high", Score: 10, At: ago(9)},
		{ID: "medium, 8", Band: "medium", Score: 8, At: ago(1)},
		{ID: "medium, 6, older", Band: "medium", Score: 6, At: ago(4)},
		{ID: "medium, 6", Band: "medium", Score: 6, At: ago(3)},
		{ID: "low, due in a week", Band: "low", Due: now.AddDate(0, 0, 7), At: ago(40)},
		{ID: "without a risk", At: ago(50)},
	}
	names := func(rows []ApprovalRow) []model.ID {
		return model.Each(rows, func(r ApprovalRow) model.ID { return r.ID })
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		got := Approvals{Waiting: slices.Clone(want), Asked: slices.Clone(want)}
		random.Shuffle(len(want), func(i, j int) {
			got.Waiting[i], got.Waiting[j] = got.Waiting[j], got.Waiting[i]
			got.Asked[i], got.Asked[j] = got.Asked[j], got.Asked[i]
		})
		got.order(policy, now)
		if !slices.Equal(names(got.Waiting), names(want)) || !slices.Equal(names(got.Asked), names(want)) {
			t.Fatalf("got %q", names(got.Waiting))
		}
	}
}
