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
	return StageDeadline(c, c.Under(r).Policy, s, r.Since)
}

// StageDeadline is until when something has to be through a stage that it came into.
func StageDeadline(c *model.Case, policy process.Policy, s *process.Stage, since time.Time) time.Time {
	if s == nil || s.WorkLimit <= 0 {
		return time.Time{}
	}
	return Within(c, policy, s.WorkLimit, since)
}

// Within is the end of so many working days after something, with the holidays of
// the calendar. The case has to hold them.
func Within(c *model.Case, policy process.Policy, days int, since time.Time) time.Time {
	work := policy.Week()
	work.Holidays = Holidays(c, policy, when.Span{Start: since, End: since.AddDate(0, 0, 31+7*days)})
	return policy.Within(days, since, work)
}

// Holidays are the days off for everybody within a stretch of time.
func Holidays(c *model.Case, policy process.Policy, in when.Span) map[when.Date]bool {
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
