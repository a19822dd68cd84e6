package calendar

import (
	"testing"
	"time"

	"fairway/model/when"
)

// After its end a window has no occurrence, and shortly before it has its last one.
func TestAWindowThatEndsHasNoOccurrenceAfterwards(t *testing.T) {
	night := when.Span{Start: time.Date(2020, 10, 1, 20, 0, 0, 0, time.UTC), End: time.Date(2020, 10, 2, 2, 0, 0, 0, time.UTC)}
	day := when.Span{Start: time.Date(2020, 10, 1, 22, 0, 0, 0, time.UTC), End: time.Date(2020, 10, 2, 22, 0, 0, 0, time.UTC)}
	for name, c := range map[string]struct {
		w    Window
		ends bool
	}{
		"nightly, until":         {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=DAILY;UNTIL=20201025T000000Z"}, true},
		"with a length":          {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=DAILY;UNTIL=20201025T000000Z", Lasts: 40 * time.Hour}, true},
		"whole days, until":      {Window{Span: day, Days: true, Zone: "Europe/Berlin", Rule: "FREQ=WEEKLY;UNTIL=20201101"}, true},
		"far from Greenwich":     {Window{Span: night, Zone: "Pacific/Kiritimati", Rule: "FREQ=WEEKLY;UNTIL=20210101T120000Z"}, true},
		"with an extra date":     {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=DAILY;UNTIL=20201025T000000Z", Extra: []when.Span{{Start: night.Start.AddDate(1, 0, 0), End: night.End.AddDate(1, 0, 0)}}}, true},
		"until before the first": {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=DAILY;UNTIL=20200901T000000Z"}, true},
		"goes on":                {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=WEEKLY"}, false},
		"counts":                 {Window{Span: night, Zone: "Europe/Berlin", Rule: "FREQ=WEEKLY;COUNT=3"}, false},
		"once":                   {Window{Span: night}, false},
		"a rule nobody can read": {Window{Span: night, Rule: "FREQ=SOMETIMES"}, false},
	} {
		end, ends := Ends(c.w)
		if ends != c.ends {
			t.Errorf("%s: %v", name, ends)
		}
		if !ends {
			continue
		}
		if after, err := Occurrences(c.w, when.Span{Start: end, End: end.AddDate(3, 0, 0)}); err != nil || len(after) > 0 {
			t.Errorf("%s: after %s there are %v, %v", name, end, after, err)
		}
		if before, err := Occurrences(c.w, when.Span{Start: end.AddDate(0, 0, -14), End: end}); err != nil || len(before) == 0 {
			t.Errorf("%s: %s is far too late: %v", name, end, err)
		}
	}
}
