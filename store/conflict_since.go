package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
)

// Since when a conflict is there is written nowhere. It is found by going back through what
// was written of the release and of what it collides with, until the conflict was not there
// yet. Looking at a past state costs as much as finding the conflicts of a release, and
// there may be hundreds of changes: so only at those is looked that can have brought the
// conflict about, and at none of which it is plain that there was none before.

// turn is what one entry wrote that may have brought a conflict about.
type turn struct {
	pos, at int64
	born    bool         // one of the records was not there before, and without it the conflict wasn't
	planned bool         // something else than windows was written
	windows []windowStep // those of the windows that a conflict is about together
}

// lookedAt is a release as of a position.
type lookedAt struct {
	release model.ID
	pos     Position
}

// lookBack dates the conflicts of some releases.
type lookBack struct {
	db    *DB
	ctx   context.Context
	q     queryer
	pos   Position
	now   time.Time
	zone  *time.Location
	turns map[model.ID][]turn   // of each record but windows of a class, the latest first
	goes  map[model.ID]model.ID // the service of each release
	ever  *windowsEver
	// between are all that something must come before, or after, of those of which the order
	// is wrong.
	between []model.ID
	found   map[lookedAt]map[string]bool
}

// conflictsOn are the conflicts on some cards, by release.
func conflictsOn(cards []*Card) map[model.ID][]*gate.Conflict {
	out := map[model.ID][]*gate.Conflict{}
	for _, c := range cards {
		for i := range c.Conflicts {
			out[c.ID] = append(out[c.ID], &c.Conflicts[i])
		}
	}
	return out
}

