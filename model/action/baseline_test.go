package action

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// A baseline is frozen once, with the first date that is authorised: one that an older program
// froze without a date is frozen when there is one, and never moves after that.
func TestABaselineIsFrozenWithItsFirstDate(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	slot := func(day int) model.Slot {
		return model.Slot{Start: when.Moment{At: time.Date(2026, 12, day, 20, 0, 0, 0, time.UTC), Precision: when.Minute}}
	}
	c := model.NewCase(now, model.Actor{}, &model.Rules{})
	r := &model.Release{ID: "REL-1"}
	for i, window := range []model.Slot{{}, slot(7), slot(9)} {
		r.Window = window
		c.Now = now.Add(time.Duration(i) * time.Hour)
		apply(c, "freeze-baseline", r, &Outcome{})
	}
	if r.Baseline == nil || r.Baseline.Slot != slot(7) || !r.Baseline.At.Equal(now.Add(time.Hour)) {
		t.Errorf("the baseline is %+v", r.Baseline)
	}
}
