package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
)

// organisation is entered in the file's first days: people, teams, services,
// items, and the calendar they live by.
func (m *maker) organisation() error {
	if len(m.data.People) == 0 {
		return fmt.Errorf("nobody works there")
	}
	at := m.days.office(m.days.date(begun), 0.1, false)
	next := func() time.Time { at = at.Add(2 * time.Minute); return at }
	for i := range m.data.People {
		p := &m.data.People[i]
		m.people[p.Handle] = p
	}
	for i := range m.data.Services {
		s := &m.data.Services[i]
		m.services[s.Handle] = s
	}
	admin := m.data.People[0]
	m.begin(at, admin)
	later := map[string][]string{} // roles for one service, granted once it is there
	for _, p := range m.data.People[1:] {
		person := model.Person{Handle: p.Handle, Name: p.Name, Email: p.Email}
		for _, role := range p.Roles {
			if strings.Contains(role, "@") {
				later[p.Handle] = append(later[p.Handle], role)
				continue
			}
			person.Roles = append(person.Roles, model.Grant{Role: role})
		}
		m.add(next(), admin.Handle, p.Handle, func() action.Action { return action.WritePerson{Person: person} }, m.names("person", p.Handle))
	}
	for _, t := range m.data.Teams {
		m.add(next(), admin.Handle, "team "+t.Handle, func() action.Action {
			return action.WriteTeam{Team: model.Team{Handle: t.Handle, Name: t.Name, Lead: m.id("person", t.Lead), Members: m.all("person", t.Members)}}
		}, m.names("team", t.Handle))
	}
	for _, s := range m.data.Services {
		m.add(next(), admin.Handle, "service "+s.Handle, func() action.Action {
			return action.WriteService{Service: model.Service{
				Handle: s.Handle, Name: s.Name, Owner: m.id("person", s.Owner), Team: m.id("team", s.Team), Zone: s.Zone, Criticality: s.Criticality,
				Agreements: s.Agreements, Site: s.Site, Customers: s.Customers, Signatories: m.all("person", s.Signatories)}}
		}, m.names("service", s.Handle))
	}
	for _, p := range m.data.People {
		for _, r := range later[p.Handle] {
			role, service, _ := strings.Cut(r, "@")
			m.grant(next(), p.Handle, func() model.Grant { return model.Grant{Role: role, Service: m.id("service", service)} })
		}
		m.comings(p)
	}
	for _, i := range m.data.Items {
		m.item(next(), i)
	}
	for _, w := range m.data.Windows {
		if err := m.window(next(), w); err != nil {
			return fmt.Errorf("window %q: %w", w.Title, err)
		}
	}
	for i := range m.data.Services {
		if err := m.nights(next(), &m.data.Services[i]); err != nil {
			return fmt.Errorf("service %s: %w", m.data.Services[i].Handle, err)
		}
	}
	return nil
}

// begin makes the first person the administrator, under rules that were
// proposals then and are taken up in earnest a while later.
func (m *maker) begin(at time.Time, admin assets.DemoPerson) {
	trial := *m.rules
	trial.Version = "0.9"
	trial.Policy.Version, trial.Policy.Title = trial.Version, m.rules.Policy.Title+", on trial"
	trial.Title = trial.Policy.Title
	m.add(at, admin.Handle, "the file", func() action.Action {
		trial.Shipped = &model.Shipped{Digest: m.rules.Shipped.Digest, Differs: process.Differing(m.rules.Source, trial.Source)}
		return action.Init{Person: model.Person{Handle: admin.Handle, Name: admin.Name, Email: admin.Email}, Rules: trial}
	}, m.names("person", admin.Handle))
	trial.Source = slices.Clone(trial.Source)
	for i, f := range trial.Source {
		if f.Name == process.PolicyFile {
			for key, value := range map[string]string{"title": trial.Title, "version": trial.Version} {
				if put, err := trial.Source[i].Put(key, strconv.Quote(value)); err == nil { // it has both
					trial.Source[i] = put
				}
			}
		}
	}
	m.earnest()
}

