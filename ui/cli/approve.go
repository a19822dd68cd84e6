package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

func (a *App) approveCommand() *cobra.Command {
	return group("approve", "approvals: ask for them, see what waits, decide", a.approveList(), a.showCommand(model.KindApproval),
		group("condition", "conditions on which something was approved"))
}

// approval resolves APR-n, or REL-n:purpose to the live one of that purpose, and
// says as of when.
func (a *App) approval(ctx context.Context, text string) (model.ID, int64, error) {
	release, purpose, ok := strings.Cut(text, ":")
	if !ok {
		return a.lookUp(ctx, model.KindApproval, text)
	}
	kind := model.KindRelease
	if id, err := model.ParseID(release); err == nil && id.Kind() == model.KindChange {
		kind = model.KindChange
	}
	id, seen, err := a.lookUp(ctx, kind, release)
	if err != nil {
		return "", 0, err
	}
	needs := model.Needs{Releases: []model.ID{id}}
	if kind == model.KindChange {
		needs = model.Needs{IDs: []model.ID{id}}
	}
	c, err := a.db.Case(ctx, 0, a.Now(), needs)
	if err != nil {
		return "", 0, err
	}
	if p := c.SubjectOf(id).Process(c); p != nil {
		purpose = p.ApprovalMeans(purpose)
	}
	if ap := c.ApprovalFor(id, purpose); ap != nil {
		if a.flags.read == 0 {
			seen = c.Position // it was found as of then
		}
		return ap.ID, seen, nil
	}
	return "", 0, &model.NotFound{What: fmt.Sprintf("approval %q of %s", purpose, id)}
}

// notYours says of which requests the caller would be an approver, if a duty did not
// keep them from it.
func notYours(w io.Writer, barred []store.ApprovalRow) {
	for _, r := range barred {
		tie, was := strings.CutPrefix(r.Barred[0], store.Was)
		verb := "are"
		if relation, stands := strings.CutPrefix(tie, store.StandsIn); stands {
			tie = relation
			verb = "decide meanwhile for"
			if was {
				verb = "decided, since it was asked for, for"
			}
		} else if was {
			verb = "were"
		}
		standing := "its " + tie
		if tie == model.PartTeam {
			standing = "in the team that builds it"
			if strings.HasPrefix(verb, "decide") {
				standing = "somebody " + standing
			}
		}
		what := string(r.ID)
		if r.Release != "" && r.Release != r.ID {
			what += " of " + string(r.Release)
		}
		fmt.Fprintf(w, "%s (%s) is for others to decide: you %s %s.\n", what, r.Title, verb, standing)
	}
}
