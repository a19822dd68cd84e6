package task

import (
	"cmp"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// agree enters a service level agreement; begun from a service, for that one.
var agree = Task{
	Name: "agree", Title: "Enter a service level agreement", Act: action.Agree{}, Makes: model.KindAgreement, Also: []model.Kind{model.KindService}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		severities := c.Rules.Policy.Severities
		offer(f, "severities", plain(severities...))
		return begin("service", string(id), "holidays", "no", "maintenance_excluded", "no", "severities", text(usualOutages(c))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		zone := Zone(c, id, a)
		n := action.Agree{Service: model.ID(cmp.Or(a.Get("service"), string(id))), Target: a.Get("target"), Hours: a.List("hours"), Holidays: a.Yes("holidays"), Maintenance: a.Yes("maintenance_excluded"),
			Severities: a.List("severities"), From: a.Moment("from", zone), To: a.Moment("to", zone), Reason: a.Get("reason"), Replace: a.Yes("replace"), Reference: a.Get("reference"), With: a.Get("with"), Text: a.Get("text")}
		if _, asked := a.Values["severities"]; !asked {
			n.Severities = usualOutages(c)
		}
		return n, nil
	},
}

// usualOutages are the severities of incidents that count as an outage where nobody says which:
// the gravest. With lesser ones people can work as a rule.
func usualOutages(c *model.Case) []string {
	return c.Rules.Policy.Severities[:min(1, len(c.Rules.Policy.Severities))]
}

// withdrawAgreement takes one back.
var withdrawAgreement = Task{
	Name: "withdraw-agreement", Title: "Withdraw the agreement", Act: action.WithdrawAgreement{}, About: model.KindAgreement,
	When: barred(func(a *model.Agreement) bool { return a.Withdrawn != nil }, "it is withdrawn already"),
}

// recordOutage enters an outage; begun from a service it is of that, from a release or an
// incident of what that is about.
var recordOutage = Task{
	Name: "record-outage", Title: "Enter an outage", Act: action.RecordOutage{}, Makes: model.KindOutage, Also: []model.Kind{model.KindService, model.KindRelease, model.KindIncident}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		switch r := recordIn(c, id).(type) {
		case *model.Service:
			return begin("service", string(id), "sort", model.OutageUnplanned), nil
		case *model.Release:
			return begin("service", string(r.Service), "sort", model.OutagePlanned, "cause", string(id)), nil
		case *model.Incident:
			return begin("service", string(r.Service), "sort", model.OutageUnplanned, "cause", string(id)), nil
		}
		return begin("sort", model.OutageUnplanned), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := slot(a, Zone(c, id, a))
		if err != nil {
			return nil, err
		}
		n := action.RecordOutage{Service: model.ID(a.Get("service")), Sort: a.Get("sort"), Text: a.Get("text"), Cause: idIn(a, "cause"), Of: idIn(a, "of"), Reason: a.Get("reason"), Start: s.Start, End: s.End}
		if n.Sort == model.OutageNone && n.Of == "" { // there is nothing that it could be the cause of
			n.Of, n.Cause = n.Cause, ""
		}
		return n, nil
	},
}

// idIn is an id as it was typed, or what else was.
func idIn(a form.Answers, field string) model.ID {
	if id, err := model.ParseID(a.Get(field)); err == nil {
		return id
	}
	return model.ID(a.Get(field))
}

// recordIn is a record among the facts; nil where it is none of them.
func recordIn(c *model.Case, id model.ID) model.Record {
	f, _ := c.Fact(id)
	return f.Record
}

// endOutage says when one ended.
var endOutage = Task{
	Name: "end-outage", Title: "End the outage", Act: action.EndOutage{}, About: model.KindOutage,
	When: barred(func(o *model.Outage) bool { return o.State() != model.OutageOpen }, "it does not go on"),
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.EndOutage{Outage: id, End: a.Moment("happened", Zone(c, id, a)), Seen: seen(c, id)}, nil
	},
}

// cancelOutage says that one is not counted.
var cancelOutage = Task{
	Name: "cancel-outage", Title: "Cancel the outage", Act: action.CancelOutage{}, About: model.KindOutage,
	When: barred(func(o *model.Outage) bool { return o.Cancelled != nil }, "it is cancelled already"),
}
