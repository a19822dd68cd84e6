package ui

import (
	"testing"

	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// A measure is opened and left, and what is noted beside it by its form stands on its chart,
// while what somebody else notes meanwhile arrives without the place being lost.
func TestMeasuresAreAnnotatedFromTheScreen(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "rafael", colours)
	d := sitOn(t, env, 120, 40)
	d.Press("4").See("▸ Incidents after release", "1 of ").Press("l", "enter").See("Records").Press("j", "v")
	d.Press("a").See("Annotate the measures", "What happened").Type("Tests run by night").Press("ctrl+s", "ctrl+s")
	d.See("ANN-2", "Tests run by night").See("Records")
	d.Press("?").See("Keys: Metrics", "The numbers of the chart as a table").Press("esc")
	chosen := d.root.subject()
	if chosen == "" {
		t.Fatal("no record is chosen")
	}

	other := screentest.On(t, db, "cora", colours)
	if _, err := other.Data.Do(t.Context(), other.Person, action.Annotate{On: when.OnDay(when.DateOf(screentest.Now, screentest.Zone), screentest.Zone), Text: "New office"}); err != nil {
		t.Fatal(err)
	}
	d.Happens("cora noted ANN-3").See("New office", "Records")
	if again := d.root.subject(); again != chosen {
		t.Errorf("the cursor went from %s to %s", chosen, again)
	}
	d.Press("esc").See("▸ Deployment time")
	list, err := env.Data.List(t.Context(), store.ListQuery{Kind: "annotation"})
	if err != nil || len(list) != 3 {
		t.Errorf("%d annotations: %v", len(list), err)
	}
}
