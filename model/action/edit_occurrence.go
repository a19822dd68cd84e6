package action

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// SkipOccurrence says that a window doesn't take place at one of its occurrences.
type SkipOccurrence struct {
	Window model.ID    `json:"window"`
	On     when.Moment `json:"on"` // the day on which it begins, or the time
	Reason string      `json:"reason"`
	Seen   int64       `json:"seen,omitempty"`
	Void   bool        `json:"void,omitempty"` // confirmed that exceptions end
}

// MoveOccurrence has a window take place at another time once.
type MoveOccurrence struct {
	Window model.ID    `json:"window"`
	On     when.Moment `json:"on"`   // the occurrence, as in SkipOccurrence
	Slot   model.Slot  `json:"slot"` // without an end it is as long as it was
	Reason string      `json:"reason"`
	Seen   int64       `json:"seen,omitempty"`
	Void   bool        `json:"void,omitempty"`
}

// AddOccurrence has a window take place once more.
type AddOccurrence struct {
	Window model.ID   `json:"window"`
	Slot   model.Slot `json:"slot"` // without an end it is as long as the first
	Reason string     `json:"reason"`
	Seen   int64      `json:"seen,omitempty"`
	Void   bool       `json:"void,omitempty"`
}

func (a SkipOccurrence) For(c *model.Case) model.ID { return ofWindow(c, a.Window) }
func (a MoveOccurrence) For(c *model.Case) model.ID { return ofWindow(c, a.Window) }
func (a AddOccurrence) For(c *model.Case) model.ID  { return ofWindow(c, a.Window) }

// ofWindow is the one service that a window is about, among the facts.
func ofWindow(c *model.Case, id model.ID) model.ID {
	if w := model.Get[*model.Window](c, id); w != nil {
		return windowService(w)
	}
	return ""
}

func (a SkipOccurrence) Do(c *model.Case) (Outcome, error) {
	return occurrenceEdit{"skip an occurrence of", a.Window, a.Reason, a.Seen, a.Void, a.edit}.do(c)
}

func (a MoveOccurrence) Do(c *model.Case) (Outcome, error) {
	return occurrenceEdit{"move an occurrence of", a.Window, a.Reason, a.Seen, a.Void, a.edit}.do(c)
}

func (a AddOccurrence) Do(c *model.Case) (Outcome, error) {
	return occurrenceEdit{"add an occurrence of", a.Window, a.Reason, a.Seen, a.Void, a.edit}.do(c)
}

func (a SkipOccurrence) edit(c *model.Case, w *model.Window, refusal *model.Refusal) (*model.Window, string) {
	o, ok := occurrence(c, w, a.On, "on", refusal)
	if !ok {
		return nil, ""
	}
	if !w.Recurs() {
		refusal.Add("it takes place once", model.ByTask("withdraw-window", w.ID, model.With("reason", "")).For("withdraw it"))
		return nil, ""
	}
	zone := windowZone(c, w)
	return without(c, w, o), fmt.Sprintf("skipped %s of %s %s: %s", slotWords(c, slotOfOccurrence(w, o, zone), zone), w.ID, w.Title, a.Reason)
}

func (a MoveOccurrence) edit(c *model.Case, w *model.Window, refusal *model.Refusal) (*model.Window, string) {
	o, ok := occurrence(c, w, a.On, "on", refusal)
	if !ok {
		return nil, ""
	}
	zone := windowZone(c, w)
	from, to := slotOfOccurrence(w, o, zone), a.Slot
	if to.End.IsZero() {
		to.End = from.EndAfter(to.Start, zone)
	}
	var n *model.Window
	if once := Settled(w); once.Recurs() {
		n = with(c, without(c, w, o), to, refusal)
	} else { // it takes place once: there is nothing besides
		fits(w, to, refusal)
		own := *once
		own.Slot, n = to, &own
	}
	return n, fmt.Sprintf("moved %s of %s %s to %s: %s", slotWords(c, from, zone), w.ID, w.Title, slotWords(c, to, zone), a.Reason)
}

func (a AddOccurrence) edit(c *model.Case, w *model.Window, refusal *model.Refusal) (*model.Window, string) {
	n := with(c, w, a.Slot, refusal)
	if len(refusal.Reasons) > 0 {
		return n, ""
	}
	zone := windowZone(c, w)
	s := a.Slot
	if s.End.IsZero() {
		s.End = AsLong(c, w, when.Moment{}, s.Start)
	}
	return n, fmt.Sprintf("added %s to %s %s: %s", slotWords(c, s, zone), w.ID, w.Title, a.Reason)
}

