package action

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fairway/model"
)

// orphans is what is on its way under a process that other rules have no more, as a
// warning; nil for nothing. It ends under its own rules, and can't be migrated.
func orphans(c *model.Case, after *model.Rules) *model.Reason {
	gone := map[string][]model.ID{}
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() {
			continue
		}
		if p, ok := after.Process(r.Type); ok && p.Of == string(model.KindRelease) {
			continue
		}
		if p, ok := after.Process(r.Means()); !ok || p.Of != string(model.KindRelease) {
			gone[r.Type] = append(gone[r.Type], r.ID)
		}
	}
	for _, ch := range model.All[*model.Change](c) {
		switch ch.State {
		case model.ChangeSubmitted, model.ChangeAssessed:
			if _, ok := after.Change(ch.Type); !ok {
				gone[ch.Type] = append(gone[ch.Type], ch.ID)
			}
		}
	}
	var said []string
	for _, kind := range slices.Sorted(maps.Keys(gone)) {
		ids := model.Each(model.SortIDs(gone[kind]), func(id model.ID) string { return string(id) })
		said = append(said, fmt.Sprintf("they have no process %q any more: %s end as they began, and can't be migrated", kind, few(ids)))
	}
	if said == nil {
		return nil
	}
	return &model.Reason{Text: strings.Join(said, "; ")}
}

// both joins two warnings; either may be nil.
func both(a, b *model.Reason) *model.Reason {
	if a == nil || b == nil {
		return map[bool]*model.Reason{true: b, false: a}[a == nil]
	}
	return &model.Reason{Text: a.Text + "; " + b.Text, Remedies: append(slices.Clone(a.Remedies), b.Remedies...)}
}
