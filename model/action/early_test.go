package action_test

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// One status a day, where the service is: what is said again on that day takes its place, and
// what was seen before is of its own day, whenever it is entered.
func TestAStatusADay(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	status := func(state model.State, at time.Time) model.ID {
		t.Helper()
		return w.must("desk", action.ReportEarlyLife{Release: id, Standing: state, Text: "as it is", Happened: at}).Writes[0].Key()
	}
	zone := w.seen("").Zone(w.release(id))
	y, m, d := w.now.In(zone).Date()
	midnight := time.Date(y, m, d+2, 0, 0, 0, 0, zone)
	w.now = midnight.Add(-time.Minute)
	first := status(model.EarlyUnstable, midnight.Add(-time.Hour))
	w.now = midnight.Add(time.Minute)
	second := status(model.EarlyStable, time.Time{})
	if again := status(model.EarlyStrained, midnight.Add(-30*time.Minute)); again != first || second == first {
		t.Errorf("of the day before is %s, not %s; of the next %s", again, first, second)
	}
	w.refused("desk", action.ReportEarlyLife{Release: id, Standing: model.EarlyUnstable, Text: "x", Happened: midnight}, "says how it stood later on that day")
	w.now = w.now.Add(time.Minute)
	if again := status(model.EarlyStrained, time.Time{}); again != second {
		t.Errorf("of the same day is %s, not %s", again, second)
	}
	e := model.Get[*model.EarlyStatus](w.seen(""), first)
	if e.Standing != model.EarlyStrained || !e.Recorded.Equal(w.now.Add(-time.Minute)) || e.Day != midnight.Add(-time.Minute).Format(time.DateOnly) || len(w.seen("").EarlyStatuses(id)) != 2 {
		t.Errorf("%+v", e)
	}
	w.refused("desk", action.ReportEarlyLife{Release: id, Standing: "fine", Text: "x"}, "is no state")
	w.refused("desk", action.ReportEarlyLife{Release: id, Standing: model.EarlyStable, Text: " "}, "it is not said what is seen")
	w.refused("desk", action.ReportEarlyLife{Release: id, Standing: model.EarlyStable, Text: "x", Happened: w.now.Add(time.Hour)}, "in the future")
	w.refused("desk", action.ReportEarlyLife{Release: id, Standing: model.EarlyStable, Text: "x", Happened: w.now.AddDate(0, 0, -9)}, "ended only later")
	w.refused("audit", action.ReportEarlyLife{Release: id, Standing: model.EarlyStable, Text: "x"}, "incident.write")
	w.refused("desk", action.ReportEarlyLife{Release: w.assessed(software), Standing: model.EarlyStable, Text: "x"}, "where nobody watches it")
}
