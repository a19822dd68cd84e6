package store

import (
	"context"
	"maps"
	"slices"
)

// Lanes is how the board divides cards beside their stages.
type Lanes string

// The divisions. Ended releases stand in no lane of a service: ByService leaves
// them to Apart.
const (
	NoLanes   Lanes = ""
	Apart     Lanes = "emergency" // emergencies stand above the others
	ByService Lanes = "service"   // and the others by service
)

// EmergencyLane is the key of the lane of the emergencies; that of a service is
// its id, "" for releases of none.
const EmergencyLane = "emergency"

// BoardLane is one lane across the columns of the board.
type BoardLane struct {
	Key   string      `json:"key"`
	Title string      `json:"title"`
	Count int         `json:"count"`
	Late  int         `json:"late"`
	Cells []BoardCell `json:"cells"` // one for each column
}

// BoardCell is where a lane crosses a column.
type BoardCell struct {
	Count int    `json:"count"`
	Cards []Card `json:"cards,omitempty"`
}

// LaneSkip is the name in BoardQuery.Skip of a lane's cell.
func LaneSkip(lane, stage string) string { return lane + "/" + stage }

const (
	emergencyOnly = " AND r.means = 'emergency'"
	emergencyNot  = " AND r.means <> 'emergency'"
)

// emergencies fills their lane, where it is wanted and there are any. rest is
// the condition that leaves them out elsewhere.
func (b *Board) emergencies(ctx context.Context, tx queryer, q BoardQuery, w *where) (rest string, err error) {
	if q.Lanes == NoLanes {
		return "", nil
	}
	counts, err := stageCounts(ctx, tx, q, w, emergencyOnly)
	if err != nil || len(counts) == 0 {
		return "", err
	}
	lane := BoardLane{Key: EmergencyLane, Title: "Emergency", Cells: make([]BoardCell, len(b.Columns))}
	for i := range b.Columns {
		c := &b.Columns[i]
		cell := &lane.Cells[i]
		for _, s := range c.stages() {
			cell.Count += counts[s].all
			lane.Late += counts[s].late
		}
		if cell.Count == 0 {
			continue
		}
		lane.Count += cell.Count
		if cell.Cards, err = stageCards(ctx, tx, q, w, c.stages(), q.Skip[LaneSkip(lane.Key, c.Stage)], emergencyOnly); err != nil {
			return "", err
		}
	}
	b.Lanes = append(b.Lanes, lane)
	return emergencyNot, nil
}

// services fills the lanes of some services: which there are, what each of
// their cells counts, and its first cards, in a question each.
func (b *Board) services(ctx context.Context, tx queryer, q BoardQuery, w *where, rest string) error {
	if q.LaneLimit <= 0 {
		q.LaneLimit = 20
	}
	open := " FROM release_row r WHERE r.ended = 0 AND " + live("r", q.AsOf) + rest + w.text()
	args := append(slices.Clone(w.args), q.LaneLimit, max(q.LaneSkip, 0))
	at := map[string]int{}
	var key, title string
	err := ask(ctx, tx, `SELECT id, title, count(*) OVER () FROM (
 SELECT lane.service AS id, coalesce((SELECT s.title FROM record_row s WHERE s.id = lane.service AND `+live("s", q.AsOf)+`), lane.service) AS title FROM (SELECT r.service`+open+` GROUP BY r.service) lane)
 ORDER BY title = '', title COLLATE NOCASE, id LIMIT 0+? OFFSET ?`, args...).each([]any{&key, &title, &b.LaneCount}, func() error {
		at[key] = len(b.Lanes)
		b.Lanes = append(b.Lanes, BoardLane{Key: key, Title: title, Cells: make([]BoardCell, len(b.Columns))})
		return nil
	})
	if err != nil || len(at) == 0 {
		return err
	}
	if len(at) == 0 {
		return nil
	}
	column := map[string]int{}
	var stages []string
	for i := range b.Columns {
		for _, s := range b.Columns[i].stages() {
			column[s] = i
			if b.Columns[i].Count > 0 {
				stages = append(stages, s)
			}
		}
	}
	l := laneQuery{tx: tx, q: q, open: open, at: at, column: column, stages: stages}
	if err := l.count(ctx, b, w); err != nil {
		return err
	}
	return l.cards(ctx, b, w, rest)
}

// laneQuery is what the questions about the lanes of services share.
type laneQuery struct {
	tx     queryer
	q      BoardQuery
	open   string
	at     map[string]int // lanes by service
	column map[string]int // columns by stage
	stages []string
}

// among is the condition of the lanes and stages that are asked for.
func (l *laneQuery) among() (string, []any) {
	return " AND r.service IN (SELECT value FROM json_each(?)) AND r.stage IN (SELECT value FROM json_each(?))", []any{asJSON(slices.Sorted(maps.Keys(l.at))), asJSON(l.stages)}
}

func (l *laneQuery) count(ctx context.Context, b *Board, w *where) error {
	among, args := l.among()
	all := append(append([]any{l.q.Now.UnixMilli()}, w.args...), args...)
	var service, stage string
	var n, late int
	return ask(ctx, l.tx, "SELECT r.service, r.stage, count(*), coalesce(sum("+lateSQL+"), 0)"+l.open+among+" GROUP BY r.service, r.stage", all...).each([]any{&service, &stage, &n, &late}, func() error {
		lane := &b.Lanes[l.at[service]]
		lane.Count += n
		lane.Late += late
		lane.Cells[l.column[stage]].Count += n
		return nil
	})
}

// cards fetches the first cards of every cell in one question; those cells that
// were scrolled are asked for by themselves.
func (l *laneQuery) cards(ctx context.Context, b *Board, w *where, rest string) error {
	among, args := l.among()
	// Stages that share a column share its cells.
	cell, all := "r.stage", []any{}
	for i := range b.Columns {
		for _, s := range b.Columns[i].Also {
			cell += " WHEN ? THEN ?"
			all = append(all, s, b.Columns[i].Stage)
		}
	}
	if len(all) > 0 {
		cell = "CASE " + cell + " ELSE r.stage END"
	}
	all = append(append(all, w.args...), args...)
	some, err := cards(ctx, l.tx, l.q.Now.UnixMilli(), "SELECT "+cardColumns+` FROM (
 SELECT r.n, row_number() OVER (PARTITION BY r.service, `+cell+` ORDER BY r.begins NULLS LAST, r.number) AS place`+l.open+among+`) cell
 CROSS JOIN release_row r ON r.n = cell.n LEFT JOIN record_row s ON s.id = r.service AND `+live("s", l.q.AsOf)+` LEFT JOIN record_row p ON p.id = r.coordinator AND `+live("p", l.q.AsOf)+`
 WHERE cell.place <= ? ORDER BY r.begins NULLS LAST, r.number`, append(all, l.q.PerStage)...)
	if err != nil {
		return err
	}
	for _, c := range some {
		cell := &b.Lanes[l.at[string(c.Service)]].Cells[l.column[c.Stage]]
		cell.Cards = append(cell.Cards, c)
	}
	for key, i := range l.at {
		for k := range b.Columns {
			stage := b.Columns[k].Stage
			skip := l.q.Skip[LaneSkip(key, stage)]
			cell := &b.Lanes[i].Cells[k]
			if skip <= 0 || cell.Count == 0 {
				continue
			}
			only := &where{sql: append([]string{"r.service = ?"}, w.sql...), args: append([]any{key}, w.args...)}
			if cell.Cards, err = stageCards(ctx, l.tx, l.q, only, b.Columns[k].stages(), skip, rest); err != nil {
				return err
			}
		}
	}
	return nil
}
