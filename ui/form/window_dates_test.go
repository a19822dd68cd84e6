package form

import (
	"context"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestAnEndThatIsTypedBackStands: in the form of a window the end goes along with its start,
// a length stays one; and typed back to what it was it is the end. What collides as before
// is named beside the dates.
func TestAnEndThatIsTypedBackStands(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	rafael, err := db.Resolve(ctx, model.KindPerson, "rafael")
	if err != nil {
		t.Fatal(err)
	}
	freeze, err := db.Resolve(ctx, model.KindWindow, "WIN-14")
	if err != nil {
		t.Fatal(err)
	}
	d := openTask(t, db, "rafael", "edit-window", freeze)
	start, end := d.page.answers.Get("start"), d.page.answers.Get("end")
	d.answers("start", "2026-12-20")
	if d.page.answers.Get("end") == end {
		t.Fatalf("the end stayed %s as the start went from %s", end, start)
	}
	d.answers("end", end)
	d.stand("typed back", "start", "2026-12-20", "end", end)
	d.sees("the dates collide with nothing else than before (1: REL-")
	d.press("ctrl+s", "ctrl+s")
	if len(d.did) != 1 {
		t.Fatalf("did %v, failed %v", d.did, d.failed)
	}
	if w := d.did[0].(action.EditWindow).Window; w.Slot.Start.Text() != "2026-12-20" || w.Slot.End.Text() != end {
		t.Errorf("it makes %+v", w.Slot)
	}

	zone, err := when.Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	clock := func(text string) when.Moment {
		m, err := when.Parse(text, screentest.Now, zone)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	r, err := db.Do(ctx, store.Who{Person: rafael, Auth: "test"}, action.AddWindow{Window: model.Window{Title: "Nights", Class: model.WindowMaintenance, Services: []model.ID{berlin}, Rule: "FREQ=WEEKLY", Lasts: "6h0m0s",
		Slot: model.Slot{Start: clock("2026-12-01 22:00"), End: clock("2026-12-02 04:00")}}})
	if err != nil {
		t.Fatal(err)
	}
	d = openTask(t, db, "rafael", "edit-window", r.Subject)
	d.answers("start", "2026-12-01 23:00")
	d.press("ctrl+s", "ctrl+s")
	if len(d.did) != 1 {
		t.Fatalf("did %v, failed %v", d.did, d.failed)
	}
	if w := d.did[0].(action.EditWindow).Window; w.Lasts != "6h0m0s" || w.Slot.End.Wall != "2026-12-02T05:00" {
		t.Errorf("it lasts %q, until %+v", w.Lasts, w.Slot.End)
	}
}
