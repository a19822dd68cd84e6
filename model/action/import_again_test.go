package action_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

func releaseRow(digest string, fields ...string) intake.Row {
	row := intake.Row{Line: 2, Key: "R", Kind: intake.KindRelease, Start: window.Start, End: window.End, Zone: "UTC", Digest: digest, Fields: map[string]string{"title": "Shop", "version": "5.2", "service": "shop"}}
	for i := 0; i+1 < len(fields); i += 2 {
		row.Fields[fields[i]] = fields[i+1]
	}
	return row
}

// stays fails unless the row is refused for these words, and nothing changes.
func (w *world) stays(who string, row intake.Row, words ...string) {
	w.t.Helper()
	w.hireImporter()
	before, bodies := len(w.bodies), maps.Clone(w.bodies)
	got, err := w.importAs(who, row)
	if err != nil || got.Refused != 1 || got.New+got.Changed+got.Kept != 0 {
		w.t.Fatalf("%s: %+v, %v", who, got.Counts, err)
	}
	all := strings.Join(got.refused, "\n")
	for _, word := range words {
		if !strings.Contains(all, word) {
			w.t.Fatalf("%s: no %q in %s", who, word, all)
		}
	}
	for id, b := range w.bodies {
		if bodies[id] != b || len(w.bodies) != before {
			w.t.Fatalf("%s: %s is %s", who, id, b)
		}
	}
}

// applied fails unless the row changes what it stands for.
func (w *world) applied(who string, row intake.Row) {
	w.t.Helper()
	if got, err := w.importAs(who, row); err != nil || got.Changed != 1 || got.Refused+got.Kept != 0 {
		w.t.Fatalf("%s: %+v, refused %q, kept %v, %v", who, got.Counts, got.refused, got.kept, err)
	}
}

func TestAnImportedReleaseThatNobodyTookUpFollowsItsSource(t *testing.T) {
	w := newWorld(t)
	w.take(releaseRow("a"))
	r := model.All[*model.Release](w.seen(""))[0]
	w.must("coord", edit(r.ID, "notes", "to be read")) // takes nothing up
	for _, step := range []struct{ who, stage, may string }{
		{"coord", "scheduled", "release.advance"}, {"coord", "planning", "release.return"}, {"coord", "closed", "release.advance"},
		{"relmgr", "scheduled", "release.reopen"}, {"coord", "cancelled", "release.cancel"}, {"relmgr", "build", "release.reopen"},
	} {
		row := releaseRow("to "+step.stage+step.who, "stage", step.stage)
		w.stays("admin", row, "Ada Admin has no role with the permission "+step.may+" for "+string(w.shop))
		if step.who != "coord" {
			w.stays("coord", row, "no role with the permission "+step.may)
		}
		w.applied(step.who, row)
		n := w.release(r.ID)
		if cancelled := step.stage == "cancelled"; (n.Cancelled != nil) != cancelled || !cancelled && n.Stage != step.stage || n.Deployed != (n.Stage == "closed") || len(n.Passed) != 0 {
			t.Errorf("%s: %+v", step.stage, n)
		}
	}
	later := releaseRow("later", "stage", "build")
	later.Start, later.End = slot("2026-03-19 20:00", "2026-03-20 00:00").Start, slot("2026-03-19 20:00", "2026-03-20 00:00").End
	w.stays("admin", later, "release.reschedule")
	w.applied("coord", later)
	if n := w.release(r.ID); len(n.Moves) != 1 || n.Moves[0].Reason != "import" || n.Notes != "to be read" {
		t.Errorf("%+v", n)
	}
	// Another process is no edit.
	rules := defaults()
	rules.Processes = slices.Clone(rules.Processes)
	for _, p := range rules.Processes {
		if p.Name == "normal" {
			p.Name = "urgent"
			rules.Processes = append(rules.Processes, p)
		}
	}
	w.must("admin", action.AdoptRules{Rules: rules})
	w.stays("relmgr", releaseRow("type", "type", "urgent", "stage", "build"), "follows the process normal, and the row says urgent")
	// The last word: as soon as something hangs on it, the stage is not the source's.
	w.must("coord", action.Hold{Release: r.ID, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)})
	got := w.take(releaseRow("b", "stage", "deployment"))
	if !slices.Contains(got.kept, action.Difference{Record: r.ID, Field: "stage", Stands: "build", File: "deployment"}) || w.release(r.ID).Stage != "build" {
		t.Errorf("%+v, %v", got.Counts, got.kept)
	}
	derived := releaseRow("c", "stage", "closed")
	derived.StageByDate = true
	if got := w.take(derived); len(got.kept) != 0 || w.release(r.ID).Stage != "build" {
		t.Errorf("that its day has passed is no word of the source: %v", got.kept)
	}
}

