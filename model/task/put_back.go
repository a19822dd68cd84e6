package task

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// WindowBackNeeds are the facts by which it is known how a window is put back.
func WindowBackNeeds(id model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindService}, History: id}
}

// WindowBack is the task that puts a window back to what it was before one's own last
// change of it, with its answers: an edit by another edit, what was skipped by an extra
// date, what was moved by a move, what was entered by taking it off the calendar. The log
// keeps windows by what was done to them, so that each is an act of its own. It refuses
// where somebody else changed the window last.
func WindowBack(c *model.Case, id model.ID) (model.Remedy, error) {
	doing := "put " + string(id) + " back"
	w := model.Get[*model.Window](c, id)
	if w == nil {
		return model.Remedy{}, &model.NotFound{What: "window " + string(id)}
	}
	entry, why := lastOfWindow(c)
	switch {
	case why != "":
		return model.Remedy{}, model.Refuse(doing, why, model.ByTask("edit-window", id).For("edit it as it is to be"))
	case w.Withdrawn != "":
		return model.Remedy{}, model.Refuse(doing, "it was taken off the calendar, and is done with", model.ByTask("add-window", "").For("enter another"))
	}
	was, _ := entry.Before[id].(*model.Window)
	switch {
	case was == nil && w.Parted != "":
		return model.Remedy{}, model.Refuse(doing, fmt.Sprintf("it was a part of %s until that was edited from a date on, or on one", w.Parted),
			model.ByTask("withdraw-window", id).For("take it off the calendar first; u on "+string(w.Parted)+" gives that its dates again"))
	case was == nil:
		return model.ByTask("withdraw-window", id), nil
	}
	for _, other := range entry.Wrote { // it is there beside what this would be again
		if part := model.Get[*model.Window](c, other); other != id && part != nil && part.Parted == id && part.Withdrawn == "" {
			return model.Remedy{}, model.Refuse(doing, fmt.Sprintf("what was edited of it is a window of its own, %s %s", part.ID, part.Title),
				model.ByTask("withdraw-window", part.ID).For("take that off the calendar first; u on "+string(id)+" gives it its dates again"))
		}
	}
	zone := w.Location(c.Rules.Policy.Location())
	skipped := fresh(was.Skipped, w.Skipped, func(a, b when.Moment) bool { return a.Same(b) })
	extra := fresh(was.Extra, w.Extra, func(a, b model.Slot) bool { return a.Same(b) })
	gone := fresh(w.Extra, was.Extra, func(a, b model.Slot) bool { return a.Same(b) })
	for _, start := range skipped {
		if slot, ok := action.OccurrenceOf(c.With(was), was, start); ok {
			gone = append(gone, slot)
		}
	}
	for _, start := range fresh(w.Skipped, was.Skipped, func(a, b when.Moment) bool { return a.Same(b) }) { // takes place again
		if slot, ok := action.OccurrenceOf(c, w, start); ok {
			extra = append(extra, slot)
		}
	}
	answers := differing(windowAnswers(c, was), windowAnswers(c, w))
	switch {
	case len(answers) > 0:
		return model.ByTask("edit-window", id, append(answers, model.Without("following"), model.Without("only"))...), nil
	case len(extra) == 1 && len(gone) == 1:
		return model.ByTask("move-occurrence", id, model.With("on", extra[0].Start.TextIn(zone)), model.With("start", gone[0].Start.TextIn(zone)), model.With("end", gone[0].End.TextIn(zone)), takenBack), nil
	case len(gone) == 1:
		return model.ByTask("add-occurrence", id, model.With("start", gone[0].Start.TextIn(zone)), model.With("end", gone[0].End.TextIn(zone)), takenBack), nil
	case len(extra) == 1:
		return model.ByTask("skip-occurrence", id, model.With("on", extra[0].Start.TextIn(zone)), takenBack), nil
	}
	return model.Remedy{}, model.Refuse(doing, "it is what it was before that")
}

// takenBack is the reason that stands in the form at first.
var takenBack = model.With("reason", "taken back")

// ofWindow are the actions that change a window; what is asked and decided about it isn't
// among them.
var ofWindow = []string{action.Name(action.AddWindow{}), action.Name(action.EditWindow{}), action.Name(action.WithdrawWindow{}),
	action.Name(action.SkipOccurrence{}), action.Name(action.MoveOccurrence{}), action.Name(action.AddOccurrence{})}

// lastOfWindow is the last entry that changed the window, where it is one's own.
func lastOfWindow(c *model.Case) (model.Touch, string) {
	for _, t := range c.History {
		switch {
		case !slices.Contains(ofWindow, t.Action):
		case t.Who != c.Who.ID():
			return t, fmt.Sprintf("the last change of it is by %s (%s)", c.PersonName(t.Who), strings.ReplaceAll(t.Action, "-", " "))
		default:
			return t, ""
		}
	}
	return model.Touch{}, "there is nothing of yours to take back"
}

// fresh are those of a list that are in no way in the one before.
func fresh[T any](before, now []T, same func(a, b T) bool) []T {
	return slices.DeleteFunc(slices.Clone(now), func(n T) bool {
		return slices.ContainsFunc(before, func(b T) bool { return same(b, n) })
	})
}

// differing are the answers with which a form brings back what stood there.
func differing(was, now form.Answers) []process.Answer {
	names := maps.Clone(now.Values)
	maps.Copy(names, was.Values)
	var out []process.Answer
	for _, name := range slices.Sorted(maps.Keys(names)) {
		switch {
		case was.Get(name) == now.Get(name):
		case was.Get(name) == "":
			out = append(out, model.Without(name))
		default:
			out = append(out, model.With(name, was.Get(name)))
		}
	}
	return out
}
