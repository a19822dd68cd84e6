package task

import (
	"fmt"
	"slices"
	"strconv"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
)

// reschedule plans a release's window, or moves it.
var reschedule = Task{
	Name: "reschedule", Title: "Plan or move the dates", Slot: []string{"start", "end"}, Stands: []string{"start", "end"}, Act: action.Reschedule{}, About: model.KindRelease, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		r := model.Get[*model.Release](c, id)
		if r.Window.IsZero() { // planning for the first time takes no reason
			without(f, "it has no dates yet: what is planned for the first time is not moved", "reason", "sentence", "follow")
			return form.Answers{}, nil
		}
		if after := action.Dependents(c, id); len(after) == 0 {
			without(f, "no release depends on it", "follow")
		} else {
			offer(f, "follow", model.Each(after, func(d *model.Release) option {
				return option{string(d.ID), titled(d) + ", " + d.Window.Format(c.Days(), when.Short)}
			}))
		}
		offerReasons(c, f)
		zone := c.Zone(r)
		return begin("start", r.Window.Start.TextIn(zone), "end", r.Window.End.TextIn(zone)), nil
	},
	Follow: reasonsThatFit,
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		own := a.Clone()
		delete(own.Values, "follow") // their dates follow from those of the release
		made, err := (&Task{Act: action.Reschedule{}}).fromFields(c, id, own)
		act, ok := made.(action.Reschedule)
		if err != nil || !ok {
			return made, err
		}
		act.Follow = nil
		for _, f := range a.List("follow") {
			act.Follow = append(act.Follow, action.Along(c, model.Get[*model.Release](c, id), act.Window, model.ID(f)))
		}
		return act, nil
	},
}

// reasonsThatFit offers the reasons for the way in which the dates move.
func reasonsThatFit(c *model.Case, id model.ID, f *form.Form, a form.Answers) map[string]string {
	r := model.Get[*model.Release](c, id)
	if _, asked := f.Field("reason"); !asked || r == nil {
		return nil
	}
	zone := c.Zone(r)
	way := action.Direction(r.Window, model.Slot{Start: a.Moment("start", zone), End: a.Moment("end", zone)}, zone)
	var list []option
	for _, known := range c.Rules.Policy.Reasons {
		if known.Fits(way) {
			list = append(list, option{known.ID, known.Title})
		}
	}
	offer(f, "reason", list)
	return nil
}

// acceptConflict decides to live with a conflict.
var acceptConflict = Task{
	Name: "accept-conflict", Title: "Accept a conflict", Act: action.AcceptConflict{}, About: model.KindRelease, Needs: gate.Needs,
	When: on(open, func(c *model.Case, r *model.Release) string {
		if len(conflicts(c, r)) > 0 {
			return ""
		}
		list := gate.Conflicts(c, r)
		for _, found := range list {
			if found.Open() && found.Freeze() && found.Hard {
				return "a hard freeze takes an exception, not an acceptance: " + found.Text
			}
		}
		for _, found := range list {
			switch {
			case found.Open():
				return "a freeze takes an exception, not an acceptance: " + found.Text
			case !found.Freeze():
				return "what stands against it on the calendar is accepted already"
			}
		}
		return "nothing on the calendar stands against it"
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := conflicts(c, model.Get[*model.Release](c, id))
		offer(f, "key", list)
		r := model.Get[*model.Release](c, id)
		var against []decision.Bar
		for _, found := range gate.Conflicts(c, r) {
			if found.Open() && found.Hard && !found.Freeze() { // the duties are the same of all that are hard
				against = breakable(c, decision.Conflict(c, r, found.Conflict))
				break
			}
		}
		glass(c, f, r.Service, against)
		return begin("key", list[0].value), nil
	},
}

// conflicts are those of a release that can be accepted and are not yet, hard
// ones first. A freeze takes an exception instead.
func conflicts(c *model.Case, r *model.Release) []option {
	var hard, soft []option
	for _, found := range gate.Conflicts(c, r) {
		switch {
		case !found.Open() || found.Freeze():
		case found.Hard:
			hard = append(hard, option{found.Key, found.Text + " (hard)"})
		default:
			soft = append(soft, option{found.Key, found.Text})
		}
	}
	return append(hard, soft...)
}

// askException asks that a release may deploy inside a freeze.
var askException = Task{
	Name: "ask-exception", Title: "Ask for an exception from a freeze", Act: action.AskException{}, About: model.KindRelease, Needs: gate.Needs,
	When: on(open, func(c *model.Case, r *model.Release) string {
		if len(freezes(c, r)) > 0 {
			return ""
		}
		for _, found := range gate.Collides(c, r) {
			for _, id := range found.With {
				if w := model.Get[*model.Window](c, model.ID(id)); found.Freeze() && w != nil {
					if _, waits := decision.Asked(c, r, w); waits {
						return "an exception from " + titled(w) + " was asked for already, and waits"
					}
				}
			}
		}
		return "no freeze lies on its window"
	}),
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		dates, err := slot(a, c.Zone(model.Get[*model.Release](c, id)))
		return action.AskException{Window: model.ID(a.Get("window")), Release: id, Reason: a.Get("reason"), Slot: dates}, err
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := freezes(c, model.Get[*model.Release](c, id))
		offer(f, "window", list)
		return begin("window", list[0].value), nil
	},
}

