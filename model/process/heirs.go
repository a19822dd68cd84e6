package process

// heirs are permissions that came when organisations had rules already, with the
// older one that stands for each. In rules of which no role has it, whoever has
// the older one has it: rules of before can be changed by them.
var heirs = map[string]string{
	"rules.propose":   "book.adopt",
	"rules.review":    "change.decide",
	"rules.decide":    "change.decide",
	"release.migrate": "book.adopt",
}

// Allows reports whether a role of these rules has a permission, by its name or
// by that of an older one which stands for it where no role names it.
func (b *Rules) Allows(r *Role, permission string) bool {
	if r.Allows(permission) {
		return true
	}
	older, later := heirs[permission]
	return later && !b.names(permission) && r.Allows(older)
}

// names reports whether a role has the permission by its own name.
func (b *Rules) names(permission string) bool {
	for i := range b.Roles {
		if b.Roles[i].Allows(permission) {
			return true
		}
	}
	return false
}
