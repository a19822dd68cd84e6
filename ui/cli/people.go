package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/ui/kit"
)

func visible(s string) string { return kit.Visible(s) }

func (a *App) personCommand() *cobra.Command {
	return group("person", "people and their roles", a.keyCommand(),
		a.listRecords(model.KindPerson),
		a.showCommand(model.KindPerson))
}

func (a *App) teamCommand() *cobra.Command {
	return group("team", "teams",
		a.listRecords(model.KindTeam),
		a.showCommand(model.KindTeam))
}

func (a *App) serviceCommand() *cobra.Command {
	return group("service", "services",
		a.listRecords(model.KindService),
		a.showCommand(model.KindService))
}
