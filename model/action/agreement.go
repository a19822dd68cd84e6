package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/level"
	"fairway/model/when"
)

// Agree enters a service level agreement: from its first day on it takes the place of the
// one that the service had.
type Agree struct {
	Service     model.ID    `json:"service"`
	Target      string      `json:"target"`             // 99.5, in per cent (model.ReadTarget)
	Hours       []string    `json:"hours"`              // as level.ReadHours reads them
	Holidays    bool        `json:"holidays,omitempty"` // the hours hold on them, too
	Maintenance bool        `json:"maintenance_excluded,omitempty"`
	Severities  []string    `json:"severities,omitempty"` // of incidents that count as an outage
	From        when.Moment `json:"from"`
	To          when.Moment `json:"to,omitzero"` // its last day
	Reference   string      `json:"reference,omitempty"`
	With        string      `json:"with,omitempty"`
	Text        string      `json:"text,omitempty"`
}

// For is the service.
func (a Agree) For(*model.Case) model.ID { return a.Service }

// Needs are the service, and the agreements that there are.
func (a Agree) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Service}, Kinds: []model.Kind{model.KindAgreement}}
}

// Do enters it. Papers are signed before they are entered, and may begin at any day.
func (a Agree) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "enter a service level agreement"}
	s := model.Get[*model.Service](c, a.Service)
	switch {
	case a.Service == "":
		refusal.Add("no service is named", model.AnswerTo("name it", "service"))
	case s == nil:
		refs(c, refusal, model.KindService, a.Service)
	case s.State == model.ServiceRetired:
		refusal.Add(s.Name+" is retired", model.AnswerTo("name a service that is provided", "service"))
	}
	target, ok := model.ReadTarget(a.Target)
	if !ok {
		refusal.Add(fmt.Sprintf("%q is no share of the agreed time", a.Target), model.AnswerTo("give per cent, with at most three decimals, such as 99.5", "target"))
	}
	hours, wrong := level.ReadHours(strings.Join(a.Hours, "\n"))
	if wrong != "" {
		refusal.Add(wrong, model.AnswerTo("write them as Mon-Fri 08:00-18:00, several with commas between, or around the clock", "hours"))
	}
	for _, severity := range a.Severities {
		oneOf(refusal, "severity", severity, c.Rules.Policy.Severities)
	}
	switch {
	case a.From.IsZero():
		refusal.Add("it is not said from when on it holds", model.AnswerTo("give its first day", "from"))
	case !a.To.IsZero() && !a.To.Over().After(a.From.At):
		refusal.Add("its last day lies before the first", model.AnswerTo("give a later one, or none", "to"))
	}
	for _, m := range []when.Moment{a.From, a.To} {
		if !m.IsZero() && m.Precision != when.Day {
			refusal.Add("an agreement begins and ends with a day, not at a time of one", model.AnswerTo("give the date alone", "from"))
			break
		}
	}
	for _, old := range model.All[*model.Agreement](c) {
		if old.Service == a.Service && old.Withdrawn == nil && old.From.Same(a.From) && old.To.Same(a.To) && old.Target == target && slices.EqualFunc(old.Hours, hours, func(x, y model.SupportHours) bool { return x.String() == y.String() }) {
			refusal.Add(fmt.Sprintf("%s says the same from the same day on", old.ID), model.ByTask("withdraw-agreement", old.ID, model.With("reason", "")).For("withdraw that one, if it was entered in error"))
		}
	}
	said(refusal, "the reference", a.Reference)
	said(refusal, "who it is with", a.With)
	said(refusal, "what else is agreed", a.Text)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	severities := slices.DeleteFunc(slices.Clone(c.Rules.Policy.Severities), func(s string) bool { return !slices.Contains(a.Severities, s) })
	n := &model.Agreement{ID: c.Mint(model.KindAgreement), Service: s.ID, Reference: a.Reference, With: a.With, Target: target, Hours: hours, Holidays: a.Holidays, Maintenance: a.Maintenance,
		Severities: severities, From: a.From, To: a.To, Text: a.Text, By: c.Who.ID(), At: c.Now}
	dates := "from " + tell(c, s.ID, model.Slot{Start: n.From})
	if !n.To.IsZero() {
		dates += " to " + tell(c, s.ID, model.Slot{Start: n.To})
	}
	return wrote(n.ID, fmt.Sprintf("agreed %s for %s, %s: %s", n.ID, s.Name, dates, n.Words()), n), nil
}

// WithdrawAgreement takes one back that was entered in error: what it took the place of
// holds again.
type WithdrawAgreement struct {
	Agreement model.ID `json:"agreement"`
	Reason    string   `json:"reason"`
	Seen      int64    `json:"seen,omitempty"`
}

// For is its service.
func (a WithdrawAgreement) For(c *model.Case) model.ID { return serviceOf(c, a.Agreement) }

// Needs are the agreement and its service.
func (a WithdrawAgreement) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Agreement}, Seen: looked(a.Agreement, a.Seen)}
}

// Do takes it back.
func (a WithdrawAgreement) Do(c *model.Case) (Outcome, error) {
	n, ending, err := withdrawing(c, a.Agreement, a.Seen, a.Reason, func(n *model.Agreement) *model.Ending { return n.Withdrawn })
	if err != nil {
		return Outcome{}, err
	}
	gone := *n
	gone.Withdrawn = ending
	return wrote(n.ID, fmt.Sprintf("withdrew %s (%s): %s", n.ID, n.Words(), a.Reason), &gone), nil
}
