package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) approveCommand() *cobra.Command {
	return group("approve", "approvals: ask for them, see what waits, decide", a.approveList(), a.showCommand(model.KindApproval))
}

func (a *App) approveList() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "list", Short: "what waits for you, oldest first", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if _, err := a.who(ctx); err != nil {
				return err
			}
			me := a.me
			if all {
				me = nil
			} else if me == nil {
				return usage("nobody in this file is known as %q: see everything with --all, or act as somebody with --as NAME", a.User())
			}
			list, err := a.db.Waiting(ctx, me)
			if err != nil {
				return err
			}
			var barred []store.ApprovalRow
			if me != nil {
				seats, err := a.db.Approvals(ctx, store.ApprovalsQuery{Me: me.ID, Now: a.Now()})
				if err != nil {
					return err
				}
				barred = slices.DeleteFunc(seats.Waiting, func(r store.ApprovalRow) bool { return len(r.Barred) == 0 })
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			return a.print(nonNil(list), func(w io.Writer) {
				defer notYours(w, barred)
				switch {
				case len(list) == 0 && all:
					fmt.Fprintln(w, "Nothing waits for anybody.")
					return
				case len(list) == 0:
					fmt.Fprintln(w, "Nothing waits for you. See everything that waits with --all.")
					return
				}
				var rows [][]string
				for _, ap := range list {
					var seats []string
					for _, s := range ap.Missing() {
						seats = append(seats, s.Title)
					}
					rows = append(rows, []string{string(ap.ID), string(ap.Of), timeOf(ap.At, zone), ap.Title, strings.Join(seats, ", ")})
				}
				table(w, []string{"id", "release", "asked", "for", "waits for"}, rows)
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "what waits for anybody")
	return cmd
}

// approval resolves APR-n, or REL-n:purpose to the live one of that purpose, and
// says as of when.
func (a *App) approval(ctx context.Context, text string) (model.ID, int64, error) {
	release, purpose, ok := strings.Cut(text, ":")
	if !ok {
		return a.lookUp(ctx, model.KindApproval, text)
	}
	id, seen, err := a.lookUp(ctx, model.KindRelease, release)
	if err != nil {
		return "", 0, err
	}
	c, err := a.db.Case(ctx, 0, a.Now(), model.Needs{Releases: []model.ID{id}})
	if err != nil {
		return "", 0, err
	}
	if ap := c.ApprovalFor(id, purpose); ap != nil {
		if a.flags.read == 0 {
			seen = c.Position // it was found as of then
		}
		return ap.ID, seen, nil
	}
	return "", 0, &model.NotFound{What: fmt.Sprintf("approval %q of %s", purpose, id)}
}

// notYours says of which requests a seat would be the caller's, if a duty did not
// keep them from it.
func notYours(w io.Writer, barred []store.ApprovalRow) {
	for _, r := range barred {
		tie, was := strings.CutPrefix(r.Barred[0], store.Was)
		verb := "are"
		if was {
			verb = "were"
		}
		fmt.Fprintf(w, "%s of %s (%s) is for others to decide: you %s its %s.\n", r.ID, r.Release, r.Title, verb, tie)
	}
}
