package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Listed is a record as lists show it.
type Listed struct {
	ID          model.ID    `json:"id"`
	Kind        model.Kind  `json:"kind"`
	Title       string      `json:"title"`
	State       model.State `json:"state"`
	Grade       string      `json:"grade,omitempty"`
	Handle      string      `json:"handle,omitempty"`
	Site        string      `json:"site,omitempty"`     // of a service
	Priority    string      `json:"priority,omitempty"` // of a change
	Type        string      `json:"type,omitempty"`     // of a change, as it keeps it
	Outcome     string      `json:"outcome,omitempty"`  // of a closed change
	Release     model.ID    `json:"release,omitempty"`  // in which a change is, the latest of several
	Service     model.ID    `json:"service,omitempty"`
	ServiceName string      `json:"service_name,omitempty"`
	Person      model.ID    `json:"person,omitempty"`
	PersonName  string      `json:"person_name,omitempty"`
	Subject     model.ID    `json:"subject,omitempty"`
	SubjectName string      `json:"subject_name,omitempty"` // of one that is a person
	At          time.Time   `json:"at,omitzero"`
	Until       time.Time   `json:"until,omitzero"`
	Day         string      `json:"day,omitempty"`       // what At is of, where that is a whole day
	LastDay     string      `json:"last_day,omitempty"`  // and Until
	Wall        string      `json:"wall,omitempty"`      // what the wall shows at At, where AsMeant was asked for and that was kept
	LastWall    string      `json:"last_wall,omitempty"` // and at Until
	Zone        string      `json:"zone,omitempty"`      // in which these are meant, where that was kept
	Position    int64       `json:"position"`
	Questions   int         `json:"questions,omitempty"` // about it that wait for an answer
	// Uses are what came of an entry of the catalogue, and Ended says of a waiver that was
	// granted that its time is over. Late says of an order that it should be here.
	Uses  *model.EntryCount `json:"uses,omitempty"`
	Ended bool              `json:"ended,omitempty"`
	Late  bool              `json:"late,omitempty"`
}

// ListQuery asks for records of one kind.
type ListQuery struct {
	Kind    model.Kind
	State   string   // "" means any
	Subject model.ID // only what belongs to this record
	Service model.ID
	AsOf    Position
	Limit   int
	Skip    int
}

func listedColumns(pos Position) string {
	return `r.id, r.kind, r.title, ` + stateOf("r", pos) + `, r.grade, r.handle, r.service, coalesce(s.title, ''), r.person, coalesce(p.title, ''), r.subject, r.at, r.at_day, r.ends, r.ends_day, ` + dayZones("r", "r.at_day OR r.ends_day") + `, iif(r.kind = 'service', ` + siteOf + `, ''), iif(r.kind = 'change', ` + priorityOf + `, ''), iif(r.kind = 'change', ` + outcomeOf + `, ''), iif(r.kind = 'change', ` + typeOf + `, ''), iif(r.kind = 'change', ` + releaseOf(pos) + `, ''), r.since`
}

// siteOf is the site of a service, which no projection has: services are few.
const siteOf = `coalesce((SELECT v.body ->> '$.site' FROM version v WHERE v.n = r.n), '')`

// typeOf, priorityOf and outcomeOf are those of a change, which no projection has either.
const (
	typeOf     = `coalesce((SELECT v.body ->> '$.type' FROM version v WHERE v.n = r.n), '')`
	priorityOf = `coalesce((SELECT v.body ->> '$.priority' FROM version v WHERE v.n = r.n), '')`
	outcomeOf  = `coalesce((SELECT v.body ->> '$.outcome' FROM version v WHERE v.n = r.n), '')`
)

// listedNames joins what listedColumns takes besides r: the names of the service
// and of the person.
func listedNames(pos Position) string {
	return ` LEFT JOIN record_row s ON s.id = r.service AND ` + live("s", pos) + ` LEFT JOIN record_row p ON p.id = r.person AND ` + live("p", pos)
}

func (q ListQuery) conditions() *where {
	w := &where{}
	if q.State != "" {
		w.add(stateOf("r", q.AsOf)+" = ?", q.State)
	}
	if q.Subject != "" {
		w.add("r.subject = ? AND r.subject <> ''", string(q.Subject))
	}
	if q.Service != "" {
		w.add("r.service = ?", string(q.Service))
	}
	return w
}

