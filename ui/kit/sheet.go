package kit

import (
	"fairway/ui/theme"
)

// Gutter is how many cells a sheet keeps free at its left for the cursor.
const Gutter = 2

// Sheet is a text to read in a pane, made line by line. Some of its lines can
// be chosen: those are marked with a key, by which the cursor finds its line
// again when the sheet was made anew.
type Sheet struct {
	theme *theme.Theme
	width int // of the text, without the gutter
	label int // cells for the names of fields
	lines []sheetLine
	mark  string
}

type sheetLine struct {
	text string
	key  string
}

// NewSheet begins a sheet for a pane of w cells.
func NewSheet(t *theme.Theme, w int) *Sheet {
	w = max(w-Gutter, 1)
	return &Sheet{theme: t, width: w, label: labelWidth(w)}
}

// Width is how many cells a line has.
func (s *Sheet) Width() int { return s.width }

// Len is how many lines there are.
func (s *Sheet) Len() int { return len(s.lines) }

// Mark makes the next line one that can be chosen.
func (s *Sheet) Mark(key string) *Sheet {
	s.mark = key
	return s
}

// Line begins a line to be composed and added with Add.
func (s *Sheet) Line() *Line { return NewLine(s.width) }

// Add puts a composed line.
func (s *Sheet) Add(l *Line) {
	s.lines = append(s.lines, sheetLine{l.String(), s.mark})
	s.mark = ""
}

// Blank leaves a line, but never two, nor the first one.
func (s *Sheet) Blank() {
	if n := len(s.lines); n > 0 && s.lines[n-1].text != "" {
		s.lines = append(s.lines, sheetLine{})
	}
}

// Head puts a heading after a blank line, with a rule to the right.
func (s *Sheet) Head(text string) {
	s.Blank()
	l := s.Line().Text(s.theme.Title, text)
	if l.Left() > 2 {
		l.Gap(1).Glyph(s.theme.Rule, s.theme.Glyph.Line, l.Left())
	}
	s.Add(l)
}

// Labels makes room for the names of the fields that follow: as much as the
// widest of them takes, and no more than three fifths of a line. Without names it is as at
// the beginning.
func (s *Sheet) Labels(names ...string) {
	s.label = labelWidth(s.width)
	for _, name := range names {
		s.label = max(s.label, min(Width(name)+2, s.width*3/5))
	}
}

// labelWidth is how many cells the names of fields take, unless more is asked for.
func labelWidth(width int) int { return min(max(width/5, 13), 16) }

// Text puts a wrapped text.
func (s *Sheet) Text(style theme.Style, text string) { s.Indented(0, Span{}, style, text) }

// Indented puts a wrapped text with a hanging indent, in which a lead stands.
func (s *Sheet) Indented(indent int, lead Span, style theme.Style, text string) {
	indent = min(indent, max(s.width-8, 0))
	for i, part := range Wrap(text, min(s.width-indent, readable)) {
		l := s.Line()
		if i == 0 {
			l.Cell(lead.Style, lead.Text, indent)
		}
		s.Add(l.To(indent).Text(style, part))
	}
}

// readable is the longest line of running text that an eye follows with ease.
const readable = 100

// Field puts a name with its value, and nothing where there is none.
func (s *Sheet) Field(name string, style theme.Style, value string) {
	if value == "" {
		return
	}
	if Width(name) >= s.label {
		s.Text(s.theme.Faint, name)
		name = ""
	}
	s.Indented(s.label, Span{s.theme.Faint, name}, style, value)
}

// Spans puts pieces one after another, going on in the next line where one
// doesn't fit; a piece is broken only where it is longer than a line.
func (s *Sheet) Spans(name string, pieces []Span) {
	l := s.Line().Cell(s.theme.Faint, name, s.label)
	for _, p := range pieces {
		n := Width(p.Text)
		if l.Used() > s.label && l.Used()+1+n > s.width {
			s.Add(l)
			l = s.Line().To(s.label)
		}
		if l.Used() > s.label {
			l.Gap(1)
		}
		l.Text(p.Style, p.Text)
	}
	s.Add(l)
}

