package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
)

// addWindow puts a freeze, maintenance window or holiday onto the calendar.
var addWindow = Task{
	Name: "add-window", Title: "Add a freeze, maintenance window or holiday", Act: action.AddWindow{}, Makes: model.KindWindow, Needs: ofServices,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "class", []option{{model.WindowFreeze, "Freeze: no deployments"}, {model.WindowMaintenance, "Maintenance window of a service"}, {model.WindowHoliday, "Holiday"}})
		field(f, "zone").Help += " Without one, that of the one service it is for, else " + c.Rules.Policy.Location().String() + "."
		return begin("class", model.WindowFreeze, "hard", "no"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := slot(a, Zone(c, id, a))
		if err != nil {
			return nil, err
		}
		w := model.Window{Title: a.Get("title"), Class: a.Get("class"), Services: ids(a, "services"), Items: ids(a, "items"), Slot: s,
			Rule: a.Get("rule"), Zone: a.Get("zone"), Reason: a.Get("reason")}
		if _, length := when.CutLength(a.Get("end")); length > 0 && w.Rule != "" {
			w.Lasts = length.String()
		}
		w.Hard, w.Everything = w.Class == model.WindowFreeze && a.Yes("hard"), a.Yes("everything")
		return action.AddWindow{Window: w}, nil
	},
}

// withdrawWindow takes a window off the calendar.
var withdrawWindow = Task{
	Name: "withdraw-window", Title: "Take off the calendar", Act: action.WithdrawWindow{}, About: model.KindWindow,
	When: barred(func(w *model.Window) bool { return w.Withdrawn != "" }, "it is withdrawn already"),
}
