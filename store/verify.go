package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"

	"fairway/model"
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
	// Bent are the entries of which the clock was wrong. They are no damage.
	Bent []Bent `json:"bent,omitempty"`
	// Notices are no damage, but something to be seen to: who keeps the
	// write-ahead log, what a backup left out.
	Notices []string `json:"notices,omitempty"`
	// More is how many findings there are beyond those listed.
	More int `json:"more,omitempty"`
	// Unseen says that there may be further ones: something was so broken that
	// what comes after it could not be looked at, or nobody counts them.
	Unseen bool `json:"unseen,omitempty"`
}

// OK reports whether everything fits.
func (v *Verified) OK() bool { return len(v.Findings) == 0 }

// Rest says how many findings there are beyond those listed, "" for none.
func (v *Verified) Rest() string {
	switch {
	case v.More > 0 && v.Unseen:
		return fmt.Sprintf("… and at least %d more findings: not everything could be looked at", v.More)
	case v.More == 1:
		return "… and 1 more finding"
	case v.More > 1:
		return fmt.Sprintf("… and %d more findings", v.More)
	case v.Unseen:
		return "… and perhaps more: not everything could be looked at"
	}
	return ""
}

// Also takes what another check of the same file found.
func (v *Verified) Also(o Verified) {
	for _, f := range o.Findings {
		v.say(f.Where, "%s", f.What)
	}
	v.More += o.More
	v.Notices = append(v.Notices, o.Notices...)
	v.Unseen = v.Unseen || o.Unseen
}

// integrityLimit is how many findings SQLite itself is asked for.
const integrityLimit = 1000

// findingLimit keeps a badly damaged file from filling the screen.
const findingLimit = 20

func (v *Verified) say(where, format string, args ...any) {
	if len(v.Findings) < findingLimit {
		v.Findings = append(v.Findings, Finding{where, fmt.Sprintf(format, args...)})
	} else {
		v.More++
	}
}

