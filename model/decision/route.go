package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// Route is one way to a decision: an approval of a process, for a risk and a
// service, or what a permission lets people decide for a service.
type Route struct {
	Process, Approval string // what the process is for, and what its approval is for
	Permission        string // else that which lets people decide
	Band              string // of the risk
	Service           model.ID
	Title             string // "Authorisation 1 (plan) of Normal release"
	Risk              string // the title of the band, where the way is its own
	// Missing says for whom there is nobody: "CAB member: 3 needed, 1 holds the
	// role". Empty where somebody can decide.
	Missing []Vacancy
}

// Vacancy is a role, or somebody, that more people would have to be.
type Vacancy struct {
	Role   string // "" for a permission
	Person model.ID
	Text   string
}

// Open reports whether it can be decided.
func (r Route) Open() bool { return len(r.Missing) == 0 }

// same reports whether two routes are the same one, under the same rules or others.
func (r Route) same(o Route) bool {
	return r.Process == o.Process && r.Approval == o.Approval && r.Permission == o.Permission && r.Band == o.Band && r.Service == o.Service
}

// leading is the permission of whoever comes to coordinate a release.
const leading = "release.register"

// Routes lists every way to a decision under the rules in force, with who is
// missing on it. The case has to hold all people and all services. Nothing is
// known of the releases to come, but that somebody leads each, and that a duty may
// keep them from deciding.
func Routes(c *model.Case) []Route {
	services := model.Each(slices.DeleteFunc(model.All[*model.Service](c), func(s *model.Service) bool { return s.State == model.ServiceRetired }), func(s *model.Service) model.ID { return s.ID })
	if len(services) == 0 {
		services = []model.ID{""}
	}
	var out []Route
	for _, service := range services {
		for i := range c.Rules.Processes {
			p := &c.Rules.Processes[i]
			for k := range p.Approvals {
				out = append(out, approvalRoutes(c, p, &p.Approvals[k], service)...)
			}
		}
		for _, k := range []*Kind{changes, documents, exceptions} {
			out = append(out, permitted(c, k, service))
		}
	}
	return out
}

// approvalRoutes are those of one approval, by risk.
func approvalRoutes(c *model.Case, p *process.Process, a *process.Approval, service model.ID) []Route {
	var out []Route
	told := map[string][]Vacancy{}
	of := process.Traits{Any: true}
	if s := model.Get[*model.Service](c, service); s != nil {
		of.Service, of.Criticality = s.Handle, s.Criticality
	}
	for _, band := range c.Rules.Policy.Bands {
		of.Band = band.ID
		route, _ := a.Asked(of)
		_, ok := a.Route[band.ID]
		ok = ok || slices.ContainsFunc(a.Also, func(more process.Also) bool { return len(more.Risk) > 0 && more.Applies(of) })
		key := strings.Join(route, " ")
		missing, known := told[key]
		if !known {
			missing = vacancies(c, a, route, service)
			told[key] = missing
		}
		one := Route{Process: p.Means(), Approval: a.Means(), Band: band.ID, Service: service, Title: fmt.Sprintf("%s of %s", a.Title, p.Title), Missing: missing}
		if ok {
			one.Risk = band.Title
		}
		out = append(out, one)
	}
	return out
}

