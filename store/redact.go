package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"fairway/model"
	"fairway/model/action"
)

// redaction says which record an action redacts, if it is one.
func redaction(a action.Action) (model.ID, bool) {
	switch r := a.(type) {
	case action.Redact:
		return r.ID, true
	case *action.Redact:
		return r.ID, true
	}
	return "", false
}

// redact removes every body of a record, what was projected from them, and the
// note and values of each log entry about it. The digests stay, in the versions
// and in the log, and the entry of the redaction vouches for what is left of
// the replaced lines.
func (w *writer) redact(id model.ID) ([]replaced, error) {
	versions, err := w.states(id)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		if err := w.unproject(v.n, v.entity); err != nil {
			return nil, err
		}
		if _, err := w.exec("UPDATE version SET body = NULL WHERE n = ?", v.n); err != nil {
			return nil, err
		}
		if err := w.projectGone(v, id); err != nil {
			return nil, err
		}
	}
	if _, err := w.exec("DELETE FROM desk WHERE person = ?", string(id)); err != nil {
		return nil, err
	}
	// The index still knows the words of what was deleted, in segments that were
	// not merged yet.
	if _, err := w.exec("INSERT INTO search(search) VALUES ('rebuild')"); err != nil {
		return nil, err
	}
	return w.redactLines(id)
}

func (w *writer) states(id model.ID) ([]state, error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT v.n, v.since, v.until, e.n FROM version v JOIN entity e ON e.id = v.id WHERE v.id = ?", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []state
	for rows.Next() {
		var v state
		if err := rows.Scan(&v.n, &v.since, &v.until, &v.entity); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// redactLines replaces the lines about a record by what may be known of them:
// who did what when, and the digests of what it wrote. An import's line stays:
// it holds counts.
func (w *writer) redactLines(id model.ID) ([]replaced, error) {
	rows, err := w.tx.QueryContext(w.ctx, "SELECT pos, line FROM log WHERE pos IN (SELECT pos FROM log_row WHERE subject = ?1 UNION SELECT since FROM version WHERE id = ?1) ORDER BY pos", string(id))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var lines []*line
	for rows.Next() {
		var pos int64
		var text string
		if err := rows.Scan(&pos, &text); err != nil {
			return nil, err
		}
		e, err := readLine(text)
		if err != nil {
			return nil, err
		}
		if e.Batch == nil && len(e.Redacted) == 0 {
			lines = append(lines, e)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var out []replaced
	for _, e := range lines {
		e.Note, e.Values, e.Gone = goneText, json.RawMessage("null"), true
		text, err := model.Encode(e)
		if err != nil {
			return nil, err
		}
		if _, err := w.exec("UPDATE log SET line = ? WHERE pos = ?", string(text), e.Pos); err != nil {
			return nil, err
		}
		if _, err := w.exec("UPDATE log_row SET note = ? WHERE pos = ?", e.Note, e.Pos); err != nil {
			return nil, err
		}
		out = append(out, replaced{e.Pos, digest(text)})
	}
	return out, nil
}

// wipe removes what a redaction leaves in the free parts of the file and in the
// write-ahead log: earlier copies of pages, which nothing points at any more.
func (db *DB) wipe(ctx context.Context, id model.ID) error {
	if err := db.Compact(ctx); err != nil {
		return &FileError{Path: db.path, What: string(id) + " is redacted, but remains of it may lie in the free parts of the file (" + err.Error() + ")", Cure: "wipe them with `fairway doctor --compact`", Err: err}
	}
	return nil
}

// Compact writes the file anew without its free parts, and empties the
// write-ahead log.
func (db *DB) Compact(ctx context.Context) error {
	w, err := db.writing(ctx)
	if err == nil {
		err = db.stillThere(ctx)
	}
	if err != nil {
		return db.explain("compact the file", err)
	}
	err = db.patiently(ctx, func() error {
		_, err := w.ExecContext(ctx, "VACUUM")
		return err
	})
	if err != nil {
		return db.explain("compact the file", err)
	}
	return db.explain("compact the file", db.patiently(ctx, func() error { return checkpoint(ctx, w) }))
}

// checkpoint brings the write-ahead log into the file and empties it. That
// waits for readers of an older state.
func checkpoint(ctx context.Context, w *sql.DB) error {
	var blocked, frames, done int
	if err := w.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&blocked, &frames, &done); err != nil {
		return err
	}
	if blocked != 0 {
		return errBlocked
	}
	return nil
}
