package demo

import (
	"fmt"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

// rfc is a request for change on its way.
type rfc struct {
	assets.DemoChange
	id model.ID
}

// rfcTimes are when an RFC is submitted, assessed and decided; zero is not yet.
type rfcTimes struct{ submitted, assessed, decided time.Time }

// change takes an RFC as far as its times go.
func (m *maker) change(c assets.DemoChange, who struct{ coordinator, manager string }, t rfcTimes) *rfc {
	r := &rfc{DemoChange: c}
	if r.Type == "" {
		r.Type = "normal"
	}
	of := "RFC " + c.Title
	for _, p := range c.Closes {
		m.speaks(p, t.submitted)
	}
	value := func() model.Change {
		return model.Change{Title: r.Title, Text: r.Text, Category: r.Category, Type: r.Type, Service: m.id("service", r.Service),
			Builder: m.id("person", r.Builder), Items: m.all("item", r.Items), Closes: m.all("problem", r.Closes)}
	}
	m.add(t.submitted, r.By, of, func() action.Action { return action.SubmitChange{Change: value()} }, func(res store.Result) { r.id = res.Subject })
	m.add(t.submitted.Add(9*time.Minute), r.By, of, func() action.Action {
		return action.WriteForm{Form: "rfc", Of: r.id, Answers: values("reason", c.Reason, "benefit", c.Benefit, "without", c.Without)}
	})
	if c.Edited != "" {
		m.add(m.days.office(when.DateOf(t.submitted, m.days.zone).AddDays(1), 0.2, true), r.By, of, func() action.Action {
			v := value()
			v.ID, v.Text = r.id, c.Edited
			return action.EditChange{Change: v}
		})
	}
	if t.assessed.IsZero() {
		return r
	}
	m.add(t.assessed, who.coordinator, of, func() action.Action {
		return action.AssessChange{Change: r.id, Risk: c.Risk, Text: c.Assessed}
	})
	if !t.decided.IsZero() {
		m.add(t.decided, who.manager, of, func() action.Action {
			return action.DecideChange{Change: r.id, Yes: c.State != model.ChangeRejected, Comment: c.Decided}
		})
	}
	return r
}

// loose is an RFC that is in no release.
func (m *maker) loose(c assets.DemoChange) error {
	var t rfcTimes
	t.submitted = m.days.office(m.days.date(c.Day), 0.3, false)
	switch c.State {
	case model.ChangeSubmitted, model.ChangeWithdrawn:
	case model.ChangeAssessed:
		t.assessed = m.days.office(m.days.date(c.Day+3), 0.5, true)
	case model.ChangeAuthorised, model.ChangeRejected:
		t.assessed = m.days.office(m.days.date(c.Day+3), 0.5, true)
		t.decided = m.days.office(m.days.date(c.Day+8), 0.8, true)
	default:
		return fmt.Errorf("%q is no state that it can be left in", c.State)
	}
	r := m.change(c, struct{ coordinator, manager string }{Starts, m.with("change-manager", c.By)}, t)
	if c.State == model.ChangeWithdrawn {
		m.add(m.days.office(m.days.date(c.Day+6), 0.4, true), c.By, "RFC "+c.Title, func() action.Action {
			return action.WithdrawChange{Change: r.id, Reason: c.Decided}
		})
	}
	return nil
}

// values are answers to single questions, by name; empty ones are left out.
func values(pairs ...string) form.Answers {
	a := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			a.Values[pairs[i]] = pairs[i+1]
		}
	}
	return a
}
