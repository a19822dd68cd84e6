package intake

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Limits of rows that are written as trees (JSON, YAML).
const (
	maxColumns = 2000     // different names in a source
	maxTree    = 64 << 20 // bytes of a source that has to be held whole
)

// cell is a value of a row with the name of its column: the names on the way to it, with
// points between, as in fields.assignee.displayName.
type cell struct{ name, text string }

// treeRow is one row before its columns are known.
type treeRow struct {
	line  int
	cells []cell
}

// put adds a value. Several of one name are a list.
func (r *treeRow) put(name, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	for i := range r.cells {
		if c := &r.cells[i]; c.name == name {
			c.text += ", " + text
			return
		}
	}
	r.cells = append(r.cells, cell{name, text})
}

// treeRows reads rows one by one; the end is io.EOF. A problem that is an error stands in
// the place of a row.
type treeRows func() (treeRow, []Problem, error)

// openTree reads rows that rows finds in a source, decoded, from its beginning each time.
func openTree(r io.ReadSeeker, m Mapping, now time.Time, zone *time.Location, rows func(io.Reader) (treeRows, []Problem, error)) Reader {
	return openTable(&treeTable{begin: func() (treeRows, []Problem, error) {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return nil, nil, err
		}
		in, err := Decode(r, m.Encoding)
		if err != nil {
			return nil, nil, err
		}
		return rows(in)
	}}, m, now, zone)
}

// treeTable is a table of rows that name their columns themselves: the header is all names
// that any row has, in the order in which they come, so it is read twice.
type treeTable struct {
	begin func() (treeRows, []Problem, error) // from the beginning
	rows  treeRows
	names []string
	index map[string]int
}

func (t *treeTable) header() ([]string, int, []Problem, error) {
	rows, problems, err := t.begin()
	if err != nil || hasError(problems) {
		return nil, 1, problems, err
	}
	t.index = map[string]int{}
	first := 0
	for {
		row, _, err := rows()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, row.line, nil, err
		}
		if first == 0 {
			first = row.line
		}
		for _, c := range row.cells {
			if _, known := t.index[c.name]; !known {
				if len(t.names) == maxColumns {
					return nil, row.line, []Problem{fail(row.line, 0, fmt.Sprintf("its rows have more than %d different names", maxColumns), "export fewer fields")}, nil
				}
				t.index[c.name] = len(t.names)
				t.names = append(t.names, c.name)
			}
		}
	}
	if len(t.names) == 0 {
		return nil, 1, []Problem{fail(max(1, first), 0, "there are no rows in it", "give a list of records, each with its fields by name")}, nil
	}
	t.rows, problems, err = t.begin()
	return slices.Clone(t.names), max(1, first), problems, err
}

func (t *treeTable) next() ([]string, int, []Problem, error) {
	row, problems, err := t.rows()
	if err != nil || hasError(problems) {
		return nil, row.line, problems, err
	}
	values := make([]string, len(t.names))
	for _, c := range row.cells {
		values[t.index[c.name]] = c.text
	}
	return values, row.line, problems, nil
}

// where knows the line on which a row begins, and no column in it.
func (t *treeTable) where(line, _ int) (int, int) { return line, 0 }

// listsOf says in which lists the rows of a source may be, where it is no list itself: the
// path to each, as in result or data.issues.
type listsOf struct{ paths []string }

// choose is the one list that holds the rows: the one that was said, or the only one there is.
func (l listsOf) choose(said string) (string, []Problem) {
	switch {
	case said != "" && slices.Contains(l.paths, said):
		return said, nil
	case said != "" && len(l.paths) == 0:
		return "", []Problem{fail(1, 0, fmt.Sprintf("there is no list %q in it, nor any other", said), "name no list, or give another file")}
	case said != "":
		return "", []Problem{fail(1, 0, fmt.Sprintf("there is no list %q in it; there are %s", said, strings.Join(l.paths, ", ")), "name one of them")}
	case len(l.paths) == 1:
		return l.paths[0], nil
	case len(l.paths) > 1:
		p := fail(1, 0, "it holds several lists: "+strings.Join(l.paths, ", "), "say which has the rows, such as "+l.paths[0])
		p.Option = "rows"
		return "", []Problem{p}
	}
	return "", nil // it is one record
}
