package task

import (
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/suspect"
	"fairway/model/when"
)

// openIncident logs an incident; begun from a release, it can be linked at once.
var openIncident = Task{
	Name: "open-incident", Title: "Log an incident", Act: action.OpenIncident{}, Makes: model.KindIncident, Also: []model.Kind{model.KindRelease}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		severities := c.Rules.Policy.Severities
		offer(f, "severity", plain(severities...))
		usual := ""
		if slices.Contains(severities, "P3") {
			usual = "P3"
		}
		r := model.Get[*model.Release](c, id)
		if r == nil {
			drop(f, "link")
			return begin("severity", usual), nil
		}
		offer(f, "link", []option{{"suspected", "Suspected"}, {"confirmed", "Confirmed"}, {"none", "Not at all"}})
		return begin("severity", usual, "service", string(r.Service), "link", "suspected"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		i := model.Incident{Title: a.Get("title"), Text: a.Get("text"), Severity: a.Get("severity"), Service: model.ID(a.Get("service")),
			Items: ids(a, "items"), Problem: model.ID(a.Get("problem")), Opened: at(a, "opened", Zone(c, id, a)),
			ImpactStart: at(a, "impact_start", Zone(c, id, a)), References: references(nil, a.List("references"))}
		if _, asked := a.Values["service"]; !asked { // what its release changes
			if r := model.Get[*model.Release](c, id); r != nil {
				i.Service = r.Service
			}
		}
		switch {
		case id == "":
		case a.Get("link") == "suspected":
			i.Suspects = []model.ID{id}
		case a.Get("link") == "confirmed":
			i.CausedBy = []model.ID{id}
		}
		return action.OpenIncident{Incident: i}, nil
	},
}

// editIncident corrects what it was about.
var editIncident = Task{
	Name: "edit-incident", Title: "Edit the incident", Act: action.EditIncident{}, About: model.KindIncident, Edits: true,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		a := asItStands(c, id, *f)
		if i := model.Get[*model.Incident](c, id); i != nil && !i.ImpactStart.IsZero() {
			a.Values["impact_start"] = when.Moment{At: i.ImpactStart, Precision: when.Minute}.TextIn(c.ZoneOf(id))
		}
		return a, nil
	},
}

// regradeIncident gives it another severity, for a reason.
var regradeIncident = Task{
	Name: "regrade-incident", Title: "Grade the incident anew", Act: action.RegradeIncident{}, About: model.KindIncident,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		i := model.Get[*model.Incident](c, id)
		offer(f, "severity", plain(slices.DeleteFunc(slices.Clone(c.Rules.Policy.Severities), func(s string) bool { return s == i.Severity })...))
		return begin(), nil
	},
}

// reopenIncident opens it again, which was resolved or closed.
var reopenIncident = Task{
	Name: "reopen-incident", Title: "Reopen the incident", Act: action.ReopenIncident{}, About: model.KindIncident,
	When: barred(func(i *model.Incident) bool { return i.State == model.IncidentOpen }, "it is open"),
}

// linkIncident says which release caused an incident.
var linkIncident = Task{
	Name: "link-incident", Title: "Link an incident to a release", Act: action.LinkIncident{}, About: model.KindIncident, Also: []model.Kind{model.KindRelease},
	Needs: func(id model.ID) model.Needs {
		n := alone(id)
		n.Suspected = []model.ID{id}
		return n
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		first := ""
		offer(f, "how", []option{{"suspected", "Suspected"}, {"confirmed", "Confirmed"}, {"cleared", "Cleared: it was not the cause"}})
		if id.Kind() == model.KindRelease {
			drop(f, "release")
			if list := suspect.On(c, id); len(list) > 0 {
				first = string(list[0].Incident)
			}
			return begin("how", "suspected", "incident", first), nil
		}
		drop(f, "incident")
		if i := model.Get[*model.Incident](c, id); i != nil {
			if list := suspect.Of(c, i); len(list) > 0 {
				first = string(list[0].Release)
			}
		}
		return begin("how", "suspected", "release", first), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		l := action.LinkIncident{Incident: id, Release: model.ID(a.Get("release")), How: a.Get("how"), Reason: a.Get("reason")}
		if id.Kind() == model.KindRelease {
			l.Incident, l.Release = model.ID(a.Get("incident")), id
		}
		l.Seen = read(c, l.Incident)
		return l, nil
	},
}

