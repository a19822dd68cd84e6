package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/model/metric"
	"fairway/store"
)

// reportPapers ends a report with what is owed by a deadline: the papers of what was
// declared an emergency, and whatever else has to be done within working days. What is
// past its deadline says so.
func (a *App) reportPapers(ctx context.Context, w io.Writer, asOf string, markdown bool) error {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return err
	}
	rows, err := a.db.Papers(ctx, at.pos, at.now)
	if err != nil {
		return err
	}
	head := []string{"id", "title", "due", "owed by"}
	var lines [][]string
	for _, r := range rows {
		_, what, _ := strings.Cut(r.Title, ": ")
		what, _, _ = strings.Cut(what, ", due ")
		lines = append(lines, []string{string(r.ID), visible(strings.TrimSpace(r.Name+" "+r.Version) + ": " + what), dueOf(r, at.meant), visible(r.Missing[0])})
	}
	switch {
	case markdown && len(rows) == 0:
		_, err = fmt.Fprint(w, "## Papers owed\n\nNothing is owed by a deadline.\n")
	case markdown:
		_, err = fmt.Fprintf(w, "## Papers owed\n\n| %s |\n|---|---|---|---|\n", strings.Join(head, " | "))
		for _, line := range lines {
			for i := range line {
				line[i] = metric.Escape(line[i])
			}
			_, err = fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | "))
		}
	case len(rows) > 0:
		fmt.Fprintln(w, "\nPapers owed")
		table(w, head, lines)
	}
	return err
}

// dueOf is the deadline of papers, and whether it has passed.
func dueOf(r store.ApprovalRow, zone *time.Location) string {
	due := r.Due.In(zone).Format("2006-01-02 15:04 ") + zone.String()
	if r.Overdue {
		due += ", overdue!"
	}
	return due
}
