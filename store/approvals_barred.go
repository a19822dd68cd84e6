package store

import (
	"context"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// bar says of what waits for the person where a duty keeps them from deciding,
// by the rules each release is under.
func (db *DB) bar(ctx context.Context, tx queryer, q ApprovalsQuery, out *Approvals) error {
	if len(out.Waiting) == 0 {
		return nil
	}
	var releases []model.ID
	for _, r := range out.Waiting {
		releases = append(releases, r.Release)
	}
	if err := db.barChanges(ctx, tx, q, out); err != nil {
		return err
	}
	relations, under, err := relationsTo(ctx, tx, q, releases)
	if err != nil {
		return err
	}
	for i := range out.Waiting {
		r := &out.Waiting[i]
		if r.Release.Kind() == model.KindChange || len(relations[r.Release]) == 0 && r.By != q.Me {
			continue
		}
		rules, err := db.rules(ctx, tx, q.AsOf, under[r.Release])
		if err == nil && rules == nil {
			rules, err = db.rules(ctx, tx, q.AsOf, "")
		}
		if err != nil {
			return err
		}
		for _, d := range rules.Duties {
			if act, name, narrow := strings.Cut(d.Act, ":"); act != "decide" || narrow && rules.ApprovalMeans(name) != r.Purpose {
				continue
			}
			for _, not := range d.Not {
				relation := not
				if not == "asker" {
					if r.By == q.Me && !slices.Contains(r.Barred, not) {
						r.Barred = append(r.Barred, not)
					}
					continue
				}
				if !slices.Contains(relations[r.Release], not) {
					relation = Was + not
				}
				if slices.Contains(relations[r.Release], relation) && !slices.Contains(r.Barred, relation) {
					r.Barred = append(r.Barred, relation)
				}
			}
		}
		if len(r.Barred) > 0 {
			out.Waits--
		}
	}
	return nil
}

// barChanges is bar for the approvals of RFCs: few, and each judged by itself.
func (db *DB) barChanges(ctx context.Context, tx queryer, q ApprovalsQuery, out *Approvals) error {
	var ids []model.ID
	for _, r := range out.Waiting {
		if r.Release.Kind() == model.KindChange {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids})
	if err != nil {
		return err
	}
	for i := range out.Waiting {
		r := &out.Waiting[i]
		a := model.Get[*model.Approval](c, r.ID)
		if r.Release.Kind() != model.KindChange || a == nil || !c.Has(a.Of) {
			continue
		}
		if r.Barred = barredBy(c, decision.Approval(c, a), q.Me); len(r.Barred) > 0 {
			out.Waits--
		}
	}
	return nil
}

// relationsTo says how a person stands to releases or ever stood, and under
// which rules each of these is: the relations that duties speak of, as
// decision.Bars finds them in the facts that parts loads.
func relationsTo(ctx context.Context, tx queryer, q ApprovalsQuery, releases []model.ID) (relations map[model.ID][]string, under map[model.ID]model.ID, err error) {
	pos := q.AsOf
	scope := ` FROM json_each(?1) a JOIN link l ON l.src = a.value AND l.rel = 'scopes' AND ` + live("l", pos)
	scoped := scope + ` JOIN version c ON c.id = l.dst AND ` + live("c", pos)
	states := ` FROM json_each(?1) a CROSS JOIN release_row x ON x.id = a.value AND x.until IS NOT NULL AND x.since <= ?3`
	before := ` CROSS JOIN version c ON c.id = l.dst AND c.since <= ?3 AND c.until IS NOT NULL`
	relations, under = map[model.ID][]string{}, map[model.ID]model.ID{}
	var id, rules model.ID
	var relation string
	err = ask(ctx, tx, `SELECT x.id, 'requester', '' FROM json_each(?1) a JOIN release_row x ON x.id = a.value AND `+live("x", pos)+` WHERE x.requester = ?2
 UNION SELECT x.id, 'coordinator', '' FROM json_each(?1) a JOIN release_row x ON x.id = a.value AND `+live("x", pos)+` WHERE x.coordinator = ?2
 UNION SELECT l.src, 'requester', ''`+scoped+` WHERE c.body ->> '$.requester' = ?2
 UNION SELECT l.src, 'builder', ''`+scoped+` WHERE c.body ->> '$.builder' = ?2
 UNION SELECT o.dst, 'deployer', '' FROM json_each(?1) a JOIN link o ON o.dst = a.value AND o.rel = 'of' AND `+live("o", pos)+` JOIN version u ON u.id = o.src AND u.kind = 'run' AND `+live("u", pos)+`
  WHERE u.body ->> '$.production' = 1 AND (u.body ->> '$.by' = ?2 OR EXISTS (SELECT 1 FROM json_each(u.body, '$.steps') d WHERE d.value ->> '$.by' = ?2))
 UNION SELECT x.id, 'was coordinator', ''`+states+` WHERE x.coordinator = ?2
 UNION SELECT x.id, 'requester', ''`+states+` WHERE x.requester = ?2
 UNION SELECT e.id, 'requester', '' FROM json_each(?1) a CROSS JOIN entity e ON e.id = a.value CROSS JOIN log_row b ON b.pos = e.born WHERE b.who = ?2
 UNION SELECT l.src, 'requester', ''`+scope+` CROSS JOIN entity e ON e.id = l.dst CROSS JOIN log_row b ON b.pos = e.born WHERE b.who = ?2
 UNION SELECT l.src, 'requester', ''`+scope+before+` WHERE c.body ->> '$.requester' = ?2
 UNION SELECT l.src, 'was builder', ''`+scope+before+` WHERE c.body ->> '$.builder' = ?2
 UNION SELECT l.src, 'builder', '' FROM json_each(?1) a JOIN link l ON l.src = a.value AND l.rel = 'package' AND `+live("l", pos)+` JOIN version c ON c.id = l.dst AND `+live("c", pos)+` WHERE c.body ->> '$.by' = ?2
 UNION SELECT of, iif(now, 'team', 'was team'), '' FROM `+inTeams(pos, "?3")+` WHERE who = ?2
 UNION SELECT l.src, 'under', l.dst FROM json_each(?1) a JOIN link l ON l.src = a.value AND l.rel = 'under' AND `+live("l", pos), list(releases), string(q.Me), pos.last()).each([]any{&id, &relation, &rules}, func() error {
		if rules != "" {
			under[id] = rules
		} else {
			relations[id] = append(relations[id], relation)
		}
		return nil
	})
	return relations, under, err
}
