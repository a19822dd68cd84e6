package assets

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/process"
)

// folder is a copy of the embedded rules that a test may change.
func folder(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	list, err := RuleFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		out[f.Name] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	return out
}

func TestDefaultRules(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	if rules.Processes[0].Name != "normal" {
		t.Errorf("the first process is %s; a release is normal unless somebody says otherwise", rules.Processes[0].Name)
	}
	if rules.Title == "" || rules.Version == "" {
		t.Errorf("rules without a title or version: %q %q", rules.Title, rules.Version)
	}
}

// TestTheFormatHoldsTheOtherProcesses: emergency and standard releases and
// changes can be written down and make sense beside the default rules.
func TestTheFormatHoldsTheOtherProcesses(t *testing.T) {
	dir := folder(t)
	more := os.DirFS("testdata")
	for _, name := range list(more, "process") {
		data, err := fs.ReadFile(more, name)
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: data}
	}
	source, err := RuleFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	rules, faults := action.ReadRules(source)
	for _, f := range faults {
		t.Error(f)
	}
	for _, name := range []string{"normal", "normal-change", "emergency", "emergency-change", "standard", "standard-change", "unauthorised-change"} {
		if _, ok := rules.Process(name); !ok {
			t.Errorf("no process %s", name)
		}
	}
	p, _ := rules.Process("emergency")
	a, _ := p.Approval("ecab")
	if a.Downgrade != "normal" || !a.Verbal || !slices.Equal(a.Route["*"], []string{"cab*2"}) {
		t.Errorf("the emergency board: %+v", a)
	}
	if s, _ := p.Stage("retro-completion"); s.WorkLimit != 2 {
		t.Errorf("retro-completion: %+v", s)
	}
	if len(p.Reasons) != 4 {
		t.Errorf("reasons: %v", p.Reasons)
	}
	if got := p.Voids("package", "build"); len(got) != 0 {
		t.Errorf("building the package voids %v", got)
	}
	if got := p.Voids("package", "before-deployment"); !slices.Equal(got, []string{"ecab", "acceptance"}) {
		t.Errorf("another package voids %v", got)
	}
	s, _ := rules.Process("standard")
	if !slices.Contains(s.Stages[0].OnExit, "freeze-baseline") {
		t.Errorf("a standard release freezes its schedule on leaving registration: %v", s.Stages[0].OnExit)
	}
}

// TestTheDefaultProcessesAskForEveryCheckThereIs: one that no stage asks for
// would be dead code.
func TestTheDefaultProcessesAskForEveryCheckThereIs(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, p := range rules.Processes {
		for _, s := range p.Stages {
			for _, c := range s.Checks {
				asked[c.Name] = true
			}
		}
	}
	for _, name := range gate.Names() {
		if !asked[name] && name != "clocks-checked" && name != "conditions-met" && name != "tool-succeeded" && name != "target-kept" { // whatever the rules say (model/gate/standing.go); which tools there are, and that a target stands in the way, is the organisation's own
			t.Errorf("no stage asks for %s", name)
		}
	}
}

// TestEveryStageOfTheDefaultProcessIsWhole: the process screen and the tours
// show inputs, procedure, outputs and all four letters.
func TestEveryStageOfTheDefaultProcessIsWhole(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := rules.Process("normal")
	for _, s := range p.Stages[:len(p.Stages)-1] {
		for what, list := range map[string][]string{"R": s.R, "A": s.A, "C": s.C, "I": s.I, "inputs": s.Inputs, "procedure": s.Procedure, "outputs": s.Outputs} {
			if len(list) == 0 {
				t.Errorf("%s has no %s", s.ID, what)
			}
		}
		if len(s.A) != 1 {
			t.Errorf("%s: %d answer for it; one does", s.ID, len(s.A))
		}
		for _, c := range s.Checks {
			if c.Clause == "" || len(c.Remedied()) == 0 {
				t.Errorf("%s: %+v", s.ID, c)
			}
		}
	}
}

// TestTheWaysBack: rework and rejection lead back, and nothing leads back from
// what was deployed.
func TestTheWaysBack(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := rules.Process("normal")
	for _, want := range []process.Move{
		{Kind: "rework", From: "test", To: "build"}, {Kind: "rework", From: "acceptance", To: "build"}, {Kind: "rework", From: "acceptance", To: "planning"},
		{Kind: "rework", From: "scheduled", To: "planning"}, {Kind: "reject", From: "acceptance", To: "planning"}, {Kind: "reject", From: "scheduled", To: "planning"},
	} {
		if !slices.Contains(p.Moves, want) {
			t.Errorf("no %s from %s to %s", want.Kind, want.From, want.To)
		}
	}
	for _, m := range p.Moves {
		if m.From == "deployment" || m.From == "early-life" || m.From == "evaluation" || m.From == "closed" {
			t.Errorf("what was deployed comes back to %s", m.To)
		}
	}
}

// TestWhoMayEditMayUndo: taking back one's own slip takes no other role.
func TestWhoMayEditMayUndo(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rules.Roles {
		r := &rules.Roles[i]
		if r.ID != "requester" && (r.Allows("release.edit") || r.Allows("form.write")) && !r.Allows("undo") {
			t.Errorf("%s edits and can't undo", r.ID)
		}
		if r.ID == "auditor" {
			for _, p := range action.PermissionIDs() {
				if p != "read" && r.Allows(p) {
					t.Errorf("the auditor may %s", p)
				}
			}
		}
	}
}

func TestMappings(t *testing.T) {
	for _, name := range Mappings() {
		if data, ok := Mapping(name); !ok || len(data) == 0 {
			t.Errorf("no mapping %s", name)
		}
	}
	if _, ok := Mapping("../process/normal"); ok {
		t.Error("a mapping outside of its folder")
	}
	if !slices.Contains(Mappings(), "generic-csv") || strings.Contains(strings.Join(Mappings(), ""), ".") {
		t.Errorf("%v", Mappings())
	}
}

// TestEveryFormHasATemplate: and every question stands in it.
func TestEveryFormHasATemplate(t *testing.T) {
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rules.Forms {
		f := &rules.Forms[i]
		own, ok := rules.Template(f), false
		for _, file := range rules.Source {
			ok = ok || file.Name == own.File
		}
		if !ok {
			t.Errorf("%s has no template", f.Name)
		}
		for _, fl := range f.Fields() {
			if !slices.Contains(own.Names(), fl.Name) {
				t.Errorf("%s has no {{%s}}", own.File, fl.Name)
			}
		}
	}
}
