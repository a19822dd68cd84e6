package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// Gate evaluates a gate of a release: of its own stage, or the one named. now
// is the moment for which it is asked.
func (db *DB) Gate(ctx context.Context, id model.ID, stage string, pos Position, now time.Time) (GateView, error) {
	return db.GateIn(ctx, id, stage, pos, now, nil)
}

// ChangeGate evaluates the gate that an RFC stands at which goes its own way, with times
// in its texts written in a zone, nil as Gate has them. Refused for one that goes with a
// release.
func (db *DB) ChangeGate(ctx context.Context, id model.ID, pos Position, now time.Time, zone *time.Location) (GateView, error) {
	doing := "look at the gate of " + string(id)
	c, tx, err := db.snapshot(ctx, pos, now, gate.ChangeNeeds(id))
	if err != nil {
		return GateView{}, db.sayWhy(doing, err)
	}
	defer tx.end()
	ch := model.Get[*model.Change](c, id)
	switch {
	case ch == nil:
		return GateView{}, &model.NotFound{What: "RFC " + string(id)}
	case !gate.GoesAlone(ch):
		return GateView{}, model.Refuse(doing, "it has none of its own: it goes with a release, through the gates of that")
	}
	c.Shown = zone
	g, err := gate.ChangeAt(c, ch)
	if err != nil {
		return GateView{}, err
	}
	if err := db.addressed(ctx, tx, c, pos, g.Findings); err != nil {
		return GateView{}, db.sayWhy("look at the gate of "+string(id), err)
	}
	v := GateView{Gate: g, Emergency: ch.Emergency() != nil}
	if f, ok := c.Fact(id); ok {
		v.Position = f.Since
	}
	if p := (model.Subject{Change: ch}).Process(c); p != nil {
		v.Process = p.Title
		if s, _ := p.Stage(g.Stage); s != nil {
			v.StageTitle = s.Title
		}
		if s, _ := p.Stage(g.Next); s != nil {
			v.NextTitle = s.Title
		}
	}
	return v, nil
}

// GateIn is Gate with times in its texts written in a zone; nil is as Gate has them.
func (db *DB) GateIn(ctx context.Context, id model.ID, stage string, pos Position, now time.Time, zone *time.Location) (GateView, error) {
	c, tx, err := db.snapshot(ctx, pos, now, gate.Needs(id))
	if err != nil {
		return GateView{}, db.sayWhy("look at the gate of "+string(id), err)
	}
	defer tx.end()
	r := model.Get[*model.Release](c, id)
	if r == nil {
		return GateView{}, &model.NotFound{What: "release " + string(id)}
	}
	c.Shown = zone
	g, err := gate.At(c, r, stage)
	if err != nil {
		return GateView{}, err
	}
	if err := db.addressed(ctx, tx, c, pos, g.Findings); err != nil {
		return GateView{}, db.sayWhy("look at the gate of "+string(id), err)
	}
	v := GateView{Gate: g, Emergency: r.Emergency() != nil}
	if f, ok := c.Fact(id); ok {
		v.Position = f.Since
	}
	if p, ok := c.Under(r).Process(r.Type); ok {
		v.Process = p.Title
		if s, _ := p.Stage(g.Stage); s != nil {
			v.StageTitle = s.Title
		}
		if s, _ := p.Stage(g.Next); s != nil {
			v.NextTitle = s.Title
		}
	}
	return v, nil
}

// Dots counts the gates of some releases as of a position, for their cards.
func (db *DB) Dots(ctx context.Context, ids []model.ID, pos Position, now time.Time) (map[model.ID]Dots, error) {
	out := make(map[model.ID]Dots, len(ids))
	tx, err := db.view(ctx)
	if err != nil {
		return nil, db.explain("look at gates", err)
	}
	defer tx.end()
	// What lies around them is mostly the same for all: one case for all cards.
	c, err := db.loadCase(ctx, tx, pos, now, Who{}, model.Needs{Releases: ids})
	if err != nil {
		return nil, db.sayWhy("look at gates", err)
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id model.ID) bool {
		r := model.Get[*model.Release](c, id)
		return r == nil || r.Ended()
	})
	l := &loader{db: db, ctx: ctx, q: tx, pos: pos, c: c}
	if l.calendar(ids, nil, nil, nil); l.err != nil {
		return nil, db.sayWhy("look at gates", l.err)
	}
	for _, id := range ids {
		r := model.Get[*model.Release](c, id)
		g, err := gate.At(c, r, "")
		if err != nil {
			continue // a release whose process is unknown has no dots
		}
		met, all := g.Count()
		d := Dots{Met: met, All: all, Ready: g.Ready()}
		for _, f := range g.Findings {
			if f.Blocks() {
				d.Check, d.Role = f.Text, f.Role
				break
			}
		}
		out[id] = d
	}
	return out, nil
}

