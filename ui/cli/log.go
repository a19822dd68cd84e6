package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) logCommand() *cobra.Command {
	var limit int
	var subject string
	show := &cobra.Command{Use: "show", Short: "entries of the log, newest first", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		id := model.ID("")
		if subject != "" {
			var err error
			if id, err = model.ParseID(subject); err != nil {
				return usage("%v", err)
			}
		}
		return a.showLog(cmd.Context(), store.LogQuery{Subject: id, Limit: limit})
	}}
	show.Flags().IntVar(&limit, "limit", 50, "at most so many")
	show.Flags().StringVar(&subject, "of", "", "only about this record")

	verify := &cobra.Command{Use: "verify", Short: "recompute the chain and everything written by it", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.verify(cmd.Context(), false)
	}}
	head := &cobra.Command{Use: "head", Short: "the last entry and its hash, to write down elsewhere", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		db, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		pos, hash, err := db.Head(cmd.Context())
		if err != nil {
			return err
		}
		return a.print(map[string]any{"position": pos, "hash": hash}, func(w io.Writer) { fmt.Fprintf(w, "%d %s\n", pos, hash) })
	}}
	lines := &cobra.Command{Use: "lines", Short: "every line as it is stored with its hash, for checking with sha256sum", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.logLines(cmd.Context())
	}}
	var reason string
	redact := &cobra.Command{Use: "redact ID --reason TEXT", Short: "remove a record's content for the law's sake; its digest stays", Args: args("an id"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := model.ParseID(args[0])
		if err != nil {
			return usage("%v", err)
		}
		return a.act(cmd.Context(), action.Redact{ID: id, Reason: reason})
	}}
	redact.Flags().StringVar(&reason, "reason", "", "the law or the request")
	return group("log", "the log: what happened, and that it was not altered", show, verify, head, lines, redact)
}

func (a *App) logLines(ctx context.Context) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	var pages [][]store.LogEntry
	for before := int64(0); ; {
		page, err := db.Log(ctx, store.LogQuery{Before: before, Limit: 1000})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		pages = append(pages, page)
		before = page[len(page)-1].Position
		if before <= 1 {
			break
		}
	}
	for i := len(pages) - 1; i >= 0; i-- {
		for j := len(pages[i]) - 1; j >= 0; j-- {
			e := pages[i][j]
			if _, err := fmt.Fprintf(a.Out, "%s\t%s\n", e.Hash, e.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *App) showLog(ctx context.Context, q store.LogQuery) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	list, err := db.Log(ctx, q)
	if err != nil {
		return err
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	return a.print(nonNil(list), func(w io.Writer) {
		var rows [][]string
		for _, e := range list {
			note := e.Note
			if !e.Happened.IsZero() {
				note += " (happened " + timeOf(e.Happened, zone) + ")"
			}
			rows = append(rows, []string{fmt.Sprintf("#%d", e.Position), timeOf(e.At, zone), dash(e.Name), note})
		}
		table(w, []string{"entry", "when", "who", "what"}, rows)
	})
}
