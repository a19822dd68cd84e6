package store

import (
	"slices"

	"fairway/model"
)

// suspectsMost bounds how many deployments around an incident, or incidents around a
// deployment, are looked at: the newest.
const suspectsMost = 1000

// runDays bounds how long a deployment is looked for that runs, in days: one that is open for
// longer was left lying.
const runDays = 60

// suspects loads what suspect.Of asks: of an incident the releases whose deployment ran when it
// began, or shortly before, and changed what it is about, and of a release the incidents since
// then. Each hop is one question, however many there are.
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
		logged := *i
		if logged.Opened.IsZero() { // it is opened now
			logged.Opened = l.c.Now
		}
		began := logged.Began()
		seeds := l.withService(i)
		l.itemsBelow(seeds)
		about := `(EXISTS (SELECT 1 FROM release_row r WHERE r.id = d.release AND r.service = ?4 AND r.service <> '' AND ` + live("r", l.pos) + `)
 OR EXISTS (SELECT 1 FROM link a WHERE a.src = d.release AND a.rel = 'affects' AND a.dst IN (SELECT id FROM down) AND ` + live("a", l.pos) + `))`
		down := `WITH RECURSIVE down(id) AS (SELECT value FROM json_each(?1)` + needs("down", "", live("l", l.pos)) + `)`
		near := l.ids(down+`
 SELECT d.release FROM deploy_row d WHERE d.what = 'run' AND d.ended > ?2 AND d.ended < ?6 AND d.started <= ?3 AND `+live("d", l.pos)+` AND `+about+`
 ORDER BY d.ended DESC LIMIT 0+?5`,
			list(seeds), began.AddDate(0, 0, -days-1).UnixMilli(), began.UnixMilli(), string(i.Service), suspectsMost, began.AddDate(0, 0, runDays).UnixMilli())
		near = append(near, l.ids(down+`
 SELECT d.release FROM (SELECT x.subject AS release FROM record_row x WHERE x.kind = 'run' AND x.kind <> 'release' AND x.at > ?2 AND x.at <= ?3 AND x.state IN ('running', 'rolling-back') AND `+live("x", l.pos)+`) d WHERE `+about+` LIMIT 0+?5`,
			list(seeds), began.AddDate(0, 0, -runDays).UnixMilli(), began.UnixMilli(), string(i.Service), suspectsMost)...)
		l.withRuns(model.SortIDs(near))
	}
	if len(releases) == 0 {
		return
	}
	l.withRuns(releases)
	var found []model.ID
	for _, id := range releases {
		r := model.Get[*model.Release](l.c, id)
		runs := l.c.Runs(id)
		if len(runs) == 0 {
			continue
		}
		from, end := runs[0].Started, runs[0].Ended
		for _, run := range runs {
			if run.Started.Before(from) {
				from = run.Started
			}
			if run.Open() {
				end = l.c.Now
			} else if run.Ended.After(end) {
				end = run.Ended
			}
		}
		// What was opened later than the window may be of an impact that began in it.
		found = append(found, l.ids(`WITH RECURSIVE up(id) AS (SELECT value FROM json_each(?1)`+neededBy("up", "", live("l", l.pos))+`),
 felt(id) AS (SELECT DISTINCT i.service FROM up JOIN record_row i ON i.id = up.id AND i.service <> '' AND `+live("i", l.pos)+`)
 SELECT x.id FROM record_row x WHERE x.kind = 'incident' AND x.kind <> 'release' AND x.at >= ?2 AND `+live("x", l.pos)+`
 AND (x.service = ?4 AND x.service <> '' OR x.service IN (SELECT id FROM felt) OR EXISTS (SELECT 1 FROM link a WHERE a.src = x.id AND a.rel = 'affects' AND a.dst IN (SELECT id FROM up) AND `+live("a", l.pos)+`))
 AND (x.at <= ?3 OR (SELECT instr(v.body, '"impact_start":') FROM version v WHERE v.n = x.n) > 0)
 ORDER BY x.at > ?3, x.at DESC LIMIT 0+?5`,
			list(r.Items), from.UnixMilli(), end.AddDate(0, 0, days+1).UnixMilli(), string(r.Service), suspectsMost)...)
		// Whatever lies between what it changed and what feels that.
		l.fetch(l.ids(`WITH RECURSIVE up(id) AS (SELECT value FROM json_each(?1)`+neededBy("up", "", live("l", l.pos))+`) SELECT id FROM up`, list(r.Items)))
	}
	l.fetch(model.SortIDs(found))
}

// withService are the items that an incident is about: those that it names, and those of its
// service.
func (l *loader) withService(i *model.Incident) []model.ID {
	items := slices.Clone(i.Items)
	if i.Service != "" {
		items = append(items, l.ids(`SELECT r.id FROM record_row r WHERE r.kind = 'item' AND r.service = ? AND `+live("r", l.pos), string(i.Service))...)
	}
	return model.SortIDs(items)
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
