package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// windowWritten is a state of a window: nil where it was withdrawn, or can't be read any more.
type windowWritten struct {
	id        model.ID
	since, at int64
	window    *model.Window
	last      bool
}

// windowsEver are all states of all windows, by service; "" has those that may be for any.
type windowsEver struct {
	now   *windowsNow
	of    map[model.ID][][]windowWritten
	class map[model.ID]string // what each is, or was last

	mu    sync.Mutex
	turns map[windowsOf][]windowTurn // as somebody asked for them
}

// windowsOf are the windows of a class that are for a service.
type windowsOf struct {
	class   string
	service model.ID
}

// windowsEver are those of the file, worked out once for each state of it.
func (db *DB) windowsEver(ctx context.Context, q queryer) (*windowsEver, error) {
	var now *windowsNow
	if v, ok := q.(*view); ok {
		var err error
		if now, err = db.windowsInForce(ctx, v); err != nil {
			return nil, err
		}
		now.everMu.Lock()
		defer now.everMu.Unlock()
		if now.ever != nil {
			return now.ever, nil
		}
	}
	var list [][]windowWritten
	var before model.ID
	var w windowWritten
	var state, sum string
	var body sql.NullString
	half := "SELECT r.id, r.since, l.at, r.state, r.until IS NULL, v.digest, v.body FROM record_row r JOIN version v ON v.n = r.n JOIN log_row l ON l.pos = r.since WHERE r.kind = 'window' AND r.until IS "
	err := ask(ctx, q, half+"NULL UNION ALL "+half+"NOT NULL ORDER BY 1, 2").each([]any{&w.id, &w.since, &w.at, &state, &w.last, &sum, &body}, func() error {
		w.window = nil
		if state == "active" {
			r, err := db.recordOf(string(model.KindWindow), sum, body)
			if err != nil {
				return &FileError{Path: db.path, What: fmt.Sprintf("%s can't be read: %v", w.id, err), Remedy: "look with `fairway doctor`"}
			}
			w.window, _ = r.(*model.Window)
		}
		if w.id != before {
			list = append(list, nil)
		}
		before = w.id
		list[len(list)-1] = append(list[len(list)-1], w)
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := &windowsEver{now: now, class: map[model.ID]string{}, of: map[model.ID][][]windowWritten{}, turns: map[windowsOf][]windowTurn{}}
	for _, written := range list {
		var of []model.ID
		for _, w := range written {
			if w.window != nil {
				out.class[w.id] = w.window.Class
			}
			switch {
			case w.window == nil:
			case forServices(w.window):
				of = append(of, w.window.Services...)
			default:
				of = append(of, "")
			}
		}
		for _, id := range model.SortIDs(of) {
			out.of[id] = append(out.of[id], written)
		}
	}
	if now != nil {
		now.ever = out
	}
	return out, nil
}

// forServices reports whether a window is for some services, whatever is done to them.
func forServices(w *model.Window) bool {
	return !w.Everything && len(w.Items)+len(w.Sites)+len(w.Customers)+len(w.Environments) == 0
}

// windowStep is what an entry made of a window: nil where it is not in force, or is for
// something else.
type windowStep struct{ before, after *windowWritten }

// windowTurn is an entry after which there may be a conflict about all windows of a class
// together that was not there before it.
type windowTurn struct {
	pos, at int64
	steps   []windowStep
	none    bool // there was no such window before, so that nothing lay outside of them
}

// changes are the entries that may have brought a conflict about that is about all windows
// of a class for a service, the latest first. One more window brings none about where
// there was another: it leaves less outside of them than there was.
func (e *windowsEver) changes(of windowsOf) []windowTurn {
	e.mu.Lock()
	defer e.mu.Unlock()
	if out, known := e.turns[of]; known {
		return out
	}
	var all []windowTurn
	for _, written := range slices.Concat(e.of[of.service], e.of[""]) {
		var before *windowWritten
		for i := range written {
			w := &written[i]
			after := w
			if w.window == nil || w.window.Class != of.class || forServices(w.window) && !slices.Contains(w.window.Services, of.service) {
				after = nil
			}
			if before != nil || after != nil {
				all = append(all, windowTurn{pos: w.since, at: w.at, steps: []windowStep{{before, after}}})
			}
			before = after
		}
	}
	slices.SortStableFunc(all, func(a, b windowTurn) int { return cmp.Compare(a.pos, b.pos) })
	var out []windowTurn
	plain, other := 0, 0 // in force: for the service whatever is done to it, and others
	count := func(w *windowWritten, n int) {
		switch {
		case w == nil:
		case forServices(w.window):
			plain += n
		default:
			other += n
		}
	}
	for len(all) > 0 {
		t := all[0]
		for all = all[1:]; len(all) > 0 && all[0].pos == t.pos; all = all[1:] {
			t.steps = append(t.steps, all[0].steps...)
		}
		t.none = plain+other == 0
		another := plain > 0
		for _, s := range t.steps {
			count(s.before, -1)
			count(s.after, 1)
		}
		if !another || slices.ContainsFunc(t.steps, func(s windowStep) bool { return s.before != nil || !forServices(s.after.window) }) {
			out = append(out, t)
		}
	}
	slices.Reverse(out)
	e.turns[of] = out
	return out
}

// windowsBack are the windows that a conflict of a release is about together.
type windowsBack struct {
	slot  when.Span
	zone  *time.Location
	near  map[model.ID]bool // of those in force now, which may occur in the slot
	moved bool              // the release had other dates, or went elsewhere
}

// classOf is the class of the windows that a conflict is about together.
func classOf(f *gate.Conflict) string {
	if f.Kind == calendar.NobodyOnCall {
		return model.WindowOnCall
	}
	return model.WindowMaintenance
}

// back prepares to go back through the windows that a conflict of a release for a service
// is about, from a position.
func (e *windowsEver) back(f *gate.Conflict, service model.ID, pos Position, zone *time.Location) (*windowsBack, []turn) {
	var turns []turn
	for _, t := range e.changes(windowsOf{classOf(f), service}) {
		if pos == Now || t.pos <= int64(pos) {
			turns = append(turns, turn{pos: t.pos, at: t.at, windows: t.steps, born: t.none})
		}
	}
	return &windowsBack{slot: f.Span, zone: zone}, turns
}

// matter reports whether what an entry did to the windows may have brought the conflict
// about although there were others.
func (b *windowsBack) matter(steps []windowStep, now *windowsNow) bool {
	if b.near == nil && now != nil {
		b.near = map[model.ID]bool{}
		for _, w := range now.during(b.slot, b.zone) {
			b.near[w.id] = true
		}
	}
	return slices.ContainsFunc(steps, func(s windowStep) bool { return b.mayCover(s.before) || b.mayCover(s.after) })
}

// mayCover reports whether a window may lie where the release does: any other is one more
// of those that do not.
func (b *windowsBack) mayCover(w *windowWritten) bool {
	switch {
	case w == nil:
		return false
	case b.moved, !forServices(w.window):
		return true
	case w.last && b.near != nil && !b.near[w.id]:
		return false
	}
	found, err := calendar.Occurrences(*gate.ReadyWindow(w.window, b.zone), b.slot)
	return err != nil || len(found) > 0
}
