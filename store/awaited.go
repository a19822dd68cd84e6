package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// PurposeChange is the purpose of the rows that are RFCs: their ID is the RFC's.
const PurposeChange = "change"

// PurposeAssess is that of the RFCs that have to be assessed.
const PurposeAssess = "assess"

// PurposeEntry is that of the rows that are entries of the catalogue.
const PurposeEntry = "entry"

// decideChange is the permission to authorise RFCs.
const decideChange = "change.decide"

// assessChange is the permission to assess them.
const assessChange = "change.assess"

// PurposeWaiver is that of the rows that are waivers of checks.
const PurposeWaiver = "waiver"

// decideWaiver is the permission to waive checks.
const decideWaiver = "waiver.decide"

// decideEntry is the permission to authorise entries of the catalogue.
const decideEntry = "catalogue.decide"

// awaited finds what was never decided on: RFCs that are assessed, the documents
// of open releases that a gate wants approved, entries of the catalogue and waivers of checks. Each is for those who have the
// permission, with the duty that keeps Me from it; what Me asked for or wrote is what
// they wait for.
func (db *DB) awaited(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil || q.Me != "" && c.Who.Person == nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	mine := func(permission, person string) (condition string, args []any) {
		if q.Me == "" || decision.Lets(c, c.Who.Person, permission, c.Now) {
			return "", nil
		}
		return " AND " + person + " = ?", []any{string(q.Me)}
	}
	own, args := mine(decideChange, "r.person")
	ids := l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'change' AND r.state = 'assessed' AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)
	own, args = mine(assessChange, `(SELECT coalesce(v.body ->> '$.captured.by', r.person) FROM version v WHERE v.n = r.n)`) // who captured one sees where it stands
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'change' AND r.state IN ('submitted', 'captured') AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)...)
	own, args = mine(approveDocument, "r.person")
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r JOIN release_row x ON x.id = r.subject AND x.ended = 0 AND `+live("x", q.AsOf)+` WHERE r.kind = 'document' AND r.state = 'written' AND r.means IN ('release-notes', 'agreement') AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)...)
	// What was sent back waits for its author alone.
	mineAlone, author := "", []any(nil)
	if q.Me != "" {
		mineAlone, author = " AND r.person = ?", []any{string(q.Me)}
	}
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'document' AND r.state = 'rejected' AND `+live("r", q.AsOf)+mineAlone+` ORDER BY r.number DESC LIMIT `+waitingLimit, author...)...)
	own, args = mine(decideEntry, "r.person")
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'entry' AND r.state = 'proposed' AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)...)
	// So are those that were to be looked at again by now: what was authorised once is not
	// so for ever.
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'entry' AND r.state IN ('authorised', 'suspended') AND r.ends < `+strconv.FormatInt(q.Now.Add(-24*time.Hour).UnixMilli(), 10)+` AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)...)
	own, args = mine(decideWaiver, "r.person")
	ids = append(ids, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'waiver' AND r.state = 'asked' AND `+live("r", q.AsOf)+own+` ORDER BY r.number DESC LIMIT `+waitingLimit, args...)...)
	if len(ids) == 0 || l.err != nil {
		return nil, nil, l.err
	}
	l.fetch(ids)
	var near []model.ID
	for _, id := range ids {
		switch r, _ := c.Fact(id); r := r.Record.(type) {
		case *model.Change:
			near = append(near, r.Requester, r.Service)
			if r.Captured != nil {
				near = append(near, r.Captured.By)
			}
		case *model.Document:
			if near = append(near, r.Of, r.Author); r.Decided != nil {
				near = append(near, r.Decided.By)
			}
		case *model.Entry:
			near = append(append(near, r.Author), r.Services...)
		case *model.Waiver:
			near = append(near, r.Of, r.By)
		}
	}
	l.fetch(model.SortIDs(near))
	var releases []model.ID
	near = near[:0]
	for _, r := range model.All[*model.Release](c) {
		releases = append(releases, r.ID)
		near = append(append(near, r.Changes...), r.Service, r.Rules)
	}
	for _, ch := range model.All[*model.Change](c) {
		near = append(near, ch.Service)
	}
	l.fetch(model.SortIDs(near))
	l.parts(releases, ids)
	l.forms(ids)
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		var request decision.Request
		var row ApprovalRow
		switch r, _ := c.Fact(id); r := r.Record.(type) {
		case *model.Change:
			request = decision.Change(r)
			if row = changeRow(c, r); r.State == model.ChangeSubmitted || r.State == model.ChangeCaptured {
				if request = decision.Assessment(r); !request.Waits {
					continue // its board decides on it as it is, or it is assessed already
				}
				row.assess(c, r)
				if r.State == model.ChangeSubmitted && row.form(c, r, q.Me) {
					waiting = append(waiting, row)
					continue
				}
			}
		case *model.Entry:
			request = decision.Entry(r)
			row = catalogueRow(c, r)
			if r.State != model.EntryProposed {
				if r.NextReview.IsZero() || r.NextReview.Over().After(c.Now) {
					continue
				}
				row.Title, row.At, row.Remedy = "Catalogue entry to be reviewed: "+r.Title, r.NextReview.Over(), model.ByTask("edit-entry", r.ID, model.With("review", ""))
				row.Part, row.Purpose, row.Due, row.Overdue = PurposeReview, PurposeReview, r.NextReview.Over(), true
			}
		case *model.Waiver:
			of := c.SubjectOf(r.Of)
			if !of.Known() || of.Ended() {
				continue
			}
			request = decision.Waiver(c, r)
			row = subjectRow(c, of, id, PurposeWaiver, r.By)
			row.Title, row.At, row.Remedy = "Waiver of a check: "+r.Text, r.At, model.ByTask("decide-waiver", id)
		case *model.Document:
			if v := r.Rejected(); v != nil {
				if row, ok := rejectedRow(c, r, v); ok {
					waiting = append(waiting, row)
				}
				continue
			}
			release := model.Get[*model.Release](c, r.Of)
			if release == nil || release.Deployed || !wantsApproved(c, release, r) {
				continue
			}
			request = decision.Document(c, r)
			row = pendingRow(c, release, id, r.Form, r.Author)
			row.Title, row.At, row.Remedy = r.Title+", to be approved", r.At, model.ByTask("approve-document", id)
		default:
			continue
		}
		row.Missing = []string{rolesThatMay(c, request.Permission)}
		may := q.Me != "" && row.mayDecide(c, request)
		if may {
			row.Barred = barredBy(c, request, q.Me)
		}
		switch {
		case q.Me == "":
			waiting = append(waiting, row)
		case row.By == q.Me && (!may || len(row.Barred) > 0 || request.By == q.Me):
			row.Barred = nil
			asked = append(asked, row)
		case may: // of what they entered, too, where no duty keeps them from it
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		}
	}
	return waiting, asked, nil
}