// Seats reads the entries of a route as the approvers that it asks for, of a
// service, one after the other where they are asked in order; unnamed are the entries
// that name nobody: a service that says not who signs, somebody who isn't there.
func Seats(c *model.Case, rules *model.Rules, route []string, service model.ID, inOrder bool) (seats []model.Approver, unnamed []string) {
	for i, entry := range route {
		who, count, _ := process.ReadApprover(entry)
		step := 0
		if inOrder {
			step = i + 1
		}
		add := func(a model.Approver) {
			a.Step = step
			seats = append(seats, a)
		}
		byName := func(id model.ID) {
			if !slices.ContainsFunc(seats, func(s model.Approver) bool { return s.Person == id }) { // each signs once
				add(model.Approver{Person: id, Title: c.PersonName(id)})
			}
		}
		if handle := process.NamedApprover(who); handle != "" {
			if id := personCalled(c, handle); id != "" {
				byName(id)
			} else {
				unnamed = append(unnamed, entry)
			}
			continue
		}
		switch who {
		case process.Signatories:
			s := model.Get[*model.Service](c, service)
			if s == nil || len(s.Signs()) == 0 {
				unnamed = append(unnamed, entry)
				continue
			}
			for _, id := range s.Signs() {
				byName(id)
			}
			continue
		case process.Board:
			who = rules.RoleID(process.RoleCAB)
			if count == 0 {
				count = rules.Policy.Quorum
			}
		}
		for range max(count, 1) {
			add(model.Approver{Role: who, Title: rules.RoleTitle(who)})
		}
	}
	return seats, unnamed
}

// personCalled is whoever has a handle; "" where nobody has.
func personCalled(c *model.Case, handle string) model.ID {
	for _, p := range model.All[*model.Person](c) {
		if strings.EqualFold(p.Handle, handle) {
			return p.ID
		}
	}
	return ""
}

// TraitsOf are those of a release or an RFC on which its approvers hang.
func TraitsOf(c *model.Case, of model.Subject) process.Traits {
	t := process.Traits{Band: of.Band()}
	if s := model.Get[*model.Service](c, of.Service()); s != nil {
		t.Service, t.Criticality = s.Handle, s.Criticality
	}
	switch {
	case of.Change != nil:
		t.Categories = []string{of.Change.Category}
	case of.Release != nil:
		t.Contents = of.Release.Contents
		for _, id := range of.Release.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil {
				t.Categories = append(t.Categories, ch.Category)
			}
		}
	}
	return t
}

// vacancies says for whom there is nobody on a route. Signatories that a service
// doesn't name are no vacancy: whoever asks is told to name them.
func vacancies(c *model.Case, a *process.Approval, route []string, service model.ID) []Vacancy {
	seats, unnamed := Seats(c, c.Rules, route, service, false)
	fit := func(s model.Approver, p *model.Person) bool { return !p.Left && fills(c, p, s, service) }
	all := model.All[*model.Person](c)
	people := slices.DeleteFunc(slices.Clone(all), func(p *model.Person) bool {
		return !slices.ContainsFunc(seats, func(s model.Approver) bool { return fit(s, p) })
	})
	empty := unfilled(seats, people, fit)
	if len(empty) == 0 && keepsOff(c, a, "coordinator", "requester") {
		empty = unled(c, seats, people, fit, service)
	}
	var out []Vacancy
	for _, entry := range unnamed {
		if who, _, _ := process.ReadApprover(entry); process.NamedApprover(who) != "" {
			out = append(out, Vacancy{Text: fmt.Sprintf("%s would have to sign, and nobody is called that", process.NamedApprover(who))})
		}
	}
	for _, s := range empty {
		if slices.ContainsFunc(out, func(v Vacancy) bool { return v.Role == s.Role && v.Person == s.Person }) {
			continue
		}
		if s.Person != "" {
			out = append(out, Vacancy{Person: s.Person, Text: s.Title + " would have to sign, and can't"})
			continue
		}
		needs := 0
		for _, o := range seats {
			if o.Role == s.Role && o.Person == "" {
				needs++
			}
		}
		var who []string
		for _, p := range people {
			if fit(s, p) {
				who = append(who, c.PersonName(p.ID))
			}
		}
		out = append(out, Vacancy{Role: s.Role, Text: fmt.Sprintf("%s: %s", s.Title, heldBy(needs, who))})
	}
	return out
}

