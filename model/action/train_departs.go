package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// RegisterDeparture registers the release of a departure: of the next that has none, or of
// the one named. The clock does as well, for as many departures ahead as the train says.
type RegisterDeparture struct {
	Train model.ID    `json:"train"`
	On    when.Moment `json:"on,omitzero"`
	Seen  int64       `json:"seen,omitempty"`
}

// ByProgram says that the clock does it, too.
func (RegisterDeparture) ByProgram() {}

// Needs are the train, its open releases, what it names, the holidays, and what the
// departure would collide with.
func (a RegisterDeparture) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Train}, Departing: []model.ID{a.Train}, Kinds: []model.Kind{model.KindWindow}, Seen: looked(a.Train, a.Seen), Calendar: true, Slots: around(model.Slot{Start: a.On})}
}

// For is its service.
func (a RegisterDeparture) For(c *model.Case) model.ID { return serviceOf(c, a.Train) }

func (a RegisterDeparture) Do(c *model.Case) (Outcome, error) {
	t, err := known[*model.Train](c, a.Train)
	if err != nil {
		return Outcome{}, err
	}
	says := trainSays
	if a.On.IsZero() { // the next that has no release is another, once one has
		says = append(slices.Clone(says), "departed")
	}
	if err := unmoved(c, t, a.Seen, says...); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "register a departure of " + string(a.Train)}
	trainEnded(t, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	stop, ok := a.stop(c, t, refusal)
	if !ok {
		return Outcome{}, refusal
	}
	return depart(c, t, stop)
}

// Collides says what the departure that is meant would collide with.
func (a RegisterDeparture) Collides(c *model.Case) []gate.Conflict {
	t := model.Get[*model.Train](c, a.Train)
	if t == nil || t.Ended != nil {
		return nil
	}
	stop, ok := a.stop(c, t, &model.Refusal{})
	if !ok {
		return nil
	}
	stop.Release = "" // one that was cancelled gets another
	return gate.Colliding(c, t, gate.Collide(c, t, []gate.Stop{stop}))
}

// Lapses are none: nothing was decided about it.
func (RegisterDeparture) Lapses(*model.Case) []gate.Lapse { return nil }

// trainSays are the fields that say when a train departs, and what its releases say at first.
var trainSays = []string{"title", "service", "slot", "rule", "zone", "lasts", "skipped", "cutoff", "type", "contents", "coordinator", "owner", "team", "rollback_owner", "environment", "ended"}

// stop is the departure that is meant.
func (a RegisterDeparture) stop(c *model.Case, t *model.Train, refusal *model.Refusal) (gate.Stop, bool) {
	if !a.On.IsZero() {
		at, found := occurrence(c, trainWindow(c, t), a.On, "on", refusal)
		switch {
		case !found:
		case departs(c, t, at.Start):
			refusal.Add(fmt.Sprintf("%s is that departure", t.ReleaseAt(at.Start)))
		case !at.Start.After(c.Now):
			refusal.Add("it has departed", model.AnswerTo("name one to come", "on"))
		default:
			return gate.StopAt(c, t, at), true
		}
		return gate.Stop{}, false
	}
	stops, err := gate.ToRegister(c, t, 1)
	if err != nil {
		refusal.Add(err.Error())
	} else if len(stops) == 0 {
		refusal.Add("it has no departure to come without a release")
	} else {
		return stops[0], true
	}
	return gate.Stop{}, false
}

// departs reports whether a departure has a release that was not cancelled.
func departs(c *model.Case, t *model.Train, start time.Time) bool {
	id := t.ReleaseAt(start)
	r := model.Get[*model.Release](c, id)
	return id != "" && (r == nil || r.Cancelled == nil)
}

// depart registers the release of a departure, with a milestone for its cut-off.
func depart(c *model.Case, t *model.Train, s gate.Stop) (Outcome, error) {
	out, err := Register{Release: gate.ReleaseOf(c, t, s.Slot)}.enter(c)
	if err != nil {
		return Outcome{}, err
	}
	r := out.Writes[0].(*model.Release)
	r.Departs = &model.Departs{Train: t.ID, Start: s.Slot.Start, Cutoff: s.Cutoff, Days: t.Cutoff}
	n := *t
	n.Departed = slices.DeleteFunc(slices.Clone(t.Departed), func(d model.Departure) bool { return d.Start.At.Equal(s.Slot.Start.At) }) // it was cancelled
	n.Departed = append(n.Departed, model.Departure{Start: s.Slot.Start, Release: r.ID})
	slices.SortFunc(n.Departed, func(a, b model.Departure) int { return a.Start.At.Compare(b.Start.At) })
	out.Writes = append(out.Writes, &n, &model.Milestone{ID: c.Mint(model.KindMilestone), Title: "Cut-off for RFCs: " + r.Title(), Release: r.ID, Service: t.Service, At: s.Cutoff, Cutoff: true})
	out.Conflicts, out.Lapsed = collisions(c.With(r), r), lapsedBy(c, r)
	out.Note = fmt.Sprintf("registered %s %s as a departure of %s: %s", r.ID, r.Title(), t.ID, stopWords(c, t, s))
	return out, nil
}

