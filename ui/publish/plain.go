package publish

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Plain is a paper as plain text of at most so many columns.
func Plain(markdownText string, width int, figures ...Figure) string {
	source := []byte(markdownText)
	doc := markdown(nil).Parser().Parse(text.NewReader(source))
	p := &plain{source: source, width: max(width, 20), figures: figures}
	p.blocks(doc, "")
	return strings.TrimRight(p.b.String(), "\n") + "\n"
}

type plain struct {
	b       strings.Builder
	source  []byte
	width   int
	figures []Figure
}

// blocks writes what stands in a block, each line behind an indent.
func (p *plain) blocks(parent ast.Node, indent string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			words := p.inline(n)
			p.lines(indent, words)
			if mark := map[int]string{1: "=", 2: "-"}[n.Level]; mark != "" {
				p.b.WriteString(indent + strings.Repeat(mark, min(ansi.StringWidth(words), p.width-len(indent))) + "\n")
			}
			p.b.WriteString("\n")
		case *ast.Paragraph, *ast.TextBlock:
			p.lines(indent, p.inline(n))
			if _, ends := n.(*ast.Paragraph); ends {
				p.b.WriteString("\n")
			}
		case *ast.List:
			p.list(n, indent)
			p.b.WriteString("\n")
		case *ast.FencedCodeBlock:
			drawn := string(n.Lines().Value(p.source))
			if string(n.Language(p.source)) == "mermaid" && len(p.figures) > 0 {
				drawn, p.figures = p.figures[0].Text, p.figures[1:]
			}
			for _, l := range strings.Split(strings.TrimRight(drawn, "\n"), "\n") {
				p.b.WriteString(strings.TrimRight(indent+l, " ") + "\n")
			}
			p.b.WriteString("\n")
		case *extast.Table:
			p.table(n, indent)
		default:
			p.blocks(n, indent)
		}
	}
}

func (p *plain) list(l *ast.List, indent string) {
	i := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "- "
		if l.IsOrdered() {
			mark = fmt.Sprintf("%d. ", i)
			i++
		}
		inner := &plain{source: p.source, width: p.width - len(indent) - len(mark)}
		inner.blocks(item, "")
		for k, line := range strings.Split(strings.TrimRight(inner.b.String(), "\n"), "\n") {
			lead := indent + mark
			if k > 0 {
				lead = indent + strings.Repeat(" ", len(mark))
			}
			p.b.WriteString(strings.TrimRight(lead+line, " ") + "\n")
		}
	}
}

func (p *plain) table(t *extast.Table, indent string) {
	var rows [][]string
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, p.inline(c))
		}
		rows = append(rows, cells)
	}
	if len(rows) == 0 {
		return
	}
	widths, fit := columnWidths(rows, p.width-len(indent))
	if !fit || crammed(rows[0], widths) {
		p.stacked(rows, indent)
		return
	}
	border := indent + "+"
	for _, w := range widths {
		border += strings.Repeat("-", w+2) + "+"
	}
	p.b.WriteString(border + "\n")
	if strings.Join(rows[0], "") != "" { // Markdown has no table without a head
		p.row(rows[0], widths, indent)
		p.b.WriteString(border + "\n")
	}
	for _, r := range rows[1:] {
		p.row(r, widths, indent)
	}
	p.b.WriteString(border + "\n\n")
}

// row writes a row of a table, over as many lines as its cells need.
func (p *plain) row(cells []string, widths []int, indent string) {
	lines, high := make([][]string, len(widths)), 1
	for c := range min(len(cells), len(widths)) {
		lines[c] = wrapped(held(cells[c]), widths[c])
		high = max(high, len(lines[c]))
	}
	for k := range high {
		p.b.WriteString(indent + "|")
		for c, w := range widths {
			text := ""
			if k < len(lines[c]) {
				text = loose(lines[c][k])
			}
			p.b.WriteString(" " + text + strings.Repeat(" ", max(w-ansi.StringWidth(text), 0)) + " |")
		}
		p.b.WriteString("\n")
	}
}

