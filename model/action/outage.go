package action

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// RecordOutage enters an outage by hand: one that no run and no incident tells of, or, with
// a reason, one in the place of what one of these says.
type RecordOutage struct {
	Service model.ID `json:"service,omitempty"` // "" for that of what it is of
	Sort    string   `json:"sort"`
	Text    string   `json:"text"`
	// Cause is the release, run or incident that it comes from, which goes on counting; Of
	// the run or incident that is not counted any more, since this stands in its place.
	Cause  model.ID    `json:"cause,omitempty"`
	Of     model.ID    `json:"of,omitempty"`
	Reason string      `json:"reason,omitempty"` // why it stands there
	Start  when.Moment `json:"start,omitzero"`
	End    when.Moment `json:"end,omitzero"` // zero: it goes on
}

// For is the service that is out.
func (a RecordOutage) For(c *model.Case) model.ID {
	if a.Service == "" {
		return serviceOfOutage(c, cmp.Or(a.Of, a.Cause))
	}
	return a.Service
}

// Needs are what it names, and the outages that are of the same.
func (a RecordOutage) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Service, a.Of, a.Cause}, Kinds: []model.Kind{model.KindPeriod}}
	if a.Of != "" {
		n.Around = []model.ID{a.Of}
	}
	if a.Sort == model.OutagePlanned && a.Service != "" && !a.Start.IsZero() && !a.End.IsZero() {
		n.Levels = &model.ToReckon{Services: []model.ID{a.Service}, Span: when.Span{Start: a.Start.At.AddDate(0, -1, -2), End: a.End.At.AddDate(0, 1, 2)}}
	}
	return n
}

// serviceOfOutage is the service of a release, a run or an incident.
func serviceOfOutage(c *model.Case, of model.ID) model.ID {
	if run := model.Get[*model.Run](c, of); run != nil {
		return serviceOf(c, run.Release)
	}
	return serviceOf(c, of)
}

// The kinds of record that tell of outages themselves, so that one that is entered can stand
// in their place, and those that an outage can come from. What the plan of a release says is
// changed there, where that is approved.
var (
	outageOf   = []model.Kind{model.KindRun, model.KindIncident}
	outageFrom = []model.Kind{model.KindRelease, model.KindRun, model.KindIncident}
)

// Do enters it.
func (a RecordOutage) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "enter an outage"}
	service := a.For(c)
	s := model.Get[*model.Service](c, service)
	switch {
	case a.Cause != "" && (!slices.Contains(outageFrom, a.Cause.Kind()) || !c.Has(a.Cause)):
		refusal.Add(fmt.Sprintf("there is no release, run or incident %s", a.Cause), model.AnswerTo("name what it comes from, or nothing", "cause"))
	case a.Of.Kind() == model.KindRelease && c.Has(a.Of):
		refusal.Add(fmt.Sprintf("an outage does not stand in the place of what the plan of %s says", a.Of), model.ByForm(gate.FormPlan, a.Of).For("change the downtime in the plan"), model.AnswerTo("name the run that it was otherwise in", "of"))
	case a.Of != "" && (!slices.Contains(outageOf, a.Of.Kind()) || !c.Has(a.Of)):
		refusal.Add(fmt.Sprintf("there is no run or incident %s", a.Of), model.AnswerTo("name the one in whose place it stands, or nothing", "of"))
	case service == "":
		refusal.Add("no service is named", model.AnswerTo("name it", "service"))
	case s == nil:
		refs(c, refusal, model.KindService, service)
	case a.Of != "" && serviceOfOutage(c, a.Of) != service:
		refusal.Add(fmt.Sprintf("%s is of another service, and says nothing of this one", a.Of), model.AnswerTo("name it as the cause", "cause"))
	}
	oneOf(refusal, "sort of outage", a.Sort, []string{model.OutagePlanned, model.OutageUnplanned, model.OutageNone})
	titled(refusal, "what happened", a.Text, model.AnswerTo("say what happened, or will", "text"))
	for _, o := range model.All[*model.Outage](c) {
		if o.Of != a.Of || a.Of == "" || o.Service != service || o.Cancelled != nil || (o.Sort == model.OutageNone) == (a.Sort == model.OutageNone) && a.Sort != model.OutageNone {
			continue
		}
		refusal.Add(fmt.Sprintf("%s is entered of %s: %s", o.ID, o.Of, o.Row().Title), model.ByTask("cancel-outage", o.ID, model.With("reason", "")).For("cancel that one first"))
	}
	a.dates(c, refusal)
	switch {
	case a.Of == "" && a.Reason != "":
		refusal.Add("the reason is why it stands in the place of what a run or an incident says, and none is named", model.AnswerTo("name it", "of"))
	case a.Of == "" || a.Sort == model.OutageNone: // of one that was none, what happened is the reason
	case model.Blank(a.Reason):
		refusal.Add(fmt.Sprintf("it is not said why what %s says is not to be counted", a.Of), model.AnswerTo("say why", "reason"), model.AnswerTo("or name it as the cause, which goes on counting", "cause"))
	default:
		sane(refusal, "the reason", a.Reason)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	o := &model.Outage{ID: c.Mint(model.KindOutage), Service: service, Sort: a.Sort, Text: a.Text, Cause: a.Cause, Of: a.Of, Reason: a.Reason, Slot: model.Slot{Start: a.Start, End: a.End}, By: c.Who.ID(), At: c.Now}
	of := ""
	if o.Cause != "" {
		of = " caused by " + string(o.Cause)
	}
	if o.Of != "" {
		of += fmt.Sprintf(" in the place of what %s says (%s)", o.Of, o.Reason)
	}
	if o.Sort == model.OutageNone {
		return wrote(o.ID, fmt.Sprintf("entered %s: %s was no outage of %s: %s", o.ID, o.Of, s.Name, o.Text), o), nil
	}
	dates := tell(c, service, o.Slot)
	if o.Slot.End.IsZero() {
		dates = "from " + dates + " on"
	}
	sort := "an " + o.Sort
	if o.Sort == model.OutagePlanned {
		sort = "a planned"
	}
	out := wrote(o.ID, fmt.Sprintf("entered %s, %s outage of %s%s, %s: %s", o.ID, sort, s.Name, of, dates, o.Text), o)
	if out.Warning = tooMuch(c, o); out.Warning == nil {
		out.Warning = inSigned(c, o)
	}
	return out, nil
}

