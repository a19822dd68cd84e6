package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/metric"
)

// scopes are what releases were to bring, and what they have, by their places.
type scopes struct {
	state   []byte              // see scopeUnknown
	lists   map[int32][2]string // of those that have one: what it has, and what was planned
	dropped map[model.ID]bool   // RFCs that were withdrawn or rejected
}

// What is known of the scope of a release.
const (
	scopeUnasked = iota
	scopeUnknown
	scopeKnown
)

// of is the scope of the release at a place; nil where it wasn't asked.
func (s *scopes) of(at int) *metric.Scope {
	if at >= len(s.state) || s.state[at] == scopeUnasked {
		return nil
	}
	lists := s.lists[int32(at)]
	out := &metric.Scope{Unknown: s.state[at] == scopeUnknown, Has: readIDs(lists[0]), Planned: readIDs(lists[1])}
	for _, list := range [][]model.ID{out.Has, out.Planned} {
		for _, id := range list {
			if s.dropped[id] && !slices.Contains(out.Dropped, id) {
				out.Dropped = append(out.Dropped, id)
			}
		}
	}
	out.Dropped = model.SortIDs(out.Dropped)
	return out
}

// scopes reads what the releases that were deployed in the period were to bring when their
// plan was first authorised, as their record stood with that entry, and what they have.
func (l *factsLoader) scopes() error {
	s := scopes{state: make([]byte, l.kept.Len()), lists: map[int32][2]string{}, dropped: map[model.ID]bool{}}
	var id, was model.ID
	var has, planned sql.NullString
	var readable bool
	var pos, first int64 // the entry that authorised the plan
	var all []model.ID
	err := l.ofInside("r.id, v.body -> '$.changes', coalesce(p.body ->> '$.baseline.at', '') <> '', coalesce(e.pos, 0), p.body -> '$.changes'",
		"release_row r ON r.id = i.id AND "+l.live("r")+` JOIN version v ON v.n = r.n
 LEFT JOIN log_row e ON e.subject = r.id AND e.at = r.authorised LEFT JOIN version p ON p.id = r.id AND p.since = e.pos`,
		[]any{&id, &has, &readable, &pos, &planned}, func() error {
			if id != was { // those of one lie side by side
				was, first = id, 0
			}
			at, ok := l.found(id)
			if !ok || s.state[at] != scopeUnasked && (!readable || pos > first && first > 0) {
				return nil
			}
			s.state[at] = scopeUnknown
			if readable {
				s.state[at], first = scopeKnown, pos
			}
			var texts [2]string
			for i, list := range []sql.NullString{has, planned} {
				var ids []model.ID
				if list.Valid {
					if err := json.Unmarshal([]byte(list.String), &ids); err != nil {
						return fmt.Errorf("the scope of %s: %w", id, err)
					}
				}
				texts[i], all = writeIDs(ids), append(all, ids...)
			}
			if texts[0] == texts[1] {
				texts[1] = texts[0]
			}
			if delete(s.lists, at); texts[0]+texts[1] != "" {
				s.lists[at] = texts
			}
			return nil
		})
	if err != nil {
		return err
	}
	err = l.each("SELECT r.id FROM json_each(?1) j CROSS JOIN record_row r ON r.id = j.value AND "+l.live("r")+" WHERE r.state IN ('withdrawn', 'rejected')", []any{list(model.SortIDs(all))}, []any{&id}, func() error {
		s.dropped[id] = true
		return nil
	})
	l.kept.scopes = s
	return err
}
