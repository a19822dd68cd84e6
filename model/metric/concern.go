package metric

import (
	"cmp"
	"slices"

	"fairway/model"
)

// Concerns finds which measures what was recorded later is about: those that have it among
// their records. Each result is shown to it by itself, since the records of all of them at
// once take far more room than the facts.
type Concerns struct {
	later []Later
	byID  map[model.ID][]int // places in the list, by the ids of what was written
	runs  map[model.ID][]int // and of runs, by their release
}

// Concerning begins with what was recorded later, and no results.
func Concerning(later []Later) *Concerns {
	c := &Concerns{later: slices.Clone(later), byID: map[model.ID][]int{}, runs: map[model.ID][]int{}}
	for i := range c.later {
		l := &c.later[i]
		c.byID[l.ID] = append(c.byID[l.ID], i)
		for _, id := range l.Wrote {
			c.byID[id] = append(c.byID[id], i)
		}
		if l.ID.Kind() == model.KindRun && l.Release != "" {
			c.runs[l.Release] = append(c.runs[l.Release], i)
		}
	}
	return c
}

// See looks for them among the records of a result.
func (c *Concerns) See(r *Result) {
	hit := map[int]bool{}
	for _, list := range [][]Record{r.Records, r.Defects} {
		for k := range list {
			for _, at := range [][]int{c.byID[list[k].ID], c.runs[list[k].Release], c.runs[list[k].ID]} {
				for _, i := range at {
					hit[i] = true
				}
			}
		}
	}
	for i := range hit {
		c.later[i].Measures = append(c.later[i].Measures, r.Metric)
	}
}

// List are those that a measure is about which was shown, each with these in their order.
func (c *Concerns) List() []Later {
	out := slices.DeleteFunc(slices.Clone(c.later), func(l Later) bool { return len(l.Measures) == 0 })
	slices.SortStableFunc(out, func(a, b Later) int {
		return cmp.Or(cmp.Compare(a.Written.Position, b.Written.Position), model.CompareIDs(a.ID, b.ID))
	})
	return out
}
