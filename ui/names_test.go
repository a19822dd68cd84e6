package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fairway/assets"
)

// nameInCode is where ids of the default rules stand in Go code, by folder or file, each
// with why they may: everywhere else the rules are asked by purpose, through the
// constants that have the word once.
var nameInCode = []struct{ in, why string }{
	{"model/process/purpose.go", "the purposes that the program asks for"},
	{"model/process/lint", "what the program knows: phases, materials, and the checks whose arg it looks up"},
	{"model/gate/catalogue.go", "the name of the check of standard releases, and the questions of forms"},
	{"model/gate/registry.go", "the names of the checks: data asks for them by these"},
	{"model/gate/change.go", "the names of the checks that RFCs can have: data asks for them by these"},
	{"model/gate/standing.go", "the checks that stand whatever the rules say"},
	{"model/gate/proofs.go", "the names of the checks that ask for what a proof of a clause looks for"},
	{"model/form/reports.go", "the purposes of forms that plan, under rules from before they said so"},
	{"model/gate/assessment.go", "the purposes of forms"},
	{"model/gate/needs.go", "the purposes of questions"},
	{"model/gate/planning.go", "the purposes of questions"},
	{"model/gate/test.go", "the purposes of questions"},
	{"model/gate/early.go", "the purpose of an approval"},
	{"model/decision", "the purposes of forms, and the relations that duties name"},
	{"model/grammar", "English plurals that do not end in s"},
	{"model/state.go", "states of records, which are stored"},
	{"model/part.go", "relations and kinds of part, which are stored"},
	{"model/action/change.go", "fields and states of an RFC, which are stored"},
	{"model/process/rules.go", "the names of materials, which rules refer to"},
	{"model/action/form.go", "the names of materials, which rules refer to"},
	{"model/action/import_record.go", "columns of an import"},
	{"model/action/import_incident.go", "columns of an import"},
	{"model/action/import_kept.go", "columns of an import"},
	{"model/action/incident.go", "a state of an incident, which is stored"},
	{"model/action/migration.go", "the names of checks"},
	{"model/action/proposal.go", "fields of a proposal"},
	{"model/intake", "columns and stages of an import, by purpose"},
	{"model/process/tasks.go", "the questions of tasks"},
	{"model/task/catalogue.go", "the questions of an entry's form"},
	{"model/task/change.go", "the questions of an RFC's form"},
	{"model/task/capture.go", "the questions of that task"},
	{"model/gate/begun.go", "the questions of papers, by purpose"},
	{"model/task/deploy.go", "the field medium of a package"},
	{"store/fields.go", "words of filters"},
	{"store/lanes.go", "the purpose of a process"},
	{"store/metrics_requests.go", "what a request came to, in a word"},
	{"model/metric/unauthorised.go", "labels"},
	{"model/action/verbal.go", "what a note says"},
	{"model/action/waiver_said.go", "what a note says"},
	{"ui/cli/release_show.go", "labels"},
	{"ui/approvals", "labels"},
	{"ui/casefile", "labels of what is told, and the purposes of questions"},
	{"ui/records/fields.go", "the field medium of a package"},
	{"ui/records/levels.go", "the label of a record that is an agreement"},
	{"ui/handbook/differences.go", "labels"},
	{"ui/cli/change_trend.go", "labels"},
	{"ui/cli/service_levels.go", "a column"},
	{"model/kinds.go", "kinds of record"},
	{"store/approvals_filter.go", "labels"},
	{"ui/cli/cab.go", "labels"},
	{"model/action/audit.go", "the purposes of questions"},
	{"ui/cli/recompute", "an auditor's program, which knows what files say and nothing of the rules' reader"},
	{"ui/cli/window_at.go", "whether a window is open, in a word"},
	{"model/standup", "words of what is said"},
	{"model/process/report.go", "the sections of reports, which rules name"},
	{"model/report", "the purpose of the form of a kept report and its questions, and words of what is told"},
	{"model/task/report.go", "the questions of that task"},
	{"ui/cli/report.go", "a flag"},
	{"model/cab", "the purpose of the form of the minutes"},
	{"model/criteria.go", "the purposes of questions"},
	{"ui/records/sections.go", "labels of what is told"},
	{"ui/release", "labels, and the purposes of questions"},
	{"ui/demo", "the sample organisation, which follows the default rules"},
	{"ui/screen/screentest", "tests"},
}

// TestNoNameOfTheDefaultRulesStandsInCode: what an organisation may call otherwise is
// asked for by purpose. A stage, form, role, type, approval, check, factor or band of
// the default rules is written in no Go code but where the table says why.
func TestNoNameOfTheDefaultRulesStandsInCode(t *testing.T) {
	r, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, p := range r.Processes {
		ids[p.Name] = "process"
		for _, s := range p.Stages {
			ids[s.ID] = "stage"
			for _, c := range s.Checks {
				ids[c.Name] = "check"
			}
		}
		for _, a := range p.Approvals {
			ids[a.ID] = "approval"
		}
	}
	for _, f := range r.Forms {
		ids[f.Name] = "form"
	}
	for _, x := range r.Roles {
		ids[x.ID] = "role"
	}
	for _, x := range r.Policy.Factors {
		ids[x.ID] = "factor"
	}
	for _, x := range r.Policy.Bands {
		ids[x.ID] = "band"
	}
	for _, x := range r.Policy.Reasons {
		ids[x.ID] = "reason"
	}
	// Words of the language that are ids too, and not all of them meant so.
	for _, plain := range []string{"test", "build", "deployment", "conflict"} {
		delete(ids, plain)
	}
	used := make([]bool, len(nameInCode))
	set := token.NewFileSet()
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), "../")
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(nameInCode, func(x struct{ in, why string }) bool { return strings.HasPrefix(name, x.in) })
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			if kind, ok := ids[text]; ok {
				if at < 0 {
					t.Errorf("%s:%d: %q is a %s of the default rules: ask for it by its purpose, or say in the table why it stands here", name, set.Position(lit.Pos()).Line, text, kind)
				} else {
					used[at] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range nameInCode {
		if !used[i] {
			t.Errorf("no such name stands in %s any more: take it out of the table", x.in)
		}
	}
}
