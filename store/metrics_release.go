package store

import (
	"database/sql"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/metric"
)

// service is what measures know of a service.
type service struct {
	*model.Service
	zone *time.Location
}

// around reads what the traits of facts are called: services, with their zones and teams,
// and teams. There are few.
func (l *factsLoader) around() error {
	var s model.Service
	err := l.each("SELECT r.id, r.title, r.handle, coalesce(v.body ->> '$.zone', ''), coalesce(v.body ->> '$.team', '') FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'service' AND "+l.live("r"), nil, []any{&s.ID, &s.Name, &s.Handle, &s.Zone, &s.Team}, func() error {
		found := s
		l.services[s.ID], l.out.Handles[s.ID] = service{&found, s.Location(l.zone)}, s.Handle
		return nil
	})
	if err != nil {
		return err
	}
	var id model.ID
	var name string
	return l.each("SELECT r.id, r.title FROM record_row r WHERE r.kind = 'team' AND "+l.live("r"), nil, []any{&id, &name}, func() error {
		l.teams[id] = name
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
	t.Team = model.TeamOf(t.Team, s.Service)
	t.TeamName = l.teams[t.Team]
	return zone
}

// factColumns are what measures know of a release without reading its body.
const factColumns = `r.id, r.name, r.version, r.type, r.means, r.major, r.imported, r.service, r.team, r.ended, r.deployed, r.begins, r.begins_day, r.ends, r.ends_day, r.authorised, r.base, r.base_day, r.cancelled, r.rebased, r.moves, r.registered, r.declared, r.incident, r.outcome, r.passed`

// factRow is a row of factColumns and otherColumns.
type factRow struct {
	metric.Release
	name, version, moves, passed string
	declared                     int
	what                         string        // else is there
	planned                      sql.NullInt64 // in milliseconds, of a plan
	other                        runRow
}

func (f *factRow) into() []any {
	r := &f.Release
	return append([]any{&r.ID, &f.name, &f.version, &r.Type, &r.Purpose, &r.Major, &r.Imported, &r.Service, &r.Team, &r.Ended, &r.Deployed,
		(*momentAt)(&r.Window.Start), (*wholeDay)(&r.Window.Start), (*momentAt)(&r.Window.End), (*wholeDay)(&r.Window.End), (*stamp)(&r.Authorised),
		(*momentAt)(&r.Baseline.Start), (*wholeDay)(&r.Baseline.Start), (*stamp)(&r.Cancelled), &r.Rebased, &f.moves, (*stamp)(&r.Registered), &f.declared, &r.ForIncident, &r.Outcome, &f.passed, &f.what, &f.planned}, f.other.into()...)
}

// release takes a row of one of the releases.
func (l *factsLoader) release(f *factRow) (*metric.Release, error) {
	i, known := l.at[f.ID]
	if !known {
		r := f.Release
		r.Title = (&model.Release{Name: f.name, Version: f.version}).Title()
		r.Zone = l.named(&r.Traits)
		r.Declared, r.Downgraded = f.declared > 0, f.declared == 2
		var err error
		if l.reads(metric.ReadsStages) {
			if r.Passages, err = readPassages(f.passed); err != nil {
				return nil, fmt.Errorf("the stages of %s: %w", r.ID, err)
			}
		}
		if f.moves != "" {
			if r.Moves, err = readMoves(f.moves); err != nil {
				return nil, fmt.Errorf("the moves of %s: %w", r.ID, err)
			}
		}
		i = len(l.releases)
		l.at[r.ID] = i
		l.releases = append(l.releases, r)
	}
	out := &l.releases[i]
	switch f.what {
	case "run":
		l.ran(out, f.other)
	case paperPlan:
		out.Planned = time.Duration(f.planned.Int64) * time.Millisecond
	}
	return out, nil
}

func (l *factsLoader) more(cond string, args []any) error {
	var f factRow
	return l.each("SELECT "+factColumns+", "+otherColumns+" FROM release_row r"+l.others("r.id", "")+" WHERE "+l.live("r")+" AND "+cond+l.where.text(), args, f.into(), func() error {
		_, err := l.release(&f)
		return err
	})
}