// Case loads facts for a view, as they were at a position.
func (db *DB) Case(ctx context.Context, pos Position, now time.Time, n model.Needs) (*model.Case, error) {
	c, tx, err := db.snapshot(ctx, pos, now, n)
	if err != nil {
		return nil, db.sayWhy("read records", err)
	}
	tx.end()
	return c, nil
}

// entitle says what the records are called that documents of a case name: people
// read titles where answers keep ids.
func entitle(ctx context.Context, q queryer, pos Position, c *model.Case) error {
	titles := map[model.ID]string{}
	err := titlesOf(ctx, q, pos, c.Untitled(), titles)
	for id, name := range titles {
		titles[id] = model.Called(name, c.Alike[id])
	}
	c.Entitle(titles)
	return err
}

func (db *DB) snapshot(ctx context.Context, pos Position, now time.Time, n model.Needs) (*model.Case, *view, error) {
	tx, err := db.view(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, pos, now, Who{}, n)
	if err == nil {
		c.Position = int64(pos)
		err = entitle(ctx, tx, pos, c)
	}
	if err == nil && pos == Now {
		err = tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&c.Position)
	}
	if err != nil {
		tx.end()
		return nil, nil, err
	}
	return c, tx, nil
}

// Record returns one record as it was at a position, with its position.
func (db *DB) Record(ctx context.Context, id model.ID, pos Position) (model.Fact, error) {
	f, err := db.factOf(ctx, db.reader, id, pos)
	if err == nil && f.Record == nil {
		err = model.Refuse("read "+string(id), "its content was removed by law; only its digest is kept")
	}
	return f, db.sayWhy("read "+string(id), err)
}

// factOf reads a record as it was at a position; it has no Record where its body
// was removed by law.
func (db *DB) factOf(ctx context.Context, q queryer, id model.ID, pos Position) (f model.Fact, err error) {
	var kind string
	var body sql.NullString
	found, err := ask(ctx, q, "SELECT kind, since, body, digest FROM version v WHERE id = ? AND "+live("v", pos), string(id)).one(&kind, &f.Since, &body, &f.Digest)
	if err == nil && !found {
		err = &model.NotFound{What: id.Kind().Words() + " " + string(id)}
	}
	if err == nil {
		f.Record, err = recordOf(kind, body)
	}
	if err != nil {
		return f, err
	}
	switch r := f.Record.(type) {
	case *model.Rules:
		f.Record, err = replacedRules(ctx, q, pos, r)
	case *model.Run:
		f, err = db.wholeRun(ctx, q, f, pos)
	}
	return f, err
}

// wholeRun is a run as it stands with what happened in it, and in its rollback.
func (db *DB) wholeRun(ctx context.Context, q queryer, f model.Fact, pos Position) (model.Fact, error) {
	marks, err := db.marksOf(ctx, q, f.Record.Key(), pos)
	if err != nil {
		return f, err
	}
	f = f.WithMarks(marks)
	run := f.Record.(*model.Run)
	if run.Rollback == nil || run.Rollback.Run == "" {
		return f, nil
	}
	back, err := db.factOf(ctx, q, run.Rollback.Run, pos)
	if err != nil || back.Record == nil {
		return f, err
	}
	f.Since, f.Record = max(f.Since, back.Since), run.BackWith(back.Record.(*model.Run))
	return f, nil
}

// Records reads records as they were at a position, by their ids. Of one whose content was
// removed by law there is nil, and of one that was not there nothing.
func (db *DB) Records(ctx context.Context, ids []model.ID, pos Position) (map[model.ID]model.Record, error) {
	out := map[model.ID]model.Record{}
	var id model.ID
	var kind string
	var body sql.NullString
	err := ask(ctx, db.reader, "SELECT v.id, v.kind, v.body FROM json_each(?1) j CROSS JOIN version v ON v.id = j.value AND "+live("v", pos), list(ids)).
		each([]any{&id, &kind, &body}, func() (err error) {
			out[id], err = recordOf(kind, body)
			return err
		})
	for id, r := range out {
		if run, ok := r.(*model.Run); ok && err == nil {
			var f model.Fact
			f, err = db.wholeRun(ctx, db.reader, model.Fact{Record: run}, pos)
			out[id] = f.Record
		}
	}
	return out, db.sayWhy("read records", err)
}

// Version is one state of a record.
type Version struct {
	Since, Until int64
	Record       model.Record // nil when redacted
}

// Versions returns every state of a record, oldest first.
func (db *DB) Versions(ctx context.Context, id model.ID) ([]Version, error) {
	var out []Version
	var v Version
	var kind string
	var body sql.NullString
	err := ask(ctx, db.reader, "SELECT kind, since, coalesce(until, 0), body FROM version WHERE id = ? ORDER BY since", string(id)).each([]any{&kind, &v.Since, &v.Until, &body}, func() (err error) {
		v.Record, err = recordOf(kind, body)
		out = append(out, v)
		return err
	})
	if err == nil && len(out) == 0 {
		err = &model.NotFound{What: id.Kind().Words() + " " + string(id)}
	}
	return out, db.sayWhy("read the versions of "+string(id), err)
}
