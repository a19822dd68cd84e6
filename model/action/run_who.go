package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// executesRuns is the permission to lead a run, and to do steps that nobody has.
const executesRuns = "run.execute"

// Takes: whoever has a step does it, and says that they begin, or that it fails, whatever
// else they may.
func (a DoStep) Takes(c *model.Case) string    { return stepTakes(c, a.Run, a.Step, a.Rollback) }
func (a BeginStep) Takes(c *model.Case) string { return stepTakes(c, a.Run, a.Step, a.Rollback) }
func (a FailStep) Takes(c *model.Case) string  { return stepTakes(c, a.Run, a.Step, a.Rollback) }

func stepTakes(c *model.Case, id model.ID, step int, back bool) string {
	run := model.Get[*model.Run](c, id)
	if id == "" { // asked before a step is named: of those that there are
		for _, one := range model.All[*model.Run](c) {
			if one.Going() && slices.ContainsFunc(one.Steps, func(s model.Step) bool { return ownsStep(c, one, s) }) {
				return PermissionRead
			}
		}
	}
	if run == nil {
		return executesRuns
	}
	steps := run.Steps
	if back && run.Rollback != nil {
		steps = run.Rollback.Steps
	}
	if step >= 1 && step <= len(steps) && ownsStep(c, run, steps[step-1]) {
		return PermissionRead
	}
	return executesRuns
}

// ownsStep reports whether whoever acts has a step, by name or by a role.
func ownsStep(c *model.Case, run *model.Run, s model.Step) bool {
	r := model.Get[*model.Release](c, run.Release)
	return s.Owner != "" && r != nil && (model.ID(s.Owner) == c.Who.ID() || c.Rules.Holds(c.Who.Person, s.Owner, r.Service))
}

// deploys adds why a person can't lead a run: they may not, or a duty keeps them from it.
func deploys(c *model.Case, r *model.Release, run *model.Run, who model.ID, field string, refusal *model.Refusal) {
	p := model.Get[*model.Person](c, who)
	if p == nil {
		return
	}
	if !c.Rules.Lets(p, executesRuns, r.Service) {
		refusal.Add(fmt.Sprintf("%s has no role with the permission %s", c.PersonName(who), executesRuns), model.AnswerTo("name one of: "+strings.Join(c.Rules.RolesWith(executesRuns), ", "), field))
		return
	}
	barred(c, r, run, who, field, refusal)
}

// barred adds the duties that keep a person from deploying the release. On the way back
// everybody helps, and a rehearsal deploys nothing.
func barred(c *model.Case, r *model.Release, run *model.Run, who model.ID, field string, refusal *model.Refusal) {
	if !run.Production || run.Back != "" {
		return
	}
	for _, bar := range decision.Deploys(c, r, who) {
		refusal.Add(fmt.Sprintf("%s %s", c.PersonName(who), bar.OfOne()), model.AnswerTo("name somebody else", field))
	}
}

// apart adds the duties that keep whoever acts from what is part of deploying the release,
// but those over which they broke the glass already in this release.
func apart(c *model.Case, r *model.Release, run *model.Run, refusal *model.Refusal) {
	if !run.Production || run.Back != "" {
		return
	}
	for _, bar := range decision.Deploys(c, r, c.Who.ID()) {
		mark := bar.Broken(c.Who.ID(), "", c.Now)
		if slices.ContainsFunc(r.Broken, func(b model.Broken) bool { return b.By == mark.By && b.Rule == mark.Rule }) {
			continue
		}
		refusal.Add(bar.String(), model.Say("somebody else of: "+strings.Join(c.Rules.RolesWith(executesRuns), ", ")))
	}
}
