package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// StartRun begins a deployment run: its steps come from the release plan, its
// package from the DML.
type StartRun struct {
	Release model.ID `json:"release"`
	Env     string   `json:"environment,omitempty"`
	Mock    bool     `json:"mock,omitempty"` // a rehearsal: no deployment
	// Wave, Sites and Percent say which part of the release it deploys, where that is done in
	// several runs; Percent is how much of it is deployed once the run is.
	Wave     string    `json:"wave,omitempty"`
	Sites    []string  `json:"sites,omitempty"`
	Percent  int       `json:"percent,omitempty"`
	Happened time.Time `json:"happened,omitzero"`
	// BreakGlass overrides the duty that whoever accepted does not deploy.
	BreakGlass string `json:"break_glass,omitempty"`
	// Looked is what lay in the DML for its package, hashed as it starts.
	Looked *Looked `json:"looked,omitempty"`
}

// Needs are the release's facts.
func (a StartRun) Needs() model.Needs { return gate.Needs(a.Release) }

// Do starts the run. A production run starts only in Deployment, which no
// release reaches without its authorisations.
func (a StartRun) Do(c *model.Case) (Outcome, error) {
	doing := "start a run of " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if wrong := model.CheckTitle("the environment", a.Env); a.Env != "" && wrong != "" {
		refusal.Add(wrong)
	}
	n := r.Clone()
	marked := false
	if !a.Mock {
		marked = breakGlass(c, n, decision.Deploys(c, r, c.Who.ID()), a.BreakGlass, refusal)
		if stage, _ := p.Stage(r.Stage); stage == nil || !stage.Runs {
			here, there := r.Stage, "a stage in which it is deployed"
			if stage != nil {
				here = stage.Title
			}
			if at := p.Deploys(); at >= 0 {
				there = p.Stages[at].Title
			}
			refusal.Add("it is in "+here+", not in "+there, model.ByDoing(process.ShowGate, r.ID).For("open the gate first"))
		} else if !slices.ContainsFunc(r.Passed, func(m model.Passage) bool { return m.To == r.Stage }) {
			// Imported history enters where its file says, without gates.
			refusal.Add("it did not come into "+stage.Title+" through its gate", model.Say("register a new release for what is to be deployed"))
		}
		if r.Hold != nil {
			refusal.Add("it is on hold: "+r.Hold.Reason, model.ByTask("resume", r.ID))
		}
	}
	wave := a.wave(refusal)
	if !a.Mock {
		another(c, r, wave, refusal)
	}
	plan := c.Document(gate.FormPlan, r.ID)
	var list []model.Step
	if plan != nil {
		list = steps(c, plan, r, refusal)
	} else if gate.PlansRuns(c, r) {
		refusal.Add("it has no "+c.Under(r).FormWords(gate.FormPlan), model.ByForm(gate.FormPlan, r.ID))
	}
	packageLooked(c, r, a.Looked, refusal)
	if !a.Mock {
		if err := stillLets(c, r, a.Happened, refusal); err != nil {
			return Outcome{}, err
		}
	}
	needs := beforeRun(c, r, a.Mock)
	started := happened(c, a.Happened, "it can't have started", needs, refusal)
	if !a.Mock {
		if started, err = letThrough(c, a.Happened, started, "it can't have started", needs, nil, gatesPassed(r, started), refusal); err != nil {
			return Outcome{}, err
		}
	}
	warning := packageWithdrawn(c, r, a.Mock, started, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	run := &model.Run{ID: c.Mint(model.KindRun), Release: r.ID, Env: a.Env, Production: !a.Mock, Wave: wave, By: c.Who.ID(), Started: started, StartedRecorded: recordedLater(c, started)}
	if run.Env == "" {
		run.Env = r.Env
	}
	if plan != nil {
		run.Steps = list
		for _, row := range plan.Meant().Rows("contacts") {
			run.Contacts = append(run.Contacts, model.Contact{Who: row["who"], What: row["what"], Reach: row["reach"]})
		}
		for _, row := range plan.Meant().Rows("verification") {
			run.Checks = append(run.Checks, model.Check{Text: row["text"]})
		}
	}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil {
			run.Media = append(run.Media, m.SHA256)
		}
	}
	out := wrote(r.ID, fmt.Sprintf("started %s of %s", namedRun(run), r.ID), run)
	out.Happened, out.Warning = started, warning
	if a.Looked != nil && len(r.Package) > 0 {
		check := a.Looked.record(c, model.CheckedAtStart)
		check.Release, check.Run = r.ID, run.ID
		out.Writes = append(append(out.Writes, check), a.Looked.mark(c, check.ID)...)
	}
	if !a.Mock && !r.Deployed {
		n.Deployed, marked = true, true
	}
	if marked {
		out.Writes = append(out.Writes, n)
	}
	return out, nil
}

// runOf loads a run for an action on it.
func runOf(c *model.Case, id model.ID, doing string) (*model.Run, *model.Release, error) {
	run, err := known[*model.Run](c, id)
	if err != nil {
		return nil, nil, err
	}
	r, err := known[*model.Release](c, run.Release)
	if err != nil {
		return nil, nil, err
	}
	if !run.Going() {
		return nil, nil, model.Refuse(doing, fmt.Sprintf("%s ended as %s", run.ID, run.Result), model.Say("that stays as it is: a run that follows it is begun anew"))
	}
	n := *run
	if run.Rollback != nil {
		back := *run.Rollback
		n.Rollback = &back
	}
	return &n, r, nil
}

// marks begins a mark of a run, by whoever acts.
func marks(c *model.Case, run *model.Run, did string, at time.Time) *model.Mark {
	return &model.Mark{ID: c.Mint(model.KindMark), Run: run.ID, Did: did, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)}
}

// namedRun is a run as notes call it: that a rehearsal is none of the deployment is
// said each time.
func namedRun(run *model.Run) string {
	if run.Production {
		return string(run.ID)
	}
	return string(run.ID) + " (rehearsal)"
}
