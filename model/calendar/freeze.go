package calendar

import (
	"fmt"
	"time"

	"fairway/model/when"
)

// FrozenDay is a day of a month view on which something is frozen.
type FrozenDay struct {
	Date    when.Date
	Hard    bool     // at least one of the freezes is hard
	Whole   bool     // together they cover the day from its first to its last instant
	Windows []string // ids of the freezes, sorted
}

// FrozenDays returns the days, in zone, which a freeze in windows touches within
// in, in order; windows of another class are passed over. To shade the calendar
// of one service, pass only the windows that concern it: scope is not looked at
// here, nor are exceptions, which are for one release only.
//
// The error joins nothing and hides nothing: it is the first window that could
// not be read, named by id, and the days of the others are returned with it.
func FrozenDays(windows []Window, in when.Span, zone *time.Location) ([]FrozenDay, error) {
	type day struct {
		FrozenDay
		spans []when.Span
	}
	days := map[when.Date]*day{}
	var bad error
	for i := range windows {
		w := &windows[i]
		if w.Class != Freeze {
			continue
		}
		spans, err := Occurrences(*w, in)
		if err != nil && bad == nil {
			bad = fmt.Errorf("window %s: %w", w.ID, err)
		}
		for _, o := range spans {
			o = o.Intersect(in)
			for d := when.DateOf(o.Start, zone); d.Start(zone).Before(o.End); d = d.AddDays(1) {
				f := days[d]
				if f == nil {
					f = &day{FrozenDay: FrozenDay{Date: d}}
					days[d] = f
				}
				f.Hard = f.Hard || w.Hard
				f.Windows = append(f.Windows, w.ID)
				f.spans = append(f.spans, o)
			}
		}
	}
	list := make([]FrozenDay, 0, len(days))
	for d := range sortedDates(days) {
		f := days[d]
		f.Windows = unique(f.Windows)
		f.Whole = covered(d.Span(zone), f.spans)
		list = append(list, f.FrozenDay)
	}
	return list, bad
}
