package intake

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// headBytes is how much of a source is looked at to tell its encoding and its line ends.
const headBytes = 64 << 10

// Decode gives a source as UTF-8 whose lines end in LF or in CR LF. name is an encoding by
// its name in the WHATWG's Encoding Standard, such as windows-1252 or iso-8859-15. "" tells
// what is certain: a byte order mark, and UTF-16 by its zero bytes. Which of the encodings
// of one byte a text is in can't be told from the text (0xE8 is è in windows-1252, č in
// windows-1250): bytes that are not UTF-8 are handed on, and the readers name their line.
func Decode(r io.Reader, name string) (io.Reader, error) {
	in := bufio.NewReaderSize(r, headBytes)
	head, _ := in.Peek(headBytes)
	var said encoding.Encoding = unicode.UTF8
	if name != "" {
		var err error
		if said, err = htmlindex.Get(name); err != nil {
			return nil, fmt.Errorf("there is no encoding %q; use one such as utf-8, windows-1252, iso-8859-15 or utf-16le", name)
		}
	} else if wide := wideOf(head); wide != nil {
		said = wide
	}
	var decoded io.Reader = in
	switch { // what is UTF-8 goes through as it is: a wrong byte is to be seen
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")), said != unicode.UTF8:
		decoded = transform.NewReader(in, unicode.BOMOverride(said.NewDecoder()))
	}
	return withLineFeeds(decoded), nil
}

// wideOf tells UTF-16 without a mark: of two bytes that begin a table or a calendar, one
// is zero, and no text has a zero byte.
func wideOf(head []byte) encoding.Encoding {
	switch {
	case len(head) < 4 || head[0] == 0 && head[1] == 0:
	case head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// withLineFeeds turns CR alone into LF where the first line ends so: nothing else tells
// a line end from a return within a field.
func withLineFeeds(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, headBytes)
	head, _ := in.Peek(headBytes)
	cr := bytes.IndexByte(head, '\r')
	if lf := bytes.IndexByte(head, '\n'); cr < 0 || lf >= 0 && lf < cr || cr+1 < len(head) && head[cr+1] == '\n' {
		return in
	}
	return &lineFeeds{in: in}
}

// lineFeeds writes LF for CR, and for CR LF.
type lineFeeds struct {
	in    *bufio.Reader
	after bool // a CR was the last byte
}

func (l *lineFeeds) Read(p []byte) (int, error) {
	for {
		n, err := l.in.Read(p)
		kept := 0
		for _, c := range p[:n] {
			after := l.after
			if l.after = c == '\r'; l.after {
				c = '\n'
			} else if after && c == '\n' {
				continue
			}
			p[kept] = c
			kept++
		}
		if kept > 0 || err != nil || len(p) == 0 {
			return kept, err
		}
	}
}

// notUTF8 says what is wrong with a byte, and how the line would read in the encoding
// that is the commonest of the others.
func notUTF8(line, column int, text []byte) Problem {
	remedy := "save the file in UTF-8, or say which encoding it is in"
	if read, err := charmap.Windows1252.NewDecoder().Bytes(text); err == nil {
		shown := bytes.Trim(read, "\r\n")
		remedy = fmt.Sprintf("in windows-1252 the line is %s: say which encoding it is in", clip(string(shown), 80))
	}
	p := fail(line, column, "there is a byte that is not UTF-8", remedy)
	p.Option = "encoding"
	return p
}
