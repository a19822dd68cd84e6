package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// line is one log entry as it is stored: canonical JSON, fields in this order.
type line struct {
	Pos      int64           `json:"pos"`
	At       time.Time       `json:"at"`
	Happened *time.Time      `json:"happened,omitempty"`
	Who      model.ID        `json:"who"`
	Auth     string          `json:"auth"`
	Action   string          `json:"action"`
	ActionID string          `json:"action_id"`
	Subject  model.ID        `json:"subject,omitempty"`
	Note     string          `json:"note"`
	Values   json.RawMessage `json:"values"`
	// Wrote names each version with the digest of its body.
	Wrote []wrote `json:"wrote,omitempty"`
	// Batch stands for Wrote where an import wrote very many: their number, and
	// the SHA-256 over the lines "ID digest\n" in the order of writing.
	Batch *batch `json:"batch,omitempty"`
	// Redacted names the lines that this entry, a redaction, has replaced by what
	// is left of them, with the SHA-256 of that. The hash of such an entry is that
	// of the line as it was; this is what vouches for the rest.
	Redacted []replaced `json:"redacted,omitempty"`
	// KeepsOut is what a redaction keeps of where the record was imported from,
	// so that an import doesn't bring it back: see sealed.
	KeepsOut string `json:"keeps_out,omitempty"`
	// Gone says that the note and the values were removed from this line.
	Gone bool `json:"gone,omitempty"`
	// Behind is the time of the entry before, where the clock stood before that
	// by more than the clocks of two hosts may differ (skew): one of the two
	// was wrong, and the order of the log is that of its positions.
	Behind *time.Time `json:"behind,omitempty"`
	// Corrected are the times that this entry gives to earlier ones, of which the
	// clock was wrong. Their own lines stay as they are.
	Corrected []corrected `json:"corrected,omitempty"`
}

type corrected struct {
	Pos int64     `json:"pos"`
	At  time.Time `json:"at"`
}

type replaced struct {
	Pos    int64  `json:"pos"`
	Digest string `json:"digest"`
}

func readLine(text string) (*line, error) {
	e := &line{}
	return e, json.Unmarshal([]byte(text), e)
}

type wrote struct {
	ID     model.ID `json:"id"`
	Digest string   `json:"digest"`
}

type batch struct {
	Count  int    `json:"count"`
	Digest string `json:"digest"`
}

