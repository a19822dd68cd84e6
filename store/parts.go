package store

import (
	"context"
	"database/sql"
	"slices"

	"fairway/model"
	"fairway/model/action"
)

// bornSQL finds who brought records in: the entry that wrote their first
// state. The log keeps it whatever the records say now.
const bornSQL = `SELECT e.id, e.kind, l.who, l.action FROM json_each(?1) a CROSS JOIN entity e ON e.id = a.value CROSS JOIN log_row l ON l.pos = e.born WHERE e.born <= ?2`

// namedSQL finds whom earlier states named: of releases (?1) who coordinated
// and who requested them, of RFCs (?3) who requested and who built them. The
// present state is no part of it, and of one that was removed by law nothing is
// left to find. The planner is told to go from the few ids.
const namedSQL = `SELECT DISTINCT x.id, 'coordinator', x.coordinator, 'requester', x.requester FROM json_each(?1) a CROSS JOIN release_row x ON x.id = a.value AND x.until IS NOT NULL AND x.since <= ?2
 UNION ALL SELECT DISTINCT v.id, 'requester', v.body ->> '$.requester', 'builder', v.body ->> '$.builder' FROM json_each(?3) a CROSS JOIN version v ON v.id = a.value AND v.since <= ?2 WHERE v.until IS NOT NULL`

// writtenSQL finds who wrote earlier versions of documents (?3), as namedSQL
// does.
const writtenSQL = `SELECT v.id, 'author', v.body ->> '$.author', '', NULL FROM json_each(?3) a CROSS JOIN version v ON v.id = a.value AND v.since <= ?2 WHERE v.until IS NOT NULL AND ?1 IS NULL`

// editedSQL finds who edited what RFCs (?3) say, by the action of that (?1): what is decided
// on then is theirs as well. What an edit leaves as it was doesn't count.
const editedSQL = `SELECT DISTINCT v.id, 'author', l.who, '', NULL FROM json_each(?3) a CROSS JOIN version v ON v.id = a.value AND v.since <= ?2 CROSS JOIN log_row l ON l.pos = v.since AND l.action = ?1
 CROSS JOIN version p ON p.id = v.id AND p.until = v.since
 WHERE EXISTS (SELECT 1 FROM (VALUES ('$.title'), ('$.text'), ('$.category'), ('$.type'), ('$.service'), ('$.items'), ('$.closes')) f WHERE v.body -> f.column1 IS NOT p.body -> f.column1)`

// inTeams is a table of who leads or is in the teams of releases (?1), or was while the
// release was that team's, in each team that it was ever given to: of, who, and whether they
// are now. Who came into a team that had handed it on, or left one before it was given to it,
// built nothing of it. last is the parameter of the last position that is known.
func inTeams(pos Position, last string) string {
	states := func(which string) string { // each has an index of its own
		return `SELECT x.id AS of, m.value AS who, (` + live("x", pos) + `) AND (` + live("v", pos) + `) AS now FROM json_each(?1) a CROSS JOIN release_row x ON x.id = a.value AND x.until IS ` + which + ` AND x.since <= ` + last + ` AND x.team <> ''
  CROSS JOIN version v ON v.id = x.team AND v.since <= ` + last + ` AND (v.until IS NULL OR v.until > x.since) AND (x.until IS NULL OR v.since < x.until)
  CROSS JOIN json_each(json_insert(coalesce(v.body -> '$.members', '[]'), '$[#]', v.body ->> '$.lead')) m WHERE m.value <> ''`
	}
	return "(" + states("NULL") + " UNION ALL " + states("NOT NULL") + ")"
}

// parts loads who had a hand in the releases, in the RFCs of their scope, and
// in the RFCs and documents that are named by themselves: two or three
// questions, however many there are.
func (l *loader) parts(releases, named []model.ID) {
	var changes, documents, teams []model.ID
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			changes = append(changes, r.Changes...)
			if r.Team != "" {
				teams = append(teams, r.Team)
			}
		}
	}
	l.fetch(model.SortIDs(teams)) // who is in them by now
	for _, id := range named {
		switch id.Kind() {
		case model.KindChange:
			changes = append(changes, id)
		case model.KindDocument:
			documents = append(documents, id)
		}
	}
	for _, d := range model.All[*model.Document](l.c) { // the forms of an RFC are decided on with it
		if slices.Contains(changes, d.Of) {
			documents = append(documents, d.ID)
		}
	}
	if len(releases)+len(changes)+len(documents) > 0 && l.err == nil {
		l.err = partsOf(l.ctx, l.q, l.pos, releases, model.SortIDs(changes), documents, l.c.AddPart)
	}
}

// partsOf reads who had a hand in records.
func partsOf(ctx context.Context, q queryer, pos Position, releases, changes, documents []model.ID, add func(of model.ID, p model.Part)) error {
	last := pos.last()
	named := func(query string, args ...any) error {
		var id model.ID
		var relations [2]string
		var people [2]sql.NullString
		return ask(ctx, q, query, args...).each([]any{&id, &relations[0], &people[0], &relations[1], &people[1]}, func() error {
			for i, who := range people {
				if who.String != "" {
					add(id, model.Part{Relation: relations[i], Person: model.ID(who.String)})
				}
			}
			return nil
		})
	}
	if len(documents) > 0 {
		if err := named(writtenSQL, nil, last, list(documents)); err != nil {
			return err
		}
	}
	if len(releases)+len(changes) == 0 {
		return nil
	}
	if err := named(namedSQL, list(releases), last, list(changes)); err != nil {
		return err
	}
	if len(changes) > 0 {
		if err := named(editedSQL, action.Name(action.EditChange{}), last, list(changes)); err != nil {
			return err
		}
	}
	if len(releases) > 0 {
		var of, who model.ID
		err := ask(ctx, q, "SELECT DISTINCT of, who FROM "+inTeams(pos, "?2"), list(releases), last).each([]any{&of, &who}, func() error {
			add(of, model.Part{Relation: model.PartTeam, Person: who})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return bornOf(ctx, q, last, append(append([]model.ID{}, releases...), changes...), add)
}

// bornOf reads who brought records in.
func bornOf(ctx context.Context, q queryer, last int64, ids []model.ID, add func(of model.ID, p model.Part)) error {
	var id, who model.ID
	var kind model.Kind
	var action string
	return ask(ctx, q, bornSQL, list(ids), last).each([]any{&id, &kind, &who, &action}, func() error {
		if p, ok := model.PartBorn(kind, who, action); ok {
			add(id, p)
		}
		return nil
	})
}