// inSigned says that an outage lies in a period that is signed off: the numbers of that stay as
// they were, and the outage is told beside them.
func inSigned(c *model.Case, o *model.Outage) *model.Reason {
	span := o.Slot.Span(c.ZoneOf(o.Service))
	for _, p := range model.All[*model.Period](c) {
		if p.Reopened == nil && p.From.Before(span.End) && p.To.After(span.Start) {
			return &model.Reason{Text: fmt.Sprintf("%s is signed off (%s), and what was signed off stays as it was", p.Period, p.ID), Remedies: []model.Remedy{
				model.ByTask("reopen-period", p.ID, model.With("reason", "")).For("reopen it, and sign it off anew with the outage")}}
		}
	}
	return nil
}

// tooMuch says that a planned outage takes more than is left of a month's target: nobody is
// refused for it, and it should be known before it is too late.
func tooMuch(c *model.Case, o *model.Outage) *model.Reason {
	if o.Sort != model.OutagePlanned {
		return nil
	}
	home, span := c.Rules.Policy.Location(), o.Slot.Span(c.ZoneOf(o.Service))
	first, last := when.PeriodOf(span.Start, when.Monthly, home), when.PeriodOf(span.End, when.Monthly, home)
	f := gate.Levels(c, o.Service, when.Span{Start: first.Span(home).Start, End: last.Span(home).End})
	if f == nil {
		return nil
	}
	k := gate.Cost{Said: true, Months: f.Costs([]when.Span{span}, home)}
	if !k.Over() {
		return nil
	}
	return &model.Reason{Text: "that is more than the service level agreement allows: " + strings.Join(k.Words(), "; "), Remedies: []model.Remedy{
		model.ByTask("cancel-outage", o.ID, model.With("reason", "")).For("cancel it, and plan less or outside the agreed hours")}}
}

