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

// OpenCSV reads a table with a header (RFC 4180). now decides only
// which releases without a stage are over; zone (nil is UTC) is where dates are
// meant unless the mapping or a zone column says otherwise. Rows come out in
// their order; memory does not grow with the file, but for 30 bytes or so for
// each key.
func OpenCSV(r io.Reader, m Mapping, now time.Time, zone *time.Location) Reader {
	t := &csvTable{separator: m.Separator}
	r, t.undecoded = Decode(r, m.Encoding)
	t.split.in = bufio.NewReaderSize(r, headBytes)
	t.feed = bufio.NewReaderSize(&t.record, headBytes)
	return openTable(t, m, now, zone)
}

// csvTable is a table whose rows are lines, and whose columns a separator parts.
type csvTable struct {
	undecoded error // there is no such encoding
	separator rune  // 0 is found out
	split     recordSplitter
	record    bytes.Reader
	feed      *bufio.Reader
	csv       *csv.Reader
	names     []string
}

func (t *csvTable) header() ([]string, int, []Problem, error) {
	if t.undecoded != nil {
		return nil, 0, nil, t.undecoded
	}
	head, _ := t.split.in.Peek(t.split.in.Size())
	if said := saidSeparator(head); said != 0 {
		_, _ = t.split.readLine()
		if t.separator == 0 {
			t.separator = said
		}
	}
	if t.separator == 0 {
		head, _ := t.split.in.Peek(t.split.in.Size())
		if i := bytes.IndexByte(bytes.TrimLeft(head, "\r\n"), '\n'); i >= 0 {
			head = bytes.TrimLeft(head, "\r\n")[:i]
		}
		t.separator = rune(detectSeparator(head))
	}
	t.split.separator = byte(t.separator)
	t.csv = csv.NewReader(t.feed)
	t.csv.Comma = t.separator
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = true
	for {
		values, line, problems, err := t.next()
		if err == io.EOF {
			return nil, line, append(problems, fail(max(1, line), 0, "there is no header: the file is empty", "give a table whose first line names its columns")), nil
		}
		if err != nil || hasError(problems) {
			return nil, line, problems, err
		}
		if !anyText(values) {
			continue
		}
		t.names = slices.Clone(values)
		return t.names, line, problems, nil
	}
}

func anyText(values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" })
}

// next gives the values of the next record; none for an empty line.
func (t *csvTable) next() (values []string, line int, problems []Problem, err error) {
	rec, err := t.split.next()
	line = rec.line
	switch {
	case err == errLong:
		return nil, line, []Problem{fail(line, 0, fmt.Sprintf("the line is longer than %d bytes", MaxLine), "check that it is a table, with line ends")}, nil
	case err == errQuote:
		return nil, line, []Problem{t.quoteProblem(rec)}, nil
	case err != nil:
		return nil, line, nil, err
	}
	if l, col, bad := badByte(rec.text, line); bad {
		return nil, line, []Problem{notUTF8(l, col, rec.text)}, nil
	}
	t.record.Reset(rec.text)
	t.feed.Reset(&t.record)
	got, err := t.csv.Read()
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
	if t.names == nil || !anyText(got) {
		return got, line, nil, nil
	}
	for len(got) > len(t.names) && strings.TrimSpace(got[len(got)-1]) == "" {
		got = got[:len(got)-1] // separators that a spreadsheet adds at the end
	}
	if len(got) != len(t.names) {
		return nil, line, []Problem{fail(line, 0,
			fmt.Sprintf("the row has %d fields and the header has %d", len(got), len(t.names)),
			"put a field that holds the separator into quotes, and write every separator")}, nil
	}
	return got, line, nil, nil
}

const (
	quoteReason = "a quote is not closed, or stands within a field"
	quoteRemedy = `put the whole field into quotes, and write a quote in it as ""`
)

func (t *csvTable) quoteProblem(rec csvRow) Problem {
	column := bytes.IndexByte(rec.text, '"') + 1
	return fail(rec.line, column, quoteReason, quoteRemedy)
}

// where gives the line and column of a field of the row just read.
func (t *csvTable) where(line, column int) (int, int) {
	if column < 0 || column >= len(t.names) {
		return line, 0
	}
	// The line that encoding/csv counts has nothing to do with the stream's when
	// rows were left out; only the distance within the record counts.
	first, _ := t.csv.FieldPos(0)
	l, col := t.csv.FieldPos(column)
	return line + l - first, col
}
