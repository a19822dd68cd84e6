package store

import (
	"context"
	"fmt"

	"fairway/model"
)

// PurposeCondition is the purpose of the rows that are conditions of an approval, to be
// met by somebody: their ID is the approval's, and their Part the number.
const PurposeCondition = "condition"

// conditions finds those of open releases that Me has to meet, and those that Me set;
// without Me, all are to be met.
func (db *DB) conditions(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM release_row x JOIN record_row r ON r.subject = x.id AND r.kind = 'approval' AND r.state IN ('pending', 'approved') AND `+live("r", q.AsOf)+` JOIN version v ON v.n = r.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"checks":[') ORDER BY r.number DESC LIMIT `+waitingLimit))
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
		if a := model.Get[*model.Approval](c, id); a != nil {
			near = append(near, a.Of)
			for _, d := range a.Decisions {
				near = append(near, d.By)
			}
			for _, k := range a.Checks {
				near = append(near, k.By)
			}
		}
	}
	l.fetch(model.SortIDs(near))
	var services []model.ID
	for _, r := range model.All[*model.Release](c) {
		services = append(services, r.Service)
	}
	l.fetch(model.SortIDs(services))
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		a := model.Get[*model.Approval](c, id)
		r := model.Get[*model.Release](c, a.Of)
		if r == nil || a.Void != nil {
			continue
		}
		for i, k := range a.Conditions() {
			if k.Met != nil {
				continue
			}
			d := a.Decisions[k.Decision]
			row := pendingRow(c, r, id, PurposeCondition, d.By)
			row.Part, row.Title, row.At, row.Missing = fmt.Sprint(i+1), "Condition to meet: "+k.Text, d.At, []string{c.PersonName(k.By)}
			row.Remedy = model.ByTask("meet-condition", id, model.With("number", row.Part))
			switch q.Me {
			case k.By, "":
				row.Approver = row.Missing[0]
				waiting = append(waiting, row)
			case d.By:
				asked = append(asked, row)
			}
		}
	}
	return waiting, asked, nil
}
