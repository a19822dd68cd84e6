package intake

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// OpenCSV reads a table with a header (RFC 4180) in UTF-8. now decides only
// which releases without a stage are over; zone (nil is UTC) is where dates are
// meant unless the mapping or a zone column says otherwise. Rows come out in
// their order; memory does not grow with the file, but for 30 bytes or so for
// each key.
func OpenCSV(r io.Reader, m Mapping, now time.Time, zone *time.Location) Reader {
	c := &csvReader{
		mapping: m,
		now:     now,
		zone:    m.zoneOr(zone),
		keys:    seen{},
	}
	r, c.undecoded = Decode(r, m.Encoding)
	c.split.in = bufio.NewReaderSize(r, headBytes)
	c.feed = bufio.NewReaderSize(&c.record, 64<<10)
	return c
}

type csvReader struct {
	mapping Mapping
	now     time.Time
	zone    *time.Location
	split   recordSplitter
	record  bytes.Reader
	feed    *bufio.Reader
	csv     *csv.Reader

	header  []string
	index   map[string]int // column name in lower case → position of the first
	twins   map[int][]int  // that position → those of the others of that name
	sources []csvSource
	key     []int
	keys    seen

	undecoded error // there is no such encoding
	opened    bool
	ended     bool
	told      bool         // that there is no key column
	toldTwice map[int]bool // columns of whose other values was told
}

// csvSource is a filling with its column found.
type csvSource struct {
	filling
	at     int   // column, for a filling without template
	others []int // columns of the same name: the values of a list, as Jira writes it
}

// Next reads one row.
func (c *csvReader) Next() (Row, []Problem, error) {
	if c.ended {
		return Row{}, nil, io.EOF
	}
	var problems []Problem
	if !c.opened {
		c.opened = true
		var err error
		if problems, err = c.readHeader(); err != nil || hasError(problems) {
			c.ended = true
			if err == nil {
				err = io.EOF
			}
			return Row{}, problems, err
		}
	}
	for {
		values, line, more, err := c.read()
		problems = append(problems, more...)
		if err != nil {
			c.ended = true
			return Row{}, problems, err
		}
		if hasError(more) {
			return Row{Line: line}, problems, nil
		}
		if values == nil {
			continue // a row without any value
		}
		row, more := c.row(values, line)
		return row, append(problems, more...), nil
	}
}

func (c *csvReader) readHeader() ([]Problem, error) {
	if c.undecoded != nil {
		return nil, c.undecoded
	}
	head, _ := c.split.in.Peek(c.split.in.Size())
	if said := saidSeparator(head); said != 0 {
		_, _ = c.split.readLine()
		if c.mapping.Separator == 0 {
			c.mapping.Separator = said
		}
	}
	if c.mapping.Separator == 0 {
		head, _ := c.split.in.Peek(c.split.in.Size())
		if i := bytes.IndexByte(bytes.TrimLeft(head, "\r\n"), '\n'); i >= 0 {
			head = bytes.TrimLeft(head, "\r\n")[:i]
		}
		c.mapping.Separator = rune(detectSeparator(head))
	}
	c.split.separator = byte(c.mapping.Separator)
	c.csv = csv.NewReader(c.feed)
	c.csv.Comma = c.mapping.Separator
	c.csv.FieldsPerRecord = -1
	c.csv.ReuseRecord = true
	for {
		values, line, problems, err := c.read()
		if err == io.EOF {
			return append(problems, fail(max(1, line), 0, "there is no header: the file is empty", "give a table whose first line names its columns")), nil
		}
		if err != nil || hasError(problems) {
			return problems, err
		}
		if values == nil {
			continue
		}
		c.header = slices.Clone(values)
		c.index, c.twins = map[string]int{}, map[int][]int{}
		for i, name := range c.header {
			name = strings.ToLower(strings.TrimSpace(name))
			if first, twice := c.index[name]; twice {
				c.twins[first] = append(c.twins[first], i)
				continue
			}
			c.index[name] = i
		}
		return append(problems, c.bind(line)...), nil
	}
}

