package calendar

import (
	"slices"
	"time"

	"fairway/model/when"
)

// Starts are the instants of a stretch, to the minute and in their order, at one of which
// the earliest free slot of any length begins that begins in the stretch, whatever of the
// plan is to be kept clear of: what rules a slot out rules out all that begin up to the
// moment at which it ends, or before the one at which it begins to hold. They are the
// beginning of the stretch, the ends of what is booked and of freezes, the beginnings of
// maintenance windows, of exceptions and of whoever is on call, when these come back from
// an absence, the ends of nights and days in which no more deployments fit, and from when on notice was given in
// time.
//
// Windows that can't be worked out give none: they are conflicts of every slot.
func (p *Plan) Starts(b Booking, in when.Span, longest time.Duration) []time.Time {
	var out []time.Time
	add := func(at time.Time) {
		if up := at.Truncate(time.Minute); up.Before(at) {
			at = up.Add(time.Minute)
		}
		if !at.Before(in.Start) && at.Before(in.End) {
			out = append(out, at)
		}
	}
	add(in.Start)
	around := when.Span{Start: in.Start, End: in.End.Add(longest)}
	collides := p.colliding(&b)
	for o := range p.during(around) {
		if o.ID != b.ID && collides(o) {
			add(o.Span.End)
		}
	}
	walk(b.ID, func(id string) []string {
		if id == b.ID {
			return unique(b.DependsOn)
		}
		if o := p.byID[id]; o != nil {
			return unique(o.DependsOn)
		}
		return nil
	}, func(id string, _ []string) {
		if o := p.byID[id]; o != nil && !o.Span.IsZero() {
			add(o.Span.End)
		}
	})
	called := p.onCall(&b)
	for i := range p.stretches {
		w := &p.stretches[i]
		if w.Class == Holiday || !w.concerns(&b) && !(w.Class == Absence && len(shared(w.People, called)) > 0) {
			continue
		}
		for _, e := range w.Exceptions {
			if e.Release == b.ID && !e.Span.IsZero() {
				add(e.Span.Start)
			}
		}
		spans, err := w.within(around)
		if err != nil {
			continue
		}
		for _, s := range spans {
			if w.Class == Freeze || w.Class == Event || w.Class == Absence {
				add(s.End)
			} else {
				add(s.Start)
			}
		}
	}
	for _, at := range p.turns(&b, around) {
		add(at)
	}
	if b.Notice > 0 {
		add(p.now.Add(b.Notice))
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// onCall are the people who are on call, at one time or another, for where a booking goes.
func (p *Plan) onCall(b *Booking) []string {
	var out []string
	for w := range p.concerning(b) {
		if w.Class == OnCall && w.Covers(b) {
			out = append(out, w.People...)
		}
	}
	return out
}

// colliding makes a test for whether a booking collides with others at the same time, by
// the rules of finder.together.
func (p *Plan) colliding(b *Booking) func(o *Booking) bool {
	var reach *reach
	return func(o *Booking) bool {
		if b.Service != "" && b.Service == o.Service || b.Environment != "" && b.Environment == o.Environment ||
			len(shared(b.Items, o.Items)) > 0 || len(shared(b.People, o.People)) > 0 {
			return true
		}
		if len(o.Items) == 0 || len(b.Items) == 0 || len(p.relations) == 0 {
			return false
		}
		if reach == nil {
			reach = p.reach(unique(b.Items))
		}
		items, _ := reach.to(unique(o.Items))
		return items != nil
	}
}

// Free finds the earliest slots of a length that a judge lets pass, at most so many and
// none in another, among those that begin at Starts and end by the end of the stretch;
// the judge is shown each of these once, in their order.
func Free(starts []time.Time, length time.Duration, end time.Time, most int, judge func(when.Span) bool) []when.Span {
	var out []when.Span
	for _, start := range starts {
		s := when.Span{Start: start, End: start.Add(length)}
		if n := len(out); n == most || s.End.After(end) || n > 0 && start.Before(out[n-1].End) {
			if n == most {
				break
			}
			continue
		}
		if judge(s) {
			out = append(out, s)
		}
	}
	return out
}
