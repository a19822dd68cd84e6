package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) windowCommand() *cobra.Command {
	return group("window", "freezes, maintenance windows, holidays",
		a.listCommand(listing{kind: model.KindWindow, short: "list windows", begin: "fairway window add --class freeze --title TITLE --start DATE --end DATE",
			head: []string{"id", "class", "state", "start (UTC)", "end (UTC)", "title"},
			row: func(l store.Listed) []string {
				end := "recurs"
				if !l.Until.IsZero() {
					end = l.Until.Format("2006-01-02 15:04")
				}
				return []string{string(l.ID), l.Grade, string(l.State), l.At.Format("2006-01-02 15:04"), end, l.Title}
			}}),
		a.showCommand(model.KindWindow))
}
