package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) incidentCommand() *cobra.Command {
	return group("incident", "incidents, and the releases that caused them",
		a.listCommand(listing{kind: model.KindIncident, short: "list incidents", begin: "fairway incident add --title TITLE --severity P2 --service SERVICE",
			head: []string{"id", "severity", "state", "opened (UTC)", "service", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, string(l.State), l.At.Format("2006-01-02 15:04"), dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindIncident))
}
