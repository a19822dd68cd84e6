package standup

import (
	"fmt"

	"fairway/model/standup"
	"fairway/ui/kit"
)

// headLines stand over every page: whose it is and of when, and since when things are new.
const headLines = 2

// View draws the page that is looked at.
func (p *Page) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	t := p.env.Theme
	switch {
	case p.s == nil && p.trouble != "":
		return kit.Centred(t, []string{"The standup could not be loaded", "", p.trouble, "", "ctrl+l tries again"}, w, h)
	case p.s == nil:
		return kit.Centred(t, []string{"", "loading"}, w, h)
	}
	p.lay(w-1, max(h-headLines, 1))
	title, since := p.s.Heading()
	lines := []string{kit.NewLine(w).Gap(1).Text(t.Title, title).String()}
	second := kit.NewLine(w).Gap(1)
	count := ""
	if n := len(p.pages); n > 1 {
		count = fmt.Sprintf("%d/%d", p.page+1, n)
	}
	room := max(w-2-kit.Width(count)-1, 0)
	if text := since + " " + p.s.Zone; kit.Width(text) <= room {
		since = text
	}
	second.Cell(t.Faint, since, room)
	if second.Left() > kit.Width(count) {
		second.To(w-kit.Width(count)-1).Text(t.Key, count)
	}
	lines = append(lines, second.String())
	rows := p.pages[p.page]
	airy := len(p.pages) == 1 && headLines+len(rows)+len(p.s.Sections) <= h // room for a line between the parts
	for _, r := range rows {
		if airy && r.Head != "" {
			lines = append(lines, kit.Blank(w))
		}
		lines = append(lines, p.row(r, w))
	}
	return kit.Page(lines, w, h)
}

// row draws one row: its words say all, the colours only show where to look.
func (p *Page) row(r standup.Row, w int) string {
	t := p.env.Theme
	l := kit.NewLine(w)
	if r.Head != "" {
		l.Gap(1).Text(t.Strong, r.Head)
		if r.Text != "" {
			l.Text(t.Faint, ": "+r.Text)
		}
		return l.String()
	}
	text, word := t.Text, t.Note
	if r.Grave {
		word = t.Bad
	}
	here := r.Line == p.at && !p.env.ReadOnly
	if here && (r.Word != "" || p.startsHere(r)) {
		l.Text(t.Focus, t.Glyph.Here)
	}
	if here {
		text = t.Chosen
	}
	l.To(2).Text(word, r.Word).To(r.Indent)
	return l.Text(text, r.Text).String()
}

// startsHere reports whether a row is the first of its line.
func (p *Page) startsHere(r standup.Row) bool {
	for _, other := range p.pages[p.page] {
		if other.Line == r.Line {
			return other == r
		}
	}
	return false
}
