package action

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
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
	// Reason is why it is entered after its first day, or takes the place of one that begins
	// on the same day, which Replace says: that is withdrawn by it.
	Reason  string `json:"reason,omitempty"`
	Replace bool   `json:"replace,omitempty"`
}

// For is the service.
func (a Agree) For(*model.Case) model.ID { return a.Service }

// Needs are the service, the agreements that there are, what was signed off, and what the
// months since its first day are reckoned of.
func (a Agree) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Service}, Kinds: []model.Kind{model.KindAgreement, model.KindPeriod}}
	if a.Service != "" && !a.From.IsZero() {
		n.Levels = &model.ToReckon{Services: []model.ID{a.Service}, Span: when.Span{Start: a.From.At.AddDate(0, -1, -2), End: a.From.At.AddDate(50, 0, 0)}}
	}
	return n
}

// Do enters it. Papers are signed before they are entered, and may begin on any day: on one
// that has passed, months are judged anew, which asks for a reason, and for none of them to
// be signed off.
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
	zone := c.ZoneOf(a.Service)
	var instead []*model.Agreement
	for _, old := range agreementsOf(c, a.Service) {
		switch {
		case old.From.On(zone) != a.From.On(zone):
		case old.From.Same(a.From) && old.To.Same(a.To) && old.Target == target && slices.EqualFunc(old.Hours, hours, func(x, y model.SupportHours) bool { return x.String() == y.String() }):
			refusal.Add(fmt.Sprintf("%s says the same from the same day on", old.ID), model.ByTask("withdraw-agreement", old.ID, model.With("reason", "")).For("withdraw that one, if it was entered in error"))
		case !a.Replace:
			refusal.Add(fmt.Sprintf("%s begins on the same day, with %s", old.ID, old.Words()), model.AnswerTo("say that this one replaces it", "replace"), model.AnswerTo("or give another first day", "from"))
		default:
			instead = append(instead, old)
		}
	}
	if a.Replace && len(instead) == 0 && len(refusal.Reasons) == 0 {
		refusal.Add("no agreement begins on that day, so that none is replaced", model.AnswerTo("leave that out: a later one takes the place of those before by itself", "replace"))
	}
	said(refusal, "the reference", a.Reference)
	said(refusal, "who it is with", a.With)
	said(refusal, "what else is agreed", a.Text)
	said(refusal, "the reason", a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	severities := slices.DeleteFunc(slices.Clone(c.Rules.Policy.Severities), func(s string) bool { return !slices.Contains(a.Severities, s) })
	n := &model.Agreement{ID: notNumbered, Service: s.ID, Reference: a.Reference, With: a.With, Target: target, Hours: hours, Holidays: a.Holidays, Maintenance: a.Maintenance,
		Severities: severities, From: a.From, To: a.To, Text: a.Text, By: c.Who.ID(), At: c.Now}
	n.Reason = a.Reason
	list := slices.DeleteFunc(agreementsOf(c, s.ID), func(old *model.Agreement) bool { return slices.Contains(instead, old) })
	anew := rejudged(c, n, append(slices.Clone(list), n))
	if len(anew.signed) > 0 {
		for _, p := range anew.signed {
			refusal.Add(fmt.Sprintf("it judges %s anew, which is signed off (%s)", p.Period, p.ID), model.ByTask("reopen-period", p.ID, model.With("reason", "")).For("reopen it first"), model.AnswerTo("or let the agreement begin after it", "from"))
		}
		return Outcome{}, refusal.Or()
	}
	if a.Reason == "" && (len(instead) > 0 || n.From.On(zone).Before(when.DateOf(c.Now, zone))) {
		text := "it begins in the past"
		if len(instead) > 0 {
			text = "it replaces " + string(instead[0].ID)
		}
		if len(anew.months) > 0 {
			text += ", and judges anew " + anew.words()
		}
		refusal.Add(text, model.AnswerTo("give the reason", "reason"))
		return Outcome{}, refusal.Or()
	}
	n.ID = c.Mint(model.KindAgreement)
	for i := range anew.months {
		anew.months[i] = strings.ReplaceAll(anew.months[i], notNumbered, string(n.ID))
	}
	dates := "from " + tell(c, s.ID, model.Slot{Start: n.From})
	if !n.To.IsZero() {
		dates += " to " + tell(c, s.ID, model.Slot{Start: n.To})
	}
	note := fmt.Sprintf("agreed %s for %s, %s: %s", n.ID, s.Name, dates, n.Words())
	out := wrote(n.ID, note, n)
	for _, old := range instead {
		gone := *old
		gone.Withdrawn = &model.Ending{Reason: fmt.Sprintf("replaced by %s: %s", n.ID, a.Reason), By: c.Who.ID(), At: c.Now}
		gone.ReplacedBy, gone.Ends = "", when.Moment{}
		out.Writes = append(out.Writes, &gone)
		out.Note += ", in the place of " + string(old.ID)
	}
	if a.Reason != "" {
		out.Note += " (" + a.Reason + ")"
	}
	if len(anew.months) > 0 {
		out.Note += "; it judges anew " + anew.words()
	}
	for _, r := range succession(append(list, n), zone) {
		if r.Key() == n.ID { // a later one is there already
			*n = *r.(*model.Agreement)
			continue
		}
		out.Writes = append(out.Writes, r)
	}
	return out, nil
}

