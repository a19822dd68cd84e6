package store

import (
	"slices"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// windowsNow are all windows in force, by their numbers, at one state of the file: and where
// to look for those that have something to say. Of hundreds that go on for years most are for
// other services than those asked about, or of another season.
type windowsNow struct {
	list []windowInForce
	// throughout are the places in the list of those that have a say wherever they lie, by
	// the services and items that they are for; "" has those for nothing in particular.
	throughout map[model.ID][]int

	everMu sync.Mutex
	ever   *windowsEver // with what they were before, once somebody asked

	mu sync.Mutex
	// chunks are the places of those that may occur in a stretch of time, counted from 1970
	// on; zone is the organisation's by which that was worked out.
	chunks map[int64][]int
	zone   *time.Location

	// upkeep are those that are for services alone, made ready, where nobody uses them at
	// the moment; upkeepIn is the zone by which that was done.
	upkeep   []*calendar.Upkeep
	upkeepIn *time.Location
}

// windowsChunk is the stretch of time of which it is kept which windows occur in it, and
// chunksMost how many of them are kept. Who asks about more than chunksWide of them at once
// asks every window instead.
const (
	windowsChunk = 32 * 24 * time.Hour
	chunksMost   = 256
	chunksWide   = 16
)

// upkeepMost is how many views at a time have windows of services made ready.
const upkeepMost = 4

func newWindowsNow(list []windowInForce) *windowsNow {
	n := &windowsNow{list: list, throughout: map[model.ID][]int{}}
	for i := range list {
		w := &list[i]
		switch {
		case !w.throughout:
		case w.general():
			n.throughout[""] = append(n.throughout[""], i)
		default:
			for _, id := range model.SortIDs(slices.Concat(w.window.Services, w.window.Items)) {
				n.throughout[id] = append(n.throughout[id], i)
			}
		}
	}
	return n
}

// windowsAsked are windows that somebody asks for: their places, each once.
type windowsAsked struct {
	of []bool
	n  int
}

func (a *windowsAsked) add(places []int) {
	for _, i := range places {
		if !a.of[i] {
			a.of[i] = true
			a.n++
		}
	}
}

// during are the windows which may have an occurrence in a stretch of time, or a whole day
// that touches it, by their numbers; and those that have a say of some services and items
// ("" for those of nothing in particular) wherever they lie.
func (n *windowsNow) during(span when.Span, zone *time.Location, throughout ...model.ID) []*windowInForce {
	var a windowsAsked
	a.of = make([]bool, len(n.list))
	if first, last := windowsChunkOf(span.Start), windowsChunkOf(span.End); last-first < chunksWide {
		for c := first; c <= last; c++ {
			a.add(n.chunk(c, zone))
		}
	} else {
		for i := range n.list {
			if n.list[i].occurs(span, zone) {
				a.add([]int{i})
			}
		}
	}
	for _, id := range throughout {
		a.add(n.throughout[id])
	}
	out := make([]*windowInForce, 0, a.n)
	for i := range n.list {
		if a.of[i] {
			out = append(out, &n.list[i])
		}
	}
	return out
}

func windowsChunkOf(t time.Time) int64 {
	seconds := int64(windowsChunk / time.Second)
	n := t.Unix() / seconds
	if t.Unix()%seconds < 0 {
		n--
	}
	return n
}

// chunk are the places of the windows that may occur in one of the stretches.
func (n *windowsNow) chunk(c int64, zone *time.Location) []int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.zone != zone || n.chunks == nil || len(n.chunks) >= chunksMost {
		n.zone, n.chunks = zone, map[int64][]int{}
	}
	of, known := n.chunks[c]
	if !known {
		begins := time.Unix(c*int64(windowsChunk/time.Second), 0).UTC()
		around := when.Span{Start: begins.Add(-slack), End: begins.Add(windowsChunk + slack)}
		for i := range n.list {
			if n.list[i].occurs(around, zone) {
				of = append(of, i)
			}
		}
		n.chunks[c] = of
	}
	return of
}

// takeUpkeep are the maintenance windows for services alone, for one who uses them alone and
// gives them back.
func (n *windowsNow) takeUpkeep(zone *time.Location) *calendar.Upkeep {
	n.mu.Lock()
	if n.upkeepIn != zone {
		n.upkeepIn, n.upkeep = zone, nil
	}
	if last := len(n.upkeep) - 1; last >= 0 {
		out := n.upkeep[last]
		n.upkeep = n.upkeep[:last]
		n.mu.Unlock()
		return out
	}
	n.mu.Unlock()
	var list []*calendar.Window
	for i := range n.list {
		if n.list[i].upkeep() {
			list = append(list, gate.ReadyWindow(n.list[i].window, zone))
		}
	}
	return calendar.NewUpkeep(list)
}

// giveUpkeep takes them back.
func (n *windowsNow) giveUpkeep(u *calendar.Upkeep, zone *time.Location) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.upkeepIn == zone && len(n.upkeep) < upkeepMost {
		n.upkeep = append(n.upkeep, u)
	}
}
