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
	live, wanted := map[string]metric.Result{}, func(m metric.Metric) bool { return len(q.Measures) == 0 || slices.Contains(q.Measures, m.ID) }
	for _, m := range metric.All(out.Facts.Measures) {
		if wanted(m) {
			live[m.ID] = m.Of(out.Facts, out.Facts.Span)
		}
	}
	for _, s := range out.Signed {
		var rules []metric.Entry
		if s.Facts.Rules != out.Facts.Rules {
			if rules, err = db.rulesSince(ctx, tx, s.Position, q.AsOf); err != nil {
				return out, err
			}
		}
		for _, m := range metric.All(s.Facts.Measures) {
			now, known := live[m.ID]
			if s.Figure(m.ID) == nil || !known {
				continue
			}
			if d := out.Differ(&s, m, now); d != nil {
				if err := db.entriesOf(ctx, tx, s.Position, q.AsOf, d.Records); err != nil {
					return out, err
				}
				for i := range d.Records {
					d.Records[i].Adopted(rules)
				}
				out.Differences = append(out.Differences, *d)
			}
		}
	}
	if len(later) > 0 {
		out.Later, err = db.concerning(ctx, tx, q, out.Facts, live, later)
	}
	return out, err
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
