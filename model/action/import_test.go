package action_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
)

// take imports rows as the store does: it streams the records, and finds what
// an earlier import wrote by its identity in the source.
func (w *world) take(rows ...intake.Row) (action.Counts, []string) {
	w.t.Helper()
	var kept []string
	a := &action.Import{Source: "csv", File: "plan.csv",
		Rows: func(yield func(intake.Row) error) error {
			for _, row := range rows {
				if err := yield(row); err != nil {
					return err
				}
			}
			return nil
		},
		Find: func(external string) (model.Record, error) {
			for _, f := range w.facts {
				if f.Record.Row().External == external {
					return f.Record, nil
				}
			}
			return nil, nil
		},
		Service: func(handle string) (model.ID, error) {
			id, _ := w.seen("").Named(model.KindService, handle)
			return id, nil
		},
		Kept: func(_ intake.Row, why string) { kept = append(kept, why) },
	}
	out := w.must("admin", a)
	if err := out.Stream(func(r model.Record) error { w.keep(r, int64(len(w.log))); return nil }); err != nil {
		w.t.Fatalf("%v", err)
	}
	return a.Counts, kept
}

func TestAnImportIsTheSameRecordsWhenTheFileComesAgain(t *testing.T) {
	w := newWorld(t)
	row := intake.Row{Line: 1, Key: "1", Kind: intake.KindRelease, Fields: map[string]string{"name": "Linux 6.1", "version": "6.1", "service": "Kernel Team", "stage": "closed"}, Start: window.Start, End: window.End, Digest: "a"}
	freeze := intake.Row{Line: 2, Key: "2", Kind: intake.KindFreeze, Fields: map[string]string{"title": "Sale", "hard": "true"}, Start: window.Start, End: window.End, Digest: "a"}
	incident := intake.Row{Line: 3, Key: "3", Kind: intake.KindIncident, Fields: map[string]string{"title": "down", "severity": "1 - critical"}, Start: window.Start, Digest: "a"}
	skipped := intake.Row{Line: 4, Key: "4", Kind: intake.KindSkip}

	got, _ := w.take(row, freeze, incident, skipped)
	if want := (action.Counts{Rows: 4, New: 3, Skipped: 1, Releases: 1, Others: 2, Services: 1}); got != want {
		t.Fatalf("%+v, want %+v", got, want)
	}
	r := model.All[*model.Release](w.seen(""))[0]
	if r.Name != "Linux" || r.Title() != "Linux 6.1" || r.Stage != "closed" || !r.Deployed || !r.Since.Equal(window.Start.At) || r.Origin.Key != "1" {
		t.Errorf("%+v", r)
	}
	if s := model.Get[*model.Service](w.seen(""), r.Service); s.Handle != "kernel-team" || s.Name != "Kernel Team" {
		t.Errorf("%+v", s)
	}
	if i := model.All[*model.Incident](w.seen(""))[0]; i.Severity != "P1" || i.State != "open" {
		t.Errorf("%+v", i)
	}

	got, _ = w.take(row, freeze, incident)
	if got.Unchanged != 3 || got.New+got.Changed != 0 {
		t.Errorf("the same file again: %+v", got)
	}
	row.Digest, row.Start = "b", window.Start
	row.Fields["notes"], row.Fields["stage"] = "longer", "closed"
	got, _ = w.take(row)
	if again := model.All[*model.Release](w.seen("")); got.Changed != 1 || len(again) != 1 || again[0].ID != r.ID || again[0].Notes != "longer" {
		t.Errorf("a changed row: %+v, %+v", got, again)
	}
}

func TestAnImportLeavesWhatPeopleTookOver(t *testing.T) {
	w := newWorld(t)
	row := intake.Row{Line: 1, Key: "1", Kind: intake.KindRelease, Fields: map[string]string{"name": "Shop"}, Start: window.Start, End: window.Start, Digest: "a"}
	w.take(row)
	r := model.All[*model.Release](w.seen(""))[0]
	if r.Stage != "registration" {
		t.Fatalf("without a stage it enters at %s", r.Stage)
	}
	w.must("coord", edit(r.ID, "notes", "ours now")) // its window takes no time, and it is edited all the same
	chg := w.rfc("x")
	w.must("coord", edit(r.ID, "service", string(w.shop)))
	w.must("coord", edit(r.ID, "owner", string(w.people["relmgr"])))
	w.must("coord", edit(r.ID, "contents", "software"))
	w.must("coord", action.Scope{Release: r.ID, Add: []model.ID{chg}})
	w.advance(r.ID, "assessment")
	row.Digest, row.Fields["name"] = "b", "Theirs"
	got, kept := w.take(row)
	if got.Kept != 1 || got.Changed != 0 || len(kept) != 1 || !strings.Contains(kept[0], "has moved on in Fairway") {
		t.Errorf("%+v, %v", got, kept)
	}
	if n := w.release(r.ID); n.Name != "Shop" {
		t.Errorf("the name is %s", n.Name)
	}
	w.must("coord", edit(r.ID, "major", "yes"))
	w.refused("coord", action.Reopen{Release: r.ID, Reason: "x"}, "release.reopen")
}

// A service that a file names is made by whoever may make one, and by nobody
// else: a typing error must not become one.
func TestAnImportMakesNoServiceWithoutThePermission(t *testing.T) {
	w := newWorld(t)
	from := func(service string) *action.Import {
		return &action.Import{Source: "csv", File: "plan.csv",
			Rows: func(yield func(intake.Row) error) error {
				return yield(intake.Row{Line: 2, Kind: intake.KindRelease, Key: "1", Fields: map[string]string{"title": "Payroll", "version": "1", "service": service}})
			},
			Find: func(string) (model.Record, error) { return nil, nil },
			Service: func(handle string) (model.ID, error) {
				id, _ := w.seen("").Named(model.KindService, handle)
				return id, nil
			},
		}
	}
	written := func(who string, a *action.Import) error {
		out, err := action.Perform(w.seen(who), a)
		if err != nil {
			return err
		}
		return out.Stream(func(model.Record) error { return nil })
	}
	if err := written("coord", from("nosuch")); err == nil || !strings.Contains(err.Error(), `there is no service "nosuch"`) {
		t.Errorf("a coordinator makes a service: %v", err)
	}
	if err := written("coord", from("shop")); err != nil {
		t.Errorf("a coordinator imports for a service that is there: %v", err)
	}
	if err := written("admin", from("nosuch")); err != nil {
		t.Errorf("an administrator: %v", err)
	}
}
