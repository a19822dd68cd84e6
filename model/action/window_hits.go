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
	if len(a.Window.Sites)+len(a.Window.Customers) > 0 {
		n.Kinds = append(n.Kinds, model.KindService)
	}
	if len(n.Slots) > 0 && (a.Window.Rule != "" || a.Window.Inside()) {
		n.Slots[0].End = n.Slots[0].Start.Add(compared)
	}
	if len(n.Slots) > 0 && a.Window.Inside() { // what is outside of it lies before it, too
		n.Slots[0].Start = n.Slots[0].Start.Add(-compared)
	}
	return n
}

// Collides says which releases the window would hit, whatever else stands against
// it: what collides with it and collided with nothing of the kind before.
func (a AddWindow) Collides(c *model.Case) []gate.Conflict {
	news, _ := a.compare(c)
	return news
}

// Stands are the releases that it leaves outside of it, as they were before.
func (a AddWindow) Stands(c *model.Case) []model.ID {
	_, stood := a.compare(c)
	return stood
}

func (a AddWindow) compare(c *model.Case) ([]gate.Conflict, []model.ID) {
	w := a.Window
	if w.ID == "" {
		w.ID = newWindow
	}
	wrong := &model.Refusal{}
	if checkWindow(c, &w, wrong); len(wrong.Reasons) > 0 {
		return nil, nil
	}
	return compare(c, &w)
}

// newWindow stands for the id of a window that was not entered yet.
const newWindow model.ID = "WIN-0"

// Lapses are the acceptances of conflicts that are others with it: outside of the maintenance
// windows of a service, of which there is one more.
func (a AddWindow) Lapses(c *model.Case) []gate.Lapse {
	w := a.Window
	if w.ID == "" {
		w.ID = newWindow
	}
	wrong := &model.Refusal{}
	if checkWindow(c, &w, wrong); len(wrong.Reasons) > 0 {
		return nil
	}
	return lapsedBy(c, &w)
}

// Needs are the window, and the releases planned about it: of a maintenance window,
// all those for which it could be missing.
func (a WithdrawWindow) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Window}, Calendar: true, Seen: looked(a.Window, a.Seen)}
}

// Collides says which releases would lie outside of the maintenance windows that
// are left, whatever else stands against taking one away; nil where none would.
func (a WithdrawWindow) Collides(c *model.Case) []gate.Conflict {
	w := model.Get[*model.Window](c, a.Window)
	if w == nil || w.Withdrawn != "" {
		return nil
	}
	return bared(c, w)
}

// Lapses are the acceptances of conflicts that are others without it.
func (a WithdrawWindow) Lapses(c *model.Case) []gate.Lapse {
	w := model.Get[*model.Window](c, a.Window)
	if w == nil || w.Withdrawn != "" {
		return nil
	}
	n := *w
	n.Withdrawn = "it is asked what that ends"
	return lapsedBy(c, &n)
}

// bared are the conflicts of open releases once a window is gone; nil where there
// are none.
func bared(c *model.Case, w *model.Window) []gate.Conflict {
	if !w.Inside() {
		return nil // nothing is kept out by its going
	}
	n := *w
	n.Withdrawn = "it is asked what that makes collide"
	if found := hits(c, &n); len(found) > 0 {
		return found
	}
	return nil
}

// hits are the conflicts of open releases that other states of windows of a class, or
// new ones, bring about; not nil where there are none. Each names its release.
func hits(c *model.Case, windows ...*model.Window) []gate.Conflict {
	news, _ := compare(c, windows...)
	return news
}

// compare are the conflicts that other states of windows of a class, or new ones, bring
// about, and the releases with one of these windows, or outside of them, that collided
// before: who lies outside of all maintenance windows did so already, whichever they are.
func compare(c *model.Case, windows ...*model.Window) (news []gate.Conflict, stood []model.ID) {
	then, inside := c, windows[0].Inside()
	var lies []when.Span
	for _, w := range windows {
		then, lies = then.With(w), append(lies, reach(c, w)...)
	}
	before, after := gate.NewCalendar(c), gate.NewCalendar(then)
	news = []gate.Conflict{}
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() || r.Window.IsZero() || deployedAlready(c, r) {
			continue
		}
		if span := r.Window.Span(c.Zone(r)); !inside && !slices.ContainsFunc(lies, span.Overlaps) {
			continue
		}
		found := slices.DeleteFunc(after.Conflicts(r), func(f gate.Conflict) bool { return !f.Open() })
		if len(found) == 0 {
			continue
		}
		was := before.Conflicts(r)
		for _, f := range found {
			switch {
			case !slices.ContainsFunc(was, func(k gate.Conflict) bool { return k.Open() && sameAs(k, f) }):
				news = append(news, ofRelease(r, []gate.Conflict{f})...)
			case slices.ContainsFunc(windows, func(w *model.Window) bool { return slices.Contains(f.With, string(w.ID)) }) && !slices.Contains(stood, r.ID):
				stood = append(stood, r.ID)
			}
		}
	}
	return unnumbered(news), stood
}

// unnumbered says of what was not entered yet how it is called alone: it has no id that
// anybody could look up.
func unnumbered(list []gate.Conflict) []gate.Conflict {
	for i := range list {
		for _, id := range []model.ID{newWindow, newRelease} {
			list[i].Text = strings.ReplaceAll(list[i].Text, " ("+string(id)+")", "")
		}
	}
	return list
}

// sameAs reports whether a conflict is one that was there before.
func sameAs(was, f gate.Conflict) bool {
	return was.Key == f.Key || was.Kind == f.Kind && (f.Kind == calendar.OutsideMaintenance || f.Kind == calendar.NobodyOnCall)
}

// deployedAlready reports whether the deployment of a release is behind it, and not under way.
func deployedAlready(c *model.Case, r *model.Release) bool {
	if !r.Deployed {
		return false
	}
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return true
	}
	stage, _ := p.Stage(r.Stage)
	return stage == nil || stage.Phase != "deploy"
}

// ofRelease names the release in what it collides with.
func ofRelease(r *model.Release, list []gate.Conflict) []gate.Conflict {
	for i := range list {
		list[i].Text = fmt.Sprintf("%s: %s", strings.TrimSpace(string(r.ID)+" "+r.Title()), list[i].Text)
	}
	return list
}

// reach is where a window lies: one that recurs as far ahead as it is compared.
func reach(c *model.Case, w *model.Window) []when.Span {
	zone := w.Location(c.Rules.Policy.Location())
	out := []when.Span{w.Slot.Span(zone)}
	if w.Rule != "" {
		from := out[0].Start
		if c.Now.After(from) {
			from = c.Now
		}
		out[0].End = from.Add(compared)
	}
	for _, s := range w.Extra {
		out = append(out, s.Span(zone))
	}
	return out
}
