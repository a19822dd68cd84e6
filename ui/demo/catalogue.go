package demo

import (
	"fmt"
	"slices"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
)

// entry is one of the catalogue: proposed and authorised long ago, followed in the
// night before, and to be followed again.
func (m *maker) entry(e assets.DemoEntry) error {
	at := m.days.office(m.days.date(e.Day), 0.4, false)
	of := "entry " + e.Title
	m.add(at, e.By, of, func() action.Action {
		w := model.Work{Title: e.Title, Text: e.Text, Services: m.all("service", e.Services), Contents: e.Contents, Impact: e.Impact,
			Deliverables: e.Deliverables, Method: e.Method, Duration: e.Duration, Verification: e.Verify, Notice: e.Tell,
			Trigger: e.Trigger, BackDuration: e.Back, NoReturn: e.Point}
		for _, s := range e.Steps {
			w.Steps = append(w.Steps, model.WorkStep{Text: s})
		}
		for _, s := range e.Return {
			w.BackSteps = append(w.BackSteps, model.WorkStep{Text: s})
		}
		return action.ProposeEntry{Entry: model.Entry{Work: w}}
	}, m.names("entry", e.Key))
	m.add(m.days.office(when.DateOf(at, m.days.zone).AddDays(1), 0.6, true), m.with("change-manager", e.By), of, func() action.Action {
		return action.DecideEntry{Entry: m.id("entry", e.Key), Yes: true, Comment: e.Comment}
	})
	if err := m.followed(e); err != nil {
		return err
	}
	return m.follows(e)
}

// use is a release that follows an entry.
func (m *maker) use(e assets.DemoEntry, service, version string, date when.Date) (*walk, error) {
	s, ok := m.services[service]
	if !ok {
		return nil, fmt.Errorf("there is no service %q", service)
	}
	w := &walk{m: m, service: s, spec: &assets.DemoRelease{Name: s.Name + " " + e.Called, Version: version, Service: service, Coordinator: e.Coordinator, Deployer: e.Deployer}, documents: map[string]*written{}}
	m.releases[title(w.spec)] = w
	slot, err := m.days.slot(s, &assets.DemoRelease{For: 1}, date)
	w.slots = []model.Slot{slot}
	return w, err
}

// begin registers it: what it does is filled from the entry.
func (w *walk) begin(at time.Time, e assets.DemoEntry) {
	w.m.add(at, e.Coordinator, title(w.spec), func() action.Action {
		return action.Register{Release: model.Release{Name: w.spec.Name, Version: w.spec.Version, Type: "standard", Entry: &model.EntryFollowed{Entry: w.m.id("entry", e.Key)},
			Service: w.m.id("service", w.spec.Service), Team: w.m.id("team", w.service.Team), RollbackOwner: w.m.id("person", e.Deployer),
			Window: w.slots[0]}}
	}, func(r store.Result) { w.id = r.Subject })
	w.m.add(at.Add(4*time.Minute), e.Coordinator, title(w.spec), func() action.Action { return action.Advance{Release: w.id, From: "registration"} })
}

// followed is the use in the night before, of the service whose night that was. It is
// deployed then, and entered by day from what was noted. Where no such night is over
// yet, there was none.
func (m *maker) followed(e assets.DemoEntry) error {
	date := m.days.date(-1)
	i := slices.IndexFunc(e.Services, func(handle string) bool {
		s := m.services[handle]
		return s != nil && len(s.Nights) > 0 && slices.ContainsFunc(s.Nights, func(n string) bool { return weekdays[n] == date.Weekday() })
	})
	if i < 0 {
		return nil
	}
	w, err := m.use(e, e.Services[i], e.Version, date)
	if err != nil {
		return err
	}
	start := w.slots[0].Start.At
	entered := m.days.now.Add(-45 * time.Minute)
	if start.Add(time.Hour).After(entered) {
		delete(m.releases, title(w.spec))
		return nil
	}
	of, x := title(w.spec), model.ID("")
	registered := m.days.office(m.days.date(-2), 0.85, false)
	w.begin(registered, e)
	pack := w.pack("")
	m.add(registered.Add(9*time.Minute), pack.who, of, pack.do, pack.then)
	m.add(registered.Add(12*time.Minute), e.Coordinator, of, func() action.Action {
		return action.SendNotice{Release: w.id, Audience: "service desk", Channel: "mail", Text: e.Notice}
	})
	m.add(start.Add(2*time.Minute), e.Deployer, of, func() action.Action { return action.Advance{Release: w.id, From: "scheduled"} })
	happened := start.Add(4 * time.Minute)
	run := func(after time.Duration, do func(at time.Time) action.Action, then ...func(store.Result)) {
		happened, entered = happened.Add(after), entered.Add(time.Minute)
		at := happened
		m.add(entered, e.Deployer, of, func() action.Action { return do(at) }, then...)
	}
	run(0, func(at time.Time) action.Action { return action.StartRun{Release: w.id, Happened: at} }, func(r store.Result) { x = wroteRun(r) })
	for n := range e.Steps {
		run(11*time.Minute, func(at time.Time) action.Action { return action.DoStep{Run: x, Step: n + 1, Happened: at} })
	}
	for n := range e.Verify {
		run(3*time.Minute, func(at time.Time) action.Action {
			return action.Verify{Run: x, Line: n + 1, Passed: true, Happened: at}
		})
	}
	run(time.Minute, func(at time.Time) action.Action {
		return action.EndRun{Run: x, Result: model.RunDeployed, Happened: at}
	})
	m.add(entered.Add(2*time.Minute), e.Deployer, of, func() action.Action { return action.Advance{Release: w.id, From: "deployment"} })
	m.add(entered.Add(8*time.Minute), e.Coordinator, of, func() action.Action {
		return action.WriteForm{Form: "evaluation", Of: w.id, Answers: values("outcome", model.OutcomeSuccessful, "objectives_met", "yes", "objectives", e.Goals)}
	})
	m.add(entered.Add(9*time.Minute), e.Coordinator, of, func() action.Action { return action.Advance{Release: w.id, From: "evaluation"} })
	return nil
}

// wroteRun is the run among what was written.
func wroteRun(r store.Result) model.ID {
	for _, id := range r.Wrote {
		if id.Kind() == model.KindRun {
			return id
		}
	}
	return ""
}

// follows is the use that is to come.
func (m *maker) follows(e assets.DemoEntry) error {
	s, ok := m.services[e.Next.Service]
	if !ok {
		return fmt.Errorf("there is no service %q", e.Next.Service)
	}
	w, err := m.use(e, e.Next.Service, e.Next.Version, m.days.night(s, e.Next.Day))
	if err != nil {
		return err
	}
	w.begin(m.days.now.Add(-25*time.Minute), e)
	return nil
}
