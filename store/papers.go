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

// PurposePapers is the purpose of the rows that are stages past their deadline in
// working time: their ID is that of the release, or of the emergency change.
const PurposePapers = "papers"

// Overdue lists what is past its deadline in working time, whoever owes it, the oldest
// deadline first: what a report says of it.
func (db *DB) Overdue(ctx context.Context, pos Position, now time.Time) ([]ApprovalRow, error) {
	return viewed(ctx, db, "look for what is overdue", func(tx *view) ([]ApprovalRow, error) {
		rows, _, err := db.papers(ctx, tx, ApprovalsQuery{AsOf: pos, Now: now})
		slices.SortStableFunc(rows, func(a, b ApprovalRow) int { return cmp.Or(a.At.Compare(b.At), model.CompareIDs(a.ID, b.ID)) })
		return rows, err
	})
}

// papers finds the releases, emergency and unauthorised changes that should have been through their
// stage by now, where that is promised in working days: what is missing there is owed by
// whoever leads them, and by those who hold a role that is responsible for the stage.
func (db *DB) papers(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x JOIN version v ON v.n = x.n WHERE x.ended = 0 AND x.due < ?1 AND `+live("x", q.AsOf)+` AND instr(v.body, '"stage_due":"')
 UNION SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.state IN ('submitted', 'authorised', 'implemented', 'reviewed', 'captured', 'under-review', 'putting-right') AND `+live("r", q.AsOf)+` AND instr(v.body, '"due":"') LIMIT `+waitingLimit, q.Now.UnixMilli()))
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
		of := c.SubjectOf(id)
		near = append(near, of.Service(), of.Leads())
		if of.Release != nil {
			near = append(near, of.Release.Rules)
		}
	}
	l.fetch(model.SortIDs(near))
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		of := c.SubjectOf(id)
		due, late := overdue(of, c.Now)
		s := of.Stage(c)
		if !late || s == nil {
			continue
		}
		rules := of.Rules(c)
		row := subjectRow(c, of, id, PurposePapers, of.Leads())
		row.Part, row.At = PurposePapers, due
		row.Title = "Overdue: " + s.Title + ", due " + due.In(rules.Policy.Location()).Format("2006-01-02 15:04")
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
	return waiting, asked, nil
}

// overdue is by when something had to be through its stage, and whether that has
// passed.
func overdue(of model.Subject, now time.Time) (time.Time, bool) {
	switch {
	case of.Release != nil:
		return of.Release.StageDue, of.Release.Overdue(now)
	case of.Change != nil:
		return of.Change.Due, of.Change.Overdue(now)
	}
	return time.Time{}, false
}
