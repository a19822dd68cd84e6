package store

import "context"

// CountRecords is how many records a question for a list is about, however many
// of them it asks for.
func (db *DB) CountRecords(ctx context.Context, q ListQuery) (n int, err error) {
	w := q.where()
	err = db.reader.QueryRowContext(ctx, "SELECT count(*) FROM record_row r WHERE r.kind = ? AND "+live("r", q.AsOf)+w.text(), append([]any{string(q.Kind)}, w.args...)...).Scan(&n)
	return n, db.explain("count records", err)
}

// CountReleases is how many releases pass a filter, however many are asked for.
func (db *DB) CountReleases(ctx context.Context, q ReleaseQuery) (n int, err error) {
	w, err := db.where(ctx, db.reader, releaseFields, q.Filter, sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return 0, db.sayWhy("count releases", err)
	}
	err = db.reader.QueryRowContext(ctx, "SELECT count(*)"+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+w.text(), w.args...).Scan(&n)
	return n, db.explain("count releases", err)
}

// CountLog is how many entries of the log a question is about, however many of
// them it asks for.
func (db *DB) CountLog(ctx context.Context, q LogQuery) (n int, err error) {
	if q.Before <= 0 {
		q.Before = 1 << 62
	}
	query, args := "SELECT count(*) FROM log_row r WHERE r.pos < ?", []any{q.Before}
	if q.Subject != "" {
		query += " AND r.subject = ?"
		args = append(args, string(q.Subject))
	}
	err = db.reader.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, db.explain("count the entries of the log", err)
}
