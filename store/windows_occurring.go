package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/filter"
	"fairway/model/gate"
	"fairway/model/when"
)

// besides makes a test for whether a window is for services alone of which there is no
// release among the entries.
func (c *Calendar) besides(query filter.Query) func(w *model.Window) bool {
	shown := map[model.ID]bool{}
	for _, card := range c.cards() {
		shown[card.Service] = true
	}
	for i := range c.Late {
		shown[c.Late[i].Card.Service] = true
	}
	for _, t := range query {
		if t.Field == "service" && t.Op == filter.Any && !t.Not {
			for _, id := range t.Values {
				shown[model.ID(id)] = true
			}
		}
	}
	return func(w *model.Window) bool {
		if len(query) > 0 && w.Class == model.WindowAbsence {
			return true
		}
		return len(w.Services) > 0 && len(w.Items)+len(w.Sites)+len(w.Customers) == 0 && !w.Everything && !slices.ContainsFunc(w.Services, func(id model.ID) bool { return shown[id] })
	}
}

// windows adds each occurrence of the windows in force.
func (c *Calendar) windows(ctx context.Context, db *DB, tx queryer, q CalendarQuery, query filter.Query, zone *time.Location) error {
	list, err := db.windowsOccurring(ctx, tx, q.AsOf, q.Span, zone)
	if err != nil {
		return err
	}
	if q.Tracks || q.Filter != "" { // what isn't for a service with a track is shown on none, and a filter asks for some
		list = slices.DeleteFunc(list, c.besides(query))
	}
	names := map[model.ID]string{}
	var covered []model.ID
	occurring := make([][]when.Span, len(list))
	for i, w := range list {
		asked := q.Span
		if w.Slot.Start.Precision == when.Day {
			asked = when.Span{Start: asked.Start.Add(-slack), End: asked.End.Add(slack)}
		}
		occurring[i], err = calendar.Occurrences(*gate.ReadyWindow(w, zone), asked)
		if err == nil && len(occurring[i]) > 0 { // one that can't be worked out is reported by whoever is blocked by it, and by doctor
			covered = append(append(append(covered, w.People...), w.Services...), w.Items...)
		}
	}
	if err := titlesOf(ctx, tx, q.AsOf, covered, names); err != nil {
		return err
	}
	for i, w := range list {
		if len(occurring[i]) == 0 {
			continue
		}
		covers := w.Covers(func(id model.ID) string { return cmp.Or(names[id], string(id)) })
		day := w.Slot.Start.Precision == when.Day
		for _, s := range occurring[i] {
			own := w.Location(zone)
			e := Entry{Occurs: occurs(w, s, own), ID: w.ID, Kind: w.Class, Hard: w.Hard, Title: w.Title, Span: s,
				Start: when.OnClock(s.Start, own), End: when.OnClock(s.End, own), Covers: covers, Everything: w.Everything, Recurs: w.Recurs()}
			switch {
			case !w.Recurs():
				e.Start, e.End = w.Slot.Start, w.Slot.End
			case day:
				e.Start, e.End = when.OnDay(when.DateOf(s.Start, own), own), when.OnDay(when.DateOf(s.End.Add(-time.Minute), own), own)
			}
			// By their dates, and whenever they hold: a freeze of whole days that are another zone's
			// begins and ends at other hours here.
			if e.Slot().Shown(s, q.Zone).Overlaps(q.Span) || e.Kind != model.WindowHoliday && s.Overlaps(q.Span) {
				c.Entries = append(c.Entries, e)
			}
		}
	}
	return nil
}

// occurs tells an occurrence of a window from the others by what was meant, so that
// it is the same whatever the clocks do. Of windows of before that was kept it is
// the second at which it begins, by which calendars know them.
func occurs(w *model.Window, s when.Span, own *time.Location) string {
	switch start, once := w.Slot.Start, w.Rule == "" && s.Start.Equal(w.Slot.Span(own).Start); {
	case start.Zone == "" && once:
		return strconv.FormatInt(start.At.Unix(), 10)
	case start.Zone == "":
		return strconv.FormatInt(s.Start.Unix(), 10)
	case once:
		return strings.NewReplacer("-", "", ":", "").Replace(start.Date + start.Wall)
	case start.Precision == when.Day:
		return when.OnWall(s.Start, own).Format("20060102")
	}
	return when.OnWall(s.Start, own).Format("20060102T1504")
}

// windowsOccurring are the windows that may have an occurrence in a span.
func (db *DB) windowsOccurring(ctx context.Context, q queryer, pos Position, span when.Span, zone *time.Location) ([]*model.Window, error) {
	v, ok := q.(*view)
	if !ok || pos != Now {
		list, err := db.loadWindows(ctx, q, pos, span)
		return slices.DeleteFunc(list, func(w *model.Window) bool { return db.keptWindows.ended(w, span.Start) }), err
	}
	now, err := db.windowsInForce(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []*model.Window
	for _, w := range now.during(span, zone) {
		if w.window != nil {
			out = append(out, w.window)
		}
	}
	return out, nil
}

// loadWindows loads the windows that recur, or overlap the span.
func (db *DB) loadWindows(ctx context.Context, q queryer, pos Position, span when.Span) ([]*model.Window, error) {
	span = when.Span{Start: span.Start.Add(-slack), End: span.End.Add(slack)}
	var out []*model.Window
	if v, ok := q.(*view); ok && pos == Now {
		now, err := db.windowsInForce(ctx, v)
		if err != nil {
			return nil, err
		}
		for i := range now.list {
			if w := &now.list[i]; w.window != nil && w.within(span) {
				out = append(out, w.window)
			}
		}
		return out, nil
	}
	var body sql.NullString
	var sum string
	err := ask(ctx, q, "SELECT v.body, v.digest FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'window' AND r.state = 'active' AND v.body IS NOT NULL AND (r.at IS NULL OR r.at < ?) AND (r.ends IS NULL OR r.ends > ?) AND "+live("r", pos),
		span.End.UnixMilli(), span.Start.UnixMilli()).each([]any{&body, &sum}, func() error {
		r, err := db.recordOf(string(model.KindWindow), sum, body)
		if w, ok := r.(*model.Window); ok {
			out = append(out, w)
		}
		return err
	})
	return out, err
}
