package action_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

// taken is what came of an import.
type taken struct {
	action.Counts
	action  *action.Import
	refused []string // reasons
	kept    []action.Difference
}

// take imports rows, as somebody who may do everything that a file can ask for.
func (w *world) take(rows ...intake.Row) taken {
	w.t.Helper()
	out, err := w.importAs("importer", rows...)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	return out
}

// importAs imports rows as the store does: it streams the records, finds what
// an earlier import wrote by its identity in the source, and knows how that
// was. A refusal of all leaves the world as it was.
func (w *world) importAs(who string, rows ...intake.Row) (taken, error) {
	w.t.Helper()
	return w.perform(who, &action.Import{Source: "csv", File: "plan.csv"}, rows...)
}

// hireImporter makes somebody who may do everything that a file can ask for.
func (w *world) hireImporter() {
	if _, ok := w.people["importer"]; ok {
		return
	}
	p := model.Person{Handle: "importer", Name: "IMPORTER"}
	for _, role := range []string{"release-manager", "administrator"} {
		p.Roles = append(p.Roles, model.Grant{Role: role})
	}
	w.people["importer"] = w.must("admin", action.WritePerson{Person: p}).Subject
}

func (w *world) perform(who string, a *action.Import, rows ...intake.Row) (taken, error) {
	w.t.Helper()
	w.hireImporter()
	out := taken{action: a}
	position := int64(len(w.log) + 1)
	born := map[model.ID]bool{}
	a.Rows = func(yield func(intake.Row) error) error {
		for _, row := range rows {
			if err := yield(row); err != nil {
				return err
			}
		}
		return nil
	}
	a.Removed = func(*model.Origin) (action.Removed, error) { return action.Removed{}, nil }
	a.Find = func(external string) (action.Found, error) {
		for _, f := range w.facts {
			if f.Record.Row().External == external {
				return action.Found{Record: f.Record, Since: f.Since, Fresh: born[f.Record.Key()]}, nil
			}
		}
		return action.Found{}, nil
	}
	a.LastImport = func(f action.Found) (model.Record, error) { return w.imported[f.Record.Key()], nil }
	a.Referred = func(id model.ID) (bool, error) {
		for _, f := range w.facts {
			if slices.ContainsFunc(f.Record.Links(), func(l model.Link) bool { return l.To == id }) {
				return true, nil
			}
		}
		return false, nil
	}
	a.Facts = func(model.Needs) (*model.Case, error) { return w.seen(who), nil }
	a.Service = func(handle string) (model.ID, error) {
		id, _ := w.seen("").Named(model.KindService, handle)
		return id, nil
	}
	a.Refused = func(_ intake.Row, r *model.Refusal) {
		for _, reason := range r.Reasons {
			out.refused = append(out.refused, reason.Text)
		}
	}
	a.Kept = func(_ intake.Row, left []action.Difference) { out.kept = append(out.kept, left...) }
	before := w.copied(w.t)
	outcome, err := action.Perform(w.seen(who), a)
	if err == nil {
		e := entry{position: position, who: w.people[who], action: action.Name(a), before: map[model.ID]model.Record{}, out: outcome}
		err = outcome.Stream(func(r model.Record) error {
			if f, ok := w.facts[r.Key()]; ok {
				e.before[r.Key()] = f.Record
			} else {
				born[r.Key()] = true
			}
			w.keep(r, position)
			w.imported[r.Key()] = w.facts[r.Key()].Record
			e.wrote = append(e.wrote, r.Key())
			return nil
		})
		w.log = append(w.log, e)
	}
	if err != nil {
		quick := w.quick
		*w = *before
		w.quick = quick
	}
	w.unharmed(a)
	w.readBack(a)
	out.Counts = a.Counts
	return out, err
}

