package store

import (
	"context"

	"fairway/model"
)

// PurposeImprovement is the purpose of the rows that are improvement actions: their ID is
// the action's, their Part what it came from.
const PurposeImprovement = "improvement"

// improvements finds those that are not done: they wait for their owners, or where one has
// left for whoever leads what they came from. Who noted one, or leads that, sees where it
// stands. Without Me, all that are open.
func (db *DB) improvements(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'improvement' AND r.state = 'open' AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
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
	for _, i := range model.All[*model.Improvement](c) {
		near = append(near, i.Of, i.Owner, i.By)
	}
	l.fetch(model.SortIDs(near))
	near = near[:0]
	for _, id := range ids {
		if i := model.Get[*model.Improvement](c, id); i != nil {
			of := c.SubjectOf(i.Of)
			near = append(near, of.Service(), of.Leads())
		}
	}
	if l.fetch(model.SortIDs(near)); l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		i := model.Get[*model.Improvement](c, id)
		if i == nil {
			continue
		}
		of := c.SubjectOf(i.Of)
		if !of.Known() {
			continue
		}
		row := subjectRow(c, of, id, PurposeImprovement, i.By)
		row.Urgent = false // it is no emergency any more
		row.Part, row.At, row.Due, row.Overdue, row.Remedy = string(i.Of), i.At, i.Due.Over(), i.Overdue(c.Now), model.ByTask("report-improvement", id)
		words := "due "
		if row.Overdue {
			words = "overdue since "
		}
		row.Title = "Improvement action, " + words + i.Due.On(c.ZoneOf(i.Of)).String()
		who := i.Owner
		if p := model.Get[*model.Person](c, who); p == nil || p.Left {
			row.Title += " (" + c.PersonName(who) + " has left)"
			who = of.Leads()
		}
		row.Title += ": " + i.Action
		row.Missing = []string{c.PersonName(who)}
		switch q.Me {
		case who, "":
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case i.By, of.Leads():
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}
