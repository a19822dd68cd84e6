package handbook

import (
	"testing"

	"fairway/assets"
)

// TestDifferences: rules differ in nothing from themselves, and one way back of two
// that lead to the same stage is missed.
func TestDifferences(t *testing.T) {
	is, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	was, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	if found := Differences(&was.Rules, &is.Rules); len(found) > 0 {
		t.Errorf("rules differ from themselves: %+v", found)
	}
	moves := &is.Processes[0].Moves
	for i, m := range *moves {
		if m.Kind == "reject" {
			*moves = append((*moves)[:i:i], (*moves)[i+1:]...)
			break
		}
	}
	found := Differences(&was.Rules, &is.Rules)
	if len(found) != 1 || found[0].What != "way back to Planning" || found[0].Was != "rework; reject" || found[0].Is != "rework" {
		t.Errorf("a way back is gone: %+v", found)
	}
}
