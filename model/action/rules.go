package action

import (
	"slices"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/process"
)

// ReadRules decodes the files of a set of rules, and looks them over where they
// can be read.
func ReadRules(files []process.File) (model.Rules, []process.Fault) {
	read, faults := process.Read(files)
	rules := model.Rules{Rules: read}
	if len(faults) == 0 {
		faults = LintRules(&rules)
	}
	return rules, faults
}

// LintRules lists what makes no sense in a set of rules, for this program: by the
// checks that it computes, the permissions that its actions ask for and the
// decisions that it knows.
func LintRules(r *model.Rules) []process.Fault {
	kinds := map[string]bool{}
	for _, k := range model.Kinds() {
		kinds[string(k)] = slices.ContainsFunc(k.Info().States, model.StateInfo.Ended)
	}
	words := process.Words{
		FormsRead: gate.FormsRead, OfChanges: gate.OfChanges, RunsRead: gate.RunsRead, Conflicts: calendar.Kinds(), Records: kinds,
		Metrics: metric.Units(),
	}
	return slices.Concat(process.Lint(&r.Rules, gate.Names(), PermissionIDs(), decision.Acts()), process.LintPurposes(&r.Rules, gate.FormNeeds),
		process.LintRetention(&r.Rules, kinds), process.LintWords(&r.Rules, words))
}
