package calendar

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/ui/kit"
)

// Box draws the proposal: from, to, and what the dates come to.
func (m *Mover) Box(w, h int) ([]string, int) {
	t := m.c.env.Theme
	n := max(min(w-4, 92), 1)
	var lines []string
	field := func(name, text string) {
		for i, part := range kit.Wrap(text, max(n-6, 1)) {
			if i > 0 {
				name = ""
			}
			lines = append(lines, kit.NewLine(n).Cell(t.Faint, name, 6).Text(t.Text, part).String())
		}
	}
	p := &m.to
	switch {
	case !p.known:
		lines = append(lines, kit.NewLine(n).Text(t.Faint, "looking at the calendar").String())
	case p.wrong != "":
		field("from", m.dates(p.from))
		lines = append(lines, kit.Wrapped(t.Warn, p.wrong, n)...)
	default:
		field("from", m.dates(p.from))
		field("to", m.dates(p.to)+distance(p.from, p.to, p.zone))
		if !m.was.IsZero() {
			lines = append(lines, kit.Wrapped(t.Warn, "It was moved meanwhile: it lay on "+m.dates(m.was)+". The dates proposed stay.", n)...)
		}
		// What was asked, and what the move ends, is seen before what can be a long list.
		lines = append(lines, m.answers(n)...)
		lines = append(lines, m.endings(n)...)
		for _, d := range p.after {
			text := fmt.Sprintf("%s %s depends on it and stays: %s; f takes it along", d.id, d.title, m.dates(d.from))
			if m.follow {
				text = fmt.Sprintf("%s %s moves along: %s, to %s", d.id, d.title, m.dates(d.from), m.dates(d.to))
			}
			field("", text)
		}
		lines = append(lines, kit.Blank(n))
		lines = append(lines, m.comesTo(n)...)
	}
	if room := h - 3; len(lines) > room && room > 1 {
		lines = append(lines[:room-1], kit.NewLine(n).Text(t.Faint, "and more, which the form shows").String())
	}
	keys := kit.NewLine(n)
	for _, k := range [][2]string{{"{ }", "a day"}, {"( )", "an hour"}, {"?", "every key"}} { // the footer has room for the others
		keys.Text(t.Key, k[0]).Gap(1).Text(t.Faint, k[1]).Gap(3)
	}
	lines = append(lines, keys.String())
	return kit.FitBox(t, "Move "+string(m.id)+" "+m.title, lines, n+4, h)
}

// dates are a window as it is read here, and by the clocks of its service where those
// are others.
func (m *Mover) dates(s model.Slot) string { return datesIn(s, m.c.env.Zone, m.to.zone) }

func datesIn(s model.Slot, here, there *time.Location) string {
	if s.IsZero() {
		return "no date"
	}
	text := s.Format(here, when.Short)
	if there != nil && there.String() != here.String() {
		text += "  (" + s.Format(there, when.Short) + " in " + there.String() + ")"
	}
	return text
}

// distance says how far a move in a zone goes.
func distance(from, to model.Slot, zone *time.Location) string {
	if from.IsZero() {
		return ""
	}
	// Days are those of the calendar, the rest is what the clock shows beyond them.
	days := to.Start.On(zone).Sub(from.Start.On(zone))
	rest := func() time.Duration { return to.Start.At.Sub(from.Start.Shift(days, 0, zone).At) }
	by := rest()
	switch {
	case to.Start.Precision != from.Start.Precision && days != 0: // a day has no hour
		by = 0
	case days > 0 && by < 0:
		days--
		by = rest()
	case days < 0 && by > 0:
		days++
		by = rest()
	}
	sign := "+"
	if days < 0 || by < 0 {
		sign = "-"
	}
	var parts []string
	if days != 0 {
		parts = append(parts, fmt.Sprintf("%d d", max(days, -days)))
	}
	if by != 0 {
		parts = append(parts, when.FormatDuration(by.Abs()))
	}
	if parts == nil {
		return "  where it is"
	}
	return "  " + sign + strings.Join(parts, " ")
}

// signed is a text with a sign before its first line.
func signed(sign string, text kit.Span, n int) []string {
	var lines []string
	for _, part := range kit.Wrap(text.Text, max(n-2, 1)) {
		lines = append(lines, kit.NewLine(n).Text(text.Style, sign).Gap(1).Text(text.Style, part).String())
		sign = " "
	}
	return lines
}

// answers is what came of looking for a slot, and that the dates are being looked at.
func (m *Mover) answers(n int) []string {
	t := m.c.env.Theme
	switch {
	case m.working:
		return []string{kit.NewLine(n).Text(t.Faint, "looking at the calendar").String()}
	case m.said != "":
		return kit.Wrapped(t.Note, m.said, n)
	}
	return nil
}

// endings are what the proposed dates end, and that they have passed.
func (m *Mover) endings(n int) []string {
	t := m.c.env.Theme
	var lines []string
	if m.to.passed != nil {
		lines = append(lines, signed(t.Glyph.Late, kit.Span{Style: t.Bad, Text: m.to.passed.Text}, n)...)
	}
	for _, text := range m.to.ends {
		lines = append(lines, signed(t.Glyph.Late, kit.Span{Style: t.Warn, Text: text}, n)...)
	}
	return lines
}

// comesTo is what the proposed dates collide with.
func (m *Mover) comesTo(n int) []string {
	t := m.c.env.Theme
	var lines []string
	for i := range m.to.found {
		f := &m.to.found[i]
		style := t.Warn
		if !f.Open() {
			style = t.Note
		}
		lines = append(lines, signed(t.Glyph.Conflict, kit.Span{Style: style, Text: f.Standing() + ": " + f.Text}, n)...)
	}
	if len(m.to.found) == 0 && m.to.passed == nil {
		lines = append(lines, signed(t.Glyph.Yes, kit.Span{Style: t.Good, Text: "collides with nothing"}, n)...)
	}
	return lines
}
