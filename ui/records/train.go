package records

import (
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/ui/screen"
)

// departuresShown is how many departures to come a train's page names.
const departuresShown = 6

// askDepartures loads what the departures of a train are worked out from.
func askDepartures(q screen.Query, id model.ID) (*model.Case, error) {
	return q.Case(gate.TrainNeeds(id))
}

// departures writes when a train departs next, until when RFCs come on board, and which
// release each departure is.
func (f *writer) departures(c *model.Case, t *model.Train) {
	f.heading("Departures to come")
	stops, err := gate.Timetable(c, t, departuresShown)
	switch {
	case err != nil:
		f.add(line{flat: true, text: err.Error(), style: f.env.Theme.Warn})
	case t.Ended != nil && len(stops) == 0:
		f.add(line{flat: true, text: "None: it goes no more.", style: f.env.Theme.Faint})
		return
	case len(stops) == 0:
		f.add(line{flat: true, text: "None by its rule.", style: f.env.Theme.Faint})
	}
	for _, s := range stops {
		f.put(0, date(f.env, s.Slot.Start), "cut-off for RFCs "+date(f.env, s.Cutoff)+passed(c, s))
		if r := model.Get[*model.Release](c, s.Release); r != nil {
			f.add(line{indent: 2, label: "release", lead: string(r.ID), text: strings.TrimPrefix(strings.TrimPrefix(s.Words(c, f.env.Zone), string(r.ID)), ", "), style: f.env.Theme.Text, to: target{id: r.ID}})
		} else {
			f.put(2, "release", "none yet")
		}
	}
	for _, s := range t.Skipped {
		if s.Start.At.After(c.Now) {
			f.put(0, date(f.env, s.Start), "skipped: "+s.Reason)
		}
	}
}

// passed says that a cut-off is over.
func passed(c *model.Case, s gate.Stop) string {
	if c.Now.Before(s.Cutoff.At) {
		return ""
	}
	return ", over"
}
