package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// writer is a transaction with its prepared statements.
type writer struct {
	ctx   context.Context
	tx    *sql.Tx
	pos   int64
	stmts map[string]*sql.Stmt
	ids   map[model.Kind]int64 // counters that were moved
}

func (w *writer) exec(query string, args ...any) (sql.Result, error) {
	s, err := w.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(w.ctx, args...)
}

func (w *writer) stmt(query string) (*sql.Stmt, error) {
	if s, ok := w.stmts[query]; ok {
		return s, nil
	}
	s, err := w.tx.PrepareContext(w.ctx, query)
	if err != nil {
		return nil, err
	}
	if w.stmts == nil {
		w.stmts = map[string]*sql.Stmt{}
	}
	w.stmts[query] = s
	return s, nil
}

// project writes the projection rows of version n.
func (w *writer) project(n int64, r model.Record, entity int64) error {
	row := recordRow(n, w.pos, r)
	if _, err := w.exec(insertRecordRow, row.values()...); err != nil {
		return err
	}
	if rel, ok := r.(*model.Release); ok {
		if _, err := w.exec(insertReleaseRow, releaseRowOf(n, w.pos, rel)...); err != nil {
			return err
		}
	}
	for _, l := range r.Links() {
		if _, err := w.exec("INSERT INTO link(n, since, src, rel, dst) VALUES (?,?,?,?,?)", n, w.pos, string(r.Key()), l.Rel, string(l.To)); err != nil {
			return err
		}
	}
	_, err := w.exec("INSERT INTO search(rowid, id, title, body) VALUES (?,?,?,?)", entity, string(r.Key()), row.title, searchText(r))
	return err
}

// retire ends the projection rows of the version before.
func (w *writer) retire(n, entity int64, release bool) error {
	for _, q := range []string{
		"UPDATE version SET until = ? WHERE n = ?",
		"UPDATE record_row SET until = ? WHERE n = ?",
		"UPDATE link SET until = ? WHERE n = ?",
	} {
		if _, err := w.exec(q, w.pos, n); err != nil {
			return err
		}
	}
	if release {
		if _, err := w.exec("UPDATE release_row SET until = ? WHERE n = ?", w.pos, n); err != nil {
			return err
		}
	}
	_, err := w.exec("DELETE FROM search WHERE rowid = ?", entity)
	return err
}

const insertRecordRow = `INSERT INTO record_row(n, since, id, kind, title, state, service, person, subject, at, ends, grade, handle, external, number) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

type flat struct {
	n, since                                         int64
	id, kind, title, state, service, person, subject string
	at, ends                                         any
	grade, handle, external                          string
	number                                           int64
}

func (f flat) values() []any {
	return []any{f.n, f.since, f.id, f.kind, f.title, f.state, f.service, f.person, f.subject, f.at, f.ends, f.grade, f.handle, f.external, f.number}
}

func recordRow(n, since int64, r model.Record) flat {
	row := r.Row()
	return flat{n, since, string(r.Key()), string(r.Kind()), row.Title, row.State, string(row.Service), string(row.Person), string(row.Subject),
		millis(row.At), millis(row.Until), row.Grade, strings.ToLower(row.Handle), row.External, r.Key().Number()}
}

const insertReleaseRow = `INSERT INTO release_row(n, since, id, number, name, version, type, stage, state, ended, service, team, owner, coordinator, requester,
 score, band, major, imported, deployed, begins, begins_day, ends, ends_day, long, stage_since, registered, conflict) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

// longSlot is the length from which a slot is looked for by an index of its
// own, so that a stretch of calendar need not read every earlier release.
const longSlot = 14 * 24 * time.Hour

func releaseRowOf(n, since int64, r *model.Release) []any {
	score, band := 0, ""
	if r.Risk != nil {
		score, band = r.Risk.Score, r.Risk.Band
	}
	end := r.Window.End
	if end.IsZero() {
		end = r.Window.Start
	}
	stop := end.At
	if end.Precision == when.Day && !end.IsZero() {
		stop = stop.Add(24 * time.Hour) // near enough to find it; views compute the day exactly
	}
	long := !end.IsZero() && stop.Sub(r.Window.Start.At) > longSlot
	return []any{n, since, string(r.ID), r.ID.Number(), r.Name, r.Version, r.Type, r.Stage, r.State(), bit(r.Ended()),
		string(r.Service), string(r.Team), string(r.Owner), string(r.Coordinator), string(r.Requester), score, band, bit(r.Major),
		bit(r.Origin != nil), bit(r.Deployed), millis(r.Window.Start.At), bit(r.Window.Start.Precision == when.Day), millis(stop), bit(end.Precision == when.Day),
		bit(long), r.Since.UnixMilli(), r.Registered.UnixMilli(), bit(r.Scan != nil && len(r.Scan.Found) > 0)}
}

// searchText is what a record is found by, besides id and title.
func searchText(r model.Record) string {
	row := r.Row()
	return strings.Join([]string{row.Text, row.State, row.Grade, row.Handle}, " ")
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func fromMillis(v sql.NullInt64) time.Time {
	if !v.Valid {
		return time.Time{}
	}
	return time.UnixMilli(v.Int64).UTC()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
