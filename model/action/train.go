package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// PlanTrain enters a release train, or changes one: departures that have a release stay
// as they are.
type PlanTrain struct {
	Train model.Train `json:"train"`
	Seen  int64       `json:"seen,omitempty"`
}

// Needs are the train and what it names, the holidays, and what its next departures would
// collide with.
func (a PlanTrain) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Train.ID}, Kinds: []model.Kind{model.KindWindow}, Seen: looked(a.Train.ID, a.Seen), Calendar: true, Timetables: []*model.Train{&a.Train}}
	if a.Train.ID != "" {
		n.Departing = n.IDs[:1:1]
	}
	for _, l := range a.Train.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	return n
}

// For is the service of the train as it stands, else of the one entered.
func (a PlanTrain) For(c *model.Case) model.ID {
	if t := model.Get[*model.Train](c, a.Train.ID); t != nil {
		return t.Service
	}
	return a.Train.Service
}

// Do checks what was said, and writes it.
func (a PlanTrain) Do(c *model.Case) (Outcome, error) {
	t := a.Train
	refusal := &model.Refusal{Doing: "plan a release train"}
	verb := "planned"
	if t.ID == "" {
		t.Departed, t.Skipped, t.Ended, t.By, t.At = nil, nil, nil, c.Who.ID(), c.Now
	} else {
		refusal.Doing, verb = "edit "+string(t.ID), "edited"
		old, err := known[*model.Train](c, t.ID)
		if err != nil {
			return Outcome{}, err
		}
		merged, err := onto(c, old, a.Seen, func(saw *model.Train) *model.Train {
			mine := t
			mine.Departed, mine.Skipped, mine.Ended, mine.By, mine.At = saw.Departed, saw.Skipped, saw.Ended, saw.By, saw.At
			return &mine
		})
		if err != nil {
			return Outcome{}, err
		}
		t = *merged
		trainEnded(old, refusal)
		moved(c, a, old.Service, t.Service, refusal)
	}
	checkTrain(c, &t, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	stops, err := gate.Stops(c, &t, c.Now, 1)
	if err != nil || len(stops) == 0 {
		refusal.Add("it never departs again", model.AnswerTo("give a rule and a first date by which it does", "start", "rule"))
		return Outcome{}, refusal
	}
	if t.ID == "" {
		t.ID = c.Mint(model.KindTrain)
	}
	note := fmt.Sprintf("%s %s %s: departs next %s", verb, t.ID, t.Title, stopWords(c, &t, stops[0]))
	for _, r := range gate.OffTimetable(c, &t) {
		note += fmt.Sprintf("; %s keeps its dates, %s, at which the train does not depart any more: move or cancel it", r.ID, slotWords(c, r.Window, c.Zone(r)))
	}
	for _, s := range t.Skipped {
		if bare := t; s.Start.At.After(c.Now) {
			bare.Skipped = nil
			if found, err := calendar.Beginning(gate.Window(bare.Timetable(), gate.TrainZone(c, &t)), when.Span{Start: s.Start.At, End: s.Start.At.Add(time.Second)}); err == nil && len(found) == 0 {
				note += fmt.Sprintf("; %s was skipped, and is no departure any more: skip another, if one is to be", slotWords(c, model.Slot{Start: s.Start}, gate.TrainZone(c, &t)))
			}
		}
	}
	out := wrote(t.ID, note, &t)
	out.Conflicts = departuresCollide(c, &t)
	return out, nil
}

// Collides says what the next departures would collide with, whatever else stands against
// them.
func (a PlanTrain) Collides(c *model.Case) []gate.Conflict {
	wrong := &model.Refusal{}
	if checkTrain(c, &a.Train, wrong); slices.ContainsFunc(wrong.Reasons, func(r model.Reason) bool { return slices.Contains([]string{"start", "end", "rule"}, r.Field) }) {
		return nil // there are no dates yet
	}
	return departuresCollide(c, &a.Train)
}

// Lapses are none: what is registered keeps its dates.
func (PlanTrain) Lapses(*model.Case) []gate.Lapse { return nil }

// departuresCollide is what the next departures of a train collide with; not nil where
// that is nothing.
func departuresCollide(c *model.Case, t *model.Train) []gate.Conflict {
	stops, err := gate.Stops(c, t, c.Now, gate.StopsAhead)
	if err != nil {
		return nil
	}
	return gate.Colliding(c, t, gate.Collide(c, t, stops))
}

// stopWords say when a train departs, and until when RFCs come on board.
func stopWords(c *model.Case, t *model.Train, s gate.Stop) string {
	return fmt.Sprintf("%s, cut-off for RFCs %s", slotWords(c, s.Slot, gate.TrainZone(c, t)), slotWords(c, model.Slot{Start: s.Cutoff}, c.Rules.Policy.Location()))
}

func checkTrain(c *model.Case, t *model.Train, refusal *model.Refusal) {
	titled(refusal, "the title", t.Title, model.AnswerTo("give it a title", "title"))
	if t.Service == "" {
		refusal.Add("it is of no service", model.AnswerTo("name the service whose releases go with it", "service"))
	}
	refs(c, refusal, model.KindService, t.Service)
	refs(c, refusal, model.KindTeam, t.Team)
	refs(c, refusal, model.KindPerson, t.Coordinator, t.Owner, t.RollbackOwner)
	for _, content := range t.Contents {
		if !slices.Contains(c.Rules.Policy.Contents, content) {
			refusal.Add(fmt.Sprintf("a release can't bring %q", content), model.OneOf(c.Rules.Policy.Contents...))
		}
	}
	if wrong := model.CheckTitle("the environment", t.Env); t.Env != "" && wrong != "" {
		refusal.Add(wrong)
	}
	p, ok := c.Rules.Process(t.Type)
	switch {
	case !ok || p.Of != string(model.KindRelease):
		refusal.Add(fmt.Sprintf("there is no release process %q", t.Type), model.OneOf(releaseTypes(c.Rules)...))
	case len(p.Reasons) > 0 || p.Catalogued():
		refusal.Add(fmt.Sprintf("no train goes by the process %q: each of its releases is registered by itself, with what it is declared for or follows", p.Title), model.AnswerTo("name a process that every release of the service can follow", "type"))
	}
	switch {
	case t.Slot.IsZero():
		refusal.Add("it has no first departure", model.AnswerTo("say when its first release is deployed", "start", "end"))
	case t.Rule == "":
		refusal.Add("it departs once only", model.AnswerTo("say how it recurs, such as FREQ=WEEKLY;INTERVAL=2", "rule"))
	case t.Slot.Start.Precision == when.Minute && t.Slot.End.IsZero():
		refusal.Add("its window has no end", model.AnswerTo("say how long a deployment may take, such as +3h", "end"))
	case !t.Slot.End.IsZero() && t.Slot.End.At.Before(t.Slot.Start.At):
		refusal.Add("its window ends before it begins", model.AnswerTo("give an end after the start", "end"))
	}
	if t.Cutoff < 1 || t.Cutoff > 60 {
		refusal.Add("its cut-off is not from 1 to 60 working days before a departure", model.AnswerTo("say how many working days before a departure no RFC comes on board any more", "cutoff"))
	}
	if t.Ahead < 0 || t.Ahead > 12 {
		refusal.Add("releases are registered for 0 to 12 departures to come", model.AnswerTo("say for how many", "ahead"))
	}
	if len(refusal.Reasons) == 0 {
		if err := calendar.Validate(gate.Window(t.Timetable(), gate.TrainZone(c, t))); err != nil {
			refusal.Add(err.Error(), model.AnswerTo("write the rule as RFC 5545 has it", "rule"))
		}
	}
}

// trainEnded refuses what is done to a train that goes no more.
func trainEnded(t *model.Train, refusal *model.Refusal) {
	if t.Ended != nil {
		refusal.Add(fmt.Sprintf("%s goes no more: %s", t.ID, t.Ended.Reason), model.ByTask("plan-train", "").For("plan another"))
	}
}

// EndTrain ends a train. Releases that are registered go their way.
type EndTrain struct {
	Train  model.ID `json:"train"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// For is its service.
func (a EndTrain) For(c *model.Case) model.ID { return serviceOf(c, a.Train) }

func (a EndTrain) Do(c *model.Case) (Outcome, error) {
	t, err := known[*model.Train](c, a.Train)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, t, a.Seen, "title", "slot", "rule"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "end " + string(a.Train)}
	if t.Ended != nil {
		refusal.Add("it goes no more already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *t
	n.Ended = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(t.ID, fmt.Sprintf("ended %s %s: %s", t.ID, t.Title, a.Reason), &n), nil
}

// SkipDeparture has a train not go once: in a freeze, or when nobody is in. A departure
// that has a release is skipped by cancelling that.
type SkipDeparture struct {
	Train  model.ID    `json:"train"`
	On     when.Moment `json:"on"`
	Reason string      `json:"reason"`
	Seen   int64       `json:"seen,omitempty"`
}

// Needs are the train, its service, and the holidays.
func (a SkipDeparture) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Train}, Departing: []model.ID{a.Train}, Kinds: []model.Kind{model.KindWindow}, Seen: looked(a.Train, a.Seen)}
}

// For is its service.
func (a SkipDeparture) For(c *model.Case) model.ID { return serviceOf(c, a.Train) }

func (a SkipDeparture) Do(c *model.Case) (Outcome, error) {
	t, err := known[*model.Train](c, a.Train)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, t, a.Seen, "slot", "rule", "zone", "lasts", "skipped", "departed", "ended"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "skip a departure of " + string(a.Train)}
	trainEnded(t, refusal)
	because(refusal, a.Reason)
	at, found := occurrence(c, trainWindow(c, t), a.On, "on", refusal)
	if found {
		if id := t.ReleaseAt(at.Start); id != "" {
			// One that was moved to other dates departs then no more.
			if r := model.Get[*model.Release](c, id); r != nil && !r.Ended() && r.Window.Span(c.Zone(r)).Start.Equal(at.Start) {
				refusal.Add(fmt.Sprintf("%s departs then", id), model.ByTask("cancel", id).For("cancel it, or move it"))
			}
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *t
	start := slotOfOccurrence(trainWindow(c, t), at, gate.TrainZone(c, t)).Start
	n.Skipped = append(slices.Clone(t.Skipped), model.SkippedStop{Start: start, Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	slices.SortFunc(n.Skipped, func(a, b model.SkippedStop) int { return a.Start.At.Compare(b.Start.At) })
	return wrote(t.ID, fmt.Sprintf("skipped the departure of %s on %s: %s", t.ID, slotWords(c, model.Slot{Start: start}, gate.TrainZone(c, t)), a.Reason), &n), nil
}

// trainWindow is its timetable, in the zone of its service where it names none.
func trainWindow(c *model.Case, t *model.Train) *model.Window {
	w := t.Timetable()
	if w.Zone == "" {
		w.Zone = gate.TrainZone(c, t).String()
	}
	return w
}
