package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/filter"
	"fairway/store"
)

// The exit codes, everywhere.
const (
	exitDone     = 0
	exitFailure  = 1
	exitUsage    = 2
	exitRefused  = 3
	exitUnknown  = 4
	exitChanged  = 5
	exitStopped  = 130
	exitSilently = -1
)

// usageError says that the command line itself is wrong.
type usageError struct {
	text  string
	words bool // there are other words than the command takes
}

func (e *usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return &usageError{text: fmt.Sprintf(format, args...)} }

// misfit is a usage error about the words of the command line themselves: too
// many of them, or an option that there is not.
func misfit(format string, args ...any) error {
	return &usageError{text: fmt.Sprintf(format, args...), words: true}
}

// exitError ends the program with a code after everything was said.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// report says what went wrong, and returns the exit code for it.
func (a *App) report(ctx context.Context, err error) int {
	var quiet *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &quiet):
		return quiet.code
	}
	code, kind := classify(ctx, err)
	if a.flags.json {
		out := map[string]any{"kind": kind, "exit": code, "message": a.shell().Error(err)}
		var refusal *model.Refusal
		if errors.As(err, &refusal) {
			out["reasons"] = a.reasons(refusal.Reasons)
			if len(refusal.Strands) > 0 {
				out["strands"] = refusal.Strands
			}
		}
		var which *ambiguousError
		if errors.As(err, &which) {
			out["choices"] = which.choices
		}
		var changed *model.Changed
		if errors.As(err, &changed) {
			out["changed"] = map[string]any{"id": changed.ID, "seen": changed.Seen, "now": changed.Now}
			out["clashes"] = nonNil(changed.Clashes)
		}
		_ = encode(a.Err, map[string]any{"error": out})
		return code
	}
	fmt.Fprintln(a.errs(), "fairway:", a.shell().Error(err))
	if wrong := (*usageError)(nil); a.remote && errors.As(err, &wrong) && wrong.words {
		fmt.Fprintln(a.errs(), "Your own shell takes a level of quotes away; quote the whole line for it, too: ssh HOST \"release new --name 'Year end'\"")
	}
	return code
}

func classify(ctx context.Context, err error) (int, string) {
	var refusal *model.Refusal
	var missing *model.NotFound
	var changed *model.Changed
	var wrong *usageError
	var filtered *filter.Error
	var unsorted *store.SortError
	var which *ambiguousError
	switch {
	case errors.Is(err, store.ErrReplaced): // whatever else was stopped by it
		return exitFailure, "replaced"
	case errors.Is(err, context.Canceled) || ctx.Err() != nil:
		return exitStopped, "stopped"
	case errors.As(err, &refusal):
		return exitRefused, "refused"
	case errors.As(err, &missing):
		return exitUnknown, "unknown"
	case errors.As(err, &changed):
		return exitChanged, "changed"
	case errors.As(err, &which):
		return exitUsage, "ambiguous"
	case errors.As(err, &wrong), errors.As(err, &filtered), errors.As(err, &unsorted):
		return exitUsage, "usage"
	}
	return exitFailure, "failure"
}

// print writes a value as JSON, or its text.
func (a *App) print(v any, text func(w io.Writer)) error {
	if a.flags.json {
		return encode(a.Out, v)
	}
	text(a.out())
	return nil
}
