package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) itemCommand() *cobra.Command {
	var name, class, env, version, serial, service, owner, state string
	var depends []string
	flags := func(cmd *cobra.Command) *cobra.Command {
		f := cmd.Flags()
		f.StringVar(&name, "name", "", "name")
		f.StringVar(&class, "class", "application", "application, database, server, network, hardware …")
		f.StringVar(&env, "environment", "", "environment")
		f.StringVar(&version, "version", "", "version")
		f.StringVar(&serial, "serial", "", "serial number")
		f.StringVar(&service, "service", "", "the service it belongs to")
		f.StringVar(&owner, "owner", "", "who owns it")
		f.StringVar(&state, "state", "live", "planned, live or retired")
		f.StringSliceVar(&depends, "depends-on", nil, "items it depends on")
		return cmd
	}
	write := func(cmd *cobra.Command, i model.Item, seen int64) error {
		ctx := cmd.Context()
		changed := func(flag string) bool { return i.ID == "" || cmd.Flags().Changed(flag) }
		for flag, into := range map[string]*string{"name": &i.Name, "class": &i.Class, "environment": &i.Env, "version": &i.Version, "serial": &i.Serial, "state": &i.State} {
			if changed(flag) && (i.ID != "" || flag != "name" || cmd.Flags().Changed("name")) {
				*into, _ = cmd.Flags().GetString(flag)
			}
		}
		var err error
		if changed("service") {
			if i.Service, err = a.id(ctx, model.KindService, service); err != nil {
				return err
			}
		}
		if changed("owner") {
			if i.Owner, err = a.id(ctx, model.KindPerson, owner); err != nil {
				return err
			}
		}
		if changed("depends-on") {
			if i.DependsOn, err = a.ids(ctx, model.KindItem, depends); err != nil {
				return err
			}
		}
		return a.act(ctx, action.WriteItem{Item: i, Seen: seen})
	}
	add := flags(&cobra.Command{Use: "add NAME", Short: "enter a configuration item", Args: args("a name"), RunE: func(cmd *cobra.Command, args []string) error {
		return write(cmd, model.Item{Name: args[0]}, 0)
	}})
	edit := flags(&cobra.Command{Use: "edit CI-n", Short: "change a configuration item", Long: emptiesHelp, Args: args("an item"), RunE: func(cmd *cobra.Command, args []string) error {
		i, seen, err := record[*model.Item](cmd.Context(), a, model.KindItem, args[0])
		if err != nil {
			return err
		}
		return write(cmd, *i, seen)
	}})
	var release, to, newState string
	var same bool
	update := &cobra.Command{Use: "update CI-n --release REL-n", Short: "bring an item up to date after a release's deployment", Args: args("an item"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, seen, err := a.lookUp(ctx, model.KindItem, args[0])
		if err != nil {
			return err
		}
		rel, err := a.id(ctx, model.KindRelease, release)
		if err != nil {
			return err
		}
		return a.act(ctx, action.UpdateItem{Release: rel, Item: id, Version: to, State: newState, NoChange: same, Seen: seen})
	}}
	update.Flags().StringVar(&release, "release", "", "the release that was deployed")
	update.Flags().StringVar(&to, "version", "", "its version now")
	update.Flags().StringVar(&newState, "state", "", "its state now")
	update.Flags().BoolVar(&same, "no-change", false, "the deployment did not change it")
	return group("item", "configuration items (CMDB), baselines and updates", add, edit, update,
		a.onRelease("baseline", "take the baseline of a release's items", func(id model.ID, _ int64) action.Action { return action.TakeBaseline{Release: id} }),
		a.listCommand(listing{kind: model.KindItem, short: "list configuration items", begin: "fairway item add NAME --class application --service SERVICE",
			head: []string{"id", "class", "state", "service", "name"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, l.State, dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindItem))
}
