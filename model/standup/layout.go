package standup

import (
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
)

// Row is one row of what is shown or printed: both draw the same.
type Row struct {
	// Head is the title of a section, Text what is said of one in which there is nothing.
	Head string
	// Line is which of all lines it belongs to, counted over all sections; -1 of a title.
	Line int
	// Word stands before the first row of a line, Indent is where the text begins.
	Word   string
	Indent int
	Text   string
	Grave  bool
}

// wide is from how many columns on the word before a line has a column of its own.
const wide = 60

// narrowRows are the most that a line takes where there is no such column: what is read
// across a room is short.
const narrowRows = 2

// gutter is what is left free before every line.
const gutter = 2

// Wrap breaks a text into rows of at most so many columns.
type Wrap func(text string, columns int) []string

// wordWidth is how wide the column of words is; 0 where there is no room for one.
func (s Standup) wordWidth(w int) int {
	n := 0
	for _, sec := range s.Sections {
		for _, l := range sec.Lines {
			n = max(n, len([]rune(l.Word)))
		}
	}
	if w < wide {
		return 0
	}
	return n
}

// rows are those of a line.
func (l Line) rows(no, word, w int, wrap Wrap) []Row {
	indent, text := gutter+word+1, l.Text
	if word == 0 {
		indent, text = gutter, strings.TrimSpace(l.Word+" "+l.Text)
	}
	var out []Row
	parts := wrap(text, max(w-indent, 10))
	if word == 0 && len(parts) > narrowRows { // a room reads the beginnings
		parts = l.beginning(parts, w-indent, wrap)
	}
	for i, part := range parts {
		r := Row{Line: no, Indent: indent, Text: part, Grave: l.Grave}
		if i == 0 && word > 0 {
			r.Word = l.Word
		}
		out = append(out, r)
	}
	return out
}

// beginning is what a line says in narrowRows: of several records, how many more there are.
func (l Line) beginning(all []string, w int, wrap Wrap) []string {
	for n := len(l.parts) - 1; n > 0; n-- {
		text := fmt.Sprintf("%s %s%sand %d more", l.Word, strings.Join(l.parts[:n], l.by), l.by, len(l.parts)-n)
		if out := wrap(strings.TrimSpace(text), max(w, 10)); len(out) <= narrowRows {
			return out
		}
	}
	rest := strings.Join(all[narrowRows-1:], " ")
	return append(all[:narrowRows-1:narrowRows-1], shortened(rest, w, wrap))
}

// head is the title of a section.
func (s Section) head() Row { return Row{Head: s.Title, Text: s.None, Line: -1} }

// Heading says whose standup it is, of when, and since when.
func (s Standup) Heading() (title, since string) {
	zone := s.Where()
	at := func(t time.Time) string {
		style := when.Short
		if t.In(zone).Year() != s.At.In(zone).Year() {
			style = when.Long
		}
		return when.Format(when.Moment{At: t, Precision: when.Minute}, zone, style)
	}
	title = fmt.Sprintf("Standup of %s, %s", s.Name, at(s.At))
	switch since = "since " + at(s.Since); {
	case !s.Now.IsZero():
		since = "held " + s.Now.In(zone).Format("15:04") + ", " + since
	case s.Held:
		since = "last held " + at(s.Since)
	}
	return title, since
}

// Pages are its rows for a room of so many columns and rows: a line is not torn apart
// where it fits, and a section that goes on says so.
func (s Standup) Pages(w, h int, wrap Wrap) [][]Row {
	word := s.wordWidth(w)
	var pages [][]Row
	var page []Row
	turn := func() {
		pages, page = append(pages, page), nil
	}
	no := 0
	for _, sec := range s.Sections {
		if len(page)+1+min(len(sec.Lines), 1) > h && len(page) > 0 {
			turn()
		}
		page = append(page, sec.head())
		for _, l := range sec.Lines {
			rows := l.rows(no, word, w, wrap)
			no++
			if len(page)+len(rows) > h && len(page) > 1 {
				if last := page[len(page)-1]; last.Head != "" { // no title at the end of a page
					page = page[:len(page)-1]
					if len(page) > 0 {
						turn()
					}
					page = []Row{last}
				} else {
					turn()
					page = []Row{{Head: sec.Title + ", continued", Line: -1}}
				}
			}
			for _, r := range rows {
				if len(page) >= max(h, 2) {
					turn()
					page = []Row{{Head: sec.Title + ", continued", Line: -1}}
				}
				page = append(page, r)
			}
		}
	}
	if len(page) > 0 {
		turn()
	}
	return pages
}

// Least is the fewest rows in which it can be said: one for each section.
func (s Standup) Least() int { return len(s.Sections) }

// apart is the fewest rows in which a title stands over what is said of each section.
func (s Standup) apart() int {
	n := 0
	for _, sec := range s.Sections {
		n++
		if len(sec.Lines) > 0 {
			n++
		}
	}
	return n
}

