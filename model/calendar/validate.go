package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
)

// Validate reports the first thing wrong with a window, as one sentence that
// begins with the field (class, scope, start, end, zone, rule, exception) and
// says what would mend it. A window that passes never makes Occurrences fail,
// except for asking for too many at once.
func Validate(w Window) error {
	switch w.Class {
	case Freeze, Maintenance, Holiday, Event, Absence, OnCall:
	default:
		return fmt.Errorf("class: %q is not freeze, maintenance, holiday, event, absence or on-call; choose one of them", w.Class)
	}
	if w.Hard && w.Class != Freeze {
		return fmt.Errorf("hard: only a freeze is hard or soft; clear it for a %s", w.Class)
	}
	if err := checkScope(&w); err != nil {
		return err
	}
	if w.Rule != "" && w.Zone == "" {
		return errors.New("zone: none given; name the zone whose clock the rule repeats, such as Europe/Berlin")
	}
	s, err := newSeries(&w)
	if err != nil {
		return err
	}
	if err := checkRepeats(s); err != nil {
		return err
	}
	for _, e := range w.Extra {
		own := w
		own.Span = e
		if err := checkSpan(&own, s.zone); err != nil {
			return fmt.Errorf("extra date: %w", err)
		}
		if e.Length() > maxLength {
			return fmt.Errorf("extra date: it lasts %s; one occurrence may last 366 days", when.FormatDuration(e.Length()))
		}
	}
	for _, e := range w.Exceptions {
		if w.Class != Freeze {
			return fmt.Errorf("exception: a %s needs none; only a freeze is lifted for a release", w.Class)
		}
		if e.Release == "" {
			return errors.New("exception: names no release; say for which release the freeze is lifted")
		}
		if !e.Span.IsZero() && !e.Span.Start.Before(e.Span.End) {
			return fmt.Errorf("exception: the time for %s ends before it starts; swap the two", e.Release)
		}
	}
	return nil
}

func checkScope(w *Window) error {
	named := len(w.Services) + len(w.Items) + len(w.Sites) + len(w.Customers)
	for _, list := range [][]string{w.Services, w.Items, w.Sites, w.Customers, w.Environments, w.People} {
		for _, id := range list {
			if strings.TrimSpace(id) == "" {
				return errors.New("scope: a service, item or person without a name; remove the empty entry")
			}
		}
	}
	switch people := w.Class == Absence || w.Class == OnCall; {
	case people && len(w.People) == 0:
		return fmt.Errorf("people: the %s is of nobody; name them", w.Class)
	case !people && len(w.People) > 0:
		return fmt.Errorf("people: a %s is of no people; leave them out", w.Class)
	case w.Class == Absence && (named > 0 || w.Everything || len(w.Environments) > 0):
		return errors.New("scope: an absence is of people, whatever they work on; leave the rest out")
	case w.Class == Absence:
		return nil
	case w.Everything && named > 0:
		return errors.New("scope: everything, and services or items besides; keep one of the two")
	case !w.Everything && named == 0 && w.Class != Holiday:
		return fmt.Errorf("scope: the %s applies to nothing; name services or items, or choose everything", w.Class)
	}
	return nil
}

// checkSpan checks the first occurrence.
func checkSpan(w *Window, zone *time.Location) error {
	show := func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan 2006 15:04") }
	switch s := w.Span; {
	case s.Start.IsZero():
		return errors.New("start: none given; say when the window first begins")
	case s.End.IsZero():
		return errors.New("end: none given; say when the window first ends")
	case !s.Start.Before(s.End):
		return fmt.Errorf("end: %s is not after the start, %s; set a later end", show(s.End), show(s.Start))
	case s.Start.UTC().Year() < when.FirstYear-1 || s.End.UTC().Year() > when.LastYear+1:
		return fmt.Errorf("start: %s to %s is outside the years %d to %d; correct the year", show(s.Start), show(s.End), when.FirstYear, when.LastYear)
	}
	return nil
}

// checkRepeats refuses rules that would surprise: ones that end before they
// begin, never come again, or don't give the first occurrence (what happens
// then is undefined in RFC 5545, 3.8.5.3).
func checkRepeats(s *series) error {
	if s.rule == nil {
		return nil
	}
	first := s.window.Span.Start
	show := func(t time.Time) string { return t.In(s.zone).Format("Mon 2 Jan 2006 15:04") }
	if !s.beyond.IsZero() && !first.Before(s.beyond) {
		return fmt.Errorf("rule: UNTIL is before the start, %s; set a later UNTIL or leave it out", show(first))
	}
	second, again := s.second()
	if !s.startFits() {
		if !again {
			return fmt.Errorf("rule: it gives no day at all; correct it, %s", ruleExample)
		}
		return fmt.Errorf("rule: it does not give the start, %s; start on %s or correct the rule", show(first), show(second))
	}
	if !again {
		return errors.New("rule: it gives no day after the first; correct it, or leave it out for a window that occurs once")
	}
	return nil
}
