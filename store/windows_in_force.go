package store

import (
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

// windowInForce is a window that was not withdrawn, as the file has it now.
type windowInForce struct {
	id         model.ID
	fact       model.Fact // without a record where its body was redacted
	window     *model.Window
	begins     sql.NullInt64 // in ms, of the first occurrence
	ends       sql.NullInt64 // none where it recurs by a rule
	throughout bool          // what is outside of it is for it to say: maintenance, on call
}

// windowsKept are those in force at one state of the file, by the hash of its last entry,
// which no other state has. Every view of the calendar asks for them, hundreds of times
// between two entries.
type windowsKept struct {
	mu   sync.Mutex
	hash string
	now  *windowsNow
}

// windowsInForce are the windows in force. Who reads one changes it never in place.
func (db *DB) windowsInForce(ctx context.Context, v *view) (*windowsNow, error) {
	var hash string
	if found, err := ask(ctx, v, "SELECT hash FROM log ORDER BY pos DESC LIMIT 1").one(&hash); err != nil || !found {
		return &windowsNow{}, err
	}
	k := &db.inForce
	k.mu.Lock()
	same, now := k.hash == hash, k.now
	k.mu.Unlock()
	if same {
		return now, nil
	}
	var list []windowInForce
	var w windowInForce
	var grade, sum string
	var body sql.NullString
	var since int64
	err := ask(ctx, v, "SELECT r.id, r.at, r.ends, r.grade, v.since, v.digest, v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'window' AND r.state = 'active' AND "+live("r", Now)+" ORDER BY r.number").
		each([]any{&w.id, &w.begins, &w.ends, &grade, &since, &sum, &body}, func() error {
			r, err := db.recordOf(string(model.KindWindow), sum, body)
			if err != nil {
				return &FileError{Path: db.path, What: fmt.Sprintf("%s can't be read: %v", w.id, err), Remedy: "look with `fairway doctor`"}
			}
			w.window, _ = r.(*model.Window)
			w.fact = model.Fact{Record: r, Since: since, Digest: sum}
			w.throughout = grade == model.WindowMaintenance || grade == model.WindowOnCall
			list = append(list, w)
			return nil
		})
	if err != nil {
		return nil, err
	}
	now = newWindowsNow(list)
	k.mu.Lock()
	k.hash, k.now = hash, now
	k.mu.Unlock()
	return now, nil
}

// within reports whether it may have an occurrence in a stretch, by when it begins and ends
// alone.
func (w *windowInForce) within(span when.Span) bool {
	return (!w.begins.Valid || w.begins.Int64 < span.End.UnixMilli()) && (!w.ends.Valid || w.ends.Int64 > span.Start.UnixMilli())
}

// occurs reports whether it has an occurrence in a stretch. One of which that can't be
// worked out may have.
func (w *windowInForce) occurs(span when.Span, zone *time.Location) bool {
	if !w.within(span) {
		return false
	}
	if w.window == nil || !w.window.Recurs() {
		return true
	}
	found, err := calendar.Occurrences(*gate.ReadyWindow(w.window, zone), span)
	return err != nil || len(found) > 0
}

// upkeep reports whether it is a maintenance window for services alone, in every environment.
func (w *windowInForce) upkeep() bool {
	return w.window != nil && w.window.Class == model.WindowMaintenance && forServices(w.window)
}

// general reports whether it is for no service or item in particular, as far as can be known.
func (w *windowInForce) general() bool {
	return w.window == nil || len(w.window.Services)+len(w.window.Items) == 0
}

// concerns reports whether it is for one of some services and items, or for no service or
// item in particular.
func (w *windowInForce) concerns(of map[model.ID]bool) bool {
	if w.general() {
		return true
	}
	is := func(id model.ID) bool { return of[id] }
	return slices.ContainsFunc(w.window.Services, is) || slices.ContainsFunc(w.window.Items, is)
}
