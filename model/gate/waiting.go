package gate

import (
	"time"

	"fairway/model"
	"fairway/model/decision"
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

// Limits are when something happens to a request that was asked for at a time and is not
// decided on, whatever of it has happened already. Days off are those of everybody from a
// day before it was asked for on; see DaysOff.
func Limits(rules *model.Rules, def *process.Approval, asked time.Time, off map[when.Date]bool) Waits {
	w := Waits{Waiting: rules.Waiting(def)}
	work := rules.Policy.Week()
	work.Holidays = off
	hours := func(n int) time.Time {
		switch {
		case n <= 0:
			return time.Time{}
		case w.AnyHour:
			return asked.Add(time.Duration(n) * time.Hour)
		}
		return rules.Policy.After(n, asked, work)
	}
	w.Remind, w.Escalate = hours(w.RemindHours), hours(w.EscalateHours)
	if w.ExpireDays > 0 {
		w.Expire = rules.Policy.Within(w.ExpireDays, asked, work)
	}
	return w
}

// Waited is how much time has passed from when a request was asked for until something
// came of it, as Limits counts it: working time, or all of it where the hours of the night
// and of days off count too. Days off are as those of Limits.
func Waited(rules *model.Rules, def *process.Approval, asked, until time.Time, off map[when.Date]bool) time.Duration {
	if def != nil && rules.Waiting(def).AnyHour {
		return max(until.Sub(asked), 0)
	}
	work := rules.Policy.Week()
	work.Holidays = off
	return rules.Policy.Between(asked, until, work)
}

// DaysOff are those of everybody that Limits asks for, of requests that were asked for
// within a stretch of time. The case has to hold the holidays of the calendar.
func DaysOff(c *model.Case, policy process.Policy, w process.Waiting, from, to time.Time) map[when.Date]bool {
	return Holidays(c, policy, when.Span{Start: from.AddDate(0, 0, -1), End: to.AddDate(0, 0, 31+max(w.RemindHours, w.EscalateHours, 7*w.ExpireDays))})
}

// Due is by when a request has to be decided: then the role above may decide as well, else
// it ends. The zero time where neither happens.
func (w Waits) Due() time.Time {
	if w.Escalate.IsZero() {
		return w.Expire
	}
	return w.Escalate
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
	w := Limits(rules, def, a.At, DaysOff(c, rules.Policy, rules.Waiting(def), a.At, a.At))
	replaced := decision.Replaced(c, decision.Approval(c, a)) != "" // it waits for nobody, and ends at its time
	if a.Reminded != nil || replaced {
		w.Remind = time.Time{}
	}
	if a.Escalated != nil || replaced {
		w.Escalate = time.Time{}
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
