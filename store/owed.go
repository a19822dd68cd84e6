package store

import (
	"context"
	"fmt"
	"time"

	"fairway/model"
)

// The purposes of rows that are owed under an approval, or under what else was decided: their
// ID is that of the record that keeps the decision.
const (
	PurposeCondition   = "condition"   // to be met by somebody; the row's Part is its number
	PurposeCountersign = "countersign" // what was taken down of somebody, who has to say that it was so
)

// owedRow is a condition that a record keeps and that waits to be met, with who leads what
// waits for it; false where that is over.
func owedRow(c *model.Case, k model.Owed, keeps model.ID) (row ApprovalRow, leads model.ID, ok bool) {
	if of := c.SubjectOf(k.Of); of.Known() {
		row, leads, ok = subjectRow(c, of, keeps, PurposeCondition, k.Set), of.Leads(), !of.Ended()
	} else if e := model.Get[*model.Entry](c, k.Of); e != nil {
		row, leads, ok = catalogueRow(c, e), e.Author, true
		row.Purpose, row.By, row.ByName = PurposeCondition, k.Set, c.PersonName(k.Set)
	}
	row.Part, row.Title, row.At = fmt.Sprint(k.Number), "Condition to meet: "+k.Text, k.At
	row.Remedy = model.ByTask("meet-condition", keeps, model.With("number", row.Part))
	return row, leads, ok
}

// carries is who coordinates the open release that carries an RFC; otherwise whom it is said
// to be without one.
func (l *loader) carries(change, otherwise model.ID) model.ID {
	ids := l.scoping([]model.ID{change})
	l.fetch(ids)
	var who []model.ID
	for _, id := range ids {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			who = append(who, r.Coordinator)
		}
	}
	if l.fetch(who); len(who) == 0 {
		return otherwise
	}
	return who[0]
}

// Owed reports whether somebody has something to do under an approval, or another decision,
// rather than to decide on it.
func (r ApprovalRow) Owed() bool {
	return r.Purpose == PurposeCondition || r.Purpose == PurposeCountersign || r.Purpose == PurposeRejected
}