// Fit are its rows, at most so many (0: all of them): of each section as many lines as
// there is room for, in turn, each in one row before any has more, and then how many
// others there are and of which records. A line about several records is not cut off
// before it has named all of them. Where there is no room for that, a section is how many
// lines it has and of which records, behind its title.
func (s Standup) Fit(w, most int, wrap Wrap) []Row {
	if most > 0 && most < s.apart() {
		return s.counted(w, most, wrap)
	}
	p := s.print(w, most, wrap)
	rows := len(s.Sections)
	for i := range s.Sections {
		rows += len(p.rest(i, 0))
	}
	take := make([]int, len(s.Sections))
	for more := true; more; {
		more = false
		for i := range s.Sections {
			if take[i] == len(p.lines[i]) {
				continue
			}
			need := rows - len(p.rest(i, take[i])) + p.least(i, take[i]) + len(p.rest(i, take[i]+1))
			if most == 0 || need <= most {
				take[i]++
				rows, more = need, true
			}
		}
	}
	var out []Row
	for i, sec := range s.Sections {
		out = append(out, sec.head())
		for k, whole := range p.lines[i][:take[i]] {
			if n := len(whole) - p.least(i, k); most == 0 || rows+n <= most {
				rows += n
			} else {
				whole[0].Text = shortened(whole[0].Text, w-whole[0].Indent, wrap)
				whole = whole[:1]
			}
			out = append(out, whole...)
		}
		for _, text := range p.rest(i, take[i]) {
			out = append(out, Row{Line: -1, Indent: p.indent, Text: text})
		}
	}
	return out
}

// counted are its sections as counts, each with the records that it is about, as far as
// there is room: a row each, and what is left of them in turn, the first before the others.
func (s Standup) counted(w, most int, wrap Wrap) []Row {
	said := make([][]string, len(s.Sections))
	in := func(i, rows int) []string {
		sec := s.Sections[i]
		return told(strings.ReplaceAll(sec.Title, "%", "%%")+": %d", ", ", sec.Lines, w-gutter, rows, wrap)
	}
	rows := len(s.Sections)
	for i, sec := range s.Sections {
		if len(sec.Lines) > 0 {
			said[i] = in(i, 1)
			rows += len(said[i]) - 1
		}
	}
	for more := true; more && rows < most; {
		more = false
		for i, sec := range s.Sections {
			if len(sec.Lines) == 0 || rows >= most {
				continue
			}
			if longer := in(i, len(said[i])+1); len(longer) > len(said[i]) {
				said[i], rows, more = longer, rows+1, true
			}
		}
	}
	var out []Row
	for i, sec := range s.Sections {
		if len(sec.Lines) == 0 {
			out = append(out, sec.head())
			continue
		}
		for n, text := range said[i] {
			if rest, ok := strings.CutPrefix(text, sec.Title+": "); ok && n == 0 {
				out = append(out, Row{Head: sec.Title, Text: rest, Line: -1})
				continue
			}
			out = append(out, Row{Line: -1, Indent: gutter, Text: text})
		}
	}
	return out
}

// printed is what Fit has to choose from.
type printed struct {
	s         Standup
	lines     [][][]Row // of each section, of each line
	w, indent int
	naming    int // the most rows in which those that are left out of a section are named; 0: none is
	wrap      Wrap
	known     map[[2]int][]string
}

func (s Standup) print(w, most int, wrap Wrap) *printed {
	word := s.wordWidth(w)
	p := &printed{s: s, lines: make([][][]Row, len(s.Sections)), w: w, indent: gutter + word, naming: most, wrap: wrap, known: map[[2]int][]string{}}
	if word > 0 {
		p.indent++
	}
	no, lined := 0, 0
	whole := make([]int, len(s.Sections)) // the rows in which all of a section is named
	for i, sec := range s.Sections {
		for _, l := range sec.Lines {
			p.lines[i] = append(p.lines[i], l.rows(no, word, w, wrap))
			no++
		}
		if len(sec.Lines) > 0 {
			lined++
			whole[i] = len(left(sec.Lines, w-p.indent, 0, wrap))
		}
	}
	for ; p.naming > 1; p.naming-- { // so that of each section one line has room besides
		rows := len(s.Sections) + lined
		for _, n := range whole {
			rows += min(n, p.naming)
		}
		if rows <= most {
			break
		}
	}
	return p
}

// least is how many rows a line of a section takes at least: one, unless a record of
// several would not be named in it.
func (p *printed) least(section, line int) int {
	whole := p.lines[section][line]
	if len(whole) == 1 {
		return 1
	}
	first := shortened(whole[0].Text, p.w-p.indent, p.wrap)
	for _, id := range p.s.Sections[section].Lines[line].IDs {
		if !strings.Contains(first, string(id)) {
			return len(whole)
		}
	}
	return 1
}

// rest says what is left out of a section of which so many lines are there.
func (p *printed) rest(section, from int) []string {
	at := [2]int{section, from}
	lines := p.s.Sections[section].Lines[from:]
	if _, known := p.known[at]; !known && len(lines) > 0 && p.naming > 0 {
		p.known[at] = left(lines, p.w-p.indent, p.naming, p.wrap)
	}
	return p.known[at]
}

// shortened is the beginning of a text that says that it goes on.
func shortened(text string, w int, wrap Wrap) string {
	return strings.TrimRight(wrap(text, max(w-2, 1))[0], ",;: ") + " …"
}
