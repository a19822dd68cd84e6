package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// TestTheSameInstantsElsewhereAreAnotherPlan: what is meant is the clock on a wall
// in a zone, whatever instants come of it today.
func TestTheSameInstantsElsewhereAreAnotherPlan(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	move := func(zone string, clock ...string) action.Reschedule {
		place, err := when.Zone(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := func(text string) when.Moment {
			m, err := when.Parse(text, w.now, place)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		return action.Reschedule{Release: id, Window: model.Slot{Start: at(clock[0]), End: at(clock[1])}, Reason: "not-ready", Sentence: "late", Void: true}
	}
	w.must("coord", move("UTC", "2026-03-20 19:00", "2026-03-20 23:00"))
	w.refused("coord", move("UTC", "2026-03-20 19:00", "2026-03-20 23:00"), "planned for these very dates already")
	w.must("coord", move("Europe/Berlin", "2026-03-20 20:00", "2026-03-21 00:00"))
	if r := model.Get[*model.Release](w.seen(""), id); r.Window.Start.Zone != "Europe/Berlin" {
		t.Errorf("%+v", r.Window)
	}
}
