package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// Result is what a successful Do reports.
type Result struct {
	Position Position   `json:"position"`
	Subject  model.ID   `json:"subject,omitempty"`
	Note     string     `json:"note"`
	Wrote    []model.ID `json:"wrote,omitempty"`
	Voided   []model.ID `json:"voided,omitempty"`
	// Repeated says that this very action was done before; nothing was written.
	Repeated bool `json:"repeated,omitempty"`
}

// Who says who acts: a person of the file, and how that is known.
type Who struct {
	Person model.ID
	Auth   string
	// ActionID makes a repeated call harmless: the same id is done once. Empty
	// means a new one.
	ActionID string
}

// Do performs an action: the one way in which a record changes. In one
// immediate transaction it loads the facts that the action declared, asks it,
// writes what it returned, and appends one entry to the log. A refusal writes
// nothing.
func (db *DB) Do(ctx context.Context, who Who, a action.Action) (Result, error) {
	if who.ActionID == "" {
		who.ActionID = db.options.NewID()
	}
	tx, err := db.begin(ctx)
	if err != nil {
		return Result{}, db.explain(a.Name(), err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	result, err := db.do(ctx, tx, who, a)
	if err != nil {
		return Result{}, db.sayWhy(a.Name(), err)
	}
	if result.Repeated {
		return result, nil
	}
	if err := tx.Commit(); err != nil {
		return Result{}, db.explain(a.Name(), err)
	}
	db.watch.wake()
	return result, nil
}

// sayWhy leaves refusals as they are, and explains the driver's errors.
func (db *DB) sayWhy(doing string, err error) error {
	var refusal *model.Refusal
	var missing *model.NotFound
	var changed *model.Changed
	if errors.As(err, &refusal) || errors.As(err, &missing) || errors.As(err, &changed) {
		return err
	}
	return db.explain(doing, err)
}

// begin starts an immediate transaction, waiting for another process with
// short, uneven sleeps.
func (db *DB) begin(ctx context.Context) (*sql.Tx, error) {
	w, err := db.writing()
	if err != nil {
		return nil, err
	}
	started := time.Now()
	told := false
	for {
		tx, err := w.BeginTx(ctx, nil)
		if err == nil || !busy(err) {
			return tx, err
		}
		waited := time.Since(started)
		if waited > db.options.Wait {
			return nil, err
		}
		if waited > 500*time.Millisecond && !told && db.options.Waiting != nil {
			told = true
			db.options.Waiting()
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond + rand.N(4*time.Millisecond)):
		}
	}
}

func (db *DB) do(ctx context.Context, tx *sql.Tx, who Who, a action.Action) (Result, error) {
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return Result{}, err
	}
	if version != schemaVersion {
		return Result{}, newer(db.path, version)
	}
	if r, done, err := repeated(ctx, tx, who.ActionID); done || err != nil {
		return r, err
	}
	previous, pos := genesis, int64(0)
	if err := tx.QueryRowContext(ctx, "SELECT pos, hash FROM log ORDER BY pos DESC LIMIT 1").Scan(&pos, &previous); err != nil && err != sql.ErrNoRows {
		return Result{}, err
	}
	w := &writer{ctx: ctx, tx: tx, pos: pos + 1}
	now := db.Now()
	if last, err := lastAt(ctx, tx); err != nil {
		return Result{}, err
	} else if now.Before(last) {
		now = last // the log never goes back in time, whatever the clock does
	}
	c, err := db.loadCase(ctx, tx, Now, now, who, a.Needs())
	if err != nil {
		return Result{}, err
	}
	c.Mint = w.mint
	if in, ok := a.(*action.Import); ok {
		db.equip(ctx, w, in)
	}
	out, err := action.Perform(c, a)
	if err != nil {
		return Result{}, err
	}
	entry := line{Pos: w.pos, At: now, Who: c.Who.ID(), Auth: who.Auth, Action: a.Name(), ActionID: who.ActionID, Subject: out.Subject, Note: out.Note}
	if !out.Happened.IsZero() && !out.Happened.Equal(now) {
		happened := out.Happened.UTC()
		entry.Happened = &happened
	}
	if c.First && entry.Who == "" && len(out.Writes) > 0 {
		entry.Who = out.Writes[0].Key() // the first person enters themselves
	}
	if err := w.write(&entry, out); err != nil {
		return Result{}, err
	}
	if red, ok := a.(action.Redact); ok {
		if err := w.redact(red.ID); err != nil {
			return Result{}, err
		}
	}
	if err := w.counters(); err != nil {
		return Result{}, err
	}
	if entry.Values, err = model.Encode(a); err != nil {
		return Result{}, err
	}
	if err := w.append(&entry, previous); err != nil {
		return Result{}, err
	}
	result := Result{Position: Position(w.pos), Subject: out.Subject, Note: out.Note, Voided: out.Voided}
	for _, wr := range entry.Wrote {
		result.Wrote = append(result.Wrote, wr.ID)
	}
	return result, nil
}

