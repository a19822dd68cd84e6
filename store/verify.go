package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"

	"fairway/model"
	"fairway/model/action"
)

// Finding is one thing that does not fit.
type Finding struct {
	Where string `json:"where"`
	What  string `json:"what"`
}

func (f Finding) String() string { return f.Where + ": " + f.What }

// Verified is what a verification found.
type Verified struct {
	Entries  int64     `json:"entries"`
	Versions int64     `json:"versions"`
	Redacted int64     `json:"redacted"`
	Head     string    `json:"head"`
	Findings []Finding `json:"findings,omitempty"`
}

// OK reports whether everything fits.
func (v *Verified) OK() bool { return len(v.Findings) == 0 }

// findingLimit keeps a badly damaged file from filling the screen.
const findingLimit = 20

func (v *Verified) say(where, format string, args ...any) {
	if len(v.Findings) < findingLimit {
		v.Findings = append(v.Findings, Finding{where, fmt.Sprintf(format, args...)})
	}
}

// Verify recomputes everything that can be recomputed: the structure of the
// file, the chain of the log, the digest of every version and which entry wrote
// it, and every projection. progress is told how many rows were looked at.
func (db *DB) Verify(ctx context.Context, progress func(done, all int64)) (Verified, error) {
	var v Verified
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return v, db.explain("verify", err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	k := &verifier{ctx: ctx, tx: tx, v: &v, progress: progress}
	for _, step := range []func() error{k.structure, k.log, k.versions, k.rows, k.entities} {
		if err := step(); err != nil {
			if ctx.Err() != nil {
				return v, ctx.Err()
			}
			v.say("the file", "%v", db.explain("verify", err))
			return v, nil
		}
	}
	return v, nil
}

type verifier struct {
	ctx       context.Context
	tx        *sql.Tx
	v         *Verified
	progress  func(done, all int64)
	done, all int64
}

func (k *verifier) tick() {
	k.done++
	if k.progress != nil && k.done%1000 == 0 {
		k.progress(k.done, k.all)
	}
}

// structure asks SQLite itself, and counts what is to be done.
func (k *verifier) structure() error {
	rows, err := k.tx.QueryContext(k.ctx, "PRAGMA integrity_check(10)")
	if err != nil {
		return err
	}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			_ = rows.Close()
			return err
		}
		if text != "ok" {
			k.v.say("the file", "%s", text)
		}
	}
	if err := errorsOf(rows); err != nil {
		return err
	}
	if err := k.tables(); err != nil {
		return err
	}
	return k.tx.QueryRowContext(k.ctx, "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM version)").Scan(&k.all)
}

// tables compares the schema in the file with the one this program writes.
func (k *verifier) tables() error {
	var app, version int64
	if err := k.tx.QueryRowContext(k.ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)").Scan(&app, &version); err != nil {
		return err
	}
	if app != applicationID || version != schemaVersion {
		k.v.say("the file", "its head names another program or format (%x, %d)", app, version)
	}
	have, err := schemaOf(k.ctx, k.tx)
	if err != nil {
		return err
	}
	want, err := freshSchema(k.ctx)
	if err != nil {
		return err
	}
	for name, text := range want {
		if have[name] != text {
			k.v.say("table or index "+name, "is missing or defined otherwise")
		}
	}
	for name := range have {
		if _, ok := want[name]; !ok {
			k.v.say("table or index "+name, "does not belong to a Fairway file")
		}
	}
	return nil
}

func schemaOf(ctx context.Context, q queryer) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT type || ' ' || name || ' on ' || tbl_name, coalesce(sql, '') FROM sqlite_schema")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		out[name] = text
	}
	return out, rows.Err()
}

// freshSchema is the schema as SQLite itself writes it down.
func freshSchema(ctx context.Context) (map[string]string, error) {
	mem, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer mem.Close()
	mem.SetMaxOpenConns(1)
	if _, err := mem.ExecContext(ctx, schema); err != nil {
		return nil, err
	}
	return schemaOf(ctx, mem)
}

