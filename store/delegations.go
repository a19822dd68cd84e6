package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// delegationsKept is how long after its end a delegation is still among the facts at
// least: what is entered later than it happened was decided when it held. Where something
// waits for longer, all since it was asked for are there, however old: a delegate doesn't
// decide what the absent one asked for, as long as it waits.
const delegationsKept = 90 * 24 * time.Hour

// delegations loads who decides for whom, with both: few, and none where nobody is
// absent. Every case has them, as in every one somebody may decide.
func (l *loader) delegations() {
	floor := l.c.Now.Add(-delegationsKept)
	var oldest *int64
	if l.err == nil {
		_, err := ask(l.ctx, l.q, "SELECT min(r.at) FROM record_row r WHERE r.kind = 'approval' AND r.state = 'pending' AND "+live("r", l.pos)).one(&oldest)
		l.fail(err)
	}
	if oldest != nil && *oldest < floor.UnixMilli() {
		floor = time.UnixMilli(*oldest).UTC()
	}
	l.delegatedSince(floor)
	l.delegated = floor
}

// olderDelegations loads those that were in force since the oldest of the requests among
// the facts was made, where they are not there yet.
func (l *loader) olderDelegations() {
	if older, err := ask(l.ctx, l.q, "SELECT 1 FROM record_row r WHERE r.kind = 'delegation' AND r.ends <= ? AND "+live("r", l.pos)+" LIMIT 1", l.delegated.UnixMilli()).found(); err != nil || !older {
		l.fail(err)
		return
	}
	if oldest := decision.OldestWaiting(l.c); oldest.Before(l.delegated) {
		l.delegatedSince(oldest)
	}
}

// delegatedSince loads the delegations that ended after a time, with who is absent, who
// decides, and for which service. One until a day is listed by its beginning.
func (l *loader) delegatedSince(floor time.Time) {
	floor = floor.Add(-48 * time.Hour)
	ids := l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'delegation' AND r.ends > ? AND "+live("r", l.pos), floor.UnixMilli())
	if len(ids) == 0 {
		return
	}
	l.fetch(ids)
	var with []model.ID
	for _, d := range model.All[*model.Delegation](l.c) {
		with = append(with, d.By, d.To, d.Service)
	}
	l.fetch(model.SortIDs(with))
}

// absent is somebody for whom another decides, and by what.
type absent struct {
	person *model.Person
	by     []*model.Delegation
}

// absentFor lists those for whom somebody decides now.
func absentFor(c *model.Case, who model.ID) []absent {
	var out []absent
	for _, d := range model.All[*model.Delegation](c) {
		p := model.Get[*model.Person](c, d.By)
		if d.To != who || p == nil || p.Left || !d.InForce(c.Now) {
			continue
		}
		if at := slices.IndexFunc(out, func(a absent) bool { return a.person.ID == d.By }); at >= 0 {
			out[at].by = append(out[at].by, d)
			continue
		}
		out = append(out, absent{p, []*model.Delegation{d}})
	}
	return out
}

// everAbsent lists those for whom somebody decides or did, as far as is known.
func everAbsent(c *model.Case, who model.ID) []absent {
	var out []absent
	for _, d := range model.All[*model.Delegation](c) {
		if p := model.Get[*model.Person](c, d.By); d.To == who && p != nil {
			out = append(out, absent{p, []*model.Delegation{d}})
		}
	}
	return out
}

// standIns are the delegations of somebody that hold now: who decides for them.
func standIns(c *model.Case, who model.ID) []*model.Delegation {
	return slices.DeleteFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool {
		to := model.Get[*model.Person](c, d.To)
		return d.By != who || to == nil || to.Left || !d.InForce(c.Now)
	})
}