func TestAnImportIsTheSameRecordsWhenTheFileComesAgain(t *testing.T) {
	w := newWorld(t)
	w.at("2026-03-14 09:00") // incidents are of the past
	row := intake.Row{Line: 1, Key: "1", Kind: intake.KindRelease, Fields: map[string]string{"name": "Linux 6.1", "version": "6.1", "service": "Kernel Team", "stage": "closed"}, Start: window.Start, End: window.End, Digest: "a"}
	freeze := intake.Row{Line: 2, Key: "2", Kind: intake.KindFreeze, Fields: map[string]string{"title": "Sale", "hard": "true"}, Start: window.Start, End: window.End, Digest: "a"}
	incident := intake.Row{Line: 3, Key: "3", Kind: intake.KindIncident, Fields: map[string]string{"title": "down", "severity": "P1 - critical"}, Start: window.Start, Digest: "a"}
	skipped := intake.Row{Line: 4, Key: "4", Kind: intake.KindSkip}

	got := w.take(row, freeze, incident, skipped)
	if want := (action.Counts{Rows: 4, New: 3, Skipped: 1, Releases: 1, Others: 2, Windows: 1, Incidents: 1, Services: 1}); got.Counts != want {
		t.Fatalf("%+v, want %+v", got.Counts, want)
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

	got = w.take(row, freeze, incident)
	if got.Unchanged != 3 || got.New+got.Changed != 0 {
		t.Errorf("the same file again: %+v", got)
	}
	row.Digest, row.Start = "b", window.Start
	row.Fields["notes"], row.Fields["stage"] = "longer", "closed"
	got = w.take(row)
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
	row.Fields["stage"], row.Fields["notes"] = "scheduled", "theirs"
	got := w.take(row)
	want := []action.Difference{{Record: r.ID, Field: "notes", Stands: "ours now", File: "theirs"}, {Record: r.ID, Field: "stage", Stands: "assessment", File: "scheduled"}}
	if got.Kept != 1 || got.Changed != 1 || !slices.Equal(got.kept, want) {
		t.Errorf("%+v, %v", got.Counts, got.kept)
	}
	if n := w.release(r.ID); n.Name != "Theirs" || n.Notes != "ours now" || n.Stage != "assessment" || n.Service != w.shop || n.Owner != w.people["relmgr"] {
		t.Errorf("it is %+v", n)
	}
	// What people kept is theirs the next time, too, and the file's word is known.
	row.Digest, row.Fields["name"] = "c", "Theirs again"
	if got := w.take(row); got.Kept != 0 || got.Changed != 1 || w.release(r.ID).Notes != "ours now" {
		t.Errorf("the next file: %+v, %v", got.Counts, got.kept)
	}
	w.must("coord", edit(r.ID, "major", "yes"))
	w.refused("coord", action.Reopen{Release: r.ID, Reason: "x"}, "release.reopen")
}

// A service that a file names is made by whoever may make one, and by nobody
// else: a typing error must not become one. The other rows come in.
func TestAnImportMakesNoServiceWithoutThePermission(t *testing.T) {
	w := newWorld(t)
	row := func(key, service string) intake.Row {
		return intake.Row{Line: 2, Kind: intake.KindRelease, Key: key, Digest: "a", Fields: map[string]string{"title": "Payroll", "version": key, "service": service}}
	}
	got, err := w.importAs("coord", row("1", "nosuch"), row("2", "shop"))
	if err != nil || got.Refused != 1 || got.New != 1 || got.Services != 0 || !strings.Contains(strings.Join(got.refused, "\n"), `there is no service "nosuch"`) {
		t.Errorf("a coordinator makes a service: %+v, %v, %v", got.Counts, got.refused, err)
	}
	if _, made := w.seen("").Named(model.KindService, "nosuch"); made {
		t.Error("the service was made")
	}
	if got, err := w.importAs("admin", row("3", "nosuch"), row("4", "nosuch")); err != nil || got.New != 2 || got.Services != 1 {
		t.Errorf("an administrator: %+v, %v", got.Counts, err)
	}
	// Nobody makes one for a row that stays out.
	freeze := intake.Row{Line: 2, Kind: intake.KindFreeze, Key: "5", Digest: "a", Start: window.Start, End: window.End, Fields: map[string]string{"title": "Sale", "service": "another"}}
	w.people["maker"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "maker", Name: "Maker", Roles: []model.Grant{{Role: "release-coordinator"}, {Role: "service-owner"}}}}).Subject
	if got, err := w.importAs("maker", freeze); err != nil || got.Refused != 1 || got.Services != 0 {
		t.Errorf("%+v, %v", got.Counts, err)
	}
}

// A word that is neither yes nor no makes no soft freeze of a hard one.
func TestAFreezeIsHardByAnyWordForYes(t *testing.T) {
	for word, hard := range map[string]bool{"yes": true, "Yes": true, "TRUE": true, "1": true, "x": true, "hard": true, "": false, "no": false, "0": false, "soft": false} {
		w := newWorld(t)
		w.take(intake.Row{Line: 2, Key: "F", Kind: intake.KindFreeze, Start: window.Start, End: window.End, Digest: "a", Fields: map[string]string{"title": "Year end", "hard": word}})
		if list := model.All[*model.Window](w.seen("")); len(list) != 1 || list[0].Hard != hard {
			t.Errorf("%q: %+v", word, list)
		}
	}
	rules := defaults()
	if got := action.RowProblem(&rules, intake.Row{Kind: intake.KindFreeze, Fields: map[string]string{"hard": "perhaps"}}); got != `hard is yes or no, not "perhaps"` {
		t.Error(got)
	}
}

// What an import says of an incident's times keeps to the same rules as what a
// person says.
func TestAnImportedIncidentHappened(t *testing.T) {
	for fields, why := range map[[3]string]string{
		{"2030-01-01T00:00:00Z", "", ""}:                                         "opened in the future",
		{"2026-03-01T00:00:00Z", "2030-01-01T00:00:00Z", ""}:                     "resolved in the future",
		{"2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", ""}:                     "can't have been resolved before that",
		{"2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2030-01-01T00:00:00Z"}: "closed in the future",
	} {
		w := newWorld(t)
		w.at("2026-03-13 09:00")
		opened, _ := time.Parse(time.RFC3339, fields[0])
		w.stays("admin", intake.Row{Line: 2, Key: "I", Kind: intake.KindIncident, Start: when.Moment{At: opened, Precision: when.Minute}, Digest: "a",
			Fields: map[string]string{"title": "Down", "resolved": fields[1], "closed": fields[2]}}, why)
		if n := len(model.All[*model.Incident](w.seen(""))); n != 0 {
			t.Errorf("%v: %d came in", fields, n)
		}
	}
}
