package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/metric"
	"fairway/ui/kit"
)

// listDefects lists the data defects of all measures, each once, with the measures that
// lack it.
func (m *Metrics) listDefects() {
	type key struct {
		id   string
		text string
	}
	of := map[key][]string{}
	var all []metric.Record
	for i := range m.page.measures {
		s := &m.page.measures[i]
		for _, r := range s.result.Defects {
			k := key{string(r.ID), r.Text}
			if of[k] == nil {
				all = append(all, r)
			}
			of[k] = append(of[k], s.Title)
		}
	}
	for i := range all {
		all[i].Section = "of " + strings.Join(of[key{string(all[i].ID), all[i].Text}], ", ")
	}
	slices.SortStableFunc(all, func(a, b metric.Record) int { return cmp.Or(cmp.Compare(a.Section, b.Section), a.At.Compare(b.At)) })
	m.listed(all)
}

// allDefects draws the list of them.
func (m *Metrics) allDefects(w, h int) []string {
	t := m.env.Theme
	n := 0
	for i := range m.list {
		if m.list[i].heading == "" {
			n++
		}
	}
	title := kit.NewLine(w).Gap(1).Text(t.Title, "Data defects").Gap(1).Text(t.Strong, fmt.Sprint(n)).Gap(2).Text(t.Faint, "what the numbers lack to be whole")
	lines := []string{title.Gap(1).Glyph(t.Rule, t.Glyph.Line, max(title.Left()-1, 0)).String()}
	if n == 0 {
		return append(lines, kit.NewLine(w).Gap(2).Text(t.Good, t.Glyph.Yes+" none in "+m.page.stretch.Title()).String())
	}
	return append(lines, m.records(w, h-1)...)
}

// showDefects goes to the data defects of all measures, and back.
func (m *Metrics) showDefects() tea.Cmd {
	m.defects = !m.defects
	m.at, m.first = 0, 0
	m.relist()
	return nil
}
