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

// reportOverdue ends a report with what is past its deadline: the papers of what was
// declared an emergency, and whatever else has to be done within working days.
func (a *App) reportOverdue(ctx context.Context, w io.Writer, asOf string, markdown bool) error {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return err
	}
	rows, err := a.db.Overdue(ctx, at.pos, at.now)
	if err != nil {
		return err
	}
	head := []string{"id", "title", "due", "owed by"}
	var lines [][]string
	for _, r := range rows {
		what, _, _ := strings.Cut(strings.TrimPrefix(r.Title, "Overdue: "), ", due ")
		lines = append(lines, []string{string(r.ID), visible(strings.TrimSpace(r.Name+" "+r.Version) + ": " + what), dueOf(r, at.meant), visible(r.Missing[0])})
	}
	switch {
	case markdown && len(rows) == 0:
		_, err = fmt.Fprint(w, "## Overdue papers\n\nNothing is past its deadline.\n")
	case markdown:
		_, err = fmt.Fprintf(w, "## Overdue papers\n\n| %s |\n|---|---|---|---|\n", strings.Join(head, " | "))
		for _, line := range lines {
			for i := range line {
				line[i] = metric.Escape(line[i])
			}
			_, err = fmt.Fprintf(w, "| %s |\n", strings.Join(line, " | "))
		}
	case len(rows) > 0:
		fmt.Fprintln(w, "\nOverdue papers")
		table(w, head, lines)
	}
	return err
}

// dueOf is the deadline of what is overdue, where it was set.
func dueOf(r store.ApprovalRow, zone *time.Location) string {
	return r.At.In(zone).Format("2006-01-02 15:04 ") + zone.String()
}
