package gate

import (
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// Score derives the risk of a release: impact (1–5) times likelihood, which
// starts at the policy's base and grows with each factor that holds, clamped
// to 1–5. Unknown factors add nothing. A reviewer gets the same score from the
// same inputs.
func Score(p process.Policy, impact int, factors []string) model.Risk {
	r := model.Risk{Impact: min(max(impact, 1), 5), Likelihood: p.BaseLikely, Factors: slices.Clone(factors)}
	for _, known := range p.Factors {
		if slices.Contains(factors, known.ID) {
			r.Likelihood += known.Adds
		}
	}
	r.Likelihood = min(max(r.Likelihood, 1), 5)
	r.Score = r.Impact * r.Likelihood
	r.Band = p.Band(r.Score)
	return r
}

// Factors adds to the factors a person named those which the facts show by
// themselves: more items than the policy calls few, several teams, an untested
// rollback is left to the person.
func Factors(p process.Policy, r *model.Release, said []string) []string {
	out := slices.Clone(said)
	for _, f := range p.Factors {
		if f.Means() == process.FactorManyItems && p.ManyItems > 0 && len(r.Items) > p.ManyItems && !slices.Contains(out, f.ID) {
			out = append(out, f.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
