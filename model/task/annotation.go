package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/metric"
)

// annotate notes what happened beside the measures of its time; begun from a service it is
// about that one.
var annotate = Task{
	Name: "annotate", Title: "Annotate the measures", Act: action.Annotate{}, Makes: model.KindAnnotation, Also: []model.Kind{model.KindService}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		var measures []option
		for _, m := range metric.All(c.Rules.Measures) {
			measures = append(measures, option{m.ID, m.Title})
		}
		offer(f, "measure", measures)
		return begin("happened", "today", "service", string(id)), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.Annotate{On: a.Moment("happened", Zone(c, id, a)), Text: a.Get("text"), Service: model.ID(a.Get("service")), Measure: a.Get("measure")}, nil
	},
}

// withdrawAnnotation takes one back.
var withdrawAnnotation = Task{
	Name: "withdraw-annotation", Title: "Withdraw the annotation", Act: action.WithdrawAnnotation{}, About: model.KindAnnotation,
	When: func(c *model.Case, id model.ID) string {
		if n := model.Get[*model.Annotation](c, id); n != nil && n.Withdrawn != nil {
			return "it is withdrawn already"
		}
		return ""
	},
}
