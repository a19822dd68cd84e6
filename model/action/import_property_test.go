package action_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/intake"
	"fairway/model/when"
)

// sourced is a beginning in which the releases came from a file once, at
// Registration, and were led on by people; a hard freeze from the same file and
// one of the house's own lie on their windows.
func sourced(t tb, name string) *world {
	w := beginnings()[name].copied(t)
	if _, err := w.importAs("importer", freezeRow("F1", true, window), freezeRow("F2", false, window)); err != nil {
		t.Fatalf("%v", err)
	}
	w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Year end", Class: "freeze", Hard: true, Slot: window, Services: []model.ID{w.shop}}})
	w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank", Owner: w.people["owner"]}})
	for i, r := range model.All[*model.Release](w.seen("")) {
		n := r.Clone()
		n.Origin = &model.Origin{Source: "csv", Key: fmt.Sprint("R", i), Digest: "a"}
		w.keep(n, w.facts[r.ID].Since)
		first := n.Clone()
		first.Stage, first.Passed, first.Returned, first.Deployed, first.Baseline = "registration", nil, nil, false, nil
		w.imported[r.ID] = first
	}
	return w
}

func freezeRow(key string, hard bool, s model.Slot) intake.Row {
	row := intake.Row{Line: 1, Key: key, Kind: intake.KindFreeze, Start: s.Start, End: s.End, Zone: "UTC", Digest: "a", Fields: map[string]string{"title": "Freeze " + key}}
	if hard {
		row.Fields["hard"] = "true"
	}
	return row
}

// anyRow draws a row of any kind with any key: of a release, of a freeze, or new.
func anyRow(d dice, n int) intake.Row {
	key := pick(d, []string{"R0", "R1", "R1", "R1", "F1", "F1", "F2", "N1", "N2"})
	kinds := map[byte][]string{'R': {intake.KindRelease}, 'F': {intake.KindFreeze}, 'N': intake.Kinds()}[key[0]]
	if d.IntN(12) == 0 {
		kinds = intake.Kinds()
	}
	row := intake.Row{Line: n, Key: key, Kind: pick(d, kinds), Zone: "UTC", Digest: fmt.Sprint(n, d.Uint64()), StageByDate: d.IntN(3) == 0, Fields: map[string]string{}}
	put := func(field string, values ...string) {
		if v := pick(d, values); v != "" {
			row.Fields[field] = v
		}
	}
	put("title", "Shop", "Shop", "Freeze F1", "Other")
	put("version", "5.2", "5.2", "6.0", "")
	put("service", "shop", "shop", "bank", "", "nosuch")
	put("stage", "", "registration", "planning", "build", "scheduled", "deployment", "closed", "cancelled")
	put("state", "", "", "", "cancelled", "closed")
	put("hard", "", "true", "true")
	put("notes", "", "as before")
	put("type", "", "", "normal", "emergency")
	put("severity", "", "1")
	s := pick(d, []model.Slot{window, window, slot("2026-03-13 19:00", "2026-03-14 01:00"), slot("2026-01-01 00:00", "2026-12-31 00:00"), {}})
	if s.IsZero() && row.Kind != intake.KindRelease {
		s = window
	}
	row.Start, row.End = s.Start, s.End
	if row.Kind == intake.KindFreeze && d.IntN(5) == 0 {
		row.Rule = "FREQ=YEARLY"
	}
	return row
}

// alone draws what a release coordinator can try by hand.
func alone(d dice, w *world) action.Action {
	r := pick(d, model.All[*model.Release](w.seen("")))
	void := pick(d, []bool{false, true})
	switch d.IntN(8) {
	case 0:
		return action.Edit{Release: r.ID, Void: void, Set: map[string]string{pick(d, action.EditableFields()): pick(d, []string{"", "yes", "software", string(w.shop), string(w.people["owner"])})}}
	case 1:
		return action.Reschedule{Release: r.ID, Window: pick(d, []model.Slot{window, slot("2026-03-13 19:00", "2026-03-14 01:00")}), Reason: "not-ready", Sentence: "the build is red", Void: void}
	case 2:
		return action.Hold{Release: r.ID, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)}
	case 3:
		return action.Resume{Release: r.ID}
	case 4:
		p, _ := w.seen("").Under(r).Process(r.Type)
		if ways := p.Back(r.Stage); len(ways) > 0 {
			return action.SendBack{Release: r.ID, To: pick(d, ways).To, Reason: "rework"}
		}
	case 5:
		if d.IntN(2) == 0 {
			return action.Cancel{Release: r.ID, Reason: "no longer wanted"}
		}
	case 6:
		return action.Affect{Release: r.ID, Add: ids(model.All[*model.Item](w.seen(""))), Complete: true, Void: void}
	}
	return action.Undo{Release: r.ID, Void: void}
}

