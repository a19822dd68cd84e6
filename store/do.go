package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/filter"
	"fairway/model/gate"
	"fairway/model/task"
)

// Result is what a successful Do reports.
type Result struct {
	Position Position   `json:"position"`
	Subject  model.ID   `json:"subject,omitempty"`
	Note     string     `json:"note"`
	Wrote    []model.ID `json:"wrote,omitempty"`
	Voided   []model.ID `json:"voided,omitempty"`
	// Lapsed are exceptions and accepted conflicts that count no more after it.
	Lapsed []gate.Lapse `json:"lapsed,omitempty"`
	// Repeated says that this very action was done before; nothing was written.
	Repeated bool `json:"repeated,omitempty"`
	// Nothing says that an import found everything as it is already; nothing was
	// written, not even to the log.
	Nothing bool `json:"nothing,omitempty"`
	// Conflicts are what the dates collide with that were planned or looked at.
	Conflicts []gate.Conflict `json:"conflicts,omitzero"`
	// Stood are the releases that collide with a window as they did before.
	Stood []model.ID `json:"conflicts_as_before,omitempty"`
	// Next is what comes next of what was made.
	Next *model.Reason `json:"-"`
	// Warnings are what is to be said of what was done all the same: by the
	// action, and that the clock stands before the last entry.
	Warnings []model.Reason `json:"warnings,omitempty"`
}

// Who says who acts: a person of the file, and how that is known.
type Who struct {
	Person model.ID
	Auth   string
	// Key and Elsewhere are those of a model.Actor.
	Key       string
	Elsewhere model.KeysElsewhere
	// Program says that nobody acts but the program itself.
	Program bool
	// ActionID makes a repeated call harmless: the same id is done once. Empty
	// means a new one.
	ActionID string
}

// Do performs an action: the one way in which a record changes. In one
// immediate transaction it loads the facts that the action declared, asks it,
// writes what it returned, and appends one entry to the log. A refusal writes
// nothing.
func (db *DB) Do(ctx context.Context, who Who, a action.Action) (Result, error) {
	return db.perform(ctx, who, a, true)
}

// Try does everything that Do does, and takes it back: what would an import
// bring?
func (db *DB) Try(ctx context.Context, who Who, a action.Action) (Result, error) {
	return db.perform(ctx, who, a, false)
}

