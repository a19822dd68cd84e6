package task

import (
	"cmp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/cab"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/process"
)

// ofMeetings are the facts of a task about a meeting, ofAgenda with its agenda.
func ofMeetings(id model.ID) model.Needs { return model.Needs{IDs: only(id), Meetings: true} }

func ofAgenda(id model.ID) model.Needs { return model.Needs{IDs: only(id), Agenda: true} }

func only(id model.ID) []model.ID {
	if id == "" {
		return nil
	}
	return []model.ID{id}
}

// callMeeting plans a meeting of the CAB.
var callMeeting = Task{
	Name: "call-meeting", Title: "Call a meeting of the CAB", Act: action.CallMeeting{}, Makes: model.KindMeeting, Kinds: []model.Kind{model.KindPerson}, Needs: ofMeetings,
	Open: func(c *model.Case, _ model.ID, _ *form.Form) (form.Answers, error) {
		chair := chairOf(c)
		minutes := model.ID("")
		if chair != c.Who.ID() {
			minutes = c.Who.ID()
		}
		return begin("now", "no", "chair", string(chair), "minutes", string(minutes), "invited", text(members(c))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		dates, err := slot(a, Zone(c, id, a))
		if err != nil {
			return nil, err
		}
		m := model.Meeting{Title: cmp.Or(a.Get("title"), "CAB"), Planned: dates, Chair: model.ID(a.Get("chair")), Minutes: model.ID(a.Get("minutes")), Invited: ids(a, "invited")}
		if m.Chair == "" {
			m.Chair = chairOf(c)
		}
		if len(m.Invited) == 0 {
			m.Invited = members(c)
		}
		return action.CallMeeting{Meeting: m, Now: a.Yes("now")}, nil
	},
}

// chairOf is who chairs the CAB, else who acts.
func chairOf(c *model.Case) model.ID {
	if chair := decision.Chair(c, model.Approver{Role: process.RoleCAB}, ""); chair != nil {
		return chair.ID
	}
	return c.Who.ID()
}

// members are those of the CAB.
func members(c *model.Case) []model.ID {
	var out []model.ID
	for _, p := range model.All[*model.Person](c) {
		if cab.Member(c, p) {
			out = append(out, p.ID)
		}
	}
	return out
}

// notIn says why a meeting is not in a state.
func notIn(state model.State, why string) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		if m := model.Get[*model.Meeting](c, id); m != nil && m.State() != state {
			if m.State() != model.MeetingPlanned {
				return "it is " + model.StateWords(m)
			}
			return why
		}
		return ""
	}
}

// meant is the meeting that a task is done to: the one it was begun from, else the one
// that is held.
func meant(c *model.Case, id model.ID) (model.ID, error) {
	if id != "" {
		return id, nil
	}
	if m := cab.Now(c, c.Who.ID()); m != nil {
		return m.ID, nil
	}
	var open []string
	for _, m := range model.All[*model.Meeting](c) {
		if m.Open() {
			open = append(open, string(m.ID))
		}
	}
	if len(open) > 1 {
		return "", model.Refuse("find the meeting", "several are held: "+strings.Join(open, ", "), model.Say("name the one that is meant"))
	}
	return "", model.Refuse("find the meeting", "no meeting of the CAB is held now", model.ByTask("call-meeting", "", model.With("start", "")).For("call one"))
}