func ids(items []*model.Item) []model.ID {
	var out []model.ID
	for _, i := range items {
		out = append(out, i.ID)
	}
	return out
}

// TestACoordinatorAloneOpensNothing performs random imports, edits, holds,
// reworks, cancellations and undos by a release coordinator, on releases in
// every stage: no gate opens that was blocked, no approval survives a change of
// what it covered, no freeze weakens, and nothing is deployed past a gate.
func TestACoordinatorAloneOpensNothing(t *testing.T) {
	names := []string{"assessed", "planned", "built", "scheduled", "ready", "deploying", "deployed"}
	worlds := map[string]*world{}
	for _, name := range names {
		worlds[name] = sourced(panics{}, name)
	}
	reached := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := worlds[rapid.SampledFrom(names).Draw(t, "beginning")].copied(t)
		for step := range rapid.IntRange(4, 12).Draw(t, "steps") {
			d := dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), uint64(step)))}
			before := stateOf(w)
			if d.IntN(5) < 3 {
				var rows []intake.Row
				for range 1 + d.IntN(3) {
					rows = append(rows, anyRow(d, step))
				}
				got, err := w.perform("coord", &action.Import{Source: "csv", File: "plan.csv", Void: d.IntN(2) == 0, Strict: d.IntN(8) == 0}, rows...)
				t.Logf("import %+v: %+v, refused %q, kept %v, %v", rows, got.Counts, got.refused, got.kept, err)
				reached["refused"] += got.Refused
				reached["changed"] += got.Changed
				reached["kept"] += got.Kept
				reached["voided"] += len(got.action.Voided)
				before.hold(t, w, "import")
				continue
			}
			a := alone(d, w)
			if _, err := w.do("coord", a); err == nil {
				t.Logf("%s %+v", action.Name(a), a)
				reached[action.Name(a)]++
				before.hold(t, w, action.Name(a))
			}
		}
	})
	t.Log(reached)
	// A property that only ever saw refusals would prove nothing.
	for _, name := range []string{"refused", "changed", "kept", "voided", "edit", "reschedule", "hold", "send-back", "undo", "cancel"} {
		if reached[name] == 0 && enoughChecks() {
			t.Errorf("no %q was ever seen: %v", name, reached)
		}
	}
}

// state is what stood before a step.
type state struct {
	releases  map[model.ID]*model.Release
	approvals map[model.ID]*model.Approval
	documents map[model.ID]*model.Document
	windows   map[model.ID]*model.Window
	blocked   map[model.ID]map[string]bool // the checks about approvals and freezes that block a gate
}

func stateOf(w *world) state {
	c := w.seen("")
	s := state{byID[*model.Release](c), byID[*model.Approval](c), byID[*model.Document](c), byID[*model.Window](c), map[model.ID]map[string]bool{}}
	for id, r := range s.releases {
		s.blocked[id] = blockedBy(c, r)
	}
	return s
}

func byID[T model.Record](c *model.Case) map[model.ID]T {
	out := map[model.ID]T{}
	for _, r := range model.All[T](c) {
		out[r.Key()] = r
	}
	return out
}

func blockedBy(c *model.Case, r *model.Release) map[string]bool {
	out := map[string]bool{}
	g, err := gate.At(c, r, "")
	if err != nil {
		panic(err)
	}
	for _, f := range g.Findings {
		if f.Blocks() && (strings.HasPrefix(f.Check, "authori") || f.Check == "no-hard-freeze") {
			out[f.Check] = true
		}
	}
	return out
}

// hold looks at what a coordinator's step may never do.
func (s state) hold(t *rapid.T, w *world, what string) {
	t.Helper()
	c := w.seen("deploy")
	for id, old := range s.windows {
		now := model.Get[*model.Window](c, id)
		if now.Withdrawn != old.Withdrawn || now.Hard != old.Hard || now.Class != old.Class || !now.Slot.Same(old.Slot) || now.Rule != old.Rule || now.Zone != old.Zone ||
			now.Everything != old.Everything || !slices.Equal(now.Services, old.Services) || !slices.EqualFunc(now.Except, old.Except, time.Time.Equal) {
			t.Fatalf("%s: %s was %+v and is %+v", what, id, old, now)
		}
	}
	if n := len(model.All[*model.Window](c)); n != len(s.windows) {
		t.Fatalf("%s: there are %d windows, and were %d", what, n, len(s.windows))
	}
	for id, old := range s.releases {
		s.release(t, w, c, what, old, model.Get[*model.Release](c, id))
	}
	for _, r := range model.All[*model.Release](c) {
		if action.Open(c, action.StartRun{Release: r.ID}) == nil {
			newLaws(w).authorised(t, w, r)
		}
		if s.releases[r.ID] == nil && (r.Origin == nil || len(r.Passed) > 0) {
			t.Fatalf("%s: %s is new, and no history: %+v", what, r.ID, r)
		}
	}
}

