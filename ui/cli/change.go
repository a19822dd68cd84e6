package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
)

func (a *App) changeCommand() *cobra.Command {
	return group("change", "requests for change (RFCs) and the problems they close", a.problemCommand(),
		a.listRecords(model.KindChange),
		a.showCommand(model.KindChange))
}

func (a *App) problemCommand() *cobra.Command {
	return group("problem", "problems and known errors",
		a.listRecords(model.KindProblem),
		a.showCommand(model.KindProblem))
}