// log recomputes the chain, and compares what is projected from each line.
func (k *verifier) log() error {
	rows, err := k.tx.QueryContext(k.ctx, "SELECT l.pos, l.line, l.hash, r.at, r.happened, r.who, r.action, r.action_id, r.subject, r.note FROM log l LEFT JOIN log_row r USING (pos) ORDER BY l.pos")
	if err != nil {
		return err
	}
	defer rows.Close()
	previous, next := genesis, int64(1)
	broken := false
	for rows.Next() {
		var pos int64
		var text, hash string
		var at, happened sql.NullInt64
		var who, act, id, subject, note sql.NullString
		if err := rows.Scan(&pos, &text, &hash, &at, &happened, &who, &act, &id, &subject, &note); err != nil {
			return err
		}
		where := fmt.Sprintf("log entry %d", pos)
		if pos != next {
			k.v.say(fmt.Sprintf("log entry %d", next), "is missing: the entry after it is %d", pos)
			next = pos
		}
		next++
		if want := chain(previous, text); want != hash && !broken {
			k.v.say(where, "does not fit the chain: its hash is %.12s…, its line and the hash before give %.12s…", hash, want)
			broken = true // everything after it fits or not by its own stored hash
		}
		previous = hash
		var e line
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			k.v.say(where, "its line is no entry: %v", err)
			continue
		}
		if again, err := model.Encode(&e); err != nil || string(again) != text {
			k.v.say(where, "its line is not in its canonical form")
		}
		if e.Pos != pos {
			k.v.say(where, "its line says position %d", e.Pos)
		}
		if _, err := action.Decode(e.Action, e.Values); err != nil {
			k.v.say(where, "%v", err)
		}
		var then any = sql.NullInt64{}
		if e.Happened != nil {
			then = sql.NullInt64{Int64: e.Happened.UnixMilli(), Valid: true}
		}
		if at.Int64 != e.At.UnixMilli() || happened != then || who.String != string(e.Who) || act.String != e.Action || id.String != e.ActionID || subject.String != string(e.Subject) || note.String != e.Note {
			k.v.say(where, "the list of the log says something else than its line")
		}
		if err := k.wrote(where, &e); err != nil {
			return err
		}
		k.tick()
	}
	k.v.Entries, k.v.Head = next-1, previous
	return rows.Err()
}

// wrote compares the versions an entry names with those that name the entry.
func (k *verifier) wrote(where string, e *line) error {
	rows, err := k.tx.QueryContext(k.ctx, "SELECT id, digest FROM version WHERE since = ? ORDER BY n", e.Pos)
	if err != nil {
		return err
	}
	defer rows.Close()
	sum := newBatch()
	i := 0
	for rows.Next() {
		var id, d string
		if err := rows.Scan(&id, &d); err != nil {
			return err
		}
		sum.add(model.ID(id), d)
		if e.Batch == nil && (i >= len(e.Wrote) || string(e.Wrote[i].ID) != id || e.Wrote[i].Digest != d) {
			k.v.say(where, "it did not write %s as it stands in the file", id)
		}
		i++
	}
	if e.Batch == nil && i < len(e.Wrote) {
		k.v.say(where, "%s, which it wrote, is missing", e.Wrote[i].ID)
	}
	if e.Batch != nil && *e.Batch != *sum.batch() {
		k.v.say(where, "the %d records it wrote are not those in the file (%d)", e.Batch.Count, sum.count)
	}
	return rows.Err()
}

