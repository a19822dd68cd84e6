package records

import (
	"cmp"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// target is where a line leads: to a record, perhaps as an entry left it, or to
// an entry of the log.
type target struct {
	id    model.ID
	entry int64
}

func (t target) leads() bool { return t.id != "" || t.entry != 0 }

// line is one line of a page, before it is wrapped.
type line struct {
	heading bool
	indent  int
	label   string // stands in a column of its own; "" leaves it blank
	lead    string // before the text, and brought out: an id, a date
	text    string
	style   theme.Style
	to      target
	flat    bool // it has no column for a label
}

// leads reports whether the line leads somewhere.
func (l line) leads() bool { return l.to.leads() }

// moves are the keys by which one goes about in whatever paper has them.
func moves(in func() *paper) []screen.Binding {
	by := func(n int) tea.Cmd {
		in().move(n)
		return nil
	}
	return kit.Moves(by, func(n int) tea.Cmd { return by(n * in().rows) }, kit.ScreenPages, kit.Among("line"))
}

// paper is a column of lines that scrolls under a cursor, of which some lead
// somewhere.
type paper struct {
	lines []line
	flow  []flowed // the lines wrapped for width
	width int
	at    int
	top   int
	rows  int // of the last picture
}

// flowed is one row of the picture.
type flowed struct {
	line  int
	first bool
	text  string
}

// set replaces the lines; the cursor keeps its place.
func (p *paper) set(lines []line) {
	if p.at == 0 && len(lines) > 1 && lines[0].heading {
		p.at = 1 // under the heading
	}
	p.lines, p.width = lines, -1
}

// labelWidth is the column of labels.
func labelWidth(w int) int {
	switch {
	case w >= 90:
		return 22
	case w >= 50:
		return 18
	}
	return min(12, w/3)
}

// wrap breaks the lines for w cells, once for each width.
func (p *paper) wrap(w int) {
	if w == p.width {
		return
	}
	p.width, p.flow = w, p.flow[:0]
	for i, l := range p.lines {
		room := w - p.start(l, w) - 1
		if l.lead != "" {
			room -= kit.Width(l.lead) + 2
		}
		for k, part := range kit.Wrap(l.text, max(room, 8)) {
			p.flow = append(p.flow, flowed{i, k == 0, part})
		}
	}
	p.at = max(min(p.at, len(p.flow)-1), 0)
}

// start is the column at which a line's text begins.
func (p *paper) start(l line, w int) int {
	if l.heading || l.flat {
		return 2 + l.indent
	}
	return min(2+l.indent+max(labelWidth(w), kit.Width(l.label)+1), max(w-8, 0)) // a label is said whole
}

// blank reports whether nothing stands in a row.
func (p *paper) blank(i int) bool {
	l := p.lines[p.flow[i].line]
	return l.text == "" && l.label == "" && l.lead == ""
}

// move moves the cursor by n rows.
func (p *paper) move(n int) {
	p.at = max(min(p.at+n, len(p.flow)-1), 0)
	if step := cmp.Compare(n, 0); step != 0 && len(p.flow) > 0 && p.blank(p.at) && p.at+step >= 0 && p.at+step < len(p.flow) {
		p.at += step
	}
}

// next moves the cursor to the next heading, or to the next line that leads
// somewhere; it says whether there was one.
func (p *paper) next(step int, wanted func(line) bool) bool {
	for i := p.at + step; i >= 0 && i < len(p.flow); i += step {
		if f := p.flow[i]; f.first && wanted(p.lines[f.line]) {
			p.at = i
			return true
		}
	}
	return false
}

// target is where the line under the cursor leads.
func (p *paper) target() target {
	if p.at < 0 || p.at >= len(p.flow) {
		return target{}
	}
	return p.lines[p.flow[p.at].line].to
}

// draw draws h lines of w cells.
func (p *paper) draw(t *theme.Theme, w, h int, focus bool) []string {
	p.wrap(w)
	p.rows = max(h, 1)
	p.top = kit.Scroll(p.top, p.at, p.rows, len(p.flow))
	if p.at <= 1 {
		p.top = 0 // the heading over the first line is part of it
	}
	out := make([]string, 0, h)
	l := kit.NewLine(w)
	for i := p.top; i < min(p.top+h, len(p.flow)); i++ {
		l.Reset()
		p.row(t, l, i, w, focus && i == p.at)
		out = append(out, l.String())
	}
	return kit.Fill(out, w, h)
}

func (p *paper) row(t *theme.Theme, l *kit.Line, i, w int, chosen bool) {
	f := p.flow[i]
	in := p.lines[f.line]
	if chosen {
		l.Glyph(t.Focus, t.Glyph.Here, 1)
	}
	l.To(2 + in.indent)
	if in.heading {
		l.Text(t.Title, f.text)
		return
	}
	start := p.start(in, w)
	if !in.flat {
		if f.first {
			l.Text(t.Faint, kit.Cut(in.label, max(start-l.Used()-1, 0)))
		}
		l.To(start)
	}
	if in.lead != "" {
		if f.first {
			style := t.Key
			if chosen && in.to.leads() {
				style = t.Chosen
			}
			l.Text(style, in.lead)
		}
		l.To(start + kit.Width(in.lead) + 2)
	}
	l.Text(in.style, f.text)
}
