package store

import (
	"errors"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/metric"
	"fairway/model/when"
)

// papers are what measures of papers share: the rules and holidays by which they are
// judged, and what they are of.
type papers struct {
	c    *model.Case
	load *loader
	of   map[model.ID]*metric.Release // nil for what does not pass the filter
	// off are the days off for whoever is asked to decide, stageOff those for stages of the
	// period.
	off      map[*model.Rules]map[when.Date]bool
	period   when.Span
	mu       sync.Mutex // of stageOff: ways are looked at by several at once
	stageOff map[*model.Rules]map[when.Date]bool
}

// shared are the papers of this reading, made ready with its first part.
func (l *factsLoader) shared() (*papers, error) {
	if l.paper != nil {
		return l.paper, nil
	}
	c := model.NewCase(l.q.Now, model.Actor{}, l.rules)
	p := &papers{period: l.q.Span, c: c, load: &loader{db: l.db, ctx: l.ctx, q: l.tx, pos: l.q.AsOf, c: c}, of: map[model.ID]*metric.Release{}, off: map[*model.Rules]map[when.Date]bool{}, stageOff: map[*model.Rules]map[when.Date]bool{}}
	p.load.holidays()
	l.paper = p
	return p, p.load.err
}

// rules are those that a release is under.
func (p *papers) rules(r *model.Release) (*model.Rules, error) {
	err := p.fetch([]model.ID{r.Rules})
	return p.c.Under(r), err
}

// fetch reads rules that aren't at hand.
func (p *papers) fetch(books []model.ID) error {
	books = slices.DeleteFunc(books, func(id model.ID) bool { return !p.missing(id) })
	if len(books) > 0 {
		p.load.fetch(books)
	}
	return p.load.err
}

// missing reports whether rules aren't at hand.
func (p *papers) missing(id model.ID) bool { return id != "" && id != p.c.Rules.ID && !p.c.Has(id) }

// people are what people, and other records, are called, by their ids.
func (l *factsLoader) people(ids []model.ID) (map[model.ID]string, error) {
	out := map[model.ID]string{}
	var id model.ID
	var name string
	err := l.each("SELECT r.id, r.title FROM json_each(?1) j CROSS JOIN record_row r ON r.id = j.value AND "+l.live("r"), []any{list(model.SortIDs(ids))}, []any{&id, &name}, func() error {
		out[id] = name
		return nil
	})
	return out, err
}

// subjects are what papers are of: releases and RFCs, as measures know them. What does not
// pass the filter is not among them.
func (l *factsLoader) subjects(ids []model.ID) (map[model.ID]*metric.Release, error) {
	p, err := l.shared()
	if err != nil {
		return nil, err
	}
	var releases, changes []model.ID
	for _, id := range model.SortIDs(slices.Clone(ids)) {
		if _, known := p.of[id]; known {
			continue
		}
		p.of[id] = nil
		switch id.Kind() {
		case model.KindRelease:
			releases = append(releases, id)
		case model.KindChange:
			changes = append(changes, id)
		}
	}
	if len(releases) > 0 {
		var r metric.Release
		var name, version string
		err := l.each("SELECT r.id, r.name, r.version, r.type, r.means, r.major, r.imported, r.service, r.team FROM json_each(?) j CROSS JOIN release_row r ON r.id = j.value AND "+l.live("r")+" WHERE 1"+l.where.text(),
			append([]any{list(releases)}, l.where.args...), []any{&r.ID, &name, &version, &r.Type, &r.Purpose, &r.Major, &r.Imported, &r.Service, &r.Team}, func() error {
				of := r
				of.Title = (&model.Release{Name: name, Version: version}).Title()
				of.Zone = l.named(&of.Traits)
				p.of[of.ID] = &of
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	if len(changes) > 0 {
		w, err := l.passes(model.KindChange, "r.service")
		if err != nil || w == nil {
			return p.of, err
		}
		var of metric.Release
		err = l.each("SELECT r.id, r.title, coalesce(v.body ->> '$.type', ''), r.service FROM json_each(?) j CROSS JOIN record_row r ON r.id = j.value AND "+l.live("r")+" JOIN version v ON v.n = r.n WHERE 1"+w.text(),
			append([]any{list(changes)}, w.args...), []any{&of.ID, &of.Title, &of.Type, &of.Service}, func() error {
				p.of[of.ID] = l.change(p.c, of)
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return p.of, nil
}

// change completes what measures know of an RFC as something that papers are of.
func (l *factsLoader) change(c *model.Case, of metric.Release) *metric.Release {
	if p, ok := c.Rules.Change(of.Type); ok && p.ChangeMeans() != of.Type {
		of.Purpose = p.ChangeMeans()
	}
	of.Zone = l.named(&of.Traits)
	return &of
}

// passes is the filter as it is asked of records of another kind, with where the service of
// one stands. It is nil for what the filter asks and such records don't have: they don't
// pass then.
func (l *factsLoader) passes(kind model.Kind, service string) (*where, error) {
	f := recordFields(kind)
	f.fields = maps.Clone(f.fields)
	f.fields["service"] = field{sql: service, means: aRecord, kind: model.KindService}
	f.fields["team"] = field{sql: "coalesce((SELECT b.body ->> '$.team' FROM record_row s JOIN version b ON b.n = s.n WHERE s.id = " + service + " AND " + live("s", l.q.AsOf) + "), '')", means: aRecord, kind: model.KindTeam}
	if kind == model.KindChange {
		f.fields["type"] = field{sql: "(SELECT b.body ->> '$.type' FROM version b WHERE b.n = r.n)", means: aCode, titled: typeTitles}
	}
	w, err := l.db.where(l.ctx, l.tx, f, l.q.Filter, "", sight{l.q.AsOf, l.q.Me, l.q.Now, l.q.Zone})
	var wrong *filter.Error
	if errors.As(err, &wrong) {
		return nil, nil
	}
	return w, err
}

// writtenSince is the position from which on everything was written that happened after a
// time: what happens is never entered before.
func (l *factsLoader) writtenSince(t time.Time) (Position, error) {
	pos := Position(math.MaxInt64)
	_, err := ask(l.ctx, l.tx, "SELECT coalesce(min(pos), ?) FROM log_row WHERE at >= ?", int64(pos), t.UnixMilli()).one((*int64)(&pos))
	return pos, err
}

// ofInside asks a question for the releases that were deployed in the period: for columns of
// what is joined to their ids, i.id.
func (l *factsLoader) ofInside(columns, joined string, into []any, row func() error) error {
	return l.each("SELECT "+columns+" FROM (SELECT DISTINCT d.release AS id FROM deploy_row d WHERE "+l.endedIn()+") i CROSS JOIN "+joined, l.past(), into, row)
}
