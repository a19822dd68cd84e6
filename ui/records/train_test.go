package records

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// The page of a train says what its departures to come collide with, with and without a
// release; a length of time in words; names whole; and that the clock wrote its last state.
func TestATrainsPageNamesWhatItsDeparturesCollideWith(t *testing.T) {
	db := screentest.Demo(t)
	ctx := t.Context()
	id := func(k model.Kind, name string) model.ID {
		t.Helper()
		found, err := db.Resolve(ctx, k, name)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	cora := store.Who{Person: id(model.KindPerson, "cora"), Auth: "test"}
	at := time.Date(2026, 12, 24, 22, 0, 0, 0, time.UTC)
	moment := func(t time.Time) when.Moment { return when.OnClock(t, time.UTC) }
	r, err := db.Do(ctx, cora, action.PlanTrain{Train: model.Train{Title: "Care", Service: id(model.KindService, "crm"), Slot: model.Slot{Start: moment(at), End: moment(at.Add(3 * time.Hour))},
		Rule: "FREQ=WEEKLY", Zone: "UTC", Lasts: "3h0m0s", Cutoff: 5, Ahead: 1, Type: "normal"}})
	if err != nil || len(r.Conflicts) < 2 {
		t.Fatalf("%d conflicts, %v", len(r.Conflicts), err)
	}
	clock := store.Who{Program: true, Auth: "clock"}
	if _, err := db.Do(ctx, clock, action.RegisterDeparture{Train: r.Subject}); err != nil {
		t.Fatal(err)
	}
	d := sit(t, db, "cora", 80, 70)
	p := NewPage(d.env, r.Subject)
	d.Push(p)
	d.run(p.Load())
	d.see("state 2 of 2, since ", ", by the clock", "lasts             3 h", "cut-off for RFCs  5 working days before", "registered ahead  1 departure", "collides")
	text := strings.Join(strings.Fields(d.picture()), " ")
	for _, want := range []string{"release REL-", "release none yet", "hard: inside the hard freeze Year-end closing (WIN-14)", "is not wholly inside the maintenance windows of Customer Care"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "is not wholly inside"); n != 6 {
		t.Errorf("%d of 6 departures lie outside", n)
	}
}

// The name of a field is said whole, whatever the width of the page.
func TestALabelIsSaidWhole(t *testing.T) {
	p := paper{}
	p.set([]line{{label: "a name that is longer than the column of names", text: "and what it is"}})
	for _, w := range []int{60, 80, 120} {
		out := p.draw(screentest.New(1).Env(theme.Options{Choice: theme.Bare}).Theme, w, 2, false)
		if !strings.Contains(strings.Join(out, ""), "a name that is longer than the column of names") {
			t.Errorf("at %d: %q", w, out)
		}
	}
}