func repeated(ctx context.Context, tx *sql.Tx, id string) (Result, bool, error) {
	var r Result
	err := tx.QueryRowContext(ctx, "SELECT pos, subject, note FROM log_row WHERE action_id = ?", id).Scan(&r.Position, &r.Subject, &r.Note)
	if err == sql.ErrNoRows {
		return r, false, nil
	}
	r.Repeated = true
	return r, err == nil, err
}

func lastAt(ctx context.Context, tx *sql.Tx) (time.Time, error) {
	var at sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT at FROM log_row ORDER BY pos DESC LIMIT 1").Scan(&at)
	if err == sql.ErrNoRows {
		err = nil
	}
	return fromMillis(at), err
}

// append puts the entry behind the chain.
func (w *writer) append(entry *line, previous string) error {
	text, err := model.Encode(entry)
	if err != nil {
		return err
	}
	if _, err := w.exec("INSERT INTO log(pos, line, hash) VALUES (?,?,?)", w.pos, string(text), chain(previous, string(text))); err != nil {
		return err
	}
	return w.projectEntry(entry)
}

func (w *writer) projectEntry(e *line) error {
	var happened any
	if e.Happened != nil {
		happened = e.Happened.UnixMilli()
	}
	_, err := w.exec("INSERT INTO log_row(pos, at, happened, who, action, action_id, subject, note) VALUES (?,?,?,?,?,?,?,?)",
		e.Pos, e.At.UnixMilli(), happened, string(e.Who), e.Action, e.ActionID, string(e.Subject), e.Note)
	return err
}

// write writes the outcome's records as new versions.
func (w *writer) write(entry *line, out action.Outcome) error {
	for _, r := range out.Writes {
		d, err := w.version(r)
		if err != nil {
			return err
		}
		entry.Wrote = append(entry.Wrote, wrote{r.Key(), d})
	}
	if out.Stream == nil {
		return nil
	}
	sum := newBatch()
	err := out.Stream(func(r model.Record) error {
		d, err := w.version(r)
		if err != nil {
			return err
		}
		sum.add(r.Key(), d)
		return w.ctx.Err()
	})
	entry.Batch = sum.batch()
	return err
}

// batchSum digests many versions into one line of the log.
type batchSum struct {
	count int
	hash  hash.Hash
}

func newBatch() *batchSum { return &batchSum{hash: sha256.New()} }

func (b *batchSum) add(id model.ID, digest string) {
	b.count++
	b.hash.Write([]byte(string(id) + " " + digest + "\n"))
}

func (b *batchSum) batch() *batch {
	return &batch{Count: b.count, Digest: hex.EncodeToString(b.hash.Sum(nil))}
}

// version writes one new state of a record and its projections.
func (w *writer) version(r model.Record) (string, error) {
	body, err := model.Encode(r)
	if err != nil {
		return "", err
	}
	if len(body) > bodyLimit {
		return "", model.Refuse("write "+string(r.Key()), fmt.Sprintf("it would be %d bytes long; at most %d are kept", len(body), bodyLimit), "split it, or attach files to the DML")
	}
	d := digest(body)
	id := string(r.Key())
	entity, old, err := w.find(id)
	if err != nil {
		return "", err
	}
	if entity == 0 {
		res, err := w.exec("INSERT INTO entity(kind, id, born) VALUES (?,?,?)", string(r.Kind()), id, w.pos)
		if err != nil {
			return "", err
		}
		if entity, err = res.LastInsertId(); err != nil {
			return "", err
		}
	} else if err := w.retire(old, entity, r.Kind() == model.KindRelease); err != nil {
		return "", err
	}
	res, err := w.exec("INSERT INTO version(kind, id, since, body, digest) VALUES (?,?,?,?,?)", string(r.Kind()), id, w.pos, string(body), d)
	if err != nil {
		return "", err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return "", err
	}
	return d, w.project(n, r, entity)
}

