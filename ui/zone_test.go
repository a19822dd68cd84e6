package ui

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// Z turns between the zones that times are shown in, and the frame names the one
// it is.
func TestTheFrameNamesTheZoneAndZTurnsIt(t *testing.T) {
	db := screentest.Sample(t)
	ctx := t.Context()
	alice, err := db.Resolve(ctx, model.KindPerson, "alice")
	if err != nil {
		t.Fatal(err)
	}
	list, err := db.List(ctx, store.ListQuery{Kind: model.KindRelease, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, list[0].Service, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := *f.Record.(*model.Service)
	s.Zone = "Asia/Kolkata"
	if _, err := db.Do(ctx, store.Who{Person: alice, Auth: "test"}, action.WriteService{Service: s}); err != nil {
		t.Fatal(err)
	}
	d := sitOn(t, screentest.On(t, db, "cora", colours), 110, 30)
	d.See("10:42 Europe/Berlin").Press(":").Type(string(list[0].ID)).Press("enter").See("Overview")
	d.Press("Z").See("times are shown in Asia/Kolkata, that of "+string(list[0].ID), "15:12 Asia/Kolkata").Exact()
	d.Press("Z").See("times are shown in UTC", "09:42 UTC").Exact()
	d.Press("Z").See("times are shown in Europe/Berlin, yours", "10:42 Europe/Berlin").Exact()
	d.Press("esc", "1", "Z").See("09:42 UTC")
	d.Resize(60, 16)
	d.See("09:42 UTC").Exact()
	for _, width := range []int{140, 100, 80, 60} { // CET is no zone, and CST are three
		d.Resize(width, 24)
		d.Press("Z").See("10:42 ").Exact()
		if frame, _, _ := strings.Cut(d.Picture(), "\n"); !strings.Contains(frame, "10:42 Europe/Berlin") && !strings.Contains(frame, "10:42 Berlin") && !strings.Contains(frame, "10:42 +01") {
			t.Errorf("at %d columns nobody can tell which zone it is: %s", width, frame)
		}
		d.Press("Z")
	}
}

// TestTheFrameSaysThatTZIsNoZone: what is used in its place is named, until another
// zone is chosen, at every width.
func TestTheFrameSaysThatTZIsNoZone(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 140, 30)
	d.root.notZone = "JST-9"
	d.See("10:42 Europe/Berlin, not TZ=JST-9").Exact()
	for _, width := range []int{100, 80, 60} {
		d.Resize(width, 24)
		if !strings.Contains(d.Picture(), "not TZ=JST-9") {
			d.See("TZ?")
		}
		d.Exact()
	}
	d.Press("Z").See("UTC").NotSee("TZ?")
}

// TestTheFrameSaysThatTheZoneDataDiffer: which, and what takes them up, as far as
// there is room.
func TestTheFrameSaysThatTheZoneDataDiffer(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 220, 30)
	other := []string{"Africa/Casablanca", "America/Chicago"}
	d.root.other = func() []string { return other }
	d.See("other zone data here for Africa/Casablanca and 1 more: fairway zone take").Exact()
	for _, width := range []int{140, 100, 80, 60} {
		d.Resize(width, 24)
		d.See("zone data").Exact()
	}
	other = nil // somebody took them up
	d.Resize(140, 30)
	d.NotSee("zone data").Exact()
}