// Has reports whether a line with the key is there.
func (s *Sheet) Has(key string) bool { return s.find(key) >= 0 }

func (s *Sheet) find(key string) int {
	for i := range s.lines {
		if key != "" && s.lines[i].key == key {
			return i
		}
	}
	return -1
}

// After is the first of some lines, named by their keys, that comes behind another one, and the
// first of all behind the last: what a key goes to that looks for the next.
func After(keys []string, from string, s *Sheet) string {
	here := s.find(from)
	for _, k := range keys {
		if s.find(k) > here {
			return k
		}
	}
	if len(keys) == 0 {
		return from
	}
	return keys[0]
}

// Place is where a reader is in a sheet: the line the cursor is on, and the
// first line seen.
type Place struct {
	Key string // of the chosen line; "" when the sheet has none
	Top int
	at  int // where the chosen line was
}

// Settle brings the place in line with a sheet made anew: the cursor stays on
// its line, or goes to the nearest.
func (p *Place) Settle(s *Sheet, h int) {
	if i := s.find(p.Key); i >= 0 {
		seen := p.at >= p.Top && p.at < p.Top+h
		if p.at = i; seen {
			p.Top = Scroll(p.Top, i, h, len(s.lines))
		}
	} else {
		p.Key = ""
		for i, l := range s.lines {
			if l.key != "" && (p.Key == "" || i <= p.at) {
				p.Key = l.key
			}
		}
		p.at = max(s.find(p.Key), 0)
	}
	p.Top = max(min(p.Top, len(s.lines)-h), 0)
}

// Move goes n lines down, or up where n is negative: to the next line that can
// be chosen if it is seen, else the text is scrolled.
func (p *Place) Move(s *Sheet, n, h int) {
	for ; n > 0; n-- {
		next := s.next(p.at, 1)
		switch {
		case next >= 0 && next < p.Top+h:
			p.choose(s, next)
		case p.Top+h < len(s.lines):
			p.Top++
		}
	}
	for ; n < 0; n++ {
		next := s.next(p.at, -1)
		switch {
		case next >= p.Top:
			p.choose(s, next)
		case p.Top > 0:
			p.Top--
		}
	}
}

// Page turns n pages, and puts the cursor on a line that is seen.
func (p *Place) Page(s *Sheet, n, h int) {
	p.Top = max(min(p.Top+n*max(h-1, 1), len(s.lines)-h), 0)
	from, by := p.Top-1, 1
	if n > 0 && p.Top == max(len(s.lines)-h, 0) {
		from, by = len(s.lines), -1
	}
	if i := s.next(from, by); i >= p.Top && i < p.Top+h {
		p.choose(s, i)
	}
}

// Choose puts the cursor on the line with a key, if it is there.
func (p *Place) Choose(s *Sheet, key string, h int) {
	if i := s.find(key); i >= 0 {
		p.choose(s, i)
		p.Top = Scroll(p.Top, i, h, len(s.lines))
	}
}

func (p *Place) choose(s *Sheet, i int) { p.at, p.Key = i, s.lines[i].key }

func (s *Sheet) next(from, by int) int {
	for i := from + by; i >= 0 && i < len(s.lines); i += by {
		if s.lines[i].key != "" {
			return i
		}
	}
	return -1
}

// Draw is the part of the sheet that is seen: h lines, each as wide as the
// pane. The chosen line carries the cursor where the sheet has the keys.
func (p *Place) Draw(s *Sheet, h int, keys bool) []string {
	w := s.width + Gutter
	out := make([]string, 0, h)
	for i := p.Top; i < p.Top+h; i++ {
		switch {
		case i >= len(s.lines) || s.lines[i].text == "":
			out = append(out, Blank(w))
		case keys && p.Key != "" && s.lines[i].key == p.Key:
			out = append(out, s.theme.Focus.Of(s.theme.Glyph.Here)+" "+s.lines[i].text)
		default:
			out = append(out, "  "+s.lines[i].text)
		}
	}
	return out
}

// Beyond is how many lines are above and below what is seen.
func (p *Place) Beyond(s *Sheet, h int) (above, below int) {
	return p.Top, max(len(s.lines)-p.Top-h, 0)
}
