package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// sayOtherRules says once, beside what a command answers, that the zone data here
// are not those that the file goes by. A program that reads the answer is told
// nothing, nor is a shell that completes a word; the dashboard has it in its frame,
// and doctor says more about it.
func (a *App) sayOtherRules(db *store.DB) {
	if a.ran == nil || !a.ran.HasParent() || a.flags.json || a.ruleSaid {
		return
	}
	a.ruleSaid = true
	switch strings.TrimPrefix(a.ran.CommandPath(), a.ran.Root().Name()+" ") {
	case "doctor", "demo", "serve", "zone take", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
		return
	}
	if text := store.OtherRulesText(db.OtherRules()); text != "" {
		fmt.Fprintln(a.errs(), "fairway:", text)
	}
}

// zoneCommands are what a program can do about the rules of time zones besides
// listing and showing them.
func (a *App) zoneCommands() []*cobra.Command {
	take := &cobra.Command{
		Use: "take", Short: "go by the zone data of this program, and derive planned dates anew", Args: noArgs,
		Long: `Governments change the clocks. The file keeps the rules of the time zones that
its dates are in, and every program goes by these, whatever its own zone data
say. This takes up the rules that this program has: what was meant stays, the
same date and the same time on the wall, and its instant is derived anew. What
moves is listed, and a release that moves has its gates shut until somebody who
may move its dates has looked: fairway release check-dates.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			zones, err := db.OtherZones(cmd.Context())
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.TakeZones{Zones: zones})
		},
	}
	return []*cobra.Command{take}
}

// zoneData is which zone data this program goes by, in words.
func zoneData() string {
	release, place := store.ZoneData()
	if release == "" {
		return "zone data: " + place
	}
	return fmt.Sprintf("zone data: %s, %s", release, place)
}

// zoneNotices are what there is to say of the file's time zones: nothing of it is
// damage.
func (a *App) zoneNotices(ctx context.Context, db *store.DB, v *store.Verified) error {
	notices, err := db.ZoneNotices(ctx)
	if err != nil {
		return unless(!v.OK(), err)
	}
	v.Notices = append(v.Notices, notices...)
	return nil
}

// takeZones is what a server does as it starts: it goes on with its own zone data,
// on record, and says so. Nobody has to ask for it.
func (a *App) takeZones(ctx context.Context, db *store.DB, log *slog.Logger) error {
	zones, err := db.OtherZones(ctx)
	if err != nil || len(zones) == 0 {
		return err
	}
	var names []string
	for _, z := range zones {
		names = append(names, z.Name)
	}
	r, err := db.Do(ctx, store.Who{Program: true, Auth: "server"}, action.TakeZones{Zones: zones})
	var refusal *model.Refusal // another server was quicker
	if err != nil && !errors.As(err, &refusal) {
		return err
	}
	log.Info("zones", "taken", strings.Join(names, " "), "note", r.Note)
	return nil
}
