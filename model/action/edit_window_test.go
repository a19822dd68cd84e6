package action_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

func (w *world) window(id model.ID) *model.Window {
	return model.Get[*model.Window](w.seen(""), id)
}

// begins lists when windows begin in March and April 2026, on the clock of UTC.
func (w *world) begins(ids ...model.ID) string {
	var out []string
	for _, id := range ids {
		found, err := calendar.Occurrences(gate.Window(w.window(id), w.seen("").Rules.Policy.Location()), slot("2026-03-01 00:00", "2026-05-01 00:00").Span(nil))
		if err != nil {
			return err.Error()
		}
		for _, o := range found {
			out = append(out, o.Start.UTC().Format("2 Jan 15:04")+"+"+strings.ReplaceAll(when.FormatDuration(o.Length()), " ", ""))
		}
		out[len(out)-1] += ";"
	}
	return strings.TrimSuffix(strings.ReplaceAll(strings.Join(out, ", "), ";,", ";"), ";")
}

func date(text string) when.Moment { return slot(text, text).Start }

// TestAWindowIsEditedInPart: all of it, from an occurrence on, one alone; skipped, moved,
// and at an extra date.
func TestAWindowIsEditedInPart(t *testing.T) {
	w := newWorld(t)
	nights := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Nights", Class: model.WindowMaintenance, Services: []model.ID{w.shop}, Zone: "UTC",
		Slot: slot("2026-03-05 22:00", "2026-03-06 01:00"), Rule: "FREQ=WEEKLY;COUNT=6"}}).Subject
	is := func(want string, ids ...model.ID) {
		t.Helper()
		if got := w.begins(ids...); got != want {
			t.Fatalf("they begin %s\nwant       %s", got, want)
		}
	}
	is("5 Mar 22:00+3h, 12 Mar 22:00+3h, 19 Mar 22:00+3h, 26 Mar 22:00+3h, 2 Apr 22:00+3h, 9 Apr 22:00+3h", nights)

	w.refused("chgmgr", action.SkipOccurrence{Window: nights, On: date("2026-03-13 22:00"), Reason: "x"}, "it doesn't begin on Fri 13 Mar 2026 22:00")
	w.must("chgmgr", action.SkipOccurrence{Window: nights, On: date("2026-03-12 22:00"), Reason: "x"})
	w.must("chgmgr", action.MoveOccurrence{Window: nights, On: date("2026-03-19 22:00"), Slot: model.Slot{Start: date("2026-03-20 20:00")}, Reason: "x"})
	w.must("chgmgr", action.AddOccurrence{Window: nights, Slot: slot("2026-04-05 10:00", "2026-04-05 11:00"), Reason: "x"})
	is("5 Mar 22:00+3h, 20 Mar 20:00+3h, 26 Mar 22:00+3h, 2 Apr 22:00+3h, 5 Apr 10:00+1h, 9 Apr 22:00+3h", nights)
	w.refused("chgmgr", action.AddOccurrence{Window: nights, Slot: slot("2026-04-05 10:00", "2026-04-05 12:00"), Reason: "x"}, "it begins then already")
	w.refused("chgmgr", action.AddOccurrence{Window: nights, Slot: slot("2026-04-06 10:00", "2026-04-06 09:00"), Reason: "x"}, "it ends before it begins")

	// An extra date is skipped, too; and what was skipped takes place again, with nothing left.
	w.must("chgmgr", action.SkipOccurrence{Window: nights, On: date("2026-04-05 10:00"), Reason: "x"})
	w.must("chgmgr", action.AddOccurrence{Window: nights, Slot: model.Slot{Start: date("2026-03-12 22:00")}, Reason: "x"})
	is("5 Mar 22:00+3h, 12 Mar 22:00+3h, 20 Mar 20:00+3h, 26 Mar 22:00+3h, 2 Apr 22:00+3h, 9 Apr 22:00+3h", nights)
	for _, m := range w.window(nights).Skipped {
		if m.At.Equal(date("2026-03-12 22:00").At) {
			t.Error("12 March takes place again, and is skipped")
		}
	}
	for _, s := range w.window(nights).Extra {
		if s.Start.At.Equal(date("2026-03-12 22:00").At) {
			t.Error("12 March takes place by its rule, and is extra")
		}
	}

	// One alone.
	n := *w.window(nights)
	n.Title = "Short night"
	n.Slot = slot("2026-03-26 23:00", "2026-03-27 00:00")
	short := w.must("chgmgr", action.EditWindow{Window: n, Only: date("2026-03-26 22:00")}).Subject
	is("5 Mar 22:00+3h, 12 Mar 22:00+3h, 20 Mar 20:00+3h, 2 Apr 22:00+3h, 9 Apr 22:00+3h; 26 Mar 23:00+1h", nights, short)
	if s := w.window(short); s.Parted != nights || s.Rule != "" || s.Title != "Short night" || w.window(nights).Title != "Nights" {
		t.Errorf("%+v", s)
	}

	// From one on: it counts what is left, and its dates follow where they weren't said.
	n = *w.window(nights)
	n.Title = "Late nights"
	late := w.must("chgmgr", action.EditWindow{Window: n, Following: date("2026-04-02 22:00")}).Subject
	is("5 Mar 22:00+3h, 12 Mar 22:00+3h, 20 Mar 20:00+3h; 2 Apr 22:00+3h, 9 Apr 22:00+3h", nights, late)
	if l := w.window(late); l.Parted != nights || l.Rule != "FREQ=WEEKLY;COUNT=2" {
		t.Errorf("%+v", l)
	}

	// All of it, at another time: what was skipped stays so, on the same day.
	w.must("chgmgr", action.SkipOccurrence{Window: late, On: date("2026-04-09 22:00"), Reason: "x"})
	n = *w.window(late)
	n.Slot, n.Rule = slot("2026-04-02 20:00", "2026-04-02 22:00"), "FREQ=WEEKLY"
	w.must("chgmgr", action.EditWindow{Window: n})
	is("2 Apr 20:00+2h, 16 Apr 20:00+2h, 23 Apr 20:00+2h, 30 Apr 20:00+2h", late)

	for name, a := range map[string]struct {
		act  action.EditWindow
		says string
	}{
		"both":           {action.EditWindow{Window: n, Only: date("2026-04-02 20:00"), Following: date("2026-04-02 20:00")}, "are two edits"},
		"one has a rule": {action.EditWindow{Window: model.Window{ID: late, Title: "x", Slot: n.Slot, Rule: "FREQ=DAILY", Zone: "UTC", Services: n.Services}, Only: date("2026-04-16 20:00")}, "one occurrence has no rule"},
		"nothing":        {action.EditWindow{Window: *w.window(late), Following: date("2026-04-16 20:00")}, "nothing was changed"},
		"no service":     {action.EditWindow{Window: model.Window{ID: late, Title: "x", Slot: n.Slot}}, "belongs to a service"},
		"once":           {action.EditWindow{Window: model.Window{ID: short, Title: "x", Slot: n.Slot, Zone: "UTC", Services: n.Services}, Only: date("2026-03-26 23:00")}, "it takes place once"},
	} {
		t.Run(name, func(t *testing.T) { w.refused("chgmgr", a.act, a.says) })
	}
	w.refused("coord", action.EditWindow{Window: n}, "window.write")
}

