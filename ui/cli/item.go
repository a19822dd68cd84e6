package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) itemCommand() *cobra.Command {
	return group("item", "configuration items (CMDB), baselines and updates",
		a.listCommand(listing{kind: model.KindItem, short: "list configuration items", begin: "fairway item add NAME --class application --service SERVICE",
			head: []string{"id", "class", "state", "service", "name"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, string(l.State), dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindItem))
}
