package intake

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// recordSplitter cuts a CSV stream into records: lines, and more lines while a
// quoted field goes on. encoding/csv could do that itself, but one quote that is
// never closed would make it swallow every row up to the next quote. Here the
// lines behind the broken one are given back and read on their own.
type recordSplitter struct {
	in        *bufio.Reader
	separator byte
	line      int      // the last line read from in
	back      []csvRow // lines given back, in order
	err       error    // what ended the stream
}

// csvRow is a piece of the stream with the line it begins on.
type csvRow struct {
	line int
	text []byte // with its line end
}

// errLong is a line beyond MaxLine.
var errLong = errors.New("too long")

// errQuote is a quoted field that is never closed, or closed before its end.
var errQuote = errors.New("quote")

// next gives one record. With errLong or errQuote the row holds what was read of
// the line and the next call goes on behind it.
func (s *recordSplitter) next() (csvRow, error) {
	first, err := s.readLine()
	if err != nil {
		return first, err
	}
	state := quoteState{separator: s.separator}
	state.feed(first.text)
	if !state.inside || state.broken {
		if state.broken {
			return first, errQuote
		}
		return first, nil
	}
	rec := csvRow{first.line, bytes.Clone(first.text)}
	var rest []csvRow
	for {
		l, err := s.readLine()
		if err == nil {
			rest = append(rest, csvRow{l.line, bytes.Clone(l.text)})
			rec.text = append(rec.text, l.text...)
			state.feed(l.text)
			if !state.inside && !state.broken {
				return rec, nil
			}
			if !state.broken && len(rec.text) <= MaxLine && len(rest) < maxRecordLines {
				continue
			}
		} else if err != io.EOF {
			rest = append(rest, csvRow{l.line, nil}) // keep the numbering of an overlong line
		}
		s.back = append(rest, s.back...)
		return firstLine(rec), errQuote
	}
}

// firstLine is the first line of what turned out not to be one record.
func firstLine(rec csvRow) csvRow {
	if i := bytes.IndexByte(rec.text, '\n'); i >= 0 {
		rec.text = rec.text[:i+1]
	}
	return rec
}

// readLine reads one line. Its text is valid until the next call.
func (s *recordSplitter) readLine() (csvRow, error) {
	if len(s.back) > 0 {
		l := s.back[0]
		s.back = s.back[1:]
		if l.text == nil {
			return l, errLong
		}
		return l, nil
	}
	if s.err != nil {
		return csvRow{line: s.line}, s.err
	}
	text, long, err := readLimited(s.in, MaxLine)
	if err != nil {
		s.err = err
	}
	if len(text) == 0 && !long && err != nil {
		return csvRow{line: s.line}, err
	}
	s.line++
	if long {
		return csvRow{line: s.line}, errLong
	}
	return csvRow{s.line, text}, nil
}

// headOfLong is how much of an overlong line is kept, in bytes, to say what it
// was.
const headOfLong = 100

// readLimited reads up to and with a line feed. Of a line longer than limit it
// gives the beginning, and long; the rest is read over without being held.
func readLimited(in *bufio.Reader, limit int) (text []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if err == nil && text == nil && !long {
			return part, false, nil // the usual line, not copied
		}
		if !long {
			text = append(text, part...)
			if len(text) > limit {
				text, long = bytes.Clone(text[:min(headOfLong, limit)]), true
			}
		}
		if err != bufio.ErrBufferFull {
			return text, long, err
		}
	}
}

// quoteState follows the quotes of a record (RFC 4180, 2.5 to 2.7).
type quoteState struct {
	separator byte
	inside    bool // a quoted field is open
	broken    bool // something other than a separator follows a closing quote
	closed    bool // the byte before was a quote that may have closed the field
	within    bool // inside a field without quotes
}

func (q *quoteState) feed(line []byte) {
	for _, c := range line {
		switch {
		case q.inside && q.closed:
			q.closed = false
			switch c {
			case '"': // a doubled quote
			case q.separator, '\n':
				q.inside = false
			case '\r':
				q.closed = true
			default:
				q.broken = true
				return
			}
		case q.inside:
			q.closed = c == '"'
		case c == q.separator || c == '\n':
			q.within = false
		case c == '"' && !q.within:
			q.inside = true
		default:
			q.within = true
		}
	}
	if q.inside && q.closed && (len(line) == 0 || line[len(line)-1] != '\n') {
		q.inside = false // the last line of a file needs no end
	}
}

// detectSeparator finds the separator in a header: of the usual ones, the one
// that stands there most often outside quotes. A single column has none.
func detectSeparator(header []byte) byte {
	counts := map[byte]int{}
	inside := false
	for _, c := range header {
		switch c {
		case '"':
			inside = !inside
		case ',', ';', '\t', '|':
			if !inside {
				counts[c]++
			}
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t', '|'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// saidSeparator is the separator that a first line names for Excel, as in sep=; and 0
// where the file does not begin with one.
func saidSeparator(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	line = bytes.Trim(line, `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && line[4] != '"' && line[4] < utf8.RuneSelf {
		return rune(line[4])
	}
	return 0
}

// badByte says where the first byte of a piece of the stream is that is not
// UTF-8: its line and its column in bytes.
func badByte(text []byte, line int) (atLine, column int, bad bool) {
	if utf8.Valid(text) {
		return 0, 0, false
	}
	i := firstBadByte(string(text))
	before := text[:i]
	return line + bytes.Count(before, []byte("\n")), i - (bytes.LastIndexByte(before, '\n') + 1) + 1, true
}
