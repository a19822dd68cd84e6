package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

func (a *App) releaseNotice() *cobra.Command {
	var to, channel, text string
	cmd := a.onRelease("notice", "record that a notice of a release was sent", func(id model.ID, seen int64) action.Action {
		return action.SendNotice{Release: id, Audience: to, Channel: channel, Text: text, Seen: seen}
	})
	cmd.Flags().StringVar(&to, "to", "", "who was told")
	cmd.Flags().StringVar(&channel, "channel", "mail", "how")
	cmd.Flags().StringVar(&text, "text", "", "its words")
	return cmd
}

func (a *App) releaseProcure() *cobra.Command {
	var title, supplier, order, due string
	var hardware bool
	cmd := &cobra.Command{
		Use: "procure REL-n --title WHAT", Short: "put something onto a release's procurement list", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			m, err := a.moment(ctx, due)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Procure{Item: model.Procurement{Release: id, Title: title, Supplier: supplier, Order: order, Due: m.At, Hardware: hardware}})
		},
	}
	f := cmd.Flags()
	f.StringVar(&title, "title", "", "what is ordered")
	f.StringVar(&supplier, "supplier", "", "from whom")
	f.StringVar(&order, "order", "", "order number")
	f.StringVar(&due, "due", "", "when it is due")
	f.BoolVar(&hardware, "hardware", false, "it becomes a configuration item when received")
	return cmd
}

func (a *App) releaseReceive() *cobra.Command {
	var name, class, serial string
	var void bool
	cmd := &cobra.Command{
		Use: "receive PRO-n", Short: "mark something procured as received", Args: args("a procurement item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindProcurement, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.Receive{Procurement: id, Item: model.Item{Name: name, Class: class, Serial: serial}, Void: void})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the configuration item")
	f.StringVar(&class, "class", "", "its class")
	f.StringVar(&serial, "serial", "", "its serial number")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseDrop() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "drop PRO-n --reason TEXT", Short: "take something off the procurement list", Args: args("a procurement item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindProcurement, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.DropProcurement{Procurement: id, Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseMilestone() *cobra.Command {
	var release, service, on, text string
	cmd := &cobra.Command{
		Use: "milestone TITLE --on DATE", Short: "put a milestone onto the calendar", Args: args("a title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			m := model.Milestone{Title: args[0], Text: text}
			var err error
			if m.Release, err = a.id(ctx, model.KindRelease, release); err != nil {
				return err
			}
			if m.Service, err = a.id(ctx, model.KindService, service); err != nil {
				return err
			}
			if m.At, err = a.moment(ctx, on); err != nil {
				return err
			}
			return a.act(ctx, action.SetMilestone{Milestone: m})
		},
	}
	f := cmd.Flags()
	f.StringVar(&on, "on", "", "when")
	f.StringVar(&release, "release", "", "of which release")
	f.StringVar(&service, "service", "", "of which service")
	f.StringVar(&text, "text", "", "anything else")
	return cmd
}
