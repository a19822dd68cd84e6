package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/metric"
	"fairway/model/when"
)

// closePeriod signs off the numbers of a period: that of the month before, unless another is
// named.
var closePeriod = Task{
	Name: "close-period", Title: "Sign off a period of the metrics", Act: action.ClosePeriod{}, Makes: model.KindPeriod,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "measures", model.Each(metric.All(c.Rules.Measures), func(m metric.Metric) option { return option{m.ID, m.Title} }))
		return begin("period", when.PeriodOf(c.Now, when.Monthly, c.Rules.Policy.Location()).Prev().String()), nil
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		return action.ClosePeriod{Period: a.Get("period"), Measures: a.List("measures"), Reason: a.Get("reason"), Seen: c.Read}, nil
	},
}

// reopenPeriod takes back that it was signed off.
var reopenPeriod = Task{
	Name: "reopen-period", Title: "Reopen the period", Act: action.ReopenPeriod{}, About: model.KindPeriod,
	When: barred(func(p *model.Period) bool { return p.Reopened != nil }, "it was reopened already"),
}
