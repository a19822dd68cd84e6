package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"fairway/model"
	"fairway/model/metric"
)

// service is what measures know of a service.
type service struct {
	*model.Service
	zone     *time.Location
	teamName string
}

// around reads what the traits of facts are called: services, with their zones and teams,
// and teams. There are few.
func (l *factsLoader) around() error {
	var id model.ID
	var name string
	err := l.each("SELECT r.id, r.title FROM record_row r WHERE r.kind = 'team' AND "+l.live("r"), nil, []any{&id, &name}, func() error {
		l.teams[id] = name
		return nil
	})
	if err != nil {
		return err
	}
	var s model.Service
	return l.each("SELECT r.id, r.title, r.handle, coalesce(v.body ->> '$.zone', ''), coalesce(v.body ->> '$.team', '') FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'service' AND "+l.live("r"), nil, []any{&s.ID, &s.Name, &s.Handle, &s.Zone, &s.Team}, func() error {
		found := s
		l.services[s.ID], l.out.Handles[s.ID] = service{&found, s.Location(l.zone), l.teams[s.Team]}, s.Handle
		return nil
	})
}

// named completes what a fact can be told apart by: what its service and its team are
// called, and which team that is, where the fact names none. It is the zone of the service.
func (p *places) named(t *metric.Traits) *time.Location {
	zone := p.zone
	s := p.services[t.Service]
	if s.Service != nil {
		t.ServiceName, zone = s.Name, s.zone
	}
	if t.Team == "" {
		t.Team, t.TeamName = model.TeamOf("", s.Service), s.teamName
	} else {
		t.TeamName = p.teams[t.Team]
	}
	return zone
}

// gather reads the releases that a part of the facts is about: each row says all of one. A
// filter is about releases as they stand in their list.
func (l *factsLoader) gather(what int64, in string, args []any) error {
	return l.rows(what, in, args, l.add)
}

// rows goes through the rows of fact_row that say one thing of releases, those that hold at
// the moment that is looked at.
func (l *factsLoader) rows(what int64, in string, args []any, row func(facts []byte) error) error {
	filter, with := "", args
	if len(l.where.sql) > 0 {
		filter = " AND f.release IN (SELECT r.id FROM release_row r WHERE " + l.live("r") + l.where.text() + ")"
		with = append(append([]any{}, args...), l.where.args...)
	}
	query := "SELECT f.facts FROM fact_row f INDEXED BY fact_row_now WHERE f.until IS NULL AND f.what = " + strconv.FormatInt(what, 10) + " AND " + in
	if l.q.AsOf == Now {
		return l.take(query+filter, with, row)
	}
	pos := strconv.FormatInt(int64(l.q.AsOf), 10)
	if err := l.take(query+" AND f.since <= "+pos+filter, with, row); err != nil {
		return err
	}
	return l.take("SELECT f.facts FROM fact_row f INDEXED BY fact_row_then WHERE f.until IS NOT NULL AND f.until > "+pos+" AND f.since <= "+pos+
		" AND f.what = "+strconv.FormatInt(what, 10)+" AND "+in+filter, with, row)
}

// take goes through the values of a question.
func (l *factsLoader) take(query string, args []any, row func(facts []byte) error) error {
	rows, err := l.tx.QueryContext(l.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var raw sql.RawBytes
	into := []any{&raw}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := row(raw); err != nil {
			return err
		}
		if err := l.tick(); err != nil {
			return err
		}
	}
	return cmp.Or(rows.Err(), rows.Close())
}

// add takes a release that isn't there yet.
func (l *factsLoader) add(raw []byte) error {
	number := packedNumber(raw)
	if _, known := l.at[number]; known {
		return nil
	}
	facts := l.stock.keep(raw)
	if err := l.readable(facts); err != nil {
		return fmt.Errorf("%s: %w", packedID(facts), err)
	}
	l.at[number] = int32(len(l.kept.facts))
	l.kept.facts = append(l.kept.facts, facts)
	return nil
}

// readable fails where the facts about a release can't be read, and notes from when to when
// runs ended in the period.
func (l *factsLoader) readable(facts string) error {
	err := packedEnds(facts, func(ended time.Time) {
		if !l.q.Span.Holds(ended) || !l.future.IsZero() && !ended.Before(l.future) {
			return
		}
		if l.first.IsZero() || ended.Before(l.first) {
			l.first = ended
		}
		if ended.After(l.last) {
			l.last = ended
		}
	})
	if err != nil {
		return err
	}
	u := unpacker{left: facts}
	u.skip(packedToMoves)
	if moves := u.text(); moves != "" {
		if _, err := readMoves(moves); err != nil {
			return err
		}
	}
	if u.skip("tt"); l.stages {
		_, err = readPassages(u.text(), nil)
	}
	return err
}

// found is the place of a release among those that were found, by its id.
func (l *factsLoader) found(id model.ID) (at int32, ok bool) {
	at, ok = l.at[id.Number()]
	return at, ok
}
