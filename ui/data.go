package ui

import (
	"context"
	"strings"
	"sync"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/reporting"
	"fairway/ui/screen"
)

// file is the store as screens see it.
type file struct {
	*store.DB

	// writing is held while this session writes, so that its own entries are
	// known for its own when they are heard of.
	writing sync.RWMutex
	mu      sync.Mutex
	mine    map[int64]bool // what this session wrote, and wasn't told of yet
}

// Do performs an action.
func (f *file) Do(ctx context.Context, who model.Actor, a action.Action) (screen.Done, error) {
	by := store.Who{Person: who.ID(), Auth: who.Auth, Key: who.Key, Elsewhere: who.Elsewhere}
	a, err := reporting.Finish(ctx, f.DB, by, a, f.DB.Now())
	if err != nil {
		return screen.Done{}, err
	}
	f.writing.RLock()
	defer f.writing.RUnlock()
	r, err := f.DB.Do(ctx, by, a)
	if err != nil {
		return screen.Done{}, err
	}
	f.mu.Lock()
	f.mine[int64(r.Position)] = true
	f.mu.Unlock()
	return screen.Done{Position: int64(r.Position), Note: r.Note, Subject: r.Subject, Warnings: r.Warnings, Conflicts: r.Conflicts, Lapsed: r.Lapsed}, nil
}

// Words turns new entries of the log into sentences. What this session wrote
// itself needs none.
func (f *file) Words(e store.Event) screen.Event {
	f.writing.Lock()
	defer f.writing.Unlock()
	out := screen.Event{Mine: len(e.Notes) > 0 && !e.Cut}
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