// In a meeting: each is done to the one that is named, else to the one that is held.
var (
	openMeeting = Task{
		Name: "open-meeting", Title: "Open the meeting", Act: action.OpenMeeting{}, About: model.KindMeeting, Also: []model.Kind{""}, Needs: ofMeetings, When: notIn(model.MeetingPlanned, ""),
		Open: func(*model.Case, model.ID, *form.Form) (form.Answers, error) { return begin(), nil },
		Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			if id == "" {
				m := cab.Coming(c)
				if m == nil {
					return nil, model.Refuse("open a meeting", "no meeting of the CAB is planned", model.ByTask("call-meeting", "", model.With("start", "")).For("call one"))
				}
				id = m.ID
			}
			return action.OpenMeeting{Meeting: id, Minutes: model.ID(a.Get("minutes")), Early: a.Yes("early"), Seen: seen(c, id)}, nil
		},
	}
	joinMeeting = inMeeting("join-meeting", "Join the meeting", action.JoinMeeting{}, ofMeetings, func(c *model.Case, id model.ID, _ form.Answers) action.Action {
		return action.JoinMeeting{Meeting: id}
	})
	leaveMeeting = inMeeting("leave-meeting", "Leave the meeting", action.LeaveMeeting{}, ofMeetings, func(c *model.Case, id model.ID, _ form.Answers) action.Action {
		return action.LeaveMeeting{Meeting: id}
	})
	nextItem = inMeeting("next-item", "Go on to the next item", action.TakeUp{}, ofAgenda, func(c *model.Case, id model.ID, _ form.Answers) action.Action {
		return action.TakeUp{Meeting: id, Seen: seen(c, id)}
	})
	closeMeeting = inMeeting("close-meeting", "Close the meeting", action.CloseMeeting{}, ofAgenda, func(c *model.Case, id model.ID, _ form.Answers) action.Action {
		return action.CloseMeeting{Meeting: id, Seen: seen(c, id)}
	})
	takeUp = func() Task {
		t := inMeeting("take-up", "Go on to an item", action.TakeUp{}, ofAgenda, func(c *model.Case, id model.ID, a form.Answers) action.Action {
			return action.TakeUp{Meeting: id, Item: a.Get("item"), Seen: seen(c, id)}
		})
		t.Open = func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
			id, err := meant(c, id)
			if err != nil {
				return begin(), err
			}
			var list []option
			agenda := cab.Of(c, model.Get[*model.Meeting](c, id))
			for _, item := range agenda.Items {
				list = append(list, option{item.Item, strings.TrimSpace(strings.Join([]string{item.Item, string(item.Of), item.Name, item.Title}, "  "))})
			}
			offer(f, "item", list)
			for _, item := range agenda.Items {
				if item.Of != "" {
					mean(f, "item", string(item.Of), item.Item)
				}
			}
			if next, ok := agenda.Next(); ok {
				return begin("item", next.Item), nil
			}
			return begin(), nil
		}
		return t
	}()
	handLead = func() Task {
		t := inMeeting("hand-lead", "Hand the lead of the meeting over", action.HandLead{}, ofMeetings, func(c *model.Case, id model.ID, a form.Answers) action.Action {
			return action.HandLead{Meeting: id, To: model.ID(a.Get("to")), Seen: seen(c, id)}
		})
		t.Open = func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
			id, err := meant(c, id)
			if err != nil {
				return begin(), err
			}
			m := model.Get[*model.Meeting](c, id)
			if m == nil {
				return begin(), nil
			}
			leads, others := m.Leader(), m.There()
			others = slices.DeleteFunc(others, func(who model.ID) bool { return who == leads })
			field(f, "to").Help += " There now: " + strings.Join(model.Each(others, c.PersonName), ", ") + "."
			switch {
			case m.Chair == c.Who.ID() && leads != m.Chair && m.Attends(m.Chair):
				return begin("to", string(m.Chair)), nil // back
			case len(others) == 1:
				return begin("to", string(others[0])), nil
			}
			return begin(), nil
		}
		return t
	}()
	cancelMeeting = Task{Name: "cancel-meeting", Title: "Cancel the meeting", Act: action.CancelMeeting{}, About: model.KindMeeting, When: func(c *model.Case, id model.ID) string {
		if m := model.Get[*model.Meeting](c, id); m != nil && m.Open() && len(m.Came()) == 0 {
			return "" // nobody has joined it
		}
		return notIn(model.MeetingPlanned, "")(c, id)
	}}
)

func inMeeting(name, title string, act action.Action, needs func(model.ID) model.Needs, make func(*model.Case, model.ID, form.Answers) action.Action) Task {
	return Task{
		Name: name, Title: title, Act: act, About: model.KindMeeting, Also: []model.Kind{""}, Needs: needs, When: notIn(model.MeetingOpen, "it has not begun"),
		Open: func(*model.Case, model.ID, *form.Form) (form.Answers, error) { return begin(), nil },
		Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			id, err := meant(c, id)
			if err != nil {
				return nil, err
			}
			return make(c, id, a), nil
		},
	}
}

// vote is the decision on an approval, given in the meeting that whoever acts is in.
var vote = func() Task {
	t := decideApproval
	t.Name, t.Title, t.Also = "vote", "Vote in the meeting of the CAB", nil
	t.Needs = ofMeetings
	when, make := t.When, t.Make
	t.When = func(c *model.Case, id model.ID) string {
		if m := attended(c); m == nil {
			return "you are in no meeting of the CAB"
		}
		return when(c, id)
	}
	t.Make = func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		made, err := make(c, id, a)
		if err != nil {
			return nil, err
		}
		d := made.(action.Decide)
		if m := attended(c); m != nil {
			d.Meeting = m.ID
			return d, nil
		}
		if m := cab.Now(c, c.Who.ID()); m != nil { // the action says that they are not in it
			d.Meeting = m.ID
			return d, nil
		}
		_, err = meant(c, "")
		return nil, err
	}
	return t
}()

// attended is the meeting that whoever acts is in; nil without one.
func attended(c *model.Case) *model.Meeting {
	if m := cab.Now(c, c.Who.ID()); m != nil && m.Attends(c.Who.ID()) {
		return m
	}
	return nil
}
