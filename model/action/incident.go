package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/suspect"
)

// OpenIncident logs an incident.
type OpenIncident struct {
	Incident model.Incident `json:"incident"`
	// Anyway confirms that it is held against a release that never ran.
	Anyway bool `json:"anyway,omitempty"`
}

func (a OpenIncident) For(*model.Case) model.ID { return a.Incident.Service }

// Needs are what it names, and the releases that it may come from.
func (a OpenIncident) Needs() model.Needs {
	n := model.Needs{Suspecting: []*model.Incident{&a.Incident}}
	for _, l := range a.Incident.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	return n
}

// Do logs it. It may have been opened earlier than it is recorded.
func (a OpenIncident) Do(c *model.Case) (Outcome, error) {
	i := a.Incident
	refusal := &model.Refusal{Doing: "log an incident"}
	titled(refusal, "the title", i.Title, model.AnswerTo("say what happened", "title"))
	sane(refusal, "the description", i.Text)
	oneOf(refusal, "severity", i.Severity, c.Rules.Policy.Severities)
	refs(c, refusal, model.KindService, i.Service)
	refs(c, refusal, model.KindItem, i.Items...)
	refs(c, refusal, model.KindRelease, slices.Concat(i.CausedBy, i.Suspects, i.Cleared)...)
	refs(c, refusal, model.KindProblem, i.Problem)
	var needs []need
	for _, id := range i.CausedBy {
		needs = append(needs, deployedFirst(c, id)...)
	}
	opened := happened(c, i.Opened, "it can't have begun", needs, refusal)
	i.Opened = opened
	impact(c, &i, needs, refusal)
	i.References = referred(i.References, refusal)
	against(c, slices.Concat(i.CausedBy, i.Suspects), i.Began(), a.Anyway, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	i.ID, i.State, i.By, i.Origin = c.Mint(model.KindIncident), model.IncidentOpen, c.Who.ID(), nil
	i.Resolved, i.ResolvedRecorded, i.Grades, i.Reopenings, i.Clearances = time.Time{}, time.Time{}, nil, nil, nil
	i.OpenedRecorded = recordedLater(c, opened)
	out := wrote(i.ID, fmt.Sprintf("logged %s %s %s", i.ID, i.Severity, i.Title)+suspect.Note(suspect.Of(c, &i)), &i)
	out.Happened = i.Opened
	return out, nil
}

// LinkIncident says which release caused an incident: suspected, confirmed, or
// after all not.
type LinkIncident struct {
	Incident model.ID `json:"incident"`
	Release  model.ID `json:"release"`
	How      string   `json:"how"` // confirmed, suspected, cleared
	// Reason is why it is cleared, which stays on record.
	Reason string `json:"reason,omitempty"`
	Seen   int64  `json:"seen,omitempty"`
	// Anyway confirms that it is held against a release that never ran.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are both.
func (a LinkIncident) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Incident, a.Release}, Seen: looked(a.Incident, a.Seen)}
}

func (a LinkIncident) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("link %s to %s", a.Incident, a.Release)
	i, err := known[*model.Incident](c, a.Incident)
	if err != nil {
		return Outcome{}, err
	}
	if _, err := known[*model.Release](c, a.Release); err != nil {
		return Outcome{}, err
	}
	saw, err := asSeen(c, i, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	if was, now := linkOf(saw, a.Release), linkOf(i, a.Release); was != now && now != a.How {
		return Outcome{}, changedSince(c, i.ID, a.Seen, model.Clash{Field: "link to " + string(a.Release), Was: was, Theirs: now, Mine: a.How})
	}
	refusal := &model.Refusal{Doing: doing}
	if a.How == "confirmed" {
		for _, n := range deployedFirst(c, a.Release) {
			if i.Began().Before(n.at) {
				refusal.Add(fmt.Sprintf("it began %s, and %s only later, %s: it can't be its cause", stamp(i.Began()), n.what, stamp(n.at)), model.Say("confirm what was deployed before it"))
			}
		}
	}
	if a.How == "cleared" {
		because(refusal, a.Reason)
	} else if linkOf(i, a.Release) != a.How {
		against(c, []model.ID{a.Release}, i.Began(), a.Anyway, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *i
	drop := func(ids []model.ID) []model.ID {
		return slices.DeleteFunc(slices.Clone(ids), func(id model.ID) bool { return id == a.Release })
	}
	n.CausedBy, n.Suspects, n.Cleared = drop(i.CausedBy), drop(i.Suspects), drop(i.Cleared)
	switch a.How {
	case "confirmed":
		n.CausedBy = model.SortIDs(append(n.CausedBy, a.Release))
	case "suspected":
		n.Suspects = model.SortIDs(append(n.Suspects, a.Release))
	case "cleared": // it is suspected of that release no more, by no rule either
		n.Cleared = model.SortIDs(append(n.Cleared, a.Release))
		n.Clearances = append(slices.Clip(i.Clearances), model.Clearance{Release: a.Release, Was: linkOf(i, a.Release), Reason: a.Reason, By: c.Who.ID(), At: c.Now})
		// It is told with the release, which it says something of.
		return wrote(a.Release, fmt.Sprintf("cleared %s as the cause of %s %s: %s", a.Release, i.ID, i.Severity, a.Reason), &n), nil
	default:
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("%q is no way to link them", a.How), model.Say("confirmed, suspected or cleared"))
	}
	return wrote(i.ID, fmt.Sprintf("%s %s as the cause of %s", a.How, a.Release, i.ID), &n), nil
}

// linkOf says how an incident is linked to a release.
func linkOf(i *model.Incident, release model.ID) string {
	switch {
	case slices.Contains(i.CausedBy, release):
		return "confirmed"
	case slices.Contains(i.Suspects, release):
		return "suspected"
	case slices.Contains(i.Cleared, release):
		return "cleared"
	}
	return "none"
}

// ResolveIncident resolves an incident, or closes a resolved one.
type ResolveIncident struct {
	Incident model.ID  `json:"incident"`
	Close    bool      `json:"close,omitempty"`
	Happened time.Time `json:"happened,omitzero"`
}

func (a ResolveIncident) Do(c *model.Case) (Outcome, error) {
	doing := "resolve " + string(a.Incident)
	i, err := known[*model.Incident](c, a.Incident)
	if err != nil {
		return Outcome{}, err
	}
	n := *i
	refusal := &model.Refusal{Doing: doing}
	word := "resolved"
	switch {
	case a.Close && i.State == model.IncidentResolved:
		n.State, word = model.IncidentClosed, "closed"
	case !a.Close && i.State == model.IncidentOpen:
		n.State, n.Resolved = model.IncidentResolved, happened(c, a.Happened, "it can't have been resolved", whenBegun(i), refusal)
		n.ResolvedRecorded = recordedLater(c, n.Resolved)
	default:
		refusal.Add("it is " + model.StateWords(i))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(i.ID, word+" "+string(i.ID), &n)
	if !a.Close {
		out.Happened = n.Resolved
	}
	return out, nil
}
