package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// AboutQuery asks for all there is to see about one record.
type AboutQuery struct {
	ID   model.ID
	AsOf Position
	// Version is the position that wrote the state wanted; 0 for the one that
	// holds as of AsOf.
	Version int64
	// Most is how many links of one sort, and how many entries, are listed.
	Most int
}

// About is one state of a record with what surrounds it.
type About struct {
	Fact model.Fact // its Record is nil where the body was removed
	// State counts the states from 1, Of says how many there are. Before and
	// After are the positions of those next to it; 0 for none.
	State, Of     int
	Before, After int64
	At            Position  // as of which what surrounds it was looked at
	Linked        []Linked  // what points at it
	History       []Touched // newest first
	More          bool      // there are older entries
	Chain         *Chain    // of an item
	// Since is what became of the items of a baseline, up to At.
	Since []model.ItemSince
}

// Linked are the records of one kind that point at a record in one way.
type Linked struct {
	Rel   string
	Kind  model.Kind
	Count int
	Rows  []Listed // the newest first
}

// Touched is an entry of the log about a record.
type Touched struct {
	LogEntry
	Wrote bool // it wrote a state of the record
}

// About returns one state of a record with its links and its history, all of
// one moment.
func (db *DB) About(ctx context.Context, q AboutQuery) (About, error) {
	if q.Most <= 0 {
		q.Most = 50
	}
	return viewed(ctx, db, "read "+string(q.ID), func(tx *view) (About, error) {
		a := about{db: db, ctx: ctx, q: tx, ask: q}
		if err := a.read(); err != nil {
			return About{}, err
		}
		for _, l := range a.out.Linked {
			db.calledOn(ctx, tx, l.Rows)
		}
		tellApart(ctx, db, tx, a.out.History, func(t *Touched) (*string, model.ID) { return &t.Name, t.Who })
		return a.out, nil
	})
}

type about struct {
	db  *DB
	ctx context.Context
	q   queryer
	ask AboutQuery
	pos Position // as of which the surroundings are looked at
	out About
}

func (a *about) read() error {
	if err := a.state(); err != nil {
		return err
	}
	if err := a.linked(); err != nil {
		return err
	}
	if err := a.history(); err != nil {
		return err
	}
	if a.ask.ID.Kind() == model.KindItem {
		return a.chain()
	}
	if b, ok := a.out.Fact.Record.(*model.Baseline); ok {
		var err error
		a.out.Since, err = a.db.sinceBaseline(a.ctx, a.q, b, a.pos)
		return err
	}
	return nil
}

// state reads the state wanted, and counts the others.
func (a *about) state() error {
	a.pos = a.ask.AsOf
	if a.ask.Version > 0 {
		a.pos = Position(a.ask.Version)
	}
	var err error
	if a.out.Fact, err = a.db.factOf(a.ctx, a.q, a.ask.ID, a.pos); err != nil {
		return err
	}
	if err := a.q.QueryRowContext(a.ctx, "SELECT count(*), coalesce(sum(since <= ?2), 0), coalesce(max(since) FILTER (WHERE since < ?2), 0), coalesce(min(since) FILTER (WHERE since > ?2), 0) FROM version WHERE id = ?1 AND since <= ?3",
		string(a.ask.ID), a.out.Fact.Since, a.ask.AsOf.last()).Scan(&a.out.Of, &a.out.State, &a.out.Before, &a.out.After); err != nil {
		return err
	}
	if a.out.After == 0 {
		a.pos = a.ask.AsOf // the last state: what is around it is as it is now
		if b, ok := a.out.Fact.Record.(*model.Rules); ok {
			if a.out.Fact.Record, err = replacedRules(a.ctx, a.q, a.pos, b); err != nil {
				return err
			}
		}
	}
	a.out.At = a.pos
	return nil
}

// Titles says what records are called.
func (db *DB) Titles(ctx context.Context, ids []model.ID, pos Position) (map[model.ID]string, error) {
	out := map[model.ID]string{}
	err := titlesOf(ctx, db.reader, pos, ids, out)
	if handles, err := db.alike(ctx, db.reader); err == nil {
		for id, handle := range handles {
			if name, ok := out[id]; ok {
				out[id] = model.Called(name, handle)
			}
		}
	}
	return out, db.explain("look up titles", err)
}

func titlesOf(ctx context.Context, q queryer, pos Position, ids []model.ID, into map[model.ID]string) error {
	if len(ids) == 0 {
		return nil
	}
	var id model.ID
	var title string
	return ask(ctx, q, "SELECT r.id, r.title FROM json_each(?) AS one CROSS JOIN record_row r ON r.id = one.value AND "+live("r", pos), list(model.SortIDs(slices.Clone(ids)))).each([]any{&id, &title}, func() error {
		into[id] = title
		return nil
	})
}

// linked lists what points at the record: the newest of each sort, and how
// many there are. Counting goes along an index; only the newest are looked up.
func (a *about) linked() error {
	var parts []string
	var args []any
	var g Linked
	var prefix string
	err := ask(a.ctx, a.q, "SELECT l.rel, substr(l.src, 1, instr(l.src, '-')) AS prefix, count(*) FROM link l WHERE l.dst = ? AND "+live("l", a.pos)+" GROUP BY 1, 2", string(a.ask.ID)).each([]any{&g.Rel, &prefix, &g.Count}, func() error {
		g.Kind = model.ID(prefix + "1").Kind()
		parts = append(parts, fmt.Sprintf("SELECT * FROM (SELECT %d AS i, l.src, l.n FROM link l WHERE l.dst = ? AND l.rel = ? AND l.src > ? AND l.src < ? AND %s ORDER BY l.n DESC LIMIT 0+?)", len(parts), live("l", a.pos)))
		args = append(args, string(a.ask.ID), g.Rel, prefix, prefix+":", a.ask.Most) // the digits end before the colon
		a.out.Linked = append(a.out.Linked, g)
		return nil
	})
	if err != nil || len(parts) == 0 {
		return err
	}
	var i int
	var l Listed
	return ask(a.ctx, a.q, "SELECT near.i, "+listedColumns(a.pos)+" FROM ("+strings.Join(parts, " UNION ALL ")+") AS near CROSS JOIN record_row r ON r.id = near.src AND "+live("r", a.pos)+listedNames(a.pos)+" ORDER BY near.i, near.n DESC", args...).
		each(append([]any{&i}, l.into()...), func() error {
			a.out.Linked[i].Rows = append(a.out.Linked[i].Rows, l)
			return nil
		})
}

// history lists the entries that are about the record or wrote a state of it.
func (a *about) history() error {
	var e Touched
	err := ask(a.ctx, a.q, `SELECT `+entryColumns+`, told.wrote
 FROM (SELECT pos, max(wrote) AS wrote FROM (
   SELECT * FROM (SELECT pos, 0 AS wrote FROM log_row WHERE subject = ?1 AND pos <= ?2 ORDER BY pos DESC LIMIT 0+?3)
   UNION ALL SELECT * FROM (SELECT since, 1 FROM version WHERE id = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 0+?3)) GROUP BY pos) told
 JOIN log_row r ON r.pos = told.pos`+entryJoin+` ORDER BY r.pos DESC LIMIT 0+?3`, string(a.ask.ID), a.ask.AsOf.last(), a.ask.Most+1).each(append(e.into(), &e.Wrote), func() error {
		e.settle()
		a.out.History = append(a.out.History, e)
		return nil
	})
	if a.out.More = len(a.out.History) > a.ask.Most; a.out.More {
		a.out.History = a.out.History[:a.ask.Most]
	}
	return err
}
