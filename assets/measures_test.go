package assets

import (
	"testing"

	"fairway/model/metric"
	"fairway/model/process"
)

// TestEveryMeasureIsLaidDown: what the program computes the default rules define, and rules
// from before are read with these definitions, but without their targets.
func TestEveryMeasureIsLaidDown(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for id := range metric.Units() {
		m, ok := rules.Measure(id)
		if !ok || len(m.Edges) == 0 {
			t.Errorf("%s is not laid down with its edge cases", id)
		}
		own := process.Measure{ID: id, Title: "Ours", Target: m.Target}
		laid, err := Measures([]process.Measure{own})
		if err != nil || len(laid) != len(rules.Measures) {
			t.Fatalf("%d measures, %v", len(laid), err)
		}
		for _, m := range laid {
			if m.ID == id && m.Title != "Ours" || m.ID != id && (m.What == "" || m.Target != nil || m.Services != nil) {
				t.Errorf("%+v", m)
			}
		}
	}
}
