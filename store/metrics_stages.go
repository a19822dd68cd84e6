package store

import (
	"database/sql"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// held reads when the releases were on hold: the stretches in which their states were. There
// are few of these in all, whatever the period.
func (l *factsLoader) held() error {
	var id model.ID
	var since, until int64
	var from time.Time
	var to sql.NullInt64
	upTo := ""
	if l.q.AsOf != Now {
		upTo = " AND h.since <= ?"
	}
	ended := map[model.ID]int64{} // the state after the last one on hold
	query := "SELECT h.id, h.since, coalesce(h.until, 0), a.at, z.at FROM release_row h INDEXED BY release_row_held CROSS JOIN log_row a ON a.pos = h.since LEFT JOIN log_row z ON z.pos = h.until WHERE h.state = 'hold'" + upTo + " ORDER BY h.id, h.since"
	var args []any
	if upTo != "" {
		args = []any{int64(l.q.AsOf)}
	}
	return l.each(query, args, []any{&id, &since, &until, (*stamp)(&from), &to}, func() error {
		at, ok := l.found(id)
		if !ok {
			return nil
		}
		var end time.Time // it goes on
		if until != 0 && (l.q.AsOf == Now || until <= int64(l.q.AsOf)) {
			end = fromMillis(to)
		}
		holds := l.kept.holds[at]
		if n := len(holds); n > 0 && ended[id] == since { // one state after the other
			holds[n-1].End = end
		} else {
			l.kept.holds[at] = append(holds, when.Span{Start: from, End: end})
		}
		ended[id] = until
		return nil
	})
}
