package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"fairway/model"
	"fairway/model/metric"
)

// scopes reads what the releases that were deployed in the period were to bring when their
// plan was first authorised, as their record stood with that entry, and what they have.
func (l *factsLoader) scopes() error {
	var id model.ID
	var has, planned sql.NullString
	var readable bool
	var pos int64
	first := map[model.ID]int64{} // the entry that authorised the plan
	changes := map[model.ID][]*metric.Scope{}
	err := l.ofInside("r.id, v.body -> '$.changes', coalesce(p.body ->> '$.baseline.at', '') <> '', coalesce(e.pos, 0), p.body -> '$.changes'",
		"release_row r ON r.id = i.id AND "+l.live("r")+` JOIN version v ON v.n = r.n
 LEFT JOIN log_row e ON e.subject = r.id AND e.at = r.authorised LEFT JOIN version p ON p.id = r.id AND p.since = e.pos`,
		[]any{&id, &has, &readable, &pos, &planned}, func() error {
			r := l.found(id)
			if r == nil || r.Scope != nil && (!readable || pos > first[id] && first[id] > 0) {
				return nil
			}
			r.Scope = &metric.Scope{Unknown: !readable}
			if readable {
				first[id] = pos
			}
			for _, list := range []struct {
				from sql.NullString
				to   *[]model.ID
			}{{has, &r.Scope.Has}, {planned, &r.Scope.Planned}} {
				if list.from.Valid {
					if err := json.Unmarshal([]byte(list.from.String), list.to); err != nil {
						return fmt.Errorf("the scope of %s: %w", id, err)
					}
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	var all []model.ID
	for i := range l.releases {
		if s := l.releases[i].Scope; s != nil {
			for _, list := range [][]model.ID{s.Has, s.Planned} {
				for _, ch := range list {
					all, changes[ch] = append(all, ch), append(changes[ch], s)
				}
			}
		}
	}
	return l.each("SELECT r.id FROM json_each(?1) j CROSS JOIN record_row r ON r.id = j.value AND "+l.live("r")+" WHERE r.state IN ('withdrawn', 'rejected')", []any{list(model.SortIDs(all))}, []any{&id}, func() error {
		for _, s := range changes[id] {
			s.Dropped = model.SortIDs(append(s.Dropped, id))
		}
		return nil
	})
}