func TestASecondReadingOfAReleaseIsAnEdit(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	n := w.release(id).Clone()
	n.Origin = &model.Origin{Source: "csv", Key: "R", Digest: "a"}
	w.keep(n, w.facts[id].Since)
	w.imported[id] = n.Clone()

	moved := releaseRow("b", "title", n.Name, "version", n.Version)
	moved.Start = window.Start
	moved.End = slot("2026-03-12 20:00", "2026-03-13 02:00").End
	w.stays("coord", moved, "it voids", "which CHGMGR approved")
	if _, err := w.importAs("test", moved); err == nil || !strings.Contains(err.Error(), "history.import") {
		t.Errorf("whoever may not import at all: %v", err)
	}
	other := releaseRow("c", "title", n.Name, "version", n.Version, "service", "bank")
	w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank"}})
	w.people["shopper"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "shopper", Name: "Shopper", Roles: []model.Grant{{Role: "release-manager", Service: w.shop}}}}).Subject
	w.stays("shopper", other, "Shopper has no role with the permission release.edit for SVC-2")
	none := releaseRow("d", "title", n.Name, "version", n.Version)
	none.Start, none.End = when.Moment{}, when.Moment{}
	w.stays("coord", none, "has no date any more")

	got, err := w.perform("coord", &action.Import{Source: "csv", File: "plan.csv", Void: true}, moved)
	if err != nil || got.Changed != 1 || len(got.action.Voided) != 1 {
		t.Fatalf("%+v, %v, %q", got.action, err, got.refused)
	}
	r := w.release(id)
	if r.Revision != n.Revision+1 || len(r.Moves) != 1 || w.approval(got.action.Voided[0]).Void == nil || r.Stage != "scheduled" || *r.Baseline != *n.Baseline {
		t.Errorf("%+v", r)
	}
	if want := []action.Touched{{ID: id, Fields: []string{"window"}}}; !slices.EqualFunc(got.action.Touched, want, func(a, b action.Touched) bool {
		return a.ID == b.ID && slices.Equal(a.Fields, b.Fields) && slices.Equal(a.Kept, b.Kept)
	}) {
		t.Errorf("%+v", got.action.Touched)
	}
	if s := got.action.Sentence(); s != "imported plan.csv: 1 changed: "+string(id)+" (window); planned from Thu 12 Mar 2026 20:00 UTC to Fri 13 Mar 2026 02:00 UTC" {
		t.Error(s)
	}
	w.refused("coord", action.Undo{Release: id}, `your last entry on it is "import", which can't be taken back`)

	// Cancelling it is what cancelling is by hand.
	w.applied("coord", func() intake.Row {
		row := moved
		row.Digest, row.Fields = "e", map[string]string{"title": n.Name, "version": n.Version, "service": "shop", "state": "Cancelled"}
		return row
	}())
	c := w.seen("")
	for _, a := range model.All[*model.Approval](c) {
		if a.Of == id && a.Live() {
			t.Errorf("%s outlives the release", a.ID)
		}
	}
	if ch := model.Get[*model.Change](c, r.Changes[0]); ch.State != model.ChangeAuthorised {
		t.Errorf("its RFC is %s", ch.State)
	}
	w.stays("relmgr", releaseRow("f", "title", n.Name, "version", "6.0"), "was cancelled by COORD")
}

