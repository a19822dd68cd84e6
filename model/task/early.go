package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// reportEarlyLife says how a release stands today.
var reportEarlyLife = Task{
	Name: "report-early-life", Title: "Report how it stands today", Act: action.ReportEarlyLife{}, About: model.KindRelease,
	When: on(func(c *model.Case, r *model.Release) string {
		if s, _ := stageOf(c, r); !gate.EarlyLife(s) {
			return "nobody watches it in this stage"
		}
		return ""
	}),
	Open: func(_ *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offerStandings(f)
		return begin("standing", string(model.EarlyStable)), nil
	},
}

func offerStandings(f *form.Form) {
	offer(f, "standing", model.Each(model.KindEarly.Info().States, func(s model.StateInfo) option { return option{string(s.State), earlyWords[s.State]} }))
}

var earlyWords = map[model.State]string{
	model.EarlyStable:   "Stable: as it was before, or better",
	model.EarlyStrained: "Strained: more calls or work than usual",
	model.EarlyUnstable: "Unstable: users are hindered",
}