func (s state) release(t *rapid.T, w *world, c *model.Case, what string, old, r *model.Release) {
	t.Helper()
	p, _ := w.rules.Process(old.Type)
	// Approvals: none survives a change of what it covers, and none comes back.
	for id, ap := range s.approvals {
		now := model.Get[*model.Approval](c, id)
		if ap.Of != old.ID {
			continue
		}
		if ap.Void != nil && now.Void == nil || len(now.Decisions) != len(ap.Decisions) {
			t.Fatalf("%s: %s was void or undecided: %+v, and is %+v", what, id, ap, now)
		}
		for _, thing := range s.changed(c, old, r) {
			if now.Void == nil && ap.Live() && slices.Contains(p.Voids(thing, old.Stage), ap.Purpose) {
				t.Fatalf("%s: the %s of %s changed, and %s (%s) still stands", what, thing, old.ID, id, ap.Purpose)
			}
		}
	}
	if len(old.Passed)+len(old.Returned)+len(old.Changes)+len(old.Items) == 0 {
		return // history that nobody took up: it follows its source, and no run starts on it
	}
	if _, i := p.Stage(old.Stage); true {
		_, j := p.Stage(r.Stage)
		if j > i || r.Type != old.Type {
			t.Fatalf("%s: %s went from %s (%s) to %s (%s) past its gates", what, old.ID, old.Stage, old.Type, r.Stage, r.Type)
		}
		if j < i && what != "send-back" && what != "undo" {
			t.Fatalf("%s: %s went back from %s to %s", what, old.ID, old.Stage, r.Stage)
		}
	}
	if r.Deployed != old.Deployed || len(r.Passed) != len(old.Passed) || old.Cancelled != nil && r.Cancelled == nil || r.Revision < old.Revision {
		t.Fatalf("%s: %s was %+v and is %+v", what, old.ID, old, r)
	}
	same := r.Clone()
	same.Origin = old.Origin // what the source says now may be noted
	if stage, _ := p.Stage(old.Stage); what == "import" && stage.Locked && !reflect.DeepEqual(old.Clone(), same) {
		t.Fatalf("%s: %s is locked in %s, and was changed to %+v", what, old.ID, old.Stage, r)
	}
	if r.Stage != old.Stage || r.Cancelled != nil {
		return // another gate, or none
	}
	now := blockedBy(c, r)
	for check := range s.blocked[old.ID] {
		if check == "no-hard-freeze" && !r.Window.Same(old.Window) || check == "no-hard-freeze" && r.Service != old.Service {
			continue // it moved away from the freeze, and its approvals went with that
		}
		if !now[check] {
			t.Fatalf("%s: %s blocked the gate of %s in %s, and does no longer", what, check, old.ID, old.Stage)
		}
	}
}

// changed names the material things that differ, with eyes of its own.
func (s state) changed(c *model.Case, old, r *model.Release) []string {
	var out []string
	for thing, same := range map[string]bool{
		"window":        old.Window.Same(r.Window) && old.Env == r.Env,
		"scope":         old.Service == r.Service && old.Major == r.Major && slices.Equal(old.Changes, r.Changes) && slices.Equal(old.Contents, r.Contents) && slices.Equal(old.DependsOn, r.DependsOn),
		"items":         slices.Equal(old.Items, r.Items),
		"package":       slices.Equal(old.Package, r.Package),
		"rollback-plan": old.RollbackOwner == r.RollbackOwner,
		"risk":          reflect.DeepEqual(old.Risk, r.Risk),
	} {
		if !same {
			out = append(out, thing)
		}
	}
	for id, d := range s.documents {
		now := model.Get[*model.Document](c, id)
		if d.Of == old.ID && slices.Contains([]string{"rollback-plan", "criteria", "test-report", "acceptance"}, d.Form) && !reflect.DeepEqual(d.Answers, now.Answers) {
			out = append(out, d.Form)
		}
	}
	return out
}
