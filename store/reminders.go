package store

import (
	"context"
	"encoding/json"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// wait is a row as what waits. Of a change that goes its own way the next thing to do is
// one of its papers: both are reminded of once.
func (r *ApprovalRow) wait() model.Wait {
	w := model.Wait{ID: r.ID, Purpose: r.Purpose, Part: r.Part, Title: r.Title, Since: r.At, Due: r.Due, For: r.Missing, Reminded: r.Reminded}
	switch w.Purpose {
	case PurposeStep:
		w.Purpose, w.Part = PurposePapers, PurposePapers
	case PurposeException, PurposeConflict: // those are reminded of since they wait, however far off the dates are
		w.Due = time.Time{}
	}
	return w
}

// waits loads everything that waits besides approvals.
func (l *loader) waits() {
	if l.err != nil {
		return
	}
	waiting, asked, err := l.db.besides(l.ctx, l.q, ApprovalsQuery{AsOf: l.pos, Now: l.c.Now})
	if l.err = err; err != nil {
		return
	}
	for _, r := range append(waiting, asked...) {
		l.c.Waits = append(l.c.Waits, r.wait())
	}
}

// reminded says of rows when the clock reminded those they wait for: entries of the log
// say so, and nothing else does.
func (db *DB) reminded(ctx context.Context, tx queryer, pos Position, lists ...[]ApprovalRow) error {
	var ids []model.ID
	for _, rows := range lists {
		for _, r := range rows {
			if r.Reminded.IsZero() {
				ids = append(ids, r.ID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found := map[action.Remind]time.Time{}
	var at time.Time
	var values string
	err := ask(ctx, tx, "SELECT g.at, v.line -> '$.values' FROM json_each(?) a CROSS JOIN log_row g ON g.subject = a.value AND g.action = 'remind' AND g.pos <= ? JOIN log v ON v.pos = g.pos WHERE v.line -> '$.values' IS NOT NULL",
		list(model.SortIDs(ids)), pos.last()).each([]any{(*stamp)(&at), &values}, func() error {
		var r action.Remind
		if err := json.Unmarshal([]byte(values), &r); err != nil {
			return err
		}
		r.Since, r.Due = r.Since.UTC(), r.Due.UTC()
		found[r] = at
		return nil
	})
	if err != nil || len(found) == 0 {
		return err
	}
	for _, rows := range lists {
		for i := range rows {
			if rows[i].Reminded.IsZero() {
				rows[i].Reminded = found[action.ReminderOf(rows[i].wait())]
			}
		}
	}
	return nil
}
