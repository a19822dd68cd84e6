package cli

import (
	"context"

	"fairway/assets"
	"fairway/store"
	"fairway/ui/publish"
)

// metricDefinitions prints what each measure means by the rules that are, or were, in
// force.
func (a *App) metricDefinitions(ctx context.Context, only, asOf string, asMarkdown bool) error {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return err
	}
	rules, err := a.db.RulesAsOf(ctx, at.pos)
	if err != nil {
		return err
	}
	laid, err := assets.Measures(rules.Measures)
	if err != nil {
		return err
	}
	r, err := a.rulesOf(ctx, string(rules.ID))
	if err != nil {
		return err
	}
	own, err := a.editionOf(ctx, r)
	if err != nil {
		return err
	}
	by := publish.DefinedBy{ID: own.ID, Title: own.Title, Version: own.Version, Since: own.Since, Approver: own.Approver}
	list := publish.Definitions(laid, rules.Policy)
	for i := range list {
		list[i].Rules = by
	}
	if only != "" {
		for _, d := range list {
			if d.ID == only {
				list = []publish.Definition{d}
				break
			}
		}
	}
	return a.paperOut("Measures", publish.Measures("Measures of "+rules.Title, own.definingLines(at.pos != store.Now, at.meant), list), asMarkdown, false, list)
}
