package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

// onRelease is a command that needs nothing but a release.
func (a *App) onRelease(use, short string, act func(id model.ID, seen int64) action.Action) *cobra.Command {
	return &cobra.Command{Use: use + " REL-n", Short: short, Args: args("a release"), RunE: func(cmd *cobra.Command, args []string) error {
		id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), act(id, seen))
	}}
}

func (a *App) releaseReschedule() *cobra.Command {
	var start, end, reason, sentence string
	var void bool
	cmd := &cobra.Command{
		Use: "reschedule REL-n --start DATE", Short: "plan a release's window, or move it with a reason", Args: args("a release"),
		Example: "  fairway release reschedule REL-4 --start 'next thu 22:00' --end +4h --reason defect-found --sentence 'login fails on tablets'",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.lookUp(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			slot, err := a.slot(ctx, start, end)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Reschedule{Release: id, Window: slot, Reason: reason, Sentence: sentence, Seen: seen, Void: void})
		},
	}
	f := cmd.Flags()
	f.StringVar(&start, "start", "", "when the deployment begins")
	f.StringVar(&end, "end", "", "when the window ends: a date, or +4h")
	f.StringVar(&reason, "reason", "", "a reason of the policy, when it is moved")
	f.StringVar(&sentence, "sentence", "", "the reason in a sentence")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseMove() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use: "advance REL-n", Short: "move a release on through its gate", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.Advance{Release: id, From: from, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "only if it is in this stage still")
	return cmd
}

func (a *App) releaseBack() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "back REL-n STAGE --reason TEXT", Short: "send a release back: rework, or rejected", Args: args("a release", "a stage"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.SendBack{Release: id, To: args[1], Reason: reason, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseHold() *cobra.Command {
	var reason, review string
	cmd := &cobra.Command{
		Use: "hold REL-n --reason TEXT --review DATE", Short: "put a release on hold", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.lookUp(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			m, err := a.moment(ctx, review)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Hold{Release: id, Reason: reason, Review: m.At, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().StringVar(&review, "review", "", "when to look at it again")
	return cmd
}

func (a *App) releaseEnd(use, short string, act func(id model.ID, reason string, seen int64) action.Action) *cobra.Command {
	var reason string
	cmd := a.onRelease(use, short, func(id model.ID, seen int64) action.Action { return act(id, reason, seen) })
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseUndo() *cobra.Command {
	var void bool
	cmd := a.onRelease("undo", "take back your last edit of a release", func(id model.ID, seen int64) action.Action { return action.Undo{Release: id, Void: void, Seen: seen} })
	cmd.Flags().BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseAccept() *cobra.Command {
	var reason, glass string
	cmd := &cobra.Command{
		Use: "accept-conflict REL-n KEY --reason TEXT", Short: "decide to live with a conflict", Args: args("a release", "a conflict's key"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.AcceptConflict{Release: id, Key: args[1], Reason: reason, BreakGlass: glass, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().StringVar(&glass, "break-glass", "", "override a duty, for this reason: it is marked on the release for ever")
	return cmd
}
