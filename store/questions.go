package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// PurposeQuestion is the purpose of the rows that are questions: their ID is the
// question's, their Part what it is about.
const PurposeQuestion = "question"

// answering loads who answers for records, or answers questions (Case.Answerers).
func (l *loader) answering(ids []model.ID) {
	if len(ids) == 0 || l.err != nil {
		return
	}
	near := slices.Clone(ids)
	l.fetch(ids)
	for _, id := range ids {
		if q := model.Get[*model.Question](l.c, id); q != nil {
			near = append(near, q.About, q.Of, q.By, q.To)
		}
	}
	for range 3 { // what it belongs to; whom that names, and its service; the service's owner
		l.fetch(near)
		for _, id := range slices.Clone(near) {
			f, _ := l.c.Fact(id)
			switch r := f.Record.(type) {
			case nil, *model.Person:
			case *model.Release:
				near = append(near, r.Coordinator, r.Owner, r.Service)
			case *model.Service:
				near = append(near, r.Owner)
			default:
				row := r.Row()
				near = append(near, row.Person, row.Service)
				if of := row.Subject; of.Kind() == model.KindRelease || of.Kind() == model.KindChange {
					near = append(near, of)
				}
			}
		}
		near = model.SortIDs(near)
	}
	l.fetch(near)
}

// answerShown is how long an answer stands among what somebody asked others.
const answerShown = 7 * 24 * time.Hour