// resolveIncident resolves an incident, or closes a resolved one.
var resolveIncident = Task{
	Name: "resolve-incident", Title: "Resolve or close an incident", Act: action.ResolveIncident{}, About: model.KindIncident, Also: []model.Kind{model.KindRelease},
	Which: unresolved, None: "no incident linked to it is open",
	When: barred(func(i *model.Incident) bool { return i.State == model.IncidentClosed }, "it is closed"),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := unresolved(c, id)
		now := []option{{string(model.IncidentResolved), "Resolved"}, {string(model.IncidentClosed), "Closed: it was resolved before"}}
		first := ""
		if len(list) == 1 {
			if model.Get[*model.Incident](c, model.ID(list[0].value)).State == model.IncidentResolved {
				now = now[1:]
				without(f, "it is resolved already", "happened")
			} else {
				now = now[:1]
			}
			first = now[0].value
		}
		offer(f, "state", now)
		return begin("state", first), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		r := action.ResolveIncident{Incident: model.ID(a.Get("incident")), Close: a.Get("state") == string(model.IncidentClosed)}
		if !r.Close {
			r.Happened = at(a, "happened", Zone(c, id, a))
		}
		return r, nil
	},
}

// unresolved are the incidents that are not closed: the record itself, or those
// linked to a release, first those that are open.
func unresolved(c *model.Case, id model.ID) []option {
	var open, resolved []option
	for _, i := range model.All[*model.Incident](c) {
		if i.ID != id && !slices.Contains(i.CausedBy, id) && !slices.Contains(i.Suspects, id) {
			continue
		}
		o := option{string(i.ID), titled(i) + " (" + i.Severity + ", " + model.StateWords(i) + ")"}
		switch i.State {
		case model.IncidentOpen:
			open = append(open, o)
		case model.IncidentResolved:
			resolved = append(resolved, o)
		}
	}
	return append(open, resolved...)
}

// openProblem enters one; begun from an incident, it is behind that.
var openProblem = Task{
	Name: "open-problem", Title: "Enter a problem", Act: action.OpenProblem{}, Makes: model.KindProblem, Also: []model.Kind{model.KindIncident}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		if i := model.Get[*model.Incident](c, id); i != nil {
			return begin("title", i.Title, "service", string(i.Service)), nil
		}
		return begin(), nil
	},
	Make: func(_ *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		p := action.OpenProblem{Problem: model.Problem{Title: a.Get("title"), Service: model.ID(a.Get("service")), Workaround: a.Get("workaround")}}
		if id.Kind() == model.KindIncident {
			p.Incident = id
		}
		return p, nil
	},
}

// reopenProblem opens it again, which was closed.
var reopenProblem = Task{
	Name: "reopen-problem", Title: "Reopen the problem", Act: action.ReopenProblem{}, About: model.KindProblem,
	When: barred(func(p *model.Problem) bool { return p.State != model.ProblemClosed }, "it is not closed"),
}

// resolveProblem notes a workaround, or closes the problem.
var resolveProblem = Task{
	Name: "resolve-problem", Title: "Note a workaround, or close", Act: action.ResolveProblem{}, About: model.KindProblem, Stands: []string{"workaround"},
	When: barred(func(p *model.Problem) bool { return p.State == model.ProblemClosed }, "it is closed"),
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("workaround", model.Get[*model.Problem](c, id).Workaround, "close", "no"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		r := action.ResolveProblem{Problem: id, Workaround: a.Get("workaround"), Close: a.Yes("close"), Seen: seen(c, id)}
		if p := model.Get[*model.Problem](c, id); p != nil && p.Workaround == r.Workaround {
			r.Workaround = "" // nothing new was said
		}
		return r, nil
	},
}
