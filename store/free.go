package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// FreeQuery asks for the next slots at which a release could be deployed.
type FreeQuery struct {
	Release model.ID
	Length  time.Duration // 0: what its plans need, else as long as it is planned for
	From    time.Time     // zero: from now on
	Before  time.Time     // zero: as far ahead as is looked, a year at most
	Most    int
	Warned  bool // those, too, that soft conflicts warn of
	Now     time.Time
	Zone    *time.Location // in which texts stand
	// Instead are other dates of some releases, as if they were planned so.
	Instead map[model.ID]model.Slot
}

// Free is what was found, and what was looked for.
type Free struct {
	gate.FreeSlots
	Release model.ID      `json:"release"`
	Title   string        `json:"title"`
	Length  time.Duration `json:"-"`
	In      when.Span     `json:"in"` // where it was looked for
}

// How far ahead free slots are looked for without an end that somebody gave: at first so
// far, then twice as far until as many are found as were asked for.
const (
	freeFirst = 8 * 7 * 24 * time.Hour
	freeMost  = 366 * 24 * time.Hour
)

// FreeSlots finds the next slots of a release. It reads what lies in the stretch that it
// looks through, whatever else there is. It fails with a Refusal where it isn't known how
// long a slot has to be, or it is over.
func (db *DB) FreeSlots(ctx context.Context, q FreeQuery) (Free, error) {
	if q.From.Before(q.Now) {
		q.From = q.Now
	}
	for ahead := freeFirst; ; ahead *= 2 {
		in := when.Span{Start: q.From, End: q.Before}
		if q.Before.IsZero() {
			in.End = q.From.Add(min(ahead, freeMost))
		}
		out, err := viewed(ctx, db, "look for a free slot", func(tx *view) (Free, error) { return db.freeIn(ctx, tx, q, in) })
		if err != nil || len(out.Slots) >= q.Most || !q.Before.IsZero() || ahead >= freeMost {
			return out, err
		}
	}
}

func (db *DB) freeIn(ctx context.Context, tx *view, q FreeQuery, in when.Span) (Free, error) {
	needs := model.Needs{Releases: []model.ID{q.Release}, Calendar: true, Slots: []when.Span{in}}
	for id := range q.Instead { // it may lie elsewhere now
		needs.IDs = append(needs.IDs, id)
	}
	c, err := db.loadCase(ctx, tx, Now, q.Now, Who{}, needs)
	if err != nil {
		return Free{}, err
	}
	c = gate.Instead(c, q.Instead)
	c.Shown = q.Zone
	r := model.Get[*model.Release](c, q.Release)
	doing := "look for a free slot for " + string(q.Release)
	switch {
	case r == nil:
		return Free{}, &model.NotFound{What: "release " + string(q.Release)}
	case r.Ended() || r.Deployed:
		why := "its deployment is behind it"
		if r.Cancelled != nil {
			why = "it was cancelled"
		}
		return Free{}, model.Refuse(doing, why, model.Say("look for one that is still to be deployed"))
	}
	if q.Length == 0 {
		q.Length = gate.NeedOf(c, r)
	}
	if q.Length == 0 {
		return Free{}, model.Refuse(doing, "neither its plans nor its dates say how long it needs", model.Say("say how long the slot has to be"))
	}
	out := gate.NewCalendar(c).Free(r, gate.SlotSearch{Length: q.Length, In: in, Most: q.Most, Warned: q.Warned})
	return Free{FreeSlots: out, Release: r.ID, Title: r.Title(), Length: q.Length, In: in}, ctx.Err()
}
