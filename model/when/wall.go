package when

import (
	"fmt"
	"time"
)

// Clock says what the clocks in a zone did around a time on the wall.
type Clock int

// The three cases.
const (
	Once  Clock = iota // the usual: the wall shows this time once
	Gap                // never: the clocks were put forward over it
	Twice              // the clocks were put back over it
)

// At returns the instant at which the clocks in zone show hour:minute on date
// d, in UTC. A time shown twice is the first of the two (RFC 5545, 3.3.5); for
// one never shown the instant at which the gap ends is returned. minute may be
// larger than 59 and hour larger than 23, they carry over.
//
// time.Date leaves open which of the two it returns; a calendar may not.
func At(d Date, hour, minute int, zone *time.Location) (time.Time, Clock) {
	return resolve(time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC), zone)
}

// OnWall returns what the wall in zone shows at t, written as if it were UTC:
// a value in which wall-clock time may be added up. FromWall turns it back.
func OnWall(t time.Time, zone *time.Location) time.Time {
	l := t.In(orUTC(zone))
	_, offset := l.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// FromWall is At for a wall-clock time written as if it were UTC, to the second.
func FromWall(wall time.Time, zone *time.Location) (time.Time, Clock) {
	return resolve(wall, zone)
}

// resolve tries the offsets in force before, at and after the neighbourhood of
// the wall-clock time, and keeps those that really show it.
func resolve(wall time.Time, zone *time.Location) (time.Time, Clock) {
	zone = orUTC(zone)
	near := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	from, to := near.ZoneBounds()
	_, offset := near.Zone()
	before, after := offset, offset
	if !from.IsZero() {
		_, before = from.Add(-1).Zone()
	}
	if !to.IsZero() {
		_, after = to.Zone()
	}
	var first time.Time
	found := 0
	for i, o := range [3]int{before, offset, after} {
		if i > 0 && o == before || i > 1 && o == offset {
			continue
		}
		at := wall.Add(-time.Duration(o) * time.Second).UTC()
		if _, really := at.In(zone).Zone(); really != o {
			continue
		}
		if found == 0 || at.Before(first) {
			first = at
		}
		found++
	}
	switch found {
	case 0:
		// In a gap. It is at one of the two changes around; the one whose
		// skipped stretch of wall time holds ours.
		if !from.IsZero() && offset > before && !wall.Before(from.UTC().Add(time.Duration(before)*time.Second)) &&
			wall.Before(from.UTC().Add(time.Duration(offset)*time.Second)) {
			return from.UTC(), Gap
		}
		return to.UTC(), Gap
	case 1:
		return first, Once
	default:
		return first, Twice
	}
}

// gapText names the gap that swallowed a time, for the sentence that refuses it.
func gapText(end time.Time, zone *time.Location) string {
	last := OnWall(end.Add(-time.Second), zone).Add(time.Second)
	next := OnWall(end, zone)
	if next.Sub(last) >= 24*time.Hour {
		return fmt.Sprintf("the calendar in %s skips from %s to %s", zone, last.Format("2006-01-02 15:04"), next.Format("2006-01-02 15:04"))
	}
	return fmt.Sprintf("the clocks in %s go from %s to %s on %s", zone, last.Format("15:04"), next.Format("15:04"), last.Format("2 Jan 2006"))
}

// isTwice reports whether the wall in zone shows the time of t twice.
func isTwice(t time.Time, zone *time.Location) bool {
	_, clock := FromWall(OnWall(t, zone), zone)
	return clock == Twice
}

// isSecond reports whether t is the second of two instants at which the wall
// in zone shows the same time, which only an offset can tell from the first.
func isSecond(t time.Time, zone *time.Location) bool {
	first, clock := FromWall(OnWall(t, zone), zone)
	return clock == Twice && first.Before(t)
}
