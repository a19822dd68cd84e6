package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Calendar returns what a stretch of the calendar holds: releases, milestones,
// and every occurrence of a window in it.
func (db *DB) Calendar(ctx context.Context, q CalendarQuery) (Calendar, error) {
	return viewed(ctx, db, "read the calendar", func(tx *view) (Calendar, error) { return db.calendar(ctx, tx, q) })
}

func (db *DB) calendar(ctx context.Context, tx queryer, q CalendarQuery) (Calendar, error) {
	if q.Limit <= 0 {
		q.Limit = 500
	}
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	began, err := running(ctx, tx, q.AsOf, q.Now)
	if err != nil {
		return Calendar{}, err
	}
	w, err := db.whereIn(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.DatesIn}, stretch{q.Span, q.Late > 0, slices.Collect(maps.Keys(began))})
	if err != nil {
		return Calendar{}, err
	}
	out := Calendar{PerDay: map[string]int{}}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return Calendar{}, err
	}
	policy, err := db.policy(ctx, tx, q.AsOf)
	if err != nil {
		return Calendar{}, err
	}
	days := &zones{ctx: ctx, q: tx, pos: q.AsOf, other: policy.Location(), known: map[model.ID]*time.Location{}}
	if err := out.releases(ctx, tx, q, w, days); err != nil {
		return Calendar{}, err
	}
	if err := db.declared(ctx, tx, q, w, &out); err != nil {
		return Calendar{}, err
	}
	if err := out.underWay(ctx, tx, q, w, days, began); err != nil {
		return Calendar{}, err
	}
	if q.Late > 0 {
		if err := out.late(ctx, tx, q, w, days); err != nil {
			return Calendar{}, err
		}
	}
	if err := out.instead(ctx, tx, q, w, days); err != nil {
		return Calendar{}, err
	}
	marked := out.cards()
	for i := range out.Entries {
		if e := &out.Entries[i]; e.Ghost {
			marked = append(marked, e.Card)
		}
	}
	for i := range out.Late {
		marked = append(marked, out.Late[i].Card)
	}
	if err := db.markIf(ctx, tx, q.AsOf, q.Now, marked, q.Instead); err != nil {
		return Calendar{}, err
	}
	for i := range out.Entries {
		if e := &out.Entries[i]; e.Ghost { // what is to be seen of it stands where it is shown
			e.Card.Late, e.Card.Conflict, e.Card.Conflicts, e.Card.Slip, e.Card.Changed, e.Card.Moved = false, false, nil, nil, false, false
		}
	}
	if q.Since && len(q.Instead) == 0 { // what isn't there has no beginning
		if err := db.sinceWhen(ctx, tx, q.AsOf, q.Now, conflictsOn(out.cards())); err != nil {
			return Calendar{}, err
		}
	}
	if q.Filter == "" { // a filter is about releases
		if err := out.milestones(ctx, tx, q, days); err != nil {
			return Calendar{}, err
		}
	}
	if q.Filter == "" || q.Windows {
		if err := out.windows(ctx, db, tx, q, w.query, policy.Location()); err != nil {
			return Calendar{}, err
		}
	}
	if q.Filter == "" { // nor is it about people
		if err := out.away(ctx, db, tx, q, policy.Location()); err != nil {
			return Calendar{}, err
		}
	}
	if q.Tracks {
		if err := out.tracks(ctx, tx, q.AsOf); err != nil {
			return Calendar{}, err
		}
	}
	if q.Zones {
		if err := out.zones(ctx, tx, q.AsOf); err != nil {
			return Calendar{}, err
		}
	}
	out.InOrder(q.Zone)
	return out, nil
}

// InOrder sorts the entries by where they begin on the calendar of a zone: whole
// days by their dates, whichever zone they are meant in.
func (c *Calendar) InOrder(zone *time.Location) {
	begins := func(e *Entry) time.Time { return e.Slot().Shown(when.Span{Start: e.Start.At}, zone).Start }
	slices.SortStableFunc(c.Entries, func(a, b Entry) int {
		return cmp.Or(begins(&a).Compare(begins(&b)), a.Start.At.Compare(b.Start.At), cmp.Compare(a.Kind, b.Kind), model.CompareIDs(a.ID, b.ID))
	})
}

// cards are those of its releases.
func (c *Calendar) cards() []*Card {
	var out []*Card
	for i := range c.Entries {
		if card := c.Entries[i].Card; card != nil && !c.Entries[i].Ghost {
			out = append(out, card)
		}
	}
	return out
}

// zones says of each release in which zone its service is, where that has one
// of its own: one question for all of them.
func (c *Calendar) zones(ctx context.Context, tx queryer, pos Position) error {
	services := map[model.ID]bool{}
	for i := range c.Entries {
		if card := c.Entries[i].Card; card != nil && card.Service != "" {
			services[card.Service] = true
		}
	}
	if len(services) == 0 {
		return nil
	}
	known, err := zonesOf(ctx, tx, pos, slices.Collect(maps.Keys(services)))
	if err != nil {
		return err
	}
	for i := range c.Entries {
		if card := c.Entries[i].Card; card != nil {
			c.Entries[i].Zone = known[card.Service]
		}
	}
	return nil
}

