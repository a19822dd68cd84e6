package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// TestAnExceptionTouchesItsFreeze: leave for a time in which the freeze doesn't
// hold would wait for a decision that nobody needs.
func TestAnExceptionTouchesItsFreeze(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: slot("2026-03-10 00:00", "2026-03-30 00:00")}}).Subject
	w.refused("coord", action.AskException{Window: freeze, Release: id, Reason: "again", Slot: slot("2026-04-01 00:00", "2026-04-02 00:00")}, "Sale holds at no time of")
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "again", Slot: slot("2026-03-29 22:00", "2026-04-02 00:00")})
}

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
