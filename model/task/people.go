package task

import (
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// addPerson enters somebody, with roles.
var addPerson = Task{
	Name: "add-person", Title: "Add a person", Act: action.WritePerson{}, Makes: model.KindPerson,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "roles", roles(c))
		return form.Answers{}, nil
	},
	Make: func(_ *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		p := model.Person{Handle: a.Get("handle"), Name: a.Get("name"), Email: a.Get("email")}
		if p.Name == "" {
			p.Name = p.Handle
		}
		for _, role := range a.List("roles") {
			p.Roles = append(p.Roles, model.Grant{Role: role, Service: model.ID(a.Get("service")), Site: a.Get("site")})
		}
		return action.WritePerson{Person: p, Alike: a.Get("alike") == "yes"}, nil
	},
}

// roles are those of the rules, with what each does.
func roles(c *model.Case) []option {
	return model.Each(c.Rules.Roles, func(r process.Role) option { return option{r.ID, r.Label()} })
}

// grantRole gives somebody a role.
var grantRole = Task{
	Name: "grant-role", Title: "Give a role", Act: action.GrantRole{}, About: model.KindPerson,
	Kinds: []model.Kind{model.KindProposal},
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "role", append(roles(c), rolesToCome(c)...))
		return form.Answers{}, nil
	},
	Make: func(_ *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.GrantRole{Person: id, Grant: model.Grant{Role: a.Get("role"), Service: model.ID(a.Get("service")), Site: a.Get("site"), Chair: a.Yes("chair")}, Reason: a.Get("reason")}, nil
	},
}

// rolesToCome are those that proposals bring: they can be given before.
func rolesToCome(c *model.Case) []option {
	var out []option
	for _, r := range action.RolesToCome(c) {
		out = append(out, option{r.ID, r.Label() + " (to come)"})
	}
	return out
}

// revokeRole takes a role from somebody.
var revokeRole = Task{
	Name: "revoke-role", Title: "Take a role away", Act: action.RevokeRole{}, About: model.KindPerson,
	Needs: func(id model.ID) model.Needs {
		return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindService}}
	},
	When: func(c *model.Case, id model.ID) string { return nothing(held(c, id), "no role is held") },
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return begin("role", offerOnly(f, "role", held(c, id))), nil
	},
	Make: func(_ *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		role, service, _ := strings.Cut(a.Get("role"), " ")
		service, site := strings.CutPrefix(service, "@")
		g := model.Grant{Role: role, Service: model.ID(service)}
		if site {
			g.Service, g.Site = "", service
		}
		if said := a.Get("service"); said != "" {
			g.Service, g.Site = model.ID(said), ""
		}
		if said := a.Get("site"); said != "" {
			g.Service, g.Site = "", said
		}
		return action.RevokeRole{Person: id, Grant: g, Reason: a.Get("reason")}, nil
	},
}

// held are the roles that somebody has: the role, and the service it is for, or @
// and the site.
func held(c *model.Case, id model.ID) []option {
	p := model.Get[*model.Person](c, id)
	if p == nil {
		return nil
	}
	var out []option
	for _, g := range p.Memberships() {
		o := option{g.Role, c.Rules.RoleTitle(g.Role)}
		if g.Site != "" {
			o.value += " @" + g.Site
			o.label += ", for the site " + g.Site
		}
		if g.Service != "" {
			o.value += " " + string(g.Service)
			o.label += ", for " + called(c, g.Service)
		}
		out = append(out, o)
	}
	return out
}

// leavePerson and returnPerson mark that somebody is gone, or back.
var leavePerson = Task{
	Name: "leave-person", Title: "Mark as gone", Act: action.LeavePerson{}, About: model.KindPerson,
	When: barred(func(p *model.Person) bool { return p.Left }, "they have left already"),
}

var returnPerson = Task{
	Name: "return-person", Title: "Mark as back", Act: action.LeavePerson{}, About: model.KindPerson,
	When: barred(func(p *model.Person) bool { return !p.Left }, "they have not left"),
	Make: func(_ *model.Case, id model.ID, _ form.Answers) (action.Action, error) {
		return action.LeavePerson{Person: id, Back: true}, nil
	},
}

// addService and editService keep the services.
var addService = Task{
	Name: "add-service", Title: "Add a service", Act: action.WriteService{}, Makes: model.KindService,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		zoneHelp(c, f)
		return form.Answers{}, nil
	},
}

var editService = Task{
	Name: "edit-service", Title: "Edit the service", Act: action.WriteService{}, About: model.KindService, Edits: true,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		zoneHelp(c, f)
		return asItStands(c, id, *f), nil
	},
}

// zoneHelp names the zone that holds where none is given.
func zoneHelp(c *model.Case, f *form.Form) {
	field(f, "zone").Help += " Without one: " + c.Rules.Policy.Location().String() + "."
}
