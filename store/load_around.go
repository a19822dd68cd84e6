package store

import "fairway/model"

// entries loads a stretch of the log, and the records that it wrote as they
// stand now. So do notices that were told to count from a time in the log.
func (l *loader) entries(s model.Stretch) error {
	if s.First <= 0 || s.Last < s.First {
		return nil
	}
	s.Last = min(s.Last, s.First+model.EntriesMost-1)
	var e model.Logged
	var text string
	err := ask(l.ctx, l.q, "SELECT r.pos, r.at, "+stands+", l.line FROM log_row r JOIN log l USING (pos)"+timeJoin+" WHERE r.pos BETWEEN ? AND ? ORDER BY r.pos", s.First, s.Last).each([]any{&e.Position, (*stamp)(&e.At), (*stamp)(&e.Stands), &text}, func() error {
		entry, err := readLine(text)
		if err != nil {
			return err
		}
		e.Subject, e.Action, e.Values = entry.Subject, entry.Action, entry.Values
		l.c.Entries = append(l.c.Entries, e)
		return nil
	})
	if err != nil {
		return err
	}
	for i := range l.c.Entries {
		e := &l.c.Entries[i]
		if e.Wrote, err = l.ids("SELECT id FROM version WHERE since = ? ORDER BY n", e.Position); err != nil {
			return err
		}
		if err := l.fetch(e.Wrote); err != nil {
			return err
		}
	}
	after, err := l.ids("SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'notice' AND r.until IS NULL AND v.body ->> '$.after' IS NOT NULL")
	if err != nil {
		return err
	}
	return l.fetch(after)
}

// over are the states in which nothing depends on a record any more, as lists
// have them, whatever its kind.
const over = "'closed', 'cancelled', 'rejected', 'withdrawn', 'void', 'retired', 'left', 'reviewed', 'deployed', 'failed', 'rolled-back', 'dropped'"

// hanging loads what points at records and is not over yet, and what belongs to
// those.
func (l *loader) hanging(ids []model.ID) error {
	for _, id := range ids {
		near, err := l.ids("SELECT DISTINCT r.id FROM link l CROSS JOIN record_row r ON r.id = l.src AND "+live("r", l.pos)+" AND r.state NOT IN ("+over+") WHERE l.dst = ? AND "+live("l", l.pos)+" LIMIT 0+?",
			string(id), model.AroundMost)
		if err != nil {
			return err
		}
		if err := l.fetch(near); err != nil {
			return err
		}
		if err := l.owners(append(near, id)); err != nil {
			return err
		}
	}
	return nil
}

// owners loads what records belong to, or stand in a decision about.
func (l *loader) owners(ids []model.ID) error {
	up, err := l.ids("SELECT dst FROM link l WHERE src IN (SELECT value FROM json_each(?)) AND rel IN ('of', 'caused-by', 'suspects', 'relates') AND "+live("l", l.pos), list(model.SortIDs(ids)))
	if err != nil {
		return err
	}
	return l.fetch(up)
}

// scoping finds the open releases that scope changes.
func (l *loader) scoping(changes []model.ID) ([]model.ID, error) {
	if len(changes) == 0 {
		return nil, nil
	}
	for _, id := range changes { // who would have to decide again
		if ch := model.Get[*model.Change](l.c, id); ch != nil && ch.Decided != nil {
			if err := l.fetch([]model.ID{ch.Decided.By}); err != nil {
				return nil, err
			}
		}
	}
	return l.ids("SELECT r.id FROM link l CROSS JOIN release_row r ON r.id = l.src AND r.state IN ('open', 'hold') AND "+live("r", l.pos)+" WHERE l.rel = 'scopes' AND l.dst IN (SELECT value FROM json_each(?)) AND "+live("l", l.pos),
		list(model.SortIDs(changes)))
}
