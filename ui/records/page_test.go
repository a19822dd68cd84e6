package records

import (
	"fmt"
	"testing"

	"fairway/model"
	"fairway/ui/screen/screentest"
)

func TestPagesOfRecords(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
		d := sit(t, screentest.Demo(t), "cora", size[0], size[1])
		for name, id := range map[string]model.ID{"item": "CI-1", "person": "PER-4", "document": "DOC-1", "approval": "APR-1", "window": "WIN-1"} {
			d.pages = nil
			p := NewPage(d.env, id)
			d.Push(p)
			d.run(p.Load())
			screentest.Golden(t, fmt.Sprintf("page-%s-%dx%d", name, size[0], size[1]+4), d.picture())
		}
		d.pages = nil
		d.kind("Log").press("end", "pgup", "enter")
		screentest.Golden(t, fmt.Sprintf("entry-%dx%d", size[0], size[1]+4), d.picture())
		if len(d.failed) > 0 {
			t.Fatal(d.failed)
		}
	}
}
