package gate

import (
	"sync"
	"time"

	"fairway/model"
	"fairway/model/calendar"
)

// Every view of the calendar reads hundreds of windows as its rules see them, and they hardly
// ever change. What a record comes to is kept by the record, which is never changed in place,
// and by the zone. It is a memo, and changes no answer.
var readyWindows struct {
	sync.Mutex
	of map[readyKey]*calendar.Window
}

type readyKey struct {
	window *model.Window
	zone   *time.Location
}

// readyMost is how many are kept; more than that, and it begins anew.
const readyMost = 4096

// ReadyWindow is Window, or has it from before. Nobody changes it.
func ReadyWindow(w *model.Window, zone *time.Location) *calendar.Window {
	key := readyKey{w, zone}
	readyWindows.Lock()
	defer readyWindows.Unlock()
	out := readyWindows.of[key]
	if out == nil {
		made := Window(w, zone)
		out = &made
		if readyWindows.of == nil || len(readyWindows.of) >= readyMost {
			readyWindows.of = map[readyKey]*calendar.Window{}
		}
		readyWindows.of[key] = out
	}
	return out
}
