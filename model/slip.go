package model

import (
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// TypeEmergency is what a process is for that has no schedule to slip from.
const TypeEmergency = process.TypeEmergency

// Due is the last moment at which a planned start is kept: the start itself, or
// the end of its day in a zone.
func Due(start when.Moment, zone *time.Location) time.Time {
	if start.Precision == when.Day {
		return start.Span(zone).End
	}
	return start.At
}

// StartPassed reports whether a release was planned to have begun by now, and has
// not.
func (r *Release) StartPassed(now time.Time, zone *time.Location) bool {
	return !r.Deployed && !r.Ended() && !r.Window.IsZero() && now.After(Due(r.Window.Start, zone))
}

// Promise is a baseline with what became of it: all that says whether a release
// has slipped, wherever that is asked.
type Promise struct {
	Start when.Moment // as first authorised
	Zone  *time.Location
	Moves []Move // since then: see MovesSince
	// Began is the start of the first production run, and Cancelled when the
	// release was; zero where neither happened.
	Began, Cancelled time.Time
}

// Slipped reports whether the promise was not kept: the release started later
// than promised and tolerated, or is awaited for longer than that, or was
// cancelled when it was due. By what others that were put before it put it off in time
// (Displaced), it has not slipped.
func (p Promise) Slipped(policy process.Policy, now time.Time) bool {
	return p.missed(policy, now, p.Displaced(policy))
}

// SlippedNet reports whether it has slipped even where what the customer's moves put it off
// by in time is granted besides.
func (p Promise) SlippedNet(policy process.Policy, now time.Time) bool {
	displaced, customer := p.excused(policy, true, nil)
	return p.Slipped(policy, now) && p.missed(policy, now, displaced+customer)
}

// missed reports whether it was not kept with that much more time.
func (p Promise) missed(policy process.Policy, now time.Time, granted time.Duration) bool {
	due := Due(p.Start, p.Zone).Add(granted)
	switch {
	case !p.Began.IsZero():
		return p.Began.After(due.Add(policy.Slip()))
	case !p.Cancelled.IsZero():
		return !p.Cancelled.Before(due)
	}
	return now.After(due.Add(policy.Slip()))
}

// Behind reports whether the release has slipped, or is planned for so late that it
// will have, and by how many days (Days).
func (p Promise) Behind(planned when.Moment, policy process.Policy, now time.Time) (days int, behind bool) {
	if !p.Slipped(policy, now) && !(p.ahead(planned, now) && Due(planned, p.Zone).After(p.Deadline(policy))) {
		return 0, false
	}
	return p.Days(planned, now), true
}

// ahead reports whether the release is to come, at the planned start.
func (p Promise) ahead(planned when.Moment, now time.Time) bool {
	return p.Began.IsZero() && p.Cancelled.IsZero() && !planned.IsZero() && Due(planned, p.Zone).After(now)
}

// Days are those on the calendar of the service from the promised start to that of the
// first run, to the cancellation, to the planned start, or to now while it is overdue;
// negative of an early one.
func (p Promise) Days(planned when.Moment, now time.Time) int {
	to := when.DateOf(now, p.Zone)
	switch {
	case p.ahead(planned, now):
		to = planned.On(p.Zone)
	case !p.Began.IsZero():
		to = when.DateOf(p.Began, p.Zone)
	case !p.Cancelled.IsZero():
		to = when.DateOf(p.Cancelled, p.Zone)
	}
	return to.Sub(p.Start.On(p.Zone))
}

// Deadline is the last moment at which a start is no slip.
func (p Promise) Deadline(policy process.Policy) time.Time {
	return Due(p.Start, p.Zone).Add(p.Displaced(policy) + policy.Slip())
}

// Displaced is by how much other releases that were put before it put it off, in time.
func (p Promise) Displaced(policy process.Policy) time.Duration {
	displaced, _ := p.excused(policy, false, nil)
	return displaced
}

// Displacing are the moves that Displaced is of.
func (p Promise) Displacing(policy process.Policy) []Move {
	var out []Move
	p.excused(policy, false, func(m Move) { out = append(out, m) })
	return out
}

// excused is what the start was put off by for others that were put before it and, of net,
// by the customer. A move excuses only where it was made while the promise could still be
// kept, with what was granted until then and is tolerated: what had slipped stays so, however
// it is planned anew. Which is told the moves that count.
func (p Promise) excused(policy process.Policy, net bool, which func(Move)) (displaced, customer time.Duration) {
	var others, theirs time.Duration
	for _, m := range p.Moves {
		reason, _ := policy.Reason(m.Reason)
		if !reason.Displaced && !(net && m.Customer) {
			continue
		}
		if m.At.After(Due(p.Start, p.Zone).Add(displaced + customer + policy.Slip())) {
			continue
		}
		if reason.Displaced {
			others += m.Delay()
		} else {
			theirs += m.Delay()
		}
		displaced, customer = max(others, 0), max(theirs, 0)
		if which != nil {
			which(m)
		}
	}
	return displaced, customer
}

// Delay is by how much a move puts the start off.
func (m Move) Delay() time.Duration { return m.To.Start.At.Sub(m.From.Start.At) }

// MovesSince are the moves after the baseline was frozen, without those that
// were taken back. Asked of its own answer it changes nothing.
func MovesSince(moves []Move, frozen time.Time) []Move {
	var out []Move
	for _, m := range moves {
		if !m.At.After(frozen) {
			continue
		}
		if n := len(out); m.Reason == "undo" && n > 0 && out[n-1].From.Same(m.To) {
			out = out[:n-1]
			continue
		}
		out = append(out, m)
	}
	return out
}

// promise is the baseline of a release with what became of it; false of one that can't
// slip: without a baseline, of an emergency, which has no schedule, and of one that was
// deployed without a run, of which it can't be told.
func (c *Case) promise(r *Release) (Promise, bool) {
	if r.Baseline == nil || r.Baseline.Slot.IsZero() || r.Follows(TypeEmergency) {
		return Promise{}, false
	}
	p := Promise{Start: r.Baseline.Slot.Start, Zone: c.Zone(r), Moves: MovesSince(r.Moves, r.Baseline.At)}
	for _, run := range c.Runs(r.ID) {
		if p.Began.IsZero() || run.Started.Before(p.Began) {
			p.Began = run.Started
		}
	}
	if r.Cancelled != nil {
		p.Cancelled = r.Cancelled.At
	}
	if p.Began.IsZero() && p.Cancelled.IsZero() && (r.Deployed || r.Ended()) {
		return Promise{}, false
	}
	return p, true
}

// Slipped reports whether a release has slipped, by the policy in force.
func (c *Case) Slipped(r *Release) bool {
	p, ok := c.promise(r)
	return ok && p.Slipped(c.Rules.Policy, c.Now)
}
