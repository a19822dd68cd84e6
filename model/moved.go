package model

import (
	"fmt"
	"slices"
	"time"

	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// MoveLine is one move of a release with what says what it was: who made it, why, and
// whether somebody had authorised the dates that it left.
type MoveLine struct {
	Move
	ByName      string `json:"by_name,omitempty"`
	ReasonTitle string `json:"reason_title"`
	// Days are those from the start before to the start after, on the calendar of its
	// service; negative where it came forward.
	Days int `json:"days"`
	// After names what had authorised the dates that were left: approvals that a change of
	// them voids, or the baseline. Empty of a move before authorisation.
	After []string `json:"after,omitempty"`
	// Late is what a program asks of After.
	Late bool `json:"after_authorisation"`
	// Undone says that it was taken back, or took back the one before.
	Undone bool `json:"taken_back,omitempty"`
}

// When says whether it was made before or after authorisation, in words.
func (m MoveLine) When() string {
	if m.Late {
		return "after authorisation"
	}
	return "before authorisation"
}

// MoveLines are all moves of a release, the oldest first. Approvals have to be among the
// facts, and whoever moved it where their names are wanted.
func (c *Case) MoveLines(r *Release) []MoveLine {
	zone := c.Zone(r)
	standing := MovesSince(r.Moves, time.Time{})
	out := make([]MoveLine, len(r.Moves))
	for i, m := range r.Moves {
		l := MoveLine{Move: m, ByName: c.PersonName(m.By), ReasonTitle: c.Rules.Policy.ReasonTitle(m.Reason), After: c.authorisedBy(r, m.At)}
		l.Days = when.DaysBetween(m.From.Span(zone).Start, m.To.Span(zone).Start, zone)
		l.Late = len(l.After) > 0
		l.Undone = !slices.ContainsFunc(standing, func(s Move) bool { return s.At.Equal(m.At) && s.To.Same(m.To) })
		out[i] = l
	}
	return out
}

// authorisedBy names what had authorised the dates of a release just before a moment: a
// move voids such approvals in the moment in which it is made.
func (c *Case) authorisedBy(r *Release, at time.Time) []string {
	var out []string
	p, ok := c.Under(r).Process(r.Type)
	for _, a := range All[*Approval](c) {
		if a.Of != r.ID || !ok || !slices.ContainsFunc(p.Stages, func(s process.Stage) bool { return slices.Contains(p.Voids("window", s.ID), a.Purpose) }) {
			continue
		}
		if given := a.Given(); !given.IsZero() && !given.After(at) && (a.Void == nil || !a.Void.At.Before(at)) {
			out = append(out, a.Title)
		}
	}
	if len(out) == 0 && r.Baseline != nil && at.After(r.Baseline.At) {
		out = append(out, "the baseline")
	}
	return out
}

// Given is when the last approver that was needed approved, as it was entered: zero where
// somebody is missing, or has rejected it. Whether it was voided since isn't asked.
func (a *Approval) Given() time.Time {
	standing := *a
	standing.Void = nil
	if standing.State() != ApprovalApproved {
		return time.Time{}
	}
	var last time.Time
	for _, d := range a.Decisions {
		at := d.At
		if !d.Recorded.IsZero() {
			at = d.Recorded
		}
		if d.Approves() && at.After(last) {
			last = at
		}
	}
	return last
}

// Slip is how a release stands to its baseline: by how much later than that it began, or
// is to begin as things are.
type Slip struct {
	// Baseline is the start that was authorised first, Start what it is compared with:
	// that of the first production run, else the planned one, or now where that has passed.
	Baseline when.Moment `json:"baseline"`
	Start    time.Time   `json:"start"`
	// Began says that it has begun: else the days may still change. Waits says that its
	// planned start has passed, and it has not.
	Began bool `json:"began"`
	Waits bool `json:"waits,omitempty"`
	// Days are those on the calendar of its service from the baseline to the start;
	// negative of an early one. Displaced are how many of them releases that were put
	// before it account for: they are no slip.
	Days      int `json:"days"`
	Displaced int `json:"displaced_days,omitempty"`
	// Slipped is whether it counts as slipped by now, Behind whether it does, or will as
	// it is planned: later than promised and tolerated (Promise).
	Slipped bool `json:"slipped"`
	Behind  bool `json:"behind,omitempty"`

	By time.Duration `json:"-"` // from the baseline to the start; whole days where one of them is
}

// SlipOf is how a release stands to its baseline; false of one that can't slip, that was
// cancelled, or that is planned for no date.
func (c *Case) SlipOf(r *Release) (Slip, bool) {
	p, ok := c.promise(r)
	if !ok || r.Cancelled != nil || p.Began.IsZero() && r.Window.IsZero() {
		return Slip{}, false
	}
	planned, policy := r.Window.Start, c.Rules.Policy
	s := Slip{Baseline: p.Start, Start: r.Window.Span(p.Zone).Start, Slipped: p.Slipped(policy, c.Now), Days: p.Days(planned, c.Now)}
	_, s.Behind = p.Behind(planned, policy, c.Now)
	whole := p.Start.Precision == when.Day
	switch {
	case !p.Began.IsZero():
		s.Start, s.Began = p.Began, true
	case r.StartPassed(c.Now, p.Zone):
		s.Start, s.Waits = c.Now, true
	default:
		whole = whole || planned.Precision == when.Day
	}
	from := p.Start.Span(p.Zone).Start
	if s.By = s.Start.Sub(from); whole {
		s.By = time.Duration(s.Days) * 24 * time.Hour
	}
	s.Displaced = max(min(when.DaysBetween(from, from.Add(p.Displaced(policy)), p.Zone), s.Days), 0)
	return s, true
}

// Words say it, and whether it is to be marked: whoever waits, or begins later than
// promised and tolerated, has slipped or will.
func (s Slip) Words() (text string, bad bool) {
	length := func(by time.Duration) string {
		if s.Days > 1 || s.Days < -1 {
			return grammar.Count(max(s.Days, -s.Days), "day")
		}
		return when.FormatDuration(by.Truncate(time.Minute))
	}
	switch {
	case s.Waits && s.By > time.Minute:
		text = "not begun, " + length(s.By) + " past the baseline"
	case s.By > time.Minute:
		text = length(s.By) + " later than the baseline"
	case s.By < -time.Minute:
		return length(-s.By) + " earlier than the baseline", false
	default:
		return "none", false
	}
	switch {
	case s.Displaced > 0 && s.Displaced == s.Days && !s.Behind:
		return text + ", all of it because releases were put before it: no slip", false
	case s.Displaced > 0:
		return text + fmt.Sprintf(", %d of them because releases were put before it", s.Displaced), s.Behind
	case s.Behind:
		return text, true
	}
	return text + ", within the tolerance", false
}
