package store

import (
	"context"

	"fairway/model"
	"fairway/model/process"
)

// PurposeReview is the purpose of the rows that are documents of services which are due
// for their next review: their ID is the document's.
const PurposeReview = "review"

// reviews finds the documents of services whose next review is due, by the form that
// each is of: a policy that was not looked at, an audit that was not made again. It is
// for whoever wrote one, and who owns the service.
func (db *DB) reviews(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'document' AND r.subject >= 'SVC-' AND r.subject < 'SVC.' AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
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
	for _, d := range model.All[*model.Document](c) {
		near = append(near, d.Of, d.Author)
	}
	l.fetch(model.SortIDs(near))
	for _, s := range model.All[*model.Service](c) {
		near = append(near, s.Owner)
	}
	if l.fetch(model.SortIDs(near)); l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		d := model.Get[*model.Document](c, id)
		if d == nil {
			continue
		}
		s := model.Get[*model.Service](c, d.Of)
		f, ok := c.Rules.Form(d.Means())
		if s == nil || s.State == model.ServiceRetired || !ok {
			continue
		}
		due := process.Review(f, d.At, d.Approved, c.ZoneOf(d.Of))
		if due.IsZero() || due.At.After(c.Now) {
			continue
		}
		row := ApprovalRow{ID: id, Part: PurposeReview, Purpose: PurposeReview, State: model.ApprovalPending, Approvers: 1, By: d.Author, ByName: c.PersonName(d.Author), At: due.At, Due: due.At, Overdue: true,
			Title: "To be reviewed: " + d.Title + ", due " + due.On(c.ZoneOf(d.Of)).String(), Name: s.Name, Service: s.ID, ServiceName: s.Name, Missing: []string{c.PersonName(d.Author)}, Remedy: model.ByForm(f.Name, d.Of)}
		if s.Owner != "" && s.Owner != d.Author {
			row.Missing = append(row.Missing, c.PersonName(s.Owner))
		}
		if fact, ok := c.Fact(id); ok {
			row.Position = fact.Since
		}
		if q.Me == "" || q.Me == d.Author || q.Me == s.Owner {
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		}
	}
	return waiting, asked, nil
}
