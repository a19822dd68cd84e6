package store

import (
	"context"

	"fairway/model"
)

// PurposeDelivery is the purpose of the rows that are orders which should be here: their ID
// is the order's.
const PurposeDelivery = "delivery"

// awaits is the condition that something of an order in record_row is still to come.
const awaits = "r.kind = 'procurement' AND r.kind <> 'release' AND r.state IN ('ordered', 'part-received')"

// overdue is the condition that an order in record_row is late at a time, which is its one
// argument: a day is that whole day, and for a release that is over nothing is awaited.
func overdue(pos Position) string {
	return awaits + " AND r.at + iif(r.at_day, 86400000, 0) <= ? AND " + forRelease(pos)
}

// forRelease is the condition that the release of an order in record_row is not over.
func forRelease(pos Position) string {
	return "NOT EXISTS (SELECT 1 FROM release_row x WHERE x.id = r.subject AND x.ended = 1 AND " + live("x", pos) + ")"
}

// deliveries finds the orders that are due today or were before: they wait for whoever
// ordered them, or where nobody is known or they have left for whoever coordinates the
// release. Who coordinates it sees where they stand. Without Me, all.
func (db *DB) deliveries(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE `+awaits+` AND r.at <= ? AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit, q.Now.UnixMilli()))
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
	for _, p := range model.All[*model.Procurement](c) {
		near = append(near, p.Release, p.By)
	}
	l.fetch(model.SortIDs(near))
	near = near[:0]
	for _, id := range ids {
		if p := model.Get[*model.Procurement](c, id); p != nil {
			if r := model.Get[*model.Release](c, p.Release); r != nil {
				near = append(near, r.Service, r.Coordinator)
			}
		}
	}
	if l.fetch(model.SortIDs(near)); l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		p := model.Get[*model.Procurement](c, id)
		if p == nil {
			continue
		}
		r := model.Get[*model.Release](c, p.Release)
		if r == nil || r.Ended() {
			continue
		}
		row := pendingRow(c, r, id, PurposeDelivery, p.By)
		row.Urgent = false
		row.Part, row.At, row.Due, row.Overdue, row.Remedy = PurposeDelivery, p.At, p.Due.Over(), p.Late(c.Now), model.ByTask("receive", id)
		words := "due "
		if row.Overdue {
			words = "late since "
		}
		row.Title = "Order, " + words + p.Due.On(c.Zone(r)).String()
		if parts := p.Parts(); parts != "" && p.Came() > 0 {
			row.Title += ", " + parts
		}
		who := p.By
		if person := model.Get[*model.Person](c, who); person == nil || person.Left {
			if person != nil {
				row.Title += " (" + c.PersonName(who) + " has left)"
			}
			who = r.Coordinator
		}
		row.Title += ": " + p.Title
		row.Missing = []string{c.PersonName(who)}
		switch q.Me {
		case who, "":
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case r.Coordinator:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}

// countLate says of releases how many of their orders are late. Those with none are left
// out.
func countLate(ctx context.Context, tx queryer, pos Position, now int64, ids []model.ID) (map[model.ID]int, error) {
	out := map[model.ID]int{}
	if any, err := ask(ctx, tx, "SELECT 1 FROM record_row r WHERE r.kind = 'procurement' AND r.until IS NULL LIMIT 1").found(); err != nil || !any || len(ids) == 0 {
		return out, err
	}
	var id model.ID
	var n int
	err := ask(ctx, tx, `SELECT l.dst, count(*) FROM json_each(?1) a CROSS JOIN link l ON l.dst = a.value AND l.rel = 'of' AND l.src > 'PRO-' AND l.src < 'PRO:' AND `+live("l", pos)+
		` CROSS JOIN record_row r ON r.id = l.src AND `+awaits+` AND r.at + iif(r.at_day, 86400000, 0) <= ?2 AND `+live("r", pos)+` GROUP BY l.dst`, list(ids), now).each([]any{&id, &n}, func() error {
		out[id] = n
		return nil
	})
	return out, err
}
