package ui

import (
	"context"
	"strings"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen"
)

// file is the store as screens see it.
type file struct {
	*store.DB
	zone *time.Location

	// writing is held while this session writes, so that its own entries are
	// known for its own when they are heard of.
	writing sync.RWMutex
	mu      sync.Mutex
	mine    map[int64]bool // what this session wrote, and wasn't told of yet
}

// Card finds one release.
func (f *file) Card(ctx context.Context, id model.ID, at store.Position, now time.Time) (store.Card, error) {
	cards, err := f.Releases(ctx, store.ReleaseQuery{Filter: "id:" + string(id), AsOf: at, Now: now, Zone: f.zone, Limit: 1})
	switch {
	case err != nil:
		return store.Card{}, err
	case len(cards) == 0:
		return store.Card{}, &model.NotFound{What: "release " + string(id)}
	}
	return cards[0], nil
}

// Search finds records by their words.
func (f *file) Search(ctx context.Context, text string, limit int) ([]screen.Hit, error) {
	found, err := f.DB.Search(ctx, text, limit)
	hits := make([]screen.Hit, len(found))
	for i, h := range found {
		hits[i] = screen.Hit{ID: h.ID, Title: h.Title, State: strings.TrimSpace(h.Kind.Words() + " " + h.State)}
	}
	return hits, err
}

// At finds the place in the log that was its end at a moment.
func (f *file) At(ctx context.Context, moment time.Time) (store.Position, error) {
	return f.PositionAt(ctx, moment)
}

// Do performs an action.
func (f *file) Do(ctx context.Context, who model.Actor, a action.Action) (screen.Done, error) {
	f.writing.RLock()
	defer f.writing.RUnlock()
	r, err := f.DB.Do(ctx, store.Who{Person: who.ID(), Auth: who.Auth}, a)
	if err != nil {
		return screen.Done{}, err
	}
	f.mu.Lock()
	f.mine[int64(r.Position)] = true
	f.mu.Unlock()
	return screen.Done{Position: int64(r.Position), Note: r.Note}, nil
}

// Watch tells what others do, in words.
func (f *file) Watch(ctx context.Context) <-chan screen.Event {
	events := make(chan screen.Event)
	go func() {
		defer close(events)
		for e := range f.DB.Watch(ctx) {
			select {
			case events <- f.words(e):
			case <-ctx.Done():
				return
			}
		}
	}()
	return events
}

// words turns new entries of the log into sentences. What this session wrote
// itself needs none.
func (f *file) words(e store.Event) screen.Event {
	f.writing.Lock()
	defer f.writing.Unlock()
	out := screen.Event{Mine: len(e.Notes) > 0}
	for _, n := range e.Notes {
		if f.mine[n.Position] {
			delete(f.mine, n.Position)
			continue
		}
		out.Mine = false
		who := n.Name
		if who == "" {
			who = string(n.Who)
		}
		out.Notes = append(out.Notes, strings.TrimSpace(who+" "+n.Note))
	}
	return out
}
