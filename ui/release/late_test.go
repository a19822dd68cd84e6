package release

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestTheHeadSaysHowLateItIs: whatever section is shown, of papers that are overdue as of
// a start that has passed, in words as well as in red; nothing before that.
func TestTheHeadSaysHowLateItIs(t *testing.T) {
	db := screentest.Demo(t)
	list, err := db.List(t.Context(), store.ListQuery{Kind: model.KindRelease, State: "open", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	owed := false
	for _, one := range list {
		f, err := db.Record(t.Context(), one.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		r := f.Record.(*model.Release)
		if r.StageDue.IsZero() {
			continue
		}
		owed = true
		for _, at := range []struct {
			now  time.Time
			late string
		}{{r.StageDue.Add(-time.Minute), ""}, {r.StageDue.Add(2 * time.Hour), "! 2 h late"}, {r.StageDue.Add(75 * time.Hour), "! 3 d late"}} {
			d := sit(t, db, "cora", one.ID, 100, 30)
			d.now = at.now
			d.do(d.page.Load())
			head, _, _ := strings.Cut(d.picture(), "\n")
			if strings.Contains(head, "late") != (at.late != "") || !strings.Contains(head, at.late) {
				t.Errorf("%s, due %s, at %s:\n%s", one.ID, r.StageDue, at.now, head)
			}
			if at.late != "" && !strings.Contains(d.goTo("History").picture(), at.late) {
				t.Errorf("its history does not say that it is late:\n%s", d.picture())
			}
		}
	}
	if !owed {
		t.Fatal("no release of the sample owes papers")
	}
	d := sit(t, db, "cora", "REL-40", 100, 30)
	if head, _, _ := strings.Cut(d.picture(), "\n"); !strings.Contains(head, "d late") {
		t.Errorf("its start has passed:\n%s", head)
	}
}
