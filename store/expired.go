package store

import (
	"context"

	"fairway/model"
)

// PurposeExpired is the purpose of the rows that are requests which ended since nobody
// decided on them: their ID is the approval's.
const PurposeExpired = "expired"

// expired finds the requests of Me that ended since nobody decided on them, and were not
// asked for again.
func (db *DB) expired(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	if q.Me == "" {
		return nil, nil, nil
	}
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM release_row x JOIN record_row r ON r.subject = x.id AND r.subject <> '' AND r.kind = 'approval' AND r.state = 'void' AND `+live("r", q.AsOf)+` JOIN version v ON v.n = r.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"expired":{') AND r.person = ?1
 UNION SELECT r.id FROM record_row e JOIN record_row r ON r.subject = e.id AND r.subject <> '' AND r.kind = 'approval' AND r.state = 'void' AND `+live("r", q.AsOf)+` JOIN version v ON v.n = r.n WHERE e.kind = 'change' AND e.state NOT IN ('closed', 'rejected', 'withdrawn') AND `+live("e", q.AsOf)+` AND instr(v.body, '"expired":{') AND r.person = ?1 LIMIT `+waitingLimit, string(q.Me)))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids})
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		a := model.Get[*model.Approval](c, id)
		of := c.SubjectOf(id)
		if a == nil || !of.Known() || c.ApprovalFor(a.Of, a.Purpose) != a {
			continue // it was asked for again
		}
		row := subjectRow(c, of, id, PurposeExpired, a.By)
		row.Title, row.At, row.State = a.Title+", "+a.Void.Reason, a.Void.At, model.ApprovalVoid
		row.Approvers = len(a.Approvers)
		row.Missing = []string{c.PersonName(a.By)}
		row.Remedy = model.ByTask("request-approval", a.Of, model.With("purpose", a.Purpose))
		asked = append(asked, row)
	}
	return nil, asked, nil
}
