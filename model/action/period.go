package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
)

// ClosePeriod signs the numbers of a period off, as they are now: from then on they are what
// is shown of it, and what would change them is shown beside. Each measure is signed off by
// whoever holds the role that owns it.
type ClosePeriod struct {
	Period string `json:"period"` // 2026-10
	// Measures are those that are signed off; none: all that are theirs and not yet.
	Measures []string `json:"measures,omitempty"`
	// Reason says why, where something isn't settled.
	Reason string `json:"reason,omitempty"`
	// Seen is the place in the log as of which the numbers were looked at; 0: now.
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the numbers, and what was signed off before.
func (a ClosePeriod) Needs() model.Needs {
	return model.Needs{Kinds: []model.Kind{model.KindPeriod}, Measured: &model.ToMeasure{Period: a.Period, Looked: a.Seen}}
}

// For is no service: the numbers are those of the organisation.
func (ClosePeriod) For(*model.Case) model.ID { return "" }

// Do signs them off. A period that is not over has no numbers to sign.
func (a ClosePeriod) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: strings.TrimSpace("close " + a.Period)}
	period, err := when.ParsePeriod(a.Period)
	if err != nil {
		refusal.Add(err.Error(), model.AnswerTo("name a month, quarter, year or week", "period"))
		return Outcome{}, refusal
	}
	zone := c.Rules.Policy.Location()
	if end := period.Span(zone).End; end.After(c.Now) {
		refusal.Add(fmt.Sprintf("%s is not over: it ends %s", period.Title(), when.Format(when.OnClock(end, zone), zone, when.ISO)), model.AnswerTo("name a period that is", "period"))
		return Outcome{}, refusal
	}
	m := c.Measured
	if m == nil {
		return Outcome{}, &model.NotFound{What: "numbers of " + a.Period}
	}
	chosen := a.closable(c, period, refusal)
	a.lookedAt(c, chosen, refusal)
	sane(refusal, "the reason", a.Reason)
	open := unsettled(m, chosen)
	if len(open) > 0 && model.Blank(a.Reason) && len(chosen) > 0 {
		for _, u := range open {
			refusal.Add(unsettledWords(u), u.Remedies...)
		}
		refusal.Add("it is not said why it is closed all the same", model.AnswerTo("wait until that is settled, or say why", "reason"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	p := &model.Period{ID: c.Mint(model.KindPeriod), Period: period.String(), From: m.Span.Start, To: m.Span.End, Zone: zone.String(), Position: m.Position,
		Rules: c.Rules.ID, Edition: m.Edition, Reason: a.Reason, By: c.Who.ID(), At: c.Now, Role: signingRole(c, chosen)}
	for _, f := range m.Figures {
		if slices.Contains(chosen, f.Measure) {
			p.Figures = append(p.Figures, f)
		}
	}
	for _, u := range open {
		p.Open = append(p.Open, unsettledWords(u))
	}
	note := fmt.Sprintf("signed off %s as of entry %d, %s", period.Title(), m.Position, grammar.Count(len(p.Figures), "measure"))
	if a.Reason != "" {
		note += ": " + a.Reason
	}
	return wrote(p.ID, note, p), nil
}

// closable are the measures that are signed off by the action: those it names, else all that
// are of whoever acts and not signed off yet.
func (a ClosePeriod) closable(c *model.Case, period when.Period, refusal *model.Refusal) []string {
	named := a.Measures
	if len(named) == 0 {
		named = model.Each(c.Measured.Figures, func(f model.Figure) string { return f.Measure })
	}
	var out []string
	var others, closed []string
	for _, id := range named {
		m, ok := metric.Find(c.Rules.Measures, id)
		before := ClosedFor(c, period.String(), id)
		switch {
		case slices.Contains(out, id):
		case !ok:
			refusal.Add(fmt.Sprintf("there is no measure %q", id), model.OneOf(model.Each(c.Measured.Figures, func(f model.Figure) string { return f.Measure })...))
		case before != nil && len(a.Measures) > 0:
			refusal.Add(fmt.Sprintf("%s was signed off: %s, by %s", id, before.ID, c.PersonName(before.By)), model.ByTask("reopen-period", before.ID, model.With("reason", "")).For("reopen that first"))
		case before != nil:
			closed = append(closed, string(before.ID))
		case !ownsMeasure(c, c.Who.Person, m.Measure) && len(a.Measures) > 0:
			refusal.Add(fmt.Sprintf("%s is signed off by its owner, %s", id, m.Owner), model.Say("ask "+c.Rules.RoleTitle(ownerRole(c.Rules, m.Measure))))
		case !ownsMeasure(c, c.Who.Person, m.Measure):
			if title := c.Rules.RoleTitle(ownerRole(c.Rules, m.Measure)); !slices.Contains(others, title) {
				others = append(others, title)
			}
		default:
			out = append(out, id)
		}
	}
	if len(out) == 0 && len(a.Measures) == 0 {
		closed = slices.Compact(slices.Sorted(slices.Values(closed)))
		switch {
		case len(others) > 0:
			refusal.Add("no measure that is left is yours: what is to be signed off belongs to "+strings.Join(others, ", "), model.Say("ask "+strings.Join(others, ", ")))
		case len(closed) > 0:
			refusal.Add(fmt.Sprintf("%s is closed: %s", period.Title(), strings.Join(closed, ", ")), model.ByTask("reopen-period", model.ID(closed[0]), model.With("reason", "")).For("reopen it first"))
		}
	}
	return out
}

// lookedAt adds that numbers were others when they were looked at.
func (a ClosePeriod) lookedAt(c *model.Case, chosen []string, refusal *model.Refusal) {
	for _, was := range c.Measured.Looked {
		i := slices.IndexFunc(c.Measured.Figures, func(f model.Figure) bool { return f.Measure == was.Measure })
		if i < 0 || !slices.Contains(chosen, was.Measure) || metric.SameFigure(was, c.Measured.Figures[i]) {
			continue
		}
		refusal.Add(fmt.Sprintf("%s was %s as of entry %d, and is %s now", was.Measure, metric.ValueOf(was.Amount), a.Seen, metric.ValueOf(c.Measured.Figures[i].Amount)), model.Say("look at the numbers again"))
	}
}

// ownsMeasure reports whether somebody signs a measure off: they hold the role that owns it,
// for all services; of one whose owner is no role, whoever may close periods.
func ownsMeasure(c *model.Case, who *model.Person, m process.Measure) bool {
	role := ownerRole(c.Rules, m)
	return role == "" || c.Rules.Holds(who, role, "")
}

// ownerRole is the role that owns a measure; "" where its owner is none.
func ownerRole(rules *model.Rules, m process.Measure) string {
	for _, r := range rules.Roles {
		if m.OwnedBy(r) {
			return r.ID
		}
	}
	return ""
}

// signingRole is the one role in which measures are signed off; "" where they have several.
func signingRole(c *model.Case, measures []string) string {
	role := ""
	for i, id := range measures {
		m, _ := metric.Find(c.Rules.Measures, id)
		if own := ownerRole(c.Rules, m.Measure); i > 0 && own != role {
			return ""
		} else {
			role = own
		}
	}
	return role
}

// ClosedFor is the record by which a measure of a period is signed off; nil where none is.
func ClosedFor(c *model.Case, period, measure string) *model.Period {
	for _, p := range model.All[*model.Period](c) {
		if p.Period == period && p.Reopened == nil && p.Figure(measure) != nil {
			return p
		}
	}
	return nil
}

// unsettled is what keeps the numbers of some measures from being final.
func unsettled(m *model.Measured, measures []string) (out []model.Unsettled) {
	for _, u := range m.Unsettled {
		if slices.ContainsFunc(u.Measures, func(id string) bool { return slices.Contains(measures, id) }) {
			out = append(out, u)
		}
	}
	return out
}

func unsettledWords(u model.Unsettled) string {
	word := "provisional"
	if u.Defect {
		word = "data defect"
	}
	return fmt.Sprintf("%s: %s, %s", word, u.ID, u.Text)
}

// ReopenPeriod takes back that the numbers of a period were signed off: it shows again what
// they are by what is known now, until they are signed off anew.
type ReopenPeriod struct {
	Closed model.ID `json:"period"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// Needs are the closed period.
func (a ReopenPeriod) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Closed}, Seen: looked(a.Closed, a.Seen)}
}

// For is no service: see ClosePeriod.
func (ReopenPeriod) For(*model.Case) model.ID { return "" }

// Do reopens it. What was signed stays on record.
func (a ReopenPeriod) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Period](c, a.Closed)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, p, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "reopen " + string(p.ID)}
	if p.Reopened != nil {
		refusal.Add("it was reopened already")
	}
	decision.MayReopen(c, decision.Reopening(p, closeMetrics), refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Reopened = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(p.ID, fmt.Sprintf("reopened %s (%s): %s", p.ID, p.Title(), a.Reason), &n), nil
}
