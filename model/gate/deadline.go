package gate

import (
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/process"
	"fairway/model/when"
)

// Deadline is until when a release has to be through the stage that it is in, where
// the rules give that so many working days: those of the policy, without holidays
// of the calendar. The zero time where they don't. The case has to hold the calendar.
func Deadline(c *model.Case, p *process.Process, r *model.Release) time.Time {
	s, _ := p.Stage(r.Stage)
	if s == nil || s.WorkLimit <= 0 {
		return time.Time{}
	}
	policy := c.Under(r).Policy
	work := policy.Week()
	work.Holidays = holidays(c, policy, when.Span{Start: r.Since, End: r.Since.AddDate(0, 0, 31+7*s.WorkLimit)})
	return policy.Within(s.WorkLimit, r.Since, work)
}

// holidays are the days off for everybody within a stretch of time.
func holidays(c *model.Case, policy process.Policy, in when.Span) map[when.Date]bool {
	out := map[when.Date]bool{}
	zone := policy.Location()
	for _, w := range model.All[*model.Window](c) {
		if w.Class != model.WindowHoliday || !w.Everything || w.Withdrawn != "" {
			continue
		}
		spans, err := calendar.Occurrences(Window(w, zone), in)
		if err != nil {
			continue // a rule that can't be read has no days
		}
		for _, span := range spans {
			for at := span.Start; at.Before(span.End); at = at.Add(24 * time.Hour) {
				out[when.DateOf(at.In(w.Location(zone)), w.Location(zone))] = true
			}
		}
	}
	return out
}