// BoardTrain puts an RFC onto a train: into the next release of it whose cut-off is to
// come. One that comes too late for a departure goes with the next.
type BoardTrain struct {
	Change model.ID `json:"change"`
	Train  model.ID `json:"train"`
	Reason string   `json:"reason,omitempty"` // needed where it leaves a release
	Void   bool     `json:"void,omitempty"`
	Seen   int64    `json:"seen,omitempty"`
}

// Needs are the RFC, the release it leaves, and the train with its open releases.
func (a BoardTrain) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change, a.Train}, Departing: []model.ID{a.Train}, Scoping: []model.ID{a.Change}, Kinds: []model.Kind{model.KindWindow}, Seen: append(looked(a.Change, a.Seen), looked(a.Train, a.Seen)...)}
}

// For is the service of the train.
func (a BoardTrain) For(c *model.Case) model.ID { return serviceOf(c, a.Train) }

func (a BoardTrain) Do(c *model.Case) (Outcome, error) {
	t, err := known[*model.Train](c, a.Train)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, t, a.Seen, "service", "slot", "rule", "zone", "lasts", "skipped", "cutoff", "ended"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: fmt.Sprintf("put %s onto %s", a.Change, a.Train)}
	trainEnded(t, refusal)
	if ch := model.Get[*model.Change](c, a.Change); ch != nil && ch.Service != "" && ch.Service != t.Service {
		refusal.Add(fmt.Sprintf("%s is of another service than %s", ch.ID, t.ID), model.ByTask("scope", "", model.With("add", string(ch.ID))).For("put it into a release by itself, where it goes with that"))
	}
	to, missed := boarding(c, t)
	if to == nil && t.Ended == nil {
		refusal.Add("no departure whose cut-off is to come has a release", model.ByTask("register-departure", t.ID).For("register the next"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out, err := DeferChange{Change: a.Change, Release: to.ID, Reason: a.Reason, Void: a.Void, Seen: a.Seen}.Do(c)
	if err != nil {
		return out, err
	}
	out.Note += fmt.Sprintf(", which departs %s", slotWords(c, to.Window, c.Zone(to)))
	if missed != nil {
		out.Note += "; " + missedCutoff(c, missed)
	}
	return out, nil
}

// Foretells says with which departure the RFC goes, and its cut-off; "" where it goes with
// none.
func (a BoardTrain) Foretells(c *model.Case) string {
	t := model.Get[*model.Train](c, a.Train)
	ch := model.Get[*model.Change](c, a.Change)
	if t == nil || t.Ended != nil || ch != nil && ch.Service != "" && ch.Service != t.Service {
		return ""
	}
	to, missed := boarding(c, t)
	if to == nil {
		return ""
	}
	office := c.Rules.Policy.Location()
	text := fmt.Sprintf("it goes with %s %s, which departs %s; the cut-off for RFCs of that is %s", to.ID, to.Title(), slotWords(c, to.Window, c.Zone(to)), slotWords(c, model.Slot{Start: to.Departs.Cutoff}, office))
	if missed != nil {
		text += "; " + missedCutoff(c, missed)
	}
	return text
}

// missedCutoff says that the cut-off of a departure is over.
func missedCutoff(c *model.Case, missed *model.Release) string {
	return fmt.Sprintf("it is too late for %s, whose cut-off was %s", missed.ID, slotWords(c, model.Slot{Start: missed.Departs.Cutoff}, c.Rules.Policy.Location()))
}

// boarding is the next release of a train whose cut-off is to come, and the last before
// it whose cut-off is over.
func boarding(c *model.Case, t *model.Train) (to, missed *model.Release) {
	for _, r := range gate.Aboard(c, t) {
		if !r.Departs.Past(c.Now) {
			return r, missed
		}
		missed = r
	}
	return nil, missed
}

// LeaveBehind takes the RFCs that nobody has authorised out of a departure whose cut-off
// is over, and puts them into the next.
type LeaveBehind struct {
	Release model.ID `json:"release"`
	Train   model.ID `json:"train"`
}

// ByProgram says that the clock does it.
func (LeaveBehind) ByProgram() {}

// Needs are the release, and the train with its open releases.
func (a LeaveBehind) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Train}, Releases: []model.ID{a.Release}, Departing: []model.ID{a.Train}, Kinds: []model.Kind{model.KindWindow}}
}

// For is no service: nobody takes a permission for it.
func (LeaveBehind) For(*model.Case) model.ID { return "" }

