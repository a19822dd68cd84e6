package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) changeCommand() *cobra.Command {
	return group("change", "requests for change (RFCs) and the problems they close", a.problemCommand(),
		a.listCommand(listing{kind: model.KindChange, short: "list RFCs", begin: "fairway change new --title TITLE",
			head: []string{"id", "state", "category", "service", "requester", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), string(l.State), l.Grade, dash(l.ServiceName), dash(l.PersonName), l.Title}
			}}),
		a.showCommand(model.KindChange))
}

func (a *App) problemCommand() *cobra.Command {
	return group("problem", "problems and known errors",
		a.listCommand(listing{kind: model.KindProblem, short: "list problems", begin: "fairway change problem new TITLE",
			head: []string{"id", "state", "service", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), string(l.State), dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindProblem))
}
