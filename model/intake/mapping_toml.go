package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"fairway/model/strict"
)

// maxMapping is the size of a mapping file, in bytes, that nobody needs.
const maxMapping = 64 << 10

// mappingFile is a mapping as it stands in a TOML file.
type mappingFile struct {
	Name         string                       `toml:"name"`
	Source       string                       `toml:"source"`
	Kind         string                       `toml:"kind"`
	Zone         string                       `toml:"zone"`
	Service      string                       `toml:"service"`
	Type         string                       `toml:"type"`
	Key          texts                        `toml:"key"`
	Date         texts                        `toml:"date"` // short for columns.start
	End          texts                        `toml:"end"`  // short for columns.end
	DateFormats  texts                        `toml:"date_formats"`
	Empty        texts                        `toml:"empty"`
	Encoding     string                       `toml:"encoding"`
	Rows         string                       `toml:"rows"`
	Separator    string                       `toml:"separator"`
	EndExclusive bool                         `toml:"end_exclusive"`
	Guesses      bool                         `toml:"guesses"`
	Duplicates   string                       `toml:"duplicates"`
	StripEmoji   bool                         `toml:"strip_emoji"`
	Version      string                       `toml:"version"`
	Columns      map[string]texts             `toml:"columns"`
	Optional     map[string]texts             `toml:"optional"`
	Values       map[string]map[string]string `toml:"values"`
	Rules        []ruleFile                   `toml:"rule"`
}

type ruleFile struct {
	Match      string            `toml:"match"`
	Categories string            `toml:"categories"`
	Kind       string            `toml:"kind"`
	Title      string            `toml:"title"`
	Hard       bool              `toml:"hard"`
	Set        map[string]string `toml:"set"`
}

// texts is one string, or a list of them, as it stands in the file.
type texts = any

// textsOf reads either form; without a value there is none.
func textsOf(v texts) ([]string, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return []string{v}, nil
	case []any:
		out := []string{}
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				return nil, fmt.Errorf("%v is no text; put quotes round it", e)
			}
			out = append(out, s)
		}
		return out, nil
	}
	return nil, fmt.Errorf("%v is neither a text nor a list of texts; put quotes round it", v)
}

// DecodeMapping reads a mapping from a TOML file. It is strict: a key it does
// not know is an error, and so is everything that could not work, such as a
// regular expression that does not compile. Errors name the line.
func DecodeMapping(data []byte) (Mapping, error) {
	if len(data) > maxMapping {
		return Mapping{}, fmt.Errorf("read the mapping: it is %d bytes long, and %d is the most; is it the right file?", len(data), maxMapping)
	}
	var f mappingFile
	if faults := strict.Decode(string(data), &f); len(faults) > 0 {
		wrong := faults[0]
		if wrong.Unknown {
			wrong.Text = fmt.Sprintf("there is no key %q; check its spelling, and that it stands in the right table", wrong.Key)
		}
		return Mapping{}, fmt.Errorf("read the mapping: %w", wrong)
	}
	lines := linesOf(string(data))
	r := &mappingTexts{lines: lines}
	m := Mapping{
		Name: f.Name, Source: f.Source, Kind: f.Kind, Zone: f.Zone, Service: f.Service, Type: f.Type,
		Key: r.read("key", f.Key), DateFormats: r.read("date_formats", f.DateFormats), Empty: r.read("empty", f.Empty),
		EndExclusive: f.EndExclusive, Guesses: f.Guesses, Encoding: f.Encoding, Rows: f.Rows, Duplicates: f.Duplicates, StripEmoji: f.StripEmoji,
		Columns: r.sources("columns", f.Columns), Optional: r.sources("optional", f.Optional), Values: f.Values,
	}
	date, end := r.read("date", f.Date), r.read("end", f.End)
	if r.wrong != nil {
		return Mapping{}, r.wrong
	}
	for _, short := range []struct {
		key, column string
		value       []string
	}{{"date", columnStart, date}, {"end", columnEnd, end}} {
		if short.value == nil {
			continue
		}
		if _, both := m.Columns[short.column]; both {
			return Mapping{}, fmt.Errorf("read the mapping: line %d: %s says the same as columns.%s; leave one of them out", lines.of(short.key), short.key, short.column)
		}
		m.Columns[short.column] = Source(short.value)
	}
	for _, r := range f.Rules {
		m.Rules = append(m.Rules, Rule{Match: r.Match, Categories: r.Categories, Kind: r.Kind, Title: r.Title, Hard: r.Hard, Set: r.Set})
	}
	var err error
	if m.Separator, err = separatorOf(f.Separator); err != nil {
		return Mapping{}, fmt.Errorf("read the mapping: line %d: %v", lines.of("separator"), err)
	}
	if err := m.compileVersion(f.Version); err != nil {
		return Mapping{}, fmt.Errorf("read the mapping: line %d: %v", lines.of("version"), err)
	}
	if err := m.compile(lines.of); err != nil {
		return Mapping{}, err
	}
	return m, nil
}