// freezes are those on a release's window for which no exception waits.
func freezes(c *model.Case, r *model.Release) []option {
	var out []option
	for _, found := range gate.Collides(c, r) {
		if !found.Freeze() {
			continue
		}
		for _, id := range found.With {
			w := model.Get[*model.Window](c, model.ID(id))
			if w == nil || slices.ContainsFunc(out, func(o option) bool { return o.value == id }) {
				continue
			}
			if _, waits := decision.Asked(c, r, w); waits {
				continue
			}
			label := titled(w)
			if w.Hard {
				label += " (hard)"
			}
			out = append(out, option{id, label})
		}
	}
	return out
}

// decideException lets a release into a freeze, or does not.
var decideException = Task{
	Name: "decide-exception", Title: "Decide on an exception", Act: action.DecideException{}, About: model.KindRelease, Also: []model.Kind{model.KindWindow}, Needs: ofExceptions,
	When: func(c *model.Case, id model.ID) string {
		return nothing(exceptions(c, id), "no exception waits for a decision")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := exceptions(c, id)
		offer(f, "exception", list)
		return begin("exception", list[0].value), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		window, release := model.ID(a.Get("exception")), id
		if id.Kind() == model.KindWindow {
			window, release = release, window
		}
		seen := max(read(c, window), read(c, release))
		said, yes := said(c, id, a, "verdict", "grant", c.SubjectOf(release).Leads())
		return action.DecideException{Window: window, Release: release, Yes: yes, Comment: a.Get("comment"), Words: said, Seen: seen}, nil
	},
}

// ofExceptions are, of a window, the releases too that may have asked for one from
// it, and their zones: what is decided on is named with its dates.
func ofExceptions(id model.ID) model.Needs {
	if id.Kind() == model.KindWindow {
		return model.Needs{IDs: []model.ID{id}, Open: true, Kinds: []model.Kind{model.KindService}}
	}
	return model.Needs{Releases: []model.ID{id}}
}

// exceptions are those that wait: of a window, by their releases, or for a
// release, by their windows.
func exceptions(c *model.Case, id model.ID) []option {
	var out []option
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if w.Withdrawn == "" && (w.ID == id || e.Release == id) && decision.ExceptionWaits(model.Get[*model.Release](c, e.Release), w, e) {
				other := w.ID
				if w.ID == id {
					other = e.Release
				}
				text := fmt.Sprintf("%s, for %s: %s", titled(w), called(c, e.Release), e.Reason)
				if r := model.Get[*model.Release](c, e.Release); r != nil {
					text = fmt.Sprintf("%s, for %s, %s: %s", titled(w), called(c, e.Release), decision.Exception(r, w, e).Dates(c), e.Reason)
				}
				out = append(out, option{string(other), text})
			}
		}
	}
	return out
}

