package calendar

import (
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// carried is an entry that was chosen in one view and is to be in the next: what the keys
// move, open and edit doesn't change because it is looked at otherwise.
type carried struct {
	id    model.ID
	start time.Time
	day   when.Date // the day chosen with it: on another, something else is looked at
}

// show turns to a view, taking along what is chosen, and its day. The month has no entry
// chosen, and hands on what came to it as long as the day is the same.
func (c *Calendar) show(m mode) {
	if e, ok := c.chosen(); ok {
		span := spanOf(*e, c.env.Zone)
		if !span.Overlaps(c.day.Span(c.env.Zone)) {
			c.choose(when.DateOf(span.Start, c.env.Zone))
		}
		c.carried = carried{e.ID, e.Start.At, c.day}
	}
	c.shown, c.large = m, false
}

// wanted is what was carried here and has to be chosen once the entries are there.
func (c *Calendar) wanted() (carried, bool) {
	w := c.carried
	c.carried = carried{}
	return w, w.id != "" && w.day == c.day
}

// is reports whether an entry is the one carried: of a window that recurs the same
// occurrence.
func (w carried) is(e *store.Entry) bool {
	return e.ID == w.id && (!isWindow(e) || e.Start.At.Equal(w.start))
}