// notNumbered stands for one that has no number before nothing is against it.
const notNumbered = "this one"

// agreementsOf are those of a service that count, or will.
func agreementsOf(c *model.Case, service model.ID) (out []*model.Agreement) {
	for _, a := range model.All[*model.Agreement](c) {
		if a.Service == service && a.Withdrawn == nil {
			out = append(out, a)
		}
	}
	return out
}

// succession writes into agreements which one takes their place, and when they end by that;
// what is written so already is left out.
func succession(list []*model.Agreement, zone *time.Location) (out []model.Record) {
	slices.SortStableFunc(list, func(a, b *model.Agreement) int {
		return cmp.Or(a.From.Span(zone).Start.Compare(b.From.Span(zone).Start), model.CompareIDs(a.ID, b.ID))
	})
	for i, a := range list {
		var by model.ID
		var ends when.Moment
		for _, later := range list[i+1:] {
			first := later.From.On(zone)
			if !a.To.IsZero() && a.To.On(zone).Before(first) {
				break
			}
			if later.To.IsZero() || !a.To.IsZero() && !later.To.On(zone).Before(a.To.On(zone)) {
				by, ends = later.ID, when.OnDay(first.AddDays(-1), zone)
				break
			} // one for a while: this one holds again after it
		}
		if a.ReplacedBy == by && a.Ends.Same(ends) {
			continue
		}
		n := *a
		n.ReplacedBy, n.Ends = by, ends
		out = append(out, &n)
	}
	return out
}

// anew are months that were judged by one agreement and are by another now.
type anew struct {
	months []string // September 2026 (missed by AGR-1, kept by AGR-5)
	signed []*model.Period
}

// most is how many months are told one by one.
const most = 12

func (n anew) words() string {
	if more := len(n.months) - most; more > 0 {
		return strings.Join(n.months[:most], ", ") + fmt.Sprintf(" and %d more months", more)
	}
	return strings.Join(n.months, ", ")
}

// rejudged are the months up to now which are judged otherwise once the agreements of a
// service are others, from the first day of the one that is entered or withdrawn.
func rejudged(c *model.Case, of *model.Agreement, list []*model.Agreement) (out anew) {
	home := c.Rules.Policy.Location()
	start := of.From.Span(c.ZoneOf(of.Service)).Start
	if !start.Before(c.Now) {
		return out
	}
	first := when.PeriodOf(start, when.Monthly, home)
	was := gate.Levels(c, of.Service, when.Span{Start: first.Span(home).Start, End: when.PeriodOf(c.Now, when.Monthly, home).Span(home).End})
	if was == nil {
		return out
	}
	is := *was
	is.Agreements = list
	for m := first; m.Span(home).Start.Before(c.Now); m = m.Next() {
		in := m.Span(home)
		before, after := was.In(in), is.In(in)
		if !before.Known() || slices.Equal(before.Agreements, after.Agreements) {
			continue
		}
		now := "nothing is agreed by now"
		if after.Known() {
			now = after.JudgedBy()
		}
		out.months = append(out.months, fmt.Sprintf("%s (%s, %s)", m.Title(), before.JudgedBy(), now))
		for _, p := range model.All[*model.Period](c) {
			if p.Reopened == nil && p.From.Before(in.End) && p.To.After(in.Start) && !slices.Contains(out.signed, p) {
				out.signed = append(out.signed, p)
			}
		}
	}
	return out
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

// Needs are the agreement and its service, the other agreements, what was signed off, and
// what the months since its first day are reckoned of.
func (a WithdrawAgreement) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Agreement}, Kinds: []model.Kind{model.KindAgreement, model.KindPeriod}, Levels: &model.ToReckon{Agreement: a.Agreement}, Seen: looked(a.Agreement, a.Seen)}
}

// Do takes it back.
func (a WithdrawAgreement) Do(c *model.Case) (Outcome, error) {
	n, ending, err := withdrawing(c, a.Agreement, a.Seen, a.Reason, func(n *model.Agreement) *model.Ending { return n.Withdrawn })
	if err != nil {
		return Outcome{}, err
	}
	list := slices.DeleteFunc(agreementsOf(c, n.Service), func(other *model.Agreement) bool { return other.ID == n.ID })
	anew, refusal := rejudged(c, n, list), &model.Refusal{Doing: "withdraw " + string(n.ID)}
	for _, p := range anew.signed {
		refusal.Add(fmt.Sprintf("that judges %s anew, which is signed off (%s)", p.Period, p.ID), model.ByTask("reopen-period", p.ID, model.With("reason", "")).For("reopen it first"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	gone := *n
	gone.Withdrawn = ending
	gone.ReplacedBy, gone.Ends = "", when.Moment{}
	out := wrote(n.ID, fmt.Sprintf("withdrew %s (%s): %s", n.ID, n.Words(), a.Reason), &gone)
	if len(anew.months) > 0 {
		out.Note += "; it judges anew " + anew.words()
	}
	out.Writes = append(out.Writes, succession(list, c.ZoneOf(n.Service))...)
	return out, nil
}
