package task

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// Zone is the zone of what a task is about, in which dates among its answers are
// read and kept on every way in: the one that the answers give a window, else
// that of the service or incident that they name, or of all services that a window is
// for, where it is one, else that of the record it was begun from, as model.Case.ZoneOf has it.
func Zone(c *model.Case, id model.ID, a form.Answers) *time.Location {
	if zone, err := when.Zone(a.Get("zone")); err == nil {
		return zone
	}
	for _, name := range []string{"service", "incident"} {
		if named := model.ID(a.Get(name)); c.Has(named) {
			return c.ZoneOf(named)
		}
	}
	if zone := scopeZone(c, a); zone != nil {
		return zone
	}
	return c.ZoneOf(id)
}

// scopeZone is the zone of all services that a window is for, by their names, sites or
// customers; nil where they are in several, or it is for more than services.
func scopeZone(c *model.Case, a form.Answers) *time.Location {
	if len(a.List("items")) > 0 || a.Yes("everything") {
		return nil
	}
	list := ids(a, "services")
	sites, customers := a.List("sites"), a.List("customers")
	if len(sites)+len(customers) > 0 {
		for _, s := range model.All[*model.Service](c) {
			if containsWord(sites, s.Site) || slices.ContainsFunc(s.Customers, func(of string) bool { return containsWord(customers, of) }) {
				list = append(list, s.ID)
			}
		}
	}
	var zone *time.Location
	for _, id := range list {
		if !c.Has(id) || zone != nil && c.ZoneOf(id).String() != zone.String() {
			return nil
		}
		zone = c.ZoneOf(id)
	}
	return zone
}

// containsWord is about words, in whatever case they were typed.
func containsWord(list []string, word string) bool {
	return word != "" && slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, word) })
}

// Ground is what the answers to a task about a record are read against.
func Ground(c *model.Case, id model.ID, now time.Time, look form.Lookup) form.Ground {
	return form.Ground{Now: now, Lookup: look, Doubles: true, ZoneFor: func(a form.Answers) *time.Location { return Zone(c, id, a) }}
}

// ofServices are the facts of a task whose dates are meant in the zone of a
// service that its own answers name.
func ofServices(id model.ID) model.Needs {
	n := model.Needs{Kinds: []model.Kind{model.KindService}}
	switch {
	case id.Kind() == model.KindRelease:
		n.Releases = []model.ID{id}
	case id != "":
		n.IDs = []model.ID{id}
	}
	return n
}
