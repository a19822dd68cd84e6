package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// sampleView is a sample of a service's items as JSON has it.
type sampleView struct {
	Service  model.ID        `json:"service"`
	Seed     int64           `json:"seed"`
	Position int64           `json:"position"` // of the log, as of which it is drawn
	Of       int             `json:"of"`
	Items    []touchedRecord `json:"items"`
}

// sampleCommand draws a sample again, and writes nothing.
func (a *App) sampleCommand() *cobra.Command {
	var asOf string
	var count int
	var seed int64
	cmd := &cobra.Command{
		Use: "sample SERVICE", Short: "which items of a service a sample would have, or had",
		Long: `Draws the same sample as an audit with that seed at that position of the log: the items
with the smallest SHA-256 of "SEED POSITION ID", of those of the service that are not
retired. Whoever looks over an audit sees with it that nobody chose the items.`,
		Example: "  fairway item sample payroll --sample 25 --seed 7 --as-of '#5210'",
		Args:    args("a service"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindService, args[0])
			if err != nil {
				return err
			}
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			if count < 1 {
				return usage("--sample says how many are drawn")
			}
			c, err := a.db.Case(ctx, at.pos, at.now, model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindItem}})
			if err != nil {
				return err
			}
			position := int64(at.pos)
			if at.pos == store.Now {
				position = c.Position
			}
			if seed == 0 {
				seed = position
			}
			pool := model.AuditPool(c, id)
			out := sampleView{Service: id, Seed: seed, Position: position, Of: len(pool)}
			for _, one := range model.Sample(pool, count, seed, position) {
				out.Items = append(out.Items, touchedRecord{one, c.Title(one)})
			}
			out.Items = nonNil(out.Items)
			return a.print(out, func(w io.Writer) {
				fmt.Fprintln(w, action.DrawnWords(len(out.Items), out.Of, seed, position))
				for _, i := range out.Items {
					fmt.Fprintf(w, "  %s %s\n", i.ID, visible(i.Title))
				}
			})
		},
	}
	f := cmd.Flags()
	f.IntVar(&count, "sample", 0, "how many items")
	f.Int64Var(&seed, "seed", 0, "the seed (default: the position of the log)")
	asOfFlag(f, &asOf)
	return cmd
}
