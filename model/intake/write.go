package intake

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"fairway/model/glyph"
	"fairway/model/when"
)

// Entry is an event to write. Start and End mean what they mean in a Row.
type Entry struct {
	UID         string // required; the same on every writing of the same record
	Summary     string // required
	Description string
	Location    string
	URL         string
	Status      string // tentative, confirmed or cancelled; empty says nothing
	Categories  []string
	Start, End  when.Moment
	Rule        string // as in a Row
	Except      []time.Time
	// Zone is the IANA zone in which days and a recurrence are meant; empty is
	// UTC. Single events to the minute are written in UTC whatever it says.
	Zone     string
	Sequence int // the record's revision: clients take a higher one for newer (3.8.7.4)
}

// WriteICS writes a calendar as RFC 5545 asks for it: CR LF, lines folded at 75
// bytes, texts escaped, a DTSTAMP (stamp) and a UID in every event, and a
// VTIMEZONE for each zone that a recurring event names. Events are written in
// the order given; the same entries and stamp give the same bytes. OpenICS reads
// them without a warning.
func WriteICS(w io.Writer, entries []Entry, stamp time.Time) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Fairway//Release Calendar//EN")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	zones := map[string]bool{}
	var events []*ics.VEvent
	for i, e := range entries {
		zone, err := e.check()
		if err != nil {
			return fmt.Errorf("write the calendar: event %d (%s): %w", i+1, clip(e.Summary, 40), err)
		}
		if e.Rule != "" && e.Start.Precision != when.Day && zone != time.UTC && !zones[zone.String()] {
			zones[zone.String()] = true
			cal.Components = append(cal.Components, timezoneOf(zone, earliest(entries), stamp))
		}
		events = append(events, e.event(zone, stamp))
	}
	for _, e := range events {
		cal.AddVEvent(e)
	}
	if err := cal.SerializeTo(w, ics.WithNewLineWindows); err != nil {
		return fmt.Errorf("write the calendar: %w", err)
	}
	return nil
}

func (e *Entry) check() (*time.Location, error) {
	switch {
	case strings.TrimSpace(e.UID) == "":
		return nil, errors.New("it has no UID; give it the record's id and the name of the host")
	case e.Start.IsZero():
		return nil, errors.New("it has no start; leave it out of the calendar")
	case e.Start.At.Year() < when.FirstYear || e.Start.At.Year() > when.LastYear:
		return nil, fmt.Errorf("its start is outside the years %d to %d; correct it", when.FirstYear, when.LastYear)
	}
	if e.Rule != "" {
		if err := checkRule(e.Rule); err != nil {
			return nil, fmt.Errorf("%s is no recurrence rule: %w; correct it", clip(e.Rule, 60), err)
		}
	}
	if e.Zone == "" {
		return time.UTC, nil
	}
	return when.Zone(e.Zone)
}

func (e *Entry) event(zone *time.Location, stamp time.Time) *ics.VEvent {
	ev := ics.NewEvent(writable(e.UID))
	ev.SetProperty(ics.ComponentPropertyDtstamp, utcText(stamp))
	e.times(ev, zone)
	if e.Rule != "" {
		ev.AddProperty(ics.ComponentPropertyRrule, e.Rule)
	}
	for _, t := range e.Except {
		if e.Rule == "" {
			break
		}
		text, params := timeText(when.Moment{At: t, Precision: e.Start.Precision}, zone, true)
		ev.AddProperty(ics.ComponentPropertyExdate, text, params...)
	}
	if e.Sequence > 0 {
		ev.SetProperty(ics.ComponentPropertySequence, fmt.Sprint(e.Sequence))
	}
	for _, p := range []struct {
		name ics.ComponentProperty
		text string
	}{
		{ics.ComponentPropertySummary, strings.Join(strings.Fields(e.Summary), " ")},
		{ics.ComponentPropertyDescription, e.Description},
		{ics.ComponentPropertyLocation, strings.Join(strings.Fields(e.Location), " ")},
		{ics.ComponentPropertyUrl, strings.Join(strings.Fields(e.URL), "%20")},
		{ics.ComponentPropertyStatus, strings.ToUpper(e.Status)},
	} {
		if text := writable(p.text); text != "" {
			ev.SetProperty(p.name, text)
		}
	}
	// One property for each: the library escapes the commas of a list.
	for _, c := range e.Categories {
		if c = writable(c); c != "" {
			ev.AddProperty(ics.ComponentPropertyCategories, c)
		}
	}
	return ev
}

