package demo

import (
	"errors"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

// nightly is when an emergency began: at two in the last night, or in the evening where
// it is too early in the day for that; and not so long ago that what was said on the
// phone would have to be countersigned by now, or that it came before other incidents.
func (d days) nightly() time.Time {
	out := d.now
	for _, c := range []struct{ day, hour int }{{0, 2}, {-1, 23}, {-1, 21}} {
		if out, _ = when.At(d.date(c.day), c.hour, 0, d.zone); d.now.Sub(out) >= 2*time.Hour {
			break
		}
	}
	if oldest := d.now.Add(-16 * time.Hour); out.Before(oldest) {
		return oldest
	}
	return out
}

// emergency is declared, authorised on the phone and deployed at night; the run is
// entered by day. What is left of it are its papers.
func (m *maker) emergency(e assets.DemoEmergency) error {
	if len(e.Said) != len(e.Board) {
		return errors.New("each of the board says one thing")
	}
	began := m.days.nightly()
	var incident, id, approval, waiver, run model.ID
	of := e.Name + " " + e.Version
	desk, keeper, manager := m.with("service-desk", ""), m.keeper(), m.with("release-manager", "")
	at := func(minutes int) time.Time { return began.Add(time.Duration(minutes) * time.Minute) }
	m.add(at(3), desk, of, func() action.Action {
		return action.OpenIncident{Incident: model.Incident{Title: e.Incident.Title, Text: e.Incident.Text, Severity: e.Incident.Severity,
			Service: m.id("service", e.Service), Items: m.all("item", e.Items), Opened: began}}
	}, func(r store.Result) { incident = r.Subject })
	m.add(at(9), e.Coordinator, of, func() action.Action {
		return action.Register{Release: model.Release{Name: e.Name, Version: e.Version, Type: "emergency", Contents: e.Contents, Notes: e.Notes,
			Service: m.id("service", e.Service), Team: m.id("team", m.services[e.Service].Team), Owner: m.id("person", manager), Items: m.all("item", e.Items),
			Declared: &model.Declaration{Reason: e.Reason, Incident: incident}}}
	}, func(r store.Result) { id = r.Subject })
	m.add(at(10), e.Coordinator, of, func() action.Action { return action.RequestApproval{Release: id, Purpose: "ecab"} },
		func(r store.Result) { approval = r.Wrote[0] })
	for i, who := range e.Board {
		said := at(12 + 3*i)
		m.add(said.Add(2*time.Minute), e.Coordinator, of, func() action.Action {
			return action.TakeDown{Approval: approval, Decider: m.id("person", who), Verdict: model.Approve, Comment: e.Said[i], Channel: e.Channel, Happened: said}
		})
	}
	m.add(at(19), e.Coordinator, of, func() action.Action { return action.Advance{Release: id, From: "declared"} })
	m.add(at(22), e.Deployer, of, func() action.Action {
		a := values("trigger", e.Trigger, "owner", string(m.id("person", e.Deployer)), "duration", e.Back, "no_return", e.Point)
		for _, line := range e.Return {
			a.Tables["steps"] = append(a.Tables["steps"], form.Cells{"text": line, "owner": string(m.id("person", e.Deployer))})
		}
		return action.WriteForm{Form: "rollback-plan", Of: id, Answers: a}
	})
	m.add(at(24), e.Coordinator, of, func() action.Action {
		return action.AskWaiver{Of: id, Check: e.Waived, Reason: e.Why, Until: when.OnDay(m.days.worked(3), m.days.zone)}
	}, func(r store.Result) { waiver = r.Wrote[0] })
	m.add(at(27), manager, of, func() action.Action { return action.DecideWaiver{Waiver: waiver, Yes: true, Comment: e.Granted} })
	m.add(at(28), keeper, of, func() action.Action { return action.Affect{Release: id, Complete: true} })
	m.add(at(29), e.Deployer, of, func() action.Action { return action.Advance{Release: id, From: "build"} })
	m.add(at(31), keeper, of, func() action.Action { return action.TakeBaseline{Release: id} })
	m.add(at(33), desk, of, func() action.Action {
		return action.SendNotice{Release: id, Audience: e.Audience, Channel: "chat", Text: e.Notice}
	})
	m.add(at(34), e.Deployer, of, func() action.Action { return action.Advance{Release: id, From: "before-deployment"} })
	m.add(at(62), desk, of, func() action.Action { return action.ResolveIncident{Incident: incident, Happened: at(50)} })

	// By day: the run as it was, and the word of one of the board.
	day := func(minutes int) time.Time { return m.days.now.Add(time.Duration(minutes-52) * time.Minute) }
	m.add(day(0), e.Deployer, of, func() action.Action { return action.StartRun{Release: id, Happened: at(36)} }, func(r store.Result) { run = wroteRun(r) })
	m.add(day(1), e.Deployer, of, func() action.Action {
		return action.EndRun{Run: run, Result: model.RunDeployed, Happened: at(49)}
	})
	m.add(day(3), e.Deployer, of, func() action.Action { return action.Advance{Release: id, From: "deployment", Happened: at(52)} })
	m.add(day(16), e.Signed, of, func() action.Action { return action.Countersign{Approval: approval, Yes: true} })
	return nil
}