// held keeps a number and its unit in one line, loose takes that back.
func held(s string) string  { return strings.ReplaceAll(s, " %", "\u00a0%") }
func loose(s string) string { return strings.ReplaceAll(s, "\u00a0%", " %") }

// columnWidths are how wide the columns of a table get in so much room, the widest made
// narrower first; they don't fit where a word would have to be broken.
func columnWidths(rows [][]string, room int) (widths []int, fit bool) {
	widths, least, all := make([]int, len(rows[0])), make([]int, len(rows[0])), 1
	for _, r := range rows {
		for c := range min(len(r), len(widths)) {
			widths[c] = max(widths[c], ansi.StringWidth(r[c]), 1)
			for _, word := range strings.FieldsFunc(held(r[c]), func(r rune) bool { return r == ' ' || r == '\n' }) {
				least[c] = max(least[c], ansi.StringWidth(word), 1)
			}
		}
	}
	for _, w := range widths {
		all += w + 3 // a border, and a space on either side
	}
	for ; all > room; all-- {
		widest := -1
		for c := range widths {
			if widths[c] > least[c] && (widest < 0 || widths[c] > widths[widest]) {
				widest = c
			}
		}
		if widest < 0 {
			return widths, false
		}
		widths[widest]--
	}
	return widths, true
}

// crammed says that columns are too narrow to be read: a head takes more than two lines.
func crammed(head []string, widths []int) bool {
	for c, words := range head {
		if len(wrapped(words, widths[c])) > 2 {
			return true
		}
	}
	return false
}

// stacked writes a table that is too wide row by row, each cell on a line behind its head.
func (p *plain) stacked(rows [][]string, indent string) {
	for _, r := range rows[1:] {
		for c, cell := range r {
			if cell == "" {
				continue
			}
			lead := indent
			if c > 0 {
				lead += "  "
			}
			if c < len(rows[0]) && rows[0][c] != "" {
				cell = rows[0][c] + ": " + cell
			}
			for k, l := range wrapped(held(cell), max(p.width-len(lead)-2, 10)) {
				if k > 0 {
					l = "  " + l
				}
				p.b.WriteString(lead + loose(l) + "\n")
			}
		}
	}
	p.b.WriteString("\n")
}

// lines writes words over as many lines as they need.
func (p *plain) lines(indent, words string) {
	for _, l := range wrapped(words, max(p.width-len(indent), 10)) {
		p.b.WriteString(strings.TrimRight(indent+l, " ") + "\n")
	}
}

// inline is the text of what stands in a line, without its marks.
func (p *plain) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(unescaped(string(c.Value(p.source))))
			switch {
			case c.HardLineBreak():
				b.WriteString("\n")
			case c.SoftLineBreak():
				b.WriteString(" ")
			}
		case *ast.AutoLink:
			b.Write(c.Label(p.source))
		default:
			b.WriteString(p.inline(c))
		}
	}
	return b.String()
}

// unescaped takes the backslashes before marks away: the parser leaves that to
// whoever renders.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// wrapped breaks text at its spaces into lines of at most w columns, and words that are longer
// than one anywhere.
func wrapped(s string, w int) []string {
	var out []string
	for part := range strings.SplitSeq(s, "\n") {
		line, used := "", 0
		for i, word := range strings.Split(part, " ") {
			n := ansi.StringWidth(word)
			if i > 0 && used+1+n <= w {
				line, used = line+" ", used+1
			} else if i > 0 && line != "" {
				out, line, used = append(out, line), "", 0
			}
			for n > w-used {
				head := ansi.Truncate(word, w-used, "")
				if head == "" { // a character wider than the line
					head = word
				}
				out = append(out, line+head)
				word = strings.TrimPrefix(word, head)
				line, used, n = "", 0, ansi.StringWidth(word)
			}
			line, used = line+word, used+n
		}
		out = append(out, line)
	}
	return out
}
