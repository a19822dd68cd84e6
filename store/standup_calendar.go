package store

import (
	"database/sql"
	"slices"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/standup"
)

// windows are those of some records that are about something of the team, with what they
// were at a position: before they were written since.
func (s *standupReader) windows(ids []model.ID, from int64) error {
	var written []*model.Window
	var names []model.ID
	for _, id := range ids {
		if w, ok := s.record(id).(*model.Window); ok {
			written, names = append(written, w), append(names, slices.Concat(w.Services, w.Items, w.People)...)
		}
	}
	if len(written) == 0 {
		return nil
	}
	s.l.fetch(model.SortIDs(names))
	before := map[model.ID]*model.Window{}
	var body, sum sql.NullString
	of := model.Each(written, func(w *model.Window) model.ID { return w.ID })
	err := ask(s.ctx, s.tx, "SELECT v.body, v.digest FROM json_each(?1) a CROSS JOIN version v ON v.id = a.value WHERE v.body IS NOT NULL AND v.since <= ?2 AND (v.until IS NULL OR v.until > ?2)", list(of), from).each([]any{&body, &sum}, func() error {
		r, err := s.db.recordOf(string(model.KindWindow), sum.String, body)
		if w, ok := r.(*model.Window); ok {
			before[w.ID] = w
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(written, func(a, b *model.Window) int { return model.CompareIDs(a.ID, b.ID) })
	for _, w := range written {
		if s.concerns(w) || before[w.ID] != nil && s.concerns(before[w.ID]) {
			s.f.Windows = append(s.f.Windows, standup.Window{Before: before[w.ID], Now: w, For: s.covers(w)})
		}
	}
	return nil
}

// concerns reports whether a window is about something, or somebody, of the team.
func (s *standupReader) concerns(w *model.Window) bool {
	if s.f.Team == nil || w.Everything || slices.ContainsFunc(slices.Concat(w.Services, w.Items), s.serves) {
		return true
	}
	// A rota is news for those whose service it is, not for each team that somebody of it is in.
	if w.Class != model.WindowOnCall && slices.ContainsFunc(w.People, func(id model.ID) bool { return slices.Contains(s.f.Team.Members, id) }) {
		return true
	}
	return slices.ContainsFunc(s.servicesOfTeam(), func(of *model.Service) bool { return gate.ConcernsService(w, of) })
}
