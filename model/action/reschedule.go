package action

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Reschedule plans a release's window, or moves it. A move takes a reason of
// the policy's list and a sentence; the baseline stays where it was frozen.
type Reschedule struct {
	Release  model.ID   `json:"release"`
	Window   model.Slot `json:"window"`
	Reason   string     `json:"reason,omitempty"`
	Sentence string     `json:"sentence,omitempty"`
	// Follow are releases that depend on it and move along, in the same act.
	Follow []Follower `json:"follow,omitempty"`
	Seen   int64      `json:"seen,omitempty"`
	Void   bool       `json:"void,omitempty"`
}

// Needs are the facts of the release and of what follows it, with the calendar around
// the dates they would have.
func (a Reschedule) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.Seen = looked(a.Release, a.Seen)
	n.Slots = around(a.Window)
	for _, f := range a.Follow {
		n.Releases = append(n.Releases, f.Release)
		n.Slots = append(n.Slots, around(f.Window)...)
	}
	return n
}

// Direction is which way a move goes: that of its start, on the clocks of its zone; "" for
// neither.
func Direction(from, to model.Slot, zone *time.Location) string {
	switch by := to.Span(zone).Start.Compare(from.Span(zone).Start); {
	case from.IsZero() || to.IsZero():
		return ""
	case by < 0:
		return process.Sooner
	case by > 0:
		return process.Later
	}
	return ""
}

// around is where dates can lie on the calendar: of whole days it is not known yet
// in which zone they are. No dates lie nowhere.
func around(s model.Slot) []when.Span {
	if s.IsZero() {
		return nil
	}
	span := s.Span(time.UTC)
	return []when.Span{{Start: span.Start.Add(-day), End: span.End.Add(day)}}
}

// day is how far a date lies in some zone from where it lies in UTC, at most.
const day = 24 * time.Hour

// Collides says what the dates would collide with, whatever else stands against
// them.
func (a Reschedule) Collides(c *model.Case) []gate.Conflict {
	r := model.Get[*model.Release](c, a.Release)
	if r == nil || r.Ended() || a.Window.IsZero() {
		return nil
	}
	n := r.Clone()
	n.Window = a.Window
	wrong := &model.Refusal{}
	if checkSlot(c, n, wrong); len(wrong.Reasons) > 0 {
		return nil // while only one end was typed anew there is no slot to compare
	}
	then := a.moved(c, n)
	return a.followersCollide(then, collisions(then, n))
}

// Passes warns of dates that have passed, whatever else stands against them.
func (a Reschedule) Passes(c *model.Case) *model.Reason {
	r := model.Get[*model.Release](c, a.Release)
	if r == nil {
		return nil
	}
	n := r.Clone()
	n.Window = a.Window
	return gate.StartPassed(c, n)
}

// Lapses says what the dates would end, whatever else stands against them.
func (a Reschedule) Lapses(c *model.Case) []gate.Lapse {
	r := model.Get[*model.Release](c, a.Release)
	if r == nil || a.Window.IsZero() {
		return nil
	}
	n := r.Clone()
	n.Window = a.Window
	lapses := gate.Lapses(c, n)
	for _, f := range a.Follow {
		if r := model.Get[*model.Release](c, f.Release); r != nil {
			other := r.Clone()
			other.Window = f.Window
			lapses = lapsesOnce(lapses, gate.Lapses(c, other))
		}
	}
	return lapses
}

// collisions are the conflicts of a release; not nil where there are none.
func collisions(c *model.Case, r *model.Release) []gate.Conflict {
	return append([]gate.Conflict{}, gate.Conflicts(c, r)...)
}