// List returns records of a kind in the order of their numbers.
func (db *DB) List(ctx context.Context, q ListQuery) ([]Listed, error) {
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	w := q.conditions()
	args := append([]any{string(q.Kind)}, w.args...)
	out, err := listed(ask(ctx, db.reader, "SELECT "+listedColumns(q.AsOf)+" FROM record_row r"+listedNames(q.AsOf)+" WHERE r.kind = ? AND "+live("r", q.AsOf)+w.text()+" ORDER BY r.number LIMIT 0+? OFFSET ?", append(args, q.Limit, q.Skip)...))
	db.calledOn(ctx, db.reader, out)
	return out, db.explain("list records", err)
}

// into is where listedColumns go.
func (l *Listed) into() []any {
	return []any{&l.ID, &l.Kind, &l.Title, &l.State, &l.Grade, &l.Handle, &l.Service, &l.ServiceName, &l.Person, &l.PersonName, &l.Subject, (*stamp)(&l.At), (*dateOfDay)(&l.Day), (*stamp)(&l.Until), (*dateOfDay)(&l.LastDay), (*dayZone)(&l.Zone), &l.Site, &l.Priority, &l.Outcome, &l.Type, &l.Release, &l.Position}
}

// From is At with its precision.
func (l *Listed) From() when.Moment { return momentOf(l.At, l.Day, l.Zone) }

// To is Until with its precision.
func (l *Listed) To() when.Moment { return momentOf(l.Until, l.LastDay, l.Zone) }

// Ends is when it is over: Until, or the end of the last day.
func (l *Listed) Ends() time.Time {
	to := l.To()
	return to.Over()
}

func momentOf(at time.Time, day, zone string) when.Moment {
	if day != "" {
		return when.Moment{At: at, Precision: when.Day, Date: day, Zone: zone}
	}
	return when.Moment{At: at, Precision: when.Minute}
}

// listed reads what a question for listedColumns finds.
func listed(a question) ([]Listed, error) {
	return all(a, (*Listed).into)
}

// ReleaseQuery asks for releases by a filter.
type ReleaseQuery struct {
	Filter string
	Sort   string // a field of the filter; "" for the order of the ids
	Desc   bool
	AsOf   Position
	Me     model.ID
	Now    time.Time
	Zone   *time.Location // in which the dates of the filter are meant; nil is the organisation's
	Limit  int
}

// Releases returns cards that pass a filter. Those without what they are sorted
// by come last.
func (db *DB) Releases(ctx context.Context, q ReleaseQuery) ([]Card, error) {
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	return viewed(ctx, db, "list releases", func(tx *view) ([]Card, error) {
		w, err := db.where(ctx, tx, releaseFields, q.Filter, q.Sort, sight{q.AsOf, q.Me, q.Now, q.Zone})
		if err != nil {
			return nil, err
		}
		return db.markedCards(ctx, tx, q.AsOf, q.Now, " WHERE "+live("r", q.AsOf)+w.text()+w.orderBy(q.Desc, true)+" LIMIT 0+?", append(w.args, q.Limit)...)
	})
}

// markedCards reads cards, and what each collides with.
func (db *DB) markedCards(ctx context.Context, tx queryer, pos Position, now time.Time, which string, args ...any) ([]Card, error) {
	out, err := cards(ctx, tx, now.UnixMilli(), "SELECT "+cardColumns+cardFrom(pos)+which, args...)
	if err != nil {
		return nil, err
	}
	all := make([]*Card, len(out))
	for i := range out {
		all[i] = &out[i]
	}
	return out, db.mark(ctx, tx, pos, now, all)
}

// Card returns one release as the board shows it.
func (db *DB) Card(ctx context.Context, id model.ID, pos Position, now time.Time) (Card, error) {
	return viewed(ctx, db, "read "+string(id), func(tx *view) (Card, error) {
		out, err := db.markedCards(ctx, tx, pos, now, " WHERE r.id = ? AND "+live("r", pos), string(id))
		if err == nil && len(out) == 0 {
			err = &model.NotFound{What: "release " + string(id)}
		}
		if err != nil {
			return Card{}, err
		}
		return out[0], nil
	})
}
