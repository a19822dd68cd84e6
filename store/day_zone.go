package store

import (
	"strings"

	"fairway/model/when"
)

// Lists read dates from columns, which hold the first instant of a whole day and
// its date. When it is over only its zone can say, which stands in the body: of
// the few rows with whole days it is looked up there.

// dayZones are the zones in which the slot of the row r is meant, "start end",
// where days says that there are whole days in it; NULL for other rows.
func dayZones(r, days string) string {
	zone := func(slots ...string) string {
		for i, slot := range slots {
			slots[i] = "d.body ->> '$." + slot + ".zone'"
		}
		return "coalesce(" + strings.Join(slots, ", ") + ", '')"
	}
	return "iif(" + days + ", (SELECT " + zone("window.start", "slot.start", "at", "due") + " || ' ' || " + zone("window.end", "slot.end", "until") +
		" FROM version d WHERE d.n = " + r + ".n), NULL)"
}

// daysIn puts what dayZones reads into a slot: the zones of its whole days. It is
// read behind them.
type daysIn struct{ start, end *when.Moment }

// Scan takes the value of a column.
func (in *daysIn) Scan(value any) error {
	text, _ := value.(string)
	start, end, _ := strings.Cut(text, " ")
	for _, one := range []struct {
		m    *when.Moment
		zone string
	}{{in.start, start}, {in.end, end}} {
		if one.m.Precision == when.Day {
			one.m.Zone = one.zone
		}
	}
	return nil
}

// dayZone is the zone of the last day of what dayZones reads, else of the first.
type dayZone string

// Scan takes the value of a column.
func (z *dayZone) Scan(value any) error {
	text, _ := value.(string)
	start, end, _ := strings.Cut(text, " ")
	if *z = dayZone(end); end == "" {
		*z = dayZone(start)
	}
	return nil
}
