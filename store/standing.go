package store

import (
	"context"
	"strings"
	"time"

	"fairway/model"
)

// StandingQuery asks what stands in the stages of the workflows.
type StandingQuery struct {
	AsOf Position
	Now  time.Time
	Zone *time.Location // in which days are counted
}

// StageStanding is how many open releases or changes stand in a stage, and how
// many of them are late: their start is past, or they have been there longer than
// the stage allows.
type StageStanding struct {
	Here    int `json:"here"`
	Overdue int `json:"overdue"`
}

// changeSince is when a change came into the stage that it is in: with the entry
// that ended its last version in another one, else with the one that brought it in.
const changeSince = `(SELECT coalesce(e.happened, e.at) FROM log_row e WHERE e.pos = coalesce(
	(SELECT max(o.until) FROM record_row o WHERE o.id = r.id AND o.until IS NOT NULL AND o.state <> r.state AND o.since < r.since),
	(SELECT born FROM entity b WHERE b.id = r.id)))`

// Standing counts what is open, by workflow and stage.
func (db *DB) Standing(ctx context.Context, q StandingQuery) (map[string]map[string]StageStanding, error) {
	return viewed(ctx, db, "count what stands in each stage", func(tx *view) (map[string]map[string]StageStanding, error) {
		rules, err := db.rules(ctx, tx, q.AsOf, "")
		if err != nil {
			return nil, err
		}
		out := map[string]map[string]StageStanding{}
		add := func(process, stage string, n, late int) {
			if out[process] == nil {
				out[process] = map[string]StageStanding{}
			}
			s := out[process][stage]
			out[process][stage] = StageStanding{s.Here + n, s.Overdue + late}
		}
		overdue, args := overstayed(rules, q, model.KindRelease, "r.type", "r.stage", "r.stage_since")
		var kind, stage string
		var n, late int
		args = append([]any{q.Now.UnixMilli()}, args...)
		err = ask(ctx, tx, "SELECT r.type, r.stage, count(*), coalesce(sum(("+lateSQL+") OR "+overdue+"), 0) FROM release_row r WHERE r.ended = 0 AND "+live("r", q.AsOf)+" GROUP BY r.type, r.stage", args...).each([]any{&kind, &stage, &n, &late}, func() error {
			add(kind, stage, n, late)
			return nil
		})
		if err != nil {
			return nil, err
		}
		among, stages := openStages(rules)
		if among == "" {
			return out, nil
		}
		const workflow = "coalesce(json_extract(v.body, '$.type'), '') || '-change'"
		overdue, args = overstayed(rules, q, model.KindChange, workflow, "r.state", changeSince)
		err = ask(ctx, tx, "SELECT "+workflow+", r.state, count(*), coalesce(sum("+overdue+"), 0) FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND "+live("r", q.AsOf)+" AND r.state IN ("+among+") GROUP BY 1, 2", append(args, stages...)...).each([]any{&kind, &stage, &n, &late}, func() error {
			add(kind, stage, n, late)
			return nil
		})
		return out, err
	})
}

// overstayed is the condition that something has been in its stage for longer than
// that allows, in whole days of the viewer, by the columns that say its workflow, its
// stage, and since when.
func overstayed(rules *model.Rules, q StandingQuery, of model.Kind, workflow, stage, since string) (string, []any) {
	var when []string
	var args []any
	zone := q.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := q.Now.In(zone).Date()
	for _, p := range rules.Processes {
		for _, s := range p.Stages {
			if p.Of == string(of) && s.Limit > 0 {
				when = append(when, workflow+" = ? AND "+stage+" = ? AND "+since+" < ?")
				args = append(args, p.Name, s.ID, time.Date(y, m, d-s.Limit, 0, 0, 0, 0, zone).UnixMilli())
			}
		}
	}
	if when == nil {
		return "0", nil
	}
	return "(" + strings.Join(when, " OR ") + ")", args
}

// openStages are the stages of changes but the last of each workflow, as
// parameters.
func openStages(rules *model.Rules) (string, []any) {
	var args []any
	for _, p := range rules.Processes {
		if p.Of != string(model.KindChange) {
			continue
		}
		for i := 0; i < len(p.Stages)-1; i++ {
			args = append(args, p.Stages[i].ID)
		}
	}
	return strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", "), args
}
