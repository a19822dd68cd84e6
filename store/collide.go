package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// What is shown as a conflict is worked out here and nowhere else, from the
// records as they are (or were): by the rules of the gate, for the releases that
// are asked for and at the cost of what lies beside their slots. Nothing of it is
// stored: one release's conflicts change with every other's dates, with every
// window, and with time.

// mark says of each card what its slot collides with, whether it slipped or was
// changed, and how its risk is shown.
func (db *DB) mark(ctx context.Context, q queryer, pos Position, now time.Time, cards []*Card) error {
	return db.markIf(ctx, q, pos, now, cards, nil)
}

// markIf marks them as if some releases had other dates.
func (db *DB) markIf(ctx context.Context, q queryer, pos Position, now time.Time, cards []*Card, instead map[model.ID]model.Slot) error {
	var ids []model.ID
	for _, c := range cards {
		if !c.Start.IsZero() && (c.State == model.ReleaseOpen || c.State == model.ReleaseHold) {
			ids = append(ids, c.ID)
		}
	}
	var found map[model.ID][]gate.Conflict
	var err error
	if len(instead) == 0 { // a filter has asked for them before
		found, err = db.conflicts(ctx, q, pos, now, ids)
	} else {
		found, err = db.conflictsIf(ctx, q, pos, now, ids, instead)
	}
	if err != nil || len(cards) == 0 {
		return err
	}
	rules, err := db.rules(ctx, q, pos, "")
	if err != nil {
		return err
	}
	all := model.Each(cards, func(c *Card) model.ID { return c.ID })
	var promised []model.ID // a month of the past has many that never were, and each is looked up
	for _, c := range cards {
		if c.promised {
			promised = append(promised, c.ID)
		}
	}
	slips, err := db.slips(ctx, q, pos, now, promised)
	if err != nil {
		return err
	}
	news, err := db.newsFrom(ctx, q, pos, now)
	if err != nil {
		return err
	}
	asked, err := countQuestions(ctx, q, pos, all)
	if err != nil {
		return err
	}
	late, err := countLate(ctx, q, pos, now.UnixMilli(), all)
	if err != nil {
		return err
	}
	back, err := goingBack(ctx, q, pos)
	for _, c := range cards {
		c.OrdersLate, c.GoesBack = late[c.ID], back[c.ID]
		c.Changed = news != nobodyWrote && c.Position >= news
		c.Slip, c.Moved = slips[c.ID].behind, slips[c.ID].moved
		c.Questions = asked[c.ID]
		c.Look, c.StageWords = LookOf(rules.Policy, c.Band), stageWords(rules, c.Stage)
		c.Conflicts = found[c.ID]
		c.Conflict = collides(c.Conflicts)
	}
	return err
}

// collides reports whether a conflict is open. An accepted one is no mark.
func collides(list []gate.Conflict) bool {
	return slices.ContainsFunc(list, func(c gate.Conflict) bool { return c.Open() })
}

// foundConflicts are the conflicts of some releases as of a position, at a time.
type foundConflicts struct {
	pos Position
	now time.Time
	of  map[model.ID][]gate.Conflict // also of those that have none
}

// conflicts are those of open releases with a slot, by their ids. Of one release they are
// the same whichever others are asked about.
func (db *DB) conflicts(ctx context.Context, q queryer, pos Position, now time.Time, ids []model.ID) (map[model.ID][]gate.Conflict, error) {
	v, _ := q.(*view)
	if v != nil && len(ids) > 0 && v.found.pos == pos && v.found.now.Equal(now) && !slices.ContainsFunc(ids, func(id model.ID) bool { _, ok := v.found.of[id]; return !ok }) {
		out := map[model.ID][]gate.Conflict{}
		for _, id := range ids {
			if list := v.found.of[id]; len(list) > 0 {
				out[id] = slices.Clone(list) // whoever has it dates them
			}
		}
		return out, nil
	}
	found, err := db.conflictsIf(ctx, q, pos, now, ids, nil)
	if v != nil && err == nil && len(ids) > 1 {
		v.found = foundConflicts{pos, now, make(map[model.ID][]gate.Conflict, len(ids))}
		for _, id := range ids {
			v.found.of[id] = slices.Clone(found[id])
		}
	}
	return found, err
}

