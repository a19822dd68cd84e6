package action

import (
	"fairway/model"
	"fairway/model/decision"
)

// Whose are the roles that something to be done belongs to, where no role of whoever acts
// lets them do it to a record; where a duty keeps them from deciding, the people who may.
// None where they may, or where it hangs on no permission. What the action would be given
// besides is not known yet.
func Whose(c *model.Case, a Action, about model.ID) []string {
	permission, service := Asks(c, a)
	p := c.Who.Person
	if permission == "" || p == nil || p.Left || c.First {
		return nil
	}
	q, decides := decidedBy(c, a)
	barred := decides && len(decision.Barring(c, q, p.ID)) > 0
	if _, deciding := a.(deciding); deciding && !barred && decision.Lets(c, p, permission, c.Now) {
		return nil
	}
	switch {
	case service != "":
	case about.Kind() == model.KindService:
		service = about
	case c.Has(about):
		service = serviceOf(c, about)
	}
	if barred {
		if who := decision.Deciders(c, q); len(who) > 0 && c.KnowsHolders(permission) {
			return model.Each(who, func(p *model.Person) string { return c.PersonName(p.ID) })
		}
		return c.Rules.RolesWith(permission)
	}
	if service == "" && Holds(c.Rules, p, permission) || service != "" && c.Rules.Lets(p, permission, service) {
		return nil
	}
	return c.Rules.RolesWith(permission)
}
