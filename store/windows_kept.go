package store

import (
	"database/sql"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
)

// windowsCache keeps decoded windows by the digests of their versions. Every view of
// the calendar reads all that recur, hundreds of them, and they hardly ever change. Who
// reads one changes it never in place. The text is kept beside, so that a file that was
// tampered with is not read as it was before.
type windowsCache struct {
	mu       sync.Mutex
	versions map[string]keptWindow
	over     map[*model.Window]time.Time // from when on it has no occurrence any more; zero where it goes on
}

// ended reports whether a window has no occurrence from a moment on: its rule need not
// be followed then.
func (k *windowsCache) ended(w *model.Window, from time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	over := k.over[w]
	return !over.IsZero() && over.Add(slack).Before(from)
}

type keptWindow struct {
	body   string
	window *model.Window
}

// windowsMost is how many versions are kept; more than that, and it begins anew.
const windowsMost = 4096

func (k *windowsCache) get(digest, body string) *model.Window {
	k.mu.Lock()
	defer k.mu.Unlock()
	if w, ok := k.versions[digest]; ok && w.body == body {
		return w.window
	}
	return nil
}

func (k *windowsCache) put(digest, body string, w *model.Window) {
	over, _ := calendar.Ends(gate.Window(w, time.UTC))
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over == nil || len(k.versions) >= windowsMost {
		k.over = map[*model.Window]time.Time{}
	}
	k.over[w] = over
	if k.versions == nil || len(k.versions) >= windowsMost {
		k.versions = map[string]keptWindow{}
	}
	k.versions[digest] = keptWindow{body, w}
}

// recordOf decodes the body of a version, or has it from when it was read before.
func (db *DB) recordOf(kind, digest string, body sql.NullString) (model.Record, error) {
	if kind == string(model.KindRun) && body.Valid && db.made == nil {
		return db.keptRuns.of(digest, body.String)
	}
	if kind != string(model.KindWindow) || !body.Valid {
		return db.made.record(kind, digest, body)
	}
	if w := db.keptWindows.get(digest, body.String); w != nil {
		return w, nil
	}
	r, err := recordOf(kind, body)
	if w, ok := r.(*model.Window); ok && err == nil {
		db.keptWindows.put(digest, body.String, w)
	}
	return r, err
}
