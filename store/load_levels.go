package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// levels loads what service levels are reckoned of (gate.Levels), apart from the other facts:
// agreements, what tells of outages in a span, and the calendar. Without services those of all
// that have an agreement.
func (l *loader) levels(of model.ToReckon) {
	if a := model.Get[*model.Agreement](l.c, of.Agreement); a != nil {
		of.Services = []model.ID{a.Service}
		of.Span = when.Span{Start: a.From.At.AddDate(0, -1, -2), End: l.c.Now.AddDate(0, 1, 2)}
	} else if of.Agreement != "" {
		return
	}
	agreements := l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'agreement' AND r.kind <> 'release' AND "+live("r", l.pos)+
		" AND (?1 = '[]' OR r.service IN (SELECT value FROM json_each(?1)))", list(model.SortIDs(of.Services)))
	if len(agreements) == 0 && len(of.Services) == 0 || l.err != nil {
		return
	}
	sub := &loader{db: l.db, ctx: l.ctx, q: l.q, pos: l.pos, c: model.NewCase(l.c.Now, l.c.Who, l.c.Rules)}
	sub.fetch(agreements)
	services := model.Each(model.All[*model.Agreement](sub.c), func(a *model.Agreement) model.ID { return a.Service })
	services = model.SortIDs(append(services, of.Services...))
	sub.fetch(services)
	at, from, until := list(services), of.Span.Start.UnixMilli(), of.Span.End.UnixMilli()
	records := func(where string, args ...any) []model.ID {
		return sub.ids("SELECT r.id FROM record_row r WHERE r.kind <> 'release' AND "+where+" AND "+live("r", sub.pos), args...)
	}
	// What begins after the span may have had its impact in it: only what ended before is left out.
	sub.fetch(records("r.kind IN ('outage', 'incident') AND r.service IN (SELECT value FROM json_each(?1)) AND (r.ends IS NULL OR r.ends > ?2 - 86400000 OR r.kind = 'outage')", at, from))
	releases := sub.ids("SELECT r.id FROM release_row r WHERE r.service IN (SELECT value FROM json_each(?1)) AND r.begins < ?3 AND r.ends > ?2 - 86400000 AND r.state IN ('open', 'hold') AND "+live("r", sub.pos)+
		" UNION SELECT d.release FROM deploy_row d JOIN release_row r ON r.id = d.release AND "+live("r", sub.pos)+" AND r.service IN (SELECT value FROM json_each(?1)) WHERE d.what = 'run' AND d.started < ?3 AND "+live("d", sub.pos)+
		" AND (d.ended IS NULL OR d.ended > ?2 OR d.restored > ?2 OR d.failed IS NOT NULL AND d.restored IS NULL)", at, from, until)
	sub.fetch(releases)
	if len(releases) > 0 {
		sub.fetch(sub.ids("SELECT r.id FROM json_each(?1) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND (r.kind = 'run' OR r.kind = 'document' AND r.means = '"+gate.FormPlan+"') AND "+live("r", sub.pos), list(releases)))
	}
	sub.fetch(records("r.kind = 'window' AND r.grade IN ('holiday', 'maintenance') AND r.state = 'active' AND (r.ends IS NULL OR r.ends > ?1 - 172800000) AND r.at < ?2 + 172800000", from, until))
	l.fail(sub.err)
	l.c.Levels = sub.c
}

// levelsOf loads the same for releases of which it may be asked what they take of a target,
// or took: in the months in which they are planned, or since they first ran.
func (l *loader) levelsOf(releases []model.ID) {
	var of model.ToReckon
	home := l.c.Rules.Policy.Location()
	for _, id := range releases {
		r := model.Get[*model.Release](l.c, id)
		if r == nil || r.Service == "" {
			continue
		}
		span := r.Window.Span(l.c.Zone(r))
		if runs := l.c.Runs(id); len(runs) > 0 { // what it took is asked for, up to now
			span = when.Span{Start: runs[0].Started, End: l.c.Now}
		} else if r.Window.IsZero() || r.Deployed || r.Ended() {
			continue
		}
		first, last := when.PeriodOf(span.Start, when.Monthly, home).Span(home), when.PeriodOf(span.End, when.Monthly, home).Next().Span(home)
		if of.Span.IsZero() || first.Start.Before(of.Span.Start) {
			of.Span.Start = first.Start
		}
		if last.End.After(of.Span.End) {
			of.Span.End = last.End
		}
		of.Services = append(of.Services, r.Service)
	}
	if len(of.Services) == 0 {
		return
	}
	agreed, err := ask(l.ctx, l.q, "SELECT 1 FROM record_row r WHERE r.kind = 'agreement' AND r.kind <> 'release' AND "+live("r", l.pos)+" AND r.service IN (SELECT value FROM json_each(?1)) LIMIT 1", list(model.SortIDs(of.Services))).found()
	l.fail(err)
	if agreed {
		l.levels(of)
	}
}
