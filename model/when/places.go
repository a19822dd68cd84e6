package when

import (
	"sync/atomic"
	"time"
)

// places are the zones in which a file meant whole days before it kept which.
var places atomic.Pointer[[]*time.Location]

// MeantIn says in which zones whole days were meant of which only the first
// instant was kept: those that a file knew when it began to keep zones, the
// organisation's first. A program works with one file at a time.
func MeantIn(zones []*time.Location) { places.Store(&zones) }

// midnightOf is the date that begins at an instant in one of those zones.
func midnightOf(t time.Time) (Date, bool) {
	d, zone := midnightIn(t)
	return d, zone != nil
}

// midnightIn is midnightOf with the zone; nil where it is no midnight in any.
func midnightIn(t time.Time) (Date, *time.Location) {
	list := places.Load()
	if list == nil {
		return Date{}, nil
	}
	for _, zone := range *list {
		if d := DateOf(t, zone); d.Start(zone).Equal(t) {
			return d, zone
		}
	}
	return Date{}, nil
}
