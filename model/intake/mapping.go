package intake

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"fairway/model/when"
)

// Mapping says what the parts of a source mean. It comes from DecodeMapping or
// from MappingFromOptions, which check it; the zero Mapping makes a milestone of
// every event and knows no column.
//
// The same Mapping may serve several readers at a time.
type Mapping struct {
	Name string // for messages and lists
	// Source is the format it is for, ics or csv; empty is either.
	Source string
	// Kind is what a record is that no rule and no kind column speaks about.
	Kind string
	// KindSaid is set where somebody said what the rows are: no word in them, and no column,
	// makes them anything else.
	KindSaid bool
	// Guesses says that the mapping was made for no file in particular: what it can't tell
	// is asked.
	Guesses bool
	// Zone is the IANA zone of dates without one; empty is the caller's.
	Zone string
	// ZoneOf is the zone of a service, by the name that a source has for it, in which
	// dates about it are meant that name none; nil where it has none of its own.
	ZoneOf func(service string) *time.Location
	// Service and Type fill those fields where the source says nothing. Type is
	// given to releases only.
	Service, Type string
	// Key names the columns that together identify a row (CSV).
	Key []string
	// Columns gives for each of Fairway's fields the column or the template it is
	// filled from. Optional is the same for columns that may be missing.
	Columns, Optional map[string]Source
	// Values translates the values of a field; "*" stands for any other value.
	Values map[string]map[string]string
	// Said translates single values of a field before Values: what a person said beats
	// what a mapping knows, and leaves others alone.
	Said map[string]map[string]string
	// DateFormats are tried in order. They are written as in DD-MM-YYYY HH:MM, or
	// as a layout of Go's time package. ISO 8601 and RFC 3339 are understood where
	// there is none.
	DateFormats []string
	// Empty lists texts that mean nothing, such as ?.
	Empty []string
	// Encoding is the source's, by its name (see Decode); "" is UTF-8, or what the
	// source says of itself.
	Encoding string
	// Rows is the path to the list of rows in a source that is no list itself (JSON, YAML),
	// as in data.issues; "" is the only one that there is.
	Rows string
	// Separator is between columns; 0 is found out from the header.
	Separator rune
	// EndExclusive says that the day in the end column is the first one after.
	EndExclusive bool
	// Duplicates says what a second row with a key means: refuse (the default) or
	// update, which gives both, in order.
	Duplicates string
	// StripEmoji takes pictures off the front of titles.
	StripEmoji bool
	// Rules decide the kind by the text; the first that matches counts.
	Rules []Rule

	version *regexp.Regexp
	zone    *time.Location
	layouts []layout
	filled  []filling
}

// The values of Mapping.Duplicates.
const (
	duplicatesRefuse = "refuse"
	duplicatesUpdate = "update"
)

// Rule gives a kind to the records it matches.
type Rule struct {
	Match      string // regular expression on the summary or title; empty matches all
	Categories string // regular expression on one of the categories; empty matches all
	Kind       string
	Title      string            // template over the fields, where the title should be another
	Hard       bool              // of a freeze: it blocks, where a soft one warns
	Set        map[string]string // fields to set

	match, categories *regexp.Regexp
	title             template
}

// Source is where a field comes from: the first of these column names that the
// header has, or one template such as "Python {version}". For iCalendar the
// columns are property names.
type Source []string

// filling is a field with its source, parsed, in a fixed order.
type filling struct {
	field    string
	columns  []string
	template template
	optional bool
}

