package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// A file of before its zones were kept says of a whole day no more than the
// midnight at which it begins, and of no date by which zone data it was derived.
// When it is brought up to date, the rules that its zones have then are written
// down, so that from then on every program reads the same from it; and a day is
// read as the date whose midnight it is in one of these zones.

// keepsZones is the first format of a file in which all zones in use have their
// rules.
const keepsZones = 6

// before are the zones of a file that kept none.
type before struct {
	home  string   // the organisation's
	names []string // those in use, without UTC, whose clocks never change
}

// zonesBefore reads which zones an older file uses. It asks for nothing that the
// file's format hasn't always had.
func zonesBefore(ctx context.Context, q queryer) (before, error) {
	found := map[string]bool{}
	var out before
	var kind, body string
	newest := int64(0)
	err := ask(ctx, q, "SELECT kind, body FROM version WHERE until IS NULL AND body IS NOT NULL AND kind IN (?, ?, ?)",
		string(model.KindRules), string(model.KindService), string(model.KindWindow)).each([]any{&kind, &body}, func() error {
		r, err := recordOf(kind, sql.NullString{String: body, Valid: true})
		if err != nil {
			return err
		}
		for _, name := range model.ZonesOf(r) {
			if _, err := when.Zone(name); err == nil {
				found[name] = true
			}
		}
		if rules, ok := r.(*model.Rules); ok && rules.ID.Number() > newest {
			newest, out.home = rules.ID.Number(), rules.Policy.Zone
		}
		return nil
	})
	if out.home == "" {
		out.home = time.UTC.String()
	}
	out.names = slices.Sorted(maps.Keys(found))
	return out, err
}

// places are the zones in which such a file meant its days.
func (b before) places(rules func(name string) (*time.Location, error)) []*time.Location {
	var out []*time.Location
	for _, name := range append([]string{b.home}, b.names...) {
		if zone, err := rules(name); err == nil {
			out = append(out, zone)
		}
	}
	return out
}

// keepZonesOfBefore writes the rules of an older file's zones down, as an entry of
// the program's own.
func (db *DB) keepZonesOfBefore(ctx context.Context, tx *sql.Tx, b before) error {
	if err := db.followZones(ctx, tx); err != nil {
		return err
	}
	source, _ := ZoneData()
	take := action.TakeZones{Home: b.home}
	for _, name := range b.names {
		if db.zones.knows(name) {
			continue
		}
		zone, err := when.Zone(name)
		if err != nil {
			return err
		}
		rules := when.RulesOf(zone)
		take.Zones = append(take.Zones, model.ZoneRules{Name: name, Source: source, Digest: when.RulesDigest(rules), Rules: rules})
	}
	if len(take.Zones) == 0 {
		return nil
	}
	_, err := db.do(ctx, tx, Who{Program: true, Auth: "upgrade", ActionID: db.options.NewID()}, take)
	return err
}

// placesOfBefore finds the zones in which the file meant days before it kept which:
// those that it had as it was brought up to date, by the rules of then.
func placesOfBefore(ctx context.Context, q queryer) ([]*time.Location, error) {
	// Such an entry wrote rules down: it is among those few, however long the log.
	lines, err := column[string](ask(ctx, q, `SELECT l.line FROM log l JOIN log_row r USING (pos) WHERE r.action = ?2 AND l.pos IN (
		SELECT since FROM record_row z WHERE kind = ?1 AND until IS NULL UNION SELECT since FROM record_row z WHERE kind = ?1 AND until IS NOT NULL)
		ORDER BY l.pos`, string(model.KindZone), action.Name(action.TakeZones{})))
	if err != nil {
		return nil, err
	}
	for _, text := range lines {
		e, err := readLine(text)
		if err != nil || e.Gone {
			continue
		}
		values, err := action.Decode(e.Action, e.Values)
		if err != nil {
			continue
		}
		take, _ := values.(*action.TakeZones)
		if take == nil || take.Home == "" {
			continue
		}
		list, err := decoded[model.ZoneRules](ask(ctx, q, "SELECT body FROM version WHERE kind = ? AND body IS NOT NULL AND since <= ? AND (until IS NULL OR until > ?)", string(model.KindZone), e.Pos, e.Pos))
		if err != nil {
			return nil, err
		}
		b, rules := before{home: take.Home}, map[string]*time.Location{time.UTC.String(): time.UTC}
		for _, z := range list {
			if rules[z.Name], err = when.ByRules(z.Name, z.Rules); err != nil {
				return nil, err
			}
			b.names = append(b.names, z.Name)
		}
		slices.Sort(b.names)
		return b.places(func(name string) (*time.Location, error) {
			if zone := rules[name]; zone != nil {
				return zone, nil
			}
			return when.Zone(name)
		}), nil
	}
	return nil, nil
}
