package when

import (
	"strconv"
	"time"
)

// Style says how a date is written out; each person chooses their own.
type Style string

// The styles, with a Minute moment as the example. Parse reads all of them,
// Short only within half a year of now, since it leaves out the year.
const (
	ISO    Style = "iso"    // 2026-11-26 22:00
	Short  Style = "short"  // Thu 26 Nov 22:00
	Long   Style = "long"   // Thu 26 Nov 2026 22:00
	Plain  Style = "plain"  // 26 Nov 2026 22:00
	Dotted Style = "dotted" // 26.11.2026 22:00
)

func (s Style) layout() string {
	switch s {
	case Short:
		return "Mon 2 Jan"
	case Long:
		return "Mon 2 Jan 2006"
	case Plain:
		return "2 Jan 2006"
	case Dotted:
		return "02.01.2006"
	default:
		return "2006-01-02"
	}
}

// Format writes the date in a style; an unknown style is ISO.
func (d Date) Format(style Style) string { return d.noon().Format(style.layout()) }

// Format writes a moment as the wall in zone shows it. A day is its date, in any
// zone, and never shows a clock time; it names the zone in which it was meant where
// that day is another stretch of time than the same date in zone. The second of two
// equal times at the end of daylight saving carries its offset (02:30+01:00), without
// which it would read back as the first. No moment is the empty text; an unknown
// style is ISO.
func Format(m Moment, zone *time.Location, style Style) string {
	return format(m, zone, style) + named(m.dayOf(zone, zone))
}

func format(m Moment, zone *time.Location, style Style) string {
	switch {
	case m.IsZero():
		return ""
	case m.Precision == Day:
		return m.On(zone).Format(style)
	}
	return m.On(zone).Format(style) + " " + clock(m.At, zone)
}

// named follows a date with the zone of its day.
func named(zone string) string {
	if zone == "" {
		return ""
	}
	return " " + zone
}

// dayOf is the name of the zone in which a whole day is meant, where it is another
// stretch of time than the same date for somebody whose days are those of another
// zone; "" where it isn't, and for clock times. other is where it was meant where
// that was not kept.
func (m Moment) dayOf(other, days *time.Location) string {
	if m.Precision != Day || m.IsZero() || days == nil {
		return ""
	}
	own := m.In(other)
	if own == days || own == nil || m.Span(own) == m.On(other).Span(days) {
		return ""
	}
	return zoneName(own)
}

// FormatSlot writes what lies from one moment to another, naming once what both
// share: whole days by their dates, in any zone ("Thu 26 Nov – Sat 28 Nov", the
// last day included), and by the zone in which they were meant where Format does;
// clock times as the wall in zone shows them. Without an end it is the start.
func FormatSlot(start, end Moment, zone *time.Location, style Style) string {
	return FormatSlotFor(start, end, zone, zone, style)
}

// FormatSlotFor is FormatSlot for whom days are those of another zone than the one
// whose wall shows clock times.
func FormatSlotFor(start, end Moment, zone, days *time.Location, style Style) string {
	from, to := start.dayOf(zone, days), end.dayOf(zone, days)
	if !start.IsZero() && !end.IsZero() {
		style = style.apart(start.On(zone), end.On(zone))
	}
	switch {
	case end.IsZero() || start.IsZero():
		return format(start, zone, style) + named(from)
	case start.Precision == Minute && end.Precision == Minute:
		return FormatSpan(Span{Start: start.At, End: end.At}, zone, style)
	case start.Precision == Day && end.Precision == Day && start.In(zone) == end.In(zone):
		if from == "" { // the clocks change between them, in one of the zones
			from = to
		}
		if start.On(zone) == end.On(zone) {
			return format(start, zone, style) + named(from)
		}
		return format(start, zone, style) + " – " + format(end, zone, style) + named(from)
	}
	return format(start, zone, style) + named(from) + " – " + format(end, zone, style) + named(to)
}

// apart is a style for two dates: where they lie so far from each other that a day and a
// month could be taken for those of the same year, they have their years.
func (s Style) apart(first, last Date) Style {
	if s == Short && last.Sub(first) > 300 {
		return Long
	}
	return s
}

// FormatInstant writes an instant as the wall in zone shows it. Of a time that the wall
// shows twice both carry their offset, unlike those of Format: where one alone is said,
// nothing else tells which of the two it is. Parse reads it.
func FormatInstant(t time.Time, zone *time.Location, style Style) string {
	layout := "15:04"
	if isTwice(t, zone) {
		layout += "-07:00"
	}
	return DateOf(t, zone).Format(style) + " " + t.In(orUTC(zone)).Format(layout)
}