// delegated finds the approvals that wait for those for whom Me decides: one question for
// each of them, however many wait. It says of what waits for Me who decides it for them.
func (db *DB) delegated(ctx context.Context, tx queryer, q ApprovalsQuery, args func(who model.ID, page int) ([]any, error), out *Approvals) ([]ApprovalRow, error) {
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil || c.Who.Person == nil || c.Who.Person.Left {
		return nil, err
	}
	for _, d := range standIns(c, q.Me) {
		theirs := Approvals{Waiting: slices.Clone(out.Waiting)}
		for i := range theirs.Waiting {
			theirs.Waiting[i].Barred = nil
		}
		query := q
		query.Me = d.To
		if err := db.bar(ctx, tx, query, &theirs); err != nil {
			return nil, err
		}
		for i := range out.Waiting {
			// What either must not decide, nobody does for the other.
			if r := &out.Waiting[i]; len(r.Barred) == 0 && len(theirs.Waiting[i].Barred) == 0 && decision.CoversApproval(d, r.Purpose, r.Service) {
				r.Acting = append(r.Acting, c.PersonName(d.To))
			}
		}
	}
	lent, err := db.lent(ctx, tx, q, c, out.Waiting)
	if err != nil {
		return nil, err
	}
	for i := range out.Waiting {
		if r := &out.Waiting[i]; lent[r.ID] != nil {
			if len(r.Barred) == 0 {
				out.Waits--
			}
			r.Barred = append(r.Barred, lent[r.ID]...)
		}
	}
	var found []ApprovalRow
	for _, one := range absentFor(c, q.Me) {
		with, err := args(one.person.ID, -1)
		if err != nil {
			return nil, err
		}
		var all int
		rows, err := approvalRows(ctx, tx, &all, pendingSQL(q.AsOf), with...)
		if err != nil {
			return nil, err
		}
		same := func(r ApprovalRow) func(ApprovalRow) bool { return func(o ApprovalRow) bool { return o.ID == r.ID } }
		rows = slices.DeleteFunc(rows, func(r ApprovalRow) bool {
			return r.Approver == "" || slices.Contains(r.spoke, q.Me) || slices.ContainsFunc(out.Waiting, same(r)) || slices.ContainsFunc(found, same(r)) ||
				!slices.ContainsFunc(one.by, func(d *model.Delegation) bool { return decision.CoversApproval(d, r.Purpose, r.Service) })
		})
		// What either must not decide, nobody does for the other.
		for _, who := range []model.ID{q.Me, one.person.ID} {
			either := Approvals{Waiting: rows}
			barred := q
			barred.Me = who
			if err := db.bar(ctx, tx, barred, &either); err != nil {
				return nil, err
			}
			rows = slices.DeleteFunc(rows, func(r ApprovalRow) bool { return len(r.Barred) > 0 })
		}
		lent, err := db.lent(ctx, tx, q, c, rows)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(r ApprovalRow) bool { return lent[r.ID] != nil })
		for _, r := range rows {
			r.For, r.ForName = one.person.ID, c.PersonName(one.person.ID)
			found = append(found, r)
			out.Asked = slices.DeleteFunc(slices.Clone(out.Asked), same(r))
		}
	}
	return found, nil
}

// lent says of approvals that wait how those stand to them for whom Me decides, or decided
// something since each was asked for: what an absent one must not decide, their delegate doesn't in
// their own right either. Those of RFCs are barred with the others, each judged by itself.
func (db *DB) lent(ctx context.Context, tx queryer, q ApprovalsQuery, c *model.Case, rows []ApprovalRow) (map[model.ID][]string, error) {
	out := map[model.ID][]string{}
	for _, one := range everAbsent(c, q.Me) {
		d := one.by[0]
		theirs := Approvals{Waiting: slices.DeleteFunc(slices.Clone(rows), func(r ApprovalRow) bool {
			return r.Release.Kind() == model.KindChange || !d.Binds(r.At, c.Now) || !decision.CoversApproval(d, r.Purpose, r.Service)
		})}
		for i := range theirs.Waiting {
			theirs.Waiting[i].Barred = nil
		}
		query := q
		query.Me = one.person.ID
		if err := db.bar(ctx, tx, query, &theirs); err != nil {
			return nil, err
		}
		for _, r := range theirs.Waiting {
			if len(r.Barred) > 0 {
				relation := StandsIn + r.Barred[0]
				if !d.InForce(c.Now) {
					relation = Was + relation
				}
				if !slices.Contains(out[r.ID], relation) {
					out[r.ID] = append(out[r.ID], relation)
				}
			}
		}
	}
	return out, nil
}

// Absence says for whom it waits who is absent, or who decides it for the person: "for
// Carl Jensen", "Bea Kowalski acts for you".
func (r ApprovalRow) Absence() string {
	switch {
	case r.For != "":
		return "for " + r.ForName
	case len(r.Acting) > 0:
		return strings.Join(r.Acting, " or ") + " acts for you"
	}
	return ""
}

// mayDecide says of a row whether the person who looks may decide on its request, in
// their own right or for somebody absent, and who decides for them. What they would
// decide for somebody who must not is none of theirs.
func (r *ApprovalRow) mayDecide(c *model.Case, q decision.Request) bool {
	me := c.Who.Person
	right, may := decision.RightOf(c, q, me, c.Now)
	switch {
	case !may, decision.Abstains(q, me.ID), decision.Abstains(q, right.For):
		return false
	case right.For == "":
		r.Acting = decision.Acting(c, q, me.ID, c.Now)
	case len(decision.Bars(c, q, right.For)) > 0 || len(decision.Barring(c, q, me.ID)) > 0:
		return false
	default:
		r.For, r.ForName = right.For, c.PersonName(right.For)
	}
	return true
}
