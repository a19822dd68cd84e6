package cli

import (
	"context"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
)

// changeView is an RFC with the releases that scope it or did, and the approvals and the waivers
// of checks at its gates, whatever came of them: they are told with it for ever, as those of a
// release are.
type changeView struct {
	*model.Change
	Releases []model.ID `json:"releases,omitempty"`
	Left     []model.ID `json:"deferred_from,omitempty"`
	// Approvals are those of an RFC that goes its own way.
	Approvals []*model.Approval `json:"approvals,omitempty"`
	Waivers   []*model.Waiver   `json:"waivers,omitempty"`
}

// printChange prints an RFC with the releases that scope it; one that goes its own way
// with its waivers.
func (a *App) printChange(ctx context.Context, ch *model.Change, at outlook, lines []string) error {
	out := changeView{Change: ch}
	about, err := a.db.About(ctx, store.AboutQuery{ID: ch.ID, AsOf: at.pos})
	if err != nil {
		return err
	}
	for _, linked := range about.Linked {
		name, list := "in release", &out.Releases
		switch linked.Rel {
		case model.RelScopes:
		case model.RelDefers:
			name, list = "deferred from", &out.Left
		default:
			continue
		}
		for _, r := range linked.Rows {
			*list = append(*list, r.ID)
			lines = append(lines, fmt.Sprintf("  %-16s %s %s, %s", name, r.ID, r.Title, r.State.Plain()))
		}
	}
	if gate.GoesAlone(ch) {
		c, err := a.db.Case(ctx, at.pos, at.now, gate.ChangeNeeds(ch.ID))
		if err != nil {
			return err
		}
		out.Approvals = of(c, func(ap *model.Approval) bool { return ap.Of == ch.ID })
		for _, ap := range out.Approvals {
			approvalLines(c, nil, ap, at.zone, func(name, text string) { lines = append(lines, fmt.Sprintf("  %-16s %s", name, text)) })
		}
		out.Waivers = of(c, func(w *model.Waiver) bool { return w.Of == ch.ID })
		for _, waiver := range out.Waivers {
			lines = append(lines, fmt.Sprintf("  %-16s %s", waiver.ID, waiverWords(c, waiver, at.zone)))
		}
	}
	return a.print(out, func(w io.Writer) { printLines(w, lines, at.zone) })
}
