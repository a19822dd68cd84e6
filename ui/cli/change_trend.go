package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/metric"
	"fairway/store"
)

// trendCommand says what became of the RFCs of a period, by what they are of.
func (a *App) trendCommand() *cobra.Command {
	var period, by, asOf string
	cmd := &cobra.Command{
		Use: "trend", Short: "what became of the RFCs of a period, by category, service or outcome",
		Long: `Counts the RFCs of a period: those submitted (and in the period before it), assessed
late, rejected, closed, successful, failed or backed out, and made without authorisation.
A period begins and ends in the organisation's time zone, whoever reads.`,
		Example: "  fairway change trend --by service --period 2026-Q4\n  fairway change trend --by outcome --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains(metric.TrendSplits, by) {
				return usage("%q is nothing to break RFCs down by: %s", by, strings.Join(metric.TrendSplits, ", "))
			}
			at, err := a.outlook(cmd.Context(), asOf)
			if err != nil {
				return err
			}
			stretch, err := stretchOf(period, at.now, at.meant)
			if err != nil {
				return err
			}
			changes, err := a.db.Changes(cmd.Context(), at.pos)
			if err != nil {
				return err
			}
			span := stretch.Span(at.now, at.meant)
			rows := metric.Trend(changes, by, span.Start, span.End, at.now)
			names := map[string]string{}
			if by == "service" {
				services, err := a.db.List(cmd.Context(), store.ListQuery{Kind: model.KindService, AsOf: at.pos})
				if err != nil {
					return err
				}
				for _, s := range services {
					names[string(s.ID)] = s.Title
				}
			}
			return a.print(rows, func(w io.Writer) { printTrend(w, by, stretch.Title(), rows, names) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&period, "period", "", "a month, quarter, year or week: 2026-11, 2026-Q4, 2026, 2026-W48; or last-30-days (default: this month)")
	f.StringVar(&by, "by", "category", "broken down by: "+strings.Join(metric.TrendSplits, ", "))
	asOfFlag(f, &asOf)
	return cmd
}

func printTrend(w io.Writer, by, period string, rows []metric.TrendRow, names map[string]string) {
	if len(rows) == 0 {
		fmt.Fprintf(w, "No RFC was submitted or closed in %s.\n", period)
		return
	}
	var lines [][]string
	for _, r := range rows {
		of := r.Of
		switch {
		case names[of] != "":
			of = names[of]
		case of == "":
			of = "not said"
		default:
			of = strings.ReplaceAll(of, "-", " ")
		}
		line := []string{of}
		for _, n := range []int{r.Submitted, r.Before, r.Late, r.Rejected, r.Closed, r.Successful, r.Failed, r.Unauthorised} {
			line = append(line, fmt.Sprint(n))
		}
		lines = append(lines, line)
	}
	fmt.Fprintln(w, period)
	table(w, []string{by, "submitted", "before", "late", "rejected", "closed", "successful", "failed", "unauthorised"}, lines)
}
