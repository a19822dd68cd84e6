package when

import (
	"fmt"
	"strings"
	"time"
)

// Tell says what lies from one moment to another so that nobody can take it for
// something else: weekday, date, times and the zone in which it was meant, as in
// "Sat 13 Feb 2027 20:00–22:00 America/Chicago". Whole days name theirs where they
// are others than the same dates in the zone whose days are meant where none is
// named (days); nil is the one in which it was meant. Without an end it is the start.
// Other is where it was meant where that was not kept.
func Tell(start, end Moment, other, days *time.Location) string {
	zone := start.In(other)
	if start.Precision == Minute || end.Precision == Minute {
		return FormatSlot(start, end, zone, Long) + " " + orUTC(zone).String()
	}
	return FormatSlotFor(start, end, zone, days, Long)
}

// TellTo is Tell for somebody who lives in a zone: where the clocks there show
// another time it is said as well, "… = Sun 14 Feb 02:00 UTC".
func TellTo(start, end Moment, other, home *time.Location) string {
	text := Tell(start, end, other, home)
	if there := Also(start, end, start.In(other), home); there != "" {
		return text + " = " + there
	}
	return text
}

// Elsewhere says what was told in the zone of a reader: "Sun 14 Feb 02:00 UTC". Of
// whole days it is those with their zone, where they are others there and what was
// told names none. It is "" where the clocks there show the same.
func Elsewhere(start, end Moment, other, days, home *time.Location) string {
	if start.Precision == Day && start.dayOf(other, days) == "" && start.dayOf(other, home) != "" {
		return Tell(start, end, other, home)
	}
	return Also(start, end, start.In(other), home)
}

// Also says in another zone what is shown in one, as Elsewhere does.
func Also(start, end Moment, shown, zone *time.Location) string {
	if start.IsZero() || zone == nil || start.Precision == Day {
		return ""
	}
	same := func(m Moment) bool {
		return m.Precision != Minute || OnWall(m.At, orUTC(shown)).Equal(OnWall(m.At, zone))
	}
	if same(start) && same(end) {
		return ""
	}
	style := Short
	if start.On(shown).Year != start.On(zone).Year {
		style = Long
	}
	return FormatSlot(start, end, zone, style) + " " + zone.String()
}

// Twice says that the wall shows a moment's time twice, and which of the two it is
// taken for; "" for a time that it shows once, and for the second, which can only
// be meant.
func (m Moment) Twice() string {
	taken, other := m.FirstTaken()
	if taken == "" {
		return ""
	}
	return taken + "; " + other
}

// FirstTaken is Twice in two: what was done, and what to write for the other.
func (m Moment) FirstTaken() (taken, other string) {
	zone, err := Zone(m.Zone)
	if m.Offset == "" || m.Wall == "" || err != nil || isSecond(m.At, zone) {
		return "", ""
	}
	_, hour, _ := strings.Cut(m.Wall, "T")
	_, end := m.At.In(zone).ZoneBounds()
	return fmt.Sprintf("%s comes twice that night in %s; the first was taken, %s", hour, m.Zone, m.Offset),
		fmt.Sprintf("write %s%s for the second", hour, end.In(zone).Format(offsetLayout))
}

// TextIn is Text for answers that are about a zone: a moment that is meant in
// another one names it, also a whole day: 2026-12-17[Asia/Tokyo].
func (m Moment) TextIn(zone *time.Location) string {
	text := m.Text()
	if m.Zone == "" || m.Zone == zoneName(zone) || strings.HasSuffix(text, "]") {
		return text
	}
	return text + "[" + m.Zone + "]"
}

// OnlyClock reports whether a text as it is typed is a time of day and no date:
// "06:00", "06:00 Europe/Berlin". As an end it counts from its start.
func OnlyClock(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && len(words) < 3 && looksLikeClock(words[0])
}

// Unfit says that the clocks of a moment's zone don't show what was meant, by some
// rules: that its time is skipped, or no longer comes twice; "" where they do.
func (m Moment) Unfit(rules func(name string) (*time.Location, error)) string {
	zone, err := rules(m.Zone)
	wall, err2 := time.Parse(wallLayout, m.Wall)
	if m.Zone == "" || m.Wall == "" || err != nil || err2 != nil {
		return ""
	}
	at, clock := FromWall(wall, zone)
	switch {
	case clock == Gap:
		return fmt.Sprintf("%s is skipped there on %s: it is %s instead", wall.Format("15:04"), wall.Format("2 Jan 2006"), at.In(zone).Format("15:04"))
	case clock == Once && m.Offset != "" && at.In(zone).Format(offsetLayout) != m.Offset:
		return fmt.Sprintf("%s no longer comes twice there on %s: it is %s instead of %s", wall.Format("15:04"), wall.Format("2 Jan 2006"), at.In(zone).Format("15:04"+offsetLayout), m.Offset)
	}
	return ""
}
