package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// OpenJSON reads records as JSON (RFC 8259): a list of objects; an object that holds such a
// list, as the answers of ServiceNow (result) and Jira (issues) do, or is itself one record;
// or JSON Lines, an object on each line. What lies deeper is a column whose name has points:
// fields.status.name. Values of a list are parted by commas. now and zone are those of
// OpenCSV.
func OpenJSON(r io.ReadSeeker, m Mapping, now time.Time, zone *time.Location) Reader {
	return openTree(r, m, now, zone, func(in io.Reader) (treeRows, []Problem, error) {
		return jsonRows(bufio.NewReaderSize(in, headBytes), m.Rows)
	})
}

// jsonRows finds out how the rows are written.
func jsonRows(in *bufio.Reader, said string) (treeRows, []Problem, error) {
	head, _ := in.Peek(headBytes)
	line, _, more := bytes.Cut(head, []byte("\n"))
	value := jsontext.Value(bytes.TrimSpace(line))
	if more && said == "" && len(value) > 0 && value[0] == '{' && value.IsValid() {
		return jsonLines(in), nil, nil
	}
	lines := &lineCounter{in: in}
	if list := bytes.TrimLeft(head, " \t\r\n"); len(list) > 0 && list[0] == '[' {
		rows, err := jsonList(jsontext.NewDecoder(lines), lines)
		return rows, nil, err
	}
	whole, err := io.ReadAll(io.LimitReader(in, maxTree+1))
	if err != nil {
		return nil, nil, err
	}
	if len(whole) > maxTree {
		return nil, []Problem{fail(1, 0, fmt.Sprintf("it is one object of more than %d MB", maxTree>>20), "export it in parts, or as JSON Lines, one record on a line")}, nil
	}
	lines = &lineCounter{in: bytes.NewReader(whole)}
	dec := jsontext.NewDecoder(lines)
	object, err := dec.ReadValue()
	if err != nil {
		return nil, []Problem{noJSON(err, lines)}, nil
	}
	object = object.Clone()  // the next look overwrites it
	if dec.PeekKind() != 0 { // several, one behind the other, over more than a line each
		lines = &lineCounter{in: bytes.NewReader(whole)}
		return jsonValues(jsontext.NewDecoder(lines), lines, 0), nil, nil
	}
	var lists listsOf
	jsonLists(object, "", &lists, 0)
	path, problems := lists.choose(said)
	if len(problems) > 0 {
		return nil, problems, nil
	}
	lines = &lineCounter{in: bytes.NewReader(whole)}
	dec = jsontext.NewDecoder(lines)
	if path == "" {
		return jsonValues(dec, lines, 0), nil, nil
	}
	for _, name := range strings.Split(path, ".") {
		_, _ = dec.ReadToken() // {
		for {
			token, err := dec.ReadToken()
			if err != nil {
				return nil, []Problem{noJSON(err, lines)}, nil
			}
			if token.String() == name {
				break
			}
			_ = dec.SkipValue()
		}
	}
	rows, err := jsonList(dec, lines)
	return rows, nil, err
}

// jsonList reads the elements of a list.
func jsonList(dec *jsontext.Decoder, lines *lineCounter) (treeRows, error) {
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	return jsonValues(dec, lines, ']'), nil
}

// jsonValues reads values up to the end of a list, or of the file.
func jsonValues(dec *jsontext.Decoder, lines *lineCounter, end jsontext.Kind) treeRows {
	ended := false
	return func() (treeRow, []Problem, error) {
		if kind := dec.PeekKind(); ended || kind == end && end != 0 {
			return treeRow{}, nil, io.EOF
		}
		value, err := dec.ReadValue()
		if err == io.EOF && end == 0 {
			return treeRow{}, nil, io.EOF
		}
		if err != nil {
			ended = true
			p := noJSON(err, lines)
			return treeRow{line: p.Line}, []Problem{p}, nil
		}
		row := treeRow{line: lines.at(dec.InputOffset() - int64(len(value)))}
		return jsonRow(value, row)
	}
}

