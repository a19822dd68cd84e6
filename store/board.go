package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

var cardColumns = `r.id, r.name, r.version, r.type, r.means, r.stage, r.state, r.band, r.service, coalesce(s.title, ''), coalesce(p.title, ''),
 r.begins, r.begins_day, coalesce(r.due, 0), r.ends, r.ends_day, ` + dayZones("r", "r.begins_day OR r.ends_day") + `, r.stage_since, r.major, r.imported, r.deployed, r.since, r.base IS NOT NULL`

func cardFrom(pos Position) string { return cardFromThe("release_row r", pos) }

// cardFromThe is cardFrom where the releases are looked for in a certain index (stretchPart).
func cardFromThe(releases string, pos Position) string {
	return ` FROM ` + releases + ` LEFT JOIN record_row s ON s.id = r.service AND ` + live("s", pos) + ` LEFT JOIN record_row p ON p.id = r.coordinator AND ` + live("p", pos)
}

// Board returns the stages of the normal process with their counts and first
// cards, by the planned start, those without dates last.
func (db *DB) Board(ctx context.Context, q BoardQuery) (Board, error) {
	return viewed(ctx, db, "read the board", func(tx *view) (Board, error) {
		out, err := db.board(ctx, tx, q)
		if err != nil {
			return out, err
		}
		return out, db.mark(ctx, tx, q.AsOf, q.Now, out.cards())
	})
}

func (db *DB) board(ctx context.Context, tx queryer, q BoardQuery) (Board, error) {
	if q.PerStage <= 0 {
		q.PerStage = 50
	}
	rules, err := db.rules(ctx, tx, q.AsOf, "")
	if err != nil || len(rules.Processes) == 0 {
		return Board{}, err
	}
	w, err := db.where(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return Board{}, err
	}
	q.Ended = q.Ended || w.asksForEnded(rules)
	out := Board{Process: rules.Processes[0].Title}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return Board{}, err
	}
	counts, err := stageCounts(ctx, tx, q, w, "")
	if err != nil {
		return Board{}, err
	}
	out.lay(rules, counts, q.Ended)
	for _, c := range counts {
		out.Shown += c.all
	}
	if out.All = out.Shown; q.Filter != "" {
		if out.All, err = allReleases(ctx, tx, q); err != nil {
			return Board{}, err
		}
	}
	rest, err := out.emergencies(ctx, tx, q, w)
	if err != nil {
		return Board{}, err
	}
	if q.Lanes == ByService && !q.Ended {
		return out, out.services(ctx, tx, q, w, rest)
	}
	for i := range out.Columns {
		c := &out.Columns[i]
		if c.Count == 0 {
			continue
		}
		if c.Cards, err = stageCards(ctx, tx, q, w, c.stages(), q.Skip[c.Stage], rest); err != nil {
			return Board{}, err
		}
	}
	return out, nil
}

