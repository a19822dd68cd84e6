package task

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// keepReport keeps a report of a period.
var keepReport = Task{
	Name: "keep-report", Title: "Keep a report of a period", Act: action.KeepReport{}, Makes: model.KindReport, Also: []model.Kind{model.KindReport},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := model.Each(c.Rules.Reports, func(r process.Report) option { return option{r.ID, r.Title} })
		if len(list) > 0 {
			offer(f, "report", list)
		}
		if r := model.Get[*model.KeptReport](c, id); r != nil { // its next version
			return begin("report", r.Report, "period", r.Period, "service", string(r.Service), "filter", r.Filter), nil
		}
		return begin("report", field(f, "report").Options[0]), nil
	},
	Make: func(_ *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		return action.KeepReport{Report: a.Get("report"), Period: a.Get("period"), Service: model.ID(a.Get("service")), Filter: strings.TrimSpace(a.Get("filter")), Evaluation: a.Get("evaluation")}, nil
	},
}

// handOutReport records who got a kept report.
var handOutReport = Task{
	Name: "hand-out-report", Title: "Record who got the report", Act: action.HandOutReport{}, About: model.KindReport,
	When: func(c *model.Case, id model.ID) string {
		r := model.Get[*model.KeptReport](c, id)
		if r == nil {
			return ""
		}
		if d := model.Get[*model.Document](c, r.Document); d == nil {
			return ""
		} else if v := d.Verdict(); v == nil || !v.Yes {
			return fmt.Sprintf("version %d is not approved: nobody is handed what nobody answers for", r.Version)
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		r := model.Get[*model.KeptReport](c, id)
		d := model.Get[*model.Document](c, r.Document)
		if d == nil {
			return begin("channel", "mail"), nil
		}
		return begin("to", d.Meant().Get("to"), "channel", "mail"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		var r model.KeptReport
		if known := model.Get[*model.KeptReport](c, id); known != nil { // else the action says so
			r = *known
		}
		return action.HandOutReport{Report: id, Document: r.Document, Version: r.Version, To: ids(a, "to"), Channel: a.Get("channel"), Happened: a.Moment("happened", c.Days()).At, Seen: seen(c, id)}, nil
	},
}
