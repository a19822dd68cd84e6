package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
)

func (a *App) windowCommand() *cobra.Command {
	return group("window", "freezes, maintenance windows, holidays",
		a.listRecords(model.KindWindow),
		a.showCommand(model.KindWindow))
}
