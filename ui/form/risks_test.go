package form

import (
	"context"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestAPlanBeginsWithTheRisksOfTheAssessment: they stand there when it is opened, and
// are sent with it.
func TestAPlanBeginsWithTheRisksOfTheAssessment(t *testing.T) {
	db := screentest.Sample(t)
	ctx := context.Background()
	of := at(t, db, "registration")
	cora, err := db.Resolve(ctx, model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	row := form.Cells{"risk": "the data is wrong", "likelihood": "4", "impact": "5", "response": "reduce", "state": "open"}
	if _, err := db.Do(ctx, store.Who{Person: cora, Auth: "test"}, action.WriteForm{Form: "assessment", Of: of, New: true, Void: true,
		Answers: form.Answers{Tables: map[string][]form.Cells{"risks": {row}}}}); err != nil {
		t.Fatal(err)
	}
	d := open(t, db, "cora", "release-plan", of)
	if d.page.open.version > 0 {
		t.Fatal("it has a plan already")
	}
	d.run(d.page.jump("risks", 1, "risk"))
	d.sees("the data is wrong")
	d.run(d.page.jump("deliverables", 0, ""))
	d.press("'package", "ctrl+s", "ctrl+s")
	if doc := written(t, db, "release-plan", of); doc == nil || len(doc.Answers.Rows("risks")) != 1 {
		t.Errorf("written: %+v\n%s", doc, d.picture(100, 40))
	}
}
