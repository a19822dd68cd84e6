package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"fairway/store"
	"fairway/ui/owntools"
)

// ownTools runs the organisation's own tools of the settings on a file; nil without any.
func (a *App) ownTools(ctx context.Context, db *store.DB) (*owntools.Runner, error) {
	if len(a.config.Tools) == 0 {
		return nil, nil
	}
	rules, err := db.Rules(ctx)
	if err != nil {
		return nil, err
	}
	var stages []string
	for _, p := range rules.Processes {
		for _, s := range p.Stages {
			if !slices.Contains(stages, s.ID) {
				stages = append(stages, s.ID)
			}
		}
	}
	if err := owntools.Check(a.config.path, a.config.Tools, stages); err != nil {
		return nil, usage("read the settings: %s", err)
	}
	return &owntools.Runner{DB: db, Tools: a.config.Tools, Now: a.Now}, nil
}

// toolsEvery is how often a server looks whether something happened that a tool is to be
// told: a look costs one question.
const toolsEvery = 2 * time.Second

// runTools tells tools what happens while the server has the lease of the clock.
func runTools(ctx context.Context, r *owntools.Runner, holder string, log *slog.Logger) {
	var seen store.Position
	var next time.Time
	looked := false
	round := func() {
		head, _, err := r.DB.Head(ctx)
		if err != nil || looked && head == seen && (next.IsZero() || r.Now().Before(next)) {
			return
		}
		if held, _, err := r.DB.TakeLease(ctx, holder); err != nil || !held {
			looked = false
			return
		}
		did, due, err := r.Round(ctx)
		for _, d := range did {
			if d.Try != nil {
				log.Info("own tool", "job", d.Job, "what", d.Title, "try", d.Number, "ok", d.Try.OK, "result", d.Try.Result)
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("own tools", "err", err)
		}
		seen, next, looked = head, due, err == nil && len(did) == 0 // what was done is in the log since
	}
	for t := time.NewTicker(toolsEvery); ; {
		round()
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
		}
	}
}

// tickTools is one round of the tools; the lease is renewed while it lasts.
func (a *App) tickTools(ctx context.Context, db *store.DB, holder string) ([]owntools.Did, time.Time, error) {
	r, err := a.ownTools(ctx, db)
	if err != nil || r == nil {
		return nil, time.Time{}, err
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	go func() {
		t := time.NewTicker(store.LeaseFor / 3)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				_, _, _ = db.TakeLease(ctx, holder)
			}
		}
	}()
	return r.Round(ctx)
}

// printTools says what a round of the tools did.
func printTools(w io.Writer, did []owntools.Did, zone *time.Location) {
	for _, d := range did {
		switch {
		case d.Try == nil:
			fmt.Fprintf(w, "%s  %s\n", d.Job, d.Title)
		case d.Next.IsZero():
			fmt.Fprintf(w, "%s  %s, try %d: %s\n", d.Job, d.Title, d.Number, d.Try.Result)
		default:
			fmt.Fprintf(w, "%s  %s, try %d: %s; the next at %s\n", d.Job, d.Title, d.Number, d.Try.Result, timeOf(d.Next, zone))
		}
	}
}