// Verify recomputes everything that can be recomputed: the structure of the
// file, the chain of the log, the digest of every version and which entry wrote
// it, and every projection. progress is told how many rows were looked at.
func (db *DB) Verify(ctx context.Context, progress func(done, all int64)) (Verified, error) {
	var v Verified
	// A connection of its own: the search index remembers, per connection, how
	// much there is in it, and would find what others have added since wrong.
	pool, err := db.pool(db.source)
	if err != nil {
		return v, db.explain("verify", err)
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	words := true
	if _, err := pool.ExecContext(ctx, vocabulary); err != nil {
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		v.say("the search index", "%v", err)
		v.Unseen = true
		words = false
	}
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return v, db.explain("verify", stopped(ctx, err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	k := &verifier{db: db, ctx: ctx, tx: tx, v: &v, progress: progress, number: db.options.format.number, now: db.Now()}
	steps := []func() error{k.structure, k.log, k.order, k.versions, k.rows, k.entities, k.times, k.periods}
	if words {
		steps = append(steps, k.words)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			if ctx.Err() != nil {
				return v, ctx.Err()
			}
			v.say("the file", "%v", db.explain("verify", err))
			v.Unseen = true
			return v, nil
		}
	}
	return v, nil
}

type verifier struct {
	db        *DB
	ctx       context.Context
	tx        *sql.Tx
	v         *Verified
	progress  func(done, all int64)
	done, all int64
	number    int // of the format the file should have
	now       time.Time
	future    int64                       // the last entry that is from the future
	zones     map[string][]*time.Location // by the rules that the file keeps or kept
}

func (k *verifier) tick() {
	k.done++
	if k.progress != nil && k.done%1000 == 0 {
		k.progress(k.done, k.all)
	}
}

// structure asks SQLite itself, and counts what is to be done.
func (k *verifier) structure() error {
	n := 0
	var text string
	err := ask(k.ctx, k.tx, fmt.Sprintf("PRAGMA integrity_check(%d)", integrityLimit)).each([]any{&text}, func() error {
		if n++; n == integrityLimit {
			k.v.Unseen = true // SQLite stops counting
		}
		if text != "ok" {
			k.v.say("the file", "%s", text)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := k.tables(); err != nil {
		return err
	}
	return k.tx.QueryRowContext(k.ctx, "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM version)").Scan(&k.all)
}

// tables compares the schema in the file with the one this program writes.
func (k *verifier) tables() error {
	var app, number int
	if err := k.tx.QueryRowContext(k.ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)").Scan(&app, &number); err != nil {
		return err
	}
	if app != applicationID || number != k.number {
		k.v.say("the file", "its head names another program or format (%x, %d)", app, number)
	}
	have, err := schemaOf(k.ctx, k.tx)
	if err != nil {
		return err
	}
	want, err := freshSchema(k.ctx, schema+projection)
	if err != nil {
		return err
	}
	for key, o := range want {
		if have[key] != o {
			k.v.say(o.kind+" "+o.name, "is missing or defined otherwise")
		}
	}
	for key, o := range have {
		if _, ours := want[key]; ours {
			continue
		}
		if text, known := lodgers[o.name]; !known || text != o.sql {
			k.v.say(o.kind+" "+o.name, "does not belong to a Fairway file")
		}
	}
	return nil
}

// lodgers are tables that belong to others and may be in the file, exactly as
// they are defined here: Litestream counts in one, and locks by the other.
var lodgers = map[string]string{
	"_litestream_seq":  "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
	"_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
}

// object is a table or an index, as SQLite itself writes it down.
type object struct {
	kind, name, table, sql string
	// types are the storage classes of those four: SQLite itself reads a name
	// that is kept as a blob, and lists by name do not find it.
	types string
}

// shadow reports whether the object belongs to the search index.
func (o object) shadow() bool { return strings.HasPrefix(o.table, "search_") }

func schemaOf(ctx context.Context, q queryer) (map[string]object, error) {
	out := map[string]object{}
	var o object
	err := ask(ctx, q, `SELECT type, name, tbl_name, coalesce(sql, ''),
 typeof(type) || ' ' || typeof(name) || ' ' || typeof(tbl_name) || ' ' || typeof(sql) FROM sqlite_schema`).each([]any{&o.kind, &o.name, &o.table, &o.sql, &o.types}, func() error {
		out[o.kind+" "+o.name+" "+o.table] = o
		return nil
	})
	return out, err
}

// freshSchemas keeps what freshSchema found: the same two texts are asked for
// again and again.
var freshSchemas sync.Map // of text to map[string]object, which nobody changes

// freshSchema is what SQL text makes of an empty file.
func freshSchema(ctx context.Context, text string) (map[string]object, error) {
	if known, ok := freshSchemas.Load(text); ok {
		return known.(map[string]object), nil
	}
	mem, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer mem.Close()
	mem.SetMaxOpenConns(1)
	if _, err := mem.ExecContext(ctx, text); err != nil {
		return nil, err
	}
	found, err := schemaOf(ctx, mem)
	if err == nil {
		freshSchemas.Store(text, found)
	}
	return found, err
}

// rows looks for rows that belong to nothing.
func (k *verifier) rows() error {
	for _, q := range []struct{ table, what, sql string }{
		{"log_row", "entries", "SELECT count(*) FROM log_row WHERE pos NOT IN (SELECT pos FROM log)"},
		{"log_bent", "entries", "SELECT count(*) FROM log_bent WHERE pos NOT IN (SELECT pos FROM log)"},
		{"search", "records", "SELECT count(*) FROM search_content WHERE id NOT IN (SELECT e.n FROM version v JOIN entity e ON e.id = v.id WHERE v.until IS NULL AND v.body IS NOT NULL)"},
		{"version", "states", "SELECT count(*) FROM version WHERE since NOT IN (SELECT pos FROM log)"},
	} {
		var n int64
		if err := k.tx.QueryRowContext(k.ctx, q.sql).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			k.v.say("table "+q.table, "%d %s in it belong to nothing", n, q.what)
		}
	}
	return nil
}

// entities checks that no id can be given out twice, and none is without a state.
func (k *verifier) entities() error {
	var kind string
	var highest, next, lost int64
	err := ask(k.ctx, k.tx, `SELECT e.kind, max(CAST(substr(e.id, instr(e.id, '-') + 1) AS INTEGER)), coalesce((SELECT next FROM counter c WHERE c.kind = e.kind), 1),
 (SELECT count(*) FROM entity x WHERE x.kind = e.kind AND x.id NOT IN (SELECT id FROM version)) FROM entity e GROUP BY e.kind`).each([]any{&kind, &highest, &next, &lost}, func() error {
		if next <= highest {
			k.v.say("the counter of "+kind+" ids", "would give out an id that is taken")
		}
		if lost > 0 {
			k.v.say(kind, "%d records have no state", lost)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return k.counters()
}

// counters names those that count nothing: the ids of the kind that one was for
// would begin anew.
func (k *verifier) counters() error {
	var kind model.Kind
	return ask(k.ctx, k.tx, "SELECT kind FROM counter ORDER BY kind").each([]any{&kind}, func() error {
		if kind.Empty() == nil {
			k.v.say("the counter of "+string(kind)+" ids", "is of no kind of record that there is")
		}
		return nil
	})
}
