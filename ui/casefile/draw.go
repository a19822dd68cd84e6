package casefile

import (
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// leadWidth is what the column of the sections' names takes at least: short names
// stand at the same place in every case.
const leadWidth = 12

// Paragraphs lay a case out: the sections' names at the left, a document's in whole
// where a quarter of the width has room for it.
func (c *File) Paragraphs(t *theme.Theme, w int) []kit.Paragraph {
	if c.Err != nil {
		return []kit.Paragraph{{Style: t.Bad, Text: "The case could not be read: " + c.Err.Error()}, {}, {Style: t.Faint, Text: "ctrl+l tries again"}}
	}
	room := leadWidth
	for _, s := range c.Brief.Sections {
		room = max(room, min(kit.Width(s.Name)+1, w/4))
	}
	var out []kit.Paragraph
	for _, s := range c.Brief.Sections {
		lead := kit.Span{Style: t.Title, Text: kit.Cut(s.Name, room-1)}
		for _, l := range s.Lines {
			text := l.Text
			if m := signOf(t, l.Mark); m != "" {
				text = m + " " + text
			}
			out = append(out, kit.Paragraph{Indent: room, Lead: lead, Style: toneOf(t, l.Tone), Text: text})
			lead = kit.Span{}
		}
	}
	return out
}

func signOf(t *theme.Theme, s Sign) string {
	g := t.Glyph
	return [...]string{Unmarked: "", Yes: g.Yes, No: g.No, Empty: g.Unmet, Ask: g.Ask, Caution: g.Conflict, Point: g.Arrow}[s]
}

func toneOf(t *theme.Theme, n Tone) theme.Style {
	return [...]theme.Style{Plain: t.Text, Quiet: t.Faint, Good: t.Good, Warn: t.Warn, Bad: t.Bad, News: t.Note}[n]
}
