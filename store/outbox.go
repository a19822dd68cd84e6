package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"fairway/model"
	"fairway/model/outbox"
)

// outboxKey is where it stands up to which entry each tool has been told: beside what
// people keep, like the lease. Where it is lost, the jobs of a tool say how far it came.
const outboxKey = "outbox"

// Told are the entries up to which tools were told what happened, by their names.
func (db *DB) Told(ctx context.Context) (map[string]Position, error) {
	text, err := db.Kept(ctx, "", outboxKey)
	told := map[string]Position{}
	if err == nil && text != "" && json.Unmarshal([]byte(text), &told) != nil {
		told = map[string]Position{}
	}
	return told, err
}

// KeepTold keeps them.
func (db *DB) KeepTold(ctx context.Context, told map[string]Position) error {
	text, err := json.Marshal(told)
	if err != nil {
		return err
	}
	return db.Keep(ctx, "", outboxKey, string(text))
}

// LastTold is the entry of the last job of a tool; 0 where it never had one.
func (db *DB) LastTold(ctx context.Context, tool string) (Position, error) {
	return viewed(ctx, db, "look how far a tool was told", func(tx *view) (Position, error) {
		var pos Position
		_, err := ask(ctx, tx, `SELECT coalesce(max(v.body ->> 'entry'), 0) FROM record_row r JOIN version v ON v.n = r.n
 WHERE r.kind = 'job' AND v.body ->> 'tool' = ? AND `+live("r", Now), tool).one(&pos)
		return pos, err
	})
}

// entriesAtOnce is how many entries are looked through at once for what happened.
const entriesAtOnce = 2000

// Happened says what happened after an entry, oldest first, and up to which entry that was
// looked through: the head, or a few thousand entries further.
func (db *DB) Happened(ctx context.Context, after Position) (out []outbox.Event, upTo Position, err error) {
	_, err = viewed(ctx, db, "look what happened", func(tx *view) (bool, error) {
		out, upTo = nil, after
		if _, err := ask(ctx, tx, "SELECT coalesce(max(pos), 0) FROM log").one(&upTo); err != nil {
			return false, err
		}
		upTo = min(upTo, after+entriesAtOnce)
		if upTo < after { // the file was put back from a backup
			return true, nil
		}
		var kind, sum, sumBefore string
		var body, before sql.NullString
		var e outbox.Event
		var at time.Time
		err := ask(ctx, tx, `SELECT v.kind, v.since, l.who, coalesce(l.happened, l.at), v.digest, v.body, coalesce(b.digest, ''), b.body
 FROM version v JOIN log_row l ON l.pos = v.since LEFT JOIN version b ON b.id = v.id AND b.until = v.since
 WHERE v.since > ? AND v.since <= ? AND v.kind IN ('release', 'run', 'approval', 'waiver', 'change', 'document', 'entry', 'proposal') ORDER BY v.since, v.n`, int64(after), int64(upTo)).
			each([]any{&kind, &e.Entry, &e.By, (*stamp)(&at), &sum, &body, &sumBefore, &before}, func() error {
				now, err := db.recordOf(kind, sum, body)
				if err != nil || !body.Valid {
					return err // what was redacted says nothing
				}
				var was model.Record
				if before.Valid {
					if was, err = db.recordOf(kind, sumBefore, before); err != nil {
						return err
					}
				}
				for _, one := range outbox.Of(was, now) {
					one.Entry, one.By, one.At = e.Entry, e.By, at.UTC()
					out = append(out, one)
				}
				return nil
			})
		return true, err
	})
	return out, upTo, err
}

// JobsWaiting are the jobs that wait for their next try, the one that is due first first.
func (db *DB) JobsWaiting(ctx context.Context) ([]*model.Job, error) {
	return viewed(ctx, db, "look at the outbox", func(tx *view) ([]*model.Job, error) {
		return decoded[model.Job](ask(ctx, tx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'job' AND r.state = 'waiting' AND v.body IS NOT NULL AND "+live("r", Now)+" ORDER BY v.body ->> 'next', r.number"))
	})
}