func (db *DB) perform(ctx context.Context, who Who, a action.Action, keep bool) (_ Result, err error) {
	defer db.caught(action.Name(a), &err)
	if who.ActionID == "" {
		who.ActionID = db.options.NewID()
	}
	if a, err = db.lookFirst(ctx, who, a); err != nil {
		return Result{}, db.sayWhy(action.Name(a), stopped(ctx, err))
	}
	tx, err := db.begin(ctx)
	if err != nil {
		return Result{}, db.explain(action.Name(a), err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	result, err := db.do(ctx, tx, who, a)
	if err != nil && keep && foundBad(a) {
		_ = tx.Rollback() // nothing was written, and what was found is
		err = db.sayWhy(action.Name(a), err)
		if unkept := db.keepBad(ctx, who, a); unkept != nil {
			return Result{}, errors.Join(err, unkept)
		}
		return Result{}, err
	}
	if err != nil {
		return Result{}, db.sayWhy(action.Name(a), stopped(ctx, err))
	}
	if result.Repeated || result.Nothing || !keep {
		return result, nil
	}
	if err := db.keepLooked(ctx, tx, a, result); err != nil {
		return Result{}, db.explain(action.Name(a), stopped(ctx, err))
	}
	if err := db.commit(ctx, tx); err != nil {
		return Result{}, db.explain(action.Name(a), stopped(ctx, err))
	}
	db.watch.wake()
	if _, ok := redaction(a); ok {
		return result, db.wipe(ctx, result.Subject)
	}
	return result, nil
}

// stopped is the context's own error where that is why something failed: the
// driver reports whatever it was doing.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// sayWhy leaves refusals as they are, and explains the driver's errors.
func (db *DB) sayWhy(doing string, err error) error {
	var refusal *model.Refusal
	var missing *model.NotFound
	var changed *model.Changed
	var filtered *filter.Error // it is the person's own words that are wrong
	var unsorted *SortError
	if errors.As(err, &refusal) || errors.As(err, &missing) || errors.As(err, &changed) || errors.As(err, &filtered) || errors.As(err, &unsorted) {
		return err
	}
	return db.explain(doing, err)
}

func (db *DB) do(ctx context.Context, tx *sql.Tx, who Who, a action.Action) (Result, error) {
	if r, done, err := repeated(ctx, tx, who.ActionID); done || err != nil {
		return r, err
	}
	previous, pos := genesis, int64(0)
	if _, err := ask(ctx, tx, "SELECT pos, hash FROM log ORDER BY pos DESC LIMIT 1").one(&pos, &previous); err != nil {
		return Result{}, err
	}
	in, importing := a.(*action.Import)
	w := &writer{ctx: ctx, tx: tx, pos: pos + 1}
	now := db.Now()
	last, err := lastAt(ctx, tx)
	if err != nil {
		return Result{}, err
	}
	c, err := db.loadCase(ctx, tx, Now, now, who, action.Needs(a))
	if err != nil {
		return Result{}, err
	}
	if !importing {
		if err := db.openQuestions(ctx, tx, c); err != nil {
			return Result{}, err
		}
	}
	c.Mint, c.Position = w.mint, pos
	latest, err := latestAt(ctx, tx)
	if err != nil {
		return Result{}, err
	}
	if now.Before(latest.Add(-skew)) {
		c.Behind = latest
	}
	if importing {
		db.equip(w, in, func(n model.Needs) (*model.Case, error) { return db.loadCase(ctx, tx, Now, now, who, n) })
	}
	out, err := action.Perform(c, a)
	if err != nil {
		return Result{}, refusedTo(c, err)
	}
	if u, ok := a.(interface{ Unmade() string }); ok && u.Unmade() != "" {
		return Result{}, model.Refuse(strings.ReplaceAll(action.Name(a), "-", " "), u.Unmade())
	}
	entry := line{Pos: w.pos, At: now, Who: c.Who.ID(), Auth: who.Auth, Action: action.Name(a), ActionID: who.ActionID, Subject: out.Subject, Note: out.Note}
	if now.Before(last.Add(-skew)) {
		entry.Behind = &last
	}
	for _, m := range out.Corrects {
		entry.Corrected = append(entry.Corrected, corrected{m.Position, m.At})
	}
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
	if importing {
		entry.Note = in.Sentence()
	}
	if importing && entry.Batch.Count == 0 {
		return Result{Position: Position(pos), Note: out.Note + ": nothing in it is new", Nothing: true}, nil
	}
	if id, ok := redaction(a); ok {
		if entry.KeepsOut, err = db.keepOut(w, id); err != nil {
			return Result{}, err
		}
		if entry.Redacted, err = w.redact(id); err != nil {
			return Result{}, err
		}
	}
	if err := db.keepZones(w, &entry); err != nil {
		return Result{}, err
	}
	if err := w.settle(); err != nil {
		return Result{}, err
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
	result := Result{Position: Position(w.pos), Subject: out.Subject, Note: entry.Note, Conflicts: task.AddressedConflicts(c, out.Conflicts), Stood: out.Stood, Voided: out.Voided, Lapsed: out.Lapsed}
	if out.Warning != nil {
		warning := *out.Warning
		warning.Remedies = task.Addressed(c, warning.Remedies)
		result.Warnings = append(result.Warnings, warning)
	}
	if out.Next != nil {
		next := *out.Next
		next.Remedies = task.Addressed(c, next.Remedies)
		result.Next = &next
	}
	if importing {
		result.Voided, result.Lapsed, result.Conflicts = in.Voided, in.Lapsed, in.Collisions
		if in.Unlooked > 0 {
			result.Warnings = append(result.Warnings, model.Because(fmt.Sprintf("%d more of the windows and releases that came in or were moved were not compared here; what they collide with is shown on the calendar", in.Unlooked)))
		}
	}
	for _, wr := range entry.Wrote {
		result.Wrote = append(result.Wrote, wr.ID)
	}
	if entry.Behind != nil {
		result.Warnings = append(result.Warnings, behindWords(now, pos, last))
	}
	return result, nil
}

func repeated(ctx context.Context, tx queryer, id string) (Result, bool, error) {
	r := Result{Repeated: true}
	found, err := ask(ctx, tx, "SELECT pos, subject, note FROM log_row WHERE action_id = ?", id).one(&r.Position, &r.Subject, &r.Note)
	return r, found, err
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
	if err != nil {
		return err
	}
	return w.projectTimes(e)
}

// write writes the outcome's records as new versions.
func (w *writer) write(entry *line, out action.Outcome) error {
	w.takes(out.Writes)
	for _, r := range out.Writes {
		d, _, err := w.version(r)
		if err != nil {
			return err
		}
		entry.Wrote = append(entry.Wrote, wrote{r.Key(), d})
	}
	if out.Stream == nil {
		return nil
	}
	again := false
	sum := newBatch()
	err := out.Stream(func(r model.Record) error {
		d, replaced, err := w.version(r)
		again = again || replaced
		if err != nil {
			return err
		}
		sum.add(r.Key(), d)
		return w.ctx.Err()
	})
	if err == nil && again { // a row came twice: only its last state is there
		sum, err = w.written()
	}
	entry.Batch = sum.batch()
	return err
}

// also writes records beside those of the outcome: the entry says so in the way
// in which it tells of these.
func (w *writer) also(entry *line, list []model.Record) error {
	for _, r := range list {
		d, _, err := w.version(r)
		if err != nil {
			return err
		}
		if entry.Batch == nil {
			entry.Wrote = append(entry.Wrote, wrote{r.Key(), d})
		}
	}
	if entry.Batch == nil || len(list) == 0 {
		return nil
	}
	sum, err := w.written()
	entry.Batch = sum.batch()
	return err
}

// written digests what this transaction has written, in its order.
func (w *writer) written() (*batchSum, error) {
	sum := newBatch()
	var id model.ID
	var d string
	err := ask(w.ctx, w.tx, "SELECT id, digest FROM version WHERE since = ? ORDER BY n", w.pos).each([]any{&id, &d}, func() error {
		sum.add(id, d)
		return nil
	})
	return sum, err
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

// version writes one new state of a record and its projections. replaced says
// that this transaction had written one already, which it took the place of.
func (w *writer) version(r model.Record) (_ string, replaced bool, _ error) {
	body, err := model.Encode(r)
	if err = errors.Join(err, w.failed); err != nil {
		return "", false, err
	}
	if len(body) > bodyLimit {
		return "", false, model.Refuse("write "+string(r.Key()), fmt.Sprintf("it would be %d bytes long; at most %d are kept", len(body), bodyLimit), model.Say("split it, or attach files to the DML"))
	}
	for _, name := range model.ZonesOf(r) {
		if w.zones == nil {
			w.zones = map[string]bool{}
		}
		w.zones[name] = true
	}
	d := digest(body)
	v, err := w.find(r.Key())
	if err != nil {
		return "", false, err
	}
	switch {
	case v.entity == 0:
		res, err := w.exec("INSERT INTO entity(kind, id, born) VALUES (?,?,?)", string(r.Kind()), string(r.Key()), w.pos)
		if err != nil {
			return "", false, err
		}
		if v.entity, err = res.LastInsertId(); err != nil {
			return "", false, err
		}
	case v.since == w.pos:
		if _, err := w.exec("UPDATE version SET body = ?, digest = ? WHERE n = ?", string(body), d, v.n); err != nil {
			return "", false, err
		}
		if err := w.unproject(v.n, v.entity); err != nil {
			return "", false, err
		}
		return d, true, w.project(v, r)
	default:
		if err := w.retire(v.n, v.entity, r.Kind()); err != nil {
			return "", false, err
		}
	}
	res, err := w.exec("INSERT INTO version(kind, id, since, body, digest) VALUES (?,?,?,?,?)", string(r.Kind()), string(r.Key()), w.pos, string(body), d)
	if err != nil {
		return "", false, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return "", false, err
	}
	return d, false, w.project(state{n: n, since: w.pos, entity: v.entity}, r)
}

// bodyLimit is the size of one record, in bytes: far above any honest one.
const bodyLimit = 4 << 20

// find looks up where a record stands; an id that was just handed out stands
// nowhere.
func (w *writer) find(id model.ID) (v state, err error) {
	if w.fresh[id] {
		delete(w.fresh, id)
		return v, nil
	}
	_, err = w.ask("SELECT e.n, v.n, v.since FROM entity e JOIN version v ON v.id = e.id AND v.until IS NULL WHERE e.id = ?", string(id)).one(&v.entity, &v.n, &v.since)
	return v, err
}

// mint hands out the next id of a kind. It can't fail in the middle of an
// action: what went wrong ends the next write.
func (w *writer) mint(k model.Kind) model.ID {
	if w.ids == nil {
		w.ids, w.fresh = map[model.Kind]int64{}, map[model.ID]bool{}
	}
	next, ok := w.ids[k]
	if !ok {
		next = 1
		if _, err := w.ask("SELECT next FROM counter WHERE kind = ?", string(k)).one(&next); err != nil {
			w.failed = err
		}
	}
	w.ids[k] = next + 1
	id := model.MakeID(k, next)
	w.fresh[id] = true
	return id
}

func (w *writer) counters() error {
	for k, next := range w.ids {
		if _, err := w.exec("INSERT INTO counter(kind, next) VALUES (?,?) ON CONFLICT(kind) DO UPDATE SET next = excluded.next", string(k), next); err != nil {
			return err
		}
	}
	return nil
}

// Ask says whether an action would be allowed now, without doing it; nil means
// yes. The outcome tells what it would write and void.
func (db *DB) Ask(ctx context.Context, who Who, a action.Action) (action.Outcome, error) {
	tx, err := db.view(ctx)
	if err != nil {
		return action.Outcome{}, db.explain(action.Name(a), err)
	}
	defer tx.end()
	c, err := db.loadCase(ctx, tx, Now, db.Now(), who, action.Needs(a))
	if err != nil {
		return action.Outcome{}, db.sayWhy(action.Name(a), err)
	}
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1) }
	out, err := action.Perform(c, a)
	return out, db.sayWhy(action.Name(a), refusedTo(c, err))
}

// refusedTo is a refusal as whoever acts reads it: what they may not do against its
// reasons says whose it is.
func refusedTo(c *model.Case, err error) error {
	var refusal *model.Refusal
	if errors.As(err, &refusal) {
		refusal.Reasons = task.AddressedReasons(c, refusal.Reasons)
	}
	return err
}
