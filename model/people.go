package model

import (
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Person is somebody who does, approves or reads things. A person is never
// deleted: who left is marked so, and what they did stays theirs.
type Person struct {
	ID     ID      `json:"id"`
	Handle string  `json:"handle"`
	Name   string  `json:"name"`
	Email  string  `json:"email,omitempty"`
	Roles  []Grant `json:"roles,omitempty"`
	Left   bool    `json:"left,omitempty"`
	// Former are the handles they had before. No one else may have them: lists of
	// keys, certificates and users of a host still mean this person by them.
	Former []string `json:"former,omitempty"`
	// Keys are the public keys they log in with; revoked ones stay.
	Keys []SSHKey `json:"keys,omitempty"`
}

// Grant gives a person a role, for one service or, without one, for all.
type Grant struct {
	Role    string `json:"role"`
	Service ID     `json:"service,omitempty"`
	// Site says that it was given for every service of a site. There is one such
	// grant for each of them, so that it allows what it says it does, whoever reads
	// it; they come and go as services come to the site and leave it.
	Site string `json:"site,omitempty"`
	// Chair says that they chair those who hold the role there, as the CAB of a
	// service. It allows nothing more: it is whom to turn to.
	Chair bool `json:"chair,omitempty"`
}

// Same reports whether two grants are of the same role, given for the same services,
// whoever chairs it.
func (g Grant) Same(o Grant) bool { return g.With(o) && g.Site == o.Site }

// With reports whether two grants are of the same role for the same services, as
// whoever holds them sits together.
func (g Grant) With(o Grant) bool { return g.Role == o.Role && g.Service == o.Service }

// Membership is a role as it was given: for all services, for one, or for those of
// a site.
type Membership struct {
	Role    string
	Service ID     // one
	Site    string // all of this
	Chair   bool   // of one of them at least
	At      []ID   // the services of the site, as they are
}

// Memberships are the roles that somebody has, each as it was given.
func (p *Person) Memberships() []Membership {
	var out []Membership
	for _, g := range p.Roles {
		if g.Site == "" {
			out = append(out, Membership{Role: g.Role, Service: g.Service, Chair: g.Chair})
			continue
		}
		i := slices.IndexFunc(out, func(m Membership) bool { return m.Role == g.Role && m.Site == g.Site })
		if i < 0 {
			i = len(out)
			out = append(out, Membership{Role: g.Role, Site: g.Site})
		}
		out[i].Chair = out[i].Chair || g.Chair
		out[i].At = append(out[i].At, g.Service)
	}
	return out
}

// Has reports whether the person holds the role for the service. A role held
// for all services counts for each; with no service given, only those do.
func (p *Person) Has(role string, service ID) bool {
	return p != nil && !p.Left && slices.ContainsFunc(p.Roles, func(g Grant) bool {
		return g.Role == role && (g.Service == "" || g.Service == service)
	})
}

func (p *Person) Kind() Kind { return KindPerson }
func (p *Person) Key() ID    { return p.ID }

func (p *Person) Links() []Link {
	var ids []ID
	for _, g := range p.Roles {
		if g.Service != "" {
			ids = append(ids, g.Service)
		}
	}
	links := link(nil, RelService, SortIDs(ids)...)
	for _, k := range p.Keys {
		links = link(links, RelKey, ID(k.Fingerprint))
	}
	return links
}

func (p *Person) Row() Row {
	state := PersonActive
	if p.Left {
		state = PersonLeft
	}
	roles := Each(p.Memberships(), func(m Membership) string { return m.Role })
	return Row{Title: p.Name, State: state, Grade: strings.Join(roles, " "), Text: p.Email, Handle: p.Handle}
}

// Team is a group of people who build or run services.
type Team struct {
	ID      ID     `json:"id"`
	Handle  string `json:"handle"`
	Name    string `json:"name"`
	Lead    ID     `json:"lead,omitempty"`
	Members []ID   `json:"members,omitempty"`
}

func (t *Team) Kind() Kind { return KindTeam }
func (t *Team) Key() ID    { return t.ID }

func (t *Team) Links() []Link {
	return link(link(nil, RelPerson, t.Lead), RelMember, t.Members...)
}

func (t *Team) Row() Row {
	return Row{Title: t.Name, State: TeamActive, Person: t.Lead, Handle: t.Handle}
}

// Service is what customers use and releases change.
type Service struct {
	ID          ID     `json:"id"`
	Handle      string `json:"handle"`
	Name        string `json:"name"`
	Owner       ID     `json:"owner,omitempty"`
	Team        ID     `json:"team,omitempty"`
	Zone        string `json:"zone,omitempty"` // IANA; empty means the organisation's
	Criticality string `json:"criticality,omitempty"`
	// Hours, Support and Target are what was entered, in words, before there were agreements
	// that compute: they are shown as that, and asked for no more.
	Hours      string `json:"hours,omitempty"`
	Support    string `json:"support,omitempty"`
	Target     string `json:"target,omitempty"`
	Agreements string `json:"agreements,omitempty"` // customer agreements
	// Site is where it is run or used, in the organisation's words: roles can be given
	// for all services of a site.
	Site string `json:"site,omitempty"`
	// Customers are those it is provided to, in the organisation's words: windows of the
	// calendar can be for all services of one.
	Customers []string `json:"customers,omitempty"`
	// Signatories must all sign the acceptance of a release; without any, the
	// owner does.
	Signatories []ID  `json:"signatories,omitempty"`
	State       State `json:"state"`
}

// TeamOf is whose a release is, or another record of a service: that of the team that it
// names, else of the one that runs the service, which may be nil.
func TeamOf(named ID, s *Service) ID {
	if named == "" && s != nil {
		return s.Team
	}
	return named
}

// Signs lists who has to sign for this service.
func (s *Service) Signs() []ID {
	if len(s.Signatories) > 0 {
		return s.Signatories
	}
	if s.Owner != "" {
		return []ID{s.Owner}
	}
	return nil
}

// BeforeAgreements is what was entered of target and hours before there were agreements that
// compute, in words; "" where nothing was.
func (s *Service) BeforeAgreements() string {
	var out []string
	for _, said := range [][2]string{{"target ", s.Target}, {"hours ", s.Hours}, {"support ", s.Support}} {
		if said[1] != "" {
			out = append(out, said[0]+said[1])
		}
	}
	return strings.Join(out, "; ")
}

func (s *Service) Kind() Kind { return KindService }
func (s *Service) Key() ID    { return s.ID }

func (s *Service) Links() []Link {
	l := link(nil, RelPerson, SortIDs(append([]ID{s.Owner}, s.Signatories...))...)
	return link(l, RelTeam, s.Team)
}

func (s *Service) Row() Row {
	said := []string{s.Hours, s.Support, s.Agreements}
	if s.Site != "" { // the index of services from before there were sites reads as it was
		said = append(said, s.Site)
	}
	return Row{Title: s.Name, State: s.State, Person: s.Owner, Grade: s.Criticality, Text: strings.Join(said, " "), Handle: s.Handle}
}

// Location is the service's time zone, or the given one where it has none.
func (s *Service) Location(other *time.Location) *time.Location {
	if s == nil || s.Zone == "" {
		return other
	}
	if zone, err := when.Zone(s.Zone); err == nil {
		return zone
	}
	return other
}
