package store

import (
	"context"
	"database/sql"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// ReportQuery asks for what a report of a period says besides its measures.
type ReportQuery struct {
	Span when.Span
	// Filter is of releases; "" lets all through.
	Filter string
	AsOf   Position
	Now    time.Time
	Me     model.ID
	Zone   *time.Location // in which dates of the filter are meant; nil is the organisation's
}

// Reported is what a report of a period is made of besides its measures.
type Reported struct {
	// Case holds what was written since the period began of all that is decided on and
	// moved, with what it is about; people and services; the improvement actions; and the
	// holidays, whose dates from the period on are Holidays.
	Case     *model.Case
	Changes  []*model.Change
	Holidays map[when.Date]bool
	// Within are the releases that pass the filter, with the RFCs in them; nil without one.
	Within map[model.ID]bool
	// Position and Hash are those of the last entry as of which it holds.
	Position Position
	Hash     string
}

// reported are the kinds of record that are decided on, moved or held.
const reported = "'release', 'change', 'approval', 'document', 'waiver', 'proposal', 'entry', 'meeting', 'window', 'period'"

// Reported reads it. What was decided in a period was written down in it or later: a record
// of which nothing was written since it began says nothing of it.
func (db *DB) Reported(ctx context.Context, q ReportQuery) (Reported, error) {
	return viewed(ctx, db, "read what was decided in a period", func(tx *view) (Reported, error) {
		return db.reported(ctx, tx, q)
	})
}

func (db *DB) reported(ctx context.Context, tx *view, q ReportQuery) (out Reported, err error) {
	if _, err := ask(ctx, tx, "SELECT pos, hash FROM log WHERE pos <= ? ORDER BY pos DESC LIMIT 1", q.AsOf.last()).one(&out.Position, &out.Hash); err != nil {
		return out, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{Kinds: []model.Kind{model.KindPerson, model.KindService, model.KindImprovement}})
	if err != nil {
		return out, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	from, err := db.writtenFrom(ctx, tx, q.Span.Start)
	if err != nil {
		return out, err
	}
	kinds := " AND kind IN (" + reported + ")"
	written := l.ids("SELECT v.id FROM version v WHERE v.since >= ?"+kinds+" AND "+live("v", q.AsOf), from)
	l.fetch(written)
	var near []model.ID
	for _, id := range written {
		if f, ok := c.Fact(id); ok {
			near = append(near, model.DecidedOf(f.Record))
		}
	}
	for _, i := range model.All[*model.Improvement](c) {
		near = append(near, i.Of)
	}
	for _, m := range model.All[*model.Meeting](c) {
		near = append(near, m.Document)
	}
	l.fetch(model.SortIDs(near))
	// Whether a date was moved after it was authorised its approvals say.
	var moved []model.ID
	for _, r := range model.All[*model.Release](c) {
		for _, m := range r.Moves {
			if q.Span.Holds(m.At) {
				moved = append(moved, r.ID)
				break
			}
		}
		near = append(near, r.Rules)
	}
	l.fetch(model.SortIDs(near))
	l.fetch(l.ids("SELECT l.src FROM "+linked("dst", "?", q.AsOf)+" AND l.rel = 'of' CROSS JOIN record_row r ON r.id = l.src AND r.kind = 'approval' AND "+live("r", q.AsOf), list(model.SortIDs(moved))))
	l.holidays()
	if l.err != nil {
		return out, l.err
	}
	out.Case, out.Holidays = c, gate.Holidays(c, c.Rules.Policy, when.Span{Start: q.Span.Start, End: q.Span.End.AddDate(2, 0, 0)})
	if q.Filter != "" {
		if out.Within, err = db.within(ctx, tx, q); err != nil {
			return out, err
		}
	}
	out.Changes, err = changes(ctx, tx, q.AsOf)
	return out, err
}

// within finds the releases that pass a filter, and the RFCs in them.
func (db *DB) within(ctx context.Context, tx *view, q ReportQuery) (map[model.ID]bool, error) {
	w, err := db.where(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return nil, err
	}
	out := map[model.ID]bool{}
	var release model.ID
	var change sql.NullString
	err = ask(ctx, tx, "SELECT r.id, l.dst FROM release_row r LEFT JOIN link l ON l.src = r.id AND l.rel = 'scopes' AND "+live("l", q.AsOf)+" WHERE "+live("r", q.AsOf)+w.text(), w.args...).
		each([]any{&release, &change}, func() error {
			out[release] = true
			if change.Valid {
				out[model.ID(change.String)] = true
			}
			return nil
		})
	return out, err
}

// writtenFrom is the first entry of the log that may have been written at or after a moment:
// an entry of before may have been by a clock that was ahead.
func (db *DB) writtenFrom(ctx context.Context, q queryer, at time.Time) (int64, error) {
	var pos sql.NullInt64
	_, err := ask(ctx, q, "SELECT min(pos) FROM log_row WHERE at >= ?", at.Add(-skew).UnixMilli()).one(&pos)
	if err != nil || !pos.Valid {
		return 1 << 62, err
	}
	return pos.Int64, nil
}
