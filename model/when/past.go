package when

import (
	"fmt"
	"strings"
	"time"
)

// ParsePast reads a moment that has begun as a person types it (Parse): of a weekday the
// last one is meant, "mon 09:00" on a Monday at eight is that of a week ago. One that lies
// ahead is an error: nobody knows how things will stand.
func ParsePast(text string, now time.Time, zone *time.Location) (Moment, error) {
	m, err := Parse(text, now, zone)
	if err != nil || !m.Span(zone).Start.After(now) {
		return m, err
	}
	if last, err := Parse("last "+strings.TrimSpace(text), now, zone); err == nil && !last.Span(zone).Start.After(now) {
		return last, nil
	}
	return Moment{}, fmt.Errorf("%s lies ahead: give a time that has passed", strings.TrimSpace(text))
}