func TestWhatIsBeingDeployedIsNotImportedOver(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	n := w.release(id).Clone()
	n.Origin = &model.Origin{Source: "csv", Key: "R", Digest: "a"}
	w.keep(n, w.facts[id].Since)
	w.imported[id] = n.Clone()
	w.stays("relmgr", releaseRow("b", "title", n.Name, "version", "6.0"), "what is being deployed can't be changed")
	w.stays("relmgr", releaseRow("c", "title", n.Name, "version", n.Version, "state", "cancelled"), "its deployment has started")
}

func TestAnIncidentStaysAsPeopleLeftIt(t *testing.T) {
	w := newWorld(t)
	row := intake.Row{Line: 2, Key: "I", Kind: intake.KindIncident, Start: window.Start, Digest: "a", Fields: map[string]string{"title": "Down", "severity": "P2", "service": "shop"}}
	w.at("2026-03-13 09:00")
	w.take(row)
	inc := model.All[*model.Incident](w.seen(""))[0].ID
	at := func() *model.Incident { return model.Get[*model.Incident](w.seen(""), inc) }
	w.must("desk", action.ResolveIncident{Incident: inc})
	resolved := at().Resolved

	row.Digest, row.Fields = "b", map[string]string{"title": "Down again", "severity": "P1", "service": "shop", "state": "open"}
	w.stays("admin", row, "it would change "+string(inc)+" (title, severity): Ada Admin has no role with the permission incident.write")
	w.applied("coord", row)
	if i := at(); i.State != "resolved" || !i.Resolved.Equal(resolved) || i.Title != "Down again" || i.Severity != "P1" {
		t.Errorf("%+v", i)
	}
	row.Digest, row.Fields["state"], row.Fields["resolved"] = "c", "closed", "2026-03-12T22:00:00Z"
	want := action.Difference{Record: inc, Field: "state", Stands: "resolved 2026-03-13 09:00", File: "closed 2026-03-12 22:00"}
	if got := w.take(row); got.Kept != 1 || got.Changed+got.Unchanged != 0 || !slices.Contains(got.kept, want) || at().State != "resolved" {
		t.Errorf("%+v, %v", got.Counts, got.kept)
	}
	if got := w.take(row); got.Unchanged != 1 || got.Kept != 0 {
		t.Errorf("the same file again: %+v", got.Counts)
	}
	// A difference is told to whoever may not write there, too, and nothing is written.
	row.Digest, row.Fields["resolved"] = "d", "2026-03-12T23:00:00Z"
	since := w.facts[inc].Since
	if got, err := w.importAs("admin", row); err != nil || got.Kept != 1 || got.Refused != 0 || w.facts[inc].Since != since {
		t.Errorf("%+v, %v", got.Counts, err)
	}
}

