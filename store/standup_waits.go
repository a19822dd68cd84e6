package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/standup"
)

// waiting finds what waits for somebody's word about a release, or about a change that
// goes its own way, and what is past its deadline.
func (s *standupReader) waiting() error {
	q := ApprovalsQuery{AsOf: s.q.AsOf, Now: s.q.Now}
	pending, err := s.db.waiting(s.ctx, s.tx, nil, TableQuery{AsOf: s.q.AsOf, Now: s.q.Now})
	if err != nil {
		return err
	}
	s.l.fetch(model.SortIDs(model.Each(pending, func(a *model.Approval) model.ID { return a.Of })))
	for _, a := range pending {
		if of := s.f.Case.SubjectOf(a.Of); !of.Known() || of.Ended() || !s.ours(a.Of) {
			continue
		}
		w := standup.Waiting{Of: a.Of, Title: a.Title, Since: a.At}
		now, _ := a.Asked()
		for _, approver := range now {
			if approver.Person == "" || !s.q.Unnamed {
				w.Who = append(w.Who, approver.Title)
			}
		}
		s.f.Waiting = append(s.f.Waiting, w)
	}
	for _, find := range []func(context.Context, queryer, ApprovalsQuery) (waiting, asked []ApprovalRow, err error){s.db.exceptions, s.db.awaited, s.db.owed, s.db.steps, s.db.questions} {
		waiting, asked, err := find(s.ctx, s.tx, q)
		if err != nil {
			return err
		}
		for _, row := range slices.Concat(waiting, asked) {
			s.waits(row)
		}
	}
	papers, _, err := s.db.papers(s.ctx, s.tx, q)
	if err != nil {
		return err
	}
	for _, row := range papers {
		if row.Overdue { // what is owed and has time is said by its own list
			s.owes(row, papersOf(row))
		}
	}
	slices.SortStableFunc(s.f.Owed, func(a, b standup.Owed) int { return a.Due.Compare(b.Due) })
	return s.l.err
}

// personal are the purposes of what waits for somebody by name, and what it is called
// where nobody is named.
var personal = map[string]string{PurposeCountersign: "a countersignature", PurposeCondition: "a condition", PurposeQuestion: "an answer", PurposeStep: "the next step", PurposeRejected: "a new version", PurposeException: "an exception from a freeze"}

// waits puts a row of what waits among the rest, where it is about a release or an RFC
// that goes its own way.
func (s *standupReader) waits(row ApprovalRow) {
	if row.Release == "" || row.State == model.QuestionAnswered {
		return
	}
	s.l.fetch([]model.ID{row.Release})
	if of := s.f.Case.SubjectOf(row.Release); !of.Known() || of.Ended() || !s.ours(row.Release) {
		return
	}
	w := standup.Waiting{Of: row.Release, Title: row.Title, Who: row.Missing, Since: row.At}
	if s.q.Unnamed && personal[row.Purpose] != "" {
		w.Title, w.Who = personal[row.Purpose], nil
	}
	s.f.Waiting = append(s.f.Waiting, w)
}

// papersOf is what a stage past its deadline is called.
func papersOf(row ApprovalRow) string {
	what, _, _ := strings.Cut(strings.TrimPrefix(row.Title, "Overdue: "), ", due ")
	return what
}

func (s *standupReader) owes(row ApprovalRow, what string) {
	s.l.fetch([]model.ID{row.ID})
	if !s.ours(row.ID) {
		return
	}
	who := row.Missing
	if s.q.Unnamed && len(who) > 0 {
		who = who[1:] // whoever leads it comes first; the rest are roles
	}
	s.f.Owed = append(s.f.Owed, standup.Owed{ID: row.ID, Title: cmp.Or(what, row.Title), Due: row.Due, Who: who})
}

// named loads the people of whom is spoken.
func (s *standupReader) named() error {
	var people []model.ID
	for _, id := range s.f.Written {
		switch r := s.record(id).(type) {
		case *model.Release:
			for _, m := range r.Moves {
				people = append(people, m.By)
			}
			for _, p := range r.Passed {
				people = append(people, p.By)
			}
			for _, k := range r.Accepted {
				people = append(people, k.By)
			}
			if r.Cancelled != nil {
				people = append(people, r.Cancelled.By)
			}
			if r.Hold != nil {
				people = append(people, r.Hold.By)
			}
		case *model.Approval:
			for _, d := range r.Decisions {
				people = append(people, d.By)
			}
		case *model.Change:
			if r.Decided != nil {
				people = append(people, r.Decided.By)
			}
		case *model.Waiver:
			if r.Decided != nil {
				people = append(people, r.Decided.By)
			}
		case *model.Window:
			for _, e := range r.Exceptions {
				if e.Decided != nil {
					people = append(people, e.Decided.By)
				}
			}
		}
	}
	for _, id := range s.f.OnHold {
		people = append(people, model.Get[*model.Release](s.f.Case, id).Hold.By)
	}
	s.l.fetch(model.SortIDs(people))
	return s.l.err
}
