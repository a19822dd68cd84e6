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

// sealed is the origin of a record as its redaction keeps it. Whoever has the
// row, or can guess its key, can tell that this is what was removed, in this
// file; to anybody else it says nothing, and files can't be compared by it. It
// can't be slower to guess than it is to ask of every row of an import.
func sealed(file string, o *model.Origin) string {
	return digest([]byte(file + "\x1f" + o.External()))
}

// keepOut is what keeps an imported record from coming in again once it is
// redacted; "" for one that was not imported.
func (db *DB) keepOut(w *writer, id model.ID) (string, error) {
	f, err := db.factOf(w.ctx, w.tx, id, Now)
	if err != nil {
		return "", err
	}
	o := action.OriginOf(f.Record)
	if o == nil {
		return "", nil
	}
	file, err := db.identity(w.ctx, w.tx)
	return sealed(file, o), err
}

// keptOut finds the redactions that keep rows out, by what they keep of them.
// There are few, and an import asks once.
func (w *writer) keptOut() (map[string]action.Removed, error) {
	out := map[string]action.Removed{}
	var text, by string
	err := ask(w.ctx, w.tx, "SELECT l.line, coalesce(p.title, r.who) FROM log_row r JOIN log l USING (pos) LEFT JOIN record_row p ON p.id = r.who AND p.until IS NULL WHERE r.action = ?", action.Name(action.Redact{})).each([]any{&text, &by}, func() error {
		e, err := readLine(text)
		if err == nil && e.KeepsOut != "" {
			out[e.KeepsOut] = action.Removed{ID: e.Subject, At: e.At, By: by}
		}
		return err
	})
	return out, err
}

// redact removes every body of a record, what was projected from them, and the
// note and values of each log entry about it. The digests stay, in the versions
// and in the log, and the entry of the redaction vouches for what is left of
// the replaced lines.
func (w *writer) redact(id model.ID) ([]replaced, error) {
	versions, err := all(ask(w.ctx, w.tx, "SELECT v.n, v.since, v.until, e.n FROM version v JOIN entity e ON e.id = v.id WHERE v.id = ?", string(id)), func(v *state) []any {
		return []any{&v.n, &v.since, &v.until, &v.entity}
	})
	if err != nil {
		return nil, err
	}
	about, err := column[model.ID](ask(w.ctx, w.tx, "SELECT DISTINCT release FROM deploy_row WHERE id = ?1 UNION SELECT id FROM release_row WHERE id = ?1", string(id)))
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
	for _, release := range about {
		if err := w.anew(release); err != nil {
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

// redactLines replaces the lines about a record by what may be known of them:
// who did what when, and the digests of what it wrote. An import's line stays:
// it holds counts.
func (w *writer) redactLines(id model.ID) ([]replaced, error) {
	var lines []*line
	var text string
	err := ask(w.ctx, w.tx, "SELECT line FROM log WHERE pos IN (SELECT pos FROM log_row WHERE subject = ?1 UNION SELECT since FROM version WHERE id = ?1) ORDER BY pos", string(id)).each([]any{&text}, func() error {
		e, err := readLine(text)
		if err == nil && e.Batch == nil && len(e.Redacted) == 0 {
			lines = append(lines, e)
		}
		return err
	})
	if err != nil {
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
		return &FileError{Path: db.path, What: string(id) + " is redacted, but remains of it may lie in the free parts of the file (" + err.Error() + ")", Remedy: "wipe them with `fairway doctor --compact`", Err: err}
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
