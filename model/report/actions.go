package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// actions are the improvement actions that were noted or ended in the period, and those that
// were open at its end; what is overdue first.
func (b *builder) actions() {
	end := b.span.End
	if b.Case.Now.Before(end) {
		end = b.Case.Now
	}
	for _, i := range model.All[*model.Improvement](b.Case) {
		ended, word, text := time.Time{}, "", ""
		switch {
		case i.Done != nil:
			ended, word, text = i.Done.At, "done", i.Done.Text
		case i.Dropped != nil:
			ended, word, text = i.Dropped.At, "dropped", i.Dropped.Reason
		}
		if !i.At.Before(b.span.End) || !ended.IsZero() && ended.Before(b.span.Start) {
			continue
		}
		if b.Within != nil && !b.Within(i.Service, i.Of) && !b.concerns(i.Of) {
			continue
		}
		zone := b.Case.ZoneOf(i.Of)
		a := Action{ID: i.ID, Action: i.Action, Owner: b.Case.PersonName(i.Owner), Due: when.Format(i.Due, zone, when.ISO), Noted: when.DateOf(i.At, b.zone).String()}
		switch {
		case !ended.IsZero() && ended.Before(b.span.End):
			a.rank, a.State, a.Effect = 2, word+" "+when.DateOf(ended, b.zone).String(), text
			if word == "done" && !i.Due.IsZero() && !ended.Before(i.Due.Over()) {
				a.State += ", late"
			}
		case !i.Due.IsZero() && !end.Before(i.Due.Over()):
			a.State, a.Effect = "overdue", b.effect(i)
		default:
			a.rank, a.State, a.Effect = 1, "open", b.effect(i)
		}
		if a.rank == 2 {
			if measured := b.effect(i); measured != "" {
				a.Effect = joined(a.Effect, measured)
			}
		}
		b.out.Actions = append(b.out.Actions, a)
	}
	slices.SortStableFunc(b.out.Actions, func(x, y Action) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.Due, y.Due), model.CompareIDs(x.ID, y.ID))
	})
}

// effect is what became of the measure that an action aims at, before it was noted and now;
// "" where none was named.
func (b *builder) effect(i *model.Improvement) string {
	if i.Measure == "" {
		return ""
	}
	at := slices.IndexFunc(b.all, func(m metric.Metric) bool { return m.ID == i.Measure })
	if at < 0 {
		return ""
	}
	m := &b.all[at]
	before := -1
	for n := range b.whole.facts {
		if b.whole.facts[n].Span.Holds(i.At) {
			before = n
		}
	}
	now, _ := b.last(m)
	switch {
	case before < 0:
		return fmt.Sprintf("%s: %s in %s; it was noted before the periods of this report", m.Title, now.Value.Short(), b.out.Called)
	case before == len(b.whole.accounts)-1:
		return fmt.Sprintf("%s: %s in %s, in which it was noted", m.Title, now.Value.Short(), b.out.Called)
	}
	was := b.whole.results[m.ID][before]
	return fmt.Sprintf("%s: %s in %s, in which it was noted, and %s in %s (%s)", m.Title, was.Value.Short(), b.whole.stretch(before).Title(), now.Value.Short(), b.out.Called, changed(m, now, was))
}

func (b *builder) actionBlocks() []Block {
	var rows [][]string
	aimless := 0
	for _, a := range b.out.Actions {
		rows = append(rows, []string{string(a.ID), a.Action, a.Owner, a.Noted, dash(a.Due), a.State, dash(a.Effect)})
	}
	for _, i := range model.All[*model.Improvement](b.Case) {
		if i.Measure == "" && slices.ContainsFunc(b.out.Actions, func(a Action) bool { return a.ID == i.ID }) {
			aimless++
		}
	}
	out := []Block{table("Improvement actions, "+b.out.Called, "No improvement action was noted, ended or open.", nil,
		[]string{"Action", "What is to be done", "Who", "Noted", "Due", "State", "Effect"}, rows)}
	switch {
	case aimless == 1:
		out = append(out, text("One of them names no measure that it aims at: what it did to one can't be told."))
	case aimless > 1:
		out = append(out, text("%d of them name no measure that they aim at: what they did to one can't be told.", aimless))
	}
	return out
}

// defectBlocks are the records that lack what measures need, once each: the list of data
// defects.
func (b *builder) defectBlocks() []Block {
	var rows [][]string
	for _, d := range b.defects() {
		id := string(d.ID)
		if d.Release != "" && d.Release != d.ID {
			id += " of " + string(d.Release)
		}
		rows = append(rows, []string{id, d.Title, dash(when.Format(d.Dated(), b.zone, when.ISO)), d.Text, strings.Join(model.Each(d.Measures, b.title), ", ")})
	}
	return []Block{table("Data defects of "+b.out.Called, "Nothing is missing.", nil, []string{"Record", "Title", "When", "What is missing", "Measures"}, rows)}
}

// defects are what is missing as of the report: of what was signed off, too, nothing is
// cured by that.
func (b *builder) defects() []metric.Defect { return metric.Defects(b.now, b.span) }
