package store

import (
	"database/sql"
	"encoding/json"
	"slices"

	"fairway/model"
	"fairway/model/when"
)

// calendar loads what the slots of releases, or others, are compared with: the
// windows in force, the open releases beside them and those that have to come
// before or after, and how the affected items depend on each other.
func (l *loader) calendar(releases []model.ID, slots []when.Span) {
	var items, services []model.ID
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			slots = append(slots, r.Window.Span(l.c.Zone(r)))
			items, services = append(items, r.Items...), append(services, r.Service)
		}
	}
	l.fetch(l.chained(releases))
	l.fetch(l.beside(slots, append(services, items...)))
	l.fetch(l.chained(items))
}

// beside finds the open releases that may share an instant with one of some slots:
// of whole days, which are those of some zone, some too many. Slots that overlap
// are asked for as one. It finds the windows in force around the slots, which are
// worth a word where they are only near, and the maintenance windows of some
// services and items (of) wherever they lie: what is outside of them all is for
// all of them to say.
func (l *loader) beside(slots []when.Span, of []model.ID) []model.ID {
	slots = slices.DeleteFunc(slices.Clone(slots), when.Span.IsZero)
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
	text, _ := json.Marshal(spans) // numbers always encode
	whole := [2]int64{spans[0][0] - slack.Milliseconds(), spans[len(spans)-1][1] + slack.Milliseconds()}
	return l.ids(`WITH slot(start, stop) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
 SELECT id FROM record_row r WHERE kind = 'window' AND state = 'active' AND ((at IS NULL OR at < ?5) AND (ends IS NULL OR ends > ?4)
  OR grade = 'maintenance' AND (id IN (SELECT l.src FROM link l WHERE l.dst IN (SELECT value FROM json_each(?6)) AND l.rel IN ('service', 'affects') AND l.src >= 'WIN-' AND l.src < 'WIN.' AND `+live("l", l.pos)+`)
   OR NOT EXISTS (SELECT 1 FROM link l WHERE l.src = r.id AND l.rel IN ('service', 'affects') AND `+live("l", l.pos)+`))) AND `+live("r", l.pos)+`
 UNION SELECT r.id FROM slot CROSS JOIN release_row r WHERE r.state IN ('open', 'hold') AND r.begins >= slot.start - ?2 AND r.begins < slot.stop + ?3
  AND r.begins - iif(r.begins_day, ?3, 0) < slot.stop AND max(coalesce(r.ends, 0) + iif(r.ends_day, ?3, 0), r.begins + iif(r.begins_day, ?3, 60000)) > slot.start AND `+live("r", l.pos)+`
 UNION SELECT r.id FROM slot CROSS JOIN release_row r WHERE r.state IN ('open', 'hold') AND r.long = 1 AND +r.begins < slot.stop + ?3 AND r.ends > slot.start - ?3 AND `+live("r", l.pos),
		string(text), (longSlot + slack).Milliseconds(), slack.Milliseconds(), whole[0], whole[1], list(model.SortIDs(of)))
}

// dependence follows from some records (?1) what they depend on, and what depends on
// them, through any number of steps.
func dependence(pos Position) string {
	return `WITH RECURSIVE
 down(id) AS (SELECT value FROM json_each(?1) UNION SELECT l.dst FROM down JOIN link l ON l.src = down.id AND l.rel = 'depends-on' AND ` + live("l", pos) + `),
 up(id) AS (SELECT value FROM json_each(?1) UNION SELECT l.src FROM up JOIN link l ON l.dst = up.id AND l.rel = 'depends-on' AND ` + live("l", pos) + `),
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
	var title string
	var on sql.NullString
	l.each(dependence(l.pos)+"SELECT r.id, r.title, l.dst FROM chain CROSS JOIN record_row r ON r.id = chain.id AND r.kind = 'item' AND "+live("r", l.pos)+
		" LEFT JOIN link l ON l.src = chain.id AND l.rel = 'depends-on' AND "+live("l", l.pos), []any{list(model.SortIDs(slices.Clone(items)))}, []any{&id, &title, &on}, func() error {
		i := known[id]
		if i == nil {
			i = &model.Item{ID: id, Name: title}
			known[id] = i
		}
		if on.Valid {
			i.DependsOn = append(i.DependsOn, model.ID(on.String))
		}
		return nil
	})
	for _, i := range known {
		l.c.Add(model.Fact{Record: i})
	}
}
