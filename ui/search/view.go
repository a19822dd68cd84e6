package search

import (
	"fmt"
	"strings"

	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// wide is the width from which a record takes one line.
const wide = 130

// perHit is how many lines a record takes.
func perHit(w int) int {
	if w >= wide {
		return 1
	}
	return 2
}

// View draws the line typed into, how much was found, and what is seen of it.
func (s *Search) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	t := s.env.Theme
	s.Width, s.Height = w, h
	l := kit.NewLine(w).Gap(1).Text(t.Title, "search").Gap(1)
	s.input.Put(l, t, l.Left()-1)
	lines := []string{l.String(), s.summary(w), kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String()}
	n := perHit(w)
	from, to := s.Show((h-len(lines))/n, len(s.hits))
	if len(s.hits) == 0 {
		return kit.Page(append(lines, s.hint(w)...), w, h)
	}
	kinds := 0
	for i := range s.hits {
		kinds = max(kinds, min(kit.Width(s.hits[i].Kind.Words()), 18))
	}
	for i := from; i < to; i++ {
		if n == 1 {
			lines = append(lines, s.oneLine(w, kinds, &s.hits[i], i == s.At))
		} else {
			lines = append(lines, s.twoLines(w, kinds, &s.hits[i], i == s.At)...)
		}
	}
	return kit.Page(lines, w, h)
}

// summary says how much was found.
func (s *Search) summary(w int) string {
	t := s.env.Theme
	l := kit.NewLine(w).Gap(8)
	switch {
	case s.trouble != "":
		return l.Text(t.Bad, "could not search: "+s.trouble).String()
	case s.Text() == "":
		return l.Text(t.Faint, "each word may be the beginning of one; all of them have to be there").String()
	case s.of == "":
		return l.Text(t.Faint, "searching").String()
	case s.more && len(s.hits) < limit:
		l.Text(t.Text, fmt.Sprintf("more than %d; the others follow as you go down", len(s.hits)))
	case s.more:
		l.Text(t.Warn, fmt.Sprintf("more than %d: type another word", len(s.hits)))
	case len(s.hits) == 0:
		l.Text(t.Warn, "nothing has all of these words")
	case len(s.hits) == 1:
		l.Text(t.Text, "1 found")
	default:
		l.Text(t.Text, fmt.Sprintf("%d found", len(s.hits)))
	}
	if s.env.AsOf != store.Now {
		l.Gap(2).Text(t.Faint, "searched as they are now, not as of then")
	}
	if len(s.hits) > s.Rows {
		text := fmt.Sprintf("%d of %d", s.At+1, len(s.hits))
		if l.Left() > len(text)+2 {
			l.To(w-len(text)-1).Text(t.Faint, text)
		}
	}
	return l.String()
}

// hint says what is searched, with examples, where nothing is shown.
func (s *Search) hint(w int) []string {
	t := s.env.Theme
	if s.Text() != "" && s.of != "" && s.trouble == "" {
		return kit.Flow(t, []kit.Paragraph{{}, {Indent: 8, Style: t.Faint, Text: "Try fewer letters of each word, or one word less. An id finds its record: REL-8, CHG-12."}}, w)
	}
	if s.Text() != "" {
		return nil
	}
	row := func(lead, text string) kit.Paragraph {
		return kit.Paragraph{Indent: 24, Lead: kit.Span{Style: t.Key, Text: "        " + lead}, Style: t.Text, Text: text}
	}
	return kit.Flow(t, []kit.Paragraph{
		{},
		{Indent: 8, Style: t.Text, Text: "Every record is searched, in its title and its text: releases, RFCs, documents and what is written in them, approvals, incidents, problems, configuration items, DML entries, services, windows, people."},
		{},
		row("payr tax", "whatever has a word that begins with payr, and one with tax"),
		row("rollback users", "plans that say so"),
		row("REL-8", "the record itself, and what mentions it"),
	}, w)
}

func (s *Search) oneLine(w, kinds int, h *store.Hit, chosen bool) string {
	t := s.env.Theme
	l := kit.NewLine(w)
	l.Here(t, chosen)
	s.head(l, kinds, h, chosen, (w-kinds-30)*9/20)
	l.Gap(2)
	s.excerpt(l, h)
	return l.String()
}

func (s *Search) twoLines(w, kinds int, h *store.Hit, chosen bool) []string {
	t := s.env.Theme
	l := kit.NewLine(w)
	l.Here(t, chosen)
	s.head(l, kinds, h, chosen, w-kinds-30)
	m := kit.NewLine(w).Gap(min(kinds+3, w/3))
	s.excerpt(m, h)
	return []string{l.String(), m.String()}
}

// head puts what the record is: kind, id, title, state.
func (s *Search) head(l *kit.Line, kinds int, h *store.Hit, chosen bool, title int) {
	t := s.env.Theme
	l.Cell(t.Faint, h.Kind.Words(), kinds).Gap(1)
	id := t.Strong
	if chosen {
		id = t.Chosen
	}
	from := l.Used()
	l.Text(id, kit.Cut(string(h.ID), 10)).To(from + 11)
	name := h.Title
	if inTitle(h) {
		name = h.Excerpt // the same, with the words marked
	}
	if h.Subject != "" && h.Subject != h.ID {
		name += ", " + string(h.Subject)
	}
	n := min(max(title, 8), l.Left())
	cell := kit.NewLine(n)
	s.marked(cell, t.Text, name)
	l.Raw(cell.String(), n).Gap(1)
	l.Cell(t.Note, h.Kind.Info().State(h.State).Words, min(14, l.Left()))
}

// excerpt puts the place where the words were found, with them marked. The
// store writes them between « and ».
func (s *Search) excerpt(l *kit.Line, h *store.Hit) {
	t := s.env.Theme
	text := strings.Join(strings.Fields(h.Excerpt), " ")
	if text == "" || inTitle(h) {
		// Where the title says it already, what the record belongs to says more.
		var about []string
		for _, name := range []string{h.ServiceName, h.PersonName} {
			if name != "" {
				about = append(about, name)
			}
		}
		l.Text(t.Faint, strings.Join(about, ", "))
		return
	}
	// What was found has to be seen, however little room there is.
	if before, rest, ok := strings.Cut(text, "«"); ok && kit.Width(before) > l.Left()/2 {
		words := strings.Fields(before)
		tail := ""
		for i := len(words) - 1; i >= 0 && kit.Width(words[i])+kit.Width(tail) < l.Left()/3; i-- {
			tail = words[i] + " " + tail
		}
		text = "…" + tail + "«" + rest
	}
	s.marked(l, t.Faint, text)
}

// inTitle reports whether the excerpt is the title.
func inTitle(h *store.Hit) bool {
	return h.Excerpt != "" && strings.NewReplacer("«", "", "»", "").Replace(h.Excerpt) == h.Title
}

// marked puts a text with its found words marked, as far as it fits.
func (s *Search) marked(l *kit.Line, style theme.Style, text string) {
	t := s.env.Theme
	for text != "" {
		before, rest, ok := strings.Cut(text, "«")
		l.Text(style, before)
		if !ok {
			return
		}
		word, after, _ := strings.Cut(rest, "»")
		if t.Choice == theme.Bare {
			word = "[" + word + "]" // nothing else would show it
		}
		l.Text(t.Match, word)
		text = after
	}
}
