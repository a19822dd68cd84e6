package store

import (
	"context"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
	"fairway/model/when"
)

// ofIncidents are actions by which something is said of an incident that is over: it happened
// when that began. An import brings incidents that did.
var ofIncidents = "'" + action.Name(action.LinkIncident{}) + "', '" + action.Name(action.EditIncident{}) + "', '" + action.Name(action.RegradeIncident{}) + "', '" + importAction + "'"

// details are actions that say more of what others are about: no number hangs on them.
var details = "'" + strings.Join(model.Each([]action.Action{action.DoStep{}, action.BeginStep{}, action.FailStep{}, action.NoteRun{}, action.AddStep{}, action.GiveStep{}, action.DecideGo{}, action.HandRun{}, action.Verify{}}, action.Name), "', '") + "', '" + action.Name(action.HoldStandup{}) + "'"

// writtenLater finds what happened in the period and was written after the moment that is
// looked at; with none, after the period ended.
func (db *DB) writtenLater(ctx context.Context, tx *view, q FactsQuery, period when.Span) ([]metric.Later, error) {
	after, args := stands+" >= ?1", []any{period.End.UnixMilli()}
	if q.AsOf != Now {
		after, args = "r.pos > ?1", []any{int64(q.AsOf)}
	}
	args = append(args, period.Start.UnixMilli(), period.End.UnixMilli())
	var out []metric.Later
	var row LogEntry
	var id, subject model.ID
	var title string
	var at stamp
	into := append(row.into(), &id, &subject, &title, &at)
	err := ask(ctx, tx, "SELECT "+entryColumns+", x.id, x.subject, x.title, x.at FROM log_row r"+entryJoin+
		" JOIN version v ON v.since = r.pos JOIN record_row x ON x.n = v.n WHERE "+after+` AND r.action NOT IN (`+details+`)
 AND (r.happened >= ?2 AND r.happened < ?3 OR x.kind = 'incident' AND r.action IN (`+ofIncidents+`) AND x.at >= ?2 AND x.at < ?3)
 ORDER BY r.pos, v.n`, args...).each(into, func() error {
		e := row
		e.settle()
		l := metric.Later{ID: id, Release: subject, Title: title, What: e.Note, Happened: e.Happened, Written: entryOf(e), Wrote: []model.ID{id}}
		if l.Happened.IsZero() {
			l.Happened = time.Time(at)
		}
		if id.Kind() == model.KindRelease {
			l.Release = id
		} else if l.Release.Kind() != model.KindRelease {
			l.Release = ""
		}
		// What an entry writes along belongs to it, but for imports, which bring many.
		if n := len(out); n > 0 && out[n-1].Written.Position == e.Position && e.Action != importAction {
			out[n-1].Wrote = append(out[n-1].Wrote, id)
			if id == e.Subject && out[n-1].ID.Kind() != model.KindRun {
				l.Wrote = out[n-1].Wrote
				out[n-1] = l
			}
			return nil
		}
		out = append(out, l)
		return nil
	})
	return out, err
}

// known are the facts by what is known now, where the past is looked at: they say which
// measures what was written later is about.
func (db *DB) known(ctx context.Context, tx *view, q FactsQuery, f metric.Facts) (metric.Facts, error) {
	if q.AsOf == Now {
		return f, nil
	}
	q.AsOf, q.Now, q.Span = Now, db.Now(), f.Span
	return db.facts(ctx, tx, q)
}
