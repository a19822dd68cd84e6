package cli

import (
	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

func (a *App) releaseCommand() *cobra.Command {
	return group("release", "releases: register, edit, plan, move on", a.releaseAdvance(), a.releaseList(), a.releaseShow(), a.releaseHistory())
}

// releaseAdvance has no questions: the gate asks.
func (a *App) releaseAdvance() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use: "advance REL-n", Short: "move a release on through its gate", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.Advance{Release: id, From: from, Seen: seen})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "only if it is in this stage still")
	a.bound(cmd)
	return cmd
}
