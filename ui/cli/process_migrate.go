package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

// movable is what comes of the migration of one release.
type movable struct {
	action.Migration
	Refused string `json:"refused,omitempty"` // why it can't be moved
	Done    bool   `json:"done,omitempty"`
}

func (a *App) processMigrate() *cobra.Command {
	var all, dry, void bool
	var stages []string
	cmd := &cobra.Command{
		Use: "migrate [REL-n]…", Short: "move open releases to the rules in force",
		Long: `A release keeps the rules under which it was registered to its end. This moves one
that is open to those in force; a release whose deployment has started stays.
With --dry-run, it says of each what it gains and loses: what its gates to come ask
for, its approvals, its forms. Its approvals end, and are asked for again: --void
confirms it where somebody has signed.`,
		Example: "  fairway process migrate --dry-run\n  fairway process migrate REL-4 --stage test=verification",
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) > 0 && all || len(given) == 0 && !all && !dry {
				return usage("%s: name releases (REL-n), or say --all", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			into := map[string]string{}
			for _, s := range stages {
				was, is, ok := strings.Cut(s, "=")
				if !ok || was == "" || is == "" {
					return usage("--stage %q: write OLD=NEW, the ids of two stages", s)
				}
				into[was] = is
			}
			if dry {
				if err := a.mayRead(ctx); err != nil {
					return err
				}
			}
			ids, err := a.migrants(ctx, given)
			if err != nil {
				return err
			}
			var list []movable
			refused := false
			for _, id := range ids {
				c, err := a.caseFor(ctx, action.MigrateRelease{Release: id}.Needs())
				if err != nil {
					return err
				}
				m, err := action.Migrating(c, id, into)
				one := movable{Migration: m}
				if !dry { // the action says what else is against it
					_, err = a.do(ctx, action.MigrateRelease{Release: id, To: c.Rules.ID, Stages: into, Void: void})
					one.Done = err == nil
				}
				var no *model.Refusal
				if err != nil && (!errors.As(err, &no) || len(ids) == 1 && !dry) {
					return err
				}
				if err != nil {
					one.Release, refused = id, true
					one.Refused = a.shell().Error(err)
				}
				list = append(list, one)
			}
			if err := a.print(map[string]any{"releases": append([]movable{}, list...), "dry_run": dry}, func(w io.Writer) {
				if len(list) == 0 {
					fmt.Fprintln(w, "every open release follows the rules in force")
				}
				for _, one := range list {
					one.print(w)
				}
			}); err != nil {
				return err
			}
			if refused {
				return &exitError{exitRefused}
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.BoolVar(&all, "all", false, "every open release that follows other rules")
	f.BoolVar(&dry, "dry-run", false, "say what each gains and loses, and move nothing")
	f.BoolVar(&void, "void", false, "go on although approvals are voided that somebody gave")
	f.StringArrayVar(&stages, "stage", nil, "OLD=NEW: the stage of the rules in force for one that is gone (repeat)")
	return cmd
}

// migrants are the releases that were named, else those that are open under other
// rules than those in force.
func (a *App) migrants(ctx context.Context, given []string) ([]model.ID, error) {
	var out []model.ID
	for _, text := range given {
		id, err := a.id(ctx, model.KindRelease, text)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	if len(given) > 0 {
		return out, nil
	}
	c, err := a.caseFor(ctx, model.Needs{Open: true})
	if err != nil {
		return nil, err
	}
	for _, r := range model.All[*model.Release](c) {
		if !r.Ended() && r.Rules != "" && r.Rules != c.Rules.ID {
			out = append(out, r.ID)
		}
	}
	return out, nil
}

func (m movable) print(w io.Writer) {
	if m.Refused != "" {
		fmt.Fprintf(w, "%s: %s\n", m.Release, m.Refused)
		return
	}
	word := "would move"
	if m.Done {
		word = "moved"
	}
	fmt.Fprintf(w, "%s %s: %s from %s to %s", m.Release, m.Title, word, m.From, m.To)
	if m.Into != m.Stage {
		fmt.Fprintf(w, ", from stage %s into %s", m.Stage, m.Into)
	}
	fmt.Fprintln(w)
	for _, line := range m.Words() {
		fmt.Fprintf(w, "  %s\n", line)
	}
}