// heldBy says how many are needed, and who there is.
func heldBy(needs int, who []string) string {
	slices.Sort(who)
	switch {
	case len(who) == 0:
		return fmt.Sprintf("%d needed, nobody holds the role", needs)
	case len(who) >= needs:
		return fmt.Sprintf("%d needed besides whoever leads the release, held by %s", needs, strings.Join(who, ", "))
	}
	return fmt.Sprintf("%d needed, held by %s", needs, strings.Join(who, ", "))
}

// unled are the seats that stay empty whoever leads the release: a duty keeps them
// from deciding on it. Empty where somebody can lead it and enough others are left.
func unled(c *model.Case, seats []model.Approver, people []*model.Person, fit func(model.Approver, *model.Person) bool, service model.ID) []model.Approver {
	var least []model.Approver
	for _, lead := range model.All[*model.Person](c) {
		if lead.Left || !c.Rules.Lets(lead, leading, service) {
			continue
		}
		if slices.ContainsFunc(seats, func(s model.Approver) bool { return s.Person == lead.ID }) {
			continue // another one leads what they sign
		}
		rest := people
		if !c.Rules.Lets(lead, "break-glass", service) {
			rest = slices.DeleteFunc(slices.Clone(people), func(p *model.Person) bool { return p.ID == lead.ID })
		}
		empty := unfilled(seats, rest, fit)
		if len(empty) == 0 {
			return nil
		}
		if least == nil || len(empty) < len(least) {
			least = empty
		}
	}
	return least // nil where nobody leads anything: it is not known whom the duty would keep off
}

// keepsOff reports whether a duty keeps one of the relations from an approval.
func keepsOff(c *model.Case, a *process.Approval, relations ...string) bool {
	return slices.ContainsFunc(duties(c.Rules, Request{Kind: approvals, Purpose: a.Means()}), func(d process.Duty) bool {
		return slices.ContainsFunc(relations, func(r string) bool { return slices.Contains(d.Not, r) })
	})
}

// permitted is the way to what a permission lets people decide. Whom a duty keeps
// off hangs on who brings it about: it is looked at when they do.
func permitted(c *model.Case, k *Kind, service model.ID) Route {
	out := Route{Permission: k.Permission, Service: service, Title: map[*Kind]string{changes: "the authorisation of RFCs", documents: "the approval of documents", exceptions: "exceptions from freezes"}[k]}
	if slices.ContainsFunc(model.All[*model.Person](c), func(p *model.Person) bool { return c.Rules.Lets(p, k.Permission, service) }) {
		return out
	}
	text := "no role allows it (" + k.Permission + ")"
	if roles := c.Rules.RolesWith(k.Permission); len(roles) > 0 {
		text = strings.Join(roles, " or ") + ": nobody holds the role"
	}
	out.Missing = []Vacancy{{Text: text}}
	return out
}

// Shut are routes that nobody can decide, of many services in one sentence.
type Shut struct {
	Process  string     `json:"-"` // what the process is for, and the approval; of the
	Approval string     `json:"-"` // first where it is several
	Title    string     `json:"route"`
	Risks    []string   `json:"risks,omitempty"`    // none: whatever it is
	Services []model.ID `json:"services,omitempty"` // none: for every one
	Missing  []string   `json:"missing"`
	remedies []model.Remedy
}

// Text says it in a sentence, with the services as people call them.
func (s Shut) Text(c *model.Case) string {
	out := s.Title
	if len(s.Risks) > 0 {
		out += ", risk " + strings.Join(s.Risks, " or ")
	}
	if len(s.Services) > 0 {
		names := model.Each(s.Services, func(id model.ID) string {
			if s := model.Get[*model.Service](c, id); s != nil {
				return s.Name
			}
			return string(id)
		})
		const most = 5
		if n := len(names) - most; n > 0 {
			names = append(names[:most], fmt.Sprintf("%d more", n))
		}
		out += " (" + strings.Join(names, ", ") + ")"
	}
	return fmt.Sprintf("nobody can decide %s: %s", out, strings.Join(s.Missing, "; "))
}

