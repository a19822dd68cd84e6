package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Options are the parts of a mapping that fit on a command line.
type Options struct {
	Columns     []string // field=Column, or field=template, such as version=Version or title=Python {version}
	Values      []string // field:text=meaning, such as severity:Alta=P2
	Key         []string // columns; each entry may be a list with commas
	Kind        string   // of every row
	Service     string
	Type        string
	Zone        string   // IANA name
	DateFormats []string // such as DD-MM-YYYY HH:MM
	Empty       []string // texts that mean nothing
	Encoding    string   // such as windows-1252
	Rows        string   // the path to the list of rows
	Separator   string   // one character, or tab, comma, semicolon, auto
	Duplicates  string   // refuse or update
	EndAfter    bool     // the day in the end column is the first one after
}

// IsZero reports whether no option was given.
func (o Options) IsZero() bool {
	return len(o.Columns)+len(o.Values)+len(o.Key)+len(o.DateFormats)+len(o.Empty) == 0 && !o.EndAfter &&
		o.Kind+o.Service+o.Type+o.Zone+o.Encoding+o.Rows+o.Separator+o.Duplicates == ""
}

// MappingFromOptions makes a mapping of options alone. Without a kind the rows
// are releases.
func MappingFromOptions(o Options) (Mapping, error) {
	if o.Kind == "" {
		o.Kind = KindRelease
	}
	return Mapping{Name: "options"}.With(o)
}

// With gives a copy of the mapping in which the options stand before what the
// mapping says. The mapping itself is not changed.
func (m Mapping) With(o Options) (Mapping, error) {
	columns, optional := map[string]Source{}, map[string]Source{}
	for field, s := range m.Columns {
		columns[field] = s
	}
	for field, s := range m.Optional {
		optional[field] = s
	}
	for _, text := range o.Columns {
		field, column, ok := strings.Cut(text, "=")
		field, column = strings.ToLower(strings.TrimSpace(field)), strings.TrimSpace(column)
		if !ok || field == "" || column == "" {
			return Mapping{}, fmt.Errorf("read the column option %s: it is not field=Column; write it as in version=Version", clip(text, 60))
		}
		if field == "date" {
			field = columnStart
		}
		if !isField(field) {
			return Mapping{}, fmt.Errorf("read the column option %s: there is no field %q; use one of %s", clip(text, 60), field, strings.Join(FieldNames(), ", "))
		}
		columns[field] = Source{column}
		delete(optional, field)
	}
	m.Columns, m.Optional = columns, optional
	m.Said = maps.Clone(m.Said)
	for _, text := range o.Values {
		field, value, ok := strings.Cut(text, ":")
		i := strings.LastIndex(value, "=")
		field = strings.ToLower(strings.TrimSpace(field))
		if !ok || i <= 0 || i+1 == len(value) {
			return Mapping{}, fmt.Errorf("read the value option %s: it is not field:text=meaning; write it as in severity:Alta=P2", clip(text, 60))
		}
		if !isField(field) {
			return Mapping{}, fmt.Errorf("read the value option %s: there is no field %q; use one of %s", clip(text, 60), field, strings.Join(FieldNames(), ", "))
		}
		if m.Said == nil {
			m.Said = map[string]map[string]string{}
		}
		said := maps.Clone(m.Said[field])
		if said == nil {
			said = map[string]string{}
		}
		said[strings.TrimSpace(value[:i])] = strings.TrimSpace(value[i+1:])
		m.Said[field] = said
	}
	m.Rules = slices.Clone(m.Rules)
	if o.Kind != "" { // what somebody says is no guess
		m.KindSaid = true
		m.Rules = slices.DeleteFunc(m.Rules, func(r Rule) bool { return r.Kind != o.Kind })
	}
	if len(o.Key) > 0 {
		m.Key = nil
		for _, list := range o.Key {
			for _, k := range strings.Split(list, ",") {
				if k = strings.TrimSpace(k); k != "" {
					m.Key = append(m.Key, k)
				}
			}
		}
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&m.Kind, o.Kind}, {&m.Service, o.Service}, {&m.Type, o.Type}, {&m.Zone, o.Zone}, {&m.Encoding, o.Encoding}, {&m.Rows, o.Rows}, {&m.Duplicates, o.Duplicates}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	if len(o.DateFormats) > 0 {
		m.DateFormats = o.DateFormats
	}
	if len(o.Empty) > 0 {
		m.Empty = o.Empty
	}
	if o.EndAfter {
		m.EndExclusive = true
	}
	if o.Separator != "" {
		var err error
		if m.Separator, err = separatorOf(o.Separator); err != nil {
			return Mapping{}, fmt.Errorf("read the options: %v", err)
		}
	}
	if err := m.compile(nil); err != nil {
		return Mapping{}, err
	}
	return m, nil
}
