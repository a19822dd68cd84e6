package when

import "time"

// Shift moves a date by days on the calendar, at which the wall shows what it showed
// before, and by a length of time that passes. Of a whole day only the days count. zone
// is that of a moment which doesn't say its own.
func (m Moment) Shift(days int, by time.Duration, zone *time.Location) Moment {
	if m.IsZero() {
		return m
	}
	if own := m.In(zone); own != nil {
		zone = own
	}
	if m.Precision == Day {
		return OnDay(m.On(zone).AddDays(days), zone)
	}
	at := m.At
	if days != 0 {
		wall := OnWall(at, zone).AddDate(0, 0, days)
		at, _ = FromWall(wall, zone)
	}
	return OnClock(at.Add(by), zone)
}
