package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/glyph"
	"fairway/model/process"
	"fairway/model/when"
)

// FormReport is what the form of a kept report is for.
const FormReport = gate.FormReport

// Answers are what the document of a kept report says, by what the questions of its form
// are for. Its files are added when they have their entries in the DML.
func (r *Report) Answers(evaluation string, zone *time.Location) form.Answers {
	out := form.Answers{Tables: map[string][]form.Cells{}, Values: map[string]string{
		"report": line(r.Title), "period": r.Period, "about": line(r.Scope),
		"as_of":      line(fmt.Sprintf("entry %d (%s), rules %s (%s)", r.Position, r.Hash, r.RulesTitle, r.Rules)),
		"evaluation": evaluation, "to": strings.Join(r.Gets(), "\n"), "next_due": r.NextDue,
	}}
	for _, n := range r.Numbers {
		out.Tables["numbers"] = append(out.Tables["numbers"], form.Cells{"measure": line(n.Title), "value": n.Text, "fraction": n.Fraction, "target": line(n.Target), "met": n.Met, "before": n.Before.InWords(), "change": n.Change})
	}
	for _, d := range r.Decisions {
		what := d.What
		if d.Of != "" {
			what += " of " + string(d.Of)
		}
		out.Tables["decisions"] = append(out.Tables["decisions"], form.Cells{"when": when.FormatInstant(d.At, zone, when.ISO), "what": line(what + " (" + string(d.Record) + ")"), "decision": d.Word, "by": line(d.By)})
	}
	for _, a := range r.Actions {
		out.Tables["actions"] = append(out.Tables["actions"], form.Cells{"action": line(string(a.ID) + " " + a.Action), "owner": line(a.Owner), "due": a.Due, "state": a.State, "effect": line(a.Effect)})
	}
	return out
}

// Gets are the people who get it.
func (r *Report) Gets() []string {
	var out []string
	for _, who := range r.Recipients {
		if who.Person != "" {
			out = append(out, string(who.Person))
		}
	}
	return out
}

// line is a text in one line that an answer can hold.
func line(s string) string {
	s = strings.Join(strings.Fields(glyph.Plain(s)), " ")
	for len(s) > form.LineLimit {
		r := []rune(s)
		s = string(r[:len(r)*9/10]) + "…"
	}
	return s
}

// Period reads the period that a report is to be of: one of its own units. Without any it
// is the last one that is over.
func Period(sort process.Report, text string, now time.Time, zone *time.Location) (when.Period, error) {
	if text == "" {
		unit := when.Monthly
		if len(sort.Units) > 0 {
			unit = when.Unit(sort.Units[0])
		}
		return when.PeriodOf(now, unit, zone).Prev(), nil
	}
	p, err := when.ParsePeriod(text)
	if err != nil {
		return p, err
	}
	if len(sort.Units) > 0 && !slices.Contains(sort.Units, string(p.Unit)) {
		return p, fmt.Errorf("%s is a %s; the %s is of a %s", text, p.Unit, strings.ToLower(sort.Title), strings.Join(sort.Units, " or "))
	}
	if !p.Span(zone).Start.Before(now) {
		return p, fmt.Errorf("%s has not begun: there is nothing to report of it", p.Title())
	}
	return p, nil
}

// Course are the parts of its period over which the trends of a report go: of a year its
// months, as far as they have begun. Of what is shorter there are none: its trends go over the
// periods before it.
func Course(sort process.Report, period when.Period, now time.Time, zone *time.Location) []when.Period {
	if period.Unit != when.Yearly || !slices.Contains(sort.Sections, process.SectionTrends) {
		return nil
	}
	var out []when.Period
	year := period.Span(zone)
	for month := when.PeriodOf(year.Start, when.Monthly, zone); ; month = month.Next() {
		if at := month.Span(zone).Start; !at.Before(year.End) || at.After(now) {
			return out
		}
		out = append(out, month)
	}
}

// Name is what the report is called, with its period and what it is about.
func (r *Report) Name() string {
	name := r.Title + ", " + r.Called
	if r.Service != "" || r.Filter != "" {
		name += ", " + r.Scope
	}
	return line(name)
}
