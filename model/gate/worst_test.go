package gate_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/gate"
)

// Whoever shows some of the conflicts of a release shows the worst: hard ones, soft ones,
// and last those that were accepted, each as the calendar has them.
func TestTheWorstConflictsComeFirst(t *testing.T) {
	f := whole()
	f.r.Deployed, f.r.Env = false, "prod"
	for _, id := range []model.ID{"REL-2", "REL-3"} {
		other := rival("CI-9")
		other.ID, other.Service, other.Env = id, f.r.Service, "prod"
		f.put(other)
	}
	var got []string
	for _, c := range gate.Conflicts(f.shown(), f.r) {
		got = append(got, c.Standing()+" "+c.Key)
	}
	if want := []string{"hard environment-twice:REL-1,REL-2", "hard environment-twice:REL-1,REL-3", "soft same-service:REL-1,REL-2", "soft same-service:REL-1,REL-3"}; !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
