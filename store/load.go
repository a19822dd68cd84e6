package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// live is the condition that a row of alias holds at a position: now, or then.
// Its two halves each have indexes of their own: those of rows that hold, and
// those of rows that were replaced.
func live(alias string, pos Position) string {
	if pos == Now {
		return alias + ".until IS NULL"
	}
	return fmt.Sprintf("(%[1]s.until IS NULL AND %[1]s.since <= %[2]d OR %[1]s.until IS NOT NULL AND %[1]s.until > %[2]d AND %[1]s.since <= %[2]d)", alias, pos)
}

// liveApart are the two halves of live, each of which an index holds, where a table is too
// large to go through it: what still holds, and what did then.
func liveApart(alias string, pos Position) []string {
	if pos == Now {
		return []string{live(alias, pos)}
	}
	return []string{
		fmt.Sprintf("%[1]s.until IS NULL AND %[1]s.since <= %[2]d", alias, pos),
		fmt.Sprintf("%[1]s.until IS NOT NULL AND %[1]s.until > %[2]d AND %[1]s.since <= %[2]d", alias, pos),
	}
}

// linked are the links l at a position of which one end is in a list (JSON). Each
// entry of the list is looked up: of "end IN list" with the two halves of live, the
// planner would make a walk through all links.
func linked(end, list string, pos Position) string {
	return "json_each(" + list + ") a CROSS JOIN link l ON l." + end + " = a.value AND " + live("l", pos)
}

// loader collects the facts of one case. Whatever is needed, it asks a bounded
// number of questions: each hop over the links is one query for all records. The
// first error stays with it, and no records are fetched after it: whoever has
// loaded looks at err in the end.
type loader struct {
	db  *DB
	ctx context.Context
	q   queryer
	pos Position
	c   *model.Case
	err error
	// upkeepApart says that the maintenance windows of services are had elsewhere.
	upkeepApart bool
	// delegated is since when the delegations are among the facts.
	delegated time.Time
}

// fail keeps the first error.
func (l *loader) fail(err error) { l.err = cmp.Or(l.err, err) }

// each reads the rows of a question, as question.each does.
func (l *loader) each(query string, args, into []any, row func() error) {
	if l.err == nil {
		l.err = ask(l.ctx, l.q, query, args...).each(into, row)
	}
}

func (db *DB) loadCase(ctx context.Context, q queryer, pos Position, now time.Time, who Who, n model.Needs) (*model.Case, error) {
	if err := db.followZones(ctx, q); err != nil {
		return nil, err
	}
	rules, err := db.rules(ctx, q, pos, "")
	if err != nil {
		return nil, err
	}
	c := model.NewCase(now, model.Actor{Auth: who.Auth, Key: who.Key, Elsewhere: who.Elsewhere, Program: who.Program}, rules)
	c.Reads = reader(ctx)
	if c.Alike, c.Formerly, err = db.namesAsOfNow(ctx, q); err != nil {
		return nil, err
	}
	l := &loader{db: db, ctx: ctx, q: q, pos: pos, c: c}
	l.actor(who)
	l.delegations()
	l.named(n)
	l.runs(n.Runs, n.Ticked)
	l.seen(n.Seen)
	l.entries(n.Entries)
	l.hanging(n.Around)
	releases := slices.Concat(n.Releases, l.scoping(n.Scoping), l.departing(n.Departing))
	named := slices.Clone(n.IDs)
	for _, id := range n.IDs {
		if r, ok := c.Fact(id); ok {
			for _, link := range r.Record.Links() {
				switch {
				case link.Rel == model.RelRelates && id.Kind() == model.KindReport: // what a kept report says
					named = append(named, link.To)
				case link.Rel != model.RelOf:
				case link.To.Kind() == model.KindRelease:
					releases = append(releases, link.To) // what belongs to a release brings it along
				case link.To.Kind() == model.KindChange && ofChange[id.Kind()], link.To.Kind() == model.KindMeeting, link.To.Kind() == model.KindReport:
					named = append(named, link.To) // and what belongs to an RFC that one, minutes their meeting, a kept report its record
				}
			}
		}
	}
	l.fetch(named)
	l.inMeetings()
	l.around(model.SortIDs(releases), named)
	if len(releases) > 0 {
		l.atRuns()
	}
	if len(releases) > 0 { // what the gate says of an RFC hangs on its form
		l.forms(model.Each(model.All[*model.Change](l.c), func(ch *model.Change) model.ID { return ch.ID }))
	}
	l.nearAlone(named)
	l.called(n.Called)
	l.answering(n.Answering)
	if n.Meetings || n.Agenda {
		l.meetings()
	}
	if n.Agenda {
		l.agenda()
	}
	if n.Open {
		l.fetch(l.ids("SELECT id FROM release_row r WHERE state IN ('open', 'hold') AND " + live("r", l.pos)))
	}
	if n.AnsweredBy != "" {
		l.answeredBy(n.AnsweredBy)
	}
	parted := releases
	if n.Waiting {
		more, waits := l.waiting()
		parted, named = slices.Concat(releases, more), slices.Concat(named, waits)
	}
	l.parts(parted, named)
	if n.Waits {
		l.waits()
	}
	if n.Earlier {
		l.earlier()
	}
	l.written(n.Written)
	if len(n.Suspecting)+len(n.Suspected) > 0 {
		l.suspects(n.Suspecting, n.Suspected)
	}
	if n.Measured != nil {
		l.measured(*n.Measured)
	}
	switch {
	case n.Levels != nil:
		l.levels(*n.Levels)
	case len(releases) > 0:
		l.levelsOf(releases)
	}
	l.knownErrors(releases)
	if n.Calendar {
		l.calendar(releases, slices.Concat(n.Slots, l.departures(n.Departing, n.Timetables)), n.IDs, n.Timetables)
	}
	l.olderDelegations()
	if slices.Contains(n.Kinds, model.KindPerson) {
		c.AddEverybody()
	} else {
		l.deciders(n.Calendar && len(releases) > 0)
	}
	l.decided()
	l.zones()
	if n.Challenge != "" {
		l.challenge(n.Challenge)
	}
	if n.History != "" {
		l.history(n.History)
	}
	if l.err != nil {
		return nil, l.err
	}
	return c, nil
}