// setMilestone puts a date onto the calendar.
var setMilestone = Task{
	Name: "set-milestone", Title: "Set a milestone", Act: action.SetMilestone{}, Makes: model.KindMilestone, About: model.KindRelease, Also: []model.Kind{""}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if id != "" {
			drop(f, "service")
		}
		return form.Answers{}, nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		m := model.Milestone{Title: a.Get("title"), Text: a.Get("text"), At: a.Moment("on", Zone(c, id, a)), Service: model.ID(a.Get("service"))}
		if r := model.Get[*model.Release](c, id); r != nil {
			if m.Release = r.ID; m.Service == "" {
				m.Service = r.Service
			}
		}
		return action.SetMilestone{Milestone: m}, nil
	},
}

// procure orders something for a release.
var procure = Task{
	Name: "procure", Title: "Order something", Makes: model.KindProcurement, Act: action.Procure{}, About: model.KindRelease, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("hardware", yesno(model.Get[*model.Release](c, id).Brings("hardware"))), nil
	},
}

// receive marks something ordered as received.
var receive = Task{
	Name: "receive", Title: "Receive what was ordered", Act: action.Receive{}, About: model.KindProcurement, Also: []model.Kind{model.KindRelease},
	Which: ordered, None: "nothing is on order",
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if !slices.ContainsFunc(ordered(c, id), func(o option) bool { return model.Get[*model.Procurement](c, model.ID(o.value)).Hardware }) {
			without(f, "what is on order is no hardware: it becomes no item", "name", "class", "serial")
		}
		if !slices.ContainsFunc(ordered(c, id), func(o option) bool { return model.Get[*model.Procurement](c, model.ID(o.value)).Ordered() > 1 }) {
			without(f, "one of each is on order", "count")
		}
		if _, asked := f.Field("class"); !asked {
			return begin(), nil
		}
		offer(f, "class", plain(c.Rules.Policy.ItemClasses...))
		return begin("class", "hardware"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		r := action.Receive{Procurement: model.ID(a.Get("procurement")), Happened: at(a, "happened", c.ZoneOf(id))}
		r.Count, _ = strconv.Atoi(a.Get("count")) // the form's rules saw that it is a number
		if o := model.Get[*model.Procurement](c, r.Procurement); o == nil || o.Hardware {
			r.Item = model.Item{Name: a.Get("name"), Class: a.Get("class")}
			if serials := a.List("serial"); len(serials) == 1 {
				r.Item.Serial = serials[0]
			} else {
				r.Serials = serials
			}
		}
		return r, nil
	},
}

// dropProcurement takes something off the list.
var dropProcurement = Task{
	Name: "drop-procurement", Title: "Take something off the order list", Act: action.DropProcurement{}, About: model.KindProcurement, Also: []model.Kind{model.KindRelease},
	Which: ordered, None: "nothing is on order",
}

// ordered is what is on order and not received: the record itself, or all of a
// release.
func ordered(c *model.Case, id model.ID) []option {
	var out []option
	for _, p := range model.All[*model.Procurement](c) {
		if (p.ID == id || p.Release == id) && p.Waits() {
			label := titled(p)
			if p.Supplier != "" {
				label += ", " + p.Supplier
			}
			if parts := p.Parts(); parts != "" {
				label += ", " + parts
			}
			out = append(out, option{string(p.ID), label})
		}
	}
	return out
}

// nothing is the reason why a task can't be begun where there is no choice.
func nothing(list []option, why string) string {
	if len(list) == 0 {
		return why
	}
	return ""
}
