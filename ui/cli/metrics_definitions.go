package cli

import (
	"context"

	"fairway/assets"
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
	list := publish.Definitions(laid, rules.Policy)
	if only != "" {
		for _, d := range list {
			if d.ID == only {
				list = []publish.Definition{d}
				break
			}
		}
	}
	return a.paperOut("Measures", publish.Measures("Measures of "+rules.Title, list), asMarkdown, false, list)
}
