package store

import (
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// calendar loads what the slots of releases, or others, are compared with: the
// windows in force, the open releases beside them and those that have to come
// before or after, and how the affected items depend on each other.
//
// Where there are only slots of others, such as a window that is to be entered for
// some services and items (of), it is the releases beside them that are asked about.
// So it is of a maintenance window among them that is to go: whatever is planned may
// need it, near it or not. The departures of timetables are of their services.
func (l *loader) calendar(releases []model.ID, slots []when.Span, of []model.ID, timetables []*model.Train) {
	var items, services []model.ID
	for _, t := range timetables {
		services = append(services, t.Service)
	}
	declared := false
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			slots = append(slots, r.Window.Span(l.c.Zone(r)))
			if d := r.Emergency(); d != nil {
				declared = true
				if r.Window.IsZero() && !r.Deployed { // it happens now, or happened since it was declared
					slots = append(slots, when.Span{Start: d.At, End: l.c.Now.Add(time.Minute)})
				}
			}
			items, services = append(items, r.Items...), append(services, r.Service)
		}
	}
	l.fetch(l.chained(releases))
	if slices.ContainsFunc(model.All[*model.Release](l.c), func(r *model.Release) bool { return r.Departs != nil }) {
		l.holidays() // its cut-off lies working days before it, and moves along
	}
	if len(releases) == 0 {
		items = of
		for _, id := range of {
			w := model.Get[*model.Window](l.c, id)
			l.letIn(w)
			switch {
			case w == nil:
			case w.Inside():
				slots = append(slots, l.needing(w))
				services, items = append(services, w.Services...), append(items, w.Items...)
			case w.Recurs(): // it may be edited, and was entered long ago
				slots = append(slots, when.Span{Start: l.c.Now, End: l.c.Now.Add(years)})
			}
		}
	}
	l.fetch(l.beside(slots, append(services, items...), len(releases) > 0))
	if declared {
		l.freezes()
	}
	l.fetch(l.chained(items))
	if len(releases) == 0 {
		l.services()
	}
	l.calledBeside()
}

// calledBeside has the names of the teams and people that a conflict may be about: they need
// have no other part in the case.
func (l *loader) calledBeside() {
	var ids []model.ID
	for _, r := range model.All[*model.Release](l.c) {
		ids = append(append(ids, r.People...), r.RollbackOwner, r.Team)
	}
	for _, w := range model.All[*model.Window](l.c) {
		ids = append(ids, w.People...)
	}
	ids = slices.DeleteFunc(model.SortIDs(ids), l.c.Has)
	titles := map[model.ID]string{}
	if l.err == nil {
		l.err = titlesOf(l.ctx, l.q, l.pos, ids, titles)
	}
	for id, name := range titles {
		titles[id] = model.Called(name, l.c.Alike[id])
	}
	l.c.Entitle(titles)
}

