package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/trial"
)

func (a *App) processBacktest() *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use: "backtest DIR", Short: "which releases of the past year other rules would have stopped or let through",
		Long: `Asks the rules in a folder, a proposal (PRP-n) or a version (PRC-n) about every gate that a release went through in
the past year, with what was known then: which would have been shut, and by which check. Of the open releases whose gate
is blocked now, it says which would be let through. Nothing is written.`,
		Example: "  fairway process backtest rules\n  fairway process backtest PRP-4 --since 2026-09-01",
		Args:    args("a folder, rules (PRC-n) or a proposal (PRP-n)"),
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			out, err := a.backtest(ctx, given[0], since)
			if err != nil {
				return err
			}
			zone, err := a.meantZone(ctx) // as --since was read
			if err != nil {
				return err
			}
			return a.print(out, func(w io.Writer) { printBacktest(w, out, zone) })
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "a date to begin with (else a year ago)")
	return cmd
}

func (a *App) backtest(ctx context.Context, text, since string) (trial.Backtest, error) {
	var other ruled
	var err error
	if namesRules(text) {
		other, err = a.rulesOf(ctx, text)
	} else {
		other, err = a.rulesIn(ctx, text)
	}
	if err != nil {
		return trial.Backtest{}, err
	}
	from := a.Now().AddDate(-1, 0, 0)
	if since != "" {
		zone, err := a.meantZone(ctx)
		if err != nil {
			return trial.Backtest{}, err
		}
		m, err := when.ParsePast(since, a.Now(), zone)
		if err != nil {
			return trial.Backtest{}, usage("--since: %v", err)
		}
		from = m.At
	}
	run, err := trial.Begin(ctx, a.db, other.set(), from, a.Now())
	if err != nil {
		return trial.Backtest{}, err
	}
	bar := a.progress("asked at gate")
	defer bar.end()
	for more := true; more; {
		done, all := run.Progress()
		bar.at(int64(done), int64(all))
		if more, err = run.Step(ctx); err != nil {
			return trial.Backtest{}, err
		}
	}
	return run.Result(), nil
}

// rulesIn reads the rules in a folder; those that make no sense are refused.
func (a *App) rulesIn(ctx context.Context, dir string) (ruled, error) {
	if _, err := a.open(ctx); err != nil {
		return ruled{}, err
	}
	files, faults, err := a.ruleFiles(dir)
	if err != nil {
		return ruled{}, err
	}
	read, more := action.ReadRules(files)
	if faults = append(faults, more...); len(faults) > 0 {
		refusal := &model.Refusal{Doing: "try the rules in " + dir}
		for _, f := range faults {
			refusal.Add(f.Error())
		}
		return ruled{}, refusal
	}
	return ruled{called: dir, files: files, rules: &read}, nil
}

func printBacktest(w io.Writer, b trial.Backtest, zone *time.Location) {
	fmt.Fprintf(w, "%s, asked about %s that %s went through since %s:\n", b.Rules, counted(b.Passages, "gate"), counted(b.Releases, "release"), timeOf(b.Since, zone))
	part := func(title string, list []trial.Tried, why func(trial.Tried) []gate.Finding) {
		fmt.Fprintf(w, "\n%s: %d\n", title, len(list))
		for _, t := range list {
			fmt.Fprintf(w, "  %-8s %s  %s, %s\n", t.Release, timeOf(t.At, zone), t.StageTitle, t.Title)
			for _, f := range why(t) {
				line := "           " + f.Text
				if f.Evidence != "" {
					line += ": " + f.Evidence
				}
				fmt.Fprintln(w, line)
			}
		}
	}
	part("Would have been stopped", b.Stopped, func(t trial.Tried) []gate.Finding { return t.Stopped })
	if len(b.Stopped) > 0 {
		fmt.Fprintln(w, "\nBy check:")
		for _, c := range b.ByCheck() {
			fmt.Fprintf(w, "  %4d  %s\n", c.N, c.Text)
		}
	}
	part("Are blocked now, and would be let through", b.Opened, func(t trial.Tried) []gate.Finding { return t.Opened })
	if len(b.Unknown) > 0 {
		part("Can't be compared, as the rules have no such stage", b.Unknown, func(trial.Tried) []gate.Finding { return nil })
	}
}

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
