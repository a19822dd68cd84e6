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
		if _, ok := follows(after, r); !ok {
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
	said = append(said, unheld(c, after)...)
	if said == nil {
		return nil
	}
	return &model.Reason{Text: strings.Join(said, "; ")}
}

// unheld says whose roles other rules have no more, neither by id nor by purpose.
func unheld(c *model.Case, after *model.Rules) []string {
	holders, titles := map[string][]string{}, map[string]string{}
	for _, p := range model.All[*model.Person](c) {
		for _, g := range p.Roles {
			r, had := c.Rules.Role(g.Role)
			if _, kept := after.Role(g.Role); had && !kept && !p.Left && !slices.Contains(holders[g.Role], p.Name) {
				holders[g.Role], titles[g.Role] = append(holders[g.Role], p.Name), r.Title
			}
		}
	}
	var out []string
	for _, id := range slices.Sorted(maps.Keys(holders)) {
		slices.Sort(holders[id])
		then := fmt.Sprintf("where it is only called otherwise, give the new one purpose = %q", id)
		if r, ok := after.Role(c.Rules.RoleMeans(id)); ok {
			then = fmt.Sprintf("give them the role %s, which is for the same", r.ID)
		}
		out = append(out, fmt.Sprintf("they have no role %q any more, and %s will not be %s: %s", id, few(holders[id]), titles[id], then))
	}
	return out
}

// both joins two warnings; either may be nil.
func both(a, b *model.Reason) *model.Reason {
	if a == nil || b == nil {
		return map[bool]*model.Reason{true: b, false: a}[a == nil]
	}
	return &model.Reason{Text: a.Text + "; " + b.Text, Remedies: append(slices.Clone(a.Remedies), b.Remedies...)}
}
