package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
)

// absence is somebody away from today on: on their last day they said who decides for
// them.
func (m *maker) absence(a assets.DemoAbsence) {
	m.add(m.days.office(m.days.date(-1), 0.9, false), a.Person, "absence of "+a.Person, func() action.Action {
		return action.Delegate{Person: m.id("person", a.For), From: wholeDay(m.days.today, m.days.zone), Until: wholeDay(m.days.date(a.Until), m.days.zone), Reason: a.Reason}
	})
}

// annotation is what happened beside the measures of its time.
func (m *maker) annotation(a assets.DemoAnnotation) {
	m.add(m.days.office(m.days.date(-1), 0.9, false), a.Person, "annotation", func() action.Action {
		return action.Annotate{On: wholeDay(m.days.date(a.Day), m.days.zone), Text: a.Text}
	})
}

// agreement is the service level agreement of a service, entered yesterday and in force since
// the year before began.
func (m *maker) agreement(s *assets.DemoService) {
	if s.Agreed == "" {
		return
	}
	m.add(m.days.office(m.days.date(-1), 0.9, false), m.data.People[0].Handle, "agreement of "+s.Handle, func() action.Action {
		reference, with, _ := strings.Cut(s.Agreements, " with ")
		with, _, _ = strings.Cut(with, ";")
		first := when.Date{Year: m.days.today.Year - 1, Month: time.January, Day: 1}
		return action.Agree{Service: m.id("service", s.Handle), Target: s.Agreed, Hours: []string{s.AgreedHours}, Holidays: strings.HasPrefix(s.AgreedHours, "around"), Maintenance: s.AgreedMaintenance,
			Severities: []string{"P1"}, From: wholeDay(first, m.days.of(s)), Reference: reference, With: with, Reason: "agreed on paper until now"}
	})
}

// outage is one that somebody entered by hand.
func (m *maker) outage(o assets.DemoOutage) error {
	hour, minute, err := clock(o.At)
	if err != nil {
		return err
	}
	zone := m.days.of(m.services[o.Service])
	day := when.DateOf(m.days.office(m.days.date(o.Day), 0, false), m.days.zone)
	start, _ := when.At(day, hour, minute, zone)
	slot := minutes(start, start.Add(time.Duration(o.Minutes)*time.Minute), zone)
	m.add(slot.End.At.Add(time.Hour), o.Person, "outage of "+o.Service, func() action.Action {
		return action.RecordOutage{Service: m.id("service", o.Service), Sort: model.OutageUnplanned, Text: o.Text, Start: slot.Start, End: slot.End}
	})
	return nil
}

// cab are those whom a meeting is for.
func (m *maker) cab() []string {
	var out []string
	for _, p := range m.data.People {
		if slices.Contains(p.Roles, "cab-member") && p.Left == 0 {
			out = append(out, p.Handle)
		}
	}
	return out
}

// meeting is one of the CAB, chaired by the first change manager: called some days
// before, and where its day has come, held, with its minutes approved.
func (m *maker) meeting(v assets.DemoMeeting) error {
	date := m.days.worked(v.Day)
	if v.Day < 0 {
		date = when.DateOf(m.days.office(m.days.date(v.Day), 0, false), m.days.zone)
	}
	hour, minute, err := clock(v.At)
	if err != nil {
		return err
	}
	start, _ := when.At(date, hour, minute, m.days.zone)
	chair := m.with("change-manager", "")
	called := m.days.office(m.days.date(min(v.Day-4, -2)), 0.95, false)
	key := fmt.Sprint("meeting ", v.Day)
	m.add(called, chair, key, func() action.Action {
		return action.CallMeeting{Meeting: model.Meeting{Title: v.Title, Planned: minutes(start, start.Add(time.Hour), m.days.zone), Chair: m.id("person", chair), Minutes: m.id("person", v.Minutes), Invited: m.all("person", m.cab())}}
	}, m.names("meeting", key))
	if v.Day >= 0 {
		return nil
	}
	at := start
	next := func(after int, who string, do func(id model.ID) action.Action) {
		at = at.Add(time.Duration(after) * time.Minute)
		m.add(at, who, key, func() action.Action { return do(m.id("meeting", key)) })
	}
	next(1, chair, func(id model.ID) action.Action { return action.OpenMeeting{Meeting: id} })
	for _, who := range v.Present {
		next(1, who, func(id model.ID) action.Action { return action.JoinMeeting{Meeting: id} })
	}
	for _, item := range v.Items {
		next(9, chair, func(id model.ID) action.Action { return action.TakeUp{Meeting: id, Item: item} })
	}
	var document model.ID
	at = at.Add(11 * time.Minute)
	m.add(at, chair, key, func() action.Action { return action.CloseMeeting{Meeting: m.id("meeting", key)} }, func(r store.Result) {
		for _, id := range r.Wrote {
			if id.Kind() == model.KindDocument {
				document = id
			}
		}
	})
	next(95, chair, func(model.ID) action.Action { return action.ApproveDocument{Document: document, Version: 1} })
	return nil
}
