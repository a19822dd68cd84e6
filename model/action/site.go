package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// sites are those of the services, as they are spelled.
func sites(c *model.Case) []string {
	var out []string
	for _, s := range model.All[*model.Service](c) {
		if s.Site != "" && !slices.Contains(out, s.Site) {
			out = append(out, s.Site)
		}
	}
	slices.Sort(out)
	return out
}

// spelled is a site as the services spell it, where one of them is there.
func spelled(c *model.Case, site string) string {
	for _, s := range sites(c) {
		if strings.EqualFold(s, strings.TrimSpace(site)) {
			return s
		}
	}
	return strings.TrimSpace(site)
}

// givenFor are the grants that a grant stands for: itself, or one for each service
// of its site.
func givenFor(c *model.Case, g *model.Grant, refusal *model.Refusal) []model.Grant {
	if g.Site = spelled(c, g.Site); g.Site == "" {
		return []model.Grant{*g}
	}
	if g.Service != "" {
		refusal.Add("a role is given for a service or for a site, not for both", model.AnswerTo("leave one of them out", "site"))
		return nil
	}
	var out []model.Grant
	for _, s := range model.All[*model.Service](c) {
		if s.Site == g.Site {
			one := *g
			one.Service = s.ID
			out = append(out, one)
		}
	}
	if len(out) == 0 {
		remedy := model.OneOf(sites(c)...)
		if len(sites(c)) == 0 {
			remedy = model.ByTask("edit-service", "", model.With("site", g.Site)).For("say of a service first that it is there")
		}
		refusal.Add(fmt.Sprintf("no service is of the site %q", g.Site), remedy)
	}
	return out
}

// resited are the people whose roles are for the site that a service leaves, or for
// the one that it comes to, as they are then; old is nil of a new service.
func resited(c *model.Case, old, s *model.Service, out *Outcome) []*model.Person {
	was := ""
	if old != nil {
		was = old.Site
	}
	if was == s.Site {
		return nil
	}
	var people []*model.Person
	var gain, lose []string
	chaired := map[string]bool{} // one chairs a role there
	for _, p := range model.All[*model.Person](c) {
		for _, g := range p.Roles {
			if g.Service == s.ID && g.Site != was && g.Chair {
				chaired[g.Role] = true
			}
		}
	}
	for _, p := range model.All[*model.Person](c) {
		n := *p
		n.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(g model.Grant) bool { return g.Site != "" && g.Site == was && g.Service == s.ID })
		lost, had := len(p.Roles) > len(n.Roles), len(n.Roles)
		for _, m := range p.Memberships() {
			if m.Site == "" || m.Site != s.Site {
				continue
			}
			g := model.Grant{Role: m.Role, Service: s.ID, Site: s.Site, Chair: m.Chair && !chaired[m.Role]}
			chaired[m.Role] = chaired[m.Role] || g.Chair
			n.Roles = append(n.Roles, g)
		}
		if lost {
			lose = append(lose, c.PersonName(p.ID))
		}
		if len(n.Roles) > had {
			gain = append(gain, c.PersonName(p.ID))
		}
		if lost || len(n.Roles) > had {
			people = append(people, &n)
		}
	}
	if len(gain) > 0 {
		out.Note += fmt.Sprintf(", which gives %s their roles for %s", few(gain), s.Site)
	}
	if len(lose) > 0 {
		out.Note += fmt.Sprintf(", which takes from %s their roles for %s", few(lose), was)
	}
	return people
}

// unsigned adds the acceptances that wait for somebody who signs for a service,
// where nobody would any more.
func unsigned(c *model.Case, old, s *model.Service, anyway bool, refusal *model.Refusal) {
	if anyway || len(old.Signs()) == 0 || len(s.Signs()) > 0 {
		return
	}
	for _, a := range model.All[*model.Approval](c) {
		r := model.Get[*model.Release](c, a.Of)
		if a.State() != model.ApprovalPending || r == nil || r.Service != s.ID || r.Ended() {
			continue
		}
		if slices.ContainsFunc(a.Missing(), func(m model.Approver) bool { return slices.Contains(old.Signs(), m.Person) }) {
			refusal.Strands = append(refusal.Strands, a.ID)
			refusal.Add(fmt.Sprintf("afterwards nobody signs for %s, and %s waits for a signature: %s", s.Name, a.ID, a.Row().Title),
				model.AnswerTo("name who signs", "signatories"), goOn("anyway"))
		}
	}
}
