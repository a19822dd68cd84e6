package action_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// renamed are the files of the rules in force with words for others, in every file.
func (w *world) renamed(words ...string) []process.File {
	files := slices.Clone(w.rules.Source)
	for i := range files {
		files[i].Text = strings.NewReplacer(words...).Replace(files[i].Text)
	}
	return files
}

// TestAReleaseIsMigratedToRulesInOtherWords: what is only called otherwise neither
// comes nor goes, and the release has the words of the rules that it follows then.
func TestAReleaseIsMigratedToRulesInOtherWords(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	stage := w.release(id).Stage
	w.migrated(w.renamed(
		"name = \"normal\"", "name = \"regulaer\"\npurpose = \"normal\"",
		"id = \""+stage+"\"", "id = \"planung\"\npurpose = \""+stage+"\"", "\""+stage+"\"", "\"planung\"",
		"title = \"Planning\"", "title = \"Planung\"", "title = \"Build\"", "title = \"Bau\"", "title = \"Closed\"", "title = \"Fertig\""))
	m, err := action.Migrating(w.seen("admin"), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(m.Gains) + len(m.Loses) + len(m.StagesGained) + len(m.StagesLost) + len(m.FormsGained) + len(m.FormsLost) + len(m.Approvals); n > 0 {
		t.Errorf("nothing comes and nothing goes: %v", m.Words())
	}
	w.must("admin", action.MigrateRelease{Release: id, Void: true})
	if r := w.release(id); r.Stage != "planung" || r.Type != "regulaer" || r.Means() != "normal" || r.Rules != "PRC-2" {
		t.Errorf("it is in %s of %s, which is for %s, under %s", r.Stage, r.Type, r.Means(), r.Rules)
	}
	// And back: the name of before is what it was for.
	w.migrated(defaults().Source)
	w.must("admin", action.MigrateRelease{Release: id, Void: true})
	if r := w.release(id); r.Stage != stage || r.Type != "normal" || r.TypePurpose != "" {
		t.Errorf("it is in %s of %s, which is for %s", r.Stage, r.Type, r.Means())
	}
}

// TestWhoWouldLoseARoleIsSaid: rules that call a role otherwise take it from whoever
// holds it, unless they say what it is for.
func TestWhoWouldLoseARoleIsSaid(t *testing.T) {
	w := newWorld(t)
	name := model.Get[*model.Person](w.seen(""), w.people["coord"]).Name
	for files, warned := range map[string]string{
		"coordination": name + " will not be Release Coordinator: where it is only called otherwise, give the new one purpose = \"release-coordinator\"",
		"coordination\"\npurpose = \"release-coordinator": "",
	} {
		id, _, _ := strings.Cut(files, "\"")
		out := w.must("admin", action.ProposeRules{Title: "Roles", Note: "why", Files: w.renamed("id = \"release-coordinator\"", "id = \""+files+"\"", "\"release-coordinator\"", "\""+id+"\"")})
		text := ""
		if out.Warning != nil {
			text = out.Warning.Text
		}
		if warned == "" && strings.Contains(text, "no role") || !strings.Contains(text, warned) {
			t.Errorf("%s: warns of %q, want %q", id, text, warned)
		}
	}
}

// TestAReleaseIsNormalUnlessItIsSaidOtherwise: whatever its process is called.
func TestAReleaseIsNormalUnlessItIsSaidOtherwise(t *testing.T) {
	w := newWorld(t)
	w.migrated(w.renamed("name = \"normal\"", "name = \"regulaer\"", "downgrade = \"normal\"", "downgrade = \"regulaer\""))
	id := w.must("coord", action.Register{Release: model.Release{Name: "Shop", Version: "1", Type: process.TypeNormal, Service: w.shop, Contents: []string{"software"}}}).Subject
	if got := w.release(id).Type; got != "regulaer" {
		t.Errorf("it follows %s", got)
	}
	w.refused("coord", action.Register{Release: model.Release{Name: "Shop", Version: "2", Type: "moonlit", Service: w.shop}}, `there is no release process "moonlit"`)
}

// TestAnApprovalThatIsOnlyCalledOtherwiseIsTheSame in the comparison, the backtest, a
// migration and a gate, for duties, and for what a material edit voids.
func TestAnApprovalThatIsOnlyCalledOtherwiseIsTheSame(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	was := w.rules
	files := w.renamed("id = \"authorisation-1\"", "id = \"freigabe\"\npurpose = \"authorisation-1\"", "\"authorisation-1\"", "\"freigabe\"", "decide:authorisation-1", "decide:freigabe")
	for i := range files { // the line above put a purpose in its own words
		files[i].Text = strings.ReplaceAll(files[i].Text, "purpose = \"freigabe\"", "purpose = \"authorisation-1\"")
	}
	read, faults := action.ReadRules(files)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, d := range process.Compare(&was.Rules, &read.Rules) {
		if d.Change != "changed" {
			t.Errorf("the comparison says: %s", d)
		}
	}
	// Approved, and by the other words as well.
	for _, stage := range []string{"planning"} {
		got, err := gate.Try(w.seen("admin"), w.release(id), stage, &read)
		if err != nil || got.Missing || len(got.Stopped)+len(got.Opened) > 0 {
			t.Errorf("the backtest says %+v, %v", got, err)
		}
	}
	w.migrated(files)
	m, err := action.Migrating(w.seen("admin"), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Gains)+len(m.Loses)+len(m.Approvals) > 0 {
		t.Errorf("nothing comes and nothing goes: %v", m.Words())
	}
	// A release that goes its way under them, and then under the old ones.
	other := w.assessed(software)
	w.plan(other, software)
	w.must("coord", action.RequestApproval{Release: other, Purpose: "freigabe"})
	w.refused("coord", action.RequestApproval{Release: other, Purpose: "authorisation-1"}, "is pending already")
	if f := w.finding(other, "planning", "authorised:freigabe"); !strings.Contains(f.Evidence, "waits for") {
		t.Errorf("the gate says %s %q", f.Answer, f.Evidence)
	}
	c := w.seen("coord")
	ap := c.ApprovalFor(other, "authorisation-1")
	if ap == nil {
		t.Fatal("the approval is not found by what it is for")
	}
	if bars := decision.Bars(c, decision.Approval(c, ap), w.people["coord"]); len(bars) == 0 {
		t.Error("no duty keeps who leads the release from it")
	}
	w.migrated(defaults().Source)
	back := w.seen("admin")
	if got, err := gate.Try(back, w.release(other), "planning", back.Rules); err != nil || len(got.Stopped)+len(got.Opened) > 0 {
		t.Errorf("the backtest of the old words says %+v, %v", got, err)
	}
}