// TestWhatAnEditOfAFreezeEnds: an exception that was granted counts on where the freeze
// still holds at its dates, also in the part that has become a window of its own; where it
// does not, or has become hard, it has to be confirmed that it ends.
func TestWhatAnEditOfAFreezeEnds(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software) // 12 March, 20:00
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Zone: "UTC", Slot: slot("2026-03-10 00:00", "2026-03-14 00:00"), Rule: "FREQ=WEEKLY;INTERVAL=2"}}).Subject
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"})
	w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"})
	free := func(is bool) {
		t.Helper()
		soft, hard := w.found(id, "freeze-soft"), w.found(id, "freeze-hard")
		if (soft == nil && hard == nil) != is {
			t.Fatalf("soft %v, hard %v", soft, hard)
		}
	}
	free(true)
	edit := func(id model.ID, change func(*model.Window)) action.EditWindow {
		n := *w.window(id)
		change(&n)
		return action.EditWindow{Window: n}
	}
	w.must("chgmgr", edit(freeze, func(n *model.Window) { n.Title, n.Slot = "Spring sale", slot("2026-03-11 00:00", "2026-03-14 00:00") }))
	free(true)
	if e := w.window(freeze).Exceptions[0]; e.Frozen == nil || e.Void != nil {
		t.Fatalf("%+v", e)
	}
	w.must("chgmgr", edit(freeze, func(n *model.Window) { n.Slot.End = slot("2026-03-15 00:00", "2026-03-15 00:00").Start }))
	free(true)

	hard := edit(freeze, func(n *model.Window) { n.Hard = true })
	w.refused("chgmgr", hard, "it ends the exception from "+string(freeze)+" Spring sale for "+string(id)+", granted by CHGMGR for Thu 12 Mar 2026 20:00")
	lapses := hard.Lapses(w.seen("chgmgr"))
	if len(lapses) != 1 || !lapses[0].Given {
		t.Fatalf("%+v", lapses)
	}

	// The occurrence with the release becomes a window of its own, and takes it along.
	alone := edit(freeze, func(n *model.Window) { n.Title = "First sale" })
	alone.Only = date("2026-03-11 00:00")
	own := w.must("chgmgr", alone).Subject
	free(true)
	if e := w.window(freeze).Exceptions[0]; e.Void == nil || !strings.Contains(e.Void.Reason, "it is kept in "+string(own)) {
		t.Fatalf("%+v", e)
	}
	if e := w.window(own).Exceptions; len(e) != 1 || !e[0].Holds() || e[0].Frozen.Window != freeze {
		t.Fatalf("%+v", e)
	}
	before := w.window(own).Exceptions[0]
	move := edit(own, func(n *model.Window) { n.Slot = slot("2026-03-13 00:00", "2026-03-14 00:00") })
	w.refused("chgmgr", move, "it ends the exception")
	move.Void = true
	out := w.must("chgmgr", move)
	if len(out.Lapsed) != 1 || w.window(own).Exceptions[0].Void == nil || before.Void != nil {
		t.Fatalf("%+v", out.Lapsed)
	}
	w.must("chgmgr", edit(own, func(n *model.Window) { n.Slot = slot("2026-03-11 00:00", "2026-03-14 00:00") }))
	free(false) // void stays void
}

// TestTwoEditsOfAWindow: what others changed since it was read is kept, and parting it
// stands on what was read.
func TestTwoEditsOfAWindow(t *testing.T) {
	w := newWorld(t)
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Zone: "UTC", Slot: slot("2026-03-10 00:00", "2026-03-14 00:00"), Rule: "FREQ=WEEKLY"}}).Subject
	read, at := *w.window(freeze), w.since(freeze)
	theirs := read
	theirs.Reason = "the fair"
	w.must("relmgr", action.EditWindow{Window: theirs, Seen: at})
	mine := read
	mine.Title = "Spring sale"
	w.must("chgmgr", action.EditWindow{Window: mine, Seen: at})
	if n := w.window(freeze); n.Title != "Spring sale" || n.Reason != "the fair" {
		t.Errorf("%+v", n)
	}
	w.clashes("chgmgr", action.EditWindow{Window: mine, Following: date("2026-03-17 00:00"), Seen: at}, "title: Sale | Spring sale | Sale", "reason:  | the fair | ")
	w.clashes("chgmgr", action.SkipOccurrence{Window: freeze, On: date("2026-03-17 00:00"), Reason: "x", Seen: at}, "title: Sale | Spring sale | Sale")
}