// earnest is how the rules on trial are replaced: by a proposal that others read
// and decide on.
func (m *maker) earnest() {
	author, other := m.with("release-manager", ""), m.with("change-manager", "")
	at := func(day int, part float64) time.Time { return m.days.office(m.days.date(begun+day), part, true) }
	m.add(at(5, 0.4), author, "the rules", func() action.Action {
		return action.ProposeRules{Title: m.rules.Title, Note: "The trial is over: these are the rules that we work by.", Files: m.rules.Source,
			NextReview: when.OnDay(m.days.date(begun+12).AddDays(730), m.rules.Policy.Location())}
	}, m.names("proposal", "the rules"))
	m.add(at(6, 0.5), other, "the rules", func() action.Action {
		return action.ReviewRules{Proposal: m.id("proposal", "the rules"), Comment: "As we tried them; the quorum of the CAB is one that we reach."}
	})
	m.add(at(7, 0.6), other, "the rules", func() action.Action {
		return action.DecideRules{Proposal: m.id("proposal", "the rules"), Yes: true}
	})
	m.add(at(12, 0.4), m.data.People[0].Handle, "the rules", func() action.Action {
		return action.AdoptRules{Proposal: m.id("proposal", "the rules")}
	})
}

func (m *maker) grant(at time.Time, handle string, g func() model.Grant) {
	m.add(at, m.data.People[0].Handle, handle, func() action.Action { return action.GrantRole{Person: m.id("person", handle), Grant: g()} })
}

// comings are what happens to a person later: a role for a while, a leave.
func (m *maker) comings(p assets.DemoPerson) {
	admin := m.data.People[0].Handle
	if p.Acting != "" {
		g := model.Grant{Role: p.Acting}
		m.grant(m.days.office(m.days.date(-150), 0.2, false), p.Handle, func() model.Grant { return g })
		m.add(m.days.office(m.days.date(-118), 0.9, false), admin, p.Handle, func() action.Action { return action.RevokeRole{Person: m.id("person", p.Handle), Grant: g} })
	}
	if p.Left != 0 {
		m.add(m.days.office(m.days.date(p.Left), 0.95, false), admin, p.Handle, func() action.Action { return action.LeavePerson{Person: m.id("person", p.Handle)} })
	}
	if p.Back != 0 {
		m.add(m.days.office(m.days.date(p.Back), 0.05, false), admin, p.Handle, func() action.Action { return action.LeavePerson{Person: m.id("person", p.Handle), Back: true} })
	}
}

// keeper is who looks after configuration items and media, for what belongs to
// no release.
func (m *maker) keeper() string { return m.with("configuration-manager", "") }

// with is the first person who holds a role, other than one.
func (m *maker) with(role, but string) string {
	for i := range m.data.People {
		p := &m.data.People[i]
		for _, r := range p.Roles {
			if r == role && p.Handle != but {
				return p.Handle
			}
		}
	}
	m.miss("person with the role", role, "the people")
	return ""
}

func (m *maker) item(at time.Time, i assets.DemoItem) {
	value := func() model.Item {
		return model.Item{Name: i.Name, Class: i.Class, Version: i.Version, Serial: i.Serial, Env: i.Env,
			Service: m.id("service", i.Service), Owner: m.id("person", i.Owner), DependsOn: m.all("item", i.DependsOn)}
	}
	m.add(at, m.keeper(), "item "+i.Name, func() action.Action { return action.WriteItem{Item: value()} }, m.names("item", i.Name))
	if i.Corrected == "" {
		return
	}
	// An audit found that it stood there with another version than it has.
	m.add(m.days.office(m.days.date(-200), 0.5, false), m.keeper(), "item "+i.Name, func() action.Action {
		v := value()
		v.ID, v.Version = m.id("item", i.Name), i.Corrected
		return action.WriteItem{Item: v}
	})
}

// problem is entered on its day, or before the first RFC or incident that
// speaks of it, where holidays have moved that.
func (m *maker) problem(p assets.DemoProblem) {
	at := m.days.office(m.days.date(p.Day), 0.6, false)
	if first, ok := m.spoken[p.Key]; ok && !at.Before(first) {
		at = m.days.office(when.DateOf(first, m.days.zone).AddDays(-1), 0.6, false)
	}
	serviceDesk := m.with("service-desk", "")
	m.add(at, serviceDesk, "problem "+p.Key, func() action.Action {
		return action.OpenProblem{Problem: model.Problem{Title: p.Title, Service: m.id("service", p.Service), Workaround: p.Workaround}}
	}, m.names("problem", p.Key))
	if p.Later != "" {
		m.add(m.days.office(when.DateOf(at, m.days.zone).AddDays(10), 0.4, true), serviceDesk, "problem "+p.Key, func() action.Action {
			return action.ResolveProblem{Problem: m.id("problem", p.Key), Workaround: p.Later}
		})
	}
}
