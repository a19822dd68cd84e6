package store

import (
	"context"
	"database/sql"
	"slices"

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
	book, err := db.book(ctx, db.ask(), q.AsOf, "")
	if err != nil || len(book.Processes) == 0 {
		return Board{}, err
	}
	w, err := releaseWhere(q.Filter, q.Me, q.Now, q.Zone)
	if err != nil {
		return Board{}, err
	}
	q.Ended = q.Ended || w.ended
	tx, err := db.view(ctx)
	if err != nil {
		return Board{}, err
	}
	defer tx.end()
	out := Board{Process: book.Processes[0].Title}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return Board{}, err
	}
	counts, err := stageCounts(ctx, tx, q, w)
	if err != nil {
		return Board{}, err
	}
	out.lay(book, counts, q.Ended)
	for i := range out.Columns {
		c := &out.Columns[i]
		if c.Count == 0 {
			continue
		}
		if c.Cards, err = stageCards(ctx, tx, q, w, c.Stage); err != nil {
			return Board{}, err
		}
	}
	return out, nil
}

type stageCount struct{ all, late int }

// stageCounts counts the open releases of each stage, and those that are late;
// the ended ones too where they are wanted.
func stageCounts(ctx context.Context, tx queryer, q BoardQuery, w *where) (map[string]stageCount, error) {
	out := map[string]stageCount{}
	for ended := range 2 {
		if ended == 1 && !q.Ended {
			break
		}
		args := append([]any{q.Now.UnixMilli(), ended}, w.args...)
		rows, err := tx.QueryContext(ctx, "SELECT r.stage, count(*), coalesce(sum("+lateSQL+"), 0) FROM release_row r WHERE r.ended = ? AND "+live("r", q.AsOf)+w.text()+" GROUP BY r.stage", args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var stage string
			var c stageCount
			if err := rows.Scan(&stage, &c.all, &c.late); err != nil {
				_ = rows.Close()
				return nil, err
			}
			out[stage] = stageCount{out[stage].all + c.all, out[stage].late + c.late}
		}
		if err := errorsOf(rows); err != nil {
			return nil, err
		}
	}
	return out, nil
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

// stageCards are the first cards of a stage, the open ones first.
func stageCards(ctx context.Context, tx queryer, q BoardQuery, w *where, stage string) ([]Card, error) {
	var out []Card
	skip := q.Skip[stage]
	for ended := range 2 {
		if len(out) == q.PerStage || ended == 1 && !q.Ended {
			break
		}
		args := append([]any{ended, stage}, w.args...)
		cond := " WHERE r.ended = ? AND r.stage = ? AND " + live("r", q.AsOf) + w.text()
		some, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+cond+" ORDER BY r.begins NULLS LAST, r.number LIMIT ? OFFSET ?", append(slices.Clone(args), q.PerStage-len(out), skip)...)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
		if skip > 0 && ended == 0 && q.Ended && len(some) == 0 { // all the open ones were skipped
			var open int
			if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM release_row r"+cond, args...).Scan(&open); err != nil {
				return nil, err
			}
			skip -= open
		} else {
			skip = 0
		}
	}
	return out, nil
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
		c.Start, c.End = moment(begins, beginsDay), moment(ends, endsDay)
		c.Since = fromMillis(since)
		c.Late = begins.Valid && begins.Int64 < now && !deployed && (c.State == "open" || c.State == "hold")
		out = append(out, c)
	}
	return out, rows.Err()
}

func moment(v sql.NullInt64, day bool) when.Moment {
	switch {
	case !v.Valid:
		return when.Moment{}
	case day:
		return when.Moment{At: fromMillis(v), Precision: when.Day}
	}
	return when.Moment{At: fromMillis(v), Precision: when.Minute}
}
