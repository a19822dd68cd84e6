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
// called, and which team that is, where the fact names none.
func (l *factsLoader) named(t *metric.Traits) *time.Location {
	zone := l.zone
	s := l.services[t.Service]
	if s.Service != nil {
		t.ServiceName, zone = s.Name, s.zone
	}
	if t.Team == "" {
		t.Team, t.TeamName = model.TeamOf("", s.Service), s.teamName
	} else {
		t.TeamName = l.teams[t.Team]
	}
	return zone
}

// gather reads the releases that a part of the facts is about: each row says all of one. A
// filter is about releases as they stand in their list.
func (l *factsLoader) gather(what int64, in string, args []any) error {
	filter, with := "", args
	if len(l.where.sql) > 0 {
		filter = " AND f.release IN (SELECT r.id FROM release_row r WHERE " + l.live("r") + l.where.text() + ")"
		with = append(append([]any{}, args...), l.where.args...)
	}
	query := "SELECT f.facts FROM fact_row f INDEXED BY fact_row_now WHERE f.until IS NULL AND f.what = " + strconv.FormatInt(what, 10) + " AND " + in
	if l.q.AsOf == Now {
		return l.take(query+filter, with)
	}
	pos := strconv.FormatInt(int64(l.q.AsOf), 10)
	if err := l.take(query+" AND f.since <= "+pos+filter, with); err != nil {
		return err
	}
	return l.take("SELECT f.facts FROM fact_row f INDEXED BY fact_row_then WHERE f.until IS NOT NULL AND f.until > "+pos+" AND f.since <= "+pos+
		" AND f.what = "+strconv.FormatInt(what, 10)+" AND "+in+filter, with)
}

// take adds the releases of a question that aren't there yet.
func (l *factsLoader) take(query string, args []any) error {
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
		facts := string(raw)
		id := packedID(facts)
		number := id.Number()
		if _, known := l.at[number]; known {
			continue
		}
		l.releases = append(l.releases, metric.Release{})
		r := &l.releases[len(l.releases)-1]
		if err := l.unpack(facts, r); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		r.Zone = l.named(&r.Traits)
		l.at[number] = len(l.releases) - 1
		if err := l.tick(); err != nil {
			return err
		}
	}
	return cmp.Or(rows.Err(), rows.Close())
}

// packedID is the id of the release whose facts are packed in a value.
func packedID(facts string) model.ID {
	u := unpacker{left: facts}
	return model.ID(u.text())
}
