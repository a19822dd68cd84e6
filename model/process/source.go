package process

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// File is one file of the rules, word for word: comments, order and lines are the
// organisation's own, and an export gives them back.
type File struct {
	Name string `json:"name"` // with its folder, and / whatever the host: process/roles.toml
	Text string `json:"text"`
}

// The files that stand for one thing each. Every other one in process/ is a
// process, every one in forms/ a form, every one in templates/ a template.
const (
	PolicyFile = "process/policy.toml"
	RolesFile  = "process/roles.toml"
)

// span is where something stands in a file: the line, from 1, and the bytes of its
// value, where it has one.
type span struct{ line, from, to int }

// places finds where each key of a TOML file stands. Keys are written with the
// place in their lists, from 0: stage.3.check.0.name.
type places map[string]span

// placesIn reads a file for them; of one that is no TOML, those before its fault.
func placesIn(text string) places {
	p := &unstable.Parser{}
	p.Reset([]byte(text))
	found, counts, under := places{}, map[string]int{}, ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			path, line := "", 0
			for key := e.Key(); key.Next(); {
				// A table under a list belongs to the last of that list.
				path = below(path, string(key.Node().Data))
				if line == 0 {
					line = p.Shape(key.Node().Raw).Start.Line
				}
				if n, list := counts[path]; list && !(key.IsLast() && e.Kind == unstable.ArrayTable) {
					path = below(path, strconv.Itoa(n-1))
				}
			}
			if e.Kind == unstable.ArrayTable {
				counts[path]++
				path = below(path, strconv.Itoa(counts[path]-1))
			}
			under = path
			found[path] = span{line: line}
		case unstable.KeyValue:
			found.keyed(p, under, e)
		}
	}
	return found
}

// keyed notes a key, and what its value holds.
func (f places) keyed(p *unstable.Parser, under string, e *unstable.Node) {
	line := 0
	for key := e.Key(); key.Next(); {
		under = below(under, string(key.Node().Data))
		if line == 0 {
			line = p.Shape(key.Node().Raw).Start.Line
		}
	}
	raw := e.Raw
	whole := string(p.Raw(raw))
	// The value is what comes behind the first = that no key holds.
	_, rest, _ := strings.Cut(afterKey(whole), "=")
	value := strings.TrimLeft(rest, " \t")
	to := int(raw.Offset + raw.Length)
	f[under] = span{line, to - len(value), to - (len(value) - len(strings.TrimRight(value, " \t\r\n")))}
	f.within(p, under, line, e.Value())
}

// within notes what stands in a value: the entries of a list, the keys of a table
// that is written in line.
func (f places) within(p *unstable.Parser, path string, line int, v *unstable.Node) {
	n := 0
	for at := v.Children(); at.Next(); {
		child := at.Node()
		switch {
		case v.Kind == unstable.InlineTable && child.Kind == unstable.KeyValue:
			f.keyed(p, path, child)
		case v.Kind == unstable.Array && child.Kind != unstable.Comment:
			if child.Raw.Length > 0 {
				line = p.Shape(child.Raw).Start.Line
			}
			entry := below(path, strconv.Itoa(n))
			f[entry] = span{line, int(child.Raw.Offset), int(child.Raw.Offset + child.Raw.Length)}
			f.within(p, entry, line, child)
			n++
		}
	}
}

// afterKey is an assignment behind the quotes of its key, in which a = may stand.
func afterKey(assignment string) string {
	if len(assignment) > 0 && (assignment[0] == '"' || assignment[0] == '\'') {
		if end := strings.IndexByte(assignment[1:], assignment[0]); end >= 0 {
			return assignment[end+2:]
		}
	}
	return assignment
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// line is that of a key, else of what it would stand under; 0 if nothing is known.
func (f places) line(key string) int {
	for key != "" {
		if at, ok := f[key]; ok && at.line > 0 {
			return at.line
		}
		cut := strings.LastIndexByte(key, '.')
		if cut < 0 {
			break
		}
		key = key[:cut]
	}
	return 0
}

// Put is the file with another value under a key that it has, written as TOML; all
// else of it stays as it is.
func (f File) Put(key, value string) (File, error) {
	at, ok := placesIn(f.Text)[key]
	if !ok || at.to <= at.from {
		return f, fmt.Errorf("%s has no %s", f.Name, key)
	}
	f.Text = f.Text[:at.from] + value + f.Text[at.to:]
	return f, nil
}

// Settled is a set of rules for an organisation in a zone whose weeks begin on a
// day, "" for the day that they have: in what was decoded, and in the text.
func (r Rules) Settled(zone, firstDay string) Rules {
	set := map[string]string{"zone": zone}
	r.Policy.Zone = zone
	if firstDay != "" {
		r.Policy.FirstDay, set["first_day"] = firstDay, firstDay
	}
	r.Source = slices.Clone(r.Source)
	for i, f := range r.Source {
		if f.Name != PolicyFile {
			continue
		}
		for key, value := range set {
			if put, err := f.Put(key, strconv.Quote(value)); err == nil { // else the text says nothing of it
				f = put
			}
		}
		r.Source[i] = f
	}
	return r
}
