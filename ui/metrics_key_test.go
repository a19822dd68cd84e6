package ui

import (
	"testing"

	"fairway/model"
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

// Signing off is found by its words, and by those that the command line has for it.
func TestSigningOffIsFound(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Demo(t), "chandra", colours), 120, 40)
	for _, words := range []string{"sign off", "close a period", "metrics close"} {
		d.Press(":").Type(words).See("Sign off a period of the metrics").Press("esc")
	}
}

// A report is kept, approved and kept again by keys alone: the form names the period that is
// looked at; whoever kept it can't approve it, somebody else does in their list, and what is
// kept is what the period had.
func TestAReportIsKeptAndApprovedByKeys(t *testing.T) {
	db := screentest.Demo(t)
	sit := func(who string) *rig {
		t.Helper()
		env := screentest.On(t, db, who, colours)
		env.Data = alone{&file{DB: db, mine: map[int64]bool{}}} // which makes the report
		return sitOn(t, env, 120, 40)
	}
	cora := sit("cora").Press("4", "[", "[").See("September 2026").Press("w").See("Keep a report")
	cora.Press("tab", "tab", "tab", "tab").Type("Two of the three went well").Press("ctrl+s").See("Two of the three went well", "2026-09").Press("ctrl+s")
	cora.See("kept RPT-2, version 1: Monthly service report, September 2026")
	cora.Press("3").Press("/").Type("service report").Press("enter").See("DOC-390", "nobody approves their own").NotSee("can decide")
	cora.Press("enter").See("enter open document").NotSee("open release").Press("esc", "esc")
	// Its page says how it stands, and what can't be done to it yet.
	cora.Press(":").Type("RPT-2").Press("enter").See("kept, version 1 waits for its approval")
	cora.Press("a").See("Approve a document", "version 1 is not approved").Press("esc", "esc")
	rafael := sit("rafael").Press("3").Press("/").Type("service report").Press("enter").See("DOC-390", "RPT-2 Monthly service report, September 2026", "can decide", "Two of the three went well")
	rafael.Press("d").See("Approve a document").Press("y", "ctrl+s", "ctrl+s").NotSee("DOC-390")
	kept := func() *model.KeptReport {
		t.Helper()
		fact, err := db.Record(t.Context(), "RPT-2", store.Now)
		if err != nil {
			t.Fatal(err)
		}
		return fact.Record.(*model.KeptReport)
	}
	approved := func() *model.Verdict {
		t.Helper()
		fact, err := db.Record(t.Context(), kept().Document, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		return fact.Record.(*model.Document).Verdict()
	}
	if r, v := kept(), approved(); r.Version != 1 || r.Period != "2026-09" || v == nil || !v.Yes || v.By == r.By {
		t.Errorf("%+v, %+v", r, v)
	}
	cora.Press(":").Type("RPT-2").Press("enter").See("kept, version 1 approved by Rafael").Press("a").NotSee("is not approved").Press("esc", "esc")
	cora.Press("4", "w").See("Keep a report", "2026-09").Press("ctrl+s", "ctrl+s").See("kept RPT-2, version 2")
	if r, v := kept(), approved(); r.Version != 2 || v != nil {
		t.Errorf("%+v, %+v", r, v)
	}
}
