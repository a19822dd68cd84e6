package store

import (
	"database/sql"
	"slices"

	"fairway/model"
	"fairway/model/action"
)

// history loads the newest entries about a record, with what each replaced.
func (l *loader) history(id model.ID) {
	// What a release was moved along by is another's: it is taken back there. A window that
	// was edited in part has what became of the rest from that.
	touches, err := all(ask(l.ctx, l.q, "SELECT pos, who, action FROM log_row WHERE pos IN ("+aboutRecord("?1")+") AND (subject = ?1 OR action NOT IN ("+alongActions+") OR ?1 LIKE 'WIN-%' OR ?1 LIKE 'INC-%') AND NOT (?1 LIKE 'REL-%' AND action = '"+action.Name(action.LinkIncident{})+"') ORDER BY pos DESC LIMIT 40", string(id)), func(t *model.Touch) []any {
		return []any{&t.Position, &t.Who, &t.Action}
	})
	l.fail(err)
	for i := range touches {
		if touches[i].Action == importAction || touches[i].Action == action.Name(action.TakeZones{}) { // it may have written very many
			touches[i].Wrote = []model.ID{id}
			continue
		}
		l.touch(&touches[i])
	}
	l.c.History = touches
	if id.Kind() == model.KindRelease {
		l.movedWith(id, touches)
	}
	// What was moved along with it goes back with it, and is judged as it stands.
	var along, parts []model.ID
	for _, t := range touches {
		for _, other := range t.Wrote {
			switch {
			case other == id:
			case other.Kind() == model.KindRelease:
				along = append(along, other)
			case other.Kind() == model.KindWindow: // the part of it that was edited
				parts = append(parts, other)
			}
		}
	}
	if id.Kind() == model.KindWindow { // a release brings its people along
		for _, t := range touches {
			parts = append(parts, t.Who)
		}
	}
	l.fetch(model.SortIDs(parts))
	if along = model.SortIDs(along); len(along) > 0 {
		l.around(slices.Compact(along), nil)
		l.parts(slices.Compact(along), nil)
	}
}

// movedWith loads the release with which another moved along, where that was done to it last.
func (l *loader) movedWith(id model.ID, touches []model.Touch) {
	last := int64(0)
	if len(touches) > 0 {
		last = touches[0].Position
	}
	moves := "'" + action.Name(action.Reschedule{}) + "'"
	for _, with := range l.ids("SELECT r.subject FROM log_row r JOIN version v ON v.since = r.pos AND v.id = ?1 WHERE r.pos > ?2 AND r.action = "+moves+" AND r.subject <> ?1 AND NOT EXISTS (SELECT 1 FROM version w JOIN log_row u ON u.pos = w.since AND u.action = '"+action.Name(action.Undo{})+"' WHERE w.id = ?1 AND w.since > r.pos) ORDER BY r.pos DESC LIMIT 1", string(id), last) {
		l.c.MovedWith = with
	}
}

func (l *loader) touch(t *model.Touch) {
	t.Before = map[model.ID]model.Record{}
	t.Wrote = l.ids("SELECT id FROM version WHERE since = ? ORDER BY n", t.Position)
	var kind string
	var id model.ID
	var body sql.NullString
	l.each("SELECT kind, id, body FROM version WHERE until = ?", []any{t.Position}, []any{&kind, &id, &body}, func() error {
		r, err := recordOf(kind, body)
		if r != nil {
			t.Before[id] = r
		}
		return err
	})
}