// conflictsIf are those that there would be if some of the releases had other dates.
func (db *DB) conflictsIf(ctx context.Context, q queryer, pos Position, now time.Time, ids []model.ID, instead map[model.ID]model.Slot) (map[model.ID][]gate.Conflict, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rules, err := db.rules(ctx, q, pos, "")
	if err != nil {
		return nil, err
	}
	c := model.NewCase(now, model.Actor{}, rules)
	c.Reads = reader(ctx)
	if c.Alike, c.Formerly, err = db.namesAsOfNow(ctx, q); err != nil {
		return nil, err
	}
	l := &loader{db: db, ctx: ctx, q: q, pos: pos, c: c}
	var upkeep *calendar.Upkeep
	if v, ok := q.(*view); ok && pos == Now {
		now, err := db.windowsInForce(ctx, v)
		if err != nil {
			return nil, err
		}
		zone := rules.Policy.Location()
		upkeep, l.upkeepApart = now.takeUpkeep(zone), true
		defer now.giveUpkeep(upkeep, zone)
	}
	if l.collisions(ids, instead); l.err != nil {
		return nil, l.err
	}
	c = l.c
	out := map[model.ID][]gate.Conflict{}
	k := gate.NewCalendar(c)
	if upkeep != nil {
		k = k.WithUpkeep(upkeep)
	}
	for _, id := range ids {
		r := model.Get[*model.Release](c, id)
		if r == nil || r.Ended() {
			continue
		}
		if found := k.Conflicts(r); len(found) > 0 {
			out[id] = found
		}
	}
	return out, nil
}

// collisions loads what the conflicts of releases are worked out from. Much less
// than for a gate: it is asked for a screenful of releases.
func (l *loader) collisions(ids []model.ID, instead map[model.ID]model.Slot) {
	l.fetch(ids)
	l.fetch(slices.Collect(maps.Keys(instead)))
	l.fetch(l.chained(ids))
	l.services()
	for id, slot := range instead {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			other := r.Clone()
			other.Window = slot
			l.c = l.c.With(other)
		}
	}
	var slots []when.Span
	var items, named, services []model.ID
	for _, id := range ids {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			slots = append(slots, r.Window.Span(l.c.Zone(r)))
			items, named, services = append(items, r.Items...), append(append(named, r.People...), r.RollbackOwner, r.Team), append(services, r.Service)
		}
	}
	l.fetch(l.beside(slots, append(services, items...), true))
	l.services()
	for _, w := range model.All[*model.Window](l.c) { // who is on call, and absent
		named = append(named, w.People...)
	}
	l.fetch(l.ids("SELECT r.id FROM json_each(?) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND r.kind = 'notice' AND "+live("r", l.pos), list(ids)))
	l.judged(ids)
	l.related(items)
	titles := map[model.ID]string{}
	if l.err == nil {
		l.err = titlesOf(l.ctx, l.q, l.pos, named, titles)
	}
	for id, name := range titles {
		titles[id] = model.Called(name, l.c.Alike[id])
	}
	l.c.Entitle(titles)
}

// services loads the services of all releases at hand, in whose zones their days
// are, and the rules that they are under.
func (l *loader) services() {
	var of []model.ID
	for _, r := range model.All[*model.Release](l.c) {
		of = append(of, r.Service, r.Rules)
	}
	l.fetch(of)
}

// judged loads, for those releases about which somebody has decided, what says
// whether the decision counts.
func (l *loader) judged(ids []model.ID) {
	asked := map[model.ID]bool{}
	for _, w := range model.All[*model.Window](l.c) {
		for _, e := range w.Exceptions {
			asked[e.Release] = true
		}
	}
	var list []model.ID
	for _, id := range ids {
		if r := model.Get[*model.Release](l.c, id); r != nil && (len(r.Accepted) > 0 || asked[id]) {
			list = append(list, id)
		}
	}
	if len(list) > 0 {
		l.around(list, nil)
		l.parts(list, nil)
	}
}

// colliding finds the releases with an open conflict among those that the rest
// of a filter lets through.
func (c *compiler) colliding(w *where) ([]model.ID, error) {
	return c.withConflicts(w, (*gate.Conflict).Open)
}

