package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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
	now *windowsNow
	of  map[model.ID][][]windowWritten
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
	out := &windowsEver{now, map[model.ID][][]windowWritten{}}
	for _, written := range list {
		var of []model.ID
		for _, w := range written {
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

// windowStep is what one entry made of a window: nil where it is not in force, or is for
// something else.
type windowStep struct{ before, after *windowWritten }

// windowsBack goes back through the windows that a conflict is about together.
type windowsBack struct {
	turns []turn
	of    map[model.ID]bool // the windows of these turns
	slot  when.Span
	zone  *time.Location
	near  map[model.ID]bool // of those in force now, which may occur in the slot
	// standing is how many are in force.
	standing int
	// moved says that the release had other dates, or went elsewhere.
	moved bool
}

// back prepares to go back through the windows that a conflict of a release for a service
// is about, from a position.
func (e *windowsEver) back(f *gate.Conflict, service model.ID, pos Position, zone *time.Location) *windowsBack {
	b := &windowsBack{of: map[model.ID]bool{}, slot: f.Span, zone: zone}
	if e.now != nil {
		b.near = map[model.ID]bool{}
		for _, w := range e.now.during(f.Span, zone) {
			b.near[w.id] = true
		}
	}
	class := model.WindowMaintenance
	if f.Kind == calendar.NobodyOnCall {
		class = model.WindowOnCall
	}
	for _, written := range slices.Concat(e.of[service], e.of[""]) {
		var before *windowWritten
		for i := range written {
			w := &written[i]
			if pos != Now && w.since > int64(pos) {
				break
			}
			after := w
			if w.window == nil || w.window.Class != class || forServices(w.window) && !slices.Contains(w.window.Services, service) {
				after = nil
			}
			if before != nil || after != nil {
				b.of[w.id] = true
				b.turns = append(b.turns, turn{pos: w.since, at: w.at, windows: []windowStep{{before, after}}})
			}
			before = after
		}
		if before != nil {
			b.standing++
		}
	}
	return b
}

// undo takes back what an entry did to the windows, and reports whether that may have
// brought the conflict about while there are others.
func (b *windowsBack) undo(steps []windowStep) (may bool) {
	for _, s := range steps {
		if s.after != nil {
			b.standing--
		}
		if s.before != nil {
			b.standing++
		}
		may = may || b.matters(s.before) || b.matters(s.after)
	}
	return may
}

// none reports that there is no window, so that nothing lies outside of them.
func (b *windowsBack) none() bool { return b.standing == 0 }

// matters reports whether a window may lie where the release does: any other is one more
// of those that do not.
func (b *windowsBack) matters(w *windowWritten) bool {
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
