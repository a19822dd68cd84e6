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

// EditWindow changes a window: all of it, from an occurrence on, or at one occurrence
// alone. What is changed in part is a window of its own afterwards, which names the one
// that it was a part of.
type EditWindow struct {
	// Window is what it is to be. In part, its dates are those of the first occurrence
	// of the part; where they are what they were, they become these.
	Window model.Window `json:"window"`
	// Following is the occurrence from which on it is changed, Only the one at which it
	// is: the day on which it begins, or the time. Neither: all of it.
	Following when.Moment `json:"following,omitzero"`
	Only      when.Moment `json:"only,omitzero"`
	Seen      int64       `json:"seen,omitempty"`
	Void      bool        `json:"void,omitempty"` // confirmed that exceptions end
}

func (a EditWindow) For(c *model.Case) model.ID {
	if model.Get[*model.Window](c, a.Window.ID) == nil {
		return windowService(&a.Window)
	}
	return ofWindow(c, a.Window.ID)
}

func (a EditWindow) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "edit " + string(a.Window.ID)}
	p, err := a.parts(c, func() model.ID { return c.Mint(model.KindWindow) }, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if p != nil {
		if n := p.last(); a.Window.ID != "" {
			moved(c, a, windowService(p.old), windowService(n), refusal)
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return p.outcome(c, a.Void, refusal.Doing)
}

// parts are what becomes of the window; nil where something stands against it.
func (a EditWindow) parts(c *model.Case, mint func() model.ID, refusal *model.Refusal) (*parted, error) {
	old, err := known[*model.Window](c, a.Window.ID)
	if err != nil {
		return nil, err
	}
	if old.Withdrawn != "" {
		refusal.Add("it is withdrawn")
		return nil, nil
	}
	p := &parted{old: old}
	switch following, only := !a.Following.IsZero(), !a.Only.IsZero(); {
	case following && only:
		refusal.Add("an occurrence with all that follow, and one alone, are two edits", model.AnswerTo("name one of them", "following", "only"))
		return nil, nil
	case following || only:
		if err := unmoved(c, old, a.Seen, append(slices.Clone(windowSays), "reason")...); err != nil {
			return nil, err
		}
		if !changed(old, rewritten(old, &a.Window)) {
			refusal.Add("nothing was changed")
			return nil, nil
		}
		if following {
			a.follow(c, p, mint, refusal)
		} else {
			a.alone(c, p, mint, refusal)
		}
	default:
		n, err := onto(c, old, a.Seen, func(saw *model.Window) *model.Window { return rewritten(saw, &a.Window) })
		if err != nil {
			return nil, err
		}
		w := *n
		p.keep(c, &w)
		p.note = fmt.Sprintf("edited %s %s: %s", w.ID, w.Title, windowWords(c, &w))
	}
	for _, w := range p.now {
		checkWindow(c, w, refusal)
		instead := model.AnswerTo("name another first date", "start")
		if !a.Only.IsZero() {
			instead = model.AnswerTo("leave the date out, and edit all of it", "only")
		}
		never(c, old, w, refusal, instead)
	}
	if len(refusal.Reasons) > 0 {
		return nil, nil
	}
	p.ends(c)
	return p, nil
}

// follow parts the window at an occurrence.
func (a EditWindow) follow(c *model.Case, p *parted, mint func() model.ID, refusal *model.Refusal) {
	old := p.old
	zone := windowZone(c, old)
	o, ok := occurrence(c, old, a.Following, "following", refusal)
	if !ok {
		return
	}
	rules := gate.Window(old, zone)
	n := rewritten(old, &a.Window)
	if !o.Start.After(rules.Span.Start) && !slices.ContainsFunc(rules.Extra, func(e when.Span) bool { return e.Start.Before(o.Start) }) {
		p.keep(c, n) // it begins with that one
		p.note = fmt.Sprintf("edited %s %s: %s", n.ID, n.Title, windowWords(c, n))
		return
	}
	rest := *old
	// What lies there may be one that was skipped and added again. As long as the others are
	// it is again what the rule gives; longer or shorter it stays an extra date.
	regular, own := byRule(c, old, o.Start)
	own = own && regular != o && n.Slot.Same(old.Slot)
	switch {
	case own:
		n.Slot = slotOfOccurrence(old, regular, zone)
	case n.Slot.Same(old.Slot):
		n.Slot = slotOfOccurrence(old, o, zone)
	}
	if old.Rule != "" {
		before, after, err := calendar.Part(rules, o.Start)
		if err != nil {
			refusal.Add(err.Error(), model.AnswerTo("name another date", "following"))
			return
		}
		if rest.Rule = before; n.Rule == old.Rule {
			n.Rule = after
		}
	}
	rest.Skipped, n.Skipped = cut(old.Skipped, func(m when.Moment) bool { return m.At.Before(o.Start) })
	rest.Except, n.Except = cut(old.Except, o.Start.After)
	rest.Extra, n.Extra = cut(old.Extra, func(s model.Slot) bool { return s.Span(zone).Start.Before(o.Start) })
	if !own {
		n.Extra = slices.DeleteFunc(n.Extra, func(s model.Slot) bool { return s.Span(zone).Start.Equal(o.Start) })
		n.Skipped = slices.DeleteFunc(n.Skipped, func(m when.Moment) bool { return m.At.Equal(o.Start) })
		n.Except = slices.DeleteFunc(n.Except, o.Start.Equal)
	}
	n.ID, n.Parted, n.Exceptions, n.Origin = mint(), old.ID, nil, nil
	p.keep(c, &rest)
	p.keep(c, n)
	p.note = fmt.Sprintf("edited %s %s from %s on, as %s %s: %s", old.ID, old.Title, slotWords(c, model.Slot{Start: slotOfOccurrence(old, o, zone).Start}, zone), n.ID, n.Title, windowWords(c, n))
}

// alone takes one occurrence out of the window, and makes one of its own of it.
func (a EditWindow) alone(c *model.Case, p *parted, mint func() model.ID, refusal *model.Refusal) {
	old := p.old
	zone := windowZone(c, old)
	if !old.Recurs() {
		refusal.Add("it takes place once", model.AnswerTo("leave the date out", "only"))
		return
	}
	o, ok := occurrence(c, old, a.Only, "only", refusal)
	if !ok {
		return
	}
	n := rewritten(old, &a.Window)
	if n.Rule != old.Rule {
		refusal.Add("one occurrence has no rule", model.AnswerTo("edit the rule of all, or of those from a date on", "following"))
		return
	}
	if n.Slot.Same(old.Slot) {
		n.Slot = slotOfOccurrence(old, o, zone)
	}
	n.Rule, n.Lasts, n.Skipped, n.Except, n.Extra = "", "", nil, nil, nil
	n.ID, n.Parted, n.Exceptions, n.Origin = mint(), old.ID, nil, nil
	p.keep(c, without(c, old, o))
	p.keep(c, n)
	p.note = fmt.Sprintf("edited %s %s of %s alone, as %s %s: %s", old.ID, old.Title, slotWords(c, slotOfOccurrence(old, o, zone), zone), n.ID, n.Title, windowWords(c, n))
}

// cut parts a list: what a test holds of, and the rest; nil where there is none.
func cut[T any](list []T, holds func(T) bool) (first, rest []T) {
	for _, v := range list {
		if holds(v) {
			first = append(first, v)
		} else {
			rest = append(rest, v)
		}
	}
	return first, rest
}

// rewritten is a window with what an edit says of it.
func rewritten(w, given *model.Window) *model.Window {
	n := *Settled(w)
	n.Title, n.Reason, n.Hard = given.Title, given.Reason, given.Hard && w.Class == model.WindowFreeze
	if !given.Slot.Same(w.Slot) || given.Rule != w.Rule {
		n.Slot = given.Slot
	}
	n.Lasts, n.Rule, n.Zone = given.Lasts, given.Rule, given.Zone
	n.Services, n.Items = slices.Clone(given.Services), slices.Clone(given.Items)
	n.Sites, n.Customers, n.Environments = slices.Clone(given.Sites), slices.Clone(given.Customers), slices.Clone(given.Environments)
	n.People = slices.Clone(given.People)
	n.Everything = given.Everything || w.Class != model.WindowMaintenance && !w.OfPeople() && !n.Named()
	return &n
}

// windowWords says when a window is, and that it is for everything where it is.
func windowWords(c *model.Case, w *model.Window) string {
	text := slotWords(c, w.Slot, windowZone(c, w))
	if w.Rule != "" {
		text += ", " + w.Rule
	}
	return text + forAll(w)
}

// Needs are the window, what it is to be for, and the releases planned where it lies.
func (a EditWindow) Needs() model.Needs {
	n := AddWindow{Window: a.Window}.Needs()
	n.IDs, n.Seen = append(n.IDs, a.Window.ID), looked(a.Window.ID, a.Seen)
	return n
}

// Collides says which releases the edit would hit, whatever else stands against it.
func (a EditWindow) Collides(c *model.Case) []gate.Conflict {
	return a.foreseen(c).collides(c)
}

// Stands are the releases that collide with it as they did before.
func (a EditWindow) Stands(c *model.Case) []model.ID { return a.foreseen(c).stands(c) }

// Lapses are the exceptions, and the acceptances of conflicts, that it would end.
func (a EditWindow) Lapses(c *model.Case) []gate.Lapse {
	return a.foreseen(c).lapses()
}

func (a EditWindow) foreseen(c *model.Case) *parted {
	wrong := &model.Refusal{}
	p, err := a.parts(c, func() model.ID { return newWindow }, wrong)
	if err != nil || len(wrong.Reasons) > 0 {
		return nil
	}
	return p
}

// unskipped says in words which days are skipped no more.
func unskipped(gone []string) string {
	if len(gone) == 0 {
		return ""
	}
	return "; it does not begin any more on days that were skipped: " + strings.Join(gone, ", ")
}
