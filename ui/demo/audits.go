package demo

import (
	"fairway/assets"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// audit is one of configuration items of a service, written down yesterday.
func (m *maker) audit(a assets.DemoAudit) {
	m.add(m.days.office(m.days.date(-1), 0.98, false), a.Person, "audit of "+a.Service, func() action.Action {
		answers := values("held", m.days.worked(a.Day).String(), "auditor", string(m.id("person", a.Person)), "differed", "yes", "cause", a.Cause, "correction", a.Correction,
			"owner", string(m.id("person", a.Owner)), "due", m.days.date(a.Due).String())
		for _, i := range a.Items {
			row := form.Cells{"item": string(m.id("item", i.Item)), "found": i.Found}
			if i.What != "" {
				row["what"] = i.What
			}
			answers.Tables["items"] = append(answers.Tables["items"], row)
		}
		return action.WriteForm{Form: gate.FormAudit, Of: m.id("service", a.Service), Answers: answers}
	})
}
