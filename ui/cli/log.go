package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

func (a *App) logCommand() *cobra.Command {
	verify, head := a.logVerify(), a.logHead()
	var reason string
	redact := &cobra.Command{Use: "redact ID --reason TEXT", Short: "remove a record's content for the law's sake; its digest stays", Args: args("an id"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := model.ParseID(args[0])
		if err != nil {
			return usage("%v", err)
		}
		return a.act(cmd.Context(), action.Redact{ID: id, Reason: reason})
	}}
	redact.Flags().StringVar(&reason, "reason", "", "the law or the request")
	return group("log", "the log: what happened, and that it was not altered", a.logShow(), verify, head, a.logLinesCommand(), redact, a.logCorrect())
}

func (a *App) logCorrect() *cobra.Command {
	var at, reason string
	cmd := &cobra.Command{Use: "correct ENTRY [LAST] --at WHEN --reason TEXT", Short: "give an entry with a wrong clock the time at which it was written", Args: func(cmd *cobra.Command, given []string) error {
		if len(given) == 2 {
			return nil
		}
		return args("an entry of the log")(cmd, given)
	},
		Long: `A clock that was ahead, or behind, leaves entries with a wrong time, and records with wrong times in them. This
gives the entry the right time, on record: its line stays as it is, a new entry says what it was and why, and the
records that still carry the wrong time are written anew. With LAST, all entries up to that one are moved by as much.
fairway doctor names the entries that want it. The time is read as those of the entry's record are: in the zone of
its service, else the organisation's, unless --zone or a zone after it says another.`,
		Example: "  fairway log correct 412 --at '2026-11-28 21:40' --reason 'the clock of the jump host was a year ahead'",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			var entries [2]int64
			for i, text := range args {
				n, err := entryNumber(strings.TrimPrefix(text, "#"), "entry of the log")
				if err != nil {
					return err
				}
				entries[i] = int64(n)
			}
			if entries[1] != 0 && entries[1] < entries[0] {
				return usage("entry %d comes before entry %d: name the first one first", entries[1], entries[0])
			}
			zone, err := a.zoneOfEntry(ctx, entries[0])
			if err != nil {
				return err
			}
			m, err := when.Parse(at, a.Now(), zone)
			if err != nil && strings.TrimSpace(at) != "" { // that it is missing, the action says
				return usage("--at: %v", err)
			}
			r, err := a.do(ctx, action.CorrectTime{Entry: entries[0], Last: entries[1], At: m.At, Reason: reason})
			if err != nil {
				return err
			}
			said := form.Planned{Field: form.Field{Name: "at", Title: "Written"}, Start: m}
			if err := a.said(ctx, &r, []form.Planned{said}, zone); err != nil {
				return err
			}
			return a.done(r)
		}}
	cmd.Flags().StringVar(&at, "at", "", "when it was really written")
	cmd.Flags().StringVar(&reason, "reason", "", "what was wrong with the clock")
	return cmd
}

// zoneOfEntry is the zone in which a time of an entry of the log is meant, unless
// --zone says another: that of the record which it is about.
func (a *App) zoneOfEntry(ctx context.Context, n int64) (*time.Location, error) {
	if zone, err := a.typedZone(); zone != nil || err != nil {
		return zone, err
	}
	db, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	list, err := db.Log(ctx, store.LogQuery{Before: n + 1, Limit: 1})
	if err != nil || len(list) == 0 {
		return a.policyZone(ctx) // that there is no such entry, the action says
	}
	needs := model.Needs{IDs: []model.ID{list[0].Subject}}
	if list[0].Subject.Kind() == model.KindRelease {
		needs = model.Needs{Releases: needs.IDs}
	}
	c, err := db.Case(ctx, store.Now, a.Now(), needs)
	if err != nil {
		return nil, err
	}
	return c.ZoneOf(list[0].Subject), nil
}

func entryNumber(text, what string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, usage("%q is no %s: count from 1", text, what)
	}
	return n, nil
}
