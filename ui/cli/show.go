package cli

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/records"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// showCommand shows one record with all its fields, and its versions.
func (a *App) showCommand(k model.Kind) *cobra.Command {
	var versions bool
	var asOf string
	cmd := &cobra.Command{
		Use: "show ID", Short: "show one " + k.Words() + " with all its fields", Args: args("an id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, k, args[0])
			if k == model.KindApproval && strings.Contains(args[0], ":") { // REL-n:purpose, as decide takes it
				id, _, err = a.approval(ctx, args[0])
			}
			if err != nil {
				return err
			}
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			if versions {
				return a.showVersions(ctx, id, at)
			}
			f, err := a.db.Record(ctx, id, at.pos)
			if err != nil {
				return err
			}
			lines, err := a.fields(ctx, f.Record, at)
			if err != nil {
				return err
			}
			if ap, ok := f.Record.(*model.Approval); ok {
				return a.printApproval(ctx, ap, at, lines)
			}
			if ch, ok := f.Record.(*model.Change); ok {
				return a.printChange(ctx, ch, at, lines)
			}
			if s, ok := f.Record.(*model.Service); ok {
				if lines, err = a.withAgreement(ctx, s, at, lines); err != nil {
					return err
				}
			}
			if q, ok := f.Record.(*model.Question); ok && at.pos == store.Now {
				a.lookedAt(ctx, q)
			}
			if i, ok := f.Record.(*model.Incident); ok {
				return a.printIncident(ctx, i, at, lines)
			}
			if t, ok := f.Record.(*model.Train); ok {
				return a.printTrain(ctx, t, at, lines)
			}
			if r, ok := f.Record.(*model.KeptReport); ok {
				return a.printReport(ctx, r, at, lines)
			}
			if p, ok := f.Record.(*model.Period); ok {
				return a.printPeriod(ctx, p, at, lines)
			}
			if win, ok := f.Record.(*model.Window); ok && len(win.Exceptions) > 0 {
				return a.printWindow(ctx, win, at, lines)
			}
			return a.print(f.Record, func(w io.Writer) { printLines(w, lines, at.zone) })
		},
	}
	cmd.Flags().BoolVar(&versions, "versions", false, "every state it was in, oldest first")
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

// lookedAt notes that whoever asked a question looks at its answer, which waits for them until
// then. Where the file can't be written it goes on waiting: that is no reason not to show it.
func (a *App) lookedAt(ctx context.Context, q *model.Question) {
	if a.me == nil || q.By != a.me.ID || q.Answer == nil {
		return
	}
	if head, _, err := a.db.Head(ctx); err == nil {
		_ = a.db.Keep(ctx, a.me.ID, store.SeenKey(q.ID, string(q.About)), fmt.Sprintf("%d %s", head, a.Now().UTC().Format(time.RFC3339)))
	}
}

func (a *App) showVersions(ctx context.Context, id model.ID, at outlook) error {
	list, err := a.db.Versions(ctx, id)
	if err != nil {
		return err
	}
	var lines []string
	for i, v := range list {
		lines = append(lines, fmt.Sprintf("state %d, since entry %d", i+1, v.Since))
		fields, err := a.fields(ctx, v.Record, at)
		if err != nil {
			return err
		}
		lines = append(lines, fields...)
	}
	return a.print(list, func(w io.Writer) { printLines(w, lines, at.zone) })
}

// fields are the lines of a record, in the words of its page.
func (a *App) fields(ctx context.Context, r model.Record, at outlook) ([]string, error) {
	if r == nil {
		return []string{"  (redacted)"}, nil
	}
	rules, err := a.db.RulesAsOf(ctx, at.pos)
	if err != nil {
		return nil, err
	}
	titles, err := a.db.Titles(ctx, records.Mentioned(r), at.pos)
	if err != nil {
		return nil, err
	}
	former, err := a.db.Formerly(ctx)
	if err != nil {
		return nil, err
	}
	env := &screen.Env{Now: func() time.Time { return at.now }, Zone: at.zone, Dates: when.ISO, Theme: theme.New(theme.Options{Choice: theme.Bare})}
	return records.Plain(env, r, rules, titles, former), nil
}

func printLines(w io.Writer, lines []string, zone *time.Location) {
	for _, line := range lines {
		fmt.Fprintln(w, visible(line))
	}
	if slices.ContainsFunc(lines, timeOfDay.MatchString) {
		namesZone(w, zone)
	}
}

// timeOfDay finds a time on a record's page, which writes them one way.
var timeOfDay = regexp.MustCompile(`\b\d\d:\d\d\b`)
