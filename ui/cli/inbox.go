package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/when"
	"fairway/store"
)

// inboxCommand lists everything that waits for the caller, as the screen of
// approvals does; or what they asked others, and where that stands.
func (a *App) inboxCommand() *cobra.Command {
	var asked bool
	var barred []store.ApprovalRow
	columns := a.inboxColumns()
	cmd := lists(a, &cobra.Command{Use: "inbox", Short: "everything that waits for you, oldest and riskiest first",
		Long: "Lists everything that waits for you to decide, answer or do: approvals, RFCs,\ndocuments, exceptions, proposals of rules, conflicts and dates to look at again. The\nscreen Approvals shows the same. What is late or was escalated comes first, then\nemergencies, RFCs of the first priority and what is due by tomorrow, then the riskiest\nand the oldest. What you asked others, and where it stands: --asked."}, listCommand[store.ApprovalRow]{
		one: "thing that waits", columns: columns, shown: "id,subject,asked,due,risk,title,by,stands",
		rows: func(ctx context.Context, l *listed) ([]store.ApprovalRow, int, error) {
			if a.me == nil {
				return nil, 0, usage("nobody in this file is known as %q: act as somebody with --as NAME", a.User())
			}
			all, err := a.db.Approvals(ctx, store.ApprovalsQuery{Me: a.me.ID, AsOf: l.pos, Now: l.now, Whole: true, Filter: l.filter, Zone: l.meant})
			if err != nil {
				return nil, 0, err
			}
			rows := all.Asked
			if asked {
				for _, r := range all.Waiting { // asked of their own role, and so of others who hold it
					if r.By == a.me.ID && len(r.Barred) > 0 {
						rows = append(rows, r)
					}
				}
			} else {
				rows = nil
				for _, r := range all.Waiting {
					if len(r.Barred) == 0 {
						rows = append(rows, r)
					} else if l.pos == store.Now {
						barred = append(barred, r)
					}
				}
			}
			sorted := *l
			sorted.filter = "" // they pass it
			return pickRows(ctx, a, sorted, columns, rows, map[string]string{"id": "id", "subject": "id", "asked": "at", "due": "at", "service": "service", "by": "person"})
		},
		none: func(w io.Writer, _ listed) {
			if asked {
				fmt.Fprintln(w, "Nothing that you asked others waits.")
				return
			}
			fmt.Fprintln(w, "Nothing waits for you.")
		},
		after: func(w io.Writer) { notYours(w, barred) },
	})
	cmd.Flags().BoolVar(&asked, "asked", false, "what you asked others, and where it stands")
	return cmd
}

// inboxColumns are those of what waits; with its command what is done with it.
func (a *App) inboxColumns() []column[store.ApprovalRow] {
	return append(slices.Clone(inboxShown), column[store.ApprovalRow]{"command", func(r store.ApprovalRow, _ listed) any {
		if r.State == model.QuestionAnswered { // it is looked at
			return a.shell().Question(r.ID)
		}
		if r.Remedy.Task == "" && r.Remedy.Form == "" {
			if r.ID.Kind() != model.KindApproval { // nothing that one command does
				return a.shell().Look(r.ID)
			}
			r.Remedy = model.ByTask("decide-approval", r.ID, model.With("verdict", ""))
		}
		return a.shell().Command(r.Remedy)
	}})
}

var inboxShown = []column[store.ApprovalRow]{
	{"id", func(r store.ApprovalRow, _ listed) any { return r.ID }},
	{"subject", func(r store.ApprovalRow, _ listed) any { return r.Release }},
	{"asked", func(r store.ApprovalRow, _ listed) any { return r.At }},
	{"due", func(r store.ApprovalRow, _ listed) any {
		if r.Overdue {
			return withMark{r.Due, "overdue!"}
		}
		return r.Due
	}},
	{"risk", func(r store.ApprovalRow, _ listed) any {
		return coded{r.Band, r.RiskWords()}
	}},
	{"title", func(r store.ApprovalRow, _ listed) any { return r.About() }},
	{"purpose", func(r store.ApprovalRow, l listed) any { return l.words(model.KindApproval, "grade", r.Purpose) }},
	{"service", func(r store.ApprovalRow, _ listed) any { return namedRecord{r.Service, r.ServiceName} }},
	{"by", func(r store.ApprovalRow, _ listed) any { return namedRecord{r.By, r.ByName} }},
	{"waits for", func(r store.ApprovalRow, _ listed) any { return strings.Join(r.Missing, ", ") }},
	{"stands", func(r store.ApprovalRow, l listed) any { return r.Standing(l.zone) }},
}

// WaitingLine says to somebody who logs in how much waits for them, with what is
// first among it; "" where nothing does, or it can't be said.
func WaitingLine(ctx context.Context, db *store.DB, me model.ID, now time.Time) string {
	all, err := db.Approvals(ctx, store.ApprovalsQuery{Me: me, Now: now})
	if err != nil || all.Waits == 0 {
		return ""
	}
	wait := "wait"
	if all.Waits == 1 {
		wait = "waits"
	}
	line := fmt.Sprintf("%s %s for you: fairway inbox", grammar.Count(all.Waits, "thing"), wait)
	for _, r := range all.Waiting {
		if len(r.Barred) == 0 {
			return fmt.Sprintf("%s (the first: %s %s, %s)", line, r.ID, r.About(), when.Relative(when.Moment{At: r.At, Precision: when.Minute}, now, time.UTC))
		}
	}
	return line
}

// machines are the flags whose output is for programs.
var machines = []string{"--json", "--csv", "--ics", "--markdown"}

// ForPeople reports whether what a command line prints is read by people: whoever
// logs in with it on a terminal may be told more than it asks.
func ForPeople(args []string) bool {
	return CommandName(args) != "fairway inbox" && !slices.ContainsFunc(args, func(word string) bool {
		flag, _, _ := strings.Cut(word, "=")
		return slices.Contains(machines, flag)
	})
}
