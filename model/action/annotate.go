package action

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// Annotate notes something that happened beside the measures of its time.
type Annotate struct {
	On      when.Moment `json:"on"`
	Text    string      `json:"text"`
	Service model.ID    `json:"service,omitempty"` // "" for all
	Measure string      `json:"measure,omitempty"` // "" for all
}

// For is the service that it is about, else none: then it takes the permission for all.
func (a Annotate) For(*model.Case) model.ID { return a.Service }

// Needs is the service.
func (a Annotate) Needs() model.Needs { return model.Needs{IDs: []model.ID{a.Service}} }

// Do notes it. What is yet to come has happened to no number.
func (a Annotate) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "annotate the measures"}
	zone := c.Rules.Policy.Location()
	if s := model.Get[*model.Service](c, a.Service); s != nil {
		zone = s.Location(zone)
	}
	switch {
	case a.On.IsZero():
		refusal.Add("it is not said when it happened", model.AnswerTo("give its date", "happened"))
	case a.On.Span(zone).Start.After(c.Now):
		refusal.Add("it lies in the future: what is noted has happened", model.AnswerTo("give the date on which it happened, or note it then", "happened"))
	}
	if model.Blank(a.Text) {
		refusal.Add("it is not said what happened", model.AnswerTo("say it in a sentence", "text"))
	}
	sane(refusal, "what happened", a.Text)
	refs(c, refusal, model.KindService, a.Service)
	if _, ok := metric.Find(nil, a.Measure); a.Measure != "" && !ok {
		var ids []string
		for _, m := range metric.All(c.Rules.Measures) {
			ids = append(ids, m.ID)
		}
		refusal.Add(fmt.Sprintf("there is no measure %q", a.Measure), model.AnswerTo("one of: "+strings.Join(ids, ", "), "measure"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := &model.Annotation{ID: c.Mint(model.KindAnnotation), On: a.On, Text: a.Text, Service: a.Service, Measure: a.Measure, By: c.Who.ID(), At: c.Now}
	return wrote(n.ID, fmt.Sprintf("noted %s, %s: %s", n.ID, slotWords(c, model.Slot{Start: n.On}, zone), n.Text), n), nil
}

// WithdrawAnnotation takes an annotation back: charts and exports show it no more, the log
// keeps it.
type WithdrawAnnotation struct {
	Annotation model.ID `json:"annotation"`
	Reason     string   `json:"reason"`
	Seen       int64    `json:"seen,omitempty"`
}

// For is the service that it is about.
func (a WithdrawAnnotation) For(c *model.Case) model.ID {
	if n := model.Get[*model.Annotation](c, a.Annotation); n != nil {
		return n.Service
	}
	return ""
}

// Do takes it back.
func (a WithdrawAnnotation) Do(c *model.Case) (Outcome, error) {
	n, ending, err := withdrawing(c, a.Annotation, a.Seen, a.Reason, func(n *model.Annotation) *model.Ending { return n.Withdrawn })
	if err != nil {
		return Outcome{}, err
	}
	gone := *n
	gone.Withdrawn = ending
	return wrote(n.ID, fmt.Sprintf("withdrew %s (%s): %s", n.ID, n.Text, a.Reason), &gone), nil
}
