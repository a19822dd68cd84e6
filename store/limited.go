package store

import (
	"context"
	"slices"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// limited says of approvals that wait by when they have to be decided, by the rules that
// each is under: what the clock goes by.
func (db *DB) limited(ctx context.Context, tx queryer, q ApprovalsQuery, lists ...[]ApprovalRow) error {
	var rows []*ApprovalRow
	var of []model.ID
	for _, list := range lists {
		for i := range list {
			if r := &list[i]; r.ID.Kind() == model.KindApproval && r.State == model.ApprovalPending && !r.Owed() {
				rows, of = append(rows, r), append(of, r.Release)
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{}, model.Needs{})
	if err != nil {
		return err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.holidays()
	l.fetch(slices.DeleteFunc(model.SortIDs(slices.Clone(of)), func(id model.ID) bool { return id.Kind() != model.KindChange }))
	under := map[model.ID]model.ID{}
	var id, rules model.ID
	l.each(`SELECT l.src, l.dst FROM `+linked("src", "?1", q.AsOf)+` AND l.rel = 'under'`, []any{list(model.SortIDs(of))}, []any{&id, &rules}, func() error {
		under[id] = rules
		return nil
	})
	if l.err != nil {
		return l.err
	}
	// Days off are worked out once for all that are under the same rules.
	off := map[*model.Rules]map[when.Date]bool{}
	first, last := rows[0].At, rows[0].At
	for _, r := range rows {
		if r.At.Before(first) {
			first = r.At
		}
		if r.At.After(last) {
			last = r.At
		}
	}
	for _, r := range rows {
		rules, err := db.rules(ctx, tx, q.AsOf, under[r.Release])
		if err != nil {
			return err
		}
		if rules == nil {
			rules = c.Rules
		}
		def := approvalOf(c, rules, r)
		if def == nil {
			continue
		}
		days, known := off[rules]
		if !known {
			days = gate.DaysOff(c, rules.Policy, longest(rules), first, last)
			off[rules] = days
		}
		if r.Due = gate.Limits(rules, def, r.At, days).Due(); !r.escalated.IsZero() {
			r.Due = r.escalated
		}
		r.Overdue = !r.Due.IsZero() && !q.Now.Before(r.Due)
	}
	return nil
}

// approvalOf is what rules say of an approval that waits; nil where they have none such.
func approvalOf(c *model.Case, rules *model.Rules, r *ApprovalRow) *process.Approval {
	var p *process.Process
	if ch := model.Get[*model.Change](c, r.Release); ch != nil {
		p, _ = rules.Change(ch.Type)
	} else {
		p, _ = rules.Process(r.Type)
	}
	if p == nil {
		return nil
	}
	def, _ := p.Approval(r.Purpose)
	return def
}

// longest are the longest limits that rules have.
func longest(rules *model.Rules) process.Waiting {
	var out process.Waiting
	for i := range rules.Processes {
		for j := range rules.Processes[i].Approvals {
			w := rules.Waiting(&rules.Processes[i].Approvals[j])
			out.RemindHours, out.EscalateHours, out.ExpireDays = max(out.RemindHours, w.RemindHours), max(out.EscalateHours, w.EscalateHours), max(out.ExpireDays, w.ExpireDays)
		}
	}
	return out
}
