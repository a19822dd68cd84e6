package cli

import (
	"context"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/suspect"
	"fairway/store"
)

// incidentView is an incident with what was declared an emergency for it, and the
// unauthorised changes that it showed.
type incidentView struct {
	*model.Incident
	Declared []model.ID `json:"declared_for_it,omitempty"`
	Showed   []model.ID `json:"found_by_it,omitempty"`
	// Proposed are the releases that it may come from, and is not linked to.
	Proposed []suspect.Suspicion `json:"proposed,omitempty"`
}

// printIncident prints an incident with what came of it.
func (a *App) printIncident(ctx context.Context, i *model.Incident, at outlook, lines []string) error {
	out := incidentView{Incident: i}
	about, err := a.db.About(ctx, store.AboutQuery{ID: i.ID, AsOf: at.pos})
	if err != nil {
		return err
	}
	for _, linked := range about.Linked {
		if linked.Rel != model.RelRelates {
			continue
		}
		for _, r := range linked.Rows {
			f, err := a.db.Record(ctx, r.ID, at.pos)
			if err != nil {
				return err
			}
			name := "declared for it"
			switch r := f.Record.(type) {
			case *model.Release:
				out.Declared = append(out.Declared, r.ID)
			case *model.Change:
				if r.Captured == nil {
					out.Declared = append(out.Declared, r.ID)
					break
				}
				name, out.Showed = "found by it", append(out.Showed, r.ID)
			default:
				continue
			}
			lines = append(lines, fmt.Sprintf("  %-16s %s %s, %s", name, r.ID, r.Title, r.State.Plain()))
		}
	}
	c, err := a.caseNaming(ctx, at.pos, at.now, model.Needs{Suspected: []model.ID{i.ID}})
	if err != nil {
		return err
	}
	out.Proposed = suspect.Of(c, i)
	for _, found := range out.Proposed {
		lines = append(lines, fmt.Sprintf("  %-16s %s %s (%s)", "may come from", found.Release, c.Title(found.Release), found.Words()))
	}
	return a.print(out, func(w io.Writer) { printLines(w, lines, at.zone) })
}
