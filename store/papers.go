package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// PurposePapers is the purpose of the rows that are stages with a deadline in working
// time: their ID is that of the release, or of the change that goes its own way.
const PurposePapers = "papers"

// Papers lists what has a deadline in working time, whoever owes it, the first deadline
// first: what a report says of it.
func (db *DB) Papers(ctx context.Context, pos Position, now time.Time) ([]ApprovalRow, error) {
	return viewed(ctx, db, "look for what is owed", func(tx *view) ([]ApprovalRow, error) {
		rows, err := db.deadlines(ctx, tx, ApprovalsQuery{AsOf: pos, Now: now}, true)
		slices.SortStableFunc(rows, func(a, b ApprovalRow) int { return cmp.Or(a.Due.Compare(b.Due), model.CompareIDs(a.ID, b.ID)) })
		return rows, err
	})
}

// papers finds the releases, emergency and unauthorised changes that have to be through their
// stage within working days: what is missing there is owed from the start by whoever leads
// them, and by those who hold a role that is responsible for the stage. Of a change that is
// not overdue they are told the next thing to do, with its deadline, by steps.
func (db *DB) papers(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	waiting, err = db.deadlines(ctx, tx, q, false)
	return waiting, nil, err
}

// deadlines finds them, with or without the changes that are not overdue.
func (db *DB) deadlines(ctx context.Context, tx queryer, q ApprovalsQuery, changes bool) (waiting []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x JOIN version v ON v.n = x.n WHERE x.ended = 0 AND x.due IS NOT NULL AND `+live("x", q.AsOf)+` AND instr(v.body, '"stage_due":"')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.state IN ('submitted', 'authorised', 'implemented', 'reviewed', 'captured', 'under-review', 'putting-right') AND `+live("r", q.AsOf)+` AND instr(v.body, '"due":"') LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil {
		return nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.fetch(ids)
	var near []model.ID
	for _, id := range ids {
		of := c.SubjectOf(id)
		near = append(near, of.Service(), of.Leads())
		if of.Release != nil {
			near = append(near, of.Release.Rules)
		}
	}
	l.fetch(model.SortIDs(near))
	if l.err != nil {
		return nil, l.err
	}
	for _, id := range ids {
		of := c.SubjectOf(id)
		due, since, late := deadline(of, c.Now)
		s := of.Stage(c)
		if due.IsZero() || of.Ended() || s == nil || of.Change != nil && !late && !changes {
			continue
		}
		rules := of.Rules(c)
		row := subjectRow(c, of, id, PurposePapers, of.Leads())
		row.Part, row.At, row.Due, row.Overdue = PurposePapers, since, due, late
		row.Title = "To complete: " + s.Title
		if late {
			row.Title = "Overdue: " + s.Title
		}
		row.Title += ", due " + due.In(rules.Policy.Location()).Format("2006-01-02 15:04")
		row.Missing = append([]string{c.PersonName(of.Leads())}, model.Each(s.R, rules.RoleTitle)...)
		if of.Change != nil {
			row.Remedy = model.ByTask("advance-change", id)
		} else {
			row.Remedy = model.ByDoing(process.ShowGate, id)
		}
		me := c.Who.Person
		switch {
		case q.Me == "":
			row.Approver = strings.Join(row.Missing, ", ")
			waiting = append(waiting, row)
		case owesPapers(of, s.R, rules, me):
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		}
	}
	return waiting, nil
}

// deadline is by when something has to be through its stage, the zero time where that is
// not said; since when it is there, and whether that has passed.
func deadline(of model.Subject, now time.Time) (due, since time.Time, late bool) {
	switch {
	case of.Release != nil:
		return of.Release.StageDue, of.Release.Since, of.Release.Overdue(now)
	case of.Change != nil:
		return of.Change.Due, cameThere(of.Change), of.Change.Overdue(now)
	}
	return time.Time{}, time.Time{}, false
}
