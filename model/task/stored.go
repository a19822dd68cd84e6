package task

import (
	"slices"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
)

// stored puts into the questions of a task the choices that the rules have, whichever
// record it is about: for whoever asks before one is named. A task about nothing offers
// all it has without that.
var stored = map[string]func(c *model.Case, f *form.Form){
	"request-approval": func(c *model.Case, f *form.Form) {
		offerEach(f, "purpose", c, func(p *process.Process) []option {
			return model.Each(p.Approvals, func(a process.Approval) option { return option{a.ID, a.Title} })
		})
	},
	"ask-waiver": func(c *model.Case, f *form.Form) {
		offerEach(f, "check", c, func(p *process.Process) (out []option) {
			for _, s := range p.Stages {
				for _, k := range s.Checks {
					if gate.Waivable(c.Rules, k.Name) {
						out = append(out, option{k.ID(), k.Text})
					}
				}
			}
			return out
		})
	},
	"send-back": func(c *model.Case, f *form.Form) {
		offerEach(f, "to", c, func(p *process.Process) []option {
			return model.Each(p.Moves, func(m process.Move) option { return option{m.To, stageTitle(p, m.To)} })
		})
	},
	"copy-release": func(c *model.Case, f *form.Form) { offer(f, "type", releaseTypes(c)) },
	"edit-release": func(c *model.Case, f *form.Form) { offer(f, "contents", plain(c.Rules.Policy.Contents...)) },
	"reschedule":   offerReasons,
	"receive":      func(c *model.Case, f *form.Form) { offer(f, "class", plain(c.Rules.Policy.ItemClasses...)) },
	"relate-item":  offerRelations,
	"find-item":    func(_ *model.Case, f *form.Form) { offerFound(f) },
	"edit-item":    func(c *model.Case, f *form.Form) { offer(f, "class", plain(c.Rules.Policy.ItemClasses...)) },
	"edit-change":  func(c *model.Case, f *form.Form) { changeTypes(c, f) },
	"assess-change": func(c *model.Case, f *form.Form) {
		offerRisk(c, f)
		offerUrgency(c, f)
	},
	"regrade-incident":  func(c *model.Case, f *form.Form) { offer(f, "severity", plain(c.Rules.Policy.Severities...)) },
	"report-early-life": func(_ *model.Case, f *form.Form) { offerStandings(f) },
	"edit-entry":        offerWork,
	"edit-train":        offerTrain,
	"grant-role":        func(c *model.Case, f *form.Form) { offer(f, "role", roles(c)) },
	"revoke-role":       func(c *model.Case, f *form.Form) { offer(f, "role", roles(c)) },
	"end-run":           func(_ *model.Case, f *form.Form) { offer(f, "intervention", interventions) },
}

// offerEach are choices of all processes, each once.
func offerEach(f *form.Form, name string, c *model.Case, of func(*process.Process) []option) {
	var list []option
	for i := range c.Rules.Processes {
		for _, o := range of(&c.Rules.Processes[i]) {
			if !slices.ContainsFunc(list, func(had option) bool { return had.value == o.value }) {
				list = append(list, o)
			}
		}
	}
	offer(f, name, list)
}

// offerReasons are those for which a release is moved.
func offerReasons(c *model.Case, f *form.Form) {
	offer(f, "reason", model.Each(c.Rules.Policy.Reasons, func(known process.Reason) option { return option{known.ID, known.Title} }))
}

// offerRisk are the factors of a risk, and its bands.
func offerRisk(c *model.Case, f *form.Form) {
	offer(f, "risk", model.Each(c.Rules.Policy.Bands, func(b process.Band) option { return option{b.ID, b.Title} }))
	offer(f, "factors", model.Each(c.Rules.Policy.Factors, func(x process.Factor) option { return option{x.ID, x.Title} }))
}

// interventions are what can have to be done at once in a run.
var interventions = []option{{"none", "None"}, {"hotfix", "Hotfix"}, {"forward-fix", "Forward fix"}, {"rollback", "Rollback"}}