// frozen finds those whose dates lie in a freeze, hard or soft, that no exception
// lets them through.
func (c *compiler) frozen(w *where) ([]model.ID, error) {
	return c.withConflicts(w, (*gate.Conflict).Freeze)
}

// withConflicts finds those with a conflict of a sort.
func (c *compiler) withConflicts(w *where, sort func(*gate.Conflict) bool) ([]model.ID, error) {
	ids, err := c.planned(w)
	if err != nil {
		return nil, err
	}
	found, err := c.db.conflicts(c.ctx, c.q, c.at.asOf, c.at.now, ids)
	return slices.DeleteFunc(ids, func(id model.ID) bool {
		return !slices.ContainsFunc(found[id], func(f gate.Conflict) bool { return sort(&f) })
	}), err
}

// planned are the open releases with a date that the rest of a filter lets through.
func (c *compiler) planned(w *where) ([]model.ID, error) {
	return c.among(w, " AND r.ended = 0 AND r.begins IS NOT NULL", " AND r.at IS NOT NULL AND r.state IN ('open', 'hold')")
}

// among are the releases that the rest of a filter lets through and a condition, which
// is one of release_row or, in the table of records of any kind, of record_row.
func (c *compiler) among(w *where, ofRelease, ofRecord string, args ...any) ([]model.ID, error) {
	if strings.HasPrefix(c.from, "record_row") {
		return column[model.ID](ask(c.ctx, c.q, "SELECT r.id FROM "+c.from+" AND "+c.now(c.at.asOf)+ofRecord+w.text(), slices.Concat(args, w.args)...))
	}
	const from = "SELECT r.id FROM release_row r WHERE "
	if c.in.IsZero() {
		return column[model.ID](ask(c.ctx, c.q, from+live("r", c.at.asOf)+ofRelease+w.text(), slices.Concat(args, w.args)...))
	}
	var out []model.ID
	for _, part := range inStretch {
		some, err := column[model.ID](ask(c.ctx, c.q, "SELECT r.id FROM "+part.from(c.at.asOf)+" WHERE "+live("r", c.at.asOf)+" AND "+part.where+ofRelease+w.text(), slices.Concat(spanArgs(c.in.Span), args, w.args)...))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	var outside []string
	var more []any
	if c.in.before {
		outside, more = append(outside, "+r.begins < ?"), append(more, c.in.Start.UnixMilli())
	}
	if len(c.in.also) > 0 {
		outside, more = append(outside, "r.id IN (SELECT value FROM json_each(?))"), append(more, list(c.in.also))
	}
	if len(outside) > 0 {
		some, err := column[model.ID](ask(c.ctx, c.q, from+live("r", c.at.asOf)+" AND ("+strings.Join(outside, " OR ")+") AND r.state <> 'cancelled'"+ofRelease+w.text(), slices.Concat(more, args, w.args)...))
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// aboutColliding finds the approvals that wait about releases with an open
// conflict, among those that the rest of a filter lets through.
func (c *compiler) aboutColliding(w *where) ([]model.ID, error) {
	about := map[model.ID][]model.ID{}
	var id, of model.ID
	var releases []model.ID
	err := ask(c.ctx, c.q, "SELECT r.id, r.subject FROM record_row r WHERE r.kind = 'approval' AND r.state = 'pending' AND "+live("r", c.at.asOf)+w.text(), w.args...).each([]any{&id, &of}, func() error {
		if about[of] == nil {
			releases = append(releases, of)
		}
		about[of] = append(about[of], id)
		return nil
	})
	if err != nil {
		return nil, err
	}
	found, err := c.db.conflicts(c.ctx, c.q, c.at.asOf, c.at.now, releases)
	var out []model.ID
	for _, release := range releases {
		if collides(found[release]) {
			out = append(out, about[release]...)
		}
	}
	return out, err
}

// Colliding says which of some releases have an open conflict.
func (db *DB) Colliding(ctx context.Context, ids []model.ID, pos Position, now time.Time) (map[model.ID]bool, error) {
	return viewed(ctx, db, "look for conflicts", func(tx *view) (map[model.ID]bool, error) {
		found, err := db.conflicts(ctx, tx, pos, now, model.SortIDs(slices.Clone(ids)))
		out := map[model.ID]bool{}
		for id, list := range found {
			out[id] = collides(list)
		}
		return out, err
	})
}
