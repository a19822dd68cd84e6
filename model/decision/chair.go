package decision

import (
	"slices"

	"fairway/model"
)

// Chair is whoever chairs those who hold an approver's role for a service, else for
// all of them: whom to turn to. nil where nobody does, or the case doesn't hold them.
func Chair(c *model.Case, s model.Approver, service model.ID) *model.Person {
	if s.Role == "" {
		return nil
	}
	means := c.Rules.RoleMeans(s.Role)
	for _, of := range []model.ID{service, ""} {
		for _, p := range model.All[*model.Person](c) {
			if !p.Left && slices.ContainsFunc(p.Roles, func(g model.Grant) bool { return g.Chair && g.Service == of && c.Rules.RoleMeans(g.Role) == means }) {
				return p
			}
		}
	}
	return nil
}
