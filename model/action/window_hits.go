package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// compared is how far ahead a window that recurs is compared with what is planned.
const compared = 2 * 366 * day

// Needs are what it is for, and the releases planned where it lies.
func (a AddWindow) Needs() model.Needs {
	n := model.Needs{Calendar: true, Slots: around(a.Window.Slot)}
	for _, l := range a.Window.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	if len(n.Slots) > 0 && (a.Window.Rule != "" || a.Window.Class == model.WindowMaintenance) {
		n.Slots[0].End = n.Slots[0].Start.Add(compared)
	}
	if len(n.Slots) > 0 && a.Window.Class == model.WindowMaintenance { // what is outside of it lies before it, too
		n.Slots[0].Start = n.Slots[0].Start.Add(-compared)
	}
	return n
}

// Collides says which releases the window would hit, whatever else stands against
// it: what collides with it and collided with nothing of the kind before.
func (a AddWindow) Collides(c *model.Case) []gate.Conflict {
	w := a.Window
	if w.ID == "" {
		w.ID = newWindow
	}
	wrong := &model.Refusal{}
	if checkWindow(c, &w, wrong); len(wrong.Reasons) > 0 {
		return nil
	}
	return hits(c, &w)
}

// newWindow stands for the id of a window that was not entered yet.
const newWindow model.ID = "WIN-0"

// Lapses are none: what was decided for other dates stands.
func (a AddWindow) Lapses(*model.Case) []gate.Lapse { return nil }

// hits are the conflicts of open releases with a window; not nil where there are
// none. Each names its release.
func hits(c *model.Case, w *model.Window) []gate.Conflict {
	before, after := gate.NewCalendar(c), gate.NewCalendar(c.With(w))
	lies := reach(c, w)
	out := []gate.Conflict{}
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() || r.Deployed || r.Window.IsZero() {
			continue
		}
		if span := r.Window.Span(c.Zone(r)); w.Class != model.WindowMaintenance && !lies.Overlaps(span) {
			continue
		}
		for _, f := range after.Conflicts(r) {
			if !f.Open() || !slices.Contains(f.With, string(w.ID)) {
				continue
			}
			if f.Kind == calendar.OutsideMaintenance && slices.ContainsFunc(before.Conflicts(r), func(k gate.Conflict) bool { return k.Kind == f.Kind && k.Open() }) {
				continue // it was outside of the others already, and nobody had accepted that
			}
			f.Text = fmt.Sprintf("%s: %s", strings.TrimSpace(string(r.ID)+" "+r.Title()), f.Text)
			out = append(out, f)
		}
	}
	return out
}

// reach is from the beginning of a window to its end, of one that recurs as far
// ahead as it is compared.
func reach(c *model.Case, w *model.Window) when.Span {
	span := w.Slot.Span(w.Location(c.Rules.Policy.Location()))
	if w.Rule != "" {
		span.End = span.Start.Add(compared)
	}
	return span
}
