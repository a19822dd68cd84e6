package action

import (
	"fmt"

	"fairway/model"
)

// EditIncident corrects what an incident was about. When it was opened and resolved, how grave
// it is, and what caused it, are acts of their own, and stay as they are.
type EditIncident struct {
	Incident model.Incident `json:"incident"`
	Seen     int64          `json:"seen,omitempty"`
}

// For is the service that the incident was on.
func (a EditIncident) For(c *model.Case) model.ID {
	if old := model.Get[*model.Incident](c, a.Incident.ID); old != nil {
		return old.Service
	}
	return a.Incident.Service
}

// Do corrects it.
func (a EditIncident) Do(c *model.Case) (Outcome, error) {
	i := a.Incident
	old, err := known[*model.Incident](c, i.ID)
	if err != nil {
		return Outcome{}, err
	}
	merged, err := replaced(c, &i, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	n := *old
	n.Title, n.Text, n.Service, n.Items, n.Problem, n.ImpactStart = merged.Title, merged.Text, merged.Service, model.SortIDs(merged.Items), merged.Problem, merged.ImpactStart
	refusal := &model.Refusal{Doing: "edit " + string(i.ID)}
	moved(c, a, old.Service, n.Service, refusal)
	titled(refusal, "the title", n.Title, model.AnswerTo("say what happened", "title"))
	sane(refusal, "the description", n.Text)
	if merged.Severity != old.Severity {
		refusal.Add("its severity is changed with a reason, which stays on record", model.ByTask("regrade-incident", i.ID, model.With("severity", merged.Severity), model.With("reason", "")))
	}
	if !n.ImpactStart.Equal(old.ImpactStart) {
		var needs []need
		for _, id := range n.CausedBy {
			needs = append(needs, deployedFirst(c, id)...)
		}
		impact(c, &n, needs, refusal)
	}
	n.References = referred(merged.References, refusal)
	refs(c, refusal, model.KindService, n.Service)
	refs(c, refusal, model.KindItem, n.Items...)
	refs(c, refusal, model.KindProblem, n.Problem)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return wrote(n.ID, fmt.Sprintf("changed %s %s", n.ID, n.Title), &n), nil
}