func TestAFreezeIsItsKeepersToChange(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	w.take(freezeRow("F", true, window))
	win := model.All[*model.Window](w.seen(""))[0].ID
	at := func() *model.Window { return model.Get[*model.Window](w.seen(""), win) }
	w.must("coord", action.AskException{Window: win, Release: id, Reason: "the law"})
	w.must("chgmgr", action.DecideException{Window: win, Release: id, Yes: true, Comment: "it is"})

	row := freezeRow("F", true, slot("2026-03-12 18:00", "2026-03-13 06:00"))
	row.Digest = "b"
	w.stays("coord", row, "it would change "+string(win)+" (dates): COORD has no role with the permission window.write")
	w.applied("relmgr", row)
	if !at().Exceptions[0].Holds() {
		t.Errorf("it holds at the dates of the exception as before: %+v", at().Exceptions[0])
	}
	longer := row
	row = freezeRow("F", true, slot("2026-03-22 18:00", "2026-03-23 06:00"))
	row.Digest = "away"
	w.stays("relmgr", row, "it ends the exception from "+string(win)+" Freeze F for "+string(id)+", granted by CHGMGR")
	got, err := w.perform("relmgr", &action.Import{Source: "csv", File: "plan.csv", Void: true}, row)
	if err != nil || got.Changed != 1 || at().Exceptions[0].Holds() || at().Exceptions[0].Void == nil {
		t.Errorf("%+v, %v, %+v", got.Counts, err, at())
	}
	row, row.Digest = longer, "back"
	w.applied("relmgr", row)
	w.must("coord", action.AskException{Window: win, Release: id, Reason: "the law, still"})

	// Withdrawn by people, it stays so; withdrawn by its source, it comes back with it.
	w.must("chgmgr", action.WithdrawWindow{Window: win, Reason: "the sale is off"})
	row.Digest, row.Fields = "c", map[string]string{"title": "Sale", "hard": "true"}
	w.applied("relmgr", row)
	if at().Withdrawn != "the sale is off" || at().Title != "Sale" {
		t.Errorf("%+v", at())
	}
	other := freezeRow("G", true, window)
	w.take(other)
	for i, state := range []string{"cancelled", "confirmed"} {
		other.Digest, other.Fields = state, map[string]string{"title": "Freeze G", "hard": "true", "state": state}
		w.stays("coord", other, "(state)")
		w.applied("relmgr", other)
		g := model.All[*model.Window](w.seen(""))[1]
		if (g.Withdrawn != "") != (i == 0) {
			t.Errorf("%s: %+v", state, g)
		}
	}
}

// A role for one service ends there, for what is new and for what stands.
func TestAnImportForOneServiceEndsThere(t *testing.T) {
	w := newWorld(t)
	w.at("2026-03-14 09:00") // incidents are of the past
	bank := w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank"}}).Subject
	w.people["banker"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "banker", Name: "Banker", Roles: []model.Grant{{Role: "release-manager", Service: bank}}}}).Subject
	rows := func(service, digest string) []intake.Row {
		var out []intake.Row
		for i, kind := range []string{intake.KindRelease, intake.KindMilestone, intake.KindFreeze, intake.KindMaintenance, intake.KindHoliday, intake.KindIncident} {
			out = append(out, intake.Row{Line: i, Key: kind, Kind: kind, Start: window.Start, End: window.End, Digest: digest, Fields: map[string]string{"title": kind + " " + digest, "service": service}})
		}
		return out
	}
	for _, service := range []string{"", "shop"} {
		if got, err := w.importAs("banker", rows(service, "a")...); err != nil || got.Refused != 6 || got.New != 0 {
			t.Errorf("%q: %+v, %v", service, got.Counts, err)
		}
	}
	w.take(rows("bank", "a")...)
	// Neither is anything taken out of the service, or into it.
	if got, err := w.importAs("banker", rows("shop", "b")...); err != nil || got.Refused != 6 || got.Changed != 0 {
		t.Errorf("%+v, %v: %q", got.Counts, err, got.refused)
	}
	if got, err := w.importAs("banker", rows("bank", "b")...); err != nil || got.Changed != 6 {
		t.Errorf("%+v, %v: %q", got.Counts, err, got.refused)
	}
	// A key that stood for one thing does not come to stand for another.
	row := rows("bank", "c")[0]
	row.Key = intake.KindFreeze
	w.stays("importer", row, "its key stands for WIN-1, a calendar window, and the row is a release now")

	if got, err := w.perform("banker", &action.Import{Source: "csv", File: "plan.csv", Strict: true}, append(rows("bank", "d"), rows("shop", "e")[0])...); err == nil || got.Refused != 1 || !strings.Contains(err.Error(), "1 were refused, and all or nothing was asked for") {
		t.Errorf("%+v, %v", got.Counts, err)
	}
	if m := model.All[*model.Milestone](w.seen(""))[0]; m.Title != "milestone b" {
		t.Errorf("strict wrote %+v", m)
	}
}
