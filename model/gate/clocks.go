package gate

import (
	"time"

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
	utc := func(s when.Span) string { return when.FormatSpan(s, time.UTC, when.Long) + " UTC" }
	what := "the clocks of " + m.Zone + " were changed: its dates were " + utc(m.From) + ", and became " + utc(m.To) + ", at the same time on the wall"
	for _, at := range []when.Moment{f.r.Window.Start, f.r.Window.End} {
		if unfit := at.Unfit(when.Zone); unfit != "" {
			what += "; " + unfit
		}
	}
	if m.Seen != "" {
		return met("%s; %s looked at it", what, f.PersonName(m.Seen))
	}
	return open("%s", what).by(model.ByTask("check-dates", f.r.ID).For("look at it, and say so"), moveDates(f.r).For("move them"))
}
