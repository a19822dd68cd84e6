package records

import (
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/ui/screen"
)

// askDepartures loads what the departures of a train are worked out from, and what they
// may collide with.
func askDepartures(q screen.Query, t *model.Train) (*model.Case, error) {
	return q.Case(gate.TimetableNeeds(t))
}

// departures writes when a train departs next, until when RFCs come on board, which
// release each departure is, and what it collides with.
func (f *writer) departures(c *model.Case, t *model.Train) {
	f.heading("Departures to come")
	stops, err := gate.Timetable(c, t, gate.StopsAhead)
	switch {
	case err != nil:
		f.add(line{flat: true, text: err.Error(), style: f.env.Theme.Warn})
	case t.Ended != nil && len(stops) == 0:
		f.add(line{flat: true, text: "None: it goes no more.", style: f.env.Theme.Faint})
		return
	case len(stops) == 0:
		f.add(line{flat: true, text: "None by its rule.", style: f.env.Theme.Faint})
	}
	for _, s := range gate.Collide(c, t, stops) {
		f.put(0, date(f.env, s.Slot.Start), "cut-off for RFCs "+date(f.env, s.Cutoff)+passed(c, s))
		if r := model.Get[*model.Release](c, s.Release); r != nil {
			f.add(line{indent: 2, label: "release", lead: string(r.ID), text: strings.TrimPrefix(strings.TrimPrefix(s.Words(c, f.env.Zone), string(r.ID)), ", "), style: f.env.Theme.Text, to: target{id: r.ID}})
		} else {
			f.put(2, "release", "none yet")
		}
		for _, found := range s.Conflicts {
			f.collision(found)
		}
	}
	for _, s := range t.Skipped {
		if s.Start.At.After(c.Now) {
			f.put(0, date(f.env, s.Start), "skipped: "+s.Reason)
		}
	}
}

// collision writes one thing that a departure collides with, and how badly.
func (f *writer) collision(c gate.Conflict) {
	style := f.env.Theme.Warn
	switch {
	case !c.Open():
		style = f.env.Theme.Note
	case c.Hard:
		style = f.env.Theme.Bad
	}
	f.add(line{indent: 2, label: "collides", lead: f.env.Theme.Glyph.Conflict, text: c.Reason().Text, style: style})
}

// passed says that a cut-off is over.
func passed(c *model.Case, s gate.Stop) string {
	if c.Now.Before(s.Cutoff.At) {
		return ""
	}
	return ", over"
}