// compile checks a mapping that was put together in code and prepares it; the
// functions that decode one have done so already. line tells, for a path such as
// "rule[0].match", the line to name in an error, and may be nil.
func (m *Mapping) compile(line func(path string) int) error {
	at := func(path string) string {
		if line != nil {
			if n := line(path); n > 0 {
				return fmt.Sprintf("line %d: ", n)
			}
		}
		return ""
	}
	bad := func(path, format string, args ...any) error {
		return fmt.Errorf("read the mapping: %s%s", at(path), fmt.Sprintf(format, args...))
	}
	if !slices.Contains([]string{"", "ics", "csv"}, m.Source) {
		return bad("source", "there is no source %q; use ics or csv, or leave it out for both", m.Source)
	}
	if m.Kind != "" && !slices.Contains(kinds, m.Kind) {
		return bad("kind", "there is no kind %q; use one of %s", m.Kind, strings.Join(kinds, ", "))
	}
	if m.Zone != "" {
		zone, err := when.Zone(m.Zone)
		if err != nil {
			return bad("zone", "%v", err)
		}
		m.zone = zone
	}
	if m.Encoding != "" {
		if _, err := Decode(strings.NewReader(""), m.Encoding); err != nil {
			return bad("encoding", "%v", err)
		}
	}
	switch m.Duplicates {
	case "", duplicatesRefuse, duplicatesUpdate:
	default:
		return bad("duplicates", "duplicates is never %q; use refuse or update", m.Duplicates)
	}
	if m.Separator == '"' || m.Separator == '\n' || m.Separator == '\r' || m.Separator >= utf8.RuneSelf {
		return bad("separator", "%q can't stand between columns; use a comma, a semicolon, a bar or tab", m.Separator)
	}
	if err := m.compileColumns(bad); err != nil {
		return err
	}
	m.layouts = nil
	for _, f := range m.DateFormats {
		l, err := layoutOf(f)
		if err != nil {
			return bad("date_formats", "%v", err)
		}
		m.layouts = append(m.layouts, l)
	}
	for field, values := range m.Values {
		if !isField(field) {
			return bad("values."+field, "there is no field %q; use one of %s", field, strings.Join(FieldNames(), ", "))
		}
		if field != columnKind {
			continue
		}
		for from, to := range values {
			if !slices.Contains(kinds, to) {
				return bad("values.kind."+from, "there is no kind %q; use one of %s", to, strings.Join(kinds, ", "))
			}
		}
	}
	for i := range m.Rules {
		if err := m.Rules[i].compile(fmt.Sprintf("rule[%d]", i), bad); err != nil {
			return err
		}
	}
	return nil
}

type badFunc func(path, format string, args ...any) error

func (m *Mapping) compileColumns(bad badFunc) error {
	m.filled = nil
	for _, table := range []struct {
		name     string
		sources  map[string]Source
		optional bool
	}{{"columns", m.Columns, false}, {"optional", m.Optional, true}} {
		for _, field := range slices.Sorted(maps.Keys(table.sources)) {
			path := table.name + "." + field
			if !isField(field) {
				return bad(path, "there is no field %q; use one of %s", field, strings.Join(FieldNames(), ", "))
			}
			if _, both := m.Columns[field]; both && table.optional {
				return bad(path, "%s is under columns and under optional; leave one of them out", field)
			}
			f := filling{field: field, optional: table.optional}
			switch source := table.sources[field]; {
			case len(source) == 0 || slices.Contains(source, ""):
				return bad(path, "%s has no column; name one, or leave the line out", field)
			case len(source) == 1 && strings.ContainsAny(source[0], "{}"):
				t, err := parseTemplate(source[0])
				if err != nil {
					return bad(path, "%s: %v", field, err)
				}
				f.template = t
			default:
				f.columns = source
			}
			m.filled = append(m.filled, f)
		}
	}
	return nil
}

