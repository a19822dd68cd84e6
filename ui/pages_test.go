package ui

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// The figure on the tab is right before the screen was shown, and while others
// decide.
func TestTheTabSaysHowMuchWaits(t *testing.T) {
	db := screentest.Sample(t)
	d := sitOn(t, screentest.On(t, db, "chandra", colours), 100, 30).Wait(100 * time.Millisecond).See("3 Approvals •4")
	who := store.Who{Person: d.root.env.Person.ID(), Auth: "test"}
	if _, err := db.Do(context.Background(), who, action.Decide{Approval: "APR-14", Verdict: model.Approve}); err != nil {
		t.Fatal(err)
	}
	d.Happens("Chandra Iyer approved REL-5").See("3 Approvals •3").Press("3").See("Waits for you  3").NotSee("APR-14")
	d.Press("2").Exact().See("•3")

	// Under a page too.
	d = sitOn(t, screentest.On(t, db, "rafael", colours), 100, 30).Wait(100 * time.Millisecond).See("3 Approvals •2").Press("ctrl+f").See("3 Approvals •2")
	rafael := store.Who{Person: d.root.env.Person.ID(), Auth: "test"}
	if _, err := db.Do(context.Background(), rafael, action.Decide{Approval: "APR-14", Verdict: model.Approve}); err != nil {
		t.Fatal(err)
	}
	d.Happens("Rafael Monteiro approved REL-5").See("•1")
	o := colours
	o.ASCII = true
	d = sit(t, screentest.New(3), o, 80, 24).Press("3")
	if !ascii(d.Picture()) {
		t.Errorf("not ASCII:\n%s", d.Picture())
	}
}

func TestSearchIsAKeyAwayAndKeepsItsText(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 100, 30)
	d.Press("2", "ctrl+f").See("Every record is searched").Type("tax").See("CHG-5", "found").Exact()
	d.Press("esc").NotSee("Tax tables").See("Registration").Press("ctrl+f").See("search tax", "CHG-5")
	d.Press("esc", ":").Type("search").Press("enter").See("search tax")
	d.Press("esc", "3", "enter", "enter").See("REL-5").Press("esc", "ctrl+f").See("search tax")
	if n := len(d.root.layers); n != 1 {
		t.Errorf("%d layers are open", n)
	}
	d.root.turnTo(d.root.layers[0].page)
	if n := len(d.root.layers); n != 1 {
		t.Errorf("a page was opened over itself: %d layers", n)
	}
}

// A key that is text here is not offered in the footer.
func TestAPageTypedIntoOffersNoOtherKeys(t *testing.T) {
	dashboard(t).Press("ctrl+f").See("esc back").NotSee("? help", ": command")
}

// Whoever registers a release sees it next, with what has to be done.
func TestARegisteredReleaseIsShown(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 100, 30)
	d.Press("2", "n").See("Register a release").Type("Canteen menu").Press("ctrl+s", "ctrl+s")
	d.See("registered REL-13", "REL-13  Canteen menu", "▸ Overview", "Next").Press("esc").See("Registration 2")
}
