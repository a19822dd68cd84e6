package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

// logShow lists the entries of the log.
func (a *App) logShow() *cobra.Command {
	var of string
	cmd := a.listEntries(&cobra.Command{Use: "show", Short: "entries of the log, newest first"}, 50, func(ctx context.Context, _ listed) (model.ID, error) {
		if of == "" {
			return "", nil
		}
		id, err := model.ParseID(of)
		if err != nil {
			return "", usage("%v", err)
		}
		return a.id(ctx, id.Kind(), of)
	})
	cmd.Flags().StringVar(&of, "of", "", "only about this record")
	return cmd
}

func (a *App) releaseHistory() *cobra.Command {
	return a.listEntries(&cobra.Command{Use: "history REL-n", Short: "what happened to a release, newest first", Args: args("a release")}, 100, func(ctx context.Context, l listed) (model.ID, error) {
		return a.id(ctx, model.KindRelease, l.args[0])
	})
}

// listEntries lists the entries of the log about a record, or all.
func (a *App) listEntries(cmd *cobra.Command, limit int, about func(context.Context, listed) (model.ID, error)) *cobra.Command {
	return lists(a, cmd, listCommand[store.LogEntry]{
		one: "entry", columns: entryColumns, shown: "position,at,who,note", limit: limit,
		rows: func(ctx context.Context, l *listed) ([]store.LogEntry, int, error) {
			id, err := about(ctx, *l)
			if err != nil {
				return nil, 0, err
			}
			q := store.LogQuery{Subject: id, Filter: l.filter, Sort: l.sort, Desc: l.desc, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, Limit: l.limit}
			found, err := a.db.Log(ctx, q)
			if err != nil {
				return nil, 0, err
			}
			total, err := a.db.CountLog(ctx, q)
			return found, total, err
		},
	}.filters(""))
}

// entryColumns are the columns of a list of entries of the log.
var entryColumns = []column[store.LogEntry]{
	{"position", func(e store.LogEntry, _ listed) any { return logPosition(e.Position) }},
	{"at", func(e store.LogEntry, _ listed) any { return e.Stands() }},
	{"who", func(e store.LogEntry, _ listed) any { return e.Name }},
	{"action", func(e store.LogEntry, _ listed) any { return coded{e.Action, strings.ReplaceAll(e.Action, "-", " ")} }},
	{"subject", func(e store.LogEntry, _ listed) any { return e.Subject }},
	{"note", func(e store.LogEntry, l listed) any {
		note := e.Note
		if !e.Happened.IsZero() {
			note += " (happened " + toldOf(e.Happened, l.zone) + ")"
		}
		if !e.Behind.IsZero() {
			note += fmt.Sprintf(" (its clock stood before #%d, of %s)", e.Position-1, toldOf(e.Behind, l.zone))
		}
		if !e.Corrected.IsZero() {
			note += fmt.Sprintf(" (its clock said %s; corrected by #%d)", toldOf(e.At, l.zone), e.CorrectedBy)
		}
		return note
	}},
}
