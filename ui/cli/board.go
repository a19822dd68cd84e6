package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/store"
)

func (a *App) boardCommand() *cobra.Command {
	var filter, asOf string
	var ended bool
	var limit int
	cmd := &cobra.Command{
		Use: "board", Short: "the board: each stage with its releases", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case limit < 0:
				return usage("--limit %d: write how many there may be of each stage at most, or 0 for all", limit)
			case limit == 0:
				limit = everything
			}
			ctx := cmd.Context()
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			b, err := a.db.Board(ctx, store.BoardQuery{Filter: filter, AsOf: at.pos, Me: at.me, Now: at.now, Zone: at.meant, Ended: ended, PerStage: limit})
			if err != nil {
				return err
			}
			if err := a.asMeant(ctx, b.Columns); err != nil {
				return err
			}
			out := struct {
				store.Board
				Total   int `json:"total"`
				LeftOut int `json:"left_out"`
			}{b, b.Shown, b.Shown}
			for _, c := range b.Columns {
				out.LeftOut -= len(c.Cards)
			}
			if a.flags.json {
				a.rest(out.Total-out.LeftOut, out.Total, "--limit shows more of each stage")
			}
			return a.print(out, func(w io.Writer) { printBoard(w, b, filter, at.zone) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&filter, "filter", "", "only releases that pass, such as 'service:payroll risk:high -late mine'; dates in it are read "+officeZone+releaseWords())
	asOfFlag(f, &asOf)
	f.BoolVar(&ended, "ended", false, "closed and cancelled ones, too")
	f.IntVar(&limit, "limit", 50, "at most so many of each stage; 0 for all")
	return cmd
}

func printBoard(w io.Writer, b store.Board, filter string, zone *time.Location) {
	total := 0
	for _, c := range b.Columns {
		total += c.Count
	}
	if total == 0 && filter != "" {
		fmt.Fprintf(w, "No release passes %q.\n", filter)
		return
	}
	if total == 0 {
		noReleases(w)
		return
	}
	times := false
	for _, c := range b.Columns {
		late := ""
		if c.Late > 0 {
			late = fmt.Sprintf(", %d late!", c.Late)
		}
		fmt.Fprintf(w, "%s (%d%s)\n", c.Title, c.Count, late)
		for _, card := range c.Cards {
			times = times || isTime(card.Start)
			mark := marks(card)
			if card.State == "hold" {
				mark += " on hold"
			}
			if due := dueMark(card, zone); due != "" {
				mark, times = mark+" "+due, true
			}
			line := fmt.Sprintf("  %-8s %-10s %s", card.ID, dateOf(card.Start, zone), visible(strings.TrimSpace(card.Name+" "+card.Version)))
			fmt.Fprintln(w, strings.TrimRight(line+" "+strings.TrimSpace(mark), " "))
		}
		if n := c.Count - len(c.Cards); n > 0 {
			fmt.Fprintf(w, "  … and %d more (--limit)\n", n)
		}
	}
	if times {
		namesZone(w, zone)
	}
}
