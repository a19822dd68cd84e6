package process

import (
	"fmt"
	"time"

	"fairway/model/when"
)

// Waiting is what happens to a request for an approval that nobody decides on: after how
// much working time. Zero is never.
type Waiting struct {
	RemindHours   int
	EscalateHours int
	EscalateTo    string // the role that may decide then as well
	ExpireDays    int
	AnyHour       bool // hours of the night and of days off count, too
}

// Waiting are the limits of an approval: its own, else those of the policy.
func (b *Rules) Waiting(a *Approval) Waiting {
	own := func(own, policy int) int {
		if own == 0 {
			own = policy
		}
		return max(own, 0)
	}
	w := Waiting{RemindHours: own(a.RemindHours, b.Policy.RemindHours), EscalateTo: a.EscalateTo, ExpireDays: own(a.ExpireDays, b.Policy.ExpireDays), AnyHour: a.AnyHour}
	if a.EscalateTo != "" {
		w.EscalateHours = own(a.EscalateHours, b.Policy.EscalateHours)
	}
	return w
}

// After is the instant at which so many hours of working time have passed since another:
// those between the beginning and the end of the working days of the policy, where its
// zone is. Without such hours a working day is a whole day. The zero time where there is
// no working day.
func (p Policy) After(hours int, since time.Time, work when.Workdays) time.Time {
	left := time.Duration(hours) * time.Hour
	zone := p.Location()
	d := when.DateOf(since, zone)
	for range 3660 {
		if work.Works(d) {
			from, to := p.hours(d, zone)
			if since.After(from) {
				from = since
			}
			if room := to.Sub(from); room >= left && room > 0 {
				return from.Add(left).UTC()
			} else if room > 0 {
				left -= room
			}
		}
		d = d.AddDays(1)
	}
	return time.Time{}
}

// Between is the working time that passes from one instant to another, as After counts it:
// After(n hours) is the first instant to which that much has passed. 0 where the second is
// not later.
func (p Policy) Between(since, until time.Time, work when.Workdays) time.Duration {
	zone := p.Location()
	var sum time.Duration
	for d := when.DateOf(since, zone); until.After(d.Start(zone)); d = d.AddDays(1) {
		if !work.Works(d) {
			continue
		}
		from, to := p.hours(d, zone)
		if since.After(from) {
			from = since
		}
		if until.Before(to) {
			to = until
		}
		if to.After(from) {
			sum += to.Sub(from)
		}
	}
	return sum
}

// EndBefore is the end of the working day that lies so many working days, at least one,
// before a day; false where there is none.
func (p Policy) EndBefore(days int, d when.Date, work when.Workdays) (time.Time, bool) {
	zone := p.Location()
	for range 3660 {
		if d = d.AddDays(-1); !work.Works(d) {
			continue
		}
		if days--; days <= 0 {
			_, to := p.hours(d, zone)
			return to.UTC(), true
		}
	}
	return time.Time{}, false
}

// hours are from when until when work is done on a day.
func (p Policy) hours(d when.Date, zone *time.Location) (from, to time.Time) {
	from, to = d.Start(zone), d.AddDays(1).Start(zone)
	if at, err := time.Parse("15:04", p.WorkStart); err == nil {
		from = time.Date(d.Year, d.Month, d.Day, at.Hour(), at.Minute(), 0, 0, zone)
	}
	if at, err := time.Parse("15:04", p.WorkEnd); err == nil {
		to = time.Date(d.Year, d.Month, d.Day, at.Hour(), at.Minute(), 0, 0, zone)
	}
	return from, to
}

// waitingWords say what happens to a request that nobody decides on.
func (b *Rules) waitingWords(a *Approval) []string {
	var out []string
	w := b.Waiting(a)
	unit := "working hour"
	if w.AnyHour {
		unit = "hour"
	}
	if w.RemindHours > 0 {
		out = append(out, fmt.Sprintf("whoever is asked is reminded after %s", count(w.RemindHours, unit)))
	}
	if w.EscalateHours > 0 {
		out = append(out, fmt.Sprintf("after %s %s may decide as well", count(w.EscalateHours, unit), b.RoleTitle(w.EscalateTo)))
	}
	if w.ExpireDays > 0 {
		out = append(out, fmt.Sprintf("the request ends after %s without a decision", count(w.ExpireDays, "working day")))
	}
	return out
}

// waiting looks over what happens to a request that nobody decides on.
func (l *linter) waiting(at place, a *Approval) {
	for _, n := range []struct {
		key string
		is  int
	}{{"remind_hours", a.RemindHours}, {"escalate_hours", a.EscalateHours}, {"expire_days", a.ExpireDays}} {
		if n.is < -1 || n.is > hoursMost {
			l.say(at.on(n.key), "%s is %d; it must be from 1 to %d, 0 for what the policy says, or -1 for never", n.key, n.is, hoursMost)
		}
	}
	_, known := l.rules.Role(a.EscalateTo)
	switch w := l.rules.Waiting(a); {
	case a.EscalateTo != "" && !known:
		l.say(at.on("escalate_to"), "escalate_to: there is no role %q", a.EscalateTo)
	case a.EscalateTo == "" && a.EscalateHours > 0:
		l.say(at.on("escalate_hours"), "escalate_hours is %d, and no escalate_to says which role may decide then", a.EscalateHours)
	case w.RemindHours > 0 && w.EscalateHours > 0 && w.EscalateHours <= w.RemindHours:
		l.say(at.on("escalate_to"), "it is escalated after %d hours, and those who are asked are reminded after %d only", w.EscalateHours, w.RemindHours)
	}
}
