package gate

import (
	"sort"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// ReminderAt is when whoever something waits for is reminded of it, by the policy in
// force: so many working hours before its deadline, but not before it waits; where it has
// none, so many after it began to. The zero time is never, and of what they were reminded
// of already. The case has to hold the holidays of the calendar.
func ReminderAt(c *model.Case, w model.Wait) time.Time {
	policy := c.Rules.Policy
	hours, ok := policy.ReminderHours(w.Purpose)
	if !ok || !w.Reminded.IsZero() || w.Since.IsZero() && w.Due.IsZero() {
		return time.Time{}
	}
	work := policy.Week()
	after := func(n int, since time.Time) time.Time {
		if n == 0 {
			return since
		}
		return policy.After(n, since, work)
	}
	if w.Due.IsZero() {
		work.Holidays = Holidays(c, policy, when.Span{Start: w.Since.AddDate(0, 0, -1), End: w.Since.AddDate(0, 0, 31+hours)})
		return after(hours, w.Since)
	}
	// The last minute from which so many working hours end by the deadline.
	first := w.Due.AddDate(0, 0, -31-hours)
	work.Holidays = Holidays(c, policy, when.Span{Start: first, End: w.Due.AddDate(0, 0, 1)})
	n := int(w.Due.Sub(first) / time.Minute)
	late := sort.Search(n, func(i int) bool {
		at := after(hours, first.Add(time.Duration(i+1)*time.Minute))
		return at.IsZero() || at.After(w.Due)
	})
	at := first.Add(time.Duration(late) * time.Minute)
	if at.Before(w.Since) {
		at = w.Since
	}
	return at.UTC()
}
