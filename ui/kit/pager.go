package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Span is a piece of text in one style.
type Span struct {
	Style theme.Style
	Text  string
}

// Paragraph is a text that is wrapped, with a hanging indent.
type Paragraph struct {
	Indent int
	Lead   Span // stands in the indent of the first line
	Style  theme.Style
	Text   string
}

// Pager shows paragraphs in a box and scrolls through them.
type Pager struct {
	dialog
	text  []Paragraph
	top   int
	rows  int // of the last picture
	total int
	width int
	lines []string // made for width
	// offers are what can be done from here, each under a key of its own.
	offers []screen.Binding
}

// NewPager makes a pager.
func NewPager(t *theme.Theme, host screen.Host, title string, text []Paragraph) *Pager {
	return &Pager{dialog: dialog{theme: t, host: host, title: title}, text: text}
}

// Add puts more below the text.
func (p *Pager) Add(text ...Paragraph) { p.text, p.width = append(p.text, text...), 0 }

// Offer adds something that can be done from here, under a key, and says so
// below the text.
func (p *Pager) Offer(key, name string, do func() tea.Cmd) {
	if len(p.offers) == 0 {
		p.text = append(p.text, Paragraph{})
	}
	p.text = append(p.text, Paragraph{Indent: 3, Lead: Span{Style: p.theme.Key, Text: key}, Style: p.theme.Text, Text: name})
	p.offers = append(p.offers, screen.Binding{Keys: []string{key}, Name: name, Help: name + ".", Group: screen.GroupProgram, Writes: true, Do: func() tea.Cmd {
		p.host.Close(p)
		return do()
	}})
}

// Bindings are those of everything that scrolls, and what is offered.
func (p *Pager) Bindings() []screen.Binding {
	by := func(n int) tea.Cmd {
		p.top = max(min(p.top+n, p.total-p.rows), 0)
		return nil
	}
	list := append(Moves(by, func(n int) tea.Cmd { return by(n * (p.rows - 1)) }, [2][]string{{"pgdown", " ", "ctrl+d"}, {"pgup", "ctrl+b"}},
		[6]string{"Scroll down a line.", "Scroll up a line.", "Scroll down a page.", "Scroll up a page.", "To the beginning.", "To the end."}),
		screen.Binding{Keys: []string{"esc", "q", "enter", "?"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { p.host.Close(p) })})
	list[2].Foot = p.total > p.rows
	return append(list, p.offers...)
}

// Box draws what is seen.
func (p *Pager) Box(w, h int) ([]string, int) {
	want := Width(p.title) + 2
	for _, t := range p.text {
		want = max(want, t.Indent+Width(t.Text))
	}
	n := inner(want, min(w, 100))
	if n != p.width {
		p.width, p.lines = n, Flow(p.theme, p.text, n)
	}
	p.total = len(p.lines)
	p.rows = max(min(h-2, p.total), 1)
	p.top = max(min(p.top, p.total-p.rows), 0)
	box := Box(p.theme, p.title, p.lines[p.top:p.top+p.rows], n+4)
	More(p.theme, box, n+4, p.top, p.rows, p.total)
	return box, n + 4
}

// More writes into the lower border of a box how much there is of what it shows.
func More(t *theme.Theme, box []string, w, top, rows, total int) {
	if total <= rows || w < 20 {
		return
	}
	text := " " + t.Glyph.Up + " "
	if top+rows < total {
		text = " " + t.Glyph.Down + " more "
		if top > 0 {
			text = " " + t.Glyph.Up + t.Glyph.Down + " more "
		}
	}
	n := Width(text)
	box[len(box)-1] = Splice(box[len(box)-1], t.Faint.Of(text), w-n-2, n)
}

// Flow wraps paragraphs into lines of w cells.
func Flow(t *theme.Theme, text []Paragraph, w int) []string {
	lines := make([]string, 0, len(text))
	for _, p := range text {
		indent := min(p.Indent, max(w-8, 0))
		for i, part := range Wrap(p.Text, w-indent) {
			l := NewLine(w)
			if i == 0 {
				l.Cell(p.Lead.Style, p.Lead.Text, indent)
			}
			lines = append(lines, l.To(indent).Text(p.Style, part).String())
		}
	}
	if len(lines) == 0 {
		lines = []string{Blank(w)}
	}
	return lines
}