func (r *Rule) compile(path string, bad badFunc) error {
	var err error
	if r.Kind == "" || !slices.Contains(kinds, r.Kind) {
		return bad(path+".kind", "a rule needs a kind, and %q is none; use one of %s", r.Kind, strings.Join(kinds, ", "))
	}
	if r.Match == "" && r.Categories == "" {
		return bad(path, "a rule without match and categories would take everything; give it one of them")
	}
	if r.Hard && r.Kind != KindFreeze {
		return bad(path+".hard", "only a freeze can be hard, and this rule is about a %s; leave hard out", r.Kind)
	}
	if r.match, err = regexp.Compile(r.Match); err != nil {
		return bad(path+".match", "match is no regular expression: %v", err)
	}
	if r.categories, err = regexp.Compile(r.Categories); err != nil {
		return bad(path+".categories", "categories is no regular expression: %v", err)
	}
	if r.title, err = parseTemplate(r.Title); err != nil {
		return bad(path+".title", "title: %v", err)
	}
	for name := range r.Set {
		if _, ok := fields[name]; !ok {
			return bad(path+".set."+name, "there is no field %q to set; use one of %s", name, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		}
	}
	return nil
}

// compileVersion takes the regular expression that finds a version in a title.
func (m *Mapping) compileVersion(text string) error {
	if text == "" {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return fmt.Errorf("version is no regular expression: %v", err)
	}
	named := false
	for _, name := range re.SubexpNames() {
		if name == "" {
			continue
		}
		if _, ok := fields[name]; !ok {
			return fmt.Errorf("version has a group named %q, which is no field; use (?P<version>…)", name)
		}
		named = true
	}
	if !named {
		return fmt.Errorf("version names no group; put (?P<version>…) around the part to keep")
	}
	m.version = re
	return nil
}

// ruleFor is the first rule that matches, or nil.
func (m *Mapping) ruleFor(text string, categories []string) *Rule {
	for i := range m.Rules {
		r := &m.Rules[i]
		if r.Match != "" && !r.match.MatchString(text) {
			continue
		}
		if r.Categories != "" && !slices.ContainsFunc(categories, r.categories.MatchString) {
			continue
		}
		return r
	}
	return nil
}

// translate gives what the mapping makes of a value of a field. known is the
// list to name where the value is not in the table.
func (m *Mapping) translate(field, value string) (to string, known []string, ok bool) {
	for from, to := range m.Said[field] {
		if value != "" && strings.EqualFold(from, value) {
			return to, nil, true
		}
	}
	table, has := m.Values[field]
	if !has || value == "" {
		return value, nil, true
	}
	if to, ok := table[value]; ok {
		return to, nil, true
	}
	for from, to := range table {
		if strings.EqualFold(from, value) {
			return to, nil, true
		}
	}
	if to, ok := table["*"]; ok {
		return to, nil, true
	}
	return "", slices.Sorted(maps.Keys(table)), false
}

// zoneOfAll is the zone of the service that all rows are of, nil where it has none.
func (m *Mapping) zoneOfAll() *time.Location {
	if m.Service == "" || m.ZoneOf == nil {
		return nil
	}
	return m.ZoneOf(m.Service)
}

// zoneOr is the mapping's zone, or else the caller's, or else UTC.
func (m *Mapping) zoneOr(zone *time.Location) *time.Location {
	switch {
	case m.zone != nil:
		return m.zone
	case zone != nil:
		return zone
	}
	return time.UTC
}

// complete finishes a row whose kind, fields and dates are known.
func (m *Mapping) complete(r *Row, now time.Time) {
	setDefault(r.Fields, "service", m.Service)
	if r.Kind == KindRelease {
		setDefault(r.Fields, "type", m.Type)
	}
	for name, text := range r.Fields {
		if text == "" {
			delete(r.Fields, name)
		}
	}
	r.Digest = digestOf(*r)
	// After the digest: that the day has passed is no change of the source.
	if r.Kind == KindRelease && r.Fields["stage"] == "" {
		r.Fields["stage"], r.StageByDate = stageFor(*r, now), true
	}
}

func stageFor(r Row, now time.Time) string {
	switch {
	case r.Fields["state"] == stageCancelled:
		return stageCancelled
	case r.Start.IsZero() || !r.End.At.Before(now):
		return StageExpected
	case r.End.Precision == when.Day && r.End.At.Add(24*time.Hour).After(now):
		return StageExpected
	}
	return StageDone
}

func setDefault(fields map[string]string, name, text string) {
	if fields[name] == "" {
		fields[name] = text
	}
}
