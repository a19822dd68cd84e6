package gate

import (
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/when"
)

// FreeSlots are dates at which a release could be deployed, and those that were passed
// over on the way there.
type FreeSlots struct {
	Slots []FreeSlot `json:"slots"`
	// Passed are the candidates that something rules out, in their order: between two of
	// them nothing changes.
	Passed []PassedOver `json:"passed_over"`
}

// FreeSlot is one of them, with what only warns of it.
type FreeSlot struct {
	when.Span
	Warnings []Conflict `json:"warnings,omitempty"`
}

// PassedOver is one that is ruled out, with each rule that does.
type PassedOver struct {
	when.Span
	By []Conflict `json:"by"`
}

// SlotSearch is what is looked for: slots of a length that begin and end in a stretch, so
// many at most. Warned takes those, too, that soft conflicts warn of.
type SlotSearch struct {
	Length time.Duration
	In     when.Span
	Most   int
	Warned bool
}

// Free finds the next slots of a release that collide with nothing: freezes, maintenance
// windows, other releases and what they change, who is needed, what comes before and
// after, and the notice that people are given. Conflicts that were accepted were so for
// other dates. The case has to hold what lies in the stretch (model.Needs.Slots).
func (k *Calendar) Free(r *model.Release, q SlotSearch) FreeSlots {
	n := r.Clone()
	at := func(s when.Span) model.Slot {
		zone := k.c.Zone(r)
		return model.Slot{Start: when.OnClock(s.Start, zone), End: when.OnClock(s.End, zone)}
	}
	n.Window = at(when.Span{Start: q.In.Start, End: q.In.Start.Add(q.Length)})
	out := FreeSlots{Slots: []FreeSlot{}, Passed: []PassedOver{}}
	calendar.Free(k.plan.Starts(k.booking(n), q.In, q.Length), q.Length, q.In.End, q.Most, func(s when.Span) bool {
		n.Window = at(s)
		found := k.Conflicts(n)
		for _, f := range found {
			if f.Hard || !q.Warned {
				out.Passed = append(out.Passed, PassedOver{s, found})
				return false
			}
		}
		out.Slots = append(out.Slots, FreeSlot{s, found})
		return true
	})
	return out
}

// Instead is a case as it would be if some of its releases had other dates.
func Instead(c *model.Case, dates map[model.ID]model.Slot) *model.Case {
	for id, slot := range dates {
		if r := model.Get[*model.Release](c, id); r != nil {
			other := r.Clone()
			other.Window = slot
			c = c.With(other)
		}
	}
	return c
}

// OpenAt says whether a service may be deployed to at a moment, by its windows alone: to
// one environment of it, or with "" to any.
func (k *Calendar) OpenAt(service model.ID, environment string, at time.Time) (calendar.Openness, error) {
	place := calendar.Place{Service: string(service), Environment: environment}
	if s := model.Get[*model.Service](k.c, service); s != nil {
		place.Site, place.Customers = s.Site, s.Customers
	}
	return k.plan.OpenAt(place, at)
}

// NeedOf is how long a release needs for its deployment and a way back, by its plans,
// else as long as it is planned for; 0 where neither says.
func NeedOf(c *model.Case, r *model.Release) time.Duration {
	if plan, back := c.Document(FormPlan, r.ID), c.Document(FormRollback, r.ID); plan != nil && back != nil {
		if deploy, rollback := plan.Meant().Duration("duration"), back.Meant().Duration("duration"); deploy > 0 && rollback > 0 {
			return deploy + rollback
		}
	}
	if r.Window.IsZero() {
		return 0
	}
	span := r.Window.Span(c.Zone(r))
	return span.End.Sub(span.Start)
}
