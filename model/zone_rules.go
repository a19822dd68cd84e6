package model

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"fairway/model/when"
)

// ZoneRules are the rules of a time zone by which the file's dates were derived.
// They are kept so that every program reads the same from the file, whatever zone
// data it or its host has: governments change the clocks at short notice.
type ZoneRules struct {
	ID   ID     `json:"id"`
	Name string `json:"name"` // IANA
	// Source is the release of the zone data that they were taken from, such as
	// 2026f, where these say so.
	Source string    `json:"source,omitempty"`
	Digest string    `json:"digest"` // when.RulesDigest of Rules
	Rules  string    `json:"rules"`  // as when.RulesOf writes them
	Since  time.Time `json:"since"`  // taken up
}

func (z *ZoneRules) Kind() Kind    { return KindZone }
func (z *ZoneRules) Key() ID       { return z.ID }
func (z *ZoneRules) Links() []Link { return nil }

func (z *ZoneRules) Row() Row {
	return Row{Title: z.Name, State: ZoneFollowed, At: z.Since, Grade: z.Source, Handle: z.Name, Text: z.Digest}
}

// ZoneMove says that a planned date of a release became another instant, as the
// rules of its zone changed.
type ZoneMove struct {
	From when.Span `json:"from"`
	To   when.Span `json:"to"`
	Zone string    `json:"zone"`
	At   time.Time `json:"at"`
	// Seen is who looked at it, who may move the dates.
	Seen   ID        `json:"seen,omitempty"`
	SeenAt time.Time `json:"seen_at,omitzero"`
}

// Moved reports whether a release's dates became other instants and nobody who may
// move them has looked since. What is deployed doesn't care any more.
func (r *Release) Moved() bool { return r.ZoneMove != nil && r.ZoneMove.Seen == "" && !r.Deployed }

// SeenBy is the move with who looked at it, or planned the dates anew, which is
// more; somebody who did so before stays. There may be none.
func (m *ZoneMove) SeenBy(person ID, at time.Time) *ZoneMove {
	if m == nil || m.Seen != "" {
		return m
	}
	n := *m
	n.Seen, n.SeenAt = person, at
	return &n
}

// ZonesOf are the zones that a record's planned dates are in, or that it names,
// by name and sorted; UTC, whose clocks never change, is none.
func ZonesOf(r Record) []string {
	found := map[string]bool{}
	walkMoments(reflect.ValueOf(r), func(m *when.Moment) { found[m.Zone] = true })
	switch r := r.(type) {
	case *Rules:
		found[r.Policy.Zone] = true
	case *Service:
		found[r.Zone] = true
	case *Window:
		found[r.Zone] = true
	}
	delete(found, "")
	delete(found, time.UTC.String())
	return slices.Sorted(maps.Keys(found))
}

// LacksZone reports whether a planned date of a record was kept without the zone
// in which it was meant.
func LacksZone(r Record) (lacks bool) {
	walkMoments(reflect.ValueOf(r), func(m *when.Moment) { lacks = lacks || !m.IsZero() && m.Zone == "" })
	return lacks
}

// Rederived is the record with the instants of its planned dates derived anew, by
// the rules of zones. It reports whether one of them moved; the record itself
// stays as it is.
func Rederived(r Record, rules func(name string) (*time.Location, error)) (Record, bool, error) {
	moved := false
	walkMoments(reflect.ValueOf(r), func(m *when.Moment) { moved = moved || !m.DeriveBy(rules).At.Equal(m.At) })
	if !moved {
		return r, false, nil
	}
	n, err := copied(r)
	if err != nil {
		return nil, false, err
	}
	walkMoments(reflect.ValueOf(n), func(m *when.Moment) { *m = m.DeriveBy(rules) })
	return n, true, nil
}

// walkMoments visits every planned date in a record.
func walkMoments(v reflect.Value, visit func(*when.Moment)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkMoments(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkMoments(v.Index(i), visit)
		}
	case reflect.Struct:
		if v.Type() == momentType {
			m := v.Interface().(when.Moment)
			was := m
			visit(&m)
			if m != was && v.CanSet() {
				v.Set(reflect.ValueOf(m))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walkMoments(v.Field(i), visit)
			}
		}
	}
}