func (a LeaveBehind) Do(c *model.Case) (Outcome, error) {
	doing := "leave RFCs of " + string(a.Release) + " behind"
	r, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	t, err := known[*model.Train](c, a.Train)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	late := gate.Unready(c, r)
	to, _ := boarding(c, t)
	switch {
	case !c.Who.Program:
		refusal.Add("the clock alone does it", model.Say("a server drives it, or whatever runs a round of it in between"))
	case r.Departs.IDOf() != t.ID:
		refusal.Add(fmt.Sprintf("it is no departure of %s", t.ID))
	case !r.Departs.Past(c.Now):
		refusal.Add("its cut-off is " + stamp(r.Departs.Cutoff.At))
	case len(late) == 0:
		refusal.Add("every RFC of it is authorised")
	case to == nil:
		refusal.Add("there is no release of a departure to come")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	left, next := r.Clone(), to.Clone()
	out := wrote(r.ID, "", left, next)
	var names []string
	for _, ch := range late {
		left.Changes = slices.DeleteFunc(left.Changes, func(id model.ID) bool { return id == ch.ID })
		left.Deferred = model.SortIDs(append(left.Deferred, ch.ID))
		next.Changes = model.SortIDs(append(next.Changes, ch.ID))
		next.Deferred = slices.DeleteFunc(next.Deferred, func(id model.ID) bool { return id == ch.ID })
		n := *ch
		n.Deferrals = append(slices.Clip(ch.Deferrals), model.Deferral{From: r.ID, To: to.ID, Reason: "it was not authorised at the cut-off", At: c.Now})
		out.Writes = append(out.Writes, &n)
		names = append(names, string(ch.ID))
	}
	_, np, err := loadUnlocked(c, to.ID, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	for _, re := range []struct {
		p *process.Process
		n *model.Release
	}{{p, left}, {np, next}} {
		if err := revise(c, re.p, re.n, []string{"scope"}, true, doing, &out); err != nil {
			return Outcome{}, err
		}
	}
	goes := "it goes"
	if len(names) > 1 {
		goes = "they go"
	}
	out.Note = fmt.Sprintf("left %s behind at the cut-off of %s, as nobody has authorised that: %s with %s", strings.Join(names, ", "), r.ID, goes, to.ID)
	return out, nil
}

// tooLate refuses an RFC that comes on board of a departure after its cut-off, whichever
// way it would come there.
func tooLate(c *model.Case, a Action, out Outcome) error {
	refusal := &model.Refusal{Doing: strings.TrimSpace(strings.ReplaceAll(Name(a), "-", " ") + " " + string(subject(a)))}
	for _, w := range out.Writes {
		n, ok := w.(*model.Release)
		if !ok || !n.Departs.Past(c.Now) {
			continue
		}
		before := model.Get[*model.Release](c, n.ID)
		for _, id := range n.Changes {
			if before == nil || !slices.Contains(before.Changes, id) {
				refusal.Add(fmt.Sprintf("the cut-off for RFCs of %s was %s", n.ID, slotWords(c, model.Slot{Start: n.Departs.Cutoff}, c.Rules.Policy.Location())),
					model.ByTask("board-train", id, model.With("train", string(n.Departs.Train))).For("it goes with the next departure"))
			}
		}
	}
	return refusal.Or()
}

// cutoffAlong moves the cut-off of a departure with its release, and the milestone that it
// is on the calendar, whoever moves it and why: by itself, along with another, or back.
func cutoffAlong(c *model.Case, n *model.Release, out *Outcome) {
	if n.Departs == nil || n.Window.IsZero() {
		return
	}
	d := *n.Departs
	d.Cutoff = gate.CutoffBefore(c, d.Days, n.Window.Start, d.Start.In(c.Zone(n))) // where the train goes
	n.Departs = &d
	for _, m := range model.All[*model.Milestone](c) {
		if m.Cutoff && m.Release == n.ID && m.Withdrawn == "" && !m.At.Same(d.Cutoff) {
			moved := *m
			moved.At = d.Cutoff
			out.Writes = append(out.Writes, &moved)
		}
	}
	if now := model.Get[*model.Release](c, n.ID); now == nil || now.Departs == nil || now.Departs.Cutoff.Same(d.Cutoff) {
		return
	}
	of := "its cut-off for RFCs"
	if out.Subject != n.ID {
		of = "the cut-off for RFCs of " + string(n.ID)
	}
	out.Note += "; " + of + " is " + slotWords(c, model.Slot{Start: d.Cutoff}, c.Rules.Policy.Location())
}

// cutoffEnds takes the cut-off of a release that is cancelled off the calendar.
func cutoffEnds(c *model.Case, r *model.Release, reason string, out *Outcome) {
	for _, m := range model.All[*model.Milestone](c) {
		if m.Cutoff && m.Release == r.ID && m.Withdrawn == "" {
			gone := *m
			gone.Withdrawn = reason
			out.Writes = append(out.Writes, &gone)
		}
	}
}
