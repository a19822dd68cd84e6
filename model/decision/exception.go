package decision

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// exceptions let a release into a freeze.
var exceptions = &Kind{
	Act: "decide", Permission: "window.decide", Verb: "decide", Relations: slices.Concat(ofRelease, []string{asker}),
	Before: []process.Duty{{Act: "decide:exception", Not: []string{asker}, Text: "nobody approves their own"}},
	meant: func(_ *model.Case, q Request) any {
		w := q.Record.(*model.Window)
		return []any{q.Release.ID, w.ID, frozen(w), meantSlot(q.Slot)}
	},
}

func everyException(c *model.Case) []Request {
	var out []Request
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if r := model.Get[*model.Release](c, e.Release); r != nil {
				out = append(out, Exception(r, w, e))
			}
		}
	}
	return out
}

// Exception is one of a release from a freeze.
func Exception(r *model.Release, w *model.Window, e model.Exception) Request {
	q := Request{Kind: exceptions, Record: w, Release: r, Purpose: "exception", By: e.By,
		Title: fmt.Sprintf("the exception from %s %s for %s", w.ID, w.Title, r.ID), Waits: e.Decided == nil}
	if v := e.Decided; v != nil {
		q.Words = []Word{{By: v.By, Yes: v.Yes, Basis: v.Basis}}
	}
	return q
}

// frozen is what a freeze is: on what an exception from it rests.
func frozen(w *model.Window) []any {
	return []any{w.Class, w.Hard, meantSlot(w.Slot), w.Zone, w.Rule, w.Except, w.Everything, sorted(w.Services), sorted(w.Items)}
}
