package store

import (
	"context"
	"slices"

	"fairway/model"
	"fairway/model/decision"
)

// PurposeReport is that of the rows that are kept reports, to be approved.
const PurposeReport = "report"

// keptReports finds the kept reports whose last version nobody has decided on: they wait for
// whoever may approve documents, other than who kept them; who did sees where they stand.
func (db *DB) keptReports(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT d.id FROM record_row r CROSS JOIN record_row d ON d.id = r.subject AND d.kind = 'document' AND d.state = 'written' AND `+live("d", q.AsOf)+
		` WHERE r.kind = 'report' AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids, Kinds: []model.Kind{model.KindPerson}})
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		d := model.Get[*model.Document](c, id)
		if d == nil {
			continue
		}
		request := decision.Document(c, d)
		name := d.Title
		if r := model.Get[*model.KeptReport](c, d.Of); r != nil {
			name = r.Title
		}
		row := ApprovalRow{ID: id, Part: PurposeReport, Purpose: PurposeReport, State: model.ApprovalPending, Title: name + " (" + string(d.Of) + "), to be approved", Name: name,
			By: d.Author, ByName: c.PersonName(d.Author), At: d.At, Approvers: 1, Missing: []string{decision.WaitsFor(c, request)}, Remedy: model.ByTask("approve-document", id)}
		if f, ok := c.Fact(id); ok {
			row.Position = f.Since
		}
		mine := slices.ContainsFunc(decision.Deciders(c, request), func(p *model.Person) bool { return p.ID == q.Me })
		switch {
		case q.Me == "":
			waiting = append(waiting, row)
		case mine:
			row.Approver = c.PersonName(q.Me)
			waiting = append(waiting, row)
		case d.Author == q.Me:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}
