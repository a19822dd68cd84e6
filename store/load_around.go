package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// entries loads a stretch of the log, and the records that it wrote as they
// stand now. So do notices that were told to count from a time in the log.
func (l *loader) entries(s model.Stretch) {
	if s.First <= 0 || s.Last < s.First {
		return
	}
	s.Last = min(s.Last, s.First+model.EntriesMost-1)
	var e model.Logged
	var text string
	l.each("SELECT r.pos, r.at, "+stands+", l.line FROM log_row r JOIN log l USING (pos)"+timeJoin+" WHERE r.pos BETWEEN ? AND ? ORDER BY r.pos", []any{s.First, s.Last}, []any{&e.Position, (*stamp)(&e.At), (*stamp)(&e.Stands), &text}, func() error {
		entry, err := readLine(text)
		if err != nil {
			return err
		}
		e.Subject, e.Action, e.Values = entry.Subject, entry.Action, entry.Values
		l.c.Entries = append(l.c.Entries, e)
		return nil
	})
	for i := range l.c.Entries {
		e := &l.c.Entries[i]
		e.Wrote = l.ids("SELECT id FROM version WHERE since = ? ORDER BY n", e.Position)
		l.fetch(e.Wrote)
	}
	l.fetch(l.ids("SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'notice' AND r.until IS NULL AND v.body ->> '$.after' IS NOT NULL"))
}

// over are the states in which nothing depends on a record any more, as lists
// have them, whatever its kind.
const over = "'closed', 'cancelled', 'rejected', 'withdrawn', 'void', 'retired', 'left', 'reviewed', 'deployed', 'failed', 'rolled-back', 'dropped', 'adopted'"

// hanging loads what points at records and is not over yet, and what belongs to
// those.
func (l *loader) hanging(ids []model.ID) {
	for _, id := range ids {
		near := l.ids("SELECT DISTINCT r.id FROM link l CROSS JOIN record_row r ON r.id = l.src AND "+live("r", l.pos)+" AND r.state NOT IN ("+over+") WHERE l.dst = ? AND "+live("l", l.pos)+" LIMIT 0+?",
			string(id), model.AroundMost)
		l.fetch(near)
		l.owners(append(near, id))
	}
}

// owners loads what records belong to, or stand in a decision about.
func (l *loader) owners(ids []model.ID) {
	l.fetch(l.ids("SELECT dst FROM "+linked("src", "?", l.pos)+" AND l.rel IN ('of', 'caused-by', 'suspects', 'relates')", list(model.SortIDs(ids))))
}

// departing finds the open releases of trains, and loads what these name.
func (l *loader) departing(trains []model.ID) []model.ID {
	if len(trains) == 0 {
		return nil
	}
	l.fetch(trains)
	for _, id := range trains {
		if t := model.Get[*model.Train](l.c, id); t != nil {
			for _, d := range t.Departed { // also those that were cancelled
				if d.Start.At.After(l.c.Now) {
					l.fetch([]model.ID{d.Release})
				}
			}
			l.fetch(model.SortIDs([]model.ID{t.Service, t.Team, t.Coordinator, t.Owner, t.RollbackOwner, t.By}))
		}
	}
	return l.ids("SELECT r.id FROM "+linked("dst", "?", l.pos)+" AND l.rel = 'train' CROSS JOIN release_row r ON r.id = l.src AND r.state IN ('open', 'hold') AND "+live("r", l.pos),
		list(model.SortIDs(trains)))
}

// departures are where the next departure of each of some trains lies for which no release
// is registered, and where the next few of some timetables do. A rule that can't be followed
// has none: it refuses the act.
func (l *loader) departures(trains []model.ID, timetables []*model.Train) []when.Span {
	var out []when.Span
	add := func(t *model.Train, stops []gate.Stop) {
		for _, s := range stops {
			out = append(out, s.Slot.Span(gate.TrainZone(l.c, t)))
		}
	}
	for _, id := range trains {
		if t := model.Get[*model.Train](l.c, id); t != nil {
			stops, _ := gate.ToRegister(l.c, t, 1)
			add(t, stops)
		}
	}
	for _, t := range timetables {
		l.fetch(model.SortIDs([]model.ID{t.Service}))
		if t.Rule != "" && !t.Slot.IsZero() { // it is being typed
			stops, _ := gate.Stops(l.c, t, l.c.Now, gate.StopsAhead)
			add(t, stops)
		}
	}
	return out
}

// scoping finds the open releases that scope changes.
func (l *loader) scoping(changes []model.ID) []model.ID {
	if len(changes) == 0 {
		return nil
	}
	for _, id := range changes { // who would have to decide again
		if ch := model.Get[*model.Change](l.c, id); ch != nil && ch.Decided != nil {
			l.fetch([]model.ID{ch.Decided.By})
		}
	}
	return l.ids("SELECT r.id FROM "+linked("dst", "?", l.pos)+" AND l.rel = 'scopes' CROSS JOIN release_row r ON r.id = l.src AND r.state IN ('open', 'hold') AND "+live("r", l.pos),
		list(model.SortIDs(changes)))
}

// movers are who moved releases: they need have no other part in them.
func (l *loader) movers(releases []model.ID) []model.ID {
	var out []model.ID
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			out = append(out, model.Each(r.Moves, func(m model.Move) model.ID { return m.By })...)
		}
	}
	return model.SortIDs(out)
}

// nearAlone loads what the changes among some records that go their own way
// point at, and who decided on them.
func (l *loader) nearAlone(ids []model.ID) {
	var near []model.ID
	of := map[model.ID]bool{}
	for _, id := range ids {
		if ch := model.Get[*model.Change](l.c, id); ch != nil && (ch.Declared != nil || ch.Unauthorised()) {
			of[id] = true
			for _, link := range ch.Links() {
				near = append(near, link.To)
			}
		}
	}
	if len(near) == 0 {
		return
	}
	for _, a := range model.All[*model.Approval](l.c) {
		if of[a.Of] {
			for _, link := range a.Links() {
				near = append(near, link.To)
			}
		}
	}
	l.fetch(model.SortIDs(near))
}
