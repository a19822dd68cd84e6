package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// Carries reports whether an RFC rides in a release: it is in the scope of one
// that is open, and whose deployment is not over. What was rolled back is free
// to be released anew while the first attempt is evaluated.
func Carries(c *model.Case, r *model.Release, change model.ID) bool {
	if r.Ended() || !slices.Contains(r.Changes, change) {
		return false
	}
	if p, ok := c.Under(r).Process(r.Type); ok {
		s, _ := p.Stage(r.Stage)
		return s == nil || !s.Locked || s.Runs
	}
	return true
}

// Carriers are the releases among the facts, other than one, in which an RFC
// rides.
func Carriers(c *model.Case, change, but model.ID) []*model.Release {
	return slices.DeleteFunc(model.All[*model.Release](c), func(r *model.Release) bool {
		return r.ID == but || !Carries(c, r, change)
	})
}

// Shared is an RFC of a release that rides in another one, too, with what ends that.
type Shared struct {
	Change model.ID
	Of, In *model.Release
	// Remedies take it out of one of the two, of those that can still be changed:
	// first out of the release that was asked about.
	Remedies []model.Remedy
}

func (s Shared) String() string { return fmt.Sprintf("%s is in %s too", s.Change, s.In.ID) }

// SharedBy are the RFCs of a release that ride in another one as well.
func SharedBy(c *model.Case, r *model.Release) []Shared {
	var out []Shared
	for _, id := range r.Changes {
		if !Carries(c, r, id) {
			continue
		}
		for _, other := range Carriers(c, id, r.ID) {
			s := Shared{Change: id, Of: r, In: other}
			for _, of := range []*model.Release{r, other} {
				if p, ok := c.Under(of).Process(of.Type); ok && !of.Deployed {
					if stage, _ := p.Stage(of.Stage); stage == nil || !stage.Locked {
						s.Remedies = append(s.Remedies, model.ByTask("scope", of.ID, model.With("defer", string(id))).For("defer it in "+string(of.ID)))
					}
				}
			}
			out = append(out, s)
		}
	}
	return out
}

func rfcExclusive(f facts) answer {
	if len(f.r.Changes) == 0 {
		return skip("no RFC is in its scope")
	}
	var remedies []model.Remedy
	var texts []string
	for _, s := range SharedBy(f.Case, f.r) {
		texts = append(texts, s.String())
		if remedies == nil {
			remedies = s.Remedies
		}
	}
	if len(texts) > 0 {
		return open("%s", strings.Join(texts, "; ")).by(remedies...)
	}
	return met("each of the %d is in this release alone", len(f.r.Changes))
}
