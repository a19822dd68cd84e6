package store

import (
	"context"
	"database/sql"
	"fmt"

	"fairway/model"
)

// format is what a program knows of the file's shape: the number it writes, and
// the steps that bring older files there. steps[n] makes n+1 of n; it touches
// what is kept for ever, since the projections are built anew afterwards.
type format struct {
	number int
	steps  map[int]func(ctx context.Context, tx *sql.Tx) error
}

// current is this program's format. A newer file is refused. The second one
// brought the lists that measures are counted on, the third that of entries with
// a bent clock, the fourth the dates of whole days, and took out what the last scan
// for conflicts had found, the fifth from when on a release is late: there is
// nothing to do for them but to build the lists anew. The sixth has the rules of all
// time zones in use (zones_before.go); the seventh lists what the names of forms and
// types stand for; the eighth has releases late that are kept in a stage for too long;
// the ninth lists what further measures ask; the tenth what those of papers do. The tenth
// and the eleventh have records, as those of what happens in the night of a run, and parts
// of incidents, items and orders that an older program does not know; the twelfth lists
// runs that go back as such.
var current = &format{number: 12, steps: map[int]func(context.Context, *sql.Tx) error{
	1:  func(context.Context, *sql.Tx) error { return nil },
	2:  func(context.Context, *sql.Tx) error { return nil },
	3:  func(context.Context, *sql.Tx) error { return nil },
	4:  func(context.Context, *sql.Tx) error { return nil },
	5:  func(context.Context, *sql.Tx) error { return nil },
	6:  func(context.Context, *sql.Tx) error { return nil },
	7:  func(context.Context, *sql.Tx) error { return nil },
	8:  func(context.Context, *sql.Tx) error { return nil },
	9:  func(context.Context, *sql.Tx) error { return nil },
	10: func(context.Context, *sql.Tx) error { return nil },
	11: func(context.Context, *sql.Tx) error { return nil },
}}

func otherFormat(path string, number, known int) error {
	if number > known {
		return &FileError{Path: path, What: fmt.Sprintf("it was written by a newer Fairway (format %d; this one knows %d)", number, known), Remedy: "use the newer program; this one changed nothing"}
	}
	return &FileError{Path: path, What: fmt.Sprintf("it has an older format (%d; this program writes %d)", number, known), Remedy: "open it anew: that brings it up to date, after a copy"}
}

// Rebuild drops every projection and builds it anew from the bodies and the
// lines of the log: what `doctor` does to a file whose lists are wrong. progress
// is told how many versions were projected.
func (db *DB) Rebuild(ctx context.Context, progress func(done, all int64)) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return db.explain("rebuild the lists", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	if err := rebuild(ctx, tx, progress); err != nil {
		return db.explain("rebuild the lists", stopped(ctx, err))
	}
	return db.explain("rebuild the lists", db.commit(ctx, tx))
}

func rebuild(ctx context.Context, tx *sql.Tx, progress func(done, all int64)) error {
	if err := renew(ctx, tx); err != nil {
		return err
	}
	w := &writer{ctx: ctx, tx: tx}
	if err := w.entries(); err != nil {
		return err
	}
	var all, done int64
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM version").Scan(&all); err != nil {
		return err
	}
	var v state
	var id model.ID
	var body sql.NullString
	err := ask(ctx, tx, "SELECT v.n, v.id, v.since, v.until, v.body, e.n FROM version v JOIN entity e ON e.id = v.id ORDER BY v.n").each([]any{&v.n, &id, &v.since, &v.until, &body, &v.entity}, func() error {
		if err := w.again(v, id, body); err != nil {
			return fmt.Errorf("%s as of entry %d: %w", id, v.since, err)
		}
		w.touched = nil // all are worked out afterwards
		if done++; done%1000 == 0 && progress != nil {
			progress(done, all)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return w.facts()
}

// again projects a version that is there.
func (w *writer) again(v state, id model.ID, body sql.NullString) error {
	r, err := recordOf(string(id.Kind()), body)
	if err != nil {
		return err
	}
	if r == nil {
		return w.projectGone(v, id)
	}
	return w.project(v, r)
}

// renew drops the projections and makes them empty, brings back what is missing
// beside them, and derives what follows from the versions: until and counters.
func renew(ctx context.Context, tx *sql.Tx) error {
	want, err := freshSchema(ctx, projection)
	if err != nil {
		return err
	}
	for _, o := range want {
		if o.kind == "table" && !o.shadow() {
			if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS "`+o.name+`"`); err != nil {
				return err
			}
		}
	}
	have, err := schemaOf(ctx, tx)
	if err != nil {
		return err
	}
	missing := ""
	whole, err := freshSchema(ctx, schema)
	if err != nil {
		return err
	}
	for key, o := range whole {
		if _, ok := have[key]; !ok && o.kind == "index" && o.sql != "" {
			missing += o.sql + ";\n"
		}
	}
	_, err = tx.ExecContext(ctx, missing+projection+`
UPDATE version SET until = x.next FROM (SELECT n, lead(since) OVER (PARTITION BY id ORDER BY since) AS next FROM version) x WHERE x.n = version.n AND version.until IS NOT x.next;
INSERT INTO counter(kind, next) SELECT kind, max(CAST(substr(id, instr(id, '-') + 1) AS INTEGER)) + 1 FROM entity WHERE true GROUP BY kind
 ON CONFLICT(kind) DO UPDATE SET next = max(next, excluded.next)`)
	return err
}

// entries projects the log.
func (w *writer) entries() error {
	var pos int64
	var text string
	return ask(w.ctx, w.tx, "SELECT pos, line FROM log ORDER BY pos").each([]any{&pos, &text}, func() error {
		e, err := readLine(text)
		if err != nil {
			return fmt.Errorf("log entry %d: %w", pos, err)
		}
		return w.projectEntry(e)
	})
}