// zonesOf are the zones of services as they are written down, "" for none.
func zonesOf(ctx context.Context, q queryer, pos Position, services []model.ID) (map[model.ID]string, error) {
	out := map[model.ID]string{}
	var id model.ID
	var zone string
	err := ask(ctx, q, "SELECT v.id, coalesce(v.body ->> 'zone', '') FROM json_each(?) d CROSS JOIN version v ON v.id = d.value AND "+live("v", pos), list(model.SortIDs(services))).each([]any{&id, &zone}, func() error {
		out[id] = zone
		return nil
	})
	return out, err
}

// slack is how far a whole day can reach beyond its first instant: 25 hours where
// clocks go back, and where it is the same date on clocks that are a day apart
// (Kiritimati and Honolulu) another 24, and a little more.
const slack = 50 * time.Hour

// inSpan finds rows which may share an instant with [?2, ?3): those that begin
// from ?1 on, which is so early that only long ones lie before. Where a day ends
// is for its zone to say, so that of whole days some too many are found.
const inSpan = `r.begins >= ?1 AND r.begins < ?3 + iif(r.begins_day, ?4, 0) AND r.begins < ?3 + ?4 AND r.state <> 'cancelled'
 AND iif(iif(r.ends IS NULL, r.begins_day, r.ends_day), coalesce(r.ends, r.begins) + ?4, max(coalesce(r.ends, 0), r.begins + 60000)) > ?2`

// longInSpan finds the long ones that begin before ?1.
const longInSpan = "r.long = 1 AND +r.begins < ?1 AND r.ends > ?2 - ?4 AND ?3 > ?2 AND r.state <> 'cancelled'"

// stretchPart is one of the two kinds of release in a stretch, and the index that holds it.
// The index is named: SQLite, which has no statistics of the file, would rather go through
// all open releases, or look up each id of a filter.
type stretchPart struct{ index, where string }

// inStretch are the long ones that begin before, then the others.
var inStretch = []stretchPart{{"release_row_long", longInSpan}, {"release_row_begins", inSpan}}

// from are the releases r. As of a past position there is no such index.
func (p stretchPart) from(pos Position) string {
	if pos != Now {
		return "release_row r"
	}
	return "release_row r INDEXED BY " + p.index
}

func spanArgs(s when.Span) []any {
	from := s.Start.UnixMilli()
	return []any{from - (longSlot + slack).Milliseconds(), from, s.End.UnixMilli(), slack.Milliseconds()}
}

func (c *Calendar) releases(ctx context.Context, tx queryer, q CalendarQuery, w *where, zones *zones) error {
	args := append(append(spanArgs(q.Span), w.args...), q.Limit+1)
	var found []Card
	for _, part := range inStretch {
		some, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFromThe(part.from(q.AsOf), q.AsOf)+" WHERE "+live("r", q.AsOf)+" AND "+part.where+w.text()+" ORDER BY r.begins, r.number LIMIT 0+?", args...)
		if err != nil {
			return err
		}
		found = append(found, some...)
	}
	if err := zones.learn(found); err != nil {
		return err
	}
	more := len(found) > q.Limit
	for i := range found[:min(len(found), q.Limit)] {
		card := &found[i]
		span, err := zones.span(card.Service, card.Start, card.End)
		if err != nil {
			return err
		}
		if !(model.Slot{Start: card.Start, End: card.End}).Shown(span, q.Zone).Overlaps(q.Span) {
			continue
		}
		c.Entries = append(c.Entries, Entry{ID: card.ID, Kind: string(model.KindRelease), Title: card.Name, Start: card.Start, End: card.End, Span: span, Card: card})
		if !more {
			c.Total++
			c.count(card.Start, q)
		}
	}
	if !more {
		return nil
	}
	if err := c.begun(ctx, tx, q, w, zones); err != nil {
		return err
	}
	return c.beginning(ctx, tx, q, w)
}

