package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/store"
)

// openRun is the run that a command is about, and as of when it was looked up:
// RUN-n itself, else the run of a release that goes on. Where several do, as a
// rehearsal beside production, none is taken: each is named, with the command
// to repeat.
func (a *App) openRun(cmd *cobra.Command, args []string) (model.ID, int64, error) {
	ctx := cmd.Context()
	if namesRun(args[0]) {
		return a.lookUp(ctx, model.KindRun, args[0])
	}
	runs, seen, err := a.runsOf(ctx, args[0])
	if err != nil {
		return "", 0, err
	}
	open := slices.DeleteFunc(slices.Clone(runs), func(r *model.Run) bool { return !r.Going() || r.Back != "" })
	switch len(open) {
	case 1:
		return open[0].ID, seen, nil
	case 0:
		return "", 0, a.noneGoesOn(ctx, runs)
	}
	return "", 0, a.whichRun(cmd, args, open)
}

// stepsOf is the run whose steps are done now: of one that is being rolled back the rollback.
func (a *App) stepsOf(ctx context.Context, id model.ID) (model.ID, error) {
	f, err := a.db.Record(ctx, id, store.Now)
	if err != nil {
		return "", err
	}
	if run, ok := f.Record.(*model.Run); ok && run.Rollback != nil && run.Rollback.Run != "" {
		return run.Rollback.Run, nil
	}
	return id, nil
}

// runBack is the run that is to be rolled back: RUN-n itself, else that of a release that
// goes on, else the last that deployed it.
func (a *App) runBack(cmd *cobra.Command, args []string) (model.ID, error) {
	if !namesRun(args[0]) {
		runs, _, err := a.runsOf(cmd.Context(), args[0])
		if err != nil {
			return "", err
		}
		last := slices.IndexFunc(runs, func(r *model.Run) bool { return r.Production })
		if !runs[0].Going() && last >= 0 && runs[last].Rollback == nil {
			return runs[last].ID, nil
		}
	}
	id, _, err := a.openRun(cmd, args)
	return id, err
}

// failedRun is the run after which a service was restored: RUN-n itself, else the one of a
// release that failed and of which that isn't said yet, else the only one that failed.
func (a *App) failedRun(cmd *cobra.Command, args []string) (model.ID, error) {
	ctx := cmd.Context()
	if namesRun(args[0]) {
		return a.id(ctx, model.KindRun, args[0])
	}
	runs, _, err := a.runsOf(ctx, args[0])
	if err != nil {
		return "", err
	}
	failed := slices.DeleteFunc(slices.Clone(runs), func(r *model.Run) bool { return r.Unrestorable() != "" })
	if open := slices.DeleteFunc(slices.Clone(failed), func(r *model.Run) bool { return !r.Restored.IsZero() }); len(open) > 0 {
		failed = open
	}
	switch len(failed) {
	case 1:
		return failed[0].ID, nil
	case 0:
		refusal := &model.Refusal{Doing: "find the run of " + string(runs[0].Release) + " that failed"}
		for _, r := range runs {
			refusal.Add(fmt.Sprintf("%s (%s): %s", r.ID, r.Words(), r.Unrestorable()))
		}
		return "", refusal
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return "", err
	}
	wrong := &ambiguousError{what: fmt.Sprintf("%d runs of %s failed", len(failed), failed[0].Release)}
	for _, r := range failed {
		wrong.choices = append(wrong.choices, choice{ID: r.ID, Text: sortOfRun(r, zone), Command: again(cmd, string(r.ID), args[1:])})
	}
	return "", wrong
}

// shownRun is the run to be shown: RUN-n itself, else the one that goes on, else
// the last deployment, else the last rehearsal; and which others the release has.
func (a *App) shownRun(cmd *cobra.Command, args []string) (model.ID, []*model.Run, error) {
	if namesRun(args[0]) {
		id, err := a.id(cmd.Context(), model.KindRun, args[0])
		return id, nil, err
	}
	runs, _, err := a.runsOf(cmd.Context(), args[0])
	if err != nil {
		return "", nil, err
	}
	if len(runs) > 1 && runs[1].Going() {
		return "", nil, a.whichRun(cmd, args, slices.DeleteFunc(runs, func(r *model.Run) bool { return !r.Going() }))
	}
	return runs[0].ID, runs[1:], nil
}

func namesRun(text string) bool {
	id, err := model.ParseID(text)
	return err == nil && id.Kind() == model.KindRun
}

// runsOf are the runs of a release, at least one, as SortRuns has them, and the
// place in the log as of which they were read.
func (a *App) runsOf(ctx context.Context, text string) ([]*model.Run, int64, error) {
	id, err := a.id(ctx, model.KindRelease, text)
	if err != nil {
		return nil, 0, err
	}
	c, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{id}})
	if err != nil {
		return nil, 0, err
	}
	runs := of(c, func(r *model.Run) bool { return r.Release == id && r.Back == "" }) // a rollback is named itself
	if len(runs) == 0 {
		return nil, 0, &model.NotFound{What: fmt.Sprintf("run of %s (start one with: fairway run start %s)", id, id)}
	}
	model.SortRuns(runs)
	return runs, c.Position, nil
}

// noneGoesOn says which runs ended when.
func (a *App) noneGoesOn(ctx context.Context, runs []*model.Run) error {
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	release := string(runs[0].Release)
	refusal := &model.Refusal{Doing: "find the run of " + release}
	for i, r := range runs {
		var next []model.Remedy
		if i == len(runs)-1 {
			next = append(next, model.ByTask("start-run", r.Release).For("start one"))
		}
		refusal.Add(fmt.Sprintf("%s (%s) ended as %s %s", r.ID, r.Words(), r.Result, timeOf(r.Ended, zone)), next...)
	}
	return refusal
}

func (a *App) whichRun(cmd *cobra.Command, args []string, open []*model.Run) error {
	zone, err := a.zone(cmd.Context())
	if err != nil {
		return err
	}
	wrong := &ambiguousError{what: fmt.Sprintf("%d runs of %s go on", len(open), open[0].Release)}
	for _, r := range open {
		wrong.choices = append(wrong.choices, choice{ID: r.ID, Text: sortOfRun(r, zone), Command: again(cmd, string(r.ID), args[1:])})
	}
	return wrong
}

func sortOfRun(r *model.Run, zone *time.Location) string {
	if r.GoesBack() {
		return r.Words() + ", rolling back since " + timeOf(r.Rollback.Decided, zone)
	}
	return r.Words() + " since " + timeOf(r.Started, zone)
}

// ambiguousError says that what was typed can mean several records, and how to
// say each of them.
type ambiguousError struct {
	what    string
	choices []choice
}

// choice is one thing that may have been meant.
type choice struct {
	ID      model.ID `json:"id"`
	Text    string   `json:"text"`
	Command string   `json:"command"`
}

func (e *ambiguousError) Error() string {
	var b strings.Builder
	b.WriteString(e.what + ": say which is meant")
	for _, c := range e.choices {
		fmt.Fprintf(&b, "\n  - %s: %s\n      → %s", c.ID, c.Text, c.Command)
	}
	return b.String()
}

// again is a command line as it was typed, with another first argument.
func again(cmd *cobra.Command, first string, rest []string) string {
	words := []string{cmd.CommandPath(), first}
	for _, word := range rest {
		words = append(words, shellWord(word))
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "bool" {
			words = append(words, "--"+f.Name)
			return
		}
		for _, value := range flagValues(f) {
			words = append(words, "--"+f.Name, shellWord(value))
		}
	})
	return strings.Join(words, " ")
}
