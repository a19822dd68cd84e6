package demo

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// window enters a freeze, a maintenance window or a holiday. Nobody plans
// around one that is not there yet, so it is entered before it is needed.
func (m *maker) window(at time.Time, w assets.DemoWindow) error {
	date := m.days.date(w.Day)
	if w.Date != "" {
		from := 1
		if w.Class == model.WindowHoliday {
			from = begun
		}
		var err error
		if date, err = m.days.next(w.Date, from); err != nil {
			return err
		}
		if w.Far > 0 && date.Sub(m.days.today) < w.Far {
			return nil
		}
	}
	name := w.Title
	if len(w.Titles) == 12 {
		name = w.Titles[date.Month-1]
	}
	slot := model.Slot{Start: wholeDay(date, m.days.zone), End: wholeDay(date.AddDays(max(w.Days, 1)-1), m.days.zone)}
	if w.For > 0 {
		hour, minute, err := clock(w.Opens)
		if err != nil {
			return err
		}
		start, _ := when.At(date, hour, minute, m.days.zone)
		slot = minutes(start, start.Add(time.Duration(w.For)*time.Hour), m.days.zone)
	}
	if w.Entered != 0 {
		at = m.days.office(m.days.date(w.Entered), 0.3, false)
	}
	who := m.with("change-manager", "")
	if w.Class == model.WindowHoliday {
		who = m.data.People[0].Handle
	}
	m.add(at, who, "window "+name, func() action.Action {
		win := model.Window{Title: name, Class: w.Class, Hard: w.Hard, Rule: w.Rule, Slot: slot, Reason: w.Reason,
			Services: m.all("service", w.Services), Items: m.all("item", w.Items), People: m.all("person", w.People)}
		if w.Rule != "" {
			win.Zone = m.rules.Policy.Zone
		}
		return action.AddWindow{Window: win}
	}, m.names("window", w.Key))
	if w.Withdrawn != "" {
		m.add(m.days.office(when.DateOf(at, m.days.zone).AddDays(7), 0.4, true), who, "window "+name, func() action.Action {
			return action.WithdrawWindow{Window: m.id("window", w.Key), Reason: w.Withdrawn}
		})
	}
	return nil
}

func wholeDay(d when.Date, zone *time.Location) when.Moment {
	return when.OnDay(d, zone)
}

// nights are the maintenance window of a service, on its own clocks.
func (m *maker) nights(at time.Time, s *assets.DemoService) error {
	if len(s.Nights) == 0 {
		return nil
	}
	for _, n := range s.Nights {
		if _, ok := weekdays[n]; !ok {
			return fmt.Errorf("%q is no weekday like MO", n)
		}
	}
	hour, minute, err := clock(s.Opens)
	if err != nil {
		return err
	}
	zone := m.days.of(s)
	start, _ := when.At(m.days.night(s, begun+5), hour, minute, zone)
	m.add(at, m.with("change-manager", ""), "nights of "+s.Handle, func() action.Action {
		return action.AddWindow{Window: model.Window{Title: s.Window, Class: model.WindowMaintenance, Services: []model.ID{m.id("service", s.Handle)},
			Slot: minutes(start, start.Add(time.Duration(s.For)*time.Hour), zone), Zone: zone.String(), Rule: rule(s)}}
	})
	return nil
}

// milestone is a date on which people work: the day, or the next on which they
// do.
func (m *maker) milestone(s assets.DemoMilestone) {
	m.add(m.days.office(m.days.date(s.Entered), 0.7, false), Starts, "milestone "+s.Title, func() action.Action {
		v := model.Milestone{Title: s.Title, Text: s.Text, Service: m.id("service", s.Service), At: wholeDay(m.days.worked(s.Day), m.days.zone)}
		if s.Release != "" {
			v.Release = m.id("release", s.Release)
		}
		if s.Until != 0 {
			v.Until = wholeDay(m.days.worked(m.days.worked(s.Day).AddDays(s.Until-s.Day).Sub(m.days.today)), m.days.zone)
		}
		return action.SetMilestone{Milestone: v}
	})
}

// train plans a release train whose departures lie in the nights of its service.
func (m *maker) train(t assets.DemoTrain) {
	at := slices.IndexFunc(m.data.Services, func(s assets.DemoService) bool { return s.Handle == t.Service })
	if at < 0 {
		m.err = errors.Join(m.err, fmt.Errorf("train %q: there is no service %q", t.Title, t.Service))
		return
	}
	s := &m.data.Services[at]
	hour, minute, err := clock(s.Opens)
	if err != nil {
		m.err = errors.Join(m.err, err)
		return
	}
	zone := m.days.of(s)
	start, _ := when.At(m.days.night(s, t.Day), hour, minute, zone)
	m.add(m.days.office(m.days.date(t.Entered), 0.8, false), t.Coordinator, "train "+t.Title, func() action.Action {
		return action.PlanTrain{Train: model.Train{Title: t.Title, Service: m.id("service", t.Service), Type: m.rules.Normal().Name, Contents: t.Contents, Slot: minutes(start, start.Add(time.Duration(t.For)*time.Hour), zone),
			Zone: zone.String(), Rule: t.Rule, Cutoff: t.Cutoff, Team: m.id("team", t.Team), Coordinator: m.id("person", t.Coordinator)}}
	})
}

// closing signs off the numbers of a month.
func (m *maker) closing(c assets.DemoClosing) {
	month := when.PeriodOf(m.days.date(c.Day).Start(m.days.zone), when.Monthly, m.days.zone)
	m.add(m.days.office(month.First().AddDays(c.After-1), 0.4, true), c.By, "closing of "+month.Prev().String(), func() action.Action {
		return action.ClosePeriod{Period: month.Prev().String(), Reason: c.Reason}
	})
}
