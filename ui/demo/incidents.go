package demo

import (
	"fmt"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
)

// incident is logged by the service desk a few minutes after it began.
func (m *maker) incident(i assets.DemoIncident) error {
	var rel *walk
	if i.Release != "" {
		if rel = m.releases[i.Release]; rel == nil {
			return fmt.Errorf("there is no release %q", i.Release)
		}
	}
	opened, err := m.happened(i, rel)
	if err != nil {
		return err
	}
	serviceDesk := m.with("service-desk", "")
	m.speaks(i.Problem, opened)
	var id model.ID
	of := "incident " + i.Title
	m.add(opened.Add(6*time.Minute), serviceDesk, of, func() action.Action {
		v := model.Incident{Title: i.Title, Text: i.Text, Severity: i.Severity, Service: m.id("service", i.Service), Items: m.all("item", i.Items), Opened: opened, Problem: m.id("problem", i.Problem)}
		if rel != nil {
			v.Suspects = []model.ID{rel.id}
		}
		return action.OpenIncident{Incident: v}
	}, func(r store.Result) { id = r.Subject })
	if i.How == "confirmed" || i.How == "cleared" {
		m.add(opened.Add(50*time.Minute), serviceDesk, of, func() action.Action {
			return action.LinkIncident{Incident: id, Release: rel.id, How: i.How, Reason: i.Why}
		})
	}
	if i.Lasted == "" {
		return nil
	}
	lasted, err := when.ParseDuration(i.Lasted)
	if err != nil {
		return err
	}
	over := opened.Add(max(lasted, time.Hour))
	m.add(over.Add(4*time.Minute), serviceDesk, of, func() action.Action {
		return action.ResolveIncident{Incident: id, Happened: opened.Add(lasted)}
	})
	if i.Closed {
		m.add(m.days.office(when.DateOf(over, m.days.zone).AddDays(2), 0.5, true), serviceDesk, of, func() action.Action {
			return action.ResolveIncident{Incident: id, Close: true}
		})
	}
	return nil
}

// happened is when it began: so long after a release's deployment, on a day, or
// so long ago.
func (m *maker) happened(i assets.DemoIncident, rel *walk) (time.Time, error) {
	switch {
	case i.After != "":
		text, before := strings.CutPrefix(i.After, "-")
		after, err := when.ParseDuration(text)
		if before {
			after = -after
		}
		if err != nil || rel == nil || rel.ended.IsZero() {
			return time.Time{}, fmt.Errorf("after %q of %q, which was not deployed", i.After, i.Release)
		}
		return rel.ended.Add(after), nil
	case i.Ago != "":
		ago, err := when.ParseDuration(i.Ago)
		return m.days.now.Add(-ago), err
	}
	hour, minute, err := clock(i.At)
	if err != nil {
		return time.Time{}, err
	}
	at, _ := when.At(m.days.date(i.Day), hour, minute, m.days.zone)
	return at, nil
}
