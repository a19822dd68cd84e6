package when

import (
	"fmt"
	"time"
)

// Until is the next time after start at which the wall shows a time of day, as
// OnlyClock has it: in the zone that text names, else in the one in which start
// is meant, or by the offset that it was typed with where the clocks there have
// another. Of an hour that comes twice it is whichever comes first after start, of
// one that the clocks skip that night it is an error, as in Parse. start is to the
// minute; typed is the text it was read from, "" where that is not known; other is
// where it was meant where that was not kept.
func Until(start Moment, typed, text string, now time.Time, other *time.Location) (Moment, error) {
	home := start.In(other)
	zone := home
	if own := TypedZone(typed); own != nil && zoneName(own) == "" && offsetAt(own, start.At) != offsetAt(home, start.At) {
		zone = own
	}
	clock, ok := clockOf(text, zone)
	if !ok { // what is wrong with it stands in Parse's words
		return Parse(start.On(zone).String()+" "+text, now, zone)
	}
	// The date that is meant lies beside that of the start: another zone may be a
	// day behind or before.
	for d, left := start.On(clock.zone).AddDays(-1), 4; left > 0; d, left = d.AddDays(1), left-1 {
		for _, at := range clock.on(d) {
			if !at.After(start.At) {
				continue
			}
			if _, how := At(d, clock.hour, clock.minute, clock.zone); how == Gap {
				return Parse(d.String()+" "+text, now, zone)
			}
			if zoneName(clock.zone) != "" {
				home = clock.zone
			}
			return OnClock(at, home), nil
		}
	}
	return Parse(start.On(zone).AddDays(1).String()+" "+text, now, zone)
}

// TypedZone is the zone or offset that a text names beside its time of day; nil
// where it names none.
func TypedZone(text string) *time.Location {
	clock, ok := clockOf(text, nil)
	if !ok {
		return nil
	}
	return clock.zone
}

// clockOf reads the time of day at the end of a text, with the zone behind it.
func clockOf(text string, zone *time.Location) (*typed, bool) {
	p := newTyped(text, time.Time{}, zone)
	if len(p.words) == 0 || p.takeZone() != "" || p.takeClock() != "" || !p.hasClock {
		return nil, false
	}
	return p, true
}

// on are the instants at which the wall shows the time of day on a date: two in
// an hour that comes twice, unless an offset beside the zone picks one of them;
// the end of the gap where the clocks skip it.
func (p *typed) on(d Date) []time.Time {
	first, how := At(d, p.hour, p.minute, p.zone)
	if how != Twice {
		return []time.Time{first}
	}
	if p.picked != "" {
		return []time.Time{p.at(d, first)}
	}
	_, change := first.In(p.zone).ZoneBounds()
	return []time.Time{first, first.Add(offsetAt(p.zone, first) - offsetAt(p.zone, change))}
}

// offsetAt is how far the clocks in zone are before UTC.
func offsetAt(zone *time.Location, t time.Time) time.Duration {
	_, offset := t.In(orUTC(zone)).Zone()
	return time.Duration(offset) * time.Second
}

// at is the one of two equal times on a date that the offset beside the zone says.
func (p *typed) at(d Date, first time.Time) time.Time {
	if p.picked == "" {
		return first
	}
	return Moment{At: first, Wall: fmt.Sprintf("%sT%02d:%02d", d, p.hour, p.minute), Zone: zoneName(p.zone), Offset: p.picked}.Derive().At
}
