package cli

import (
	"context"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/decision"
)

// printWindow shows a freeze with how each exception from it stands: granted, used, expired.
func (a *App) printWindow(ctx context.Context, win *model.Window, at outlook, lines []string) error {
	type standing struct {
		Release model.ID `json:"release"`
		Stands  string   `json:"stands"`
	}
	needs := model.Needs{}
	for _, e := range win.Exceptions {
		needs.Releases = append(needs.Releases, e.Release)
	}
	needs.Releases = model.SortIDs(needs.Releases)
	c, err := a.db.Case(ctx, at.pos, at.now, needs)
	if err != nil {
		return err
	}
	c.Shown = at.zone
	var list []standing
	for _, e := range win.Exceptions {
		s := standing{e.Release, decision.ExceptionStands(c, win, e)}
		list = append(list, s)
		lines = append(lines, fmt.Sprintf("  exception for %s: %s", s.Release, s.Stands))
	}
	return a.print(struct {
		*model.Window
		Exceptions any `json:"exceptions_stand"`
	}{win, list}, func(w io.Writer) { printLines(w, lines, at.zone) })
}