// times writes DTSTART and, where there is a stretch to tell of, DTEND, which is
// the first day or instant after (RFC 5545, 3.6.1).
func (e *Entry) times(ev *ics.VEvent, zone *time.Location) {
	start, params := timeText(e.Start, zone, e.Rule != "")
	ev.AddProperty(ics.ComponentPropertyDtStart, start, params...)
	end := e.End
	if end.IsZero() {
		end = e.Start
	}
	if e.Start.Precision == when.Day {
		// DTEND must be of the same type: of an end to the minute its day counts.
		last := end.On(zone)
		if first := e.Start.On(zone); last.Before(first) {
			last = first
		}
		text, params := timeText(when.OnDay(last.AddDays(1), zone), zone, e.Rule != "")
		ev.AddProperty(ics.ComponentPropertyDtEnd, text, params...)
		return
	}
	if end.Precision == when.Day {
		end = when.OnClock(end.Span(zone).End, zone)
	}
	if end.At.After(e.Start.At) {
		text, params := timeText(end, zone, e.Rule != "")
		ev.AddProperty(ics.ComponentPropertyDtEnd, text, params...)
	}
}

// timeText writes a moment: a date, UTC, or for what recurs the wall's time with
// its zone, because a rule follows the wall through daylight saving.
func timeText(m when.Moment, zone *time.Location, recurs bool) (string, []ics.PropertyParameter) {
	switch {
	case m.Precision == when.Day:
		d := m.On(zone)
		return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day), []ics.PropertyParameter{ics.WithValue("DATE")}
	case recurs && zone != time.UTC:
		return when.OnWall(m.At, zone).Format("20060102T150405"), []ics.PropertyParameter{ics.WithTZID(zone.String())}
	}
	return utcText(m.At), nil
}

func utcText(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// writable makes a text fit for a content line: LF as the only line break, no
// other control characters, which RFC 5545 (3.1) has no way to write, and UTF-8.
// What shows nothing or turns the text about is marked by U+FFFD: a reader of
// the calendar would not see it.
func writable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(glyph.Mark(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)))
}

func earliest(entries []Entry) time.Time {
	var first time.Time
	for _, e := range entries {
		if first.IsZero() || e.Start.At.Before(first) {
			first = e.Start.At
		}
	}
	return first
}

// yearsOfZone is how far ahead a zone's changes are written out.
const yearsOfZone = 10

// timezoneOf describes a zone by listing its changes, one observance each (RFC
// 5545, 3.6.5): from the one in force at first up to ten years after stamp.
// Rules for ever would be shorter, but the zone database does not give any.
func timezoneOf(zone *time.Location, first, stamp time.Time) *ics.VTimezone {
	tz := ics.NewTimezone(zone.String())
	last := stamp.AddDate(yearsOfZone, 0, 0)
	if first.After(last) {
		last = first.AddDate(1, 0, 0)
	}
	for t := first; ; {
		local := t.In(zone)
		start, _ := local.ZoneBounds()
		_, offset := local.Zone()
		from := offset
		onset := time.Date(when.FirstYear, 1, 1, 0, 0, 0, 0, time.UTC)
		if !start.IsZero() {
			_, from = start.Add(-time.Second).In(zone).Zone()
			// The onset is written as the wall showed it before the change.
			onset = start.UTC().Add(time.Duration(from) * time.Second)
		}
		base := ics.ComponentBase{}
		base.AddProperty(ics.ComponentPropertyDtStart, onset.Format("20060102T150405"))
		base.AddProperty("TZOFFSETFROM", offsetText(from))
		base.AddProperty("TZOFFSETTO", offsetText(offset))
		if name, _ := local.Zone(); name != "" {
			base.AddProperty("TZNAME", name)
		}
		if local.IsDST() {
			tz.Components = append(tz.Components, &ics.Daylight{ComponentBase: base})
		} else {
			tz.Components = append(tz.Components, &ics.Standard{ComponentBase: base})
		}
		next, ok := when.NextChange(t, zone)
		if !ok || next.After(last) {
			return tz
		}
		t = next
	}
}

// offsetText writes an offset from UTC, in seconds, as +0130 (RFC 5545, 3.3.14).
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf("%02d", s)
	}
	return text
}
