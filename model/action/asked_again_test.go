package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestARefusedExceptionIsAskedForWithAnotherReason: the same reason for the same dates is no
// answer to a no.
func TestARefusedExceptionIsAskedForWithAnotherReason(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: slot("2026-03-10 00:00", "2026-03-30 00:00")}}).Subject
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "It is the sale"})
	w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Comment: "not then"})
	w.refused("coord", action.AskException{Window: freeze, Release: id, Reason: "it is  the sale"}, "the last one was refused by CHGMGR, and was asked for the same reason: not then", "say what changed, or why another answer is expected")
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "the shop is closed that night"})
}
