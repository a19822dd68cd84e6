package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
)

func (a *App) runCommand() *cobra.Command {
	return group("run", "the deployment on the day: steps, verification, rollback", a.runShow())
}

func (a *App) runShow() *cobra.Command {
	return &cobra.Command{Use: "show REL-n", Short: "show a run with its steps", Args: args("a release or run"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, err := a.shownRun(cmd, args)
		if err != nil {
			return err
		}
		r, _, err := record[*model.Run](ctx, a, model.KindRun, string(id))
		if err != nil {
			return err
		}
		files, err := a.packageOf(ctx, r)
		if err != nil {
			return err
		}
		zone, err := a.zone(ctx)
		if err != nil {
			return err
		}
		return a.print(shownRun{r, files}, func(w io.Writer) {
			fmt.Fprintf(w, "%s of %s, %s: %s to %s %s\n", r.ID, r.Release, visible(r.Words()), recorded(r.Started, r.StartedRecorded, zone), recorded(r.Ended, r.EndedRecorded, zone), r.Result)
			if r.Intervened() {
				fmt.Fprintf(w, "  intervention: %s\n", r.Intervention)
			}
			if !r.Failed.IsZero() {
				fmt.Fprintf(w, "  failed %s\n", timeOf(r.Failed, zone))
			}
			switch {
			case !r.Restored.IsZero():
				fmt.Fprintf(w, "  service restored %s\n", recorded(r.Restored, r.RestoredRecorded, zone))
			case r.Unrestorable() == "":
				fmt.Fprintf(w, "  service restored: not said yet (fairway run restored %s)\n", r.ID)
			}
			steps := func(name string, list []model.Step) {
				for i, s := range list {
					state := "to do"
					switch {
					case s.Skip != "":
						state = "skipped: " + s.Skip
					case !s.Done.IsZero():
						state = "done " + recorded(s.Done, s.Recorded, zone)
					}
					mark := ""
					if s.NoBack {
						mark = " (point of no return)"
					}
					fmt.Fprintf(w, "  %s %d  %s%s — %s\n", name, i+1, visible(s.Text), mark, visible(state))
				}
			}
			steps("step", r.Steps)
			for i, c := range r.Checks {
				state := "to do"
				if c.Passed {
					state = "passed"
				}
				if c.Failed {
					state = "failed: " + c.Note
				}
				fmt.Fprintf(w, "  verify %d  %s — %s\n", i+1, visible(c.Text), visible(state))
			}
			for _, f := range files {
				state := "open"
				switch {
				case f.Wrong:
					state = "wrong"
				case f.Proved:
					state = "proved"
				}
				fmt.Fprintf(w, "  package  %s — %s: %s; %s\n", visible(strings.TrimSpace(string(f.Media)+" "+f.Name)), state, visible(f.Library), visible(f.Installed))
			}
			if r.Rollback != nil {
				fmt.Fprintf(w, "  rollback: %s\n", visible(r.Rollback.Trigger))
				steps("back", r.Rollback.Steps)
			}
			namesZone(w, zone)
		})
	}}
}

// shownRun is a run with what is known of its package.
type shownRun struct {
	*model.Run
	Files []gate.PackageLine `json:"package,omitempty"`
}

// packageOf is what is known of the package that ran.
func (a *App) packageOf(ctx context.Context, run *model.Run) ([]gate.PackageLine, error) {
	c, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{run.Release}})
	if err != nil {
		return nil, err
	}
	r := model.Get[*model.Release](c, run.Release)
	if r == nil {
		return nil, nil
	}
	return gate.PackageOf(c, r, run), nil
}
