package model

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Two people begin with the same RFC; each keeps what only they changed.
func TestMergeKeepsBoth(t *testing.T) {
	base := Change{ID: "CHG-63", Title: "Pay slips", Category: "enhancement", Type: "normal", State: ChangeSubmitted, Items: []ID{"CI-1", "CI-2"}, Submitted: time.Unix(0, 0).UTC()}
	theirs, mine := base, base
	theirs.Title, theirs.Items = "Pay slips by mail", []ID{"CI-1", "CI-2", "CI-10"}
	mine.Text, mine.Items = "PDF/A", []ID{"CI-2", "CI-3"}
	merged, clashes, err := Merge(&base, &theirs, &mine)
	if err != nil || len(clashes) > 0 {
		t.Fatalf("clashes %v, %v", clashes, err)
	}
	want := base
	want.Title, want.Text, want.Items = "Pay slips by mail", "PDF/A", []ID{"CI-2", "CI-3", "CI-10"}
	if diff := cmp.Diff(&want, merged); diff != "" {
		t.Error(diff)
	}
}

// A field that both changed is a clash with both values, and stays as it is.
func TestMergeNamesClashes(t *testing.T) {
	base := Service{ID: "SVC-1", Handle: "hr", Name: "HR", Hours: "9 to 5", State: "active"}
	theirs, mine := base, base
	theirs.Name, theirs.Hours = "Human Resources", "8 to 6"
	mine.Name, mine.Hours = "HR portal", ""
	merged, clashes, err := Merge(&base, &theirs, &mine)
	if err != nil {
		t.Fatal(err)
	}
	want := []Clash{{"hours", "9 to 5", "8 to 6", ""}, {"name", "HR", "Human Resources", "HR portal"}}
	if diff := cmp.Diff(want, clashes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&theirs, merged); diff != "" {
		t.Error(diff)
	}
	if _, clashes, _ := Merge(&base, &theirs, &theirs); len(clashes) > 0 {
		t.Errorf("the same from both is no clash: %v", clashes)
	}
}

// What one side empties is empty, unless the other wrote something else.
func TestMergeEmpties(t *testing.T) {
	base := Team{ID: "TEAM-1", Handle: "fin", Name: "Finance", Lead: "PER-1", Members: []ID{"PER-1", "PER-2"}}
	theirs, mine := base, base
	mine.Lead, mine.Members = "", nil
	theirs.Members = []ID{"PER-1"}
	merged, clashes, err := Merge(&base, &theirs, &mine)
	if err != nil || len(clashes) > 0 || merged.Lead != "" || len(merged.Members) > 0 {
		t.Errorf("%+v, %v, %v", merged, clashes, err)
	}
}
