package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) windowCommand() *cobra.Command {
	var title, class, start, end, rule, zone, reason string
	var services, items []string
	var hard, everything bool
	add := &cobra.Command{
		Use: "add --class freeze --title TITLE --start DATE --end DATE", Short: "put a freeze, maintenance window or holiday onto the calendar", Args: noArgs,
		Example: "  fairway window add --class freeze --hard --title 'Year end' --start 2026-12-18 --end 2027-01-04\n  fairway window add --class maintenance --service payroll --title 'Thursday night' --start 'thu 22:00' --end +4h --rule FREQ=WEEKLY",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			w := model.Window{Title: title, Class: class, Hard: hard, Everything: everything, Rule: rule, Zone: zone, Reason: reason}
			var err error
			if w.Services, err = a.ids(ctx, model.KindService, services); err != nil {
				return err
			}
			if w.Items, err = a.ids(ctx, model.KindItem, items); err != nil {
				return err
			}
			if w.Slot, err = a.slot(ctx, start, end); err != nil {
				return err
			}
			return a.act(ctx, action.AddWindow{Window: w})
		},
	}
	f := add.Flags()
	f.StringVar(&title, "title", "", "title")
	f.StringVar(&class, "class", "freeze", "freeze, maintenance or holiday")
	f.BoolVar(&hard, "hard", false, "a freeze that blocks; without it, it warns")
	f.BoolVar(&everything, "everything", false, "for every service")
	f.StringSliceVar(&services, "service", nil, "for these services")
	f.StringSliceVar(&items, "items", nil, "for these configuration items")
	f.StringVar(&start, "start", "", "from when")
	f.StringVar(&end, "end", "", "until when: a date (its whole day), or +4h")
	f.StringVar(&rule, "rule", "", "how it recurs, as an RFC 5545 RRULE such as FREQ=WEEKLY")
	f.StringVar(&zone, "zone", "", "IANA time zone of the rule")
	f.StringVar(&reason, "reason", "", "why")

	withdraw := &cobra.Command{Use: "withdraw WIN-n --reason TEXT", Short: "take a window off the calendar", Args: args("a window"), RunE: func(cmd *cobra.Command, args []string) error {
		id, seen, err := a.lookUp(cmd.Context(), model.KindWindow, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.WithdrawWindow{Window: id, Reason: reason, Seen: seen})
	}}
	withdraw.Flags().StringVar(&reason, "reason", "", "why")

	both := func(cmd *cobra.Command, args []string) (w, r model.ID, seen int64, err error) {
		if w, seen, err = a.lookUp(cmd.Context(), model.KindWindow, args[0]); err != nil {
			return "", "", 0, err
		}
		r, err = a.id(cmd.Context(), model.KindRelease, args[1])
		return w, r, seen, err
	}
	except := &cobra.Command{Use: "except WIN-n REL-n --reason TEXT", Short: "ask that a release may deploy inside a freeze", Args: args("a freeze", "a release"), RunE: func(cmd *cobra.Command, args []string) error {
		w, r, _, err := both(cmd, args)
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.AskException{Window: w, Release: r, Reason: reason})
	}}
	except.Flags().StringVar(&reason, "reason", "", "why")
	var comment string
	decide := &cobra.Command{Use: "decide WIN-n REL-n grant|refuse --comment TEXT", Short: "decide on an exception", Args: args("a freeze", "a release", "grant or refuse"), RunE: func(cmd *cobra.Command, args []string) error {
		w, r, seen, err := both(cmd, args)
		if err != nil {
			return err
		}
		if args[2] != "grant" && args[2] != "refuse" {
			return usage("%q is no decision: grant or refuse", args[2])
		}
		return a.act(cmd.Context(), action.DecideException{Window: w, Release: r, Yes: args[2] == "grant", Comment: comment, Seen: seen})
	}}
	decide.Flags().StringVar(&comment, "comment", "", "why")
	a.bound(withdraw, decide)
	return group("window", "freezes, maintenance windows, holidays", add, withdraw, except, decide,
		a.listCommand(listing{kind: model.KindWindow, short: "list windows", begin: "fairway window add --class freeze --title TITLE --start DATE --end DATE",
			head: []string{"id", "class", "state", "start (UTC)", "end (UTC)", "title"},
			row: func(l store.Listed) []string {
				end := "recurs"
				if !l.Until.IsZero() {
					end = l.Until.Format("2006-01-02 15:04")
				}
				return []string{string(l.ID), l.Grade, l.State, l.At.Format("2006-01-02 15:04"), end, l.Title}
			}}),
		a.showCommand(model.KindWindow))
}
