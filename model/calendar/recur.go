package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"fairway/model/when"
)

const (
	// maxOccurrences is how many spans Occurrences returns at most; more is an
	// error, for a list cut short would read as days without a freeze.
	maxOccurrences = 10_000

	// maxLength is the longest that one occurrence of a recurring window lasts.
	maxLength = 366 * 24 * time.Hour

	// lastYear is the last in which a rule is followed (see shift).
	lastYear = 2399
)

// shift moves years 1600–2399 onto 9200–9999. The Gregorian calendar repeats
// after 400 years to the day of the week, so a rule gives the same days there;
// and the library, which searches on to the year 9999 for a rule that matches
// no day (30 February), has at most a few centuries to go instead of eighty.
const shift = 7600

// Occurrences returns the occurrences of a window that overlap in, earliest
// first, in UTC. Errors are those of Validate about Zone, Span and Rule, and more
// than 10,000 occurrences within in. Rules are followed to the end of 2399.
//
// The rule repeats what the clock on the wall shows in the window's zone: weekly
// from 22:00 to 02:00 stays so across daylight saving, and the night the clocks
// change lasts an hour less or more, unless the window says how long it lasts.
// Where a start or end falls into the hour
// that the clocks skip, it is the end of that hour; an occurrence of which
// nothing is left is dropped, as RFC 5545, 3.3.10 wants it. A time that is shown
// twice is the first of the two (3.3.5). The first occurrence is Span as it
// stands, whether or not the rule would give it, and counts in COUNT. Of those
// that begin together there is one, the longest.
func Occurrences(w Window, in when.Span) ([]when.Span, error) {
	return repeatsOf(&w).within(in)
}

// series is a window made ready to be repeated.
type series struct {
	window *Window
	zone   *time.Location
	rule   *rule // nil for a window that occurs once

	start  time.Time     // the wall clock at the start of the first occurrence, written as UTC
	length time.Duration // of an occurrence on the wall
	beyond time.Time     // starts from here on are past UNTIL; zero: no end
	except map[int64]bool
}

func newSeries(w *Window) (*series, error) {
	s := &series{window: w, zone: time.UTC}
	if w.Zone != "" {
		zone, err := when.Zone(w.Zone)
		if err != nil {
			return nil, fmt.Errorf("zone: %w", err)
		}
		s.zone = zone
	}
	if err := checkSpan(w, s.zone); err != nil {
		return nil, err
	}
	if w.Rule == "" {
		return s, nil
	}
	r, err := parseRule(w.Rule)
	if err != nil {
		return nil, fmt.Errorf("rule: %w", err)
	}
	if w.Span.Length() > maxLength {
		return nil, fmt.Errorf("end: one occurrence lasts %s; a window that repeats may last 366 days", when.FormatDuration(w.Span.Length()))
	}
	s.rule = r
	s.start = wallOf(w.Span.Start, s.zone)
	s.length = wallOf(w.Span.End, s.zone).Sub(s.start)
	switch {
	case w.Lasts > 0:
		s.length = w.Lasts
	case s.length <= 0:
		// From the first 02:45 to the second 02:15: the wall goes backwards.
		s.length = w.Span.Length()
	}
	if r.until != nil {
		s.beyond = r.until(s.zone)
	}
	if len(w.Except) > 0 {
		s.except = make(map[int64]bool, len(w.Except))
		for _, t := range w.Except {
			s.except[t.Unix()] = true
		}
	}
	return s, nil
}

// wallOf is the wall clock, but 00:00 for the first instant of a day: a whole
// day that begins at 01:00 because the clocks skipped midnight stays a whole day.
func wallOf(t time.Time, zone *time.Location) time.Time {
	d := when.DateOf(t, zone)
	if d.Start(zone).Equal(t) {
		return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	}
	return when.OnWall(t, zone).Truncate(time.Second)
}

// within returns the occurrences that overlap in, the extra ones among them.
func (s *series) within(in when.Span) ([]when.Span, error) {
	found, err := s.repeated(in)
	own := len(found)
	for _, e := range s.window.Extra {
		if e.Overlaps(in) {
			found = append(found, e)
		}
	}
	if err != nil || len(found) == own {
		return found, err
	}
	slices.SortStableFunc(found, func(a, b when.Span) int { return cmp.Or(a.Start.Compare(b.Start), b.End.Compare(a.End)) })
	return slices.CompactFunc(found, func(a, b when.Span) bool { return a.Start.Equal(b.Start) }), nil
}

