package store

import "fairway/model"

// knownErrors loads those of the services of releases: notes name them (gate.NotesDraft).
func (l *loader) knownErrors(releases []model.ID) {
	var services []model.ID
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil && r.Service != "" {
			services = append(services, r.Service)
		}
	}
	if len(services) > 0 {
		l.fetch(l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'problem' AND r.kind <> 'release' AND r.state = 'known-error' AND r.service IN (SELECT value FROM json_each(?)) AND "+live("r", l.pos), list(model.SortIDs(services))))
	}
}