// Remedies are how somebody comes to be able to.
func (s Shut) Remedies() []model.Remedy { return s.remedies }

// Closed lists the routes that nobody can decide.
func Closed(c *model.Case) []Shut { return fewer(ClosedEach(c)) }

// ClosedEach lists them with a sentence for each approval.
func ClosedEach(c *model.Case) []Shut { return told(c, slices.DeleteFunc(Routes(c), Route.Open)) }

// Closes lists the routes that can be decided, or are not there, and that nobody
// could decide after: what would become worse. A route that comes new is none
// where its process had one for that service and risk that nobody could decide.
func Closes(c, after *model.Case) []Shut {
	before := Routes(c)
	return fewer(told(after, slices.DeleteFunc(Routes(after), func(r Route) bool {
		if r.Open() {
			return true
		}
		if i := slices.IndexFunc(before, r.same); i >= 0 {
			return !before[i].Open()
		}
		return slices.ContainsFunc(before, func(b Route) bool {
			return !b.Open() && b.Service == r.Service && b.Process == r.Process && (b.Band == r.Band || !knows(after, b.Band))
		})
	})))
}

func knows(c *model.Case, band string) bool {
	return slices.ContainsFunc(c.Rules.Policy.Bands, func(b process.Band) bool { return b.ID == band })
}

// told puts the routes of each approval into as few sentences as there are.
func told(c *model.Case, routes []Route) []Shut {
	n := len(slices.DeleteFunc(model.All[*model.Service](c), func(s *model.Service) bool { return s.State == model.ServiceRetired }))
	var out []Shut
	for _, r := range routes {
		missing := model.Each(r.Missing, func(v Vacancy) string { return v.Text })
		i := slices.IndexFunc(out, func(s Shut) bool { return s.Title == r.Title && slices.Equal(s.Missing, missing) })
		if i < 0 {
			i = len(out)
			out = append(out, Shut{Process: r.Process, Approval: r.Approval, Title: r.Title, Missing: missing, remedies: fill(c, r)})
		}
		if r.Risk != "" && !slices.Contains(out[i].Risks, r.Risk) {
			out[i].Risks = append(out[i].Risks, r.Risk)
		}
		if r.Service != "" && !slices.Contains(out[i].Services, r.Service) {
			out[i].Services = append(out[i].Services, r.Service)
		}
	}
	for i := range out {
		if len(out[i].Services) == n {
			out[i].Services = nil
		}
		slices.SortFunc(out[i].Services, func(a, b model.ID) int { return cmp.Compare(a, b) })
	}
	return out
}

// fewer tells what lacks the same people of the same services once: it is one thing
// to mend.
func fewer(list []Shut) []Shut {
	var few []Shut
	for _, s := range list {
		i := slices.IndexFunc(few, func(o Shut) bool {
			return slices.Equal(o.Missing, s.Missing) && slices.Equal(o.Services, s.Services) && slices.Equal(o.Risks, s.Risks)
		})
		if i < 0 {
			few = append(few, s)
		} else {
			few[i].Title += " and " + s.Title
		}
	}
	return few
}

// fill is how somebody becomes what is missing on a route.
func fill(c *model.Case, r Route) []model.Remedy {
	var out []model.Remedy
	for _, v := range r.Missing {
		switch {
		case v.Person != "":
			out = append(out, model.ByTask("edit-service", r.Service, model.With("signatories", "")).For("name others who sign for the service first"))
		case v.Role != "":
			out = append(out, model.ByTask("grant-role", "", model.With("role", v.Role)).For("give somebody else the role first"))
		case r.Permission == "":
			out = append(out, model.Say("have the rules name somebody else, or somebody entered under that handle"))
		default:
			out = append(out, model.ByTask("grant-role", "", model.Among("role", c.Rules.RolesWith(r.Permission))).For("give somebody else a role first that may"))
		}
	}
	return out
}
