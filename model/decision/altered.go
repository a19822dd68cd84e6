package decision

import (
	"slices"

	"fairway/model"
)

// parts are what the material things of a release consist of, in words, as somebody knows
// them who edits it: whoever reads why an approval is void sees what was changed.
var parts = []struct {
	of   []string // the material things (facets)
	text string
	says func(r *model.Release) any
}{
	{[]string{window}, "the dates", func(r *model.Release) any { return r.Window.Meant() }},
	{[]string{window}, "the environment", func(r *model.Release) any { return r.Env }},
	{[]string{"scope"}, "the RFCs", func(r *model.Release) any { return sorted(r.Changes) }},
	{[]string{"scope"}, "the service", func(r *model.Release) any { return r.Service }},
	{[]string{"scope"}, "the contents", func(r *model.Release) any { return append([]string{}, r.Contents...) }},
	{[]string{"scope"}, "whether it is major", func(r *model.Release) any { return r.Major }},
	{[]string{"scope"}, "what it depends on", func(r *model.Release) any { return sorted(r.DependsOn) }},
	{[]string{"items"}, "the items", func(r *model.Release) any { return sorted(r.Items) }},
	{[]string{"package"}, "the package", func(r *model.Release) any { return sorted(r.Package) }},
	{[]string{"risk"}, "the risk", func(r *model.Release) any { return r.Risk }},
	{[]string{rollbackOwner, rollbackPlan}, "who rolls back", func(r *model.Release) any { return r.RollbackOwner }},
}

// Altered are the parts of a material thing in which two states of a release differ, in
// words ("the dates"); none where they are the same in it.
func Altered(before, after *model.Release, what string) []string {
	var out []string
	for _, p := range parts {
		if slices.Contains(p.of, what) && digest(p.says(before)) != digest(p.says(after)) {
			out = append(out, p.text)
		}
	}
	return out
}
