package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
)

func (a *App) processLint() *cobra.Command {
	var people bool
	cmd := &cobra.Command{
		Use: "lint DIR", Short: "look the files of a folder over, and name every fault with its line",
		Long: `Reads process/, forms/ and templates/ of a folder as rules, and names everything that
makes no sense in them. It needs no file of releases.
With --people, it also says what nobody could do or decide under these rules, as
the people of the file hold their roles now. Exit code 1 where there is a fault.`,
		Args: args("a folder (DIR)"),
		RunE: func(cmd *cobra.Command, given []string) error {
			files, faults, err := a.ruleFiles(given[0])
			if err != nil {
				return err
			}
			var rules model.Rules
			if len(faults) == 0 {
				rules, faults = action.ReadRules(files)
			}
			var left []process.Fault
			if people && len(faults) == 0 {
				if err := a.asks(cmd.Context()); err != nil { // who holds which role is read from the file
					return err
				}
				c, err := a.peopleNow(cmd.Context())
				if err != nil {
					return err
				}
				left = action.LockOutFaults(c, &rules.Rules)
			}
			if err := a.print(struct {
				Folder string          `json:"folder"`
				Files  int             `json:"files"`
				Faults []process.Fault `json:"faults"`
				People []string        `json:"people,omitempty"`
			}{given[0], len(files), append([]process.Fault{}, faults...), model.Each(left, process.Fault.Error)}, func(w io.Writer) {
				for _, f := range faults {
					fmt.Fprintln(w, f.Error())
				}
				for _, f := range left {
					fmt.Fprintln(w, visible(f.Error()))
				}
				if len(faults)+len(left) == 0 {
					fmt.Fprintf(w, "%d files, and nothing wrong in them\n", len(files))
				}
			}); err != nil {
				return err
			}
			if len(faults)+len(left) > 0 {
				return &exitError{exitFailure}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&people, "people", false, "say as well what nobody could decide, as the people of the file hold their roles")
	return cmd
}

// leftToNobody is what nobody can do or decide under rules, as the people of the
// file hold their roles now.
func (a *App) leftToNobody(ctx context.Context, rules *model.Rules) ([]model.Reason, error) {
	c, err := a.peopleNow(ctx)
	if err != nil {
		return nil, err
	}
	return action.LockOuts(action.Ruled(c, &rules.Rules)), nil
}

// peopleNow are the people of the file, and the services that their roles count for.
func (a *App) peopleNow(ctx context.Context) (*model.Case, error) {
	db, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	return db.Case(ctx, store.Now, a.Now(), model.Needs{Kinds: []model.Kind{model.KindPerson, model.KindService}})
}

// peopleNotices are what doctor says of the people who hold the roles: what nobody
// can do, or decide. Nothing of it is damage.
func (a *App) peopleNotices(ctx context.Context, db *store.DB, b *model.Rules, v *store.Verified) error {
	if b.ID == "" {
		return nil
	}
	left, err := a.leftToNobody(ctx, b)
	for _, r := range left {
		note := r.Text
		if len(r.Remedies) > 0 {
			note += ": " + a.shell().Lines(r.Remedies)
		}
		v.Notices = append(v.Notices, note)
	}
	return err
}
