package task

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
)

// addWindow puts a freeze, maintenance window, holiday, event, absence or rota onto the calendar.
var addWindow = Task{
	Name: "add-window", Title: "Add a freeze, window, holiday, event or absence", Act: action.AddWindow{}, Makes: model.KindWindow, Needs: ofServices,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "class", []option{{model.WindowFreeze, "Freeze: no deployments"}, {model.WindowMaintenance, "Maintenance window of a service"}, {model.WindowHoliday, "Holiday"},
			{model.WindowEvent, "Event of the business, such as a month end: warned of"}, {model.WindowAbsence, "Absence of people"}, {model.WindowOnCall, "People on call for services"}})
		field(f, "zone").Help += " Without one, that of the services it is for where they have the same, else " + c.Rules.Policy.Location().String() + "."
		offerScope(c, f, &model.Window{})
		return begin("class", model.WindowFreeze, "hard", "no"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := slot(a, Zone(c, id, a))
		if err != nil {
			return nil, err
		}
		w := model.Window{Title: a.Get("title"), Class: a.Get("class"), Services: ids(a, "services"), Items: ids(a, "items"), Slot: s,
			Sites: a.List("sites"), Customers: a.List("customers"), Environments: a.List("environments"), People: ids(a, "people"),
			Rule: a.Get("rule"), Zone: a.Get("zone"), Reason: a.Get("reason")}
		if _, length := when.CutLength(a.Get("end")); length > 0 && w.Rule != "" {
			w.Lasts = length.String()
		}
		w.Hard, w.Everything = w.Class == model.WindowFreeze && a.Yes("hard"), a.Yes("everything")
		return action.AddWindow{Window: w}, nil
	},
}

// offerScope has the sites and customers of a window be chosen from those that services
// have, and those that it names already: of others it would hold nothing.
func offerScope(c *model.Case, f *form.Form, w *model.Window) {
	var sites, customers []string
	for _, s := range model.All[*model.Service](c) {
		sites, customers = append(sites, s.Site), append(customers, s.Customers...)
	}
	for name, list := range map[string][]string{"sites": slices.Concat(sites, w.Sites), "customers": slices.Concat(customers, w.Customers)} {
		slices.SortFunc(list, func(a, b string) int {
			return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
		})
		list = slices.DeleteFunc(slices.CompactFunc(list, strings.EqualFold), func(s string) bool { return s == "" })
		// One with a comma in it can't be one of several that are chosen: it is typed.
		if len(list) > 0 && !slices.ContainsFunc(list, func(s string) bool { return strings.ContainsAny(s, ",\n") }) {
			field(f, name).Type = form.Choices
			offer(f, name, model.Each(list, func(s string) option { return option{s, s} }))
		}
	}
}

// withdrawWindow takes a window off the calendar.
var withdrawWindow = Task{
	Name: "withdraw-window", Title: "Take off the calendar", Act: action.WithdrawWindow{}, About: model.KindWindow,
	When: barred(func(w *model.Window) bool { return w.Withdrawn != "" }, "it is withdrawn already"),
}

// editWindow changes a window: all of it, from an occurrence on, or one alone.
var editWindow = Task{
	Name: "edit-window", Title: "Edit the window", Act: action.EditWindow{}, About: model.KindWindow, Edits: true, Needs: ofServices,
	When: ended,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		w := model.Get[*model.Window](c, id)
		if !w.Recurs() {
			without(f, "it does not recur: there are no other occurrences", "following", "only")
		}
		if w.Class != model.WindowFreeze {
			without(f, "it is no freeze: only a freeze is hard or soft", "hard")
		}
		if !w.OfPeople() {
			without(f, "it is about no people: an absence or on-call is", "people")
		}
		offerScope(c, f, w)
		return windowAnswers(c, w), nil
	},
	Follow: datesOfPart,
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		w := *model.Get[*model.Window](c, id) // what isn't answered stays
		zone := Zone(c, id, a)
		said := func(name string) bool { _, ok := a.Values[name]; return ok }
		for name, into := range map[string]*string{"title": &w.Title, "reason": &w.Reason, "rule": &w.Rule, "zone": &w.Zone} {
			if said(name) {
				*into = a.Get(name)
			}
		}
		if said("hard") {
			w.Hard = a.Yes("hard")
		}
		if said("services") {
			w.Services = ids(a, "services")
		}
		if said("items") {
			w.Items = ids(a, "items")
		}
		for name, into := range map[string]*[]string{"sites": &w.Sites, "customers": &w.Customers, "environments": &w.Environments} {
			if said(name) {
				*into = a.List(name)
			}
		}
		if said("people") {
			w.People = ids(a, "people")
		}
		w.Everything = a.Yes("everything") || !said("everything") && w.Everything && !w.Named()
		if err := editedDates(c, &w, a, zone); err != nil {
			return nil, err
		}
		w.Exceptions = nil
		return action.EditWindow{Window: w, Following: a.Moment("following", zone), Only: a.Moment("only", zone), Seen: seen(c, id)}, nil
	},
}

