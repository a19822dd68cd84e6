package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
)

func (a *App) itemCommand() *cobra.Command {
	return group("item", "configuration items (CMDB), baselines and updates",
		a.listRecords(model.KindItem),
		a.showCommand(model.KindItem))
}
