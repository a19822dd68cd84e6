package store

import (
	"context"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// PurposeException is the purpose of the rows that are exceptions from freezes:
// their ID is the freeze's.
const PurposeException = "exception"

// pendingException is the condition of the freezes r, with bodies v, from which an
// exception waits for a decision.
func pendingException(pos Position) string {
	return `r.kind = 'window' AND r.state = 'active' AND ` + live("r", pos) + ` AND instr(v.body, '"exceptions"')
 AND EXISTS (SELECT 1 FROM json_each(v.body, '$.exceptions') asked WHERE asked.value ->> '$.decided' IS NULL AND asked.value ->> '$.void' IS NULL)`
}

// exceptions finds those that wait for Me, and those that they asked for; without
// Me, all are the latter.
func (db *DB) exceptions(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, "SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE "+pendingException(q.AsOf)))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	n := model.Needs{IDs: ids}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, n)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if e.Waits() {
				n.Releases, n.IDs = append(n.Releases, e.Release), append(n.IDs, e.By)
			}
		}
	}
	n.Releases, n.IDs = model.SortIDs(n.Releases), model.SortIDs(n.IDs)
	if c, err = db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, n); err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		w := model.Get[*model.Window](c, id)
		for _, e := range w.Exceptions {
			r := model.Get[*model.Release](c, e.Release)
			if r == nil || r.Ended() || !decision.ExceptionWaits(r, w, e) {
				continue
			}
			d := decision.Exception(r, w, e)
			row := exceptionRow(c, d, w, e)
			switch {
			case q.Me == "" || e.By == q.Me:
				asked = append(asked, row)
			case row.mayDecide(c, d):
				row.Approver = rolesThatMay(c, d.Permission)
				row.Barred = barredBy(c, d, q.Me)
				waiting = append(waiting, row)
			}
		}
	}
	oldest := func(a, b ApprovalRow) int { return a.At.Compare(b.At) }
	slices.SortStableFunc(waiting, oldest)
	slices.SortStableFunc(asked, oldest)
	return waiting, asked, nil
}

func exceptionRow(c *model.Case, d decision.Request, w *model.Window, e model.Exception) ApprovalRow {
	r := d.Release
	row := pendingRow(c, r, w.ID, PurposeException, e.By)
	row.Part, row.Title, row.At, row.Missing = string(r.ID), "Exception from "+w.Title, e.At, []string{decision.WaitsFor(c, d)}
	row.Remedy = model.ByTask("decide-exception", w.ID, model.With("exception", string(r.ID)))
	row.before(d.Slot.Span(c.Zone(r)).Start, c.Now)
	return row
}

// before says that something has to be decided before a release begins: it is of no use
// afterwards.
func (r *ApprovalRow) before(begins, now time.Time) {
	r.Due = begins
	r.Overdue = !begins.IsZero() && !now.Before(begins)
}

// pendingRow is what waits in a record besides approvals, with the release that it
// is about.
func pendingRow(c *model.Case, r *model.Release, id model.ID, purpose string, by model.ID) ApprovalRow {
	row := ApprovalRow{ID: id, Purpose: purpose, State: model.ApprovalPending, By: by, ByName: c.PersonName(by), Approvers: 1,
		Release: r.ID, Name: r.Name, Version: r.Version, Type: r.Type, Stage: r.Stage, Service: r.Service, Start: r.Window.Start, End: r.Window.End, Urgent: r.Emergency() != nil}
	if f, ok := c.Fact(id); ok {
		row.Position = f.Since
	}
	if r.Risk != nil {
		row.Score, row.Band = r.Risk.Score, r.Risk.Band
	}
	if s := model.Get[*model.Service](c, r.Service); s != nil {
		row.ServiceName = s.Name
	}
	return row
}

// subjectRow is pendingRow of whatever an approval is of.
func subjectRow(c *model.Case, of model.Subject, id model.ID, purpose string, by model.ID) ApprovalRow {
	if of.Release != nil {
		return pendingRow(c, of.Release, id, purpose, by)
	}
	ch := of.Change
	row := ApprovalRow{ID: id, Purpose: purpose, State: model.ApprovalPending, By: by, ByName: c.PersonName(by), Approvers: 1,
		Release: ch.ID, Name: ch.Title, Type: ch.Type, Stage: string(ch.State), Service: ch.Service, Band: ch.Risk, Urgent: ch.Emergency() != nil}
	if f, ok := c.Fact(id); ok {
		row.Position = f.Since
	}
	if s := model.Get[*model.Service](c, ch.Service); s != nil {
		row.ServiceName = s.Name
	}
	return row
}
