package store

import (
	"context"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// The purposes of rows that are about no approval and no release's decision.
const (
	PurposeRules  = "rules"  // a proposal of rules, to be reviewed, decided on or adopted
	PurposeClocks = "clocks" // the dates of a release, to be looked at since the clocks there changed
)

// Besides lists what waits besides approvals, for Me to decide or to do, or for
// anybody without Me: exceptions from freezes, RFCs, documents, proposals of rules,
// dates to check and what has to be decided anew. What Me is kept from by a duty is among it.
func (db *DB) Besides(ctx context.Context, q ApprovalsQuery) ([]ApprovalRow, error) {
	return viewed(ctx, db, "look for what waits", func(tx *view) ([]ApprovalRow, error) {
		waiting, asked, err := db.besides(ctx, tx, q)
		if q.Me == "" {
			waiting = append(waiting, asked...)
		}
		return waiting, err
	})
}

// besides finds what waits for Me, and what they asked others for; without Me, what
// nobody in particular looks at is either.
func (db *DB) besides(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	for _, find := range []func(context.Context, queryer, ApprovalsQuery) (waiting, asked []ApprovalRow, err error){db.exceptions, db.proposals, db.movedDates, db.renewals, db.awaited, db.owed, db.papers, db.steps, db.questions, db.expired, db.minutes, db.keptReports, db.reviews, db.improvements, db.deliveries, db.invitations, db.watches} {
		more, own, err := find(ctx, tx, q)
		if err != nil {
			return nil, nil, err
		}
		waiting, asked = append(waiting, more...), append(asked, own...)
	}
	return waiting, asked, db.reminded(ctx, tx, q.AsOf, waiting, asked)
}

// proposals finds those of rules that wait for somebody to review them, to decide
// on them, or to put them in force.
func (db *DB) proposals(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'proposal' AND r.state IN ('proposed', 'reviewed', 'approved') AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids})
	if err != nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.fetch(model.SortIDs(model.Each(model.All[*model.Proposal](c), func(p *model.Proposal) model.ID { return p.Author })))
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, p := range model.All[*model.Proposal](c) {
		task, permission := action.NextOf(p)
		if task == "" || p.State() == model.ProposalApproved && p.Base != c.Rules.ID {
			continue // nobody can put it in force any more
		}
		row := ApprovalRow{ID: p.ID, Purpose: PurposeRules, State: model.ApprovalPending, Title: p.Title, Name: "Rules", By: p.Author, ByName: c.PersonName(p.Author), At: p.At, Approvers: 1,
			Missing: []string{rolesThatMay(c, permission)}, Remedy: model.ByTask(task, p.ID)}
		if f, ok := c.Fact(p.ID); ok {
			row.Position = f.Since
		}
		me := c.Who.Person
		switch {
		case q.Me == "":
			waiting = append(waiting, row)
			continue
		case p.State() == model.ProposalReviewed && row.mayDecide(c, decision.Proposal(p)) && !action.OwnProposal(c, p),
			p.State() != model.ProposalReviewed && me != nil && c.Rules.Lets(me, permission, "") && !action.OwnProposal(c, p):
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case p.Author == q.Me:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}

// movedDates finds the open releases whose dates became other instants when the
// rules of a zone changed, and which nobody has looked at since: for their
// coordinator and owner, or for anybody who may move them where neither may.
func (db *DB) movedDates(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x JOIN version v ON v.n = x.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"zone_move":{') LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids})
	if err != nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	var people []model.ID
	for _, id := range ids {
		if r := model.Get[*model.Release](c, id); r != nil && r.Moved() {
			people = append(people, r.Coordinator, r.Owner, r.Service)
		}
	}
	l.fetch(model.SortIDs(people))
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		r := model.Get[*model.Release](c, id)
		if r == nil || !r.Moved() {
			continue
		}
		row := pendingRow(c, r, id, PurposeClocks, r.Coordinator)
		row.Part, row.Title, row.At, row.Remedy = PurposeClocks, "Dates to check: the clocks of "+r.ZoneMove.Zone+" changed", r.ZoneMove.At, model.ByTask("check-dates", id)
		var mine, any bool
		for _, who := range []model.ID{r.Coordinator, r.Owner} {
			if p := model.Get[*model.Person](c, who); p != nil && !p.Left && c.Rules.Lets(p, rescheduleRelease, r.Service) {
				any, mine = true, mine || who == q.Me
				if name := c.PersonName(who); len(row.Missing) == 0 || row.Missing[0] != name {
					row.Missing = append(row.Missing, name)
				}
			}
		}
		if !any {
			row.Missing = []string{rolesThatMay(c, rescheduleRelease)}
			mine = c.Who.Person != nil && c.Rules.Lets(c.Who.Person, rescheduleRelease, r.Service)
		}
		if mine || q.Me == "" {
			waiting = append(waiting, row)
		}
	}
	return waiting, nil, nil
}

// rescheduleRelease is the permission to move dates, and to say that they were
// looked at.
const rescheduleRelease = "release.reschedule"
