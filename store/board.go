package store

import (
	"context"
	"database/sql"
	"strings"

	"fairway/model"
	"fairway/model/when"
)

const cardColumns = `r.id, r.name, r.version, r.type, r.stage, r.state, r.band, r.service, coalesce(s.title, ''), coalesce(p.title, ''),
 r.begins, r.begins_day, r.ends, r.ends_day, r.stage_since, r.major, r.imported, r.deployed, r.conflict, r.since`

func cardFrom(pos Position) string {
	return ` FROM release_row r LEFT JOIN record_row s ON s.id = r.service AND ` + live("s", pos) + ` LEFT JOIN record_row p ON p.id = r.coordinator AND ` + live("p", pos)
}

// Board returns the stages of the normal process with their counts and first
// cards, by the planned start, those without dates last.
func (db *DB) Board(ctx context.Context, q BoardQuery) (Board, error) {
	b, err := db.board(ctx, q)
	return b, db.sayWhy("read the board", err)
}

func (db *DB) board(ctx context.Context, q BoardQuery) (Board, error) {
	if q.PerStage <= 0 {
		q.PerStage = 50
	}
	book, err := db.book(ctx, db.reader, q.AsOf, "")
	if err != nil || book == nil || len(book.Processes) == 0 {
		return Board{}, err
	}
	w, err := releaseWhere(q.Filter, q.Me, q.Now, q.Zone)
	if err != nil {
		return Board{}, err
	}
	ended := " AND r.ended = 0"
	if q.Ended || strings.Contains(q.Filter, "closed") || strings.Contains(q.Filter, "cancelled") {
		ended = ""
	}
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Board{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	out := Board{Process: book.Processes[0].Title}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return Board{}, err
	}
	counts, err := stageCounts(ctx, tx, q, w, ended)
	if err != nil {
		return Board{}, err
	}
	out.lay(book, counts, q.Ended)
	for i := range out.Columns {
		c := &out.Columns[i]
		if c.Count == 0 {
			continue
		}
		if c.Cards, err = stageCards(ctx, tx, q, w, ended, c.Stage); err != nil {
			return Board{}, err
		}
	}
	return out, nil
}

type stageCount struct{ all, late int }

func stageCounts(ctx context.Context, tx *sql.Tx, q BoardQuery, w *where, ended string) (map[string]stageCount, error) {
	args := append([]any{q.Now.UnixMilli()}, w.args...)
	rows, err := tx.QueryContext(ctx, "SELECT r.stage, count(*), coalesce(sum("+lateSQL+"), 0) FROM release_row r WHERE "+live("r", q.AsOf)+ended+w.text()+" GROUP BY r.stage", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]stageCount{}
	for rows.Next() {
		var stage string
		var c stageCount
		if err := rows.Scan(&stage, &c.all, &c.late); err != nil {
			return nil, err
		}
		out[stage] = c
	}
	return out, rows.Err()
}

// lay puts the stages of every release process into their order: those of the
// first, and what others have besides behind the stage they follow.
func (b *Board) lay(book *model.Book, counts map[string]stageCount, ended bool) {
	seen := map[string]bool{}
	phases := map[string]int{}
	for _, p := range book.Processes {
		if p.Of != string(model.KindRelease) {
			continue
		}
		for i, s := range p.Stages {
			if seen[s.ID] || (i == len(p.Stages)-1 && !ended && counts[s.ID].all == 0) {
				continue
			}
			seen[s.ID] = true
			c := BoardColumn{Stage: s.ID, Title: s.Title, Phase: s.Phase, Count: counts[s.ID].all, Late: counts[s.ID].late}
			b.Columns = append(b.Columns, c)
			if i < len(p.Stages)-1 {
				if _, ok := phases[s.Phase]; !ok {
					b.Phases = append(b.Phases, PhaseCount{Phase: s.Phase})
				}
				phases[s.Phase] += c.Count
			}
		}
	}
	for i := range b.Phases {
		b.Phases[i].Count = phases[b.Phases[i].Phase]
	}
}

func stageCards(ctx context.Context, tx *sql.Tx, q BoardQuery, w *where, ended, stage string) ([]Card, error) {
	args := append([]any{stage}, w.args...)
	args = append(args, q.PerStage, q.Skip[stage])
	return cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+" WHERE r.stage = ? AND "+live("r", q.AsOf)+ended+w.text()+
		" ORDER BY r.begins NULLS LAST, r.number LIMIT ? OFFSET ?", args...)
}

func cards(ctx context.Context, q queryer, now int64, query string, args ...any) ([]Card, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Card
	for rows.Next() {
		var c Card
		var begins, ends, since sql.NullInt64
		var beginsDay, endsDay, deployed bool
		if err := rows.Scan(&c.ID, &c.Name, &c.Version, &c.Type, &c.Stage, &c.State, &c.Band, &c.Service, &c.ServiceName, &c.Coordinator,
			&begins, &beginsDay, &ends, &endsDay, &since, &c.Major, &c.Imported, &deployed, &c.Conflict, &c.Position); err != nil {
			return nil, err
		}
		c.Start = moment(begins, beginsDay, 0)
		c.End = moment(ends, endsDay, 24*60*60*1000)
		c.Since = fromMillis(since)
		c.Late = begins.Valid && begins.Int64 < now && !deployed && (c.State == "open" || c.State == "hold")
		out = append(out, c)
	}
	return out, rows.Err()
}

// moment undoes what the projection did to a slot's end: ends of day precision
// are kept one day later, so that they can be compared.
func moment(v sql.NullInt64, day bool, back int64) when.Moment {
	if !v.Valid {
		return when.Moment{}
	}
	m := when.Moment{At: fromMillis(v), Precision: when.Minute}
	if day {
		v.Int64 -= back
		m = when.Moment{At: fromMillis(v), Precision: when.Day}
	}
	return m
}
