package reporting_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/report"
	"fairway/store"
	"fairway/ui/publish"
	"fairway/ui/reporting"
	"fairway/ui/screen/screentest"
	"fairway/ui/screen/screentest/sample"
)

var ctx = context.Background()

func someone(t *testing.T, db *store.DB, handle string) store.Who {
	t.Helper()
	id, err := db.Resolve(ctx, model.KindPerson, handle)
	if err != nil {
		t.Fatal(err)
	}
	return store.Who{Person: id, Auth: "test"}
}

func made(t *testing.T, db *store.DB, q reporting.Asked) report.Report {
	t.Helper()
	q.Me, q.Now = someone(t, db, "cora").Person, screentest.Now
	r, err := reporting.Make(ctx, db, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAReportIsKeptAsItWasMade: what is kept are the bytes that were made, found by their
// SHA-256; until it is made the store keeps none, and who may not keep it has none made.
func TestAReportIsKeptAsItWasMade(t *testing.T) {
	db := screentest.Demo(t)
	cora := someone(t, db, "cora")
	keep := action.KeepReport{Report: "monthly", Period: "2026-09", Evaluation: "fine"}
	var refused *model.Refusal
	if _, err := db.Do(ctx, cora, keep); !errors.As(err, &refused) || !strings.Contains(err.Error(), "the report is not made") {
		t.Fatalf("it was kept without a word in it: %v", err)
	}
	if _, err := reporting.Finish(ctx, db, someone(t, db, "noor"), keep, screentest.Now); !errors.As(err, &refused) || !strings.Contains(err.Error(), "form.write") {
		t.Fatal(err)
	}
	act, err := reporting.Finish(ctx, db, cora, keep, screentest.Now)
	if err != nil {
		t.Fatal(err)
	}
	r := made(t, db, reporting.Asked{Report: "monthly", Period: "2026-09", Evaluation: "fine"})
	done, err := db.Do(ctx, cora, act)
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, done.Subject, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	kept := f.Record.(*model.KeptReport)
	if kept.Position != r.Position || kept.Version != 1 || kept.NextDue != r.NextDue || kept.Title != "Monthly service report, September 2026" {
		t.Errorf("%+v", kept)
	}
	f, err = db.Record(ctx, kept.Document, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	d := f.Record.(*model.Document)
	want := []string{publish.Report(&r), publish.ReportPage(&r, reporting.Language)}
	if len(d.Attached) != 2 {
		t.Fatalf("%+v", d)
	}
	for i, a := range d.Attached {
		f, err := db.Record(ctx, a.Media, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		content, err := db.Content(f.Record.(*model.Media))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		sum := sha256.Sum256([]byte(want[i]))
		if err != nil || string(text) != want[i] || a.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s is not what was made: %v", a.Name, err)
		}
	}
	meant := d.Meant()
	if len(meant.Rows("numbers")) != len(r.Numbers) || len(meant.Rows("decisions")) != len(r.Decisions) || meant.Get("evaluation") != "fine" || meant.Get("to") == "" || len(meant.Rows("files")) != 2 {
		t.Errorf("%+v", meant)
	}
}

// TestAPastReportNeverChanges: a report as of a place in the log has the same bytes whatever
// is written later, at many places.
func TestAPastReportNeverChanges(t *testing.T) {
	db := screentest.Demo(t)
	cora := someone(t, db, "cora")
	head, _, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	written := func() (out []string) {
		for _, at := range []store.Position{head, head - 40, head - 300, head / 2} {
			for _, q := range []reporting.Asked{{Report: "monthly", Period: "2026-11", AsOf: at}, {Report: "quarterly", Period: "2026-Q4", AsOf: at, Filter: "type:normal"}} {
				r := made(t, db, q)
				out = append(out, publish.Report(&r), publish.ReportPage(&r, reporting.Language))
			}
		}
		return out
	}
	before := written()
	for _, act := range []action.Action{
		action.OpenIncident{Incident: model.Incident{Title: "Late", Severity: "P1", Opened: screentest.Now.AddDate(0, 0, -3), CausedBy: []model.ID{"REL-33"}}, Anyway: true},
		action.Register{Release: model.Release{Name: "Another", Type: "normal", Service: "SVC-1"}},
		action.AskQuestion{About: "REL-33", Comment: true, Text: "seen"},
	} {
		if _, err := db.Do(ctx, cora, act); err != nil {
			if _, err = db.Do(ctx, someone(t, db, "rafael"), act); err != nil {
				t.Fatal(err)
			}
		}
	}
	keep, err := reporting.Finish(ctx, db, cora, action.KeepReport{Report: "monthly", Period: "2026-11"}, screentest.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, cora, keep); err != nil {
		t.Fatal(err)
	}
	for i, now := range written() {
		if now != before[i] {
			t.Errorf("report %d as of the past is another one now", i)
		}
	}
	now := made(t, db, reporting.Asked{Report: "monthly", Period: "2026-11"})
	if publish.Report(&now) == before[0] {
		t.Error("what was written since is in no report of now")
	}
}

// TestRulesFromBeforeReports: where the rules lay down no reports, sections or form, those of
// the default rules are made, for nobody in particular, and kept all the same.
func TestRulesFromBeforeReports(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	rules.Reports, rules.ReportSections, rules.Measures = nil, nil, nil
	rules.Forms = slices.DeleteFunc(rules.Forms, func(f form.Form) bool { return f.Of == string(model.KindReport) })
	rules.Source = slices.DeleteFunc(rules.Source, func(f process.File) bool {
		return f.Name == process.ReportsFile || f.Name == process.MeasuresFile || f.Name == "forms/service-report.toml" || f.Name == "templates/service-report.md"
	})
	path := filepath.Join(t.TempDir(), "old.db")
	if err := sample.Make(ctx, sample.Options{Path: path, Now: screentest.Now, Zone: "Europe/Berlin", Admin: model.Person{Handle: "alice", Name: "Alice"}, Auth: "test", Rules: &rules}); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return screentest.Now }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := made(t, db, reporting.Asked{Report: "monthly"})
	if len(r.Sections) != len(process.ReportSections) || r.Sections[2].Title != "Numbers" || len(r.Recipients) != 0 || len(r.Numbers) < len(metric.All(nil)) {
		t.Errorf("%+v", r.Numbers)
	}
	cora := someone(t, db, "cora")
	keep, err := reporting.Finish(ctx, db, cora, action.KeepReport{Report: "monthly"}, screentest.Now)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.Do(ctx, cora, keep)
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, done.Subject, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	rafael := someone(t, db, "rafael")
	if _, err := db.Do(ctx, rafael, action.ApproveDocument{Document: f.Record.(*model.KeptReport).Document, Version: 1}); err != nil {
		t.Fatal(err)
	}
}

// TestWhatCantBeReportedIsSaid in words.
func TestWhatCantBeReportedIsSaid(t *testing.T) {
	db := screentest.Sample(t)
	for _, one := range []struct {
		q    reporting.Asked
		says string
	}{
		{reporting.Asked{Report: "yearly"}, `there is no report "yearly"; there are monthly, quarterly, trend`},
		{reporting.Asked{Report: "monthly", Period: "2026"}, "2026 is a year; the monthly service report is of a month"},
		{reporting.Asked{Report: "quarterly", Period: "2030-Q1"}, "has not begun"},
		{reporting.Asked{Report: "monthly", Filter: "colour:red"}, "colour"},
		{reporting.Asked{Report: "monthly", Service: "SVC-99"}, "SVC-99"},
	} {
		one.q.Now = screentest.Now
		if _, err := reporting.Make(ctx, db, one.q); err == nil || !strings.Contains(err.Error(), one.says) {
			t.Errorf("%+v: %v", one.q, err)
		}
	}
}