// questions finds those that wait for an answer of Me, and those that Me asked. An answer
// waits for Me for a week, until Me looked at it; without Me, all that wait are found.
func (db *DB) questions(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT r.id FROM record_row r WHERE r.kind = 'question' AND (r.state = 'open' OR r.state = 'answered' AND r.person = ?1 AND r.ends > ?2) AND `+live("r", q.AsOf)+` ORDER BY r.number DESC LIMIT `+waitingLimit, string(q.Me), q.Now.Add(-answerShown).UnixMilli()))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.answering(ids)
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range ids {
		one := model.Get[*model.Question](c, id)
		if one == nil {
			continue
		}
		row := ApprovalRow{ID: id, Purpose: PurposeQuestion, State: model.ApprovalPending, By: one.By, ByName: c.PersonName(one.By), Approvers: 1}
		if r := model.Get[*model.Release](c, one.Of); r != nil {
			row = pendingRow(c, r, id, PurposeQuestion, one.By)
		} else if f, ok := c.Fact(one.About); ok && f.Record != nil {
			about := f.Record.Row()
			row.Name, row.Service = string(one.About)+" "+about.Title, about.Service
			if ch := c.SubjectOf(cmp.Or(one.Of, one.About)).Change; ch != nil { // also of a paper of it, or a waiver
				row.Band, row.Urgent = ch.Risk, ch.Emergency() != nil
			}
			if s := model.Get[*model.Service](c, row.Service); s != nil {
				row.ServiceName = s.Name
			}
		}
		if f, ok := c.Fact(id); ok {
			row.Position = f.Since
		}
		row.Part, row.Title, row.At, row.Remedy = string(one.About), "Question on "+string(one.About)+": "+one.Title(), one.At, model.ByTask("answer-question", id)
		if a := one.Answer; a != nil {
			row.State, row.At, row.Remedy = model.QuestionAnswered, a.At, model.Remedy{}
			row.Title = "Answered by " + c.PersonName(a.By) + ": " + (&model.Question{Text: a.Text}).Title() + " (" + one.Title() + ")"
			looked, err := db.looked(ctx, tx, q, row)
			if err != nil {
				return nil, nil, err
			}
			if looked {
				asked = append(asked, row)
			} else {
				row.Missing, row.Approver = []string{c.PersonName(one.By)}, c.PersonName(one.By)
				waiting = append(waiting, row)
			}
			continue
		}
		who := c.Answerers(one)
		mine := q.Me == ""
		if len(who) > 0 {
			row.Missing, mine = []string{c.PersonName(who[0])}, mine || who[0] == q.Me
		} else { // nobody who is asked is left: whoever keeps people sees to it
			row.Missing = []string{rolesThatMay(c, keepPeople)}
			mine = mine || one.By != q.Me && mayAnywhere(c, keepPeople)
		}
		switch {
		case mine:
			row.Approver = row.Missing[0]
			waiting = append(waiting, row)
		case one.By == q.Me:
			asked = append(asked, row)
		}
	}
	return waiting, asked, nil
}

// looked reports whether Me looked at what waits since it is as it is. Of the past that isn't
// asked: nobody is told of it any more.
func (db *DB) looked(ctx context.Context, tx queryer, q ApprovalsQuery, r ApprovalRow) (bool, error) {
	if q.AsOf != Now {
		return true, nil
	}
	return ask(ctx, tx, "SELECT 1 FROM desk WHERE person = ? AND key = ? AND CAST(value AS INTEGER) >= ?", string(q.Me), SeenKey(r.ID, r.Part), r.Position).found()
}

// openQuestions loads the questions that wait and are about what is among the facts, or
// belong to it: an action that ends what they are about closes them.
func (db *DB) openQuestions(ctx context.Context, tx queryer, c *model.Case) error {
	var ids []model.ID
	var id, about model.ID
	var of string
	err := ask(ctx, tx, `SELECT r.id, r.subject, coalesce(json_extract(v.body, '$.of'), '') FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'question' AND r.state = 'open' AND `+live("r", Now)).each([]any{&id, &about, &of}, func() error {
		if c.Has(about) || c.Has(model.ID(of)) {
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: Now, c: c}
	l.fetch(ids)
	return l.err
}

// keepPeople is the permission of those who see to a question that nobody is left to
// answer.
const keepPeople = "person.write"

// putOff marks what Me has asked about, in what waits for Me, until that is answered, and
// puts it behind what Me has everything for: they may decide at any time all the same.
func (out *Approvals) putOff() {
	// What was asked about comes back with its answer: that isn't a second thing.
	again := func(r ApprovalRow) bool {
		return r.State == model.QuestionAnswered && slices.ContainsFunc(out.Waiting, func(o ApprovalRow) bool { return string(o.ID) == r.Part && o.Purpose != PurposeQuestion })
	}
	for _, r := range slices.Clone(out.Waiting) {
		if again(r) {
			out.Asked, out.Waits = append(slices.Clip(out.Asked), r), out.Waits-1
		}
	}
	out.Waiting = slices.DeleteFunc(slices.Clone(out.Waiting), again)
	for _, question := range out.Asked {
		if question.Purpose != PurposeQuestion || question.State == model.QuestionAnswered {
			continue
		}
		for i := range out.Waiting {
			if r := &out.Waiting[i]; string(r.ID) == question.Part && (r.Purpose != PurposeException || r.Release == question.Release) && r.Purpose != PurposeQuestion && !r.Owed() && len(r.Barred) == 0 {
				if !r.PutOff() {
					out.Waits--
				}
				r.Question, r.AnswerBy = question.ID, strings.Join(question.Missing, ", ")
			}
		}
	}
	slices.SortStableFunc(out.Waiting, func(a, b ApprovalRow) int { return -urgentFirst(a.PutOff(), b.PutOff()) })
}

// countQuestions says of records how many questions about them, or about what belongs to
// them, wait for an answer. Records with none are left out.
func countQuestions(ctx context.Context, tx queryer, pos Position, ids []model.ID) (map[model.ID]int, error) {
	out := map[model.ID]int{}
	if any, err := ask(ctx, tx, "SELECT 1 FROM record_row r WHERE r.kind = 'question' AND r.until IS NULL LIMIT 1").found(); err != nil || !any || len(ids) == 0 {
		return out, err
	}
	var id model.ID
	var n int
	err := ask(ctx, tx, `SELECT l.dst, count(*) FROM json_each(?) a CROSS JOIN link l ON l.dst = a.value AND l.rel = 'of' AND `+live("l", pos)+
		` CROSS JOIN record_row r ON r.id = l.src AND r.kind = 'question' AND r.state = 'open' AND `+live("r", pos)+` GROUP BY l.dst`, list(ids)).each([]any{&id, &n}, func() error {
		out[id] = n
		return nil
	})
	return out, err
}