// holidays loads those in force, near or not: what is due within working days is reckoned
// with them.
func (l *loader) holidays() {
	l.fetch(l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'window' AND r.grade = 'holiday' AND r.state = 'active' AND ` + live("r", l.pos)))
}

// freezes loads all that the hard freezes among the facts were, and from when on: who
// authorised an emergency knew of what was on record then.
func (l *loader) freezes() {
	var ids []model.ID
	for _, w := range model.All[*model.Window](l.c) {
		if w.Class == model.WindowFreeze && w.Hard {
			ids = append(ids, w.ID)
		}
	}
	for len(ids) > 0 {
		var kind string
		var body sql.NullString
		var at time.Time
		var parted []model.ID
		l.each("SELECT v.kind, v.body, "+stands+" FROM version v JOIN log_row r ON r.pos = v.since"+timeJoin+" WHERE v.id IN (SELECT value FROM json_each(?)) AND v.since <= ? ORDER BY v.n",
			[]any{list(ids), l.pos.last()}, []any{&kind, &body, (*stamp)(&at)}, func() error {
				r, err := recordOf(kind, body)
				w, ok := r.(*model.Window)
				if !ok {
					return err
				}
				l.c.AddState(at, w)
				if w.Parted != "" && len(l.c.States(w.Parted)) == 0 && !slices.Contains(append(ids, parted...), w.Parted) {
					parted = append(parted, w.Parted)
				}
				return err
			})
		ids = parted
	}
}

// letIn loads the releases for which an exception from a window was asked for, and who
// asked and decided: an edit of the window may end it.
func (l *loader) letIn(w *model.Window) {
	if w == nil {
		return
	}
	var ids []model.ID
	for _, e := range w.Exceptions {
		if e.Waits() || e.Holds() {
			ids = append(ids, e.Release, e.By)
			if e.Decided != nil {
				ids = append(ids, e.Decided.By)
			}
		}
	}
	l.fetch(ids)
}

// years is how far from a maintenance window the releases are that may need it.
const years = 2 * 366 * 24 * time.Hour

// needing is where the releases lie that may need a maintenance window.
func (l *loader) needing(w *model.Window) when.Span {
	s := w.Slot.Span(w.Location(l.c.Rules.Policy.Location()))
	if l.c.Now.Before(s.Start) {
		s.Start = l.c.Now
	}
	if l.c.Now.After(s.End) {
		s.End = l.c.Now
	}
	return when.Span{Start: s.Start.Add(-years), End: s.End.Add(years)}
}

// beside finds the open releases that may share an instant with one of some slots:
// of whole days, which are those of some zone, some too many. Slots that overlap
// are asked for as one. It finds the windows in force around the slots, which are
// worth a word where they are only near: with alone those of some services and items
// (of), and of nothing in particular. It finds the maintenance windows of some
// services and items (of), and when somebody is on call for these, wherever they lie:
// what is outside of them all is for all of them to say.
func (l *loader) beside(slots []when.Span, of []model.ID, alone bool) []model.ID {
	slots = gate.Around(l.c.Rules.Policy, slices.DeleteFunc(slices.Clone(slots), when.Span.IsZero))
	if len(slots) == 0 {
		return nil
	}
	slices.SortFunc(slots, func(a, b when.Span) int { return a.Start.Compare(b.Start) })
	var spans [][2]int64
	for _, s := range slots {
		from, to := s.Start.UnixMilli(), s.End.UnixMilli()
		if n := len(spans); n > 0 && spans[n-1][1] >= from {
			spans[n-1][1] = max(spans[n-1][1], to)
			continue
		}
		spans = append(spans, [2]int64{from, to})
	}
	l.windowsBeside(when.Span{Start: time.UnixMilli(spans[0][0]).Add(-slack), End: time.UnixMilli(spans[len(spans)-1][1]).Add(slack)}, model.SortIDs(of), alone)
	l.fetch(l.ids("SELECT id FROM record_row r WHERE kind = 'delegation' AND state = 'given' AND at < ?2 AND ends > ?1 AND "+live("r", l.pos),
		spans[0][0]-slack.Milliseconds(), spans[len(spans)-1][1]+slack.Milliseconds())) // who lets others decide is absent
	return l.sharing(spans)
}

// windowsBeside loads the windows of beside, around a stretch. A view of what is true now
// has those in force at hand.
func (l *loader) windowsBeside(around when.Span, of []model.ID, alone bool) {
	if v, ok := l.q.(*view); ok && l.pos == Now && l.err == nil {
		var now *windowsNow
		if now, l.err = l.db.windowsInForce(l.ctx, v); l.err != nil {
			return
		}
		asked := map[model.ID]bool{}
		for _, id := range of {
			asked[id] = true
		}
		var wanted []*windowInForce
		if alone {
			zone := l.c.Rules.Policy.Location()
			for _, w := range now.during(around, zone, append([]model.ID{""}, of...)...) {
				if w.concerns(asked) {
					wanted = append(wanted, w)
				}
			}
		} else {
			for i := range now.list {
				if w := &now.list[i]; w.within(around) || w.throughout && w.concerns(asked) {
					wanted = append(wanted, w)
				}
			}
		}
		if l.upkeepApart {
			wanted = slices.DeleteFunc(wanted, (*windowInForce).upkeep)
		}
		l.c.Expect(model.KindWindow, len(wanted))
		for _, w := range wanted {
			if w.window == nil {
				l.c.Redacted(w.id)
			} else {
				l.c.Add(w.fact)
			}
		}
		return
	}
	concerns := `(id IN (SELECT l.src FROM ` + linked("dst", "?3", l.pos) + ` AND l.rel IN ('service', 'affects') AND l.src >= 'WIN-' AND l.src < 'WIN.')
   OR NOT EXISTS (SELECT 1 FROM link l WHERE l.src = r.id AND l.rel IN ('service', 'affects') AND ` + live("l", l.pos) + `))`
	near := "(at IS NULL OR at < ?2) AND (ends IS NULL OR ends > ?1)"
	if alone {
		near += " AND " + concerns
	}
	l.fetch(l.ids(`SELECT id FROM record_row r WHERE kind = 'window' AND state = 'active' AND (`+near+` OR grade IN ('maintenance', 'on-call') AND `+concerns+`) AND `+live("r", l.pos),
		around.Start.UnixMilli(), around.End.UnixMilli(), list(of)))
}

// sharing finds the open releases that may share an instant with one of some
// spans, which are in their order and apart. What lies between spans that are
// near each other is read once for all of them.
func (l *loader) sharing(spans [][2]int64) (found []model.ID) {
	before, after := (longSlot + slack).Milliseconds(), slack.Milliseconds()
	var ranges [][2]int64
	for _, s := range spans {
		from, to := s[0]-before, s[1]+after
		if n := len(ranges); n > 0 && ranges[n-1][1] >= from {
			ranges[n-1][1] = max(ranges[n-1][1], to)
			continue
		}
		ranges = append(ranges, [2]int64{from, to})
	}
	text, _ := json.Marshal(ranges) // numbers always encode
	var id model.ID
	var begins, ends, beginsDay, endsDay int64
	shares := func() error {
		from, to := begins, max(ends, begins+60_000)
		if beginsDay > 0 { // the day of some zone
			from, to = from-after, max(to, begins+after)
		}
		if endsDay > 0 {
			to = max(to, ends+after)
		}
		at, _ := slices.BinarySearchFunc(spans, from, func(s [2]int64, from int64) int {
			if s[1] <= from {
				return -1
			}
			return 1
		})
		if at < len(spans) && spans[at][0] < to {
			found = append(found, id)
		}
		return nil
	}
	into := []any{&id, &begins, &beginsDay, &ends, &endsDay}
	const columns = "SELECT r.id, r.begins, r.begins_day, coalesce(r.ends, 0), r.ends_day FROM "
	for _, alive := range liveApart("r", l.pos) {
		l.each(columns+"json_each(?1) d CROSS JOIN release_row r WHERE r.state IN ('open', 'hold') AND r.begins >= d.value ->> 0 AND r.begins < d.value ->> 1 AND "+alive,
			[]any{string(text)}, into, shares)
		l.each(columns+"release_row r WHERE r.state IN ('open', 'hold') AND r.long = 1 AND +r.begins < ?2 AND r.ends > ?1 AND "+alive,
			[]any{spans[0][0] - after, spans[len(spans)-1][1] + after}, into, shares)
	}
	return found
}

// dependence follows from some records (?1) what they feel the failing of, and what
// feels theirs, through any number of steps: releases that depend on one another too.
func dependence(pos Position) string {
	return `WITH RECURSIVE
 down(id) AS (SELECT value FROM json_each(?1)` + needs("down", "", live("l", pos)) + `),
 up(id) AS (SELECT value FROM json_each(?1)` + neededBy("up", "", live("l", pos)) + `),
 chain(id) AS (SELECT id FROM down UNION SELECT id FROM up) `
}

func (l *loader) chained(ids []model.ID) []model.ID {
	if len(ids) == 0 {
		return nil
	}
	return l.ids(dependence(l.pos)+"SELECT id FROM chain", list(model.SortIDs(slices.Clone(ids))))
}

// related loads the names of items, of those they depend on and of those that
// depend on them, and how. Of a month's releases that can be thousands: the rest
// of them is not read.
func (l *loader) related(items []model.ID) {
	if len(items) == 0 {
		return
	}
	known := map[model.ID]*model.Item{}
	var id model.ID
	var title, state, rel string
	var on sql.NullString
	l.each(dependence(l.pos)+"SELECT r.id, r.title, r.state, l.dst, coalesce(l.rel, '') FROM chain CROSS JOIN record_row r ON r.id = chain.id AND r.kind = 'item' AND "+live("r", l.pos)+
		" LEFT JOIN link l ON l.src = chain.id AND l.rel IN ('depends-on', 'felt-by') AND "+live("l", l.pos), []any{list(model.SortIDs(slices.Clone(items)))}, []any{&id, &title, &state, &on, &rel}, func() error {
		i := known[id]
		if i == nil {
			i = &model.Item{ID: id, Name: title, State: model.State(state)}
			known[id] = i
		}
		switch {
		case !on.Valid:
		case rel == model.RelFeltBy:
			i.Relations = append(i.Relations, model.Relation{To: model.ID(on.String), Felt: process.FeltThere})
		default:
			i.DependsOn = append(i.DependsOn, model.ID(on.String))
		}
		return nil
	})
	for _, i := range known {
		l.c.Add(model.Fact{Record: i})
	}
}
