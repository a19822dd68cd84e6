package form

import (
	"context"
	"testing"

	"fairway/model"
	"fairway/ui/screen/screentest"
)

// TestAPageComesAndGoesWithTheAnswerItHangsOn: what was typed on it is there again when
// it comes back, and is not sent where it doesn't arise.
func TestAPageComesAndGoesWithTheAnswerItHangsOn(t *testing.T) {
	db := screentest.Sample(t)
	of, err := db.Resolve(context.Background(), model.KindService, "payroll")
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, db, "cora", "release-policy", of)
	if _, there := d.page.pageOf("frozen"); there {
		t.Error("the page is there before anything is answered")
	}
	d.run(d.page.jump("freezes", 0, ""))
	d.press("y", "tab")
	d.sees("While it is frozen", "When it is frozen, and why")
	d.press("'December", "tab")
	d.sees("Role that decides on exceptions", "Change Manager")
	d.run(d.page.jump("freezes", 0, ""))
	d.press("n", "tab")
	d.sees("Review")
	d.unseen("While it is frozen", "December")
	d.run(d.page.jump("freezes", 0, ""))
	d.press("y", "tab")
	d.sees("While it is frozen", "December")
	d.run(d.page.jump("freezes", 0, ""))
	d.press("n")
	d.press("ctrl+s", "ctrl+s")
	doc := written(t, db, "release-policy", of)
	if doc == nil || doc.Answers.Get("freezes") != "no" || doc.Answers.Get("frozen") != "" {
		t.Fatalf("sent: %+v\n%s", doc, d.picture(100, 40))
	}
}
