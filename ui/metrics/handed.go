package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/chart"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// define shows what the chosen number counts, and all that is laid down about it.
func (m *Metrics) define() tea.Cmd {
	shown, _ := m.shown()
	t := m.env.Theme
	text := []kit.Paragraph{{Style: t.Text, Text: shown.What}, {}, {Style: t.Faint, Text: "Formula"}, {Indent: 2, Style: t.Text, Text: shown.Formula}, {}, {Style: t.Faint, Text: "Exactly"}}
	for _, edge := range shown.Edges {
		text = append(text, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Faint, Text: t.Glyph.Bullet}, Style: t.Text, Text: edge})
	}
	text = append(text, kit.Paragraph{})
	better := "less is better"
	if shown.Good == "more" {
		better = "more is better"
	}
	facts := [][2]string{{"Id", shown.ID}, {"Period", shown.Window}, {"Unit", shown.UnitWords()}, {"Direction", better}, {"Owner", shown.Owner}, {"Computed", shown.Frequency}, {"Source", shown.Source}}
	target := shown.TargetWords("")
	if now := shown.result.Target; now != nil {
		target = now.Words() + " (" + now.Word() + ")"
	}
	if target == "" {
		target = "none"
	}
	facts = append(facts, [2]string{"Target", target})
	for _, service := range slices.Sorted(maps.Keys(shown.Services)) {
		facts = append(facts, [2]string{"Target of " + service, shown.TargetWords(service)})
	}
	if shown.Rules != nil {
		facts = append(facts, shown.Rules(m.page.facts.Policy)...)
	}
	for _, part := range shown.result.Parts {
		facts = append(facts, [2]string{part.Name, part.Value.String()})
	}
	for _, c := range m.pictures(shown) {
		if c.Rule != "" {
			facts = append(facts, [2]string{"Control chart", c.Rule})
		}
	}
	facts = append(facts, [2]string{"To change it", "edit " + process.MeasuresFile + " among the files of the rules, on the Process screen, and propose it"})
	for _, f := range facts {
		if f[1] != "" {
			text = append(text, kit.Paragraph{Indent: 24, Lead: kit.Span{Style: t.Faint, Text: f[0]}, Style: t.Text, Text: f[1]})
		}
	}
	m.env.Host.Open(kit.NewPager(t, m.env.Host, shown.Title, text))
	return nil
}

// table shows the numbers of the chart that is shown.
func (m *Metrics) table() tea.Cmd {
	shown, _ := m.shown()
	t := m.env.Theme
	var c chart.Chart
	if m.split != metric.Whole {
		c = m.broken(shown)
	} else if list := m.pictures(shown); len(list) > 0 {
		c = list[m.picture[shown.ID]%len(list)]
	}
	head, rows := c.Table()
	width := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			width[i] = max(width[i], min(kit.Width(cell), 40))
		}
	}
	var text []kit.Paragraph
	line := func(style theme.Style, row []string) { // what is long goes on in its own column, or below it
		lead, last := "", row[len(row)-1]
		for i, cell := range row[:len(row)-1] {
			lead += kit.Fit(cell, width[i]) + "  "
		}
		switch {
		case last == "":
			text = append(text, kit.Paragraph{Style: style, Text: strings.TrimRight(lead, " ")})
		case lead != "" && kit.Width(lead)+width[len(row)-1] > min(m.Width, 100)-8 && m.Width-kit.Width(lead) < leastColumn:
			text = append(text, kit.Paragraph{Style: style, Text: strings.TrimRight(lead, " ")}, kit.Paragraph{Indent: 4, Style: style, Text: last})
		default:
			text = append(text, kit.Paragraph{Indent: kit.Width(lead), Lead: kit.Span{Style: style, Text: lead}, Style: style, Text: last})
		}
	}
	for i, row := range append([][]string{head}, rows...) {
		if len(row) > 0 {
			line(map[bool]theme.Style{true: t.Faint, false: t.Text}[i == 0], row)
		}
	}
	for _, l := range c.Limits {
		text = append(text, kit.Paragraph{Style: t.Faint, Text: l.Name + " " + l.Text})
	}
	if c.Target != nil {
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Text, Text: strings.TrimSpace(c.Target.Name + " " + c.Target.Text + ": " + c.Target.Word)})
	}
	if c.Rule != "" {
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Faint, Text: c.Rule})
	}
	m.env.Host.Open(kit.NewPager(t, m.env.Host, c.Title, text))
	return nil
}

// leastColumn is how narrow the last column of a table may get before it stands below.
const leastColumn = 28

// clipboard is the most records that are handed on by it.
const clipboard = 2000

// export puts the number with its records on the clipboard: a file on the
// server would belong to nobody.
func (m *Metrics) export() tea.Cmd {
	shown, _ := m.shown()
	e := m.env
	if n := len(shown.result.Records); n > clipboard {
		e.Host.Say(fmt.Sprintf("%d records are too many for a clipboard: fairway metrics %s --period %s --csv", n, shown.ID, m.page.stretch))
		return nil
	}
	report := m.report(shown)
	put := func(name string, write func(*strings.Builder) error) kit.Choice {
		return kit.Choice{Text: name, Do: func() tea.Cmd {
			var b strings.Builder
			if err := write(&b); err != nil {
				e.Host.Fail("export", err)
				return nil
			}
			cmd := e.Host.Copy(b.String())
			e.Host.Say(fmt.Sprintf("copied %s of %s as %s", shown.Title, report.Title, name))
			return cmd
		}}
	}
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Export", shown.Title+", "+report.Title+", to the clipboard", []kit.Choice{
		put("CSV", func(b *strings.Builder) error { return report.CSV(b) }),
		put("Markdown", func(b *strings.Builder) error { return report.Markdown(b) }),
	}))
	return nil
}

func (m *Metrics) report(shown *measure) metric.Report {
	s := m.page.stretch
	r := metric.Report{Metric: shown.Metric, Result: shown.result, Period: s.String(), Title: s.Title(), Said: m.sentence(shown), Split: m.split, Zone: m.env.Days(), Notes: metric.About(m.page.facts.Annotations, shown.ID), Shown: shown.shown}
	for _, g := range m.groups {
		r.Groups = append(r.Groups, g.Group)
	}
	return r
}
