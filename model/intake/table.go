package intake

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// table is a source of rows under named columns: CSV, JSON, YAML, a sheet.
type table interface {
	// header gives the names of the columns, and the line on which they stand. A file that
	// is no such table is an error among the problems.
	header() (names []string, line int, problems []Problem, err error)
	// next gives the values of the next row, as many as there are names, or a problem that
	// is an error in their place; neither for a row without any. The end is io.EOF.
	next() (values []string, line int, problems []Problem, err error)
	// where gives the line and the column in the source of a value of the row last read.
	where(line, column int) (int, int)
}

// tableReader makes rows of a table by a mapping.
type tableReader struct {
	table
	mapping Mapping
	now     time.Time
	zone    *time.Location

	names   []string
	index   map[string]int // column name in lower case → position of the first
	twins   map[int][]int  // that position → those of the others of that name
	sources []tableSource
	key     []int
	keys    seen

	kinds     bool // a column says what each row is
	opened    bool
	ended     bool
	some      bool         // a row was read
	told      bool         // that there is no key column
	toldTwice map[int]bool // columns of whose other values was told
}

// tableSource is a filling with its column found.
type tableSource struct {
	filling
	at     int   // column, for a filling without template
	others []int // columns of the same name: the values of a list, as Jira writes it
}

// openTable reads a table by a mapping. now decides only which releases without a stage are
// over; zone (nil is UTC) is where dates are meant unless the mapping or a zone column says
// otherwise.
func openTable(t table, m Mapping, now time.Time, zone *time.Location) Reader {
	return &tableReader{table: t, mapping: m, now: now, zone: m.zoneOr(zone), keys: seen{}}
}

// Next reads one row.
func (c *tableReader) Next() (Row, []Problem, error) {
	if c.ended {
		return Row{}, nil, io.EOF
	}
	var problems []Problem
	if !c.opened {
		c.opened = true
		var err error
		if problems, err = c.open(); err != nil || hasError(problems) {
			c.ended = true
			if err == nil {
				err = io.EOF
			}
			return Row{}, problems, err
		}
	}
	for {
		values, line, more, err := c.next()
		problems = append(problems, more...)
		if err != nil {
			c.ended = true
			return Row{}, problems, err
		}
		if hasError(more) {
			return Row{Line: line}, problems, nil
		}
		if !c.clean(values) {
			continue // a row without any value
		}
		row, more := c.row(values, line)
		p := c.other(row)
		first := !c.some
		c.some = true
		switch {
		case p != nil && first: // all of them, then
			c.ended = true
			p.Reason += ", and nothing says what the rows are: nothing was read"
			return Row{Line: line}, append(problems, *p), io.EOF
		case p != nil:
			return Row{Line: line}, append(problems, *p), nil
		}
		return row, append(problems, more...), nil
	}
}

// keysOfOthers are what the numbers of records begin with that are no releases, in
// ServiceNow's tables task, and what they are.
var keysOfOthers = regexp.MustCompile(`^(INC|PRB|CHG|RITM|REQ|SCTASK|CTASK|PTASK)[0-9]{5,}$`)

// other says of a row whose kind nobody said that it is of another than it was taken for.
func (c *tableReader) other(row Row) *Problem {
	m := keysOfOthers.FindStringSubmatch(row.Key)
	if m == nil || !c.mapping.Guesses || c.mapping.KindSaid || c.kinds {
		return nil
	}
	said := slices.DeleteFunc(Kinds(), func(k string) bool { return k == KindSkip })
	p := fail(row.Line, 0, fmt.Sprintf("its key, %s, is not one of a release", row.Key), "say what it is, one of "+strings.Join(said, ", ")+",")
	p.Option = "kind"
	return &p
}

// clean trims the values, and takes away the mapping's empty texts. It reports whether
// anything is left.
func (c *tableReader) clean(values []string) bool {
	any := false
	for i, v := range values {
		v = strings.TrimSpace(v)
		if slices.Contains(c.mapping.Empty, v) {
			v = ""
		}
		values[i] = v
		any = any || v != ""
	}
	return any
}

// open reads the header.
func (c *tableReader) open() ([]Problem, error) {
	names, line, problems, err := c.header()
	if err != nil || hasError(problems) {
		return problems, err
	}
	c.names = names
	c.index, c.twins = map[string]int{}, map[int][]int{}
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		name = strings.ToLower(names[i])
		if first, twice := c.index[name]; twice {
			c.twins[first] = append(c.twins[first], i)
			continue
		}
		c.index[name] = i
	}
	return append(problems, c.bind(line)...), nil
}

// bind looks up the mapping's columns in the header. All that are missing are
// told at once.
func (c *tableReader) bind(line int) []Problem {
	var missing []string
	find := func(names ...string) int {
		for _, n := range names {
			if i, ok := c.index[strings.ToLower(strings.TrimSpace(n))]; ok {
				return i
			}
		}
		return -1
	}
	for _, f := range c.mapping.filled {
		if f.template != nil {
			for _, n := range f.template.names() {
				if find(n) < 0 && !f.optional {
					missing = append(missing, n)
				}
			}
			c.sources = append(c.sources, tableSource{filling: f, at: -1})
			continue
		}
		at := find(f.columns...)
		if at < 0 {
			if !f.optional {
				missing = append(missing, strings.Join(f.columns, " or "))
			}
			continue
		}
		c.sources = append(c.sources, tableSource{filling: f, at: at, others: c.twins[at]})
	}
	c.kinds = slices.ContainsFunc(c.sources, func(s tableSource) bool { return s.field == columnKind })
	for _, k := range c.mapping.Key {
		at := find(k)
		if at < 0 {
			missing = append(missing, k)
		}
		c.key = append(c.key, at)
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		missing = slices.Compact(missing)
		return []Problem{fail(line, 0,
			fmt.Sprintf("the header lacks %s; it has %s", clip(strings.Join(missing, ", "), 200), clip(strings.Join(c.names, ", "), 500)),
			"name the right columns in the mapping, or give the right separator")}
	}
	titled := func(s tableSource) bool { return slices.Contains([]string{"title", "name", "version"}, s.field) }
	if c.mapping.Guesses && !slices.ContainsFunc(c.sources, titled) {
		p := fail(line, 0,
			fmt.Sprintf("no column is known to be the title; the header has %s", clip(strings.Join(c.names, ", "), 500)),
			"say which it is, as in title=COLUMN, and of which kind the rows are")
		p.Option = "map"
		return []Problem{p}
	}
	if len(c.sources) == 0 {
		return []Problem{fail(line, 0,
			fmt.Sprintf("no column is known; the header has %s", clip(strings.Join(c.names, ", "), 500)),
			"give a mapping that says which column is the title, the version and the date")}
	}
	return nil
}
