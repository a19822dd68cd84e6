package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/ui/trial"
)

func (a *App) processDiff() *cobra.Command {
	var defaults bool
	cmd := &cobra.Command{
		Use: "diff [DIR] [PRC-m]", Short: "what differs between rules: in words, and line by line",
		Long: `Compares the rules in force with those in a folder, a proposal with the rules it
was made from, an older version with the one in force, or two versions.
With --defaults: the rules in force with what this program's defaults would make
of them, and of each file that your organisation changed, what the defaults
changed in it.`,
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) > 2 || (len(given) > 0) == defaults {
				return usage("%s: name a folder, rules (PRC-n) or a proposal (PRP-n), or say --defaults", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			out, err := a.diffDefaults(ctx)
			if !defaults {
				out, err = a.diffOf(ctx, given)
			}
			if err != nil {
				return err
			}
			return a.print(out, func(w io.Writer) { printDiff(w, out) })
		},
	}
	cmd.Flags().BoolVar(&defaults, "defaults", false, "compare with the default rules of this program")
	return cmd
}

// diffOf compares what was named: the older one stands first.
func (a *App) diffOf(ctx context.Context, given []string) (trial.Diff, error) {
	first := given[0]
	if !namesRules(first) {
		files, faults, err := a.ruleFiles(first)
		if err != nil {
			return trial.Diff{}, err
		}
		from := ""
		if len(given) == 2 {
			from = given[1]
		}
		old, err := a.rulesOf(ctx, from)
		if err != nil {
			return trial.Diff{}, err
		}
		to := ruled{called: first, files: files}
		if len(faults) == 0 {
			var read model.Rules
			if read, faults = action.ReadRules(files); len(faults) == 0 {
				to.rules = &read
			}
		}
		out := trial.Differ(old.set(), to.set())
		out.Faults = faults
		return out, nil
	}
	from, err := a.rulesOf(ctx, first)
	if err != nil {
		return trial.Diff{}, err
	}
	second := ""
	if len(given) == 2 {
		second = given[1]
	} else if from.prop != nil {
		second = string(from.prop.Base)
	}
	to, err := a.rulesOf(ctx, second)
	if err != nil {
		return trial.Diff{}, err
	}
	if from.prop != nil { // what is proposed comes after
		from, to = to, from
	}
	return trial.Differ(from.set(), to.set()), nil
}

func (a *App) diffDefaults(ctx context.Context) (trial.Diff, error) {
	own, err := a.rulesOf(ctx, "")
	if err != nil {
		return trial.Diff{}, err
	}
	newer, err := assets.Newer(own.rules, a.defaults())
	if err != nil {
		return trial.Diff{}, err
	}
	read, _ := action.ReadRules(newer.Files) // what is wrong in it is said of the proposal
	out := trial.Differ(own.set(), trial.Set{Called: "the defaults of this program", Files: newer.Files, Rules: &read})
	for _, k := range newer.Kept {
		out.Kept = append(out.Kept, trial.Unified(k.Name, "the defaults that it was made from", "the defaults of this program", k.Was, k.Is))
	}
	return out, nil
}

func printDiff(w io.Writer, d trial.Diff) {
	if len(d.Files) == 0 && len(d.Kept) == 0 {
		fmt.Fprintf(w, "%s and %s are the same, word for word\n", d.From, d.To)
		return
	}
	fmt.Fprintf(w, "From %s to %s:\n", d.From, d.To)
	for _, one := range d.Differences {
		fmt.Fprintf(w, "  %s\n", one)
	}
	switch {
	case len(d.Faults) > 0:
		fmt.Fprintf(w, "  what that means can't be said: %s, see process lint\n", grammar.Count(len(d.Faults), "fault"))
	case len(d.Differences) == 0 && len(d.Files) > 0:
		fmt.Fprintln(w, "  only words that no rule is made of: comments, order, white space")
	}
	for _, f := range d.Files {
		fmt.Fprintf(w, "\n%s", f.Diff)
	}
	for _, k := range d.Kept {
		fmt.Fprintf(w, "\n%s is your organisation's, and stays as it is. The defaults changed in it:\n%s", k.Name, k.Diff)
	}
}
