package form

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestAPaperOfAnEmergencyAsksWhenItWasDone: on its last page, and it is kept beside when
// it was entered. Other papers don't ask.
func TestAPaperOfAnEmergencyAsksWhenItWasDone(t *testing.T) {
	db := screentest.Sample(t)
	cora, err := db.Resolve(context.Background(), model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	declared := screentest.Now.Add(-time.Hour)
	r, err := db.Do(context.Background(), store.Who{Person: cora, Auth: "test"}, action.Register{Release: model.Release{Name: "Night", Type: "emergency", Service: "SVC-1",
		Declared: &model.Declaration{Reason: "security", Vulnerability: "CVE-2026-1234", At: declared}}})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, db, "tess", "minimum-test", r.Subject)
	d.run(d.page.jump("tested", 0, ""))
	d.press("'y")
	d.run(d.page.jump("evidence", 0, ""))
	d.press("'logged in")
	d.run(d.page.jump("happened", 0, ""))
	d.press("'20 min ago", "ctrl+s", "ctrl+s")
	doc := written(t, db, "minimum-test", r.Subject)
	if doc == nil || !doc.At.Equal(screentest.Now.Add(-20*time.Minute)) || !doc.Recorded.Equal(screentest.Now) || doc.Answers.Get("happened") != "" {
		t.Errorf("written: %+v\n%s", doc, d.picture(100, 40))
	}
	if _, asked := open(t, db, "cora", "assessment", at(t, db, "registration")).page.open.form.Field("happened"); asked {
		t.Error("a normal release asks when its assessment was done")
	}
}