// dates adds what is wrong with when it is said to have been, or to be.
func (a RecordOutage) dates(c *model.Case, refusal *model.Refusal) {
	if a.Sort == model.OutageNone {
		if a.Of == "" {
			refusal.Add("it is not said what was no outage", model.AnswerTo("name the run or incident", "of"))
		}
		if !a.Start.IsZero() || !a.End.IsZero() {
			refusal.Add("what was no outage has no dates", model.AnswerTo("leave them out", "start"))
		}
		return
	}
	zone := c.ZoneOf(a.For(c))
	switch {
	case a.Start.IsZero():
		refusal.Add("it is not said when it began", model.AnswerTo("give its start", "start"))
		return
	case a.Start.At.Year() < when.FirstYear:
		refusal.Add(fmt.Sprintf("it can't have begun in %d", a.Start.At.Year()), model.AnswerTo("give the time at which it began", "start"))
	case a.Sort == model.OutagePlanned && a.End.IsZero():
		refusal.Add("a planned outage has an end", model.AnswerTo("say until when it is planned: +2h", "end"))
	case !a.End.IsZero() && !a.End.Over().After(a.Start.Span(zone).Start):
		tooShort(refusal, a.End, a.Start.Span(zone).Start, "end")
	}
	if a.Sort != model.OutageUnplanned {
		return
	}
	happened(c, a.Start.At, "it can't have begun", nil, refusal)
	if !a.End.IsZero() {
		endedBy(c, a.End, zone, "end", refusal)
	}
}

// endedBy adds that an end lies ahead: it is entered once it has come. The day that it is now
// may be said of what ended today.
func endedBy(c *model.Case, end when.Moment, zone *time.Location, field string, refusal *model.Refusal) {
	if end.Precision == when.Day && end.On(zone) == when.DateOf(c.Now, zone) {
		refusal.Add("the day is not over", model.AnswerTo("give the time at which it ended", field))
		return
	}
	happened(c, end.At, "it can't have ended", nil, refusal)
}

// tooShort adds that an end is not after its start. Times are kept to the minute: what was over
// within one took that minute.
func tooShort(refusal *model.Refusal, end when.Moment, start time.Time, field string) {
	if end.Over().Equal(start.Truncate(time.Minute)) {
		refusal.Add("it ends in the minute in which it begins: times are kept to the minute, and one that was begun counts", model.AnswerTo("give the next minute as its end", field))
		return
	}
	refusal.Add("it ends before it begins", model.AnswerTo("give a later end", field))
}

// EndOutage says when an outage ended that goes on.
type EndOutage struct {
	Outage model.ID    `json:"outage"`
	End    when.Moment `json:"end,omitzero"` // zero is now
	Seen   int64       `json:"seen,omitempty"`
}

// For is the service that is out.
func (a EndOutage) For(c *model.Case) model.ID { return serviceOf(c, a.Outage) }

// Needs is the outage.
func (a EndOutage) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Outage}, Seen: looked(a.Outage, a.Seen)}
}

// Do ends it.
func (a EndOutage) Do(c *model.Case) (Outcome, error) {
	o, err := known[*model.Outage](c, a.Outage)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, o, a.Seen, "slot", "cancelled"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "end " + string(o.ID)}
	zone := c.ZoneOf(o.Service)
	end := a.End
	if end.IsZero() {
		end = when.OnClock(c.Now, zone)
	} else {
		endedBy(c, end, zone, "happened", refusal)
	}
	switch {
	case o.State() != model.OutageOpen:
		refusal.Add("it is " + model.StateWords(o) + " already")
	case !end.Over().After(o.Slot.Start.At):
		tooShort(refusal, end, o.Slot.Start.At, "happened")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *o
	n.Slot.End = end
	return wrote(o.ID, fmt.Sprintf("ended %s (%s), %s", o.ID, o.Text, tell(c, o.Service, n.Slot)), &n), nil
}

// CancelOutage says that an outage is not counted: it does not take place, or was entered in
// error. What it is of counts as it says itself again.
type CancelOutage struct {
	Outage model.ID `json:"outage"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// For is the service that is out.
func (a CancelOutage) For(c *model.Case) model.ID { return serviceOf(c, a.Outage) }

// Needs is the outage.
func (a CancelOutage) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Outage}, Seen: looked(a.Outage, a.Seen)}
}

// Do cancels it.
func (a CancelOutage) Do(c *model.Case) (Outcome, error) {
	o, err := known[*model.Outage](c, a.Outage)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, o, a.Seen, "cancelled"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "cancel " + string(o.ID)}
	if o.Cancelled != nil {
		refusal.Add("it is cancelled already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *o
	n.Cancelled = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(o.ID, fmt.Sprintf("cancelled %s (%s): %s", o.ID, o.Text, a.Reason), &n), nil
}
