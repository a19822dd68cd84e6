package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
)

func (a *App) runCommand() *cobra.Command {
	return group("run", "the deployment on the day: steps, verification, rollback", a.runShow())
}

func (a *App) runShow() *cobra.Command {
	return &cobra.Command{Use: "show REL-n", Short: "show a run with its steps", Args: args("a release or run"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, others, err := a.shownRun(cmd, args)
		if err != nil {
			return err
		}
		c, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{IDs: []model.ID{id}, Runs: []model.ID{id}})
		if err != nil {
			return err
		}
		r := model.Get[*model.Run](c, id)
		if r == nil {
			return &model.NotFound{What: string(id)}
		}
		whole, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{r.Release}})
		if err != nil {
			return err
		}
		var files []gate.PackageLine
		var took []tookView
		if of := model.Get[*model.Release](whole, r.Release); of != nil {
			if r.Back == "" { // a rollback installs nothing
				files = gate.PackageOf(whole, of, r)
			}
			if r.Production {
				took = tookOf(whole, of)
			}
		}
		zone, err := a.zone(ctx)
		if err != nil {
			return err
		}
		return a.print(shownRun{r, files, took, model.Each(others, otherRun)}, func(w io.Writer) {
			if len(others) > 0 {
				fmt.Fprintf(w, "%s is shown, of %d runs; the others: %s\n", id, len(others)+1, strings.Join(model.Each(others, func(r *model.Run) string {
					return visible(fmt.Sprintf("%s (%s, %s)", r.ID, r.Words(), model.StateWords(r)))
				}), ", "))
			}
			s := runText{w, c, r, files, took, zone, a.Now()}
			s.whole()
			namesZone(w, zone)
		})
	}}
}

// shownRun is a run with what is known of its package, and where a release was named,
// which other runs that has.
type shownRun struct {
	*model.Run
	Files  []gate.PackageLine `json:"package,omitempty"`
	Took   []tookView         `json:"took,omitempty"` // all runs of its release together
	Others []other            `json:"others,omitempty"`
}

// other is a run beside the one that is shown.
type other struct {
	ID    model.ID    `json:"id"`
	Words string      `json:"words"`
	State model.State `json:"state"`
}

func otherRun(r *model.Run) other { return other{r.ID, r.Words(), r.Row().State} }
