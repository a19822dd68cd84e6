package action

import (
	"testing"
	"time"

	"fairway/model"
)

// The date of an improvement action that is open moves with the clocks of its zone; one
// that is over stays what it was.
func TestOpenImprovementActionsArePlanned(t *testing.T) {
	c := model.NewCase(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), model.Actor{}, &model.Rules{})
	c.Add(model.Fact{Record: &model.Improvement{ID: "IMP-1", Action: "open"}})
	c.Add(model.Fact{Record: &model.Improvement{ID: "IMP-2", Action: "done", Done: &model.Answer{Text: "so"}}})
	c.Add(model.Fact{Record: &model.Improvement{ID: "IMP-3", Action: "dropped", Dropped: &model.Ending{Reason: "why"}}})
	if list := planned(c); len(list) != 1 || list[0].Key() != "IMP-1" {
		t.Errorf("%d are planned: %v", len(list), list)
	}
}
