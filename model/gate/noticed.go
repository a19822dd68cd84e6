package gate

import (
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Notices are what was told of the dates of a release, and what had to be.
type Notices struct {
	Start time.Time     // as planned; zero without a plan
	Need  time.Duration // how long before that a notice has to be out, by the risk
	// First is the first notice of these dates, and Sent from when it counts; Last is the
	// last of any dates. Nil where there is none.
	First, Last *model.Notice
	Sent        time.Time
}

// Noticed says what was told of the dates that a release has, as the gate goes by it. The
// first notice of these dates counts: a reminder shortly before the start does not undo it.
func Noticed(policy process.Policy, r *model.Release, notices []*model.Notice, zone *time.Location, now time.Time) Notices {
	band := ""
	if r.Risk != nil {
		band = r.Risk.Band
	}
	out := Notices{Need: policy.Notice(band)}
	if !r.Window.IsZero() {
		out.Start = r.Window.Span(zone).Start
	}
	for _, n := range notices {
		if n.Release != r.ID {
			continue
		}
		out.Last = n
		if at := sent(n, now); announces(n, r, zone) && (out.First == nil || at.Before(out.Sent)) {
			out.First, out.Sent = n, at
		}
	}
	return out
}

// announces reports whether a notice is of the dates that a release has: these, or longer
// ones around them. Who was told of a whole night was told of two hours of it.
func announces(n *model.Notice, r *model.Release, zone *time.Location) bool {
	return n.Slot.Same(r.Window) || !n.Slot.IsZero() && !r.Window.IsZero() && n.Slot.Span(zone).Contains(r.Window.Span(zone))
}

// sent is when a notice went out. One that was recorded with a clock that stood
// before what was in the log counts from that: a clock that is behind tells
// nobody in time. What the log has of a time to come says nothing.
func sent(n *model.Notice, now time.Time) time.Time {
	if n.After.After(n.Sent) && !n.After.After(now) {
		return n.After
	}
	return n.Counts()
}

// AsksForNotice reports whether a process asks for a notice some time ahead, and by what
// a waiver of that is known.
func AsksForNotice(p *process.Process) (check string, asks bool) {
	for _, s := range p.Stages {
		for _, k := range s.Checks {
			if k.Name == NoticeSent {
				return k.ID(), true
			}
		}
	}
	return "", false
}
