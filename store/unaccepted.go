package store

import (
	"context"
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
)

// PurposeConflict is the purpose of the rows that are conflicts to be accepted: their ID is
// the release's, their Part the conflict's key.
const PurposeConflict = "conflict"

// acceptConflict is the permission to live with a conflict.
const acceptConflict = "conflict.accept"

// unaccepted finds the hard conflicts that wait for somebody to accept them: those that
// somebody accepted for other dates, and those of a release whose stage asks that there be
// none, whatever else keeps it there: the last day is too late to begin with them.
// Nobody asks for that, and whoever coordinates the release must not.
func (db *DB) unaccepted(ctx context.Context, tx queryer, q ApprovalsQuery) ([]ApprovalRow, error) {
	who, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil || q.Me != "" && !decision.Lets(who, who.Who.Person, acceptConflict, who.Now) {
		return nil, err
	}
	lapsed, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x JOIN version v ON v.n = x.n WHERE x.ended = 0 AND `+live("x", q.AsOf)+` AND instr(v.body, '"accepted":[') LIMIT `+waitingLimit))
	if err != nil {
		return nil, err
	}
	kept, err := db.atConflictGate(ctx, tx, q)
	if err != nil || len(lapsed)+len(kept) == 0 {
		return nil, err
	}
	needs := gate.Needs("")
	needs.Releases, needs.Calendar = model.SortIDs(slices.Concat(lapsed, kept)), true
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, needs)
	if err != nil {
		return nil, err
	}
	calendar := gate.NewCalendar(c)
	all, toDate := map[model.ID][]gate.Conflict{}, map[model.ID][]*gate.Conflict{}
	for _, id := range needs.Releases {
		r := model.Get[*model.Release](c, id)
		if r == nil || r.Deployed {
			continue
		}
		all[id] = calendar.Conflicts(r)
		if slices.Contains(kept, id) {
			for i := range all[id] {
				toDate[id] = append(toDate[id], &all[id][i])
			}
		}
	}
	if err := db.sinceWhen(ctx, tx, q.AsOf, q.Now, toDate); err != nil {
		return nil, err
	}
	var out []ApprovalRow
	for _, id := range needs.Releases {
		r := model.Get[*model.Release](c, id)
		asked := toDate[id] != nil
		for _, found := range all[id] {
			if !found.Open() || !found.Hard || found.Freeze() || found.Against == "" && !asked {
				continue
			}
			request := decision.Conflict(c, r, found.Conflict)
			row := pendingRow(c, r, id, PurposeConflict, r.Coordinator)
			row.Title, row.At, row.Missing = "Conflict to be accepted: "+found.Text, request.At, []string{decision.WaitsFor(c, request)}
			row.Part, row.Remedy = found.Key, model.ByTask("accept-conflict", id, model.With("key", found.Key))
			if !found.Since.IsZero() {
				row.At = found.Since
			}
			if found.Against != "" {
				row.Title = "Conflict to be accepted anew: " + found.Text
				for _, a := range r.Accepted {
					if a.Key == found.Key {
						row.At = a.At
					}
				}
			}
			row.before(r.Window.Span(c.Zone(r)).Start, c.Now)
			if row.mayRenew(c, request) {
				out = append(out, row)
			}
		}
	}
	return out, nil
}

// atConflictGate finds the open releases with a hard conflict whose stage asks that there be
// none.
func (db *DB) atConflictGate(ctx context.Context, tx queryer, q ApprovalsQuery) ([]model.ID, error) {
	type at struct {
		id, rules          model.ID
		name, stage, state string
	}
	var all []at
	var one at
	err := ask(ctx, tx, `SELECT x.id, x.type, x.stage, x.state, coalesce((SELECT l.dst FROM link l WHERE l.src = x.id AND l.rel = 'under' AND `+live("l", q.AsOf)+`), '')
 FROM release_row x WHERE x.ended = 0 AND x.begins IS NOT NULL AND `+live("x", q.AsOf)+` LIMIT `+waitingLimit).each([]any{&one.id, &one.name, &one.stage, &one.state, &one.rules}, func() error {
		all = append(all, one)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var ids []model.ID
	for _, x := range all {
		if x.state != string(model.ReleaseOpen) {
			continue // what is on hold waits for something else
		}
		rules, err := db.rules(ctx, tx, q.AsOf, x.rules)
		if err != nil {
			return nil, err
		}
		if rules == nil {
			continue
		}
		if p, ok := rules.Process(x.name); ok {
			if s, _ := p.Stage(x.stage); s != nil && gate.AsksForConflicts(s) {
				ids = append(ids, x.id)
			}
		}
	}
	found, err := db.conflicts(ctx, tx, q.AsOf, q.Now, ids)
	return slices.DeleteFunc(ids, func(id model.ID) bool {
		return !slices.ContainsFunc(found[id], func(f gate.Conflict) bool { return f.Open() && f.Hard && !f.Freeze() })
	}), err
}
