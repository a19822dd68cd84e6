package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// Calendar returns what a stretch of the calendar holds: releases, milestones,
// and every occurrence of a window in it.
func (db *DB) Calendar(ctx context.Context, q CalendarQuery) (Calendar, error) {
	c, err := db.calendar(ctx, q)
	return c, db.sayWhy("read the calendar", err)
}

func (db *DB) calendar(ctx context.Context, q CalendarQuery) (Calendar, error) {
	if q.Limit <= 0 {
		q.Limit = 500
	}
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	w, err := releaseWhere(q.Filter, q.Me, q.Now, q.Zone)
	if err != nil {
		return Calendar{}, err
	}
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Calendar{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	out := Calendar{PerDay: map[string]int{}}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return Calendar{}, err
	}
	if err := out.releases(ctx, tx, q, w); err != nil {
		return Calendar{}, err
	}
	if q.Filter == "" { // a filter is about releases
		if err := out.milestones(ctx, tx, q); err != nil {
			return Calendar{}, err
		}
		if err := db.windows(ctx, tx, q, &out); err != nil {
			return Calendar{}, err
		}
	}
	slices.SortStableFunc(out.Entries, func(a, b Entry) int {
		if c := a.Start.At.Compare(b.Start.At); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), model.CompareIDs(a.ID, b.ID))
	})
	return out, nil
}

// inSpan finds rows which share an instant with [?1, ?2): the short ones by
// their start, the long ones by an index of their own.
const inSpan = "(r.begins >= ? AND r.begins < ? AND r.ends > ? OR r.long = 1 AND r.begins < ? AND r.ends > ?)"

func (c *Calendar) releases(ctx context.Context, tx *sql.Tx, q CalendarQuery, w *where) error {
	// A day of another zone can begin half a day earlier or later.
	from, to := q.Span.Start.UnixMilli(), q.Span.End.UnixMilli()
	span := []any{from - longSlot.Milliseconds(), to, from, to, from}
	cond := " WHERE " + live("r", q.AsOf) + " AND r.state <> 'cancelled' AND " + inSpan + w.text()
	found, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+cond+" ORDER BY r.begins, r.number LIMIT ?", append(append(slices.Clone(span), w.args...), q.Limit)...)
	if err != nil {
		return err
	}
	for i := range found {
		card := &found[i]
		slot := model.Slot{Start: card.Start, End: card.End}
		c.Entries = append(c.Entries, Entry{ID: card.ID, Kind: string(model.KindRelease), Title: card.Name, Start: card.Start, End: card.End, Span: slot.Span(q.Zone), Card: card})
	}
	c.Total = len(found)
	if len(found) < q.Limit {
		for _, card := range found {
			c.count(card.Start, q)
		}
		return nil
	}
	// More than fit: count the days in SQL, whole hours apart from the zone's.
	rows, err := tx.QueryContext(ctx, "SELECT r.begins, r.begins_day FROM release_row r"+cond, append(slices.Clone(span), w.args...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	c.Total = 0
	for rows.Next() {
		var at sql.NullInt64
		var day bool
		if err := rows.Scan(&at, &day); err != nil {
			return err
		}
		c.Total++
		c.count(moment(at, day, 0), q)
	}
	return rows.Err()
}

func (c *Calendar) count(m when.Moment, q CalendarQuery) {
	if !m.IsZero() && !m.At.Before(q.Span.Start) && m.At.Before(q.Span.End) {
		c.PerDay[m.At.In(q.Zone).Format(time.DateOnly)]++
	}
}

func (c *Calendar) milestones(ctx context.Context, tx *sql.Tx, q CalendarQuery) error {
	rows, err := tx.QueryContext(ctx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'milestone' AND r.at >= ? AND r.at < ? AND v.body IS NOT NULL AND "+live("r", q.AsOf)+" ORDER BY r.at LIMIT ?",
		q.Span.Start.Add(-longSlot).UnixMilli(), q.Span.End.UnixMilli(), q.Limit)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		var m model.Milestone
		if err := rows.Scan(&body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			return err
		}
		span := model.Slot{Start: m.At, End: m.Until}.Span(q.Zone)
		if !span.Overlaps(q.Span) {
			continue
		}
		c.Entries = append(c.Entries, Entry{ID: m.ID, Kind: string(model.KindMilestone), Title: m.Title, Start: m.At, End: m.Until, Span: span})
		c.Total++
		c.count(m.At, q)
	}
	return rows.Err()
}

// windows adds each occurrence of the windows in force.
func (db *DB) windows(ctx context.Context, tx *sql.Tx, q CalendarQuery, out *Calendar) error {
	book, err := db.book(ctx, tx, q.AsOf, "")
	if err != nil {
		return err
	}
	list, err := loadWindows(ctx, tx, q.AsOf, q.Span)
	if err != nil {
		return err
	}
	for _, w := range list {
		facts := gate.Window(w, book.Policy.Location())
		spans, err := calendar.Occurrences(facts, q.Span)
		if err != nil {
			continue // the window is reported by whoever is blocked by it, and by doctor
		}
		day := w.Slot.Start.Precision == when.Day
		for _, s := range spans {
			e := Entry{ID: w.ID, Kind: w.Class, Hard: w.Hard, Title: w.Title, Span: s, Start: when.Moment{At: s.Start, Precision: when.Minute}, End: when.Moment{At: s.End, Precision: when.Minute}}
			if day {
				e.Start.Precision = when.Day
				e.End = when.Moment{At: when.StartOfDay(s.End.Add(-time.Minute), w.Location(book.Policy.Location())), Precision: when.Day}
			}
			out.Entries = append(out.Entries, e)
		}
	}
	return nil
}

// loadWindows loads the windows that recur, or overlap the span.
func loadWindows(ctx context.Context, q queryer, pos Position, span when.Span) ([]*model.Window, error) {
	rows, err := q.QueryContext(ctx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'window' AND r.state = 'active' AND v.body IS NOT NULL AND (r.at IS NULL OR r.at < ?) AND (r.ends IS NULL OR r.ends > ?) AND "+live("r", pos),
		span.End.UnixMilli(), span.Start.Add(-24*time.Hour).UnixMilli())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*model.Window
	for rows.Next() {
		var body string
		w := &model.Window{}
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), w); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}