// jsonLines reads an object on each line; a line that is none does not stop the others.
func jsonLines(in *bufio.Reader) treeRows {
	n := 0
	return func() (treeRow, []Problem, error) {
		for {
			text, long, err := readLimited(in, MaxLine)
			if err != nil && err != io.EOF || len(text) == 0 && err == io.EOF {
				return treeRow{}, nil, err
			}
			n++
			row := treeRow{line: n}
			value := jsontext.Value(bytes.TrimSpace(text))
			switch {
			case long:
				return row, []Problem{fail(n, 0, fmt.Sprintf("the line is longer than %d bytes", MaxLine), "check that it is JSON Lines: an object on each line")}, nil
			case len(value) == 0:
				continue
			case !value.IsValid():
				_, err := jsontext.NewDecoder(bytes.NewReader(value)).ReadValue()
				return row, []Problem{fail(n, 0, "the line is no JSON: "+jsonReason(err), "write an object on each line, in UTF-8")}, nil
			}
			return jsonRow(value, row)
		}
	}
}

// jsonRow makes a row of a value.
func jsonRow(value jsontext.Value, row treeRow) (treeRow, []Problem, error) {
	if value.Kind() != '{' {
		return row, []Problem{fail(row.line, 0, clip(string(value), 40)+" is no record: it has no fields with names", "give a list of objects")}, nil
	}
	flatten(&row, "", value, 0)
	return row, nil, nil
}

// flatten puts what a value holds into a row.
func flatten(row *treeRow, name string, value jsontext.Value, depth int) {
	dec := jsontext.NewDecoder(bytes.NewReader(value))
	switch kind := value.Kind(); {
	case depth > maxDepth:
		row.put(name, string(value))
	case kind == '{':
		_, _ = dec.ReadToken()
		for dec.PeekKind() == '"' {
			token, _ := dec.ReadToken()
			below := token.String()
			if name != "" {
				below = name + "." + below
			}
			inner, err := dec.ReadValue()
			if err != nil {
				return // the whole was valid
			}
			flatten(row, below, inner, depth+1)
		}
	case kind == '[':
		_, _ = dec.ReadToken()
		for dec.PeekKind() != ']' {
			inner, err := dec.ReadValue()
			if err != nil {
				return
			}
			flatten(row, name, inner, depth+1)
		}
	case kind == 'n':
	case kind == '"':
		token, _ := dec.ReadToken()
		row.put(name, token.String())
	default: // a number stays as it is written
		row.put(name, string(bytes.TrimSpace(value)))
	}
}

// jsonLists finds the lists of objects in an object, not deeper than answers of programs
// have them.
func jsonLists(value jsontext.Value, path string, out *listsOf, depth int) {
	if depth > 2 {
		return
	}
	dec := jsontext.NewDecoder(bytes.NewReader(value))
	_, _ = dec.ReadToken()
	for dec.PeekKind() == '"' {
		token, _ := dec.ReadToken()
		below := token.String()
		if path != "" {
			below = path + "." + below
		}
		inner, err := dec.ReadValue()
		if err != nil {
			return
		}
		switch inner.Kind() {
		case '{':
			jsonLists(inner, below, out, depth+1)
		case '[':
			list := jsontext.NewDecoder(bytes.NewReader(inner))
			_, _ = list.ReadToken()
			if list.PeekKind() == '{' {
				out.paths = append(out.paths, below)
			}
		}
	}
}

// noJSON says where and why something is no JSON.
func noJSON(err error, lines *lineCounter) Problem {
	line := 1
	var at *jsontext.SyntacticError
	if errors.As(err, &at) {
		line = lines.at(at.ByteOffset)
	}
	return fail(line, 0, "it is no JSON from there on: "+jsonReason(err), "export it again, whole and in UTF-8")
}

func jsonReason(err error) string {
	var at *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it is cut short"
	case errors.As(err, &at):
		return strings.TrimPrefix(at.Err.Error(), "jsontext: ")
	case err == nil:
		return "it is wrong"
	}
	return err.Error()
}

// lineCounter knows on which line a byte lies that was read lately.
type lineCounter struct {
	in   io.Reader
	read int64   // bytes so far
	ends []int64 // of lines, behind the last place that was asked for
	line int     // line ends before those
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

// at is the line of a byte, from 1. The places that are asked for come in their order.
func (l *lineCounter) at(offset int64) int {
	n := 0
	for n < len(l.ends) && l.ends[n] < offset {
		n++
	}
	l.line += n
	l.ends = l.ends[n:]
	return l.line + 1
}
