package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

func (a *App) approveCommand() *cobra.Command {
	request, decide := a.approveRequest(), a.approveDecide()
	a.bound(request, decide)
	return group("approve", "approvals: ask for them, see what waits, decide", a.approveList(), request, decide, a.approveDocument(), a.showCommand(model.KindApproval))
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
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			return a.print(nonNil(list), func(w io.Writer) {
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

func (a *App) approveRequest() *cobra.Command {
	return &cobra.Command{
		Use: "request REL-n PURPOSE", Short: "ask for an approval: authorisation-1, acceptance, authorisation-2, handover", Args: args("a release", "a purpose"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.RequestApproval{Release: id, Purpose: args[1], Seen: seen})
		},
	}
}

func (a *App) approveDecide() *cobra.Command {
	var comment, conditions, glass string
	cmd := &cobra.Command{
		Use: "decide APR-n approve|reject|ask", Short: "decide on an approval", Args: args("an approval", "approve, reject or ask"),
		Long: "APR-n may also be a release and a purpose with a colon between: REL-4:authorisation-1.",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.approval(ctx, args[0])
			if err != nil {
				return a.unfound(ctx, err)
			}
			return a.act(ctx, action.Decide{Approval: id, Verdict: args[1], Comment: comment, Conditions: conditions, BreakGlass: glass, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&comment, "comment", "", "why; needed to reject or ask")
	cmd.Flags().StringVar(&conditions, "conditions", "", "on which conditions it is approved")
	cmd.Flags().StringVar(&glass, "break-glass", "", breakGlass)
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

func (a *App) approveDocument() *cobra.Command {
	var version int
	cmd := &cobra.Command{
		Use: "document DOC-n", Short: "approve a document's current version", Args: args("a document"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			d, _, err := record[*model.Document](ctx, a, model.KindDocument, args[0])
			if err != nil {
				return err
			}
			if version == 0 {
				version = d.Version
			}
			return a.act(ctx, action.ApproveDocument{Document: d.ID, Version: version})
		},
	}
	cmd.Flags().IntVar(&version, "version", 0, "the version you read (default: the current one)")
	return cmd
}
