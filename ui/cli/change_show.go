package cli

import (
	"context"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/gate"
)

// changeView is an RFC with the waivers of checks at its gates, whatever came of them:
// they are told with it for ever, as those of a release are.
type changeView struct {
	*model.Change
	Waivers []*model.Waiver `json:"waivers,omitempty"`
}

// printChange prints an RFC; one that goes its own way with its waivers.
func (a *App) printChange(ctx context.Context, ch *model.Change, at outlook, lines []string) error {
	if !gate.GoesAlone(ch) {
		return a.print(ch, func(w io.Writer) { printLines(w, lines, at.zone) })
	}
	c, err := a.db.Case(ctx, at.pos, at.now, gate.ChangeNeeds(ch.ID))
	if err != nil {
		return err
	}
	out := changeView{ch, of(c, func(w *model.Waiver) bool { return w.Of == ch.ID })}
	for _, waiver := range out.Waivers {
		lines = append(lines, fmt.Sprintf("  %-14s %s", waiver.ID, waiverWords(c, waiver, at.zone)))
	}
	return a.print(out, func(w io.Writer) { printLines(w, lines, at.zone) })
}