// PurposeRejected is that of the rows that are documents which somebody sent back to their
// author: their ID is the document's.
const PurposeRejected = "rejected"

// rejectedRow is a document that was sent back, for whoever wrote it; false where what it is
// of is over.
func rejectedRow(c *model.Case, d *model.Document, v *model.Verdict) (ApprovalRow, bool) {
	row := ApprovalRow{ID: d.ID, Purpose: PurposeRejected, State: model.ApprovalPending, By: v.By, ByName: c.PersonName(v.By), Approvers: 1}
	if of := c.SubjectOf(d.Of); of.Known() {
		if of.Ended() {
			return row, false
		}
		row = subjectRow(c, of, d.ID, PurposeRejected, v.By)
	} else if f, ok := c.Fact(d.Of); ok && f.Record != nil {
		row.Name = f.Record.Row().Title
	}
	of := "" // where no release or RFC before it says so
	if row.Release == "" {
		of = " of " + string(d.Of)
	}
	if f, ok := c.Fact(d.ID); ok {
		row.Position = f.Since
	}
	row.Part, row.Title, row.At = PurposeRejected, d.Title+of+", rejected: "+(&model.Question{Text: v.Text}).Title(), v.At
	row.Missing, row.Approver = []string{c.PersonName(d.Author)}, c.PersonName(d.Author)
	row.Remedy = model.ByForm(d.Form, d.Of)
	return row, true
}

// wantsApproved reports whether the gate before a release wants a document approved.
func wantsApproved(c *model.Case, r *model.Release, d *model.Document) bool {
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return false
	}
	s, _ := p.Stage(r.Stage)
	return s != nil && slices.ContainsFunc(s.Checks, func(k process.Check) bool { return gate.WantApproved[k.Name] == d.Means() })
}

// changeRow is an RFC that waits for its authorisation.
func changeRow(c *model.Case, ch *model.Change) ApprovalRow {
	row := ApprovalRow{ID: ch.ID, Part: PurposeChange, Purpose: PurposeChange, State: model.ApprovalPending, Title: "RFC to be authorised: " + ch.Title, Name: ch.Title, By: ch.Requester, ByName: c.PersonName(ch.Requester),
		At: ch.Submitted, Approvers: 1, Service: ch.Service, Band: ch.Risk, Remedy: model.ByTask("decide-change", ch.ID)}
	if ch.Assessed != nil {
		row.At = ch.Assessed.At
	}
	if all := c.Rules.Policy.Priorities; len(all) > 0 {
		row.pressing = ch.Priority == all[0].ID
	}
	if f, ok := c.Fact(ch.ID); ok {
		row.Position = f.Since
	}
	if s := model.Get[*model.Service](c, ch.Service); s != nil {
		row.ServiceName = s.Name
	}
	return row
}

