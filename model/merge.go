package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Clash is one field that two people changed from the same state to different
// values. The values are as a person reads them: texts without quotes, lists
// with commas, "" for what is empty. Where nobody wrote anything of their own,
// but decided on what they saw, Mine is what they saw.
type Clash struct {
	Field  string `json:"field"`
	Was    string `json:"was"`
	Theirs string `json:"theirs"`
	Mine   string `json:"mine"`
}

// Merge carries what somebody changed between base and mine over to theirs,
// the record as it stands now, so that neither loses what they wrote: a field
// that only one of them changed is that one's, and of a list of names what
// each added or took out holds. A field that both changed to different values
// is a clash; it stands in the merged record as it stands in theirs. All three
// are states of the same record.
func Merge[T Record](base, theirs, mine T) (merged T, clashes []Clash, err error) {
	was, err := fieldsOf(base)
	if err != nil {
		return merged, nil, err
	}
	now, err := fieldsOf(theirs)
	if err != nil {
		return merged, nil, err
	}
	own, err := fieldsOf(mine)
	if err != nil {
		return merged, nil, err
	}
	names := map[string]bool{}
	for _, side := range []map[string]json.RawMessage{was, now, own} {
		for name := range side {
			names[name] = true
		}
	}
	for name := range names {
		b, t, m := was[name], now[name], own[name]
		switch {
		case bytes.Equal(m, b), bytes.Equal(m, t): // nothing of mine, or the same
		case bytes.Equal(t, b):
			put(now, name, m)
		default:
			if list, ok := mergeNames(b, t, m); ok {
				put(now, name, list)
				continue
			}
			clashes = append(clashes, Clash{Field: name, Was: plainValue(b), Theirs: plainValue(t), Mine: plainValue(m)})
		}
	}
	slices.SortFunc(clashes, func(a, b Clash) int { return strings.Compare(a.Field, b.Field) })
	body, err := json.Marshal(now)
	if err != nil {
		return merged, nil, fmt.Errorf("put two states of %s together: %w", theirs.Key(), err)
	}
	r, err := Decode(theirs.Kind(), body)
	if err != nil {
		return merged, nil, err
	}
	merged, ok := r.(T)
	if !ok {
		return merged, nil, fmt.Errorf("put two states of %s together: a %T came of it", theirs.Key(), r)
	}
	return merged, clashes, nil
}

// Differences are the fields in which a record no longer says what somebody saw
// in it, of those named, or of all without names. Mine is what they saw.
func Differences[T Record](seen, now T, names ...string) ([]Clash, error) {
	was, err := fieldsOf(seen)
	if err != nil {
		return nil, err
	}
	is, err := fieldsOf(now)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		for _, side := range []map[string]json.RawMessage{was, is} {
			for name := range side {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		names = slices.Compact(names)
	}
	var out []Clash
	for _, name := range names {
		if !bytes.Equal(was[name], is[name]) {
			text := plainValue(was[name])
			out = append(out, Clash{Field: name, Was: text, Theirs: plainValue(is[name]), Mine: text})
		}
	}
	return out, nil
}

// fieldsOf takes a record apart into its fields as they are kept.
func fieldsOf(r Record) (map[string]json.RawMessage, error) {
	body, err := Encode(r)
	var fields map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(body, &fields)
	}
	if err != nil {
		return nil, fmt.Errorf("compare two states of %s: %w", r.Key(), err)
	}
	return fields, nil
}

func put(fields map[string]json.RawMessage, name string, value json.RawMessage) {
	if value == nil {
		delete(fields, name)
		return
	}
	fields[name] = value
}

// mergeNames puts two edits of a list of names or ids together: what stands in
// theirs, without what mine took out, and with what mine added. It reports
// false for what is no such list.
func mergeNames(base, theirs, mine json.RawMessage) (json.RawMessage, bool) {
	var b, t, m []string
	for _, side := range []struct {
		text json.RawMessage
		into *[]string
	}{{base, &b}, {theirs, &t}, {mine, &m}} {
		if side.text != nil && json.Unmarshal(side.text, side.into) != nil {
			return nil, false
		}
	}
	var out []string
	for _, name := range t {
		if !slices.Contains(b, name) || slices.Contains(m, name) {
			out = append(out, name)
		}
	}
	for _, name := range m {
		if !slices.Contains(b, name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if !slices.ContainsFunc(out, func(name string) bool { return ID(name).Kind() == "" }) {
		slices.SortFunc(out, func(a, b string) int { return CompareIDs(ID(a), ID(b)) }) // ids stand in their order, words as written
	}
	if len(out) == 0 {
		return nil, true
	}
	text, err := json.Marshal(out)
	return text, err == nil
}

// plainValue shows a field's value in a message: a text as it is, names with
// commas, anything else as JSON.
func plainValue(value json.RawMessage) string {
	var text string
	if value == nil || json.Unmarshal(value, &text) == nil {
		return text
	}
	var names []string
	if json.Unmarshal(value, &names) == nil {
		return strings.Join(names, ", ")
	}
	return string(value)
}
