package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Slip says how far a release is behind the start that was first authorised for it.
type Slip struct {
	From when.Moment `json:"from"` // the frozen baseline's start
	Days int         `json:"days"` // in the service's zone; 0 within its day
}

// promised is how a release stands to what was authorised first.
type promised struct {
	behind *Slip
	moved  bool // since then
}

// slips say of some releases, by their ids, how they stand to their baseline: behind it
// is what started later than that and the policy's tolerance, or is planned to, or is
// awaited for longer (model.Promise). Emergencies have no schedule to slip from, and of what
// ended without a run it can't be told.
func (db *DB) slips(ctx context.Context, q queryer, pos Position, now time.Time, ids []model.ID) (map[model.ID]promised, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	type row struct {
		id, service model.ID
		planned     when.Moment
		promise     model.Promise
		authorised  time.Time
		moves       string
	}
	var found []row
	var r row
	services := map[model.ID]bool{}
	err := ask(ctx, q, `SELECT r.id, r.service, r.begins, r.begins_day, r.base, r.base_day, r.authorised, r.cancelled, r.moves,
 (SELECT min(d.started) FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND `+live("d", pos)+`)
 FROM json_each(?) a CROSS JOIN release_row r ON r.id = a.value AND `+live("r", pos)+`
 WHERE r.base IS NOT NULL AND r.means <> '`+model.TypeEmergency+`' AND (r.deployed = 0 AND (r.ended = 0 OR r.cancelled IS NOT NULL) OR EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND `+live("d", pos)+`))`, list(ids)).
		each([]any{&r.id, &r.service, (*momentAt)(&r.planned), (*wholeDay)(&r.planned), (*momentAt)(&r.promise.Start), (*wholeDay)(&r.promise.Start),
			(*stamp)(&r.authorised), (*stamp)(&r.promise.Cancelled), &r.moves, (*stamp)(&r.promise.Began)}, func() error {
			found = append(found, r)
			services[r.service] = true
			return nil
		})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	policy, err := db.policy(ctx, q, pos)
	if err != nil {
		return nil, err
	}
	known, err := zonesOf(ctx, q, pos, slices.Collect(maps.Keys(services)))
	if err != nil {
		return nil, err
	}
	out := map[model.ID]promised{}
	for i := range found {
		r := &found[i]
		var moves []model.Move
		if r.moves != "" {
			if moves, err = readMoves(r.moves); err != nil {
				return nil, fmt.Errorf("the moves of %s: %w", r.id, err)
			}
		}
		r.promise.Zone = (&model.Service{Zone: known[r.service]}).Location(policy.Location())
		r.promise.Moves = model.MovesSince(moves, r.authorised)
		k := promised{moved: len(r.promise.Moves) > 0}
		if days, behind := r.promise.Behind(r.planned, policy, now); behind {
			k.behind = &Slip{r.promise.Start, days}
		}
		out[r.id] = k
	}
	return out, nil
}

// slipped finds the releases behind their first authorised start among those that
// the rest of a filter lets through.
func (c *compiler) slipped(w *where) ([]model.ID, error) {
	ids, err := c.among(w, " AND r.base IS NOT NULL", "")
	if err != nil {
		return nil, err
	}
	found, err := c.db.slips(c.ctx, c.q, c.at.asOf, c.at.now, ids)
	return slices.DeleteFunc(ids, func(id model.ID) bool { return found[id].behind == nil }), err
}

// nobodyWrote is the position of news where there are none.
const nobodyWrote = 0

// newsFrom is the position of the first entry of the log that was written since the
// working day before today began, by the organisation's week and zone.
func (db *DB) newsFrom(ctx context.Context, q queryer, pos Position, now time.Time) (int64, error) {
	policy, err := db.policy(ctx, q, pos)
	if err != nil {
		return nobodyWrote, err
	}
	week, zone := policy.Week(), policy.Location()
	day := when.DateOf(now, zone).AddDays(-1)
	for n := 0; n < 6 && !week.Works(day); n++ {
		day = day.AddDays(-1)
	}
	var from int64
	err = q.QueryRowContext(ctx, "SELECT coalesce(min(pos), 0) FROM log_row WHERE at >= ?", day.Start(zone).UnixMilli()).Scan(&from)
	return from, err
}

// changed finds the releases that were written since the working day before today
// began among those that the rest of a filter lets through.
func (c *compiler) changed(w *where) ([]model.ID, error) {
	from, err := c.db.newsFrom(c.ctx, c.q, c.at.asOf, c.at.now)
	if err != nil || from == nobodyWrote {
		return nil, err
	}
	const since = " AND r.since >= ?"
	return c.among(w, since, since, from)
}
