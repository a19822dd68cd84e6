package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/model/task"
	"fairway/store"
)

// defectView is a data defect as JSON has it, with the command lines that cure it.
type defectView struct {
	metric.Defect
	Cure string `json:"cure,omitempty"`
}

var defectColumns = []column[defectView]{
	{"id", func(d defectView, _ listed) any { return d.ID }},
	{"lacks", func(d defectView, _ listed) any {
		return coded{string(d.Lack), strings.ReplaceAll(string(d.Lack), "-", " ")}
	}},
	{"at", func(d defectView, _ listed) any { return d.Dated() }},
	{"release", func(d defectView, _ listed) any { return d.Release }},
	{"service", func(d defectView, _ listed) any { return d.Service }},
	{"title", func(d defectView, _ listed) any { return d.Title }},
	{"measures", func(d defectView, _ listed) any { return strings.Join(d.Measures, " ") }},
	{"what", func(d defectView, _ listed) any { return d.Text }},
	{"cure", func(d defectView, _ listed) any { return d.Cure }},
}

// defectsCommand lists the records that lack what the measures of a period need.
func (a *App) defectsCommand() *cobra.Command {
	var period string
	var stretch metric.Stretch
	cmd := lists(a, &cobra.Command{
		Use: "defects", Short: "the records that lack what the measures need, and what cures each",
		Long: `Lists the records that lack what a measure of the period needs, each once, with the
measures that it keeps from being complete and the command that cures it: no actual
times, no outcome, an incident without a service, a run without an end, a plan that
was authorised without a date or never. What is cured is listed no more.`,
		Example: "  fairway metrics defects --period 2026-10\n  fairway metrics defects --period 2026 --filter 'lacks:no-service' --columns id,title,cure",
	}, listCommand[defectView]{
		one: "data defect", columns: defectColumns, shown: "id,lacks,at,measures,what,cure",
		rows: func(ctx context.Context, l *listed) ([]defectView, int, error) {
			var err error
			if stretch, err = stretchOf(period, l.now, l.meant); err != nil {
				return nil, 0, err
			}
			f, err := a.db.Facts(ctx, store.FactsQuery{Stretch: stretch, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, Defects: true})
			if err != nil {
				return nil, 0, err
			}
			if f.Measures, err = assets.Measures(f.Measures); err != nil {
				return nil, 0, err
			}
			list := metric.Defects(f, f.Span)
			c, err := a.db.Case(ctx, l.pos, l.now, task.Curing(model.Each(list, func(d metric.Defect) []model.Remedy { return d.Remedies })...))
			if err != nil {
				return nil, 0, err
			}
			c.Who.Person = a.me // what others cure says whose it is
			var rows []defectView
			for _, d := range list {
				d.Remedies = task.Addressed(c, d.Remedies)
				rows = append(rows, defectView{d, a.shell().Lines(d.Remedies)})
			}
			return pickRows(ctx, a, *l, defectColumns, rows, map[string]string{"id": "id", "release": "id", "at": "at"})
		},
		none: func(w io.Writer, _ listed) {
			fmt.Fprintf(w, "Nothing lacks what the measures of %s need.\n", stretch.Title())
		},
	})
	cmd.Flags().StringVar(&period, "period", "", "a month, quarter, year or week, or last-30-days, as for fairway metrics (default: this month)")
	return cmd
}