func clock(t time.Time, zone *time.Location) string {
	layout := "15:04"
	if isSecond(t, zone) {
		layout = "15:04Z07:00"
	}
	return t.In(orUTC(zone)).Format(layout)
}

// FormatSpan writes a span, naming what its ends share once: whole days as
// "Thu 26 Nov" or "Thu 26 Nov – Sat 28 Nov" (the last day is the last one in
// it), others as "Thu 26 Nov 22:00–23:30" or "Thu 26 Nov 22:00 – Fri 27 Nov 02:00".
// Where one of its ends is a time that the wall shows twice, both carry their offset.
func FormatSpan(s Span, zone *time.Location, style Style) string {
	if s.IsZero() {
		return ""
	}
	first, last := DateOf(s.Start, zone), DateOf(s.End, zone)
	style = style.apart(first, last)
	if s.wholeDays(zone) {
		last = last.AddDays(-1)
		if first == last {
			return first.Format(style)
		}
		return first.Format(style) + " – " + last.Format(style)
	}
	begins, ends := clock(s.Start, zone), clock(s.End, zone)
	if isTwice(s.Start, zone) || isTwice(s.End, zone) { // 02:30–03:30 would be taken for an hour, and is two
		begins, ends = s.Start.In(orUTC(zone)).Format("15:04-07:00"), s.End.In(orUTC(zone)).Format("15:04-07:00")
	}
	from := first.Format(style) + " " + begins
	if first == last {
		return from + "–" + ends
	}
	return from + " – " + last.Format(style) + " " + ends
}

// wholeDays reports whether the span is one of whole days in zone.
func (s Span) wholeDays(zone *time.Location) bool {
	first, last := DateOf(s.Start, zone), DateOf(s.End, zone)
	return s.Start.Before(s.End) && s.Start.Equal(first.Start(zone)) && s.End.Equal(last.Start(zone))
}

// TellSpan is FormatSpan with the name of the zone behind clock times.
func TellSpan(s Span, zone *time.Location, style Style) string {
	return TellSpanFor(s, zone, zone, style)
}

// TellSpanFor is TellSpan for whom days are those of another zone: whole days name
// theirs where they are others for them.
func TellSpanFor(s Span, zone, days *time.Location, style Style) string {
	text := FormatSpan(s, zone, style)
	if text != "" && (!s.wholeDays(zone) || FormatSpan(s, days, style) != text) {
		text += " " + orUTC(zone).String()
	}
	return text
}

// Relative says how far a moment is from now, in one unit, cut off: "just now",
// "in 4 min", "3 h ago", "in 2 d". A day is counted in calendar days of zone:
// "today", "in 1 d", "2 d ago". So is everything 48 hours and more away.
func Relative(m Moment, now time.Time, zone *time.Location) string {
	return fromNow(m, now, zone, "just now", "ago")
}

// Late says whether something due at m is late: "3 d late", "40 min late", or
// where it is not yet "in 2 d", "today", "now". A thing due on a day is late
// from the next day on.
func Late(m Moment, now time.Time, zone *time.Location) string {
	return fromNow(m, now, zone, "now", "late")
}

// fromNow says a distance in time with the words for this moment and for one passed.
func fromNow(m Moment, now time.Time, zone *time.Location, present, passed string) string {
	amount, sign := distance(m, now, zone)
	switch {
	case m.IsZero():
		return ""
	case sign == 0 && m.Precision == Day:
		return "today"
	case sign == 0:
		return present
	case sign > 0:
		return "in " + amount
	}
	return amount + " " + passed
}

// distance is from now to m; sign is 0 within the same day or minute.
func distance(m Moment, now time.Time, zone *time.Location) (amount string, sign int) {
	if m.Precision == Day {
		zone = m.In(zone) // it is over where it was meant, whoever asks
	}
	d := m.At.Sub(now)
	sign = 1
	if d < 0 {
		d, sign = -d, -1
	}
	if n := m.On(zone).Sub(DateOf(now, zone)); m.Precision == Day || d >= 48*time.Hour {
		switch {
		case n == 0:
			return "", 0
		case n < 0:
			sign = -1
		default:
			sign = 1
		}
		return strconv.Itoa(abs(n)) + " d", sign
	}
	switch {
	case d < time.Minute:
		return "", 0
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min", sign
	}
	return strconv.Itoa(int(d/time.Hour)) + " h", sign
}
