package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
)

func (a *App) releaseCommand() *cobra.Command {
	return group("release", "releases: register, edit, plan, move on", a.releaseAdvance(), a.releaseList(), a.releaseShow(), a.releaseHistory())
}

// releaseAdvance has no questions: the gate asks.
func (a *App) releaseAdvance() *cobra.Command {
	var from, at string
	cmd := &cobra.Command{
		Use: "advance REL-n", Short: "move a release on through its gate", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, seen, err := a.lookUp(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			act := action.Advance{Release: id, From: from, Seen: seen}
			c, err := a.db.Case(cmd.Context(), store.Now, a.Now(), model.Needs{Releases: []model.ID{id}})
			if err != nil {
				return err
			}
			if act.Happened, err = a.happened(c, id, at); err != nil {
				return err
			}
			return a.act(cmd.Context(), act)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "only if it is in this stage still")
	cmd.Flags().StringVar(&at, "at", "", "when an emergency went on, if that was earlier than now: 02:40, 20 min ago")
	a.bound(cmd)
	return cmd
}

// happened reads when something happened that is entered later, on the clock of what it is
// of; the zero time where nothing is said.
func (a *App) happened(c *model.Case, of model.ID, text string) (time.Time, error) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, nil
	}
	zone, err := a.typedZone()
	if err != nil {
		return time.Time{}, err
	}
	if zone == nil {
		zone = c.ZoneOf(of)
	}
	m, err := when.Parse(text, a.Now(), zone)
	if err != nil {
		return time.Time{}, usage("--at: %v", err)
	}
	return m.At, nil
}
