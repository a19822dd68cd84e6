package task

import (
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// Zone is the zone of what a task is about, in which dates among its answers are
// read and kept on every way in: the one that the answers give a window, else
// that of the service or incident that they name, where it is one, else that of
// the record it was begun from, as model.Case.ZoneOf has it.
func Zone(c *model.Case, id model.ID, a form.Answers) *time.Location {
	if zone, err := when.Zone(a.Get("zone")); err == nil {
		return zone
	}
	for _, name := range []string{"service", "incident"} {
		if named := model.ID(a.Get(name)); c.Has(named) {
			return c.ZoneOf(named)
		}
	}
	if list := ids(a, "services"); len(list) == 1 && len(a.List("items")) == 0 && !a.Yes("everything") && c.Has(list[0]) {
		return c.ZoneOf(list[0])
	}
	return c.ZoneOf(id)
}

// Ground is what the answers to a task about a record are read against.
func Ground(c *model.Case, id model.ID, now time.Time, look form.Lookup) form.Ground {
	return form.Ground{Now: now, Lookup: look, ZoneFor: func(a form.Answers) *time.Location { return Zone(c, id, a) }}
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