// versions compares each body with its digest, and each until with the state
// that came after it.
func (k *verifier) versions() error {
	rows, err := k.tx.QueryContext(k.ctx, `SELECT v.n, v.kind, v.id, v.since, v.until, v.body, v.digest, lead(v.since) OVER (PARTITION BY v.id ORDER BY v.since),
 coalesce(e.kind, ''), coalesce(e.born, 0), lag(v.since) OVER (PARTITION BY v.id ORDER BY v.since), coalesce(e.n, 0)
 FROM version v LEFT JOIN entity e ON e.id = v.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n, since, born, entity int64
		var until, next, before sql.NullInt64
		var kind, id, d, ekind string
		var body sql.NullString
		if err := rows.Scan(&n, &kind, &id, &since, &until, &body, &d, &next, &ekind, &born, &before, &entity); err != nil {
			return err
		}
		k.v.Versions++
		where := fmt.Sprintf("%s as of entry %d", id, since)
		if until != next {
			k.v.say(where, "the entry that replaced it is not the one it names")
		}
		if ekind != kind || (!before.Valid && born != since) || string(model.ID(id).Kind()) != kind {
			k.v.say(where, "it does not fit its entity")
		}
		if !body.Valid {
			k.v.Redacted++
			if err := k.redacted(where, id); err != nil {
				return err
			}
			continue
		}
		if digest([]byte(body.String)) != d {
			k.v.say(where, "its body is not what was written: the digest does not fit")
			continue
		}
		if err := k.project(where, n, since, until, entity, kind, body.String); err != nil {
			return err
		}
		k.tick()
	}
	return rows.Err()
}

// redacted asks for the entry by which a body was removed.
func (k *verifier) redacted(where, id string) error {
	var one int
	err := k.tx.QueryRowContext(k.ctx, "SELECT 1 FROM log_row WHERE action = 'redact' AND subject = ?", id).Scan(&one)
	if err == sql.ErrNoRows {
		k.v.say(where, "its body is gone, and no entry says that it was redacted")
		return nil
	}
	return err
}

// project compares the projections of one version with what its body gives.
func (k *verifier) project(where string, n, since int64, until sql.NullInt64, entity int64, kind, body string) error {
	r, err := model.Decode(model.Kind(kind), []byte(body))
	if err != nil {
		k.v.say(where, "%v", err)
		return nil
	}
	want := recordRow(n, since, r).values()
	same, err := k.same("SELECT n, since, id, kind, title, state, service, person, subject, at, ends, grade, handle, external, number, until FROM record_row WHERE n = ?", n, append(want, nullable(until)))
	if err != nil {
		return err
	}
	if !same {
		k.v.say(where, "the list of records says something else than its body")
	}
	if rel, ok := r.(*model.Release); ok {
		same, err := k.same(`SELECT n, since, id, number, name, version, type, stage, state, ended, service, team, owner, coordinator, requester,
 score, band, major, imported, deployed, begins, begins_day, ends, ends_day, long, stage_since, registered, conflict, until FROM release_row WHERE n = ?`, n, append(releaseRowOf(n, since, rel), nullable(until)))
		if err != nil {
			return err
		}
		if !same {
			k.v.say(where, "the list of releases says something else than its body")
		}
	}
	if err := k.links(where, n, since, until, r); err != nil {
		return err
	}
	if until.Valid {
		return nil
	}
	same, err = k.same("SELECT id, title, body FROM search WHERE rowid = ?", entity, []any{string(r.Key()), r.Row().Title, searchText(r)})
	if err != nil {
		return err
	}
	if !same {
		k.v.say(where, "the search index says something else than its body")
	}
	return nil
}

func (k *verifier) links(where string, n, since int64, until sql.NullInt64, r model.Record) error {
	rows, err := k.tx.QueryContext(k.ctx, "SELECT src, rel, dst, since, until FROM link WHERE n = ? ORDER BY rowid", n)
	if err != nil {
		return err
	}
	defer rows.Close()
	want := r.Links()
	i := 0
	for rows.Next() {
		var src, rel, dst string
		var s int64
		var u sql.NullInt64
		if err := rows.Scan(&src, &rel, &dst, &s, &u); err != nil {
			return err
		}
		if i >= len(want) || src != string(r.Key()) || want[i].Rel != rel || string(want[i].To) != dst || s != since || u != until {
			k.v.say(where, "its links are not those of its body")
			return nil
		}
		i++
	}
	if i != len(want) {
		k.v.say(where, "a link of its body is missing")
	}
	return rows.Err()
}

// same compares one row with the values it should have.
func (k *verifier) same(query string, key int64, want []any) (bool, error) {
	got := make([]any, len(want))
	into := make([]any, len(want))
	for i := range got {
		into[i] = &got[i]
	}
	err := k.tx.QueryRowContext(k.ctx, query, key).Scan(into...)
	if err == sql.ErrNoRows {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for i := range want {
		if w, ok := want[i].(int); ok {
			want[i] = int64(w)
		}
		if !reflect.DeepEqual(want[i], got[i]) {
			return false, nil
		}
	}
	return true, nil
}

func nullable(v sql.NullInt64) any {
	if !v.Valid {
		return nil
	}
	return v.Int64
}

// rows looks for projection rows that belong to no version.
func (k *verifier) rows() error {
	for _, q := range []struct{ table, sql string }{
		{"record_row", "SELECT count(*) FROM record_row WHERE n NOT IN (SELECT n FROM version)"},
		{"release_row", "SELECT count(*) FROM release_row WHERE n NOT IN (SELECT n FROM version WHERE kind = 'release')"},
		{"link", "SELECT count(*) FROM link WHERE n NOT IN (SELECT n FROM version)"},
		{"log_row", "SELECT count(*) FROM log_row WHERE pos NOT IN (SELECT pos FROM log)"},
		{"search", "SELECT count(*) FROM search_content WHERE id NOT IN (SELECT n FROM entity)"},
		{"version", "SELECT count(*) FROM version WHERE since NOT IN (SELECT pos FROM log)"},
	} {
		var n int64
		if err := k.tx.QueryRowContext(k.ctx, q.sql).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			k.v.say(q.table, "%d rows belong to nothing", n)
		}
	}
	return nil
}

// entities checks that no id can be given out twice, and none is without a state.
func (k *verifier) entities() error {
	rows, err := k.tx.QueryContext(k.ctx, `SELECT e.kind, max(CAST(substr(e.id, instr(e.id, '-') + 1) AS INTEGER)), coalesce((SELECT next FROM counter c WHERE c.kind = e.kind), 1),
 (SELECT count(*) FROM entity x WHERE x.kind = e.kind AND x.id NOT IN (SELECT id FROM version)) FROM entity e GROUP BY e.kind`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var highest, next, lost int64
		if err := rows.Scan(&kind, &highest, &next, &lost); err != nil {
			return err
		}
		if next <= highest {
			k.v.say("counter "+kind, "would give out an id that is taken")
		}
		if lost > 0 {
			k.v.say(kind, "%d records have no state", lost)
		}
	}
	return rows.Err()
}