// windowAnswers are the answers that a window comes to, as its form begins with them.
func windowAnswers(c *model.Case, w *model.Window) form.Answers {
	start, end := datesIn(w, action.Settled(w).Slot, w.Location(c.Rules.Policy.Location()))
	hard := ""
	if w.Class == model.WindowFreeze {
		hard = yesno(w.Hard)
	}
	return begin("title", w.Title, "hard", hard, "reason", w.Reason, "start", start, "end", end,
		"rule", w.Rule, "zone", w.Zone, "services", text(w.Services), "items", text(w.Items), "sites", text(w.Sites), "customers", text(w.Customers),
		"environments", text(w.Environments), "people", text(w.People))
}

// datesIn are dates of a window as answers.
func datesIn(w *model.Window, s model.Slot, zone *time.Location) (start, end string) {
	start, end = s.Start.TextIn(zone), s.End.TextIn(zone)
	if length := w.Length(); length > 0 {
		end = when.WithLength(end, length)
	}
	return start, end
}

// partOf are the dates of the occurrence that an edit begins with, or is about alone; those
// of the window itself where it is about all of them.
func partOf(c *model.Case, w *model.Window, a form.Answers, zone *time.Location) model.Slot {
	part := a.Moment("following", zone)
	if part.IsZero() {
		part = a.Moment("only", zone)
	}
	if o, ok := action.OccurrenceOf(c, w, part); ok {
		return o
	}
	return action.Settled(w).Slot
}

// datesOfPart has the dates that are edited be those of the occurrence that is meant.
func datesOfPart(c *model.Case, id model.ID, _ *form.Form, a form.Answers) map[string]string {
	w := model.Get[*model.Window](c, id)
	if w == nil || !action.Settled(w).Recurs() {
		return nil
	}
	zone := w.Location(c.Rules.Policy.Location()) // not one that was answered: dates go along with that by themselves
	start, end := datesIn(w, partOf(c, w, a, zone), zone)
	return map[string]string{"start": start, "end": end}
}

// editedDates puts the dates that were answered into a window. What is left as it stands
// stays: of a part, the dates of the occurrence that it begins with.
func editedDates(c *model.Case, w *model.Window, a form.Answers, zone *time.Location) error {
	said := func(name string) bool { _, ok := a.Values[name]; return ok }
	stood, base := w.Slot, partOf(c, w, a, zone)
	n, moved := base, false
	if start := a.Moment("start", zone); said("start") && !start.Same(stood.Start) && !start.Same(base.Start) {
		if err := startAlone(a, base, start); err != nil {
			return err
		}
		n, moved = model.Slot{Start: start, End: base.EndAfter(start, zone)}, true
	}
	if said("end") {
		end, length, err := endOf(c, a, n.Start, zone)
		if err != nil {
			return err
		}
		// What a form shows beside a start that was left is what stands. Beside another start,
		// and where no start was said, the end that is said is the end.
		shown := said("start") && !moved
		if asItStands := (end.Same(stood.End) || end.Same(base.End)) && length == w.Length(); !shown || !asItStands {
			if n.End, w.Lasts = end, ""; length > 0 && w.Rule != "" {
				w.Lasts = length.String()
			}
		}
	}
	if w.Slot = n; n.Same(base) || n.Same(stood) {
		w.Slot = stood
	}
	return nil
}

