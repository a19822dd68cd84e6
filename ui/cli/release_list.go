package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/store"
)

func (a *App) releaseList() *cobra.Command {
	var filter, asOf string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "list releases", Args: noArgs,
		Example: "  fairway release list --filter 'service:payroll risk:high -late mine'",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			q := store.ReleaseQuery{Filter: filter, AsOf: at.pos, Me: at.me, Now: at.now, Zone: at.zone, Limit: limit}
			found, err := a.db.Releases(ctx, q)
			if err != nil {
				return err
			}
			if err := a.print(nonNil(found), func(w io.Writer) {
				if len(found) == 0 && filter != "" {
					fmt.Fprintf(w, "No release passes %q.\n", filter)
					return
				}
				if len(found) == 0 {
					empty(w, "release", "fairway release new --name NAME --service SERVICE, or fairway import FILE")
					return
				}
				table(w, []string{"id", "stage", "state", "risk", "start", "service", "name"}, cardRows(found, at.zone))
			}); err != nil {
				return err
			}
			return a.limited(len(found), limit, func() (int, error) { return a.db.CountReleases(ctx, q) })
		},
	}
	cmd.Flags().StringVar(&filter, "filter", "", "only those that pass, such as 'service:payroll risk:high -late mine'")
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	cmd.Flags().IntVar(&limit, "limit", 1000, "at most so many")
	return cmd
}

func cardRows(list []store.Card, zone *time.Location) [][]string {
	rows := make([][]string, len(list))
	for i, c := range list {
		state := string(c.State)
		if c.Late {
			state += " late!"
		}
		rows[i] = []string{string(c.ID), c.Stage, state, dash(c.Band), dateOf(c.Start, zone), dash(c.ServiceName), strings.TrimSpace(c.Name + " " + c.Version)}
	}
	return rows
}
