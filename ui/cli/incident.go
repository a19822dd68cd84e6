package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
)

func (a *App) incidentCommand() *cobra.Command {
	return group("incident", "incidents, and the releases that caused them",
		a.listRecords(model.KindIncident),
		a.showCommand(model.KindIncident))
}
