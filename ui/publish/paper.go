// Package publish makes papers that are handed out: as Markdown, as one HTML page
// that needs nothing beside it and reads well in print, and as plain text.
//
// A paper is written once, as Markdown; the page and the text are made of that.
// What people typed is escaped on its way in, so that none of it is taken for a
// heading, a link or HTML, by any reader of Markdown.
package publish

import (
	"fmt"
	"regexp"
	"strings"

	"fairway/model/glyph"
)

// Paper is Markdown that is being written.
type Paper struct{ b strings.Builder }

// String is the Markdown so far.
func (p *Paper) String() string { return strings.TrimRight(p.b.String(), "\n") + "\n" }

// Heading begins a section; 1 is the title of the paper.
func (p *Paper) Heading(level int, text string) {
	// An empty line before and behind: pandoc takes it for text without.
	text = Escape(text)
	if strings.HasSuffix(text, "#") { // else it is taken for what ends the heading
		text = text[:len(text)-1] + `\#`
	}
	fmt.Fprintf(&p.b, "%s %s\n\n", strings.Repeat("#", level), text)
}

// Text is what somebody wrote: paragraphs, and the breaks of its lines.
func (p *Paper) Text(text string) {
	for _, para := range strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"), "\n\n") {
		lines := strings.Split(strings.Trim(para, "\n"), "\n")
		for i, l := range lines {
			lines[i] = Escape(strings.TrimSpace(l))
		}
		if para = strings.Join(lines, "\\\n"); para != "" {
			p.b.WriteString(para + "\n\n")
		}
	}
}

// Markdown adds Markdown as it is.
func (p *Paper) Markdown(text string) { p.b.WriteString(strings.TrimRight(text, "\n") + "\n\n") }

// List is a list, numbered or not.
func (p *Paper) List(numbered bool, entries ...string) {
	for i, e := range entries {
		mark := "- "
		if numbered {
			mark = fmt.Sprintf("%d. ", i+1)
		}
		p.b.WriteString(mark + Line(e) + "\n")
	}
	if len(entries) > 0 {
		p.b.WriteString("\n")
	}
}

// Table is a table with a head; without rows nothing is written.
func (p *Paper) Table(head []string, rows ...[]string) {
	if len(rows) == 0 {
		return
	}
	line := func(cells []string) {
		p.b.WriteString("|")
		for i := range head {
			cell := ""
			if i < len(cells) {
				cell = Line(cells[i])
			}
			p.b.WriteString(" " + cell + " |")
		}
		p.b.WriteString("\n")
	}
	line(head)
	p.b.WriteString("|" + strings.Repeat(" --- |", len(head)) + "\n")
	for _, r := range rows {
		line(r)
	}
	p.b.WriteString("\n")
}

// Figure is a diagram: as mermaid source in Markdown. Page has its picture
// instead, Plain the text that is given for it.
func (p *Paper) Figure(mermaid string) {
	p.b.WriteString("```mermaid\n" + strings.TrimRight(mermaid, "\n") + "\n```\n\n")
}

// marks are the characters that mean something to a reader of Markdown wherever
// they stand; pandoc's takes @name for a citation, $ for mathematics.
var marks = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"|", `\|`, "~", `\~`, "@", `\@`, "&", `\&`, "$", `\$`, "^", `\^`, "{", `\{`, "}", `\}`, "--", `\-\-`)

// inline is text that means just that text wherever it stands but at the beginning of a
// line, and at the end of a heading.
func inline(text string) string { return marks.Replace(glyph.Plain(text)) }

// lettered begins what pandoc takes for an entry of a list: a letter, a Roman number or
// "(1)" and what ends it.
var lettered = regexp.MustCompile(`^(\(?(?:[A-Za-z]|[ivxlcdmIVXLCDM]+|[0-9]+|#))([.)])(\s|$)`)

// Escape is text as Markdown that means just that text, in one line.
func Escape(text string) string {
	text = inline(text)
	// What means something only at the beginning of a line.
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	switch {
	case text == "":
	case strings.ContainsRune("#-+=:", rune(text[0])):
		return `\` + text
	case digits > 0 && digits < len(text) && (text[digits] == '.' || text[digits] == ')'):
		return text[:digits] + `\` + text[digits:]
	case lettered.MatchString(text):
		return lettered.ReplaceAllString(text, `$1\$2$3`)
	}
	return text
}

// Line is text of several lines in one, escaped: as it stands in a cell or an
// entry of a list.
func Line(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return Escape(strings.Join(lines, "; "))
}