// cards are all that were fetched.
func (b *Board) cards() []*Card {
	var out []*Card
	add := func(list []Card) {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	for i := range b.Columns {
		add(b.Columns[i].Cards)
	}
	for i := range b.Lanes {
		for k := range b.Lanes[i].Cells {
			add(b.Lanes[i].Cells[k].Cards)
		}
	}
	return out
}

// allReleases counts what there is without a filter.
func allReleases(ctx context.Context, tx queryer, q BoardQuery) (int, error) {
	all := 0
	for ended := range 2 {
		if ended == 1 && !q.Ended {
			break
		}
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM release_row r WHERE r.ended = ? AND "+live("r", q.AsOf), ended).Scan(&n); err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}

type stageCount struct{ all, late int }

// stageCounts counts the open releases of each stage, and those that are late;
// the ended ones too where they are wanted.
func stageCounts(ctx context.Context, tx queryer, q BoardQuery, w *where, only string) (map[string]stageCount, error) {
	out := map[string]stageCount{}
	var stage string
	var c stageCount
	for ended := range 2 {
		if ended == 1 && !q.Ended {
			break
		}
		args := append([]any{q.Now.UnixMilli(), ended}, w.args...)
		err := ask(ctx, tx, "SELECT r.stage, count(*), coalesce(sum("+lateSQL+"), 0) FROM release_row r WHERE r.ended = ? AND "+live("r", q.AsOf)+only+w.text()+" GROUP BY r.stage", args...).each([]any{&stage, &c.all, &c.late}, func() error {
			out[stage] = stageCount{out[stage].all + c.all, out[stage].late + c.late}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stages are all that stand in the column.
func (c *BoardColumn) stages() []string { return append([]string{c.Stage}, c.Also...) }

// lay makes the columns: the stages of the first release process in their
// order. A stage that only another process has is a column while a release is in it,
// behind the stage before it, or else at the beginning of its phase. What no
// process knows, such as a stage of rules no longer in force, comes last; one that is
// called otherwise now stands where that is.
func (b *Board) lay(rules *model.Rules, counts map[string]stageCount, ended bool) {
	home := map[string]int{} // the column of each stage
	add := func(stage, title, phase string) {
		home[stage] = len(b.Columns)
		b.Columns = append(b.Columns, BoardColumn{Stage: stage, Title: title, Phase: phase})
	}
	last := map[string]bool{} // stages that end a process
	first := true
	for _, p := range rules.Processes {
		if p.Of != string(model.KindRelease) {
			continue
		}
		column := -1 // of the stage before
		for i, s := range p.Stages {
			if i == len(p.Stages)-1 {
				last[s.ID] = true
				if !ended && counts[s.ID].all == 0 {
					continue
				}
			}
			if at, ok := home[s.ID]; ok {
				column = at
				continue
			}
			if !first {
				if column < 0 || b.Columns[column].Phase != s.Phase {
					if at := slices.IndexFunc(b.Columns, func(c BoardColumn) bool { return c.Phase == s.Phase }); at >= 0 && column < at {
						column = at - 1
					}
				}
				if counts[s.ID].all == 0 { // folded
					continue
				}
				column++
				for id, at := range home {
					if at >= column {
						home[id] = at + 1
					}
				}
				home[s.ID] = column
				b.Columns = slices.Insert(b.Columns, column, BoardColumn{Stage: s.ID, Title: s.Title, Phase: s.Phase})
				continue
			}
			column = len(b.Columns)
			add(s.ID, s.Title, s.Phase)
		}
		first = false
	}
	for _, stage := range slices.Sorted(maps.Keys(counts)) {
		_, placed := home[stage]
		if own := stageNow(rules, stage); !placed && own != stage {
			if at, ok := home[own]; ok {
				home[stage] = at
				b.Columns[at].Also = append(b.Columns[at].Also, stage)
				continue
			}
		}
		if !placed {
			add(stage, strings.ReplaceAll(stage, "-", " "), "")
		}
	}
	phases := map[string]int{}
	for i := range b.Columns {
		c := &b.Columns[i]
		for _, s := range c.stages() {
			c.Count += counts[s].all
			c.Late += counts[s].late
		}
		if last[c.Stage] || c.Phase == "" {
			continue
		}
		if _, ok := phases[c.Phase]; !ok {
			b.Phases = append(b.Phases, PhaseCount{Phase: c.Phase})
		}
		phases[c.Phase] += c.Count
	}
	for i := range b.Phases {
		b.Phases[i].Count = phases[b.Phases[i].Phase]
	}
}

// stageNow is what rules call a stage that may be called by what it is for, as in
// rules before; the same word where they have none.
func stageNow(rules *model.Rules, stage string) string {
	for i := range rules.Processes {
		p := &rules.Processes[i]
		if p.Of != string(model.KindRelease) {
			continue
		}
		if s, at := p.Stage(stage); at >= 0 {
			return s.ID
		}
		if stage == model.StageClosed && len(p.Stages) > 0 {
			return p.Last().ID
		}
	}
	return stage
}

// stageCards are the first cards of some stages, the open ones first.
func stageCards(ctx context.Context, tx queryer, q BoardQuery, w *where, stages []string, skip int, only string) ([]Card, error) {
	var out []Card
	among, which := inStages(stages)
	for ended := range 2 {
		if len(out) == q.PerStage || ended == 1 && !q.Ended {
			break
		}
		args := append(append([]any{ended}, which...), w.args...)
		cond := " WHERE r.ended = ? AND " + among + " AND " + live("r", q.AsOf) + only + w.text()
		some, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+cond+" ORDER BY r.begins NULLS LAST, r.number LIMIT 0+? OFFSET ?", append(slices.Clone(args), q.PerStage-len(out), skip)...)
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

// inStages is the condition that a release is in one of some stages.
func inStages(stages []string) (string, []any) {
	if len(stages) == 1 {
		return "r.stage = ?", []any{stages[0]}
	}
	args := make([]any, len(stages))
	for i, s := range stages {
		args[i] = s
	}
	return "r.stage IN (?" + strings.Repeat(",?", len(stages)-1) + ")", args
}

func cards(ctx context.Context, q queryer, now int64, query string, args ...any) ([]Card, error) {
	var out []Card
	var c Card
	var deployed bool
	var due int64
	err := ask(ctx, q, query, args...).each([]any{&c.ID, &c.Name, &c.Version, &c.Type, &c.TypePurpose, &c.Stage, &c.State, &c.Band, &c.Service, &c.ServiceName, &c.Coordinator,
		(*momentAt)(&c.Start), (*wholeDay)(&c.Start), &due, (*momentAt)(&c.End), (*wholeDay)(&c.End), &daysIn{&c.Start, &c.End}, (*stamp)(&c.Since), &c.Major, &c.Imported, &deployed, &c.Position, &c.promised}, func() error {
		if c.TypePurpose == c.Type {
			c.TypePurpose = ""
		}
		c.Late = due != 0 && due < now && (c.State == model.ReleaseOpen || c.State == model.ReleaseHold)
		c.Due = time.Time{}
		if due != 0 && (deployed || c.Start.IsZero() || due < c.Start.At.UnixMilli()) {
			c.Due = time.UnixMilli(due).UTC()
		}
		out = append(out, c)
		return nil
	})
	return out, err
}