// occurrenceEdit is what the edits of single occurrences have in common.
type occurrenceEdit struct {
	doing  string
	window model.ID
	reason string
	seen   int64
	void   bool
	edit   func(c *model.Case, w *model.Window, refusal *model.Refusal) (*model.Window, string)
}

func (e occurrenceEdit) do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: e.doing + " " + string(e.window)}
	p, err := e.parts(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	because(refusal, e.reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return p.outcome(c, e.void, refusal.Doing)
}

func (e occurrenceEdit) parts(c *model.Case, refusal *model.Refusal) (*parted, error) {
	w, err := known[*model.Window](c, e.window)
	if err != nil {
		return nil, err
	}
	if err := unmoved(c, w, e.seen, windowSays...); err != nil {
		return nil, err
	}
	if w.Withdrawn != "" {
		refusal.Add("it is withdrawn")
		return nil, nil
	}
	n, note := e.edit(c, w, refusal)
	if len(refusal.Reasons) > 0 {
		return nil, nil
	}
	own := *n
	checkWindow(c, &own, refusal)
	never(c, w, &own, refusal)
	p := &parted{old: w, now: []*model.Window{&own}, note: note}
	p.ends(c)
	return p, nil
}

// foreseen is what the edit comes to; nil where something stands against it.
func (e occurrenceEdit) foreseen(c *model.Case) *parted {
	wrong := &model.Refusal{}
	p, err := e.parts(c, wrong)
	if err != nil || len(wrong.Reasons) > 0 {
		return nil
	}
	return p
}

func (p *parted) collides(c *model.Case) []gate.Conflict {
	if p == nil {
		return nil
	}
	return hits(c, p.now...)
}

func (p *parted) stands(c *model.Case) []model.ID {
	if p == nil {
		return nil
	}
	_, stood := compare(c, p.now...)
	return stood
}

func (p *parted) lapses() []gate.Lapse {
	if p == nil {
		return nil
	}
	return p.lapsed
}

// Collides, Stands and Lapses say what the edits would hit, what collides as before, and
// what they would end, whatever else stands against them.

func (a SkipOccurrence) Collides(c *model.Case) []gate.Conflict { return a.foreseen(c).collides(c) }
func (a MoveOccurrence) Collides(c *model.Case) []gate.Conflict { return a.foreseen(c).collides(c) }
func (a AddOccurrence) Collides(c *model.Case) []gate.Conflict  { return a.foreseen(c).collides(c) }
func (a SkipOccurrence) Stands(c *model.Case) []model.ID        { return a.foreseen(c).stands(c) }
func (a MoveOccurrence) Stands(c *model.Case) []model.ID        { return a.foreseen(c).stands(c) }
func (a AddOccurrence) Stands(c *model.Case) []model.ID         { return a.foreseen(c).stands(c) }
func (a SkipOccurrence) Lapses(c *model.Case) []gate.Lapse      { return a.foreseen(c).lapses() }
func (a MoveOccurrence) Lapses(c *model.Case) []gate.Lapse      { return a.foreseen(c).lapses() }
func (a AddOccurrence) Lapses(c *model.Case) []gate.Lapse       { return a.foreseen(c).lapses() }

func (a SkipOccurrence) foreseen(c *model.Case) *parted {
	return occurrenceEdit{window: a.Window, seen: a.Seen, edit: a.edit}.foreseen(c)
}

func (a MoveOccurrence) foreseen(c *model.Case) *parted {
	return occurrenceEdit{window: a.Window, seen: a.Seen, edit: a.edit}.foreseen(c)
}

func (a AddOccurrence) foreseen(c *model.Case) *parted {
	return occurrenceEdit{window: a.Window, seen: a.Seen, edit: a.edit}.foreseen(c)
}

// Needs are the window, and the releases planned about it.
func (a SkipOccurrence) Needs() model.Needs {
	return occurrenceNeeds(a.Window, a.Seen, model.Slot{Start: a.On})
}

func (a MoveOccurrence) Needs() model.Needs {
	n := occurrenceNeeds(a.Window, a.Seen, a.Slot)
	n.Slots = append(n.Slots, around(model.Slot{Start: a.On})...)
	return n
}

func (a AddOccurrence) Needs() model.Needs { return occurrenceNeeds(a.Window, a.Seen, a.Slot) }

func occurrenceNeeds(id model.ID, seen int64, s model.Slot) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Calendar: true, Slots: around(s), Seen: looked(id, seen)}
}