// sinceWhen says of each conflict of some releases since when it is there: since the change
// that brought it about, or since the time passed that was left for it.
func (db *DB) sinceWhen(ctx context.Context, q queryer, pos Position, now time.Time, of map[model.ID][]*gate.Conflict) error {
	b := lookBack{db: db, ctx: ctx, q: q, pos: pos, now: now, turns: map[model.ID][]turn{}, goes: map[model.ID]model.ID{}, found: map[lookedAt]map[string]bool{}}
	var involved, ordered []model.ID
	ofWindows := false
	for release, list := range of {
		involved = append(involved, release)
		for _, f := range list {
			ofWindows = ofWindows || f.OfWindows()
			if f.Kind == calendar.Order {
				ordered = append(ordered, release)
			}
			for _, id := range slices.Concat(f.With, f.Items) {
				if f.Kind != calendar.OutsideMaintenance || model.ID(id).Kind() != model.KindWindow {
					involved = append(involved, model.ID(id))
				}
			}
		}
	}
	if len(involved) == 0 {
		return nil
	}
	if len(ordered) > 0 { // one may come before another by those in between
		l := &loader{db: db, ctx: ctx, q: q, pos: pos}
		if b.between = l.chained(model.SortIDs(ordered)); l.err != nil {
			return l.err
		}
	}
	if err := b.read(slices.Concat(involved, b.between)); err != nil {
		return err
	}
	if ofWindows {
		if err := b.readWindows(); err != nil {
			return err
		}
	}
	for release, list := range of {
		for _, f := range list {
			if err := b.date(release, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// upTo is the condition that a version was written by the position that is looked at.
func (b *lookBack) upTo() string {
	if b.pos == Now {
		return ""
	}
	return fmt.Sprintf(" AND v.since <= %d", b.pos)
}

// whatIsPlanned is all of a release that can make its dates collide with something (gate's
// booking, and whether it has ended).
const whatIsPlanned = `json_extract(v.body, '$.service', '$.window', '$.environment', '$.deployed', '$.items', '$.people', '$.rollback_owner', '$.team',
 '$.depends_on', '$.risk', '$.cancelled', '$.at_end', '$.zone_move', '$.book', '$.type') || (v.body ->> 'stage' = 'closed')`

// read finds the changes of some records: of releases those alone that changed what is planned.
func (b *lookBack) read(ids []model.ID) error {
	var id, before, service model.ID
	var t turn
	var says, said sql.NullString
	err := ask(b.ctx, b.q, `SELECT v.id, v.since, l.at, iif(v.kind = 'release', coalesce(v.body ->> 'service', ''), ''), iif(v.kind = 'release', `+whatIsPlanned+`, NULL)
 FROM json_each(?) a CROSS JOIN version v ON v.id = a.value`+b.upTo()+` JOIN log_row l ON l.pos = v.since ORDER BY v.id, v.since`, list(model.SortIDs(ids))).
		each([]any{&id, &t.pos, &t.at, &service, &says}, func() error {
			t.born, t.planned = id != before, true
			if t.born || !says.Valid || says != said {
				b.turns[id] = append(b.turns[id], t)
			}
			before, said, b.goes[id] = id, says, service
			return nil
		})
	for _, turns := range b.turns {
		slices.Reverse(turns)
	}
	return err
}

func (b *lookBack) readWindows() error {
	rules, err := b.db.rules(b.ctx, b.q, b.pos, "")
	if err != nil {
		return err
	}
	b.zone = rules.Policy.Location()
	b.ever, err = b.db.windowsEver(b.ctx, b.q)
	return err
}

// date finds since when a conflict of a release is there.
func (b *lookBack) date(release model.ID, f *gate.Conflict) error {
	turns := slices.Clone(b.turns[release])
	var windows *windowsBack
	if f.OfWindows() {
		var more []turn
		windows, more = b.ever.back(f, b.goes[release], b.pos, b.zone)
		turns = append(turns, more...)
	}
	for _, id := range f.With {
		if windows != nil && b.ever.class[model.ID(id)] == classOf(f) {
			continue
		}
		for _, t := range b.turns[model.ID(id)] {
			if model.ID(id) != release {
				t.born = t.born && f.Lasting() == f.Key // else others may have stood for it
				turns = append(turns, t)
			}
		}
	}
	besides := f.Items
	if f.Kind == calendar.Order {
		besides = model.Each(b.between, func(id model.ID) string { return string(id) })
	}
	for _, id := range besides {
		for _, t := range b.turns[model.ID(id)] {
			t.born = t.born && model.ID(id) == release
			turns = append(turns, t)
		}
	}
	turns = together(turns)
	for i, t := range turns {
		there, err := b.before(release, f, t, windows)
		if err != nil {
			return err
		}
		if !there || i == len(turns)-1 {
			f.Since = time.UnixMilli(t.at).UTC()
			break
		}
	}
	if f.Due.After(f.Since) {
		f.Since = f.Due
	}
	return nil
}

// together makes one turn of all that one entry wrote, the latest first.
func together(turns []turn) []turn {
	slices.SortStableFunc(turns, func(x, y turn) int { return cmp.Compare(y.pos, x.pos) })
	var out []turn
	for _, t := range turns {
		if n := len(out); n > 0 && out[n-1].pos == t.pos {
			last := &out[n-1]
			last.born, last.planned = last.born || t.born, last.planned || t.planned
			last.windows = slices.Concat(last.windows, t.windows)
			continue
		}
		out = append(out, t)
	}
	return out
}

// before reports whether a release had a conflict before a turn, after which it had it.
func (b *lookBack) before(release model.ID, f *gate.Conflict, t turn, windows *windowsBack) (bool, error) {
	if t.born || t.pos <= 1 {
		return false, nil
	}
	if windows != nil {
		if !t.planned && !windows.matter(t.windows, b.ever.now) {
			return true, nil
		}
		windows.moved = windows.moved || t.planned
	}
	return b.looked(release, f, Position(t.pos-1))
}

// looked finds out whether a release had a conflict as of a position.
func (b *lookBack) looked(release model.ID, f *gate.Conflict, pos Position) (bool, error) {
	at := lookedAt{release, pos}
	if b.found[at] == nil {
		found, err := b.db.conflicts(b.ctx, b.q, pos, b.now, []model.ID{release})
		if err != nil {
			return false, err
		}
		b.found[at] = map[string]bool{}
		for _, f := range found[release] {
			b.found[at][f.Lasting()] = true
		}
	}
	return b.found[at][f.Lasting()], nil
}
