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
// with commas, "" for what is empty.
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
	var was, now, own map[string]json.RawMessage
	for _, side := range []struct {
		record T
		into   *map[string]json.RawMessage
	}{{base, &was}, {theirs, &now}, {mine, &own}} {
		body, err := Encode(side.record)
		if err == nil {
			err = json.Unmarshal(body, side.into)
		}
		if err != nil {
			return merged, nil, fmt.Errorf("compare two states of %s: %w", theirs.Key(), err)
		}
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