// actor loads who acts afresh, so that a role taken a moment ago counts.
func (l *loader) actor(who Who) {
	if who.Person != "" {
		l.fetch([]model.ID{who.Person})
		l.c.Who.Person = model.Get[*model.Person](l.c, who.Person)
		return
	}
	somebody, err := ask(l.ctx, l.q, "SELECT 1 FROM record_row WHERE kind = 'person' AND until IS NULL LIMIT 1").found()
	l.c.First = err == nil && !somebody
	l.fail(err)
}

// ofChange are the kinds of record that bring along the RFC they belong to.
var ofChange = map[model.Kind]bool{model.KindApproval: true, model.KindWaiver: true, model.KindDocument: true, model.KindImprovement: true}

// named loads what the action names by id, handle or kind.
func (l *loader) named(n model.Needs) {
	ids := slices.Concat(n.IDs, n.Releases)
	for _, h := range n.Handles {
		id, err := l.db.resolve(l.ctx, l.q, h.Kind, h.Name, l.pos)
		l.fail(err)
		if id != "" {
			l.c.Name(h, id)
		}
	}
	for _, k := range n.Kinds {
		ids = append(ids, l.ids("SELECT id FROM record_row r WHERE kind = ? AND "+live("r", l.pos), string(k))...)
	}
	l.fetch(ids)
}

// called loads the items that bear a name or a serial number; without regard to case,
// where that is of letters of ASCII.
func (l *loader) called(names []string) {
	if len(names) == 0 {
		return
	}
	for _, p := range model.All[*model.Procurement](l.c) {
		names = append(names, p.Title) // hardware is called as it was ordered
	}
	list, err := json.Marshal(model.Each(names, strings.ToLower))
	l.fail(err)
	l.fetch(l.ids("SELECT r.id FROM record_row r CROSS JOIN version v ON v.n = r.n WHERE r.kind = 'item' AND "+live("r", l.pos)+
		" AND v.body IS NOT NULL AND (lower(v.body ->> '$.name') IN (SELECT value FROM json_each(?1)) OR lower(v.body ->> '$.serial') IN (SELECT value FROM json_each(?1)))", string(list)))
}

// seen loads records as they stood when somebody looked at them. Position 0 is
// nobody's, and a record that stands as it did is among the facts.
func (l *loader) seen(list []model.SeenAt) {
	for _, at := range list {
		if at.Position == 0 {
			continue
		}
		if f, ok := l.c.Fact(at.ID); ok && f.Since <= at.Position {
			l.c.AddSeen(at, f.Record)
			continue
		}
		var kind string
		var body sql.NullString
		_, err := ask(l.ctx, l.q, "SELECT kind, body FROM version WHERE id = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)", string(at.ID), at.Position).one(&kind, &body)
		l.fail(err)
		r, err := recordOf(kind, body)
		if err != nil {
			l.fail(&FileError{Path: l.db.path, What: fmt.Sprintf("%s as of entry %d can't be read: %v", at.ID, at.Position, err), Remedy: "look with `fairway doctor`"})
		}
		if r == nil {
			continue
		}
		l.c.AddSeen(at, r)
		// What others wrote since may name records that the action does not know of.
		if f, ok := l.c.Fact(at.ID); ok {
			var named []model.ID
			for _, link := range f.Record.Links() {
				named = append(named, link.To)
			}
			l.fetch(named)
		}
	}
}

