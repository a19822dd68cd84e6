package task

import (
	"fmt"
	"strconv"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// planTrain enters a release train.
var planTrain = Task{
	Name: "plan-train", Title: "Plan a release train", Act: action.PlanTrain{}, Makes: model.KindTrain, Needs: ofServices,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offerTrain(c, f)
		return begin("type", c.Rules.Normal().Name, "cutoff", "5", "ahead", "2"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		t, err := trainOf(c, model.Train{Type: process.TypeNormal, Cutoff: 5, Ahead: 2}, a, Zone(c, id, a))
		return action.PlanTrain{Train: t}, err
	},
}

// editTrain changes one.
var editTrain = Task{
	Name: "edit-train", Title: "Edit the train", Act: action.PlanTrain{}, About: model.KindTrain, Edits: true, When: trainOver,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offerTrain(c, f)
		t := model.Get[*model.Train](c, id)
		zone := gate.TrainZone(c, t)
		end := t.Slot.End.TextIn(zone)
		if length := t.Timetable().Length(); length > 0 {
			end = when.WithLength(end, length)
		}
		return begin("title", t.Title, "service", string(t.Service), "start", t.Slot.Start.TextIn(zone), "end", end, "rule", t.Rule, "zone", t.Zone,
			"cutoff", strconv.Itoa(t.Cutoff), "ahead", strconv.Itoa(t.Ahead), "type", t.Type, "contents", text(t.Contents), "coordinator", string(t.Coordinator),
			"owner", string(t.Owner), "team", string(t.Team), "rollback_owner", string(t.RollbackOwner), "environment", t.Env), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		t, err := trainOf(c, *model.Get[*model.Train](c, id), a, Zone(c, id, a))
		return action.PlanTrain{Train: t, Seen: seen(c, id)}, err
	},
}

// offerTrain are the choices that there are: processes which every release can follow.
func offerTrain(c *model.Case, f *form.Form) {
	var types []option
	for i := range c.Rules.Processes {
		if p := &c.Rules.Processes[i]; p.Of == string(model.KindRelease) && len(p.Reasons) == 0 && !p.Catalogued() {
			types = append(types, option{p.Name, p.Title})
		}
	}
	offer(f, "type", types)
	offer(f, "contents", model.Each(c.Rules.Policy.Contents, func(s string) option { return option{s, s} }))
}

// trainOf is a train with what was answered; what isn't answered stays.
func trainOf(c *model.Case, t model.Train, a form.Answers, zone *time.Location) (model.Train, error) {
	said := func(name string) bool { _, ok := a.Values[name]; return ok }
	for name, into := range map[string]*string{"title": &t.Title, "rule": &t.Rule, "zone": &t.Zone, "type": &t.Type, "environment": &t.Env} {
		if said(name) {
			*into = a.Get(name)
		}
	}
	for name, into := range map[string]*model.ID{"service": &t.Service, "coordinator": &t.Coordinator, "owner": &t.Owner, "team": &t.Team, "rollback_owner": &t.RollbackOwner} {
		if said(name) {
			*into = model.ID(a.Get(name))
		}
	}
	for name, into := range map[string]*int{"cutoff": &t.Cutoff, "ahead": &t.Ahead} {
		if said(name) && a.Get(name) != "" {
			n, err := strconv.Atoi(a.Get(name))
			if err != nil {
				return t, model.Refuse("plan a release train", a.Get(name)+" is no whole number", model.AnswerTo("write one", name))
			}
			*into = n
		}
	}
	if said("contents") {
		t.Contents = a.List("contents")
	}
	stood := t.Slot
	if said("start") {
		t.Slot = model.Slot{Start: a.Moment("start", zone)}
		if err := startAlone(a, stood, t.Slot.Start); err != nil {
			return t, err
		}
		if !stood.End.IsZero() {
			t.Slot.End = stood.EndAfter(t.Slot.Start, zone)
		}
	}
	if said("end") {
		end, length, err := endOf(c, a, t.Slot.Start, zone)
		if err != nil {
			return t, err
		}
		if t.Slot.End, t.Lasts = end, ""; length > 0 {
			t.Lasts = length.String()
		}
	}
	if t.Slot.Same(stood) {
		t.Slot = stood
	}
	return t, nil
}

// trainOver says why nothing can be done to a train any more.
var trainOver = barred(func(t *model.Train) bool { return t.Ended != nil }, "it goes no more")

// endTrain ends a train.
var endTrain = Task{Name: "end-train", Title: "End the train", Act: action.EndTrain{}, About: model.KindTrain, When: trainOver}

// skipDeparture has it not go once.
var skipDeparture = Task{Name: "skip-departure", Title: "Skip a departure", Act: action.SkipDeparture{}, About: model.KindTrain, When: trainOver}

// registerDeparture registers the release of a departure.
var registerDeparture = Task{Name: "register-departure", Title: "Register a departure", Act: action.RegisterDeparture{}, About: model.KindTrain, When: trainOver}

// boardTrain puts an RFC onto a train.
var boardTrain = Task{Name: "board-train", Title: "Put onto a release train", Act: action.BoardTrain{}, About: model.KindChange,
	When: barred(func(ch *model.Change) bool {
		return ch.State == model.ChangeClosed || ch.State == model.ChangeRejected || ch.State == model.ChangeWithdrawn || ch.State == model.ChangeImplemented || ch.State == model.ChangeReviewed
	}, "it is over"),
	Kinds: []model.Kind{model.KindTrain, model.KindService},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		ch := model.Get[*model.Change](c, id)
		var fit, others []option
		for _, t := range model.All[*model.Train](c) {
			name := string(t.ID) + "  " + t.Title
			switch {
			case t.Ended != nil:
			case ch != nil && ch.Service != "" && ch.Service != t.Service:
				others = append(others, option{string(t.ID), fmt.Sprintf("%s: not for it, which is of %s; this is of %s", name, c.Title(ch.Service), c.Title(t.Service))})
			default:
				fit = append(fit, option{string(t.ID), name})
			}
		}
		offer(f, "train", append(fit, others...))
		return form.Answers{}, nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		made, err := (&Task{Act: action.BoardTrain{}}).fromFields(c, id, a)
		if act, ok := made.(action.BoardTrain); ok {
			act.Seen = read(c, id) // the train was read as well
			return act, err
		}
		return made, err
	},
}