// repeated returns the occurrences that the rule gives and that overlap in.
func (s *series) repeated(in when.Span) ([]when.Span, error) {
	var found []when.Span
	first := s.window.Span
	if first.Overlaps(in) && !s.excepted(first.Start) {
		found = append(found, first)
	}
	if s.rule == nil {
		return found, nil
	}
	// A day to each side covers every offset between wall and UTC, and gaps.
	from := when.OnWall(in.Start, s.zone).Add(-s.length - 48*time.Hour)
	to := when.OnWall(in.End, s.zone).Add(48 * time.Hour)
	for wall := range s.walls(from, to) {
		start, _ := when.FromWall(wall, s.zone)
		if !s.beyond.IsZero() && !start.Before(s.beyond) {
			break
		}
		end := start.Add(s.window.Lasts)
		if s.window.Lasts == 0 {
			end, _ = when.FromWall(wall.Add(s.length), s.zone)
		}
		o := when.Span{Start: start, End: end}
		if !start.Before(end) || !o.Overlaps(in) || !start.After(first.Start) || s.excepted(start) {
			continue
		}
		if n := len(found); n > 0 && found[n-1].Start.Equal(start) {
			// Two starts in the hour that the clocks skip: they are one now.
			found[n-1].End = end
			continue
		}
		if len(found) == maxOccurrences {
			return nil, fmt.Errorf("rule: more than %d occurrences; ask for a shorter period", maxOccurrences)
		}
		found = append(found, o)
	}
	return found, nil
}

func (s *series) excepted(start time.Time) bool {
	if s.except == nil {
		for _, t := range s.window.Except {
			if t.Equal(start) {
				return true
			}
		}
		return false
	}
	return s.except[start.Unix()]
}

// walls yields the starts that the rule gives in [from, to), as wall-clock time
// written as UTC, in order. Repeating in UTC keeps daylight saving out of the
// library's arithmetic, which does not always return to the same clock time.
func (s *series) walls(from, to time.Time) func(yield func(time.Time) bool) {
	return func(yield func(time.Time) bool) {
		if to.Year() > lastYear {
			to = time.Date(lastYear+1, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		if s.start.Year() > lastYear {
			return
		}
		o := s.option()
		o.Dtstart = s.nearer(from).AddDate(shift, 0, 0)
		if o.Count > 0 && !s.startFits() {
			// The first occurrence counts although the rule does not give it.
			if o.Count--; o.Count == 0 {
				return
			}
		}
		r, err := rrule.NewRRule(o)
		if err != nil {
			return // parseRule lets through only what the library takes
		}
		next := r.Iterator()
		for {
			t, ok := next()
			if !ok {
				return
			}
			t = t.AddDate(-shift, 0, 0)
			if !t.Before(to) {
				return
			}
			if !t.Before(from) && !yield(t) {
				return
			}
		}
	}
}

// option is the rule as the library takes it, from the first occurrence on.
func (s *series) option() rrule.ROption {
	o := s.rule.option
	o.Dtstart = s.start.AddDate(shift, 0, 0)
	// Else the library stops 290 years after the start.
	o.Until = time.Date(lastYear+shift, 12, 31, 23, 59, 59, 0, time.UTC)
	if len(o.Byweekno) > 0 && len(o.Byweekday) == 0 {
		// What a rule leaves open comes from the start (RFC 5545, 3.3.10); the
		// library would take all seven days of the week.
		o.Byweekday = []rrule.Weekday{weekdays[strings.ToUpper(s.start.Weekday().String()[:2])]}
	}
	return o
}

// nearer moves the start of a rule towards the time asked for, by whole intervals: a
// freeze that began ten years ago need not be counted up from there on every key. With
// COUNT every occurrence matters.
func (s *series) nearer(from time.Time) time.Time {
	if s.rule.option.Count > 0 || !s.start.Before(from) {
		return s.start
	}
	every := max(1, s.rule.option.Interval)
	switch s.rule.option.Freq {
	case rrule.DAILY:
		return s.nearerByDays(from, every)
	case rrule.WEEKLY:
		return s.nearerByDays(from, 7*every)
	}
	// Whole months or years, to a month that has the day: what a rule leaves open it
	// takes from there.
	unit := 12
	if s.rule.option.Freq == rrule.MONTHLY {
		unit = 1
	}
	unit *= every
	gone := 12*(from.Year()-s.start.Year()) + int(from.Month()) - int(s.start.Month()) - 1
	for months := gone / unit * unit; months > 0; months -= unit {
		if at := s.start.AddDate(0, months, 0); at.Day() == s.start.Day() {
			return at
		}
	}
	return s.start
}

func (s *series) nearerByDays(from time.Time, days int) time.Time {
	gone := int(from.Sub(s.start)/(24*time.Hour)) - days
	if gone <= 0 {
		return s.start
	}
	return s.start.AddDate(0, 0, gone/days*days)
}

// startFits reports whether the rule gives the first occurrence itself.
func (s *series) startFits() bool {
	o := s.option()
	o.Count = 0
	r, err := rrule.NewRRule(o)
	if err != nil {
		return false
	}
	first, ok := r.Iterator()()
	return ok && first.Equal(o.Dtstart)
}

// second returns the start of the first occurrence after Span that the rule
// gives, regardless of UNTIL and COUNT.
func (s *series) second() (time.Time, bool) {
	o := s.option()
	o.Count = 0
	r, err := rrule.NewRRule(o)
	if err != nil {
		return time.Time{}, false
	}
	next := r.Iterator()
	for {
		t, ok := next()
		if !ok {
			return time.Time{}, false
		}
		if t.After(o.Dtstart) {
			at, _ := when.FromWall(t.AddDate(-shift, 0, 0), s.zone)
			return at, true
		}
	}
}
