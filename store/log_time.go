package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// The order of the log is that of its positions. The time of an entry is what
// the clock said, whatever the entry before it says: a clock that was ahead once
// is then one wrong entry, and not the moment at which everything after it
// happened. What is judged is judged by the clock of the moment.

// skew is how much the clocks of two hosts may differ without a word: less than
// this is no clock that went back.
const skew = 2 * time.Second

// timeJoin brings the times that are to be said of the entries r of log_row
// besides those of their own clock.
const timeJoin = " LEFT JOIN log_bent bent ON bent.pos = r.pos"

// entryColumns and entryJoin are what is shown of the entries r of log_row, with
// the name of whoever wrote them.
const (
	entryColumns = "r.pos, r.at, r.happened, bent.behind, bent.corrected, coalesce(bent.by, 0), r.who, r.action, r.subject, r.note, coalesce(p.title, '')"
	entryJoin    = timeJoin + " LEFT JOIN record_row p ON p.id = r.who AND p.until IS NULL"
)

// into is where entryColumns go. The entry is settled afterwards.
func (e *LogEntry) into() []any {
	return []any{&e.Position, (*stamp)(&e.At), (*stamp)(&e.Happened), (*stamp)(&e.Behind), (*stamp)(&e.Corrected), &e.CorrectedBy, &e.Who, &e.Action, &e.Subject, &e.Note, &e.Name}
}

// settle takes a correction over to when it happened: that was counted from the
// clock that was wrong, a few minutes before it.
func (e *LogEntry) settle() {
	if !e.Corrected.IsZero() && e.Happened.After(e.Corrected) {
		e.Happened = e.Happened.Add(e.Corrected.Sub(e.At))
	}
}

// stands is the time of entry r in SQL: corrected, else what the clock said.
const stands = "coalesce(bent.corrected, r.at)"

// lastAt is the time of the last entry.
func lastAt(ctx context.Context, tx queryer) (at time.Time, err error) {
	_, err = ask(ctx, tx, "SELECT "+stands+" FROM log_row r"+timeJoin+" ORDER BY r.pos DESC LIMIT 1").one((*stamp)(&at))
	return at, err
}

// latestAt is the latest time in the log, of those that no correction took back.
func latestAt(ctx context.Context, tx queryer) (at time.Time, err error) {
	_, err = ask(ctx, tx, "SELECT r.at FROM log_row r"+timeJoin+" WHERE bent.corrected IS NULL ORDER BY r.at DESC LIMIT 1").one((*stamp)(&at))
	return at, err
}

// projectTimes notes what is to be said of an entry's time, and of those that it
// corrects.
func (w *writer) projectTimes(e *line) error {
	if e.Behind != nil {
		if _, err := w.exec("INSERT INTO log_bent(pos, behind) VALUES (?,?)", e.Pos, e.Behind.UnixMilli()); err != nil {
			return err
		}
	}
	for _, c := range e.Corrected {
		if _, err := w.exec("INSERT INTO log_bent(pos, corrected, by) VALUES (?,?,?) ON CONFLICT(pos) DO UPDATE SET corrected = excluded.corrected, by = excluded.by", c.Pos, c.At.UnixMilli(), e.Pos); err != nil {
			return err
		}
	}
	return nil
}

// clockText is how a time of the log stands in a sentence.
func clockText(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// behindWords says that the clock stands before the last entry.
func behindWords(now time.Time, pos int64, last time.Time) model.Reason {
	return model.Because(fmt.Sprintf("the clock stands at %s, and entry %d, the one before this, is from %s: one of the two clocks is wrong", clockText(now), pos, clockText(last)),
		model.ByDoing(process.CorrectLog, "", model.With("entry", fmt.Sprint(pos)), model.With("at", ""), model.With("reason", "")).
			For("look at this one; if it was the other, an administrator sets it right"))
}

// PositionAt is the last position that stands at or before a moment, as far as
// the clock is to be believed; it fails when the file has nothing that old.
//
// Where every entry is later than the one before it, that is plain. An entry
// whose clock was wrong hides no other: one later than the present clock, or
// long before the first entry of the file, has no say, and of the rest that place
// is taken which the fewest times contradict, the later one of several. A time
// that was corrected counts as corrected.
func (db *DB) PositionAt(ctx context.Context, t time.Time) (Position, error) {
	pos, err := db.positionAt(ctx, t)
	if err != nil {
		return 0, db.explain("look up a moment in the log", err)
	}
	if pos == 0 {
		return 0, &model.NotFound{What: fmt.Sprintf("state as of %s: the log begins later", t.UTC().Format("2006-01-02 15:04 UTC"))}
	}
	return Position(pos), nil
}

func (db *DB) positionAt(ctx context.Context, t time.Time) (int64, error) {
	var bent bool
	if err := db.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM log_bent)").Scan(&bent); err != nil {
		return 0, err
	}
	// Within the skew of two hosts, one of the next entries may be earlier still.
	const long = 30 * 24 * time.Hour
	query, args := "SELECT max(pos) FROM (SELECT pos FROM log_row WHERE at <= ? ORDER BY at DESC, pos DESC LIMIT 64)", []any{t.UnixMilli()}
	if bent {
		query = `SELECT pos FROM (SELECT r.pos, ` + stands + ` AS at, first.at - ?3 AS earliest,
 sum(CASE WHEN ` + stands + ` <= ?1 THEN ` + stands + ` >= first.at - ?3 ELSE -(` + stands + ` <= ?2) END) OVER (ORDER BY r.pos) AS fits
 FROM log_row r` + timeJoin + `, (SELECT ` + stands + ` AS at FROM log_row r` + timeJoin + ` ORDER BY r.pos LIMIT 1) AS first)
 WHERE at BETWEEN earliest AND ?1 AND fits > 0 ORDER BY fits DESC, pos DESC LIMIT 1`
		args = append(args, db.Now().UnixMilli(), long.Milliseconds())
	}
	var pos sql.NullInt64
	_, err := ask(ctx, db.reader, query, args...).one(&pos)
	return pos.Int64, err
}
