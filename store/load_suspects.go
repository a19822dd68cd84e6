package store

import (
	"time"

	"fairway/model"
)

// suspectsMost bounds how many deployments around an incident, or incidents around a
// deployment, are looked at: the newest.
const suspectsMost = 1000

// suspects loads what suspect.Of asks: of an incident the releases that were deployed shortly
// before it and changed what it is about, and of a release the incidents after it. Each hop is
// one question, however many there are.
func (l *loader) suspects(incidents []*model.Incident, ids []model.ID) {
	l.fetch(ids)
	var releases []model.ID
	for _, id := range ids {
		if i := model.Get[*model.Incident](l.c, id); i != nil {
			incidents = append(incidents, i)
		} else if model.Get[*model.Release](l.c, id) != nil {
			releases = append(releases, id)
		}
	}
	days := l.longestWindow()
	for _, i := range incidents {
		opened := i.Opened
		if opened.IsZero() { // it is opened now
			opened = l.c.Now
		}
		l.itemsBelow(i.Items)
		near := l.ids(`WITH RECURSIVE down(id) AS (SELECT value FROM json_each(?1)`+needs("down", "", live("l", l.pos))+`)
 SELECT d.release FROM deploy_row d WHERE d.what = 'run' AND d.ended > ?2 AND d.ended < ?3 AND `+live("d", l.pos)+`
 AND (EXISTS (SELECT 1 FROM release_row r WHERE r.id = d.release AND r.service = ?4 AND r.service <> '' AND `+live("r", l.pos)+`)
 OR EXISTS (SELECT 1 FROM link a WHERE a.src = d.release AND a.rel = 'affects' AND a.dst IN (SELECT id FROM down) AND `+live("a", l.pos)+`))
 ORDER BY d.ended DESC LIMIT 0+?5`,
			list(i.Items), opened.AddDate(0, 0, -days-1).UnixMilli(), opened.UnixMilli(), string(i.Service), suspectsMost)
		l.withRuns(model.SortIDs(near))
	}
	if len(releases) == 0 {
		return
	}
	l.withRuns(releases)
	var found []model.ID
	for _, id := range releases {
		r := model.Get[*model.Release](l.c, id)
		var end time.Time
		for _, run := range l.c.Runs(id) {
			if run.Ended.After(end) {
				end = run.Ended
			}
		}
		if end.IsZero() {
			continue
		}
		found = append(found, l.ids(`WITH RECURSIVE up(id) AS (SELECT value FROM json_each(?1)`+neededBy("up", "", live("l", l.pos))+`)
 SELECT x.id FROM record_row x WHERE x.kind = 'incident' AND x.kind <> 'release' AND x.at > ?2 AND x.at <= ?3 AND `+live("x", l.pos)+`
 AND (x.service = ?4 AND x.service <> '' OR EXISTS (SELECT 1 FROM link a WHERE a.src = x.id AND a.rel = 'affects' AND a.dst IN (SELECT id FROM up) AND `+live("a", l.pos)+`))
 ORDER BY x.at DESC LIMIT 0+?5`,
			list(r.Items), end.UnixMilli(), end.AddDate(0, 0, days+1).UnixMilli(), string(r.Service), suspectsMost)...)
	}
	l.fetch(model.SortIDs(found))
	var items []model.ID
	for _, id := range found {
		if i := model.Get[*model.Incident](l.c, id); i != nil {
			items = append(items, i.Items...)
		}
	}
	l.itemsBelow(items)
}

// longestWindow is the longest of the incident windows, in days.
func (l *loader) longestWindow() (days int) {
	for _, n := range l.c.Rules.Policy.Incident {
		days = max(days, n)
	}
	return days
}

// withRuns loads releases with their runs and services.
func (l *loader) withRuns(ids []model.ID) {
	if len(ids) == 0 {
		return
	}
	l.fetch(ids)
	var services []model.ID
	for _, id := range ids {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			services = append(services, r.Service)
		}
	}
	l.fetch(services)
	l.fetch(l.ids("SELECT r.id FROM json_each(?) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND r.kind = 'run' AND "+live("r", l.pos), list(ids)))
}

// itemsBelow loads items with all whose failing they feel.
func (l *loader) itemsBelow(items []model.ID) {
	if len(items) == 0 {
		return
	}
	l.fetch(l.ids(`WITH RECURSIVE down(id) AS (SELECT value FROM json_each(?1)`+needs("down", "", live("l", l.pos))+`) SELECT id FROM down`, list(model.SortIDs(items))))
}
