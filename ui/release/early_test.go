package release

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/screen/screentest"
)

// How a deployed release stands is shown day by day, the newest first, with the grave incidents
// of it and what the hand-over lacks; who is on watch is told that nobody has said anything today.
func TestTheWatch(t *testing.T) {
	db := screentest.Demo(t)
	id := named(t, db, "Web Shop 8.9")
	d := sit(t, db, "sakura", id, 100, 40)
	d.goTo("Watch").see("no status today", "nobody has said today how it stands; n does", "Fri 20 Nov  strained", "Nine calls about parcels abroad", "1 incident of P1 or P2: INC-20 P2, open", "Hand-over to the Service Desk", "not written")
	whenever(t, db, "sakura", action.ReportEarlyLife{Release: id, Standing: model.EarlyUnstable, Text: "nobody sees a date"})
	d.do(d.page.Load())
	d.see("Mon 23 Nov  unstable", "nobody sees a date", "Fri 20 Nov  strained")
	d.notSee("nobody has said today")
	whenever(t, db, "noor", action.ReportEarlyLife{Release: id, Standing: model.EarlyStable, Text: "dates are there"})
	d.do(d.page.Load())
	d.see("Mon 23 Nov  stable", "dates are there")
	d.notSee("unstable")

	// One that was not deployed has nothing to be watched.
	d = sit(t, db, "sakura", named(t, db, "Customer Care 11.5"), 100, 40)
	d.goTo("Watch").see("It was not deployed yet.")
}
