package store

import (
	"context"
	"slices"

	"fairway/model"
	"fairway/model/metric"
)

// Account is a period with what was signed off of it, what would change that, and what was
// recorded of it later: as of the moment for which it is asked.
func (db *DB) Account(ctx context.Context, q FactsQuery) (metric.Account, error) {
	return viewed(ctx, db, "read the facts of a period", func(tx *view) (metric.Account, error) {
		a, err := db.account(ctx, tx, q)
		return a, stopped(ctx, err)
	})
}

func (db *DB) account(ctx context.Context, tx *view, q FactsQuery) (metric.Account, error) {
	out := metric.Account{Whole: q.Filter == "", AsOf: int64(q.AsOf)}
	var err error
	if out.Facts, err = db.facts(ctx, tx, q); err != nil {
		return out, err
	}
	if q.Stretch.Days == 0 && q.Span.IsZero() {
		if out.Signed, err = db.signed(ctx, tx, q, q.Stretch.String()); err != nil {
			return out, err
		}
		if out.Reopened, err = db.reopened(ctx, tx, q, q.Stretch.String()); err != nil {
			return out, err
		}
	}
	if q.Within {
		if out.ReopenedWithin, err = db.reopened(ctx, tx, q, metric.PartsOf(out.Facts.Span, out.Facts.Zone)...); err != nil {
			return out, err
		}
		if out.Within, err = db.signed(ctx, tx, q, metric.PartsOf(out.Facts.Span, out.Facts.Zone)...); err != nil {
			return out, err
		}
	}
	if q.Plain {
		return out, nil
	}
	later, err := db.writtenLater(ctx, tx, q, out.Facts.Span)
	if err != nil || len(later) == 0 && len(out.Signed) == 0 {
		return out, err
	}
	return out, db.compare(ctx, tx, q, &out, later)
}

// compare says what would change what was signed off, and which measures what was recorded
// later is about: one measure after the other, since a year of records of all of them at once
// takes more room than anything else.
func (db *DB) compare(ctx context.Context, tx *view, q FactsQuery, a *metric.Account, later []metric.Later) error {
	concerns, known := metric.Concerning(later), metric.Facts{}
	rules := make([][]metric.Entry, len(a.Signed)) // that were put in force since
	for i, s := range a.Signed {
		if s.Facts.Rules != a.Facts.Rules {
			var err error
			if rules[i], err = db.rulesSince(ctx, tx, s.Position, q.AsOf); err != nil {
				return err
			}
		}
	}
	if len(later) > 0 {
		var err error
		if known, err = db.known(ctx, tx, q, a.Facts); err != nil {
			return err
		}
	}
	differences := make([][]metric.Difference, len(a.Signed))
	for _, m := range metric.All(a.Facts.Measures) {
		if len(q.Measures) > 0 && !slices.Contains(q.Measures, m.ID) {
			continue
		}
		now := m.Of(a.Facts, a.Facts.Span)
		for i := range a.Signed {
			s := &a.Signed[i]
			laid, ok := metric.Find(s.Facts.Measures, m.ID)
			if s.Figure(m.ID) == nil || !ok {
				continue
			}
			d := a.Differ(s, laid, now)
			if d == nil {
				continue
			}
			if err := db.entriesOf(ctx, tx, s.Position, q.AsOf, d.Records); err != nil {
				return err
			}
			for k := range d.Records {
				d.Records[k].Adopted(rules[i])
			}
			differences[i] = append(differences[i], *d)
		}
		if len(later) > 0 {
			if q.AsOf != Now {
				now = m.Of(known, known.Span)
			}
			concerns.See(&now)
		}
	}
	for i, list := range differences { // in the order that was laid down then
		order := model.Each(metric.All(a.Signed[i].Facts.Measures), func(m metric.Metric) string { return m.ID })
		slices.SortStableFunc(list, func(x, y metric.Difference) int { return slices.Index(order, x.Metric) - slices.Index(order, y.Metric) })
		a.Differences = append(a.Differences, list...)
	}
	a.Later = concerns.List()
	return nil
}

// signed reads the closings of periods that count, with the facts as of which each was
// signed.
func (db *DB) signed(ctx context.Context, tx *view, q FactsQuery, periods ...string) ([]metric.Signed, error) {
	var out []metric.Signed
	var body []byte
	var name string
	err := ask(ctx, tx, "SELECT v.body, coalesce(p.title, '') FROM record_row r JOIN version v ON v.n = r.n LEFT JOIN record_row p ON p.id = r.person AND p.until IS NULL WHERE r.kind = 'period' AND r.state = 'closed' AND r.grade IN (SELECT value FROM json_each(?)) AND "+live("r", q.AsOf)+" ORDER BY r.number", list(model.Each(periods, func(p string) model.ID { return model.ID(p) }))).each([]any{&body, &name}, func() error {
		r, err := model.Decode(model.KindPeriod, body)
		if err == nil {
			out = append(out, metric.Signed{Period: r.(*model.Period), Name: name})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		s := &out[i]
		then := q
		then.Span, then.AsOf, then.Now = s.Span(), Position(s.Position), s.At
		if s.Facts, err = db.facts(ctx, tx, then); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entriesOf puts to records behind a number the entries of the log that wrote them after a
// position: those of the record itself, of its release, of that one's runs and of incidents
// that are linked to it.
func (db *DB) entriesOf(ctx context.Context, tx queryer, after int64, upTo Position, records []metric.RecordChange) error {
	for i := range records {
		rec := &records[i].Record
		var row LogEntry
		err := ask(ctx, tx, `WITH near(id) AS (SELECT ?1 UNION SELECT ?2 UNION SELECT d.id FROM deploy_row d WHERE d.release = ?2 UNION SELECT l.src FROM link l WHERE l.dst = ?2 AND l.rel IN ('caused-by', 'suspects') AND ?1 = ?2)
 SELECT `+entryColumns+` FROM log_row r`+entryJoin+` WHERE r.pos IN (SELECT v.since FROM near JOIN version v ON v.id = near.id WHERE v.since > ?3 AND v.since <= coalesce(?4, v.since)) ORDER BY r.pos`,
			string(rec.ID), string(rec.Release), after, nowOr(upTo)).each(row.into(), func() error {
			e := row
			e.settle()
			records[i].Entries = append(records[i].Entries, entryOf(e))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rulesSince are the entries that put rules in force after a position.
func (db *DB) rulesSince(ctx context.Context, tx queryer, after int64, upTo Position) ([]metric.Entry, error) {
	var out []metric.Entry
	var row LogEntry
	err := ask(ctx, tx, "SELECT "+entryColumns+" FROM log_row r"+entryJoin+" WHERE r.pos IN (SELECT b.since FROM record_row b WHERE b.kind = '"+string(model.KindRules)+"' AND b.since > ?1 AND b.since <= coalesce(?2, b.since)) ORDER BY r.pos", after, nowOr(upTo)).each(row.into(), func() error {
		e := row
		e.settle()
		out = append(out, entryOf(e))
		return nil
	})
	return out, err
}

func entryOf(e LogEntry) metric.Entry {
	return metric.Entry{Position: e.Position, At: e.Stands(), Who: e.Who, Name: e.Name, Action: e.Action, Note: e.Note}
}