// startAlone refuses a start to which the end that stands can't follow: a time where whole
// days stand, or a day where times do. Said with an end it is what was meant.
func startAlone(a form.Answers, stood model.Slot, start when.Moment) error {
	if _, said := a.Values["end"]; said || start.IsZero() || stood.IsZero() || start.Precision == stood.Start.Precision {
		return nil
	}
	wrong, remedy := "it takes whole days, and its end would not follow a start at a time of day", "name a day, or say an end as well"
	if start.Precision == when.Day {
		wrong, remedy = "it takes place at a time of day, and its end would not follow a start that is a whole day", "name a time, or say an end as well"
	}
	return model.Refuse("read the dates", wrong, model.AnswerTo(remedy, "start", "end"))
}

// endOf is the end that was answered beside a start, which may be one that nobody said; and
// the length of time as which it was typed, 0 where it was not.
func endOf(c *model.Case, a form.Answers, start when.Moment, zone *time.Location) (when.Moment, time.Duration, error) {
	const day = 24 * time.Hour
	text := strings.TrimSpace(a.Get("end"))
	length, err := when.ParseDuration(strings.TrimPrefix(text, "+"))
	switch {
	case err == nil && start.Precision == when.Minute:
		return when.OnClock(start.At.Add(length), start.In(zone)), length, nil
	case err == nil && length > 0 && length%day == 0:
		return start.Shift(int(length/day)-1, 0, zone), 0, nil
	case err == nil:
		return when.Moment{}, 0, model.Refuse("read the dates", fmt.Sprintf("the end %q is no length of time after the start", text), model.AnswerTo("write a date, or such as +2h", "end"))
	case when.OnlyClock(text) && start.Precision == when.Minute:
		end, err := when.Until(start, "", text, c.Now, zone)
		if err != nil {
			return end, 0, model.Refuse("read the dates", err.Error(), model.AnswerTo("write a date, or such as +2h", "end"))
		}
		return end, 0, nil
	}
	whole, err := slot(begin("start", start.TextIn(zone), "end", text), zone)
	_, length = when.CutLength(text)
	return whole.End, length, err
}

// ended says why a window has no occurrences to be changed.
var ended = barred(func(w *model.Window) bool { return w.Withdrawn != "" }, "it is withdrawn")

// skipOccurrence has a window not take place once.
var skipOccurrence = Task{
	Name: "skip-occurrence", Title: "Skip one occurrence", Act: action.SkipOccurrence{}, About: model.KindWindow,
	When: func(c *model.Case, id model.ID) string {
		if why := ended(c, id); why != "" {
			return why
		}
		return barred(func(w *model.Window) bool { return !w.Recurs() }, "it takes place once: take it off the calendar instead")(c, id)
	},
}

// moveOccurrence has it take place at another time once.
var moveOccurrence = Task{
	Name: "move-occurrence", Title: "Move one occurrence", Act: action.MoveOccurrence{}, About: model.KindWindow, When: ended,
	Make: asLong(action.MoveOccurrence{}),
}

// addOccurrence has it take place once more.
var addOccurrence = Task{
	Name: "add-occurrence", Title: "Add an extra date", Act: action.AddOccurrence{}, About: model.KindWindow, When: ended,
	Make: asLong(action.AddOccurrence{}),
}

// asLong makes an action whose dates end, where nobody said when, as those of an occurrence
// of the window do: one of whole days is as many as that, not one.
func asLong(act action.Action) func(*model.Case, model.ID, form.Answers) (action.Action, error) {
	t := Task{Act: act}
	return func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		made, err := t.fromFields(c, id, a)
		w := model.Get[*model.Window](c, id)
		if a.Get("end") != "" || err != nil || w == nil {
			return made, err
		}
		switch act := made.(type) {
		case action.MoveOccurrence:
			act.Slot.End = action.AsLong(c, w, act.On, act.Slot.Start)
			return act, nil
		case action.AddOccurrence:
			act.Slot.End = action.AsLong(c, w, when.Moment{}, act.Slot.Start)
			return act, nil
		}
		return made, nil
	}
}
