package store

import (
	"context"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// approveDocument is the permission to approve documents, anew as well.
const approveDocument = "document.approve"

// renewals finds what was decided on open releases and counts no more, since what
// it was decided on has changed: documents that were approved in an earlier version,
// or for another scope, or were written to be accepted for another one, and
// conflicts that were accepted and are still there; besides the conflicts that alone keep a
// release where it is. Each is for those who may decide it anew, or write it anew; with no
// person, for anybody.
func (db *DB) renewals(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	documents, err := db.outdated(ctx, tx, q)
	if err != nil {
		return nil, nil, err
	}
	conflicts, err := db.unaccepted(ctx, tx, q)
	return append(documents, conflicts...), nil, err
}

// outdated finds the documents. Which they are is said by them and their releases
// alone; what it takes to say who may renew one is loaded for those only.
func (db *DB) outdated(ctx context.Context, tx queryer, q ApprovalsQuery) ([]ApprovalRow, error) {
	who := Who{Person: q.Me}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, who, model.Needs{})
	if err != nil {
		return nil, err
	}
	if q.Me != "" && c.Who.Person == nil {
		return nil, nil
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	about := ""
	var args []any
	if c.Who.Person != nil && !decision.Lets(c, c.Who.Person, approveDocument, c.Now) {
		about, args = " AND x.coordinator = ?", []any{string(q.Me)} // who writes them anew
	}
	documents := `SELECT r.id FROM record_row r JOIN release_row x ON x.id = r.subject AND x.ended = 0 AND ` + live("x", q.AsOf) + ` WHERE r.kind = 'document' AND ` + live("r", q.AsOf) + about
	l.fetch(l.ids(documents+` AND r.means IN ('release-notes', 'agreement', 'acceptance') ORDER BY r.number DESC LIMIT `+waitingLimit, args...))
	rewritten := l.ids(documents+` AND r.means IN ('release-notes', 'agreement') AND r.state = 'written' AND EXISTS (SELECT 1 FROM version o WHERE o.id = r.id AND o.since < r.since AND instr(o.body, '"approved":')) ORDER BY r.number DESC LIMIT `+waitingLimit, args...)
	var of, rules, found []model.ID
	for _, d := range model.All[*model.Document](c) {
		of = append(of, d.Of)
	}
	l.fetch(model.SortIDs(of))
	for _, r := range model.All[*model.Release](c) {
		rules = append(rules, r.Rules)
	}
	l.fetch(model.SortIDs(rules))
	if l.err != nil {
		return nil, l.err
	}
	for _, d := range model.All[*model.Document](c) {
		if r := model.Get[*model.Release](c, d.Of); r != nil && !r.Deployed && (slices.Contains(rewritten, d.ID) || decision.Outdated(c, d) != "" || decision.Unaccepted(c, d, r) != "") {
			found = append(found, d.ID)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	if c, err = db.loadCase(ctx, tx, q.AsOf, q.Now, who, model.Needs{IDs: found}); err != nil {
		return nil, err
	}
	var out []ApprovalRow
	for _, id := range found {
		d := model.Get[*model.Document](c, id)
		r := model.Get[*model.Release](c, d.Of)
		request := decision.Document(c, d)
		row := pendingRow(c, r, id, d.Form, d.Author)
		again := slices.Contains(rewritten, id)
		if !again && decision.Outdated(c, d) == "" {
			row.Title, row.At, row.Missing = d.Title+", to be written anew", d.At, []string{c.PersonName(r.Coordinator)}
			row.Remedy = model.ByForm(d.Form, r.ID)
			if q.Me == "" || q.Me == r.Coordinator {
				out = append(out, row)
			}
			continue
		}
		row.Title, row.At, row.Missing = d.Title+", to be approved anew", d.Approved, []string{rolesThatMay(c, request.Permission)}
		if again { // since the version that nobody approved was written
			row.At = d.At
		}
		row.Remedy = model.ByTask("approve-document", id)
		if row.mayRenew(c, request) {
			out = append(out, row)
		}
	}
	return out, nil
}

// mayAnywhere reports whether the person who looks has a permission for some
// service or all.
func mayAnywhere(c *model.Case, permission string) bool {
	return c.Who.Person != nil && slices.ContainsFunc(c.Who.Person.Roles, func(g model.Grant) bool { return c.Rules.Lets(c.Who.Person, permission, g.Service) })
}

// mayRenew reports whether the person who looks may decide, or nobody in
// particular looks.
func (r *ApprovalRow) mayRenew(c *model.Case, q decision.Request) bool {
	me := c.Who.Person
	return me == nil || r.mayDecide(c, q) && len(decision.Barring(c, q, me.ID)) == 0
}

func rolesThatMay(c *model.Case, permission string) string {
	return strings.Join(c.Rules.RolesWith(permission), " or ")
}
