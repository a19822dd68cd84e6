package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) incidentCommand() *cobra.Command {
	var title, text, severity, service, opened string
	var items []string
	add := &cobra.Command{Use: "add --title TITLE", Short: "log an incident", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		i := model.Incident{Title: title, Text: text, Severity: severity}
		var err error
		if i.Service, err = a.id(ctx, model.KindService, service); err != nil {
			return err
		}
		if i.Items, err = a.ids(ctx, model.KindItem, items); err != nil {
			return err
		}
		m, err := a.moment(ctx, opened)
		if err != nil {
			return err
		}
		i.Opened = m.At
		return a.act(ctx, action.OpenIncident{Incident: i})
	}}
	f := add.Flags()
	f.StringVar(&title, "title", "", "what happened")
	f.StringVar(&text, "text", "", "details")
	f.StringVar(&severity, "severity", "P3", "P1 to P4")
	f.StringVar(&service, "service", "", "the service")
	f.StringSliceVar(&items, "items", nil, "configuration items concerned")
	f.StringVar(&opened, "opened", "", "when it began, if that was earlier")

	link := &cobra.Command{Use: "link INC-n REL-n confirmed|suspected|cleared", Short: "say which release caused an incident", Args: args("an incident", "a release", "confirmed, suspected or cleared"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			inc, seen, err := a.lookUp(ctx, model.KindIncident, args[0])
			if err != nil {
				return err
			}
			rel, err := a.id(ctx, model.KindRelease, args[1])
			if err != nil {
				return err
			}
			return a.act(ctx, action.LinkIncident{Incident: inc, Release: rel, How: args[2], Seen: seen})
		}}
	var done bool
	var at string
	resolve := &cobra.Command{Use: "resolve INC-n", Short: "resolve an incident, or close it", Args: args("an incident"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, err := a.id(ctx, model.KindIncident, args[0])
		if err != nil {
			return err
		}
		m, err := a.moment(ctx, at)
		if err != nil {
			return err
		}
		return a.act(ctx, action.ResolveIncident{Incident: id, Close: done, Happened: m.At})
	}}
	resolve.Flags().BoolVar(&done, "close", false, "close a resolved one")
	resolve.Flags().StringVar(&at, "at", "", "when it was resolved, if that was earlier")
	return group("incident", "incidents, and the releases that caused them", add, link, resolve,
		a.listCommand(listing{kind: model.KindIncident, short: "list incidents", begin: "fairway incident add --title TITLE --severity P2 --service SERVICE",
			head: []string{"id", "severity", "state", "opened (UTC)", "service", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, l.State, l.At.Format("2006-01-02 15:04"), dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindIncident))
}