// written loads when records were last written.
func (l *loader) written(ids []model.ID) {
	if len(ids) == 0 {
		return
	}
	var id model.ID
	var at time.Time
	l.each("SELECT v.id, "+stands+" FROM version v JOIN log_row r ON r.pos = v.since"+timeJoin+" WHERE v.id IN (SELECT value FROM json_each(?)) AND "+live("v", l.pos), []any{list(ids)}, []any{&id, (*stamp)(&at)}, func() error {
		l.c.AddWritten(id, at)
		return nil
	})
}

// earlier loads the versions of the documents among the facts before those that stand;
// of a place in the log those that stood by then.
func (l *loader) earlier() {
	var again []model.ID
	for _, d := range model.All[*model.Document](l.c) {
		if d.Version > 1 {
			again = append(again, d.ID)
		}
	}
	if len(again) == 0 {
		return
	}
	var kind string
	var body sql.NullString
	l.each("SELECT kind, body FROM version WHERE id IN (SELECT value FROM json_each(?)) AND until <= ? ORDER BY n", []any{list(again), l.pos.last()}, []any{&kind, &body}, func() error {
		r, err := recordOf(kind, body)
		if r != nil {
			l.c.AddEarlier(r)
		}
		return err
	})
}

// around loads what hangs on the releases, and what their parts point at. For
// other records it loads what belongs to them, such as an RFC's form, the releases
// that an RFC is in the scope of, and what it is about.
func (l *loader) around(releases, others []model.ID) {
	if len(releases) == 0 && len(others) == 0 {
		return
	}
	rfcs := slices.DeleteFunc(slices.Clone(others), func(id model.ID) bool { return id.Kind() != model.KindChange })
	near := l.ids(`SELECT src FROM `+linked("dst", "?1", l.pos)+`
 UNION SELECT dst FROM `+linked("src", "?1", l.pos)+`
 UNION SELECT src FROM `+linked("dst", "?2", l.pos)+` AND l.rel IN ('of', 'scopes')
 UNION SELECT dst FROM `+linked("src", "?3", l.pos)+` AND l.rel IN ('affects', 'service')`,
		list(releases), list(others), list(rfcs))
	near = append(near, releases...)
	l.fetch(near)
	if len(releases) == 0 {
		return
	}
	var parts, changes []model.ID
	for _, id := range near {
		switch id.Kind() {
		case model.KindChange:
			changes = append(changes, id)
			parts = append(parts, id)
		case model.KindRelease, model.KindRules, model.KindIncident, model.KindWindow:
		default:
			parts = append(parts, id)
		}
	}
	l.fetch(append(l.ids(`SELECT dst FROM `+linked("src", "?1", l.pos)+`
 UNION SELECT src FROM `+linked("dst", "?2", l.pos)+` AND l.rel = 'scopes'`,
		list(parts), list(changes)), l.movers(releases)...))
}

// zones loads the services of incidents, problems and milestones, which say in which
// zone their dates are meant.
func (l *loader) zones() {
	var services []model.ID
	for _, i := range model.All[*model.Incident](l.c) {
		services = append(services, i.Service)
	}
	for _, p := range model.All[*model.Problem](l.c) {
		services = append(services, p.Service)
	}
	for _, m := range model.All[*model.Milestone](l.c) {
		services = append(services, m.Service)
	}
	l.fetch(model.SortIDs(services))
}

// fetch loads the records that are not among the facts yet.
func (l *loader) fetch(ids []model.ID) {
	var want []model.ID
	for _, id := range ids {
		if id == "" || l.c.Has(id) {
			continue
		}
		if id.Kind() == model.KindRules {
			rules, err := l.db.rules(l.ctx, l.q, l.pos, id)
			l.fail(err)
			if rules != nil && rules.ID != l.c.Rules.ID {
				rules, err = replacedRules(l.ctx, l.q, l.pos, rules)
				l.fail(err)
			}
			if rules != nil {
				l.c.Add(model.Fact{Record: rules})
			}
			continue
		}
		want = append(want, id)
	}
	if len(want) == 0 {
		return
	}
	want = model.SortIDs(want)
	var kind, sum string
	var id model.ID
	var since int64
	var body sql.NullString
	var runs []model.ID
	l.each("SELECT kind, id, since, body, digest FROM version v WHERE id IN (SELECT value FROM json_each(?)) AND "+live("v", l.pos), []any{list(want)}, []any{&kind, &id, &since, &body, &sum}, func() error {
		r, err := l.db.recordOf(kind, sum, body)
		switch {
		case err != nil:
			return &FileError{Path: l.db.path, What: fmt.Sprintf("%s can't be read: %v", id, err), Remedy: "look with `fairway doctor`"}
		case r == nil:
			l.c.Redacted(id)
		default:
			l.c.Add(model.Fact{Record: r, Since: since, Digest: sum})
			if id.Kind() == model.KindRun {
				runs = append(runs, id)
			}
		}
		return nil
	})
	l.marks(runs)
}