// bind looks up the mapping's columns in the header. All that are missing are
// told at once.
func (c *csvReader) bind(line int) []Problem {
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
			c.sources = append(c.sources, csvSource{filling: f, at: -1})
			continue
		}
		at := find(f.columns...)
		if at < 0 {
			if !f.optional {
				missing = append(missing, strings.Join(f.columns, " or "))
			}
			continue
		}
		c.sources = append(c.sources, csvSource{filling: f, at: at, others: c.twins[at]})
	}
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
			fmt.Sprintf("the header lacks %s; it has %s", clip(strings.Join(missing, ", "), 200), clip(strings.Join(c.header, ", "), 500)),
			"name the right columns in the mapping, or give the right separator")}
	}
	if len(c.sources) == 0 {
		return []Problem{fail(line, 0,
			fmt.Sprintf("no column is known; the header has %s", clip(strings.Join(c.header, ", "), 500)),
			"give a mapping that says which column is the title, the version and the date")}
	}
	return nil
}

// read gives the values of the next record, trimmed and with the mapping's empty
// texts gone. values is nil for a row without any.
func (c *csvReader) read() (values []string, line int, problems []Problem, err error) {
	rec, err := c.split.next()
	line = rec.line
	switch {
	case err == errLong:
		return nil, line, []Problem{fail(line, 0, fmt.Sprintf("the line is longer than %d bytes", MaxLine), "check that it is a table, with line ends")}, nil
	case err == errQuote:
		return nil, line, []Problem{c.quoteProblem(rec)}, nil
	case err != nil:
		return nil, line, nil, err
	}
	if l, col, bad := badByte(rec.text, line); bad {
		return nil, line, []Problem{notUTF8(l, col, rec.text)}, nil
	}
	c.record.Reset(rec.text)
	c.feed.Reset(&c.record)
	got, err := c.csv.Read()
	if err == io.EOF {
		return nil, line, nil, nil // an empty line
	}
	if err != nil {
		var at *csv.ParseError
		if !errors.As(err, &at) {
			return nil, line, nil, err
		}
		return nil, line, []Problem{fail(line+at.Line-at.StartLine, at.Column, quoteReason, quoteRemedy)}, nil
	}
	any := false
	for i, v := range got {
		v = strings.TrimSpace(v)
		if slices.Contains(c.mapping.Empty, v) {
			v = ""
		}
		got[i] = v
		any = any || v != ""
	}
	if !any {
		return nil, line, nil, nil
	}
	if c.header == nil {
		return got, line, nil, nil
	}
	for len(got) > len(c.header) && got[len(got)-1] == "" {
		got = got[:len(got)-1] // separators that a spreadsheet adds at the end
	}
	if len(got) != len(c.header) {
		return nil, line, []Problem{fail(line, 0,
			fmt.Sprintf("the row has %d fields and the header has %d", len(got), len(c.header)),
			"put a field that holds the separator into quotes, and write every separator")}, nil
	}
	return got, line, nil, nil
}

const (
	quoteReason = "a quote is not closed, or stands within a field"
	quoteRemedy = `put the whole field into quotes, and write a quote in it as ""`
)

func (c *csvReader) quoteProblem(rec csvRow) Problem {
	column := bytes.IndexByte(rec.text, '"') + 1
	return fail(rec.line, column, quoteReason, quoteRemedy)
}

// where gives the line and column of a field of the row just read.
func (c *csvReader) where(line, column int) (int, int) {
	if column < 0 || column >= len(c.header) {
		return line, 0
	}
	// The line that encoding/csv counts has nothing to do with the stream's when
	// rows were left out; only the distance within the record counts.
	first, _ := c.csv.FieldPos(0)
	l, col := c.csv.FieldPos(column)
	return line + l - first, col
}
