package cli

import (
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

// breakGlass is the help of the flag that overrides a duty.
const breakGlass = "override a duty that should stay apart, with a reason that is marked for ever"

func (a *App) runCommand() *cobra.Command {
	return group("run", "the deployment on the day: steps, verification, rollback", a.runStart(), a.runStep(), a.runVerify(), a.runRollback(), a.runEnd(), a.runShow())
}

func (a *App) runStart() *cobra.Command {
	var env, at, glass string
	var mock bool
	cmd := &cobra.Command{Use: "start REL-n", Short: "start a deployment run", Args: args("a release"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, err := a.id(ctx, model.KindRelease, args[0])
		if err != nil {
			return err
		}
		m, err := a.moment(ctx, at)
		if err != nil {
			return err
		}
		return a.act(ctx, action.StartRun{Release: id, Env: env, Mock: mock, Happened: m.At, BreakGlass: glass})
	}}
	cmd.Flags().StringVar(&env, "environment", "", "where (default: as planned)")
	cmd.Flags().StringVar(&glass, "break-glass", "", breakGlass)
	cmd.Flags().BoolVar(&mock, "mock", false, "a rehearsal, which is no deployment")
	cmd.Flags().StringVar(&at, "at", "", "when it happened, if that was earlier")
	return cmd
}

func number(text, what string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, usage("%q is no %s: count from 1", text, what)
	}
	return n, nil
}

func (a *App) runStep() *cobra.Command {
	var skip, at, glass string
	var back bool
	cmd := &cobra.Command{Use: "step REL-n N", Short: "mark a step as done, or skipped with a reason", Args: args("a release or run", "a step"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, _, err := a.openRun(cmd, args)
		if err != nil {
			return err
		}
		n, err := number(args[1], "step")
		if err != nil {
			return err
		}
		m, err := a.moment(ctx, at)
		if err != nil {
			return err
		}
		return a.act(ctx, action.DoStep{Run: id, Step: n, Skipped: cmd.Flags().Changed("skip"), Skip: skip, Rollback: back, Happened: m.At, BreakGlass: glass})
	}}
	cmd.Flags().StringVar(&glass, "break-glass", "", breakGlass)
	cmd.Flags().StringVar(&skip, "skip", "", "it was skipped, and why")
	cmd.Flags().BoolVar(&back, "rollback", false, "a step of the rollback")
	cmd.Flags().StringVar(&at, "at", "", "when it happened, if that was earlier")
	return cmd
}

func (a *App) runVerify() *cobra.Command {
	var failed bool
	var note string
	cmd := &cobra.Command{Use: "verify REL-n N", Short: "mark a line of the verification list as passed, or failed", Args: args("a release or run", "a line"), RunE: func(cmd *cobra.Command, args []string) error {
		id, seen, err := a.openRun(cmd, args)
		if err != nil {
			return err
		}
		n, err := number(args[1], "line")
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.Verify{Run: id, Line: n, Passed: !failed, Note: note, Seen: seen})
	}}
	cmd.Flags().BoolVar(&failed, "failed", false, "it failed")
	cmd.Flags().StringVar(&note, "note", "", "what was seen")
	return cmd
}

func (a *App) runRollback() *cobra.Command {
	var trigger string
	var partial bool
	cmd := &cobra.Command{Use: "rollback REL-n --trigger TEXT", Short: "begin the rollback: a trigger of the plan was met", Args: args("a release or run"), RunE: func(cmd *cobra.Command, args []string) error {
		id, _, err := a.openRun(cmd, args)
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.RollBack{Run: id, Trigger: trigger, Partial: partial})
	}}
	cmd.Flags().StringVar(&trigger, "trigger", "", "what was seen")
	cmd.Flags().BoolVar(&partial, "partial", false, "only a part is rolled back")
	return cmd
}

func (a *App) runEnd() *cobra.Command {
	var intervention, restored, at string
	cmd := &cobra.Command{Use: "end REL-n deployed|failed|rolled-back", Short: "end a run", Args: args("a release or run", "deployed, failed or rolled-back"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, _, err := a.openRun(cmd, args)
		if err != nil {
			return err
		}
		m, err := a.moment(ctx, at)
		if err != nil {
			return err
		}
		back, err := a.moment(ctx, restored)
		if err != nil {
			return err
		}
		return a.act(ctx, action.EndRun{Run: id, Result: args[1], Intervention: intervention, Restored: back.At, Happened: m.At})
	}}
	cmd.Flags().StringVar(&intervention, "intervention", "", "none, hotfix, forward-fix or rollback")
	cmd.Flags().StringVar(&restored, "restored", "", "when service was restored")
	cmd.Flags().StringVar(&at, "at", "", "when it happened, if that was earlier")
	return cmd
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
		zone, err := a.zone(ctx)
		if err != nil {
			return err
		}
		return a.print(r, func(w io.Writer) {
			fmt.Fprintf(w, "%s of %s, %s: %s to %s %s\n", r.ID, r.Release, visible(r.Words()), recorded(r.Started, r.StartedRecorded, zone), recorded(r.Ended, r.EndedRecorded, zone), r.Result)
			if !r.Restored.IsZero() {
				fmt.Fprintf(w, "  service restored %s\n", recorded(r.Restored, r.RestoredRecorded, zone))
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
			if r.Rollback != nil {
				fmt.Fprintf(w, "  rollback: %s\n", visible(r.Rollback.Trigger))
				steps("back", r.Rollback.Steps)
			}
		})
	}}
}
