package store

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// TestMeantIsOfTheStateThatTheListRead: what was written between a list and the
// question how its dates were meant gives none of them another wall.
func TestMeantIsOfTheStateThatTheListRead(t *testing.T) {
	t.Parallel()
	f := made(t, fixed())
	ctx := context.Background()
	berlin := zone(t, "Europe/Berlin")
	slot := func(day int) (start, end when.Moment) {
		at := time.Date(2026, 12, day, 20, 0, 0, 0, berlin)
		return when.OnClock(at, berlin), when.OnClock(at.Add(time.Hour), berlin)
	}
	start, end := slot(1)
	id := f.release("Moved", start, end)
	list, err := f.List(ctx, ListQuery{Kind: model.KindRelease, Limit: 9})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	start, end = slot(2)
	f.do(f.boss, action.Reschedule{Release: id, Window: model.Slot{Start: start, End: end}, Reason: "not-ready", Sentence: "It is not ready."})
	from, to := list[0].From(), list[0].To()
	if err := f.AsMeant(ctx, []Planned{{ID: id, Position: list[0].Position, Start: &from, End: &to}}); err != nil {
		t.Fatal(err)
	}
	if from.Wall != "2026-12-01T20:00" || to.Wall != "2026-12-01T21:00" || from.Zone != "Europe/Berlin" {
		t.Errorf("the first state is said as %+v, %+v", from, to)
	}
}
