package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// declaredLate is how long before it was entered an emergency is declared at most, and
// some more: by when a record was entered, those of a stretch are found.
const declaredLate = 32 * 24 * time.Hour

// declared adds the emergencies that nobody planned: they happen from their declaration on.
func (db *DB) declared(ctx context.Context, tx queryer, q CalendarQuery, w *where, c *Calendar) error {
	if err := c.declaredReleases(ctx, tx, q, w); err != nil || q.Filter != "" { // a filter is about releases
		return err
	}
	rules, err := db.rules(ctx, tx, q.AsOf, "")
	if err != nil {
		return err
	}
	return c.declaredChanges(ctx, tx, q, rules)
}

// declaredReleases are those of them that are releases: each takes the time from its
// declaration until its last production run ended; until one has, it still happens.
func (c *Calendar) declaredReleases(ctx context.Context, tx queryer, q CalendarQuery, w *where) error {
	at, until := map[model.ID]time.Time{}, map[model.ID]time.Time{}
	var ids []model.ID
	var id model.ID
	var body string
	var ran, runs time.Time
	err := ask(ctx, tx, `SELECT r.id, v.body, (SELECT max(d.ended) FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND `+live("d", q.AsOf)+`),
 (SELECT max(d.started) FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND d.ended IS NULL AND `+live("d", q.AsOf)+`)
 FROM release_row r JOIN version v ON v.n = r.n WHERE r.begins IS NULL AND r.state <> 'cancelled' AND r.registered < ? AND (r.ended = 0 OR r.registered > ?) AND `+live("r", q.AsOf)+` AND instr(v.body, '"declared":{')`+w.text(),
		append([]any{q.Span.End.Add(declaredLate).UnixMilli(), q.Span.Start.Add(-longEmergency).UnixMilli()}, w.args...)...).each([]any{&id, &body, (*stamp)(&ran), (*stamp)(&runs)}, func() error {
		r, err := model.Decode(model.KindRelease, []byte(body))
		if err != nil {
			return err
		}
		release := r.(*model.Release)
		if d := release.Emergency(); d != nil {
			end := ran
			if end.IsZero() && release.Ended() {
				end = d.At
			}
			if !runs.IsZero() {
				end = time.Time{}
			}
			ids, at[id], until[id] = append(ids, id), d.At, end
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	found, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+" AND r.id IN (SELECT value FROM json_each(?))", list(ids))
	if err != nil {
		return err
	}
	for i := range found {
		card := &found[i]
		e := happens(card.ID, model.KindRelease, card.Name, at[card.ID], until[card.ID], q.Now)
		e.Card = card
		c.happening(e, q)
	}
	return nil
}

// longEmergency is for how long after it was entered one that is over may have happened.
const longEmergency = 92 * 24 * time.Hour

// declaredChanges are those of them that are changes which go their own way: each takes
// the time from its declaration until it was made.
func (c *Calendar) declaredChanges(ctx context.Context, tx queryer, q CalendarQuery, rules *model.Rules) error {
	list, err := decoded[model.Change](ask(ctx, tx, `SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.kind <> 'release' AND r.state NOT IN ('rejected', 'withdrawn') AND r.at < ?1 AND (r.at > ?2 OR r.state IN ('submitted', 'authorised')) AND `+live("r", q.AsOf)+` AND instr(v.body, '"declared":{') ORDER BY r.number`,
		q.Span.End.Add(declaredLate).UnixMilli(), q.Span.Start.Add(-longEmergency).UnixMilli()))
	if err != nil {
		return err
	}
	for _, ch := range list {
		d := ch.Emergency()
		if d == nil {
			continue
		}
		var until time.Time
		if p, ok := rules.Change(ch.Type); ok {
			for _, m := range ch.Moved {
				if s, _ := p.Stage(m.To); s != nil && s.Means() == string(model.ChangeImplemented) && until.IsZero() {
					until = m.At
				}
			}
		}
		if until.IsZero() && ch.Ended() {
			until = d.At
		}
		e := happens(ch.ID, model.KindChange, ch.Title, d.At, until, q.Now)
		e.Emergency, e.Stage, e.Late = true, string(ch.State), ch.Overdue(q.Now)
		if e.Late {
			e.Due = ch.Due
		}
		c.happening(e, q)
	}
	return nil
}

// happens is what began when it was declared, and goes on until now where it is not over.
func happens(id model.ID, kind model.Kind, title string, from, until, now time.Time) Entry {
	if until.IsZero() {
		until = now
	}
	from = from.Truncate(time.Minute)
	e := Entry{ID: id, Kind: string(kind), Title: title, Start: when.Moment{At: from, Precision: when.Minute}, Unplanned: true}
	if until = until.Truncate(time.Minute); until.After(from) {
		e.End = when.Moment{At: until, Precision: when.Minute}
	}
	e.Span = e.Slot().Span(time.UTC)
	return e
}

// happening adds what shares an instant with the stretch.
func (c *Calendar) happening(e Entry, q CalendarQuery) {
	if span := e.Span; span.End.After(span.Start) && span.Overlaps(q.Span) || q.Span.Holds(e.Start.At) {
		c.Entries = append(c.Entries, e)
		c.Total++
		c.count(e.Start, q)
	}
}
