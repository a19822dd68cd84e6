package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) changeCommand() *cobra.Command {
	var title, text, category, kind, service, requester, builder string
	var items, closes []string
	flags := func(cmd *cobra.Command) *cobra.Command {
		f := cmd.Flags()
		f.StringVar(&title, "title", "", "title")
		f.StringVar(&text, "text", "", "description")
		f.StringVar(&category, "category", "enhancement", strings.Join(model.ChangeCategories, ", "))
		f.StringVar(&kind, "type", "normal", "the change process it follows")
		f.StringVar(&service, "service", "", "the service it changes")
		f.StringVar(&builder, "builder", "", "who builds it")
		f.StringSliceVar(&items, "items", nil, "configuration items it touches")
		f.StringSliceVar(&closes, "closes", nil, "problems and known errors it closes")
		return cmd
	}
	fill := func(cmd *cobra.Command, ch *model.Change) error {
		ctx := cmd.Context()
		changed := func(flag string) bool { return ch.ID == "" || cmd.Flags().Changed(flag) }
		var err error
		for flag, into := range map[string]*string{"title": &ch.Title, "text": &ch.Text, "category": &ch.Category, "type": &ch.Type} {
			if changed(flag) {
				*into, _ = cmd.Flags().GetString(flag)
			}
		}
		for _, ref := range []struct {
			flag string
			kind model.Kind
			text string
			into *model.ID
		}{{"service", model.KindService, service, &ch.Service}, {"requester", model.KindPerson, requester, &ch.Requester}, {"builder", model.KindPerson, builder, &ch.Builder}} {
			if changed(ref.flag) && (ch.ID == "" || ref.flag != "requester") {
				if *ref.into, err = a.id(ctx, ref.kind, ref.text); err != nil {
					return err
				}
			}
		}
		if changed("items") {
			if ch.Items, err = a.ids(ctx, model.KindItem, items); err != nil {
				return err
			}
		}
		if changed("closes") {
			ch.Closes, err = a.ids(ctx, model.KindProblem, closes)
		}
		return err
	}
	submit := flags(&cobra.Command{Use: "new --title TITLE", Short: "submit a request for change (RFC)", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		var ch model.Change
		if err := fill(cmd, &ch); err != nil {
			return err
		}
		return a.act(cmd.Context(), action.SubmitChange{Change: ch})
	}})
	submit.Flags().StringVar(&requester, "requester", "", "who asks for it (default: you)") // whoever asked stays, whatever is edited
	var void bool
	edit := flags(&cobra.Command{Use: "edit CHG-n", Short: "change an RFC; one that was authorised has to be decided again", Long: emptiesHelp, Args: args("an RFC"), RunE: func(cmd *cobra.Command, args []string) error {
		old, seen, err := record[*model.Change](cmd.Context(), a, model.KindChange, args[0])
		if err != nil {
			return err
		}
		ch := *old
		if err := fill(cmd, &ch); err != nil {
			return err
		}
		return a.act(cmd.Context(), action.EditChange{Change: ch, Seen: seen, Void: void})
	}})
	edit.Flags().BoolVar(&void, "void", false, "go on although its authorisation is voided, and the approvals that cover it")
	assess, decide, withdraw := a.changeAssess(), a.changeDecide(), a.changeWithdraw()
	a.bound(assess, decide, withdraw)
	return group("change", "requests for change (RFCs) and the problems they close", submit, edit, assess, decide, withdraw,
		a.listCommand(listing{kind: model.KindChange, short: "list RFCs", begin: "fairway change new --title TITLE",
			head: []string{"id", "state", "category", "service", "requester", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.State, l.Grade, dash(l.ServiceName), dash(l.PersonName), l.Title}
			}}),
		a.showCommand(model.KindChange), a.problemCommand())
}

// onChange is a command about one RFC.
func (a *App) onChange(use, short string, act func(id model.ID, seen int64) (action.Action, error)) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: args("an RFC"), RunE: func(cmd *cobra.Command, args []string) error {
		id, seen, err := a.lookUp(cmd.Context(), model.KindChange, args[0])
		if err != nil {
			return err
		}
		does, err := act(id, seen)
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), does)
	}}
}

func (a *App) changeAssess() *cobra.Command {
	var text, risk string
	cmd := a.onChange("assess CHG-n --risk BAND --text TEXT", "record the assessment of an RFC", func(id model.ID, seen int64) (action.Action, error) {
		return action.AssessChange{Change: id, Text: text, Risk: risk, Seen: seen}, nil
	})
	cmd.Flags().StringVar(&text, "text", "", "effect on services, security, other changes")
	cmd.Flags().StringVar(&risk, "risk", "", "low, medium, high or very-high")
	return cmd
}

func (a *App) changeDecide() *cobra.Command {
	var comment string
	cmd := &cobra.Command{
		Use: "decide CHG-n authorise|reject", Short: "authorise an RFC, or reject it", Args: args("an RFC", "authorise or reject"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindChange, args[0])
			if err != nil {
				return err
			}
			if args[1] != "authorise" && args[1] != "reject" {
				return usage("%q is no decision: authorise or reject", args[1])
			}
			return a.act(cmd.Context(), action.DecideChange{Change: id, Yes: args[1] == "authorise", Comment: comment, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&comment, "comment", "", "why; needed to reject")
	return cmd
}

func (a *App) changeWithdraw() *cobra.Command {
	var reason string
	cmd := a.onChange("withdraw CHG-n --reason TEXT", "take an RFC back", func(id model.ID, seen int64) (action.Action, error) {
		return action.WithdrawChange{Change: id, Reason: reason, Seen: seen}, nil
	})
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) problemCommand() *cobra.Command {
	var service, workaround string
	var done bool
	add := &cobra.Command{Use: "new TITLE", Short: "enter a problem; with a workaround, a known error", Args: args("a title"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := a.id(cmd.Context(), model.KindService, service)
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.OpenProblem{Problem: model.Problem{Title: args[0], Service: id, Workaround: workaround}})
	}}
	add.Flags().StringVar(&service, "service", "", "the service")
	add.Flags().StringVar(&workaround, "workaround", "", "what helps meanwhile")
	resolve := &cobra.Command{Use: "resolve PRB-n", Short: "note a workaround, or close a problem", Args: args("a problem"), RunE: func(cmd *cobra.Command, args []string) error {
		id, seen, err := a.lookUp(cmd.Context(), model.KindProblem, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.ResolveProblem{Problem: id, Workaround: workaround, Close: done, Seen: seen})
	}}
	resolve.Flags().StringVar(&workaround, "workaround", "", "what helps meanwhile")
	resolve.Flags().BoolVar(&done, "close", false, "it is solved")
	return group("problem", "problems and known errors", add, resolve,
		a.listCommand(listing{kind: model.KindProblem, short: "list problems", begin: "fairway change problem new TITLE",
			head: []string{"id", "state", "service", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.State, dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindProblem))
}