// assess makes of a row one of an RFC that waits for its assessment, by when: where
// nobody said how urgent it is, it has no priority and no limit.
func (r *ApprovalRow) assess(c *model.Case, ch *model.Change) {
	r.Part, r.Purpose, r.Remedy = PurposeAssess, PurposeAssess, model.ByTask("assess-change", ch.ID)
	r.Due, r.Overdue = ch.DueBy(), ch.Late(c.Now)
	if p := ch.Captured; p != nil {
		due := "by"
		if ch.Late(c.Now) {
			due = "late since"
		}
		r.By, r.ByName, r.At = p.By, c.PersonName(p.By), ch.Submitted
		r.Title = fmt.Sprintf("Unauthorised change to be assessed (%s %s): %s", due, c.Stamp(ch.DueBy()), ch.Title)
		return
	}
	if ch.AssessBy.IsZero() {
		r.Title = "RFC to be assessed (no priority yet): " + ch.Title
		return
	}
	r.At = ch.Awaits
	due := "by"
	if ch.Late(c.Now) {
		due = "late since"
	}
	r.Title = fmt.Sprintf("RFC to be assessed (%s, %s %s): %s", c.Rules.Policy.PriorityTitle(ch.Priority), due, c.Stamp(ch.AssessBy), ch.Title)
}

// forms loads the forms of RFCs that are to be filled before these are assessed.
func (l *loader) forms(ids []model.ID) {
	var submitted []model.ID
	for _, id := range ids {
		if ch := model.Get[*model.Change](l.c, id); ch != nil && ch.State == model.ChangeSubmitted && l.c.Document(gate.FormRFC, id) == nil {
			submitted = append(submitted, id)
		}
	}
	if len(submitted) > 0 && l.err == nil {
		l.fetch(l.ids(`SELECT r.id FROM json_each(?) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND r.kind = 'document' AND r.means = 'rfc' AND `+live("r", l.pos), list(submitted)))
	}
}

// form makes of a row of an RFC to be assessed, whose form is not filled, one of that: true
// where Me asked for the RFC, so that it waits for them. For others it waits for the
// requester first; where nobody is left who is that, it is theirs to fill.
func (r *ApprovalRow) form(c *model.Case, ch *model.Change, me model.ID) bool {
	wants := gate.FormWants(c, ch)
	if len(wants) == 0 {
		return false
	}
	r.Remedy = wants[0].Remedies[0]
	p := model.Get[*model.Person](c, ch.Requester)
	if p == nil || p.Left {
		return false
	}
	if me == "" || me == p.ID {
		r.Title = "RFC form to be filled: " + ch.Title
		r.Missing, r.Approver = []string{c.PersonName(p.ID)}, c.PersonName(p.ID)
		return true
	}
	r.First = "its form, by " + c.PersonName(p.ID)
	return false
}

// catalogueRow is an entry of the catalogue that waits for its authorisation.
func catalogueRow(c *model.Case, e *model.Entry) ApprovalRow {
	row := ApprovalRow{ID: e.ID, Part: PurposeEntry, Purpose: PurposeEntry, State: model.ApprovalPending, Title: "Catalogue entry to be authorised: " + e.Title, Name: e.Title, By: e.Author, ByName: c.PersonName(e.Author),
		At: e.Proposed, Approvers: 1, Service: e.Service(), Remedy: model.ByTask("decide-entry", e.ID)}
	if f, ok := c.Fact(e.ID); ok {
		row.Position = f.Since
	}
	if s := model.Get[*model.Service](c, e.Service()); s != nil {
		row.ServiceName = s.Name
	}
	return row
}

// barredBy names how somebody stands to what a duty keeps them from.
func barredBy(c *model.Case, q decision.Request, who model.ID) []string {
	var out []string
	for _, bar := range decision.Barring(c, q, who) {
		relation := bar.Relation
		if bar.By != nil {
			relation = StandsIn + relation
			if bar.Over() {
				relation = Was + relation
			}
		} else if !bar.Now() && (relation == "coordinator" || relation == "builder" || relation == model.PartTeam) {
			relation = Was + relation
		}
		if !slices.Contains(out, relation) {
			out = append(out, relation)
		}
	}
	return out
}
