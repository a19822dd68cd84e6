package records

import (
	"fmt"
	"testing"

	"fairway/ui/screen/screentest"
)

func TestEveryKindIsExactAtAnySize(t *testing.T) {
	d := sit(t, screentest.Demo(t), "cora", 80, 20)
	for _, size := range [][2]int{{1, 1}, {7, 2}, {20, 5}, {60, 12}, {80, 20}, {109, 30}, {110, 30}, {120, 36}, {200, 46}, {300, 400}} {
		d.w, d.h = size[0], size[1]
		for range kinds {
			d.press("]")
			d.picture()
			d.press("end")
			d.picture()
			d.press("home", "pgdown")
			d.picture()
		}
	}
	if len(d.failed) > 0 {
		t.Error(d.failed)
	}
}

func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
		d := sit(t, screentest.Demo(t), "cora", size[0], size[1])
		golden := func(name string) {
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]+4), d.picture())
		}
		golden("changes")
		d.kind("People")
		golden("people")
		d.kind("Log")
		golden("log")
	}
}

// kind turns to a kind of record.
func (d *desk) kind(many string) *desk {
	d.t.Helper()
	r := d.screen.(*Records)
	for range kinds {
		if r.sheet().many == many {
			return d
		}
		d.press("]")
	}
	d.t.Fatalf("there is no kind %s", many)
	return d
}
