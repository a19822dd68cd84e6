package release

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// The dates that a release was planned for stand in a line, with who moved it last, why,
// and whether somebody had authorised what it left; the plan has each move.
func TestTheMoveLine(t *testing.T) {
	db := screentest.Demo(t)
	d := sit(t, db, "cora", "REL-37", 160, 60)
	d.see("slip", "7 days later than the baseline", "once, after authorisation: Wed 2 Dec 21:00 → Wed 9 Dec 21:00", "by Cora Lindqvist: somebody or something was not available")
	d.goTo("Plan").see("from Wed 2 Dec 21:00 – Thu 3 Dec 02:00 to Wed 9 Dec 21:00", "after authorisation (Authorisation 1 (plan)), somebody or something was not available, caused by us")

	ctx := context.Background()
	jonas, err := db.Resolve(ctx, model.KindPerson, "jonas")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day int) when.Moment {
		return when.Moment{At: time.Date(2027, 1, day, 20, 0, 0, 0, time.UTC), Precision: when.Minute}
	}
	if _, err := db.Do(ctx, store.Who{Person: jonas, Auth: "test"}, action.Reschedule{Release: "REL-49", Window: model.Slot{Start: at(21), End: at(22)}, Reason: "defect-found", Sentence: "A test found it"}); err != nil {
		t.Fatal(err)
	}
	sit(t, db, "cora", "REL-49", 160, 60).see("once: 13 Jan 2027 21:00 → 21 Jan 2027 21:00", "by Jonas Eriksen: a defect was found, A test found it")

	// Each move has its own line: who made it, to which dates, and why.
	cora, err := db.Resolve(ctx, model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, store.Who{Person: cora, Auth: "test"}, action.Reschedule{Release: "REL-49", Window: model.Slot{Start: at(28), End: at(29)}, Reason: "customer-asked", Sentence: "They are on holiday"}); err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{160, 60}, {80, 50}} {
		sit(t, db, "cora", "REL-49", size[0], size[1]).see("2 times", "Jonas Eriksen", "a defect", "A test found it", "the customer asked for another", "They are on holiday")
	}
}
