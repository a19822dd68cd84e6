package store

import (
	"context"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/when"
)

// PurposeMeeting is that of the rows that are meetings of the CAB to which Me is to come:
// their ID is the meeting's.
const PurposeMeeting = "meeting"

// invitations finds the meetings that are planned or held, for whoever is invited, leads
// one or takes its minutes, until they have joined it. Who called one sees where it stands.
func (db *DB) invitations(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'meeting' AND r.state IN ('planned', 'open') AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids})
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		m := model.Get[*model.Meeting](c, id)
		if m == nil {
			continue
		}
		to := slices.Concat([]model.ID{m.Chair, m.Minutes}, m.Invited)
		row := ApprovalRow{ID: id, Part: PurposeMeeting, Purpose: PurposeMeeting, State: model.ApprovalPending, Name: m.Title, By: m.By, ByName: c.PersonName(m.By), At: m.At, Approvers: 1}
		if m.Open() {
			row.Title = m.Title + ", held now"
			row.Remedy = model.ByTask("join-meeting", id)
		} else {
			row.Due = m.Planned.Start.At
			row.Title = m.Title + ", " + when.Tell(m.Planned.Start, when.Moment{}, c.Rules.Policy.Location(), c.Days())
			if q.Me == m.Chair {
				row.Remedy = model.ByTask("open-meeting", id)
			}
		}
		var missing []model.ID
		for _, who := range to {
			if !m.Attends(who) && !slices.Contains(missing, who) {
				missing = append(missing, who)
			}
		}
		row.Missing = []string{strings.Join(model.Each(missing, c.PersonName), ", ")}
		if f, ok := c.Fact(id); ok {
			row.Position = f.Since
		}
		switch {
		case len(missing) == 0:
		case q.Me == "":
			waiting = append(waiting, row)
		case slices.Contains(missing, q.Me):
			row.Approver, row.Missing = c.PersonName(q.Me), []string{c.PersonName(q.Me)}
			waiting = append(waiting, row)
		case m.By == q.Me:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}
