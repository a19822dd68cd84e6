package metrics

import (
	"fmt"
	"strings"

	"fairway/ui/kit"
)

// View draws the screen.
func (m *Metrics) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	t := m.env.Theme
	m.Width, m.Height = w, h
	if text := m.emptyText(); text != nil {
		if h < 3 || !m.loaded {
			return kit.Centred(t, text, w, h)
		}
		return m.header(w) + "\n" + kit.Centred(t, text, w, h-1)
	}
	lines := append(make([]string, 0, h+bigHeight), m.header(w))
	switch {
	case m.defects:
		lines = append(lines, m.allDefects(w, h-1)...)
	case m.opened:
		lines = append(lines, m.measure(w, h-1)...)
	default:
		lines = append(lines, m.overview(w, h)...)
	}
	return kit.Page(lines, w, h)
}

// emptyText says what to do where there is nothing to see.
func (m *Metrics) emptyText() []string {
	some := false
	for i := range m.page.measures {
		r := &m.page.measures[i].result
		some = some || r.Population > 0 || len(r.Records)+len(r.Defects) > 0
	}
	title := m.stretch.Title()
	switch {
	case m.trouble != "" && !m.loaded:
		return []string{"The metrics could not be loaded", "", m.trouble, "", "ctrl+l tries again"}
	case m.wrong != "" && !m.loaded:
		return []string{"The filter can't be used", "", m.wrong, "", "esc drops it, / changes it"}
	case !m.loaded && m.halted:
		return []string{"Stopped", "", "ctrl+l counts again, p chooses a shorter period"}
	case !m.loaded && m.slow:
		return []string{fmt.Sprintf("counting: %d facts read", m.read.Load()), "", "esc stops it"}
	case !m.loaded:
		return []string{"", "loading"}
	case some || m.slow:
		return nil
	case m.filter != "":
		return []string{"No release that fits the filter counts in " + title, "", m.filter, "", "esc drops it, / changes it"}
	}
	text := []string{"No deployment has ended in " + title + ", and no baseline starts in it", ""}
	apart := 0
	for i := range m.page.measures {
		apart = max(apart, m.page.measures[i].result.Imported)
	}
	if apart > 0 {
		text = append(text, fmt.Sprintf("%d imported releases stand apart: they passed no gate, and have no actual times.", apart), "")
	}
	return append(text, "[ goes to the period before, p chooses another one", "",
		"Numbers come of what is done: a plan that was authorised has a baseline,",
		"E in the Run section of a release ends a deployment, and incidents are linked", "to the release that caused them.")
}

// header is the first line: the period, what it is compared with, the filter.
func (m *Metrics) header(w int) string {
	t := m.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Title, m.stretch.Title())
	if w >= 50 {
		l.Gap(2).Text(t.Faint, "compared with "+m.against.title(m.stretch))
	}
	right, style := "", t.Note
	switch {
	case m.wrong != "": // which is said whole, before what it is compared with
		l = kit.NewLine(w).Gap(1).Text(t.Title, m.stretch.Title())
		right, style = m.wrong, t.Bad
	case m.slow:
		right, style = fmt.Sprintf("counting: %d facts, esc stops", m.read.Load()), t.Warn
	case m.halted:
		right, style = "stopped: this is what was counted before", t.Warn
	case m.filter != "":
		right = "filter: " + m.filter
	case m.past():
		right = m.clock()
	case !m.listing():
		right, style = fmt.Sprintf("%d of %d", m.tile+1, len(m.page.measures)), t.Faint
	}
	if found := m.known(); found != nil && len(found.list) > 0 && !m.defects && m.wrong == "" {
		text, other := t.Glyph.Late+" "+kit.Count(len(found.list), "data defect"), 0
		if style == t.Note && right != "" || m.slow || m.halted { // what matters more than a place among others
			other = kit.Width(right) + 3
		}
		if n := kit.Width(text); l.Left() >= n+2+other {
			l.Gap(2).Text(t.Warn, text)
		}
	}
	if room := l.Left() - 3; right != "" && room > 6 {
		right = kit.Cut(right, room)
		l.To(w-1-kit.Width(right)).Text(style, right)
	}
	return l.String()
}

// said is the chart's sentence in words, or what is wrong with the filter: exactly h lines.
func (m *Metrics) said(shown *measure, w, h int) []string {
	t := m.env.Theme
	text, style := m.sentence(shown), t.Text
	if m.wrong != "" { // for which the first line may have no room
		text, style = m.wrong, t.Bad
	}
	parts := kit.Wrap(text, max(w-2, 1))
	if len(parts) > h {
		parts = append(parts[:h-1], strings.Join(parts[h-1:], " "))
	}
	lines := make([]string, 0, h)
	for _, s := range parts {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(style, s).String())
	}
	return kit.Fill(lines, w, h)
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}
