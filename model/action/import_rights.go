package action

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/intake"
)

// lacks is the reason that somebody has no role with a permission for a
// service; nil when they have one.
func lacks(c *model.Case, permission string, service model.ID) *model.Reason {
	if Can(c, permission, service) {
		return nil
	}
	if only := heldFor(c.Rules, c.Who.Person, permission); service == "" && len(only) > 0 {
		reason := model.Because(fmt.Sprintf("%s has the permission %s for %s alone, and this takes it for all services", c.PersonName(c.Who.ID()), permission, strings.Join(model.Each(only, func(id model.ID) string { return cmp.Or(c.Title(id), string(id)) }), ", ")), model.Say("it belongs, for all services, to: "+strings.Join(c.Rules.RolesWith(permission), ", ")))
		return &reason
	}
	where := ""
	if service != "" {
		where = " for " + string(service)
	}
	reason := model.Because(fmt.Sprintf("%s has no role with the permission %s%s", c.PersonName(c.Who.ID()), permission, where), whoHas(c.Rules, permission))
	return &reason
}

// heldFor are the services for which roles of a person allow something, by their ids.
func heldFor(b *model.Rules, p *model.Person, permission string) []model.ID {
	var out []model.ID
	if p == nil || p.Left {
		return nil
	}
	for _, g := range p.Roles {
		if role, ok := b.Role(g.Role); ok && g.Service != "" && b.Allows(role, permission) {
			out = append(out, g.Service)
		}
	}
	return model.SortIDs(out)
}

// asks adds to the refusal of a row that the permission for what it amounts to
// is lacking, on the side of the record as it stands or of what it becomes.
func (in *importing) asks(refusal *model.Refusal, what, permission string, services ...model.ID) {
	for i, service := range services {
		if i > 0 && service == services[0] {
			continue
		}
		if reason := lacks(in.c, permission, service); reason != nil {
			refusal.Add(what+": "+reason.Text, reason.Remedies...)
		}
	}
}

// mayEnter asks for what it takes to enter something new: history that binds
// nobody for a release, milestone or incident; what adding it by hand takes for
// a freeze, maintenance window or holiday, which open and blocked gates.
func (in *importing) mayEnter(row intake.Row, service model.ID, refusal *model.Refusal) {
	permission := importHistory
	switch kindOfRow(row.Kind) {
	case model.KindWindow:
		permission = "window.write"
	case model.KindItem:
		permission = writeItems
	}
	in.asks(refusal, "it would enter "+article(row.Kind), permission, service)
}

func article(kind string) string {
	if kind == intake.KindMaintenance {
		kind += " window"
	}
	return grammar.A(kind)
}

// kindOfRow is the kind of record that a row of a kind stands for.
func kindOfRow(kind string) model.Kind {
	switch kind {
	case intake.KindRelease:
		return model.KindRelease
	case intake.KindMilestone:
		return model.KindMilestone
	case intake.KindFreeze, intake.KindMaintenance, intake.KindHoliday:
		return model.KindWindow
	case intake.KindIncident:
		return model.KindIncident
	case intake.KindItem:
		return model.KindItem
	}
	return ""
}

// outOfService tells that a row is about a service that is retired.
func (in *importing) outOfService(row intake.Row, service model.ID) {
	if service == "" || in.Retired == nil {
		return
	}
	text, looked := in.retired[service]
	if !looked {
		if c, err := in.Facts(model.Needs{IDs: []model.ID{service}}); err == nil {
			text = OutOfService(c, &model.Release{Service: service}, []model.ID{service})
		}
		in.retired[service] = text
	}
	if text != "" {
		in.Retired(row, text)
	}
}

// named is a service that a file names. made is set where there was none: it is
// written with the first row that is taken in.
type named struct {
	id   model.ID
	made *model.Service
}

// service resolves a service the file names. One that isn't there is made by
// whoever may make one, and by nobody else: a typing error must not become one.
func (in *importing) service(handle string, refusal *model.Refusal) (*named, error) {
	if handle == "" {
		return &named{}, nil
	}
	slug := slugOf(handle)
	if s, ok := in.services[slug]; ok {
		return s, nil
	}
	id, err := in.Service(slug)
	if err != nil {
		return nil, err
	}
	s := &named{id: id}
	if id == "" {
		if reason := lacks(in.c, "service.write", ""); reason != nil {
			refusal.Add(fmt.Sprintf("there is no service %q, and %s to make it", handle, reason.Text),
				model.ByTask("add-service", "", model.With("handle", slug), model.With("name", "")).For("correct the name, or have it made first by "+strings.Join(in.c.Rules.RolesWith("service.write"), ", ")))
			return s, nil
		}
		s.made = &model.Service{ID: in.c.Mint(model.KindService), Handle: slug, Name: handle, State: model.ServiceActive}
		s.id = s.made.ID
	}
	in.services[slug] = s
	return s, nil
}

// ZonesOfServices says in which zone dates about a service are meant, by the name
// that a source has for it; nil for one without a zone of its own. The case holds
// the services.
func ZonesOfServices(c *model.Case) func(name string) *time.Location {
	zones := map[string]*time.Location{}
	for _, s := range model.All[*model.Service](c) {
		if own := s.Location(nil); s.Zone != "" && own != nil {
			zones[s.Handle] = own
		}
	}
	return func(name string) *time.Location { return zones[slugOf(name)] }
}

// open writes a service that a row needs and that isn't there yet.
func (in *importing) open(s *named) error {
	if s.made == nil {
		return nil
	}
	made := s.made
	s.made = nil
	in.Counts.Services++
	return in.write(made)
}
