package gate

import (
	"fairway/model"
	"fairway/model/when"
)

// clocksChecked is open where new rules of a zone moved the planned dates, until
// somebody who may move them has looked: what was meant is the same time on the
// wall, and everything that lies beside it may not be.
func clocksChecked(f facts) answer {
	m := f.r.ZoneMove
	if m == nil || f.r.Deployed {
		return skip("no clocks changed under its dates")
	}
	zone, err := when.Zone(m.Zone)
	if err != nil {
		zone = f.Zone(f.r)
	}
	what := "the clocks of " + m.Zone + " were changed: its dates lay at " + when.FormatSpan(m.From, zone, when.Long) + " by them, and stand at " + f.r.Window.Format(zone, when.Long)
	if m.Seen != "" {
		return met("%s; %s looked at it", what, f.PersonName(m.Seen))
	}
	return open("%s", what).by(model.ByTask("check-dates", f.r.ID).For("look at it, and say so"), model.ByTask("reschedule", f.r.ID).For("or move them"))
}