// owed finds what is owed under the approvals and waivers of open releases, and under what
// else was decided on conditions: the conditions that Me has to meet and the words of Me to
// countersign, and those that Me set or took down; without Me, all.
func (db *DB) owed(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM release_row x JOIN record_row r ON r.subject = x.id AND r.subject <> '' AND r.kind = 'approval' AND `+live("r", q.AsOf)+` JOIN version v ON v.n = r.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND (r.state IN ('pending', 'approved') AND instr(v.body, '"checks":[') OR instr(v.body, '"verbal":{'))
 UNION SELECT r.id FROM record_row r JOIN record_row e ON e.id = r.subject AND e.state NOT IN ('closed', 'rejected', 'withdrawn') AND `+live("e", q.AsOf)+` JOIN version v ON v.n = r.n WHERE r.subject >= 'CHG-' AND r.subject < 'CHG.' AND r.kind = 'approval' AND `+live("r", q.AsOf)+` AND instr(v.body, '"decisions":[')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'waiver' AND r.state IN ('granted', 'refused') AND `+live("r", q.AsOf)+` AND instr(v.body, '"verbal":{')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.state IN ('authorised', 'in-release', 'implemented', 'reviewed') AND `+live("r", q.AsOf)+` AND instr(v.body, '"checks":[')
 UNION SELECT r.id FROM release_row x JOIN record_row r ON r.subject = x.id AND r.subject <> '' AND r.kind = 'document' AND r.state = 'approved' AND `+live("r", q.AsOf)+` JOIN version v ON v.n = r.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"checks":[')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'entry' AND r.state IN ('authorised', 'suspended') AND `+live("r", q.AsOf)+` AND instr(v.body, '"checks":[')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'window' AND r.state = 'active' AND `+live("r", q.AsOf)+` AND instr(v.body, '"checks":[') LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.fetch(ids)
	var near []model.ID
	for _, id := range ids {
		if f, ok := c.Fact(id); ok && f.Record != nil {
			for _, k := range model.Owing(f.Record) {
				near = append(near, k.Of, k.By, k.Set)
			}
		}
		if e := model.Get[*model.Entry](c, id); e != nil {
			near = append(append(near, e.Author), e.Services...)
		}
		if w := model.Get[*model.Waiver](c, id); w != nil && w.Decided != nil {
			near = append(near, w.Of, w.Decided.By)
			if v := w.Decided.Verbal; v != nil { // else it was one that was taken back
				near = append(near, v.By)
			}
		}
		if a := model.Get[*model.Approval](c, id); a != nil {
			near = append(near, a.Of)
			for _, d := range a.Decisions {
				if near = append(near, d.By); d.Verbal != nil {
					near = append(near, d.Verbal.By)
				}
			}
		}
	}
	l.fetch(model.SortIDs(near))
	var services []model.ID
	for _, r := range model.All[*model.Release](c) {
		services = append(services, r.Service, r.Coordinator)
	}
	for _, ch := range model.All[*model.Change](c) {
		services = append(services, ch.Service, ch.Requester)
	}
	l.fetch(model.SortIDs(services))
	if l.err != nil {
		return nil, nil, l.err
	}
	add := func(row ApprovalRow, by, of model.ID) { // by is whom it waits for, of who asked it
		row.Missing = []string{c.PersonName(by)}
		switch q.Me {
		case by, "":
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case of:
			asked = append(asked, row)
		}
	}
	countersign := func(of model.Subject, id model.ID, task, title string, by model.ID, at time.Time, v *model.Verbal) {
		row := subjectRow(c, of, id, PurposeCountersign, v.By)
		row.Part, row.Title, row.At = PurposeCountersign, "Countersign: "+title+" by "+v.Channel, at
		row.Due, row.Overdue = v.Due, v.Overdue(c.Now)
		if row.Overdue {
			row.Title += ", overdue"
		}
		row.Remedy = model.ByTask(task, id, model.With("verdict", ""))
		add(row, by, v.By)
	}
	conditions := func(id model.ID, r model.Record) {
		for _, k := range model.Owing(r) {
			if k.Met != nil {
				continue
			}
			row, leads, ok := owedRow(c, k, id)
			if !ok {
				continue
			}
			who := k.By
			if p := model.Get[*model.Person](c, who); p != nil && p.Left { // whoever leads it may say so, too
				row.Title += " (" + c.PersonName(who) + " has left)"
				who = leads
				if p := model.Get[*model.Person](c, who); p != nil && p.Left && k.Of.Kind() == model.KindChange {
					who = l.carries(k.Of, who)
				}
			}
			add(row, who, k.Set)
		}
	}
	for _, id := range ids {
		if w := model.Get[*model.Waiver](c, id); w != nil {
			if of := c.SubjectOf(w.Of); of.Known() && !of.Ended() && w.Decided != nil && w.Decided.Verbal.Waits() {
				countersign(of, id, "countersign-waiver", "waiver of a check ("+w.Text+"), "+w.Decided.Word(), w.Decided.By, w.Decided.At, w.Decided.Verbal)
			}
			continue
		}
		a := model.Get[*model.Approval](c, id)
		if a == nil {
			if f, ok := c.Fact(id); ok && f.Record != nil {
				conditions(id, f.Record)
			}
			continue
		}
		of := c.SubjectOf(a.Of)
		if !of.Known() {
			continue
		}
		for _, d := range a.Unsigned() {
			countersign(of, id, "countersign", a.Title+", "+model.Decided(d.Verdict), d.By, d.At, d.Verbal)
		}
		if a.Void != nil || a.State() == model.ApprovalRejected {
			continue
		}
		conditions(id, a)
	}
	return waiting, asked, l.err
}
