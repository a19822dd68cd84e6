package cli

import (
	"context"
	"strings"

	"github.com/spf13/pflag"

	"fairway/assets"
	"fairway/model/metric"
)

// measureNamed is the measure that is called so: by its id, or by its title as the
// organisation's rules of a moment have it.
func (a *App) measureNamed(ctx context.Context, text, asOf string) (metric.Metric, error) {
	if m, ok := metric.Find(nil, text); ok {
		return m, nil
	}
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return metric.Metric{}, err
	}
	rules, err := a.db.RulesAsOf(ctx, at.pos)
	if err != nil {
		return metric.Metric{}, err
	}
	laid, err := assets.Measures(rules.Measures)
	if err != nil {
		return metric.Metric{}, err
	}
	for _, d := range laid {
		if strings.EqualFold(d.Title, strings.TrimSpace(text)) {
			if m, ok := metric.Find(nil, d.ID); ok {
				return m, nil
			}
		}
	}
	return metric.Metric{}, usage("there is no metric %q; there are: %s", text, strings.Join(metricIDs(), ", "))
}

// reasonIsWhy lets a command that asks --why take --reason too, as the commands of actions
// have it.
func reasonIsWhy(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "reason" {
		name = "why"
	}
	return pflag.NormalizedName(name)
}
