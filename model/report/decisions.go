package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// decisions are what was decided in the period, by when that was; those that were written
// down later say so.
func (b *builder) decisions() {
	c := b.Case
	for _, a := range model.All[*model.Approval](c) {
		for _, d := range a.Decisions {
			switch d.Verdict {
			case model.Ask, model.Abstain, model.Remark:
				continue
			}
			why := d.Comment
			if d.Conditions != "" {
				why = joined(why, "conditions: "+d.Conditions)
			}
			if d.Meeting != "" {
				why = joined(why, "in "+string(d.Meeting))
			}
			if d.Retracted != nil {
				why = joined(why, "taken back: "+d.Retracted.Reason)
			}
			b.decided(d.At, d.Recorded, a.ID, a.Of, a.Title, model.Decided(d.Verdict), d.By, why)
		}
	}
	verdict := func(v *model.Verdict, id, of model.ID, what, yes, no string) {
		if v == nil {
			return
		}
		word := no
		if v.Yes {
			word = yes
		}
		b.decided(v.At, v.Recorded, id, of, what, word, v.By, v.Text)
	}
	for _, ch := range model.All[*model.Change](c) {
		verdict(ch.Decided, ch.ID, ch.ID, "RFC", "authorised", "rejected")
		b.declared(ch.Declared, ch.ID)
	}
	for _, w := range model.All[*model.Waiver](c) {
		verdict(w.Decided, w.ID, w.Of, "Waiver: "+w.Text, "granted", "refused")
	}
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			verdict(e.Decided, w.ID, e.Release, "Exception from "+w.Title, "granted", "refused")
		}
	}
	for _, d := range model.All[*model.Document](c) {
		verdict(d.Verdict(), d.ID, d.Of, fmt.Sprintf("%s, version %d", d.Title, d.Version), "approved", "sent back")
	}
	for _, p := range model.All[*model.Proposal](c) {
		verdict(p.Decided, p.ID, "", "Rules: "+p.Title, "approved", "rejected")
	}
	for _, e := range model.All[*model.Entry](c) {
		verdict(e.Decided, e.ID, "", fmt.Sprintf("Catalogue entry: %s, version %d", e.Title, e.Version), "authorised", "rejected")
	}
	for _, r := range model.All[*model.Release](c) {
		for _, a := range r.Accepted {
			why := a.Reason
			if a.Retracted != nil {
				why = joined(why, "taken back: "+a.Retracted.Reason)
			}
			b.decided(a.At, time.Time{}, r.ID, r.ID, "Conflict: "+a.Text, "accepted", a.By, why)
		}
		b.declared(r.Declared, r.ID)
	}
	for _, m := range model.All[*model.Meeting](c) {
		if m.Closed.IsZero() || !b.span.Holds(m.Closed) || b.Within != nil {
			continue
		}
		minutes := "no minutes"
		if d := model.Get[*model.Document](c, m.Document); d != nil {
			minutes = fmt.Sprintf("minutes: %s, version %d, not approved", d.ID, d.Version)
			if v := d.Verdict(); v != nil && v.Yes {
				minutes = fmt.Sprintf("minutes: %s, version %d, approved by %s", d.ID, d.Version, c.PersonName(v.By))
			}
		}
		b.decided(m.Closed, time.Time{}, m.ID, "", "CAB: "+m.Title, fmt.Sprintf("held, %d looked at", len(m.Items)), cmp.Or(m.ClosedBy, m.Chair), minutes)
	}
	b.signings()
	slices.SortStableFunc(b.out.Decisions, func(x, y Decision) int {
		if c := x.At.Compare(y.At); c != 0 {
			return c
		}
		return cmp.Or(model.CompareIDs(x.Record, y.Record), model.CompareIDs(x.Of, y.Of), cmp.Compare(x.What, y.What), cmp.Compare(x.By, y.By))
	})
}

// signings are that numbers were signed off, and reopened: in the period, and those of the
// period itself whenever that was. They are numbers of the organisation.
func (b *builder) signings() {
	if b.Within != nil {
		return
	}
	for _, p := range model.All[*model.Period](b.Case) {
		add := func(at time.Time, word string, by model.ID, why string) {
			if b.span.Holds(at) || p.Period == b.out.Period {
				b.out.Decisions = append(b.out.Decisions, Decision{At: at, Record: p.ID, What: "Numbers: " + p.Title(), Word: word, By: b.Case.PersonName(by), Why: strings.TrimSpace(why)})
			}
		}
		add(p.At, "signed off", p.By, p.Reason)
		if r := p.Reopened; r != nil {
			add(r.At, "reopened", r.By, r.Reason)
		}
	}
}

// declared adds that something was declared an emergency, and that it turned out to be none.
func (b *builder) declared(d *model.Declaration, of model.ID) {
	if d == nil {
		return
	}
	b.decided(d.At, d.Recorded, of, of, "Emergency", "declared", d.By, d.Words())
	if d.Ended != nil {
		b.decided(d.Ended.At, d.Ended.Recorded, of, of, "Emergency", "found to be none", d.Ended.By, d.Ended.Reason)
	}
}

// decided adds a decision of the period.
func (b *builder) decided(at, recorded time.Time, record, of model.ID, what, word string, by model.ID, why string) {
	if !b.span.Holds(at) {
		return
	}
	if of == "" && b.Within != nil || of != "" && !b.concerns(of) {
		return
	}
	b.out.Decisions = append(b.out.Decisions, Decision{At: at, Record: record, Of: of, What: what, Word: word, By: b.Case.PersonName(by), Why: strings.TrimSpace(why), Recorded: recorded})
}

func joined(a, b string) string {
	if strings.TrimSpace(a) == "" {
		return b
	}
	return a + "; " + b
}

func (b *builder) decisionBlocks() []Block {
	var rows [][]string
	for _, d := range b.out.Decisions {
		what := d.What
		if d.Of != d.Record {
			what += " (" + string(d.Record) + ")"
		}
		at := b.stamp(d.At)
		if !d.Recorded.IsZero() {
			at += ", recorded " + b.stamp(d.Recorded)
		}
		rows = append(rows, []string{at, what, dash(b.named(d.Of)), d.Word, d.By, dash(d.Why)})
	}
	return []Block{table("Decisions of "+b.out.Called, "Nothing was decided.", nil, []string{"When", "What", "About", "Decision", "By", "Why"}, rows)}
}