func (a Reschedule) Do(c *model.Case) (Outcome, error) {
	doing := "reschedule " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	saw, err := asSeen(c, r, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	if !saw.Window.Same(r.Window) && !a.Window.Same(r.Window) {
		dates := func(s model.Slot) string { return slotWords(c, s, c.Zone(r)) }
		return Outcome{}, changedSince(c, r.ID, a.Seen, model.Clash{Field: "window", Was: dates(saw.Window), Theirs: dates(r.Window), Mine: dates(a.Window)})
	}
	if err := unlocked(r, p, doing); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Deployed { // also where papers are still being completed
		refusal.Add("its deployment has started: its dates are what happened", model.Say("write what you found into its papers, or register a new release"))
	}
	n := r.Clone()
	n.Window = a.Window
	var along []*model.Release
	if a.Window.IsZero() {
		refusal.Add("no start is given", model.AnswerTo("say when", "start", "end"))
	}
	if !a.Window.IsZero() && a.Window.Same(r.Window) && !a.Window.MeansOther(r.Window) {
		refusal.Add("it is planned for these very dates already")
	}
	checkSlot(c, n, refusal)
	if r.Window.Start.Precision == when.Day && a.Window.Start.Precision == when.Minute && a.Window.End.IsZero() {
		refusal.Add("it was planned for whole days, whose end does not follow a start at a time of day", model.AnswerTo("say until when it lasts, such as +4h", "end"))
	}
	if !r.Window.IsZero() {
		reason, ok := c.Rules.Policy.Reason(a.Reason)
		if !ok {
			list := model.Each(c.Rules.Policy.Reasons, func(known process.Reason) string { return known.ID })
			wrong := fmt.Sprintf("%q is no reason of the policy", a.Reason)
			if a.Reason == "" {
				wrong = "no reason is given"
			}
			refusal.Add(wrong, model.OneOf(list...))
		}
		if way := Direction(r.Window, a.Window, c.Zone(r)); ok && !reason.Fits(way) {
			var list []string
			for _, known := range c.Rules.Policy.Reasons {
				if known.Fits(way) {
					list = append(list, known.ID)
				}
			}
			does := map[string][2]string{process.Sooner: {"bring the dates forward", "this brings them forward"}, process.Later: {"put the dates off", "this puts them off"}}
			refusal.Add(fmt.Sprintf("%q (%s) is a reason to %s, and %s, from %s to %s", reason.Title, reason.ID, does[reason.Direction][0], does[way][1], tell(c, r.ID, r.Window), tell(c, r.ID, a.Window)), model.OneOf(list...))
		}
		titled(refusal, "the sentence", a.Sentence, model.AnswerTo("say in a sentence why it moves", "sentence"))
		move := model.Move{From: r.Window, To: a.Window, Reason: a.Reason, Sentence: a.Sentence, Customer: reason.Customer, By: c.Who.ID(), At: c.Now}
		n.Moves = append(n.Moves, move)
		along = a.followers(c, move, refusal)
	} else if len(a.Follow) > 0 {
		refusal.Add("nothing follows a first plan: other dates of what depends on it are set by themselves")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.ZoneMove = r.ZoneMove.SeenBy(c.Who.ID(), c.Now)
	out := wrote(r.ID, fmt.Sprintf("planned %s for %s", r.ID, tell(c, r.ID, a.Window)), n)
	if !r.Window.IsZero() {
		out.Note = fmt.Sprintf("moved %s to %s (%s)", r.ID, tell(c, r.ID, a.Window), c.Rules.Policy.ReasonTitle(a.Reason))
	}
	cutoffAlong(c, n, &out)
	then := a.moved(c, n)
	out.Conflicts, out.Warning = a.followersCollide(then, collisions(then, n)), gate.StartPassed(c, n)
	err = revise(c, p, n, []string{"window"}, a.Void, doing, &out)
	if len(along) > 0 {
		out.Note += ", and what depends on it: " + strings.Join(model.Each(along, func(f *model.Release) string { return fmt.Sprintf("%s to %s", f.ID, tell(c, f.ID, f.Window)) }), ", ")
		for _, f := range along {
			cutoffAlong(c, f, &out)
		}
		err = a.alongside(c, along, doing, &out, err)
	}
	if err != nil {
		return Outcome{}, err
	}
	return out, nil
}
