package form

import (
	"context"
	"testing"

	"fairway/store"
	"fairway/ui/screen/screentest"
)

// The form that moves dates says what they collide with before it is sent: beside
// the dates as soon as they are typed, and in the review. Other forms say nothing.
func TestDatesSayWhatTheyCollideWithWhileTheyAreTyped(t *testing.T) {
	db := screentest.Sample(t)
	shop, err := db.Releases(context.Background(), store.ReleaseQuery{Filter: `"Web Shop 2026.49"`, Now: screentest.Now})
	if err != nil || len(shop) != 1 {
		t.Fatal(shop, err)
	}
	d := openTask(t, db, "cora", "reschedule", shop[0].ID)
	d.unseen("collide")
	d.press("ctrl+u", "'2026-12-04 06:00", "tab", "ctrl+u", "'2026-12-04 10:00", "tab")
	d.sees("inside the soft freeze Campaign week (WIN-", "the dates collide")
	d.press("shift+tab", "shift+tab", "ctrl+u", "'2027-03-03 06:00", "tab", "ctrl+u", "'2027-03-03 10:00", "tab")
	d.unseen("Campaign week")
	d.press("shift+tab", "shift+tab", "ctrl+u", "'2026-12-04 06:00", "tab", "ctrl+u", "'2026-12-04 10:00", "ctrl+n")
	d.sees("Review", "inside the soft freeze Campaign week (WIN-")
	if len(d.did) > 0 || len(d.failed) > 0 {
		t.Errorf("did %v, failed %v", d.did, d.failed)
	}
	e := openTask(t, db, "cora", "edit-release", shop[0].ID)
	e.press("ctrl+n")
	e.unseen("collide")
}
