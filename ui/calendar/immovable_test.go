package calendar

import (
	"testing"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// A day of the month of which no release can be moved says whether that is for none or for
// several.
func TestWhyADayMovesNothing(t *testing.T) {
	c := New(screentest.New(0).Env(theme.Options{Choice: theme.Bare}))
	c.shown = byMonth
	c.day = when.Date{Year: 2026, Month: 11, Day: 25}
	release := func(id model.ID) store.Entry {
		return store.Entry{ID: id, Kind: "release", Start: minuteAt(2026, 11, 25, 12, 0), Card: &store.Card{ID: id}}
	}
	for _, x := range []struct {
		on   *day
		want string
	}{
		{nil, "no release lies on this day"},
		{&day{entries: []store.Entry{{ID: "MIL-1", Kind: "milestone"}}}, "no release lies on this day"},
		{&day{entries: []store.Entry{release("REL-1")}}, ""},
		{&day{entries: []store.Entry{release("REL-1"), {ID: "MIL-1", Kind: "milestone"}, release("REL-2")}}, "2 releases lie on this day; w, g or T chooses one"},
	} {
		c.days = map[when.Date]*day{c.day: x.on}
		if got := c.immovable(); got != x.want {
			t.Errorf("%v: %q, not %q", x.on, got, x.want)
		}
	}
}
