package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// moved is as what somebody could sign an approval whose approvers they could be have all
// been found, since a word given moves to one who is missing.
type moved struct {
	seat  model.Approver
	right decision.Right
}

// moving finds the approvals that wait for Me so: none of those who are asked by name or
// role is left to be the missing one, but somebody who signed could be, and Me in their
// place. It asks little where every approver who is missing has somebody.
func (db *DB) moving(ctx context.Context, tx queryer, pos Position, now time.Time, me model.ID) (map[model.ID]moved, *model.Case, error) {
	type asked struct {
		a                               *model.Approval
		service, coordinator, requester model.ID
	}
	var some []asked
	var body []byte
	var one asked
	err := ask(ctx, tx, `SELECT v.body, `+serviceSQL+`, coalesce(x.coordinator, ''), coalesce(x.requester, '') FROM record_row r`+withRelease(pos)+
		` WHERE r.n IN (`+pendingRows(pos)+`) AND v.body IS NOT NULL AND instr(v.body, '"verdict":"approve"') AND `+endedSQL+` = 0`).each([]any{&body, &one.service, &one.coordinator, &one.requester}, func() error {
		r, err := model.Decode(model.KindApproval, body)
		if err == nil {
			one.a = r.(*model.Approval)
			some = append(some, one)
		}
		return err
	})
	if err != nil || len(some) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, pos, now, Who{Person: me}, model.Needs{})
	if err != nil || c.Who.Person == nil || c.Who.Person.Left {
		return nil, nil, err
	}
	mine := []*model.Person{c.Who.Person}
	for _, o := range absentFor(c, me) {
		mine = append(mine, o.person)
	}
	some = slices.DeleteFunc(some, func(s asked) bool {
		return s.a.Spoke(me) || !slices.ContainsFunc(s.a.Approvers, func(seat model.Approver) bool {
			return seat.Role != "" && slices.ContainsFunc(mine, func(p *model.Person) bool { return c.Rules.Holds(p, seat.Role, s.service) })
		})
	})
	if len(some) == 0 {
		return nil, nil, nil
	}
	// Who is there to be the missing ones: by their roles for whatever service, and not
	// of whom it is known at once that a duty keeps them from it.
	holders := map[string][]model.ID{}
	var id model.ID
	var roles string
	if err := ask(ctx, tx, "SELECT r.id, r.grade FROM record_row r WHERE r.kind = 'person' AND r.state = 'active' AND "+live("r", pos)).each([]any{&id, &roles}, func() error {
		for _, role := range strings.Fields(roles) {
			means := c.Rules.RoleMeans(role)
			holders[means] = append(holders[means], id)
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	var ids []model.ID
	for _, s := range some {
		missing, _ := s.a.Asked()
		if slices.ContainsFunc(missing, func(seat model.Approver) bool {
			return seat.Role != "" && !slices.ContainsFunc(holders[c.Rules.RoleMeans(seat.Role)], func(p model.ID) bool {
				return p != me && p != s.coordinator && p != s.requester && !s.a.Spoke(p)
			})
		}) {
			ids = append(ids, s.a.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	if c, err = db.loadCase(ctx, tx, pos, now, Who{Person: me}, model.Needs{IDs: ids}); err != nil {
		return nil, nil, err
	}
	out := map[model.ID]moved{}
	for _, id := range ids {
		if a := model.Get[*model.Approval](c, id); a != nil && c.SubjectOf(a.Of).Known() {
			if seat, right := decision.SeatByMoving(c, decision.Approval(c, a), c.Who.Person); seat >= 0 {
				out[id] = moved{a.Approvers[seat], right}
			}
		}
	}
	return out, c, nil
}

// byMoving adds the approvals that wait for Me so to those that do.
func (db *DB) byMoving(ctx context.Context, tx queryer, q ApprovalsQuery, emergencies string, out *Approvals) error {
	found, c, err := db.moving(ctx, tx, q.AsOf, q.Now, q.Me)
	if err != nil || len(found) == 0 {
		return err
	}
	var ids []model.ID
	for id := range found {
		if !slices.ContainsFunc(out.Waiting, func(r ApprovalRow) bool { return r.ID == id }) {
			ids = append(ids, id)
		}
	}
	var none int
	rows, err := approvalRows(ctx, tx, &none, `WITH page AS (SELECT `+approvalColumns+`, coalesce(e.state <> 'under-review', 0) OR coalesce(x.type, '') IN (SELECT value FROM json_each(?2)) AS urgent, '' AS approver, 0 AS waits
 FROM json_each(?1) a CROSS JOIN record_row r ON r.id = a.value AND `+live("r", q.AsOf)+withRelease(q.AsOf)+`)`+approvalLines(q.AsOf)+` ORDER BY a.number`, list(model.SortIDs(ids)), emergencies)
	if err != nil {
		return err
	}
	for _, r := range rows {
		m := found[r.ID]
		r.Approver = m.seat.Title
		if r.For = m.right.For; r.For != "" {
			r.ForName = c.PersonName(r.For)
		}
		if r.Barred = barredBy(c, decision.Approval(c, model.Get[*model.Approval](c, r.ID)), q.Me); len(r.Barred) == 0 {
			out.Waits++
		}
		out.Waiting = append(slices.Clip(out.Waiting), r)
		out.Asked = slices.DeleteFunc(slices.Clone(out.Asked), func(o ApprovalRow) bool { return o.ID == r.ID })
	}
	return nil
}
