package assets

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"fairway/model/process"
)

// TestEachFaultIsNamedWithItsLine makes one mistake after another that reads well
// and means nothing. Each is said at the line that has to be changed.
func TestEachFaultIsNamedWithItsLine(t *testing.T) {
	const (
		normal = "process/normal.toml"
		policy = "process/policy.toml"
		accept = "forms/acceptance.toml"
		assess = "forms/assessment.toml"
	)
	for name, c := range map[string]struct {
		file, old, new string
		at             string // begins the line that is named, once it is changed
		says           string
	}{
		"an unknown task":                      {normal, `task = "scan"`, `task = "scann"`, `  remedy = [{ task = "scann"`, `unknown task "scann"`},
		"an unknown question of a task":        {normal, `answers = [{ field = "name" }]`, `answers = [{ field = "nam" }]`, `  remedy = [{ task = "edit-release", answers = [{ field = "nam" }]`, `edit-release asks for no "nam"`},
		"a task about no approval":             {normal, `value = "handover" }`, `value = "handoff" }`, `  remedy = [{ task = "request-approval", answers = [{ field = "purpose", value = "handoff"`, `"handoff" is no [[approval]]`},
		"a task back to no stage":              {normal, `field = "to", value = "planning"`, `field = "to", value = "plan"`, `  remedy = [{ text = "send it back", task = "send-back", answers = [{ field = "to", value = "plan" }`, `unknown stage "plan"`},
		"an unknown doing":                     {normal, `doing = "verify-media"`, `doing = "look"`, `    { doing = "look"`, "known are advance, show-gate"},
		"a process of no clause":               {normal, "clause = \"8.5.3-a\"\nfrequency", "frequency", "# The normal release", `clause "" is not in the clause map`},
		"a form of no clause":                  {accept, `clause = "8.5.3-d"`, `clause = "8.5"`, `clause = "8.5"`, `clause "8.5" is not in the clause map`},
		"a route for no band":                  {normal, `  low = ["change-manager"]`, "  low = [\"change-manager\"]\n  tiny = [\"change-manager\"]", `  tiny`, `unknown risk band "tiny"`},
		"a way back twice":                     {normal, "from = \"acceptance\"\nto = \"build\"", "from = \"test\"\nto = \"build\"", "[[move]]", "is there twice"},
		"a check twice":                        {normal, `name = "titled"`, `name = "typed"`, `  name = "typed"`, "it stands at this gate twice"},
		"two who are accountable":              {normal, `accountable = ["release-manager"]`, `accountable = ["release-manager", "change-manager"]`, `accountable = ["release-manager", "change-manager"]`, "one role is accountable"},
		"an approval for nothing":              {normal, "name = \"authorised\"\n  arg = \"handover\"", "name = \"items-listed\"", `id = "handover"`, "no check asks for it"},
		"a run before any deployment":          {normal, `name = "typed"`, `name = "run-ended"`, `  name = "run-ended"`, "no stage up to here has runs = true"},
		"no deployment at all":                 {normal, "runs = true\n", "", `  name = "run-ended"`, "no stage up to here has runs = true"},
		"a check of a form that none is for":   {assess, `name = "assessment"`, "name = \"assessment\"\npurpose = \"opinion\"", `  name = "assessed-value"`, `no form is for that; mark the one that is with purpose = "assessment"`},
		"a purpose that is the name of others": {assess, `name = "assessment"`, "name = \"opinion\"\npurpose = \"criteria\"", `purpose = "criteria"`, `the purpose "criteria" is that of criteria too`},
		"a purpose where a form is meant":      {assess, `name = "assessment"`, "name = \"opinion\"\npurpose = \"assessment\"", `forms = ["assessment"]`, `"assessment" is what the form "opinion" is for: files name forms by their name`},
		"a purpose where a role is meant":      {"process/roles.toml", `id = "test-manager"`, "id = \"tester\"\npurpose = \"test-manager\"", `consulted = ["service-owner", "configuration-manager", "test-manager"]`, `"test-manager" is what the role "tester" is for`},
		"a purpose of two roles":               {"process/roles.toml", `id = "auditor"`, "id = \"auditor\"\npurpose = \"administrator\"", `purpose = "administrator"`, `"administrator" is that of administrator too`},
		"an approval of a purpose":             {accept, `name = "acceptance"`, "name = \"paper\"\npurpose = \"acceptance\"", `forms = ["acceptance", "test-report"]`, `"acceptance" is what the form "paper" is for`},
		"an end from an unknown start":         {"forms/release-plan.toml", `from = "start"`, `from = "begin"`, `  from = "begin"`, `from = "begin" must be the name of another field`},
		"a version below nothing":              {accept, `version = 1`, `version = -1`, `version = -1`, "can't be negative"},
		"no title of the rules":                {policy, `title = "Fairway's default rules"`, `title = ""`, "# The policy", "title and version must be set"},
		"an unknown first day":                 {policy, `first_day = "monday"`, `first_day = "montag"`, `first_day = "montag"`, "must be one of monday"},
		"an unknown working day":               {policy, `"friday"]`, `"freitag"]`, `work_days`, `"freitag" must be one of monday`},
		"an hour that is none":                 {policy, `work_start = "08:00"`, `work_start = "8h"`, `work_start = "8h"`, "must be a time of day"},
		"an end before its start":              {policy, `work_end = "18:00"`, `work_end = "07:00"`, `work_end = "07:00"`, "does not lie after"},
		"a scan that is never fresh":           {policy, "scan_fresh_hours = 72", "scan_fresh_hours = 0", "scan_fresh_hours", "must be from 1 to"},
		"a likelihood off its scale":           {policy, "base_likelihood = 1", "base_likelihood = 9", "base_likelihood", "must be from 1 to 5"},
		"a factor that adds too much":          {policy, "adds = 1", "adds = 50", "adds = 50", "it can add -4 to 4"},
		"a notice for no band":                 {policy, `"very-high" = 120`, `"very-hi" = 120`, `"very-hi"`, `unknown risk band "very-hi"`},
		"a notice after the start":             {policy, `"low" = 24`, `"low" = -4`, `"low" = -4`, "it must be from 0"},
		"early life of no type":                {policy, "\"normal\" = 5\n", "\"norml\" = 5\n", `"norml"`, `unknown type of release "norml"`},
		"incidents of no type":                 {policy, `"emergency" = 3`, `"emergent" = 3`, `"emergent"`, `unknown type of release "emergent"`},
		"an unknown conflict":                  {policy, `"same-item" = "hard"`, `"same-itm" = "hard"`, `"same-itm"`, `unknown kind of conflict "same-itm"`},
		"an unknown metric":                    {policy, `"slip-rate"]`, `"slips"]`, `metrics`, `unknown metric "slips"`},
		"a target of no metric":                {policy, "[notice_hours]", "[metric_targets]\n\"accidents\" = 90\n\n[notice_hours]", `"accidents"`, `unknown metric "accidents"`},
		"no severities":                        {policy, `severities = ["P1", "P2", "P3", "P4"]`, `severities = []`, `severities`, "severities is empty"},
		"the same content twice":               {policy, `"hardware", "service-hours"`, `"software", "service-hours"`, `contents`, "there twice"},
		"records of no kind":                   {"process/interactions.toml", `records = ["incident", "run"]`, `records = ["incident", "walk"]`, `records = ["incident", "walk"]`, `unknown kind of record "walk"`},
		"a text where a number belongs":        {policy, "cab_quorum = 3", `cab_quorum = "three"`, "cab_quorum", "has to be a whole number, and is of the type string"},
		"a text where a list belongs":          {normal, `responsible = ["release-coordinator"]`, `responsible = "release-coordinator"`, "responsible", "has to be a list of texts"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			text := string(dir[c.file].Data)
			if !strings.Contains(text, c.old) {
				t.Fatalf("%s has no %q any more", c.file, c.old)
			}
			text = strings.Replace(text, c.old, c.new, 1)
			dir[c.file] = &fstest.MapFile{Data: []byte(text)}
			_, err := ReadRules(dir)
			if err == nil {
				t.Fatal("nothing was found")
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !strings.Contains(line, c.says) {
					continue
				}
				place := strings.SplitN(line, ":", 3)
				if c.at == "" {
					return
				}
				n, wrong := strconv.Atoi(place[1])
				if wrong != nil {
					t.Fatalf("no line: %s", line)
				}
				if lines := strings.Split(string(dir[place[0]].Data), "\n"); strings.HasPrefix(lines[n-1], c.at) {
					return
				}
			}
			t.Errorf("want %q at the line that begins with %q, got:\n%v", c.says, c.at, err)
		})
	}
}

// Rules without a process for releases are of no use.
func TestRulesHaveAProcessForReleases(t *testing.T) {
	dir := folder(t)
	for _, file := range dir {
		file.Data = []byte(strings.Replace(string(file.Data), "\nof = \"release\"\nclause", "\nof = \"change\"\nclause", 1))
	}
	if _, err := ReadRules(dir); err == nil || !strings.Contains(err.Error(), "no release could be registered") {
		t.Errorf("without any: %v", err)
	}
}

// TestTheTasksOfRemediesAreThoseThereAre: what lint lets a remedy name is what the
// forms of the tasks ask for.
func TestTheTasksOfRemediesAreThoseThereAre(t *testing.T) {
	for _, file := range list(files, "tasks") {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "tasks/"), ".toml")
		f, err := Task(name)
		if err != nil {
			t.Fatal(err)
		}
		var asks []string
		for _, fl := range f.Fields() {
			asks = append(asks, fl.Name)
		}
		if got, ok := process.TaskQuestions[name]; name != "begin" && (!ok || !slices.Equal(got, asks)) {
			t.Errorf("%s asks for %q, and the linter knows of %q", name, asks, got)
		}
	}
	for name := range process.TaskQuestions {
		if _, err := Task(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