// ids reads the ids that a question is for.
func (l *loader) ids(query string, args ...any) []model.ID {
	if l.err != nil {
		return nil
	}
	ids, err := column[model.ID](ask(l.ctx, l.q, query, args...))
	l.err = err
	return ids
}

// inForce is the version of the rules that is in force; "" before the first.
func inForce(ctx context.Context, q queryer, pos Position) (id model.ID, err error) {
	_, err = ask(ctx, q, "SELECT id FROM record_row r WHERE kind = 'book' AND "+live("r", pos)+" ORDER BY number DESC LIMIT 1").one(&id)
	return id, err
}

// rules returns a version of the rules, nil when there is none; with no id, the
// one in force, which is empty before the first.
func (db *DB) rules(ctx context.Context, q queryer, pos Position, id model.ID) (*model.Rules, error) {
	current := id == ""
	if current {
		var err error
		if id, err = inForce(ctx, q, pos); err != nil {
			return nil, err
		}
		if id == "" {
			return &model.Rules{}, nil
		}
	}
	if b := db.keptRules.get(id); b != nil {
		return b, nil
	}
	var body sql.NullString
	if _, err := ask(ctx, q, "SELECT body FROM version v WHERE id = ? AND until IS NULL", string(id)).one(&body); err != nil {
		return nil, err
	}
	if !body.Valid {
		if current {
			return nil, &FileError{Path: db.path, What: fmt.Sprintf("the rules in force, %s, are missing", id), Remedy: "look with `fairway doctor`"}
		}
		return nil, nil
	}
	b, err := decodedRules(body.String)
	if err != nil {
		return nil, &FileError{Path: db.path, What: fmt.Sprintf("the rules %s can't be read: %v", id, err), Remedy: "look with `fairway doctor`"}
	}
	db.keptRules.put(b)
	return b, nil
}

// BookAsOf returns the rules that were in force at a position.
func (db *DB) RulesAsOf(ctx context.Context, pos Position) (*model.Rules, error) {
	b, err := db.rules(ctx, db.reader, pos, "")
	return b, db.sayWhy("read the rules", err)
}

// Rules returns the rules in force.
func (db *DB) Rules(ctx context.Context) (*model.Rules, error) {
	b, err := db.rules(ctx, db.reader, Now, "")
	return b, db.sayWhy("read the rules", err)
}

// resolve finds a record by its handle; "" when there is none.
func (db *DB) resolve(ctx context.Context, q queryer, k model.Kind, handle string, pos Position) (id model.ID, err error) {
	_, err = ask(ctx, q, "SELECT id FROM record_row r WHERE kind = ? AND handle = ? AND handle <> '' AND "+live("r", pos), string(k), strings.ToLower(strings.TrimSpace(handle))).one(&id)
	return id, err
}

// Resolve turns what a person typed into the id of a record of a kind: an id in
// any case, or a handle. It fails when there is no such record.
func (db *DB) Resolve(ctx context.Context, k model.Kind, text string) (model.ID, error) {
	if id, err := model.ParseID(text); err == nil && id.Kind() == k {
		found, err := ask(ctx, db.reader, "SELECT 1 FROM entity WHERE id = ?", string(id)).found()
		if err == nil && !found {
			err = &model.NotFound{What: k.Words() + " " + string(id)}
		}
		if err != nil {
			return "", db.sayWhy("look up "+text, err)
		}
		return id, nil
	}
	id, err := db.resolve(ctx, db.reader, k, text, Now)
	if err != nil {
		return "", db.explain("look up "+text, err)
	}
	if id == "" {
		return "", &model.NotFound{What: fmt.Sprintf("%s %q", k.Words(), text)}
	}
	return id, nil
}

// Called finds the one record of a kind that goes by a name now; "" where none
// does, or several do. Who somebody is never hangs on it: names are not theirs
// alone, handles are.
func (db *DB) Called(ctx context.Context, k model.Kind, name string) (model.ID, error) {
	ids, err := column[model.ID](ask(ctx, db.reader, "SELECT id FROM record_row r WHERE kind = ? AND handle <> '' AND title = ? COLLATE NOCASE AND "+live("r", Now)+" LIMIT 2", string(k), strings.TrimSpace(name)))
	if err != nil || len(ids) != 1 {
		return "", db.explain("look up "+name, err)
	}
	return ids[0], nil
}

func list(ids []model.ID) string {
	b, _ := json.Marshal(ids) // strings always encode
	if len(ids) == 0 {
		return "[]"
	}
	return string(b)
}
