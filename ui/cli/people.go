package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
)

func visible(s string) string { return kit.Visible(s) }

func (a *App) personCommand() *cobra.Command {
	return group("person", "people and their roles", a.keyCommand(),
		a.listCommand(listing{kind: model.KindPerson, short: "list people", begin: "fairway person add HANDLE --name NAME --role ROLE",
			head: []string{"id", "handle", "state", "name", "roles"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, string(l.State), l.Title, dash(strings.ReplaceAll(l.Grade, " ", ", "))}
			}}),
		a.showCommand(model.KindPerson))
}

func (a *App) teamCommand() *cobra.Command {
	return group("team", "teams",
		a.listCommand(listing{kind: model.KindTeam, short: "list teams", begin: "fairway team add HANDLE --name NAME",
			head: []string{"id", "handle", "name", "lead"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, l.Title, dash(l.PersonName)}
			}}),
		a.showCommand(model.KindTeam))
}

func (a *App) serviceCommand() *cobra.Command {
	return group("service", "services",
		a.listCommand(listing{kind: model.KindService, short: "list services", begin: "fairway service add HANDLE --name NAME --owner PERSON",
			head: []string{"id", "handle", "state", "name", "owner", "criticality"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, string(l.State), l.Title, dash(l.PersonName), dash(l.Grade)}
			}}),
		a.showCommand(model.KindService))
}