// genesis stands before the first entry.
const genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// chain is the hash of an entry: sha256(previous hash ‖ "\n" ‖ line ‖ "\n"), in
// hex. `printf '%s\n%s\n' PREVIOUS LINE | sha256sum` gives the same.
func chain(previous, text string) string {
	h := sha256.New()
	h.Write([]byte(previous + "\n" + text + "\n"))
	return hex.EncodeToString(h.Sum(nil))
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Entry of the log as views show it.
type LogEntry struct {
	Position int64     `json:"position"`
	At       time.Time `json:"at"`
	Happened time.Time `json:"happened,omitzero"`
	Who      model.ID  `json:"who"`
	Name     string    `json:"name"`
	Action   string    `json:"action"`
	Subject  model.ID  `json:"subject,omitempty"`
	Note     string    `json:"note"`
	// Touched are the records that an import changed or left as people wrote
	// them, as many as its entry names.
	Touched []action.Touched `json:"touched,omitempty"`
	Hash    string           `json:"hash"`
	Line    string           `json:"-"`
	// Behind is the time of the entry before, where the clock stood before that.
	Behind time.Time `json:"behind,omitzero"`
	// Corrected is the time that the entry CorrectedBy gave it; At stays what the
	// clock said.
	Corrected   time.Time `json:"corrected,omitzero"`
	CorrectedBy int64     `json:"corrected_by,omitempty"`
}

// Stands is the time of the entry: what it was corrected to, else what the
// clock said.
func (e LogEntry) Stands() time.Time {
	if !e.Corrected.IsZero() {
		return e.Corrected
	}
	return e.At
}

// LogQuery asks for entries of the log, newest first unless they are sorted
// otherwise.
type LogQuery struct {
	Subject model.ID // only about this record, and the imports that wrote it
	Before  int64    // only before this position; 0 means from the end
	Filter  string
	Sort    string // a field of the filter
	Desc    bool
	AsOf    Position
	Me      model.ID
	Now     time.Time
	Zone    *time.Location // in which the dates of the filter are meant; nil is the organisation's
	Limit   int
}

// logWhere is the condition of the entries r that are asked for.
func (db *DB) logWhere(ctx context.Context, q LogQuery) (*where, error) {
	w, err := db.where(ctx, db.reader, logFields, q.Filter, q.Sort, sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return nil, err
	}
	w.add(upTo("r", q.AsOf))
	if q.Before > 0 {
		w.add("r.pos < ?", q.Before)
	}
	if q.Subject != "" {
		w.add("r.pos IN ("+aboutRecord("?")+")", string(q.Subject), string(q.Subject))
	}
	return w, nil
}

// Log returns entries of the log.
func (db *DB) Log(ctx context.Context, q LogQuery) ([]LogEntry, error) {
	out, err := db.log(ctx, q)
	if err != nil {
		return nil, db.sayWhy("read the log", err)
	}
	db.calledIn(ctx, db.reader, out)
	return out, nil
}

func (db *DB) log(ctx context.Context, q LogQuery) ([]LogEntry, error) {
	if q.Limit <= 0 {
		q.Limit = 100
	}
	w, err := db.logWhere(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []LogEntry
	var row LogEntry
	err = ask(ctx, db.reader, `SELECT `+entryColumns+`, l.hash, l.line FROM log_row r JOIN log l USING (pos)`+entryJoin+`
 WHERE 1`+w.text()+w.orderBy(q.Desc || q.Sort == "", q.Sort != "")+" LIMIT 0+?", append(w.args, q.Limit)...).each(append(row.into(), &row.Hash, &row.Line), func() error {
		e := row // of its own: what it touched is not in the columns
		e.settle()
		e.imported(q.Subject)
		out = append(out, e)
		return nil
	})
	return out, err
}

// CountLog is how many entries of the log a question is about, however many of
// them it asks for.
func (db *DB) CountLog(ctx context.Context, q LogQuery) (n int, err error) {
	w, err := db.logWhere(ctx, q)
	if err != nil {
		return 0, db.sayWhy("count the entries of the log", err)
	}
	err = db.reader.QueryRowContext(ctx, "SELECT count(*) FROM log_row r WHERE 1"+w.text(), w.args...).Scan(&n)
	return n, db.explain("count the entries of the log", err)
}

// countedActions are those that write very many records, each of which their entry
// is about as well: imports, and new rules of time zones.
var countedActions = "'" + importAction + "', '" + action.Name(action.TakeZones{}) + "'"

// alongActions are those that write others besides their subject: what depends on a release
// moves along with it, and goes back with it; of a window that is edited in part the part is
// the subject, and of an incident that is cleared of a release that one.
var alongActions = "'" + action.Name(action.Reschedule{}) + "', '" + action.Name(action.Undo{}) + "', '" + action.Name(action.EditWindow{}) + "', '" + action.Name(action.LinkIncident{}) + "'"

// aboutRecord asks for the positions of the entries about a record: those that
// name it as their subject, and those that wrote it along with others. The
// parameter for its id is bound twice.
func aboutRecord(id string) string {
	return "SELECT pos FROM log_row WHERE subject = " + id +
		" UNION SELECT v.since FROM version v JOIN log_row i ON i.pos = v.since AND i.action IN (" + countedActions + ", " + alongActions + ") WHERE v.id = " + id
}

// imported says of an import's entry what it touched; in the history of one
// record, what it did to that.
func (e *LogEntry) imported(subject model.ID) {
	if e.Action != importAction {
		return
	}
	l, err := readLine(e.Line)
	if err != nil || l.Gone {
		return
	}
	v, err := action.Decode(e.Action, l.Values)
	if err != nil {
		return
	}
	in := *v.(**action.Import)
	if in == nil {
		return
	}
	if subject == "" {
		e.Touched = in.Touched
		return
	}
	for _, t := range in.Touched {
		if t.ID == subject {
			e.Note, e.Touched = in.SentenceOn(subject), []action.Touched{t}
		}
	}
}

// Line is one entry as it is stored.
type Line struct {
	Position Position
	Hash     string
	Line     string
}

// Lines returns some lines of the log as they are stored, oldest first: those
// after one position, up to another.
func (db *DB) Lines(ctx context.Context, after, upTo Position, limit int) ([]Line, error) {
	out, err := all(ask(ctx, db.reader, "SELECT pos, hash, line FROM log WHERE pos > ? AND pos <= ? ORDER BY pos LIMIT 0+?", int64(after), int64(upTo), limit), func(l *Line) []any {
		return []any{&l.Position, &l.Hash, &l.Line}
	})
	return out, db.explain("read the log", err)
}

// Head is the last position of the log and its hash: what is written down
// outside to prove later that no tail was cut.
func (db *DB) Head(ctx context.Context) (Position, string, error) {
	var pos Position
	hash := genesis
	_, err := ask(ctx, db.reader, "SELECT pos, hash FROM log ORDER BY pos DESC LIMIT 1").one(&pos, &hash)
	return pos, hash, db.explain("read the head of the log", err)
}

// FirstHash is the hash of the first entry, by which one file is told from
// another; "" while there is none.
func (db *DB) FirstHash(ctx context.Context) (string, error) {
	var hash string
	_, err := ask(ctx, db.reader, "SELECT hash FROM log WHERE pos = 1").one(&hash)
	return hash, db.explain("read the first entry of the log", err)
}
