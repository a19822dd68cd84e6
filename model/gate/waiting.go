package gate

import (
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Waits is when something happens to a request that nobody decides on: those who are
// asked are reminded, the role above may decide as well, the request ends. The zero time
// is never, and of what has happened already.
type Waits struct {
	Remind, Escalate, Expire time.Time
	process.Waiting
}

// WaitsOf are those of a request, by the rules that it is under. The case has to hold the
// holidays of the calendar.
func WaitsOf(c *model.Case, a *model.Approval) Waits {
	of := c.SubjectOf(a.ID)
	def := of.Approval(c, a.Purpose)
	if def == nil || of.Ended() || a.State() != model.ApprovalPending {
		return Waits{}
	}
	rules := of.Rules(c)
	w := Waits{Waiting: rules.Waiting(def)}
	hours := func(n int) time.Time {
		switch {
		case n <= 0:
			return time.Time{}
		case w.AnyHour:
			return a.At.Add(time.Duration(n) * time.Hour)
		}
		work := rules.Policy.Week()
		work.Holidays = holidays(c, rules.Policy, when.Span{Start: a.At.AddDate(0, 0, -1), End: a.At.AddDate(0, 0, 31+n)})
		return rules.Policy.After(n, a.At, work)
	}
	if a.Reminded == nil {
		w.Remind = hours(w.RemindHours)
	}
	if a.Escalated == nil {
		w.Escalate = hours(w.EscalateHours)
	}
	if w.ExpireDays > 0 {
		w.Expire = Within(c, rules.Policy, w.ExpireDays, a.At)
	}
	return w
}

// First is the next of them; the zero time where nothing is to come.
func (w Waits) First() time.Time {
	var first time.Time
	for _, t := range []time.Time{w.Remind, w.Escalate, w.Expire} {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}
