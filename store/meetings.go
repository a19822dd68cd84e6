package store

import (
	"context"
	"slices"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/decision"
	"fairway/model/when"
)

// meetingsKept is of how many of the latest meetings an agenda follows up the
// conditions; agendaLimit the most of each other thing on it.
const (
	meetingsKept = "10"
	agendaLimit  = "200"
)

// meetings loads those of the CAB that are held or planned and the latest that were
// held, with who is there.
func (l *loader) meetings() {
	all := l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'meeting' AND r.state IN ('open', 'planned') AND " + live("r", l.pos) + " ORDER BY r.number DESC LIMIT " + agendaLimit)
	all = append(all, l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'meeting' AND r.state = 'closed' AND "+live("r", l.pos)+" ORDER BY r.number DESC LIMIT "+meetingsKept)...)
	l.fetch(all)
	l.inMeetings()
}

// inMeetings loads whoever the meetings among the facts name.
func (l *loader) inMeetings() {
	var people []model.ID
	for _, m := range model.All[*model.Meeting](l.c) {
		people = append(append(append(people, m.By, m.Chair, m.Minutes), m.Invited...), m.Came()...)
	}
	l.fetch(model.SortIDs(people))
}

// agenda loads what belongs on the agenda of a meeting: what waits for a seat of the
// CAB, what was taken up, conditions of earlier meetings, what failed since the last one
// and what is planned next. Each is bounded, however long the file is.
func (l *loader) agenda() {
	var ids []model.ID
	for _, m := range model.All[*model.Meeting](l.c) {
		for _, link := range m.Links() {
			if link.Rel == model.RelRelates {
				ids = append(ids, link.To)
			}
		}
	}
	l.fetch(append(ids, l.ids("SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.n IN ("+pendingRows(l.pos)+") AND instr(v.body, '\"role\":\"')")...))

	office := l.c.Rules.Policy.Location()
	today := when.DateOf(l.c.Now, office)
	from, until := today.Start(office), today.AddDays(l.c.Rules.Policy.Forward()+1).Start(office)
	since := cab.Since(l.c)
	l.fetch(l.ids("SELECT r.id FROM release_row r WHERE r.begins >= ? AND r.begins < ? AND r.state IN ('open', 'hold') AND "+live("r", l.pos)+" ORDER BY r.begins LIMIT "+agendaLimit, from.UnixMilli(), until.UnixMilli()))
	// By when it was recorded: what happened earlier came to be known only then.
	l.fetch(l.ids("SELECT DISTINCT v.id FROM log_row g JOIN version v ON v.since = g.pos WHERE g.at > ? AND g.action IN ('end-run', 'review-change', 'advance-change') AND v.kind IN ('run', 'change') LIMIT "+agendaLimit, since.UnixMilli()))

	var near []model.ID
	for _, ap := range model.All[*model.Approval](l.c) {
		near = append(near, ap.Of)
		for _, link := range ap.Links() {
			near = append(near, link.To)
		}
	}
	for _, r := range model.All[*model.Run](l.c) {
		near = append(near, r.Release)
	}
	l.fetch(model.SortIDs(near))
	near = near[:0]
	for _, r := range model.All[*model.Release](l.c) {
		near = append(near, r.Service, r.Rules)
	}
	for _, ch := range model.All[*model.Change](l.c) {
		near = append(near, ch.Service)
	}
	l.fetch(model.SortIDs(near))
}

// PurposeMinutes is that of the rows that are minutes of a meeting, to be approved.
const PurposeMinutes = "minutes"

// PurposeMinutesDue is the part of the rows that are minutes which somebody has to write.
const PurposeMinutesDue = "minutes-due"

// minutes finds the minutes of meetings that nobody has approved: they wait for the chair,
// and until they are written for whoever takes them.
func (db *DB) minutes(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row m CROSS JOIN link l ON l.dst = m.id AND l.rel = 'of' AND `+live("l", q.AsOf)+
		` CROSS JOIN record_row r ON r.id = l.src AND r.kind = 'document' AND r.state = 'written' AND `+live("r", q.AsOf)+` WHERE m.kind = 'meeting' AND m.state = 'closed' AND `+live("m", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids, Kinds: []model.Kind{model.KindPerson}})
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		d := model.Get[*model.Document](c, id)
		if d == nil {
			continue
		}
		m := model.Get[*model.Meeting](c, d.Of)
		if m == nil {
			continue
		}
		row := ApprovalRow{ID: id, Part: PurposeMinutes, Purpose: PurposeMinutes, State: model.ApprovalPending, Title: d.Title + " of " + string(m.ID) + ", to be approved", Name: m.Title,
			By: d.Author, ByName: c.PersonName(d.Author), At: d.At, Approvers: 1, Missing: []string{c.PersonName(m.Chair)}, Remedy: model.ByTask("approve-document", id)}
		if f, ok := c.Fact(id); ok {
			row.Position = f.Since
		}
		request := decision.Document(c, d)
		if who := decision.MinutesWaitFor(c, d, m); who != "" {
			row.Missing = []string{who}
		}
		writer := decision.MinutesWriter(c, d, m)
		mine := decision.ApprovesMinutes(c, d, m, c.Who.Person) && !decision.Abstains(request, q.Me)
		toWrite := row
		toWrite.Part, toWrite.Title, toWrite.Remedy = PurposeMinutesDue, d.Title+" of "+string(m.ID)+", to be written", decision.WriteMinutes(c, d, m)
		toWrite.By, toWrite.ByName = m.Chair, c.PersonName(m.Chair)
		toWrite.Missing, toWrite.Approver = []string{c.PersonName(writer)}, c.PersonName(writer)
		switch {
		case q.Me == "":
			waiting = append(waiting, row)
			if writer != "" {
				waiting = append(waiting, toWrite)
			}
		case writer == q.Me:
			waiting = append(waiting, toWrite)
		case mine:
			if writer != "" {
				row.Title = d.Title + " of " + string(m.ID) + ", to be approved (" + c.PersonName(writer) + " writes them yet)"
			}
			row.Approver, row.Barred = row.Missing[0], barredBy(c, request, q.Me)
			waiting = append(waiting, row)
		case slices.Contains([]model.ID{d.Author, m.Minutes}, q.Me):
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}
