package calendar

import (
	"testing"
	"time"

	"fairway/model/when"
)

func TestWhatIsSkippedWholeNeverHappens(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 12, day, 22, 0, 0, 0, time.UTC) }
	first := when.Span{Start: at(1), End: at(1).Add(time.Hour)}
	for name, c := range map[string]struct {
		rule    string
		skipped []int
		extra   bool
		want    bool
	}{
		"once":                         {want: true},
		"once, skipped":                {skipped: []int{1}},
		"once, skipped, another added": {skipped: []int{1}, extra: true, want: true},
		"weekly, its first skipped":    {rule: "FREQ=WEEKLY", skipped: []int{1}, want: true},
		"two, one skipped":             {rule: "FREQ=WEEKLY;COUNT=2", skipped: []int{1}, want: true},
		"two, both skipped":            {rule: "FREQ=WEEKLY;COUNT=2", skipped: []int{8, 1}},
		"until, all skipped":           {rule: "FREQ=WEEKLY;UNTIL=20261216T000000Z", skipped: []int{1, 8, 15}},
		"until, the last stays":        {rule: "FREQ=WEEKLY;UNTIL=20261216T000000Z", skipped: []int{1, 8}, want: true},
	} {
		w := Window{Span: first, Rule: c.rule}
		for _, day := range c.skipped {
			w.Except = append(w.Except, at(day))
		}
		if c.extra {
			w.Extra = []when.Span{{Start: at(20), End: at(20).Add(time.Hour)}}
		}
		if got := Happens(w); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
