package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"slices"

	"modernc.org/sqlite"

	"fairway/model"
	"fairway/model/decision"
)

// Waiting lists the approvals that a person may decide, oldest first: with an
// missing approver that they are, no signature of theirs already, and no duty that keeps
// them from it. With no person it lists all that are pending.
func (db *DB) Waiting(ctx context.Context, person *model.Person) ([]*model.Approval, error) {
	return db.WaitingThat(ctx, person, TableQuery{})
}

// WaitingThat is Waiting for those that pass a filter of approvals, sorted by a
// column of their table; "" for the oldest first.
func (db *DB) WaitingThat(ctx context.Context, person *model.Person, q TableQuery) ([]*model.Approval, error) {
	return viewed(ctx, db, "look for approvals", func(tx *view) ([]*model.Approval, error) { return db.waiting(ctx, tx, person, q) })
}

func (db *DB) waiting(ctx context.Context, tx queryer, person *model.Person, q TableQuery) ([]*model.Approval, error) {
	f := recordFields(model.KindApproval)
	f.fields["waits-for"] = field{sql: "(SELECT waits_for(body) FROM version WHERE n = r.n)"}
	ofRelease := f.fields["service"] // that of the release it is about
	ofRelease.sql = "(SELECT about.service FROM release_row about WHERE about.id = r.subject AND " + live("about", q.AsOf) + ")"
	f.fields["service"] = ofRelease
	f.worked = map[string]func(*compiler, *where) ([]model.ID, error){"conflict": (*compiler).aboutColliding}
	w, err := db.where(ctx, tx, f, q.Filter, cmp.Or(q.Sort, "asked"), sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return nil, err
	}
	rules, err := db.rules(ctx, tx, q.AsOf, "")
	if err != nil {
		return nil, err
	}
	var others, ever []absent
	var byMoving map[model.ID]moved
	now := db.Now()
	if person != nil {
		if byMoving, _, err = db.moving(ctx, tx, q.AsOf, now, person.ID); err != nil {
			return nil, err
		}
		c, err := db.loadCase(ctx, tx, q.AsOf, now, Who{Person: person.ID}, model.Needs{})
		if err != nil {
			return nil, err
		}
		others, ever = absentFor(c, person.ID), everAbsent(c, person.ID)
	}
	forWhom := map[model.ID]model.ID{}  // the absent one, of what waits for another
	services := map[model.ID]model.ID{} // that of what each is of
	var out []*model.Approval
	var body []byte
	var service model.ID
	var ended bool
	err = ask(ctx, tx, "SELECT v.body, "+serviceSQL+", "+endedSQL+" FROM record_row r JOIN version v ON v.n = r.n LEFT JOIN release_row x ON x.id = r.subject AND "+live("x", q.AsOf)+withChange(q.AsOf)+
		" WHERE r.kind = 'approval' AND r.state = 'pending' AND "+live("r", q.AsOf)+" AND v.body IS NOT NULL"+lastAsked(q.AsOf)+w.text()+w.orderBy(q.Desc, false), w.args...).each([]any{&body, &service, &ended}, func() error {
		r, err := model.Decode(model.KindApproval, body)
		if err != nil {
			return err
		}
		a := r.(*model.Approval)
		if person == nil {
			out = append(out, a)
		} else if m, by := byMoving[a.ID]; by {
			out, forWhom[a.ID], services[a.ID] = append(out, a), m.right.For, service
		} else if may, absent := mayFill(rules, a, person, service, others); may && !ended {
			out, forWhom[a.ID], services[a.ID] = append(out, a), absent, service
		}
		return nil
	})
	if err != nil || person == nil {
		return out, err
	}
	// Nobody decides what a duty keeps them from, or whom they decide for, or did since it
	// was asked for.
	barred := map[model.ID]bool{}
	for _, who := range append([]absent{{person: person}}, ever...) {
		rows := Approvals{}
		for _, a := range out {
			if who.by == nil || forWhom[a.ID] == who.person.ID || slices.ContainsFunc(who.by, func(d *model.Delegation) bool {
				return d.Binds(a.At, now) && decision.CoversApproval(d, a.Purpose, services[a.ID])
			}) {
				rows.Waiting = append(rows.Waiting, ApprovalRow{ID: a.ID, Release: a.Of, Purpose: a.Purpose, By: a.By})
			}
		}
		if err := db.bar(ctx, tx, ApprovalsQuery{Me: who.person.ID, AsOf: q.AsOf}, &rows); err != nil {
			return nil, err
		}
		for _, r := range rows.Waiting {
			barred[r.ID] = barred[r.ID] || len(r.Barred) > 0
		}
	}
	return slices.DeleteFunc(out, func(a *model.Approval) bool { return barred[a.ID] }), nil
}

// waits_for(body) are the missing approvers of an approval.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("waits_for", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		var a model.Approval
		body, _ := args[0].(string)
		if err := json.Unmarshal([]byte(body), &a); body != "" && err != nil {
			return nil, err
		}
		return a.WaitsFor(), nil
	})
}

// mayFill reports whether the person is one of the approvers that are asked now, or decides for one
// who is absent, and has not signed yet: the other signatures are other people's.
func mayFill(rules *model.Rules, a *model.Approval, p *model.Person, service model.ID, others []absent) (may bool, by model.ID) {
	if a.Spoke(p.ID) {
		return false, ""
	}
	now, _ := a.Asked()
	if slices.ContainsFunc(now, func(s model.Approver) bool {
		return s.Person == p.ID || s.Role != "" && rules.Holds(p, s.Role, service) || a.Escalated != nil && rules.Holds(p, a.Escalated.Role, service)
	}) {
		return true, ""
	}
	for _, o := range others {
		if may, _ := mayFill(rules, a, o.person, service, nil); may && slices.ContainsFunc(o.by, func(d *model.Delegation) bool { return decision.CoversApproval(d, a.Purpose, service) }) {
			return true, o.person.ID
		}
	}
	return false, ""
}