// begun counts the releases that began before the stretch, of which more fit
// into it than were fetched.
func (c *Calendar) begun(ctx context.Context, tx queryer, q CalendarQuery, w *where, zones *zones) error {
	var service model.ID
	var slot model.Slot
	into := []any{&service, (*momentAt)(&slot.Start), (*wholeDay)(&slot.Start), (*momentAt)(&slot.End), (*wholeDay)(&slot.End)}
	for _, part := range inStretch {
		err := ask(ctx, tx, "SELECT r.service, r.begins, r.begins_day, r.ends, r.ends_day FROM "+part.from(q.AsOf)+" WHERE "+live("r", q.AsOf)+" AND "+part.where+" AND r.begins < ?2 + ?4"+w.text(), append(spanArgs(q.Span), w.args...)...).each(into, func() error {
			span, err := zones.span(service, slot.Start, slot.End)
			if sees := slot.Shown(span, q.Zone); sees.Overlaps(q.Span) && sees.Start.Before(q.Span.Start) {
				c.Total++
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// beginning counts the releases that begin on each day of the stretch.
func (c *Calendar) beginning(ctx context.Context, tx queryer, q CalendarQuery, w *where) error {
	var days [][3]int64
	dates := q.Span.Dates(q.Zone, 10_000)
	for _, d := range dates {
		day := d.Span(q.Zone).Intersect(q.Span)
		whole := 0
		if d.Start(q.Zone).Equal(day.Start) {
			whole = numberOf(d)
		}
		days = append(days, [3]int64{day.Start.UnixMilli(), day.End.UnixMilli(), int64(whole)})
	}
	var day, n int
	return ask(ctx, tx, `SELECT d.key, count(*) FROM json_each(?1) d CROSS JOIN release_row r
 WHERE r.begins >= d.value ->> 0 - iif(d.value ->> 2, ?2, 0) AND r.begins < d.value ->> 1 + iif(d.value ->> 2, ?2, 0) AND r.state <> 'cancelled'
 AND iif(r.begins_day, r.begins_day = d.value ->> 2, r.begins >= d.value ->> 0 AND r.begins < d.value ->> 1) AND `+live("r", q.AsOf)+w.text()+" GROUP BY d.key",
		append([]any{asJSON(days), slack.Milliseconds()}, w.args...)...).each([]any{&day, &n}, func() error {
		c.PerDay[dates[day].String()] += n
		c.Total += n
		return nil
	})
}

// zones knows in which zone the days of a service are meant.
type zones struct {
	ctx   context.Context
	q     queryer
	pos   Position
	other *time.Location // the organisation's
	known map[model.ID]*time.Location
}

// learn asks for the zones of all services at once whose whole days are shown.
func (z *zones) learn(cards []Card) error {
	wanted := map[model.ID]bool{}
	for i := range cards {
		if c := &cards[i]; c.Start.Precision == when.Day || c.End.Precision == when.Day {
			wanted[c.Service] = true
			z.known[c.Service] = z.other
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return z.look(slices.Collect(maps.Keys(wanted)))
}

// look asks for the zones of services.
func (z *zones) look(services []model.ID) error {
	found, err := zonesOf(z.ctx, z.q, z.pos, services)
	for id, zone := range found {
		z.known[id] = (&model.Service{Zone: zone}).Location(z.other)
	}
	return err
}

// span is what a slot covers. Only whole days have to ask for the zone.
func (z *zones) span(service model.ID, start, end when.Moment) (when.Span, error) {
	slot := model.Slot{Start: start, End: end}
	if start.Precision != when.Day && end.Precision != when.Day {
		return slot.Span(z.other), nil
	}
	if _, ok := z.known[service]; !ok {
		z.known[service] = z.other
		if err := z.look([]model.ID{service}); err != nil {
			return when.Span{}, err
		}
	}
	return slot.Span(z.known[service]), nil
}

func (c *Calendar) count(m when.Moment, q CalendarQuery) {
	begins := m.At
	if m.Precision == when.Day {
		begins = m.On(q.Zone).Start(q.Zone)
	}
	if !m.IsZero() && !begins.Before(q.Span.Start) && begins.Before(q.Span.End) {
		c.PerDay[m.On(q.Zone).String()]++
	}
}

func (c *Calendar) milestones(ctx context.Context, tx queryer, q CalendarQuery, zones *zones) error {
	list, err := decoded[model.Milestone](ask(ctx, tx, `SELECT v.body FROM version v WHERE v.body IS NOT NULL AND v.n IN (
 SELECT r.n FROM record_row r WHERE r.kind = 'milestone' AND r.state = 'set' AND r.kind <> 'release' AND r.at >= ?1 AND r.at < ?3 AND `+live("r", q.AsOf)+`
 UNION ALL SELECT r.n FROM record_row r WHERE r.kind = 'milestone' AND r.state = 'set' AND r.ends - r.at > 259200000 AND +r.at < ?1 AND r.ends > ?2 AND `+live("r", q.AsOf)+`) ORDER BY v.n LIMIT 0+?4`,
		q.Span.Start.Add(-longSlot-slack).UnixMilli(), q.Span.Start.Add(-slack).UnixMilli(), q.Span.End.Add(slack).UnixMilli(), q.Limit))
	if err != nil {
		return err
	}
	for _, m := range list {
		span, err := zones.span(m.Service, m.At, m.Until)
		if err != nil {
			return err
		}
		if !(model.Slot{Start: m.At, End: m.Until}).Shown(span, q.Zone).Overlaps(q.Span) {
			continue
		}
		c.Entries = append(c.Entries, Entry{ID: m.ID, Kind: string(model.KindMilestone), Title: m.Title, Start: m.At, End: m.Until, Span: span})
		c.Total++
		c.count(m.At, q)
	}
	return nil
}