// bodyLimit is the size of one record, in bytes: far above any honest one.
const bodyLimit = 4 << 20

func (w *writer) find(id string) (entity, version int64, err error) {
	s, err := w.stmt("SELECT e.n, v.n FROM entity e JOIN version v ON v.id = e.id AND v.until IS NULL WHERE e.id = ?")
	if err != nil {
		return 0, 0, err
	}
	err = s.QueryRowContext(w.ctx, id).Scan(&entity, &version)
	if err == sql.ErrNoRows {
		return 0, 0, nil
	}
	return entity, version, err
}

// mint hands out the next id of a kind. An error surfaces at the next write,
// since the id then is no valid one.
func (w *writer) mint(k model.Kind) model.ID {
	if w.ids == nil {
		w.ids = map[model.Kind]int64{}
	}
	next, ok := w.ids[k]
	if !ok {
		next = 1
		err := w.tx.QueryRowContext(w.ctx, "SELECT next FROM counter WHERE kind = ?", string(k)).Scan(&next)
		if err != nil && err != sql.ErrNoRows {
			return ""
		}
	}
	w.ids[k] = next + 1
	return model.MakeID(k, next)
}

func (w *writer) counters() error {
	for k, next := range w.ids {
		if _, err := w.exec("INSERT INTO counter(kind, next) VALUES (?,?) ON CONFLICT(kind) DO UPDATE SET next = excluded.next", string(k), next); err != nil {
			return err
		}
	}
	return nil
}

// redact removes every body of a record, and what was projected from them.
// The digests stay, in the versions and in the log.
func (w *writer) redact(id model.ID) error {
	for _, q := range []string{
		"UPDATE version SET body = NULL WHERE id = ?",
		"UPDATE record_row SET title = '(redacted)', grade = '', handle = '', external = '' WHERE id = ?",
		"UPDATE release_row SET name = '(redacted)', version = '' WHERE id = ?",
		"DELETE FROM search WHERE rowid = (SELECT n FROM entity WHERE id = ?)",
	} {
		if _, err := w.exec(q, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// equip gives an import its look-ups inside the transaction.
func (db *DB) equip(ctx context.Context, w *writer, in *action.Import) {
	in.Find = func(external string) (model.Record, error) {
		s, err := w.stmt("SELECT v.kind, v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.external = ? AND r.until IS NULL AND r.external <> ''")
		if err != nil {
			return nil, err
		}
		var kind string
		var body sql.NullString
		err = s.QueryRowContext(ctx, external).Scan(&kind, &body)
		if err == sql.ErrNoRows || (err == nil && !body.Valid) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return model.Decode(model.Kind(kind), []byte(body.String))
	}
	in.Service = func(handle string) (model.ID, error) {
		var id string
		err := w.tx.QueryRowContext(ctx, "SELECT id FROM record_row WHERE kind = 'service' AND handle = ? AND until IS NULL AND handle <> ''", handle).Scan(&id)
		if err == sql.ErrNoRows {
			return "", nil
		}
		return model.ID(id), err
	}
}

// Ask says whether an action would be allowed now, without doing it; nil means
// yes. The outcome tells what it would write and void.
func (db *DB) Ask(ctx context.Context, who Who, a action.Action) (action.Outcome, error) {
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return action.Outcome{}, db.explain(a.Name(), err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	c, err := db.loadCase(ctx, tx, Now, db.Now(), who, a.Needs())
	if err != nil {
		return action.Outcome{}, db.sayWhy(a.Name(), err)
	}
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1) }
	out, err := action.Perform(c, a)
	return out, db.sayWhy(a.Name(), err)
}