// mappingTexts reads what is a text or a list of texts, and keeps the first that is
// neither.
type mappingTexts struct {
	lines lines
	wrong error
}

func (r *mappingTexts) read(key string, v texts) []string {
	out, err := textsOf(v)
	if err != nil && r.wrong == nil {
		r.wrong = fmt.Errorf("read the mapping: %w", strict.Fault{Line: r.lines.of(key), Text: key + ": " + err.Error()})
	}
	return out
}

func (r *mappingTexts) sources(table string, in map[string]texts) map[string]Source {
	out := map[string]Source{}
	for _, field := range slices.Sorted(maps.Keys(in)) {
		out[field] = Source(r.read(table+"."+field, in[field]))
	}
	return out
}

// separatorOf reads a separator by its character or its name.
func separatorOf(text string) (rune, error) {
	switch text {
	case "", "auto":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	}
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) {
		return 0, fmt.Errorf("the separator %q is more than one character; use one, or tab, or auto", text)
	}
	return r, nil
}

// lines tells on which line of a TOML file a key stands. The decoder knows the
// place of what it can't read, but not of a value that is wrong for us; mapping
// files are small and plain, and this finds the keys of plain files. In a file
// written in an unusual way (inline tables) it finds nothing, and the error
// goes without a line.
type lines map[string]int

func linesOf(text string) lines {
	at := lines{}
	table := ""
	counts := map[string]int{}
	quote := "" // of the multi-line string we are in
	for i, line := range strings.Split(text, "\n") {
		if quote != "" {
			if strings.Contains(line, quote) {
				quote = ""
			}
			continue
		}
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "[["):
			name, _, _ := strings.Cut(line[2:], "]]")
			name = plainKey(name)
			table = fmt.Sprintf("%s[%d]", name, counts[name])
			counts[name]++
			at.put(table, i+1)
			at.put(name, i+1)
		case line[0] == '[':
			name, _, _ := strings.Cut(line[1:], "]")
			table = plainKey(name)
			// [rule.set] belongs to the rule before it.
			if first, rest, ok := strings.Cut(table, "."); ok && counts[first] > 0 {
				table = fmt.Sprintf("%s[%d].%s", first, counts[first]-1, rest)
			}
			at.put(table, i+1)
		default:
			key, value, ok := strings.Cut(line, "=")
			if !ok {
				continue // inside a list over several lines
			}
			path := plainKey(key)
			if table != "" {
				path = table + "." + path
			}
			at.put(path, i+1)
			for _, q := range []string{`"""`, `'''`} {
				if strings.Count(value, q) == 1 {
					quote = q
				}
			}
		}
	}
	return at
}

func (l lines) put(path string, line int) {
	for _, p := range []string{path, withoutIndex(path)} {
		if l[p] == 0 {
			l[p] = line
		}
	}
}

// of gives the line of a key, or of the nearest table around it, or 0.
func (l lines) of(path string) int {
	for path != "" {
		if n := l[path]; n > 0 {
			return n
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return 0
}

func withoutIndex(path string) string {
	open, shut := strings.IndexByte(path, '['), strings.IndexByte(path, ']')
	if open < 0 || shut < open {
		return path
	}
	return path[:open] + path[shut+1:]
}

func plainKey(key string) string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return strings.Join(parts, ".")
}
