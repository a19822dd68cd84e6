package store

import (
	"context"
	"time"

	"fairway/model"
)

// PurposeImprovement is the purpose of the rows that are improvement actions: their ID is
// the action's, their Part what it came from.
const PurposeImprovement = "improvement"

// improvements finds those that are not done: they wait for their owners, or where one has
// left for whoever leads what they came from. Who noted one, or leads that, sees where it
// stands. Without Me, all that are open. Whoever had one that was dropped, or given to
// somebody else, is told for a while.
func (db *DB) improvements(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'improvement' AND r.kind <> 'release' AND r.state = 'open' AND `+live("r", q.AsOf)+`
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'improvement' AND r.state = 'dropped' AND v.body ->> '$.dropped.at' >= ?1 AND `+live("r", q.AsOf)+` ORDER BY 1 LIMIT `+waitingLimit, q.Now.Add(-toldFor).UTC().Format(time.RFC3339)))
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
		if _, by, _ := gone(i, q.Now); by != "" {
			near = append(near, by)
		}
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
		if had, by, why := gone(i, q.Now); had != "" && had == q.Me {
			told := row
			told.Part, told.Approver, told.By, told.ByName, told.At = "gone", c.PersonName(had), by, c.PersonName(by), why.At
			told.Title = "Improvement action, dropped: " + i.Action + " (" + why.Reason + ")"
			if i.Dropped == nil {
				told.Title = "Improvement action, for " + c.PersonName(i.Owner) + " now: " + i.Action + " (" + why.Reason + ")"
			}
			waiting = append(waiting, told)
		}
		if i.State() != model.ImprovementOpen {
			continue
		}
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

// toldFor is how long somebody is told that an improvement action isn't theirs any more.
const toldFor = 7 * 24 * time.Hour

// gone is who had an improvement action that somebody else dropped, or gave to another, not
// long ago: with who did, when and why; "" where nobody has to be told.
func gone(i *model.Improvement, now time.Time) (had, by model.ID, why model.Ending) {
	if d := i.Dropped; d != nil {
		had, by, why = i.Owner, d.By, *d
	} else if n := len(i.Handed); n > 0 && i.Done == nil && i.Handed[n-1].From != i.Owner {
		h := i.Handed[n-1]
		had, by, why = h.From, h.By, model.Ending{Reason: h.Reason, By: h.By, At: h.At}
	}
	if had == by || now.Sub(why.At) >= toldFor {
		return "", "", why
	}
	return had, by, why
}
