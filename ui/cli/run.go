package cli

import (
	"context"
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
		var files []gate.PackageLine
		if r.Back == "" { // a rollback installs nothing
			if files, err = a.packageOf(ctx, r); err != nil {
				return err
			}
		}
		zone, err := a.zone(ctx)
		if err != nil {
			return err
		}
		return a.print(shownRun{r, files, model.Each(others, otherRun)}, func(w io.Writer) {
			if len(others) > 0 {
				fmt.Fprintf(w, "%s is shown, of %d runs; the others: %s\n", id, len(others)+1, strings.Join(model.Each(others, func(r *model.Run) string {
					return visible(fmt.Sprintf("%s (%s, %s)", r.ID, r.Words(), model.StateWords(r)))
				}), ", "))
			}
			s := runText{w, c, r, files, zone, a.Now()}
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
	Others []other            `json:"others,omitempty"`
}

// other is a run beside the one that is shown.
type other struct {
	ID    model.ID    `json:"id"`
	Words string      `json:"words"`
	State model.State `json:"state"`
}

func otherRun(r *model.Run) other { return other{r.ID, r.Words(), r.Row().State} }

// packageOf is what is known of the package that ran.
func (a *App) packageOf(ctx context.Context, run *model.Run) ([]gate.PackageLine, error) {
	c, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{run.Release}})
	if err != nil {
		return nil, err
	}
	r := model.Get[*model.Release](c, run.Release)
	if r == nil {
		return nil, nil
	}
	return gate.PackageOf(c, r, run), nil
}
