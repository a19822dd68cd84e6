package level

import (
	"strconv"
	"strings"
	"time"
)

// Length writes how long agreed time is: in hours, however many, since a day of support has
// no fixed number of them, to the second where that is not a whole minute.
func Length(d time.Duration) string {
	if d < 0 {
		return "-" + Length(-d)
	}
	var parts []string
	add := func(n time.Duration, unit string) {
		if n > 0 {
			parts = append(parts, strconv.FormatInt(int64(n), 10)+" "+unit)
		}
	}
	add(d/time.Hour, "h")
	add(d%time.Hour/time.Minute, "min")
	add(d%time.Minute/time.Second, "s")
	if parts == nil {
		return "0 min"
	}
	return strings.Join(parts, " ")
}

// Summary says a level in a line: 99.603 % of 210 h, 50 min of 1 h 3 min taken, 13 min left.
func (l Level) Summary() string {
	if !l.Known() {
		return l.Words()
	}
	text := Length(l.Down()) + " of the " + Length(l.Allowed) + " allowed taken"
	if share := l.AvailabilityWords(); share != "" {
		if len(l.Unknown) > 0 {
			share = "at most " + share
		}
		text = share + " of " + Length(l.Past) + ", " + text
	}
	if l.Planned > 0 && l.Unplanned > 0 {
		text += " (" + Length(l.Planned) + " of it planned)"
	}
	if l.Ahead > 0 {
		text += ", " + Length(l.Ahead) + " planned"
	}
	if unknown := l.UnknownWords(); unknown != "" {
		text += ", not counting what is not known (" + unknown + ")"
	}
	if l.Left() < 0 {
		return text + ", " + Length(-l.Left()) + " too much"
	}
	return text + ", " + Length(l.Left()) + " left"
}
