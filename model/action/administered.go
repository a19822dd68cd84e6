package action

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// administered refuses what would leave the file without an administrator: one
// for all services, who has not left. Over SSH it also refuses what would leave
// none who can log in. On the host it doesn't: whoever owns the file can act as
// anybody there, with --as.
func administered(c *model.Case, n *model.Person, doing string) error {
	var before, after []*model.Person
	for _, p := range model.All[*model.Person](c) {
		if c.Rules.Holds(p, process.RoleAdministrator, "") {
			before = append(before, p)
		}
		if p.ID == n.ID {
			p = n
		}
		if c.Rules.Holds(p, process.RoleAdministrator, "") {
			after = append(after, p)
		}
	}
	if len(after) == 0 {
		return model.Refuse(doing, "it would leave the file without an administrator", model.ByTask("grant-role", "", model.With("role", c.Rules.RoleID(process.RoleAdministrator))).For("make somebody else one first"))
	}
	enters := func(p *model.Person) bool { return hasWayIn(c, p) }
	if c.Who.Key != "" && slices.ContainsFunc(before, enters) && !slices.ContainsFunc(after, enters) {
		return model.Refuse(doing, "no administrator of this file could log in any more",
			model.ByDoing(process.AddKey, c.Who.ID(), model.With("key", "")).For("first add another key"), model.Say("do it on the host: whoever owns the file may"))
	}
	return nil
}

// hasWayIn reports whether somebody can log in over SSH: by a key on record, or
// by one that lets their handle in from elsewhere, unless it was revoked for
// them or is on record as somebody else's.
func hasWayIn(c *model.Case, p *model.Person) bool {
	opens := func(fingerprint string) bool {
		k, has := p.KeyBy(fingerprint)
		if has && !k.Live() {
			return false
		}
		for _, o := range model.All[*model.Person](c) {
			if k, has := o.KeyBy(fingerprint); has && k.Live() && o.ID != p.ID {
				return false
			}
		}
		return !slices.ContainsFunc(ownersElsewhere(c, fingerprint), func(o model.KeyOwner) bool { return !strings.EqualFold(o.Handle, p.Handle) })
	}
	if slices.ContainsFunc(p.Keys, func(k model.SSHKey) bool { return opens(k.Fingerprint) }) {
		return true
	}
	return c.Who.Elsewhere != nil && slices.ContainsFunc(c.Who.Elsewhere.KeysOf(p.Handle), opens)
}
