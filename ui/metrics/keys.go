package metrics

import (
	"slices"

	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/metric"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// keys are the screen's bindings, the most useful first.
func (m *Metrics) keys() []screen.Binding {
	needsRecord := screen.When(func() bool { _, ok := m.record(); return !ok }, "no record is chosen")
	needsNumber := screen.When(func() bool { _, ok := m.shown(); return !ok }, "there is no number yet")
	move, view, record := screen.GroupMove, screen.GroupView, screen.GroupRecord
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: record, Foot: true, Help: "Open the release that the chosen record is about.", Why: needsRecord, Do: m.open},
		{Keys: []string{"p"}, Name: "period", Group: view, Foot: true, Help: "Choose how long a period is: month, quarter, year, or the last 30 days.", Do: m.choosePeriod},
		{Keys: []string{"[", "shift+left"}, Name: "before", Group: view, Foot: true, Help: "To the period before.", Do: func() tea.Cmd { return m.turn(-1) }},
		{Keys: []string{"]", "shift+right"}, Name: "next", Group: view, Foot: true, Help: "To the next period.", Do: func() tea.Cmd { return m.turn(1) }},
		{Keys: []string{"t"}, Name: "today", Group: view, Help: "To the period that today lies in.", Do: m.today},
		{Keys: []string{"c"}, Name: "compare", Group: view, Foot: true, Help: "Compare with the same period a year before; again for the period before.", Do: m.compare},
		{Keys: []string{"b"}, Name: "by", Group: view, Foot: true, Help: "Break the chosen number down by type, by service, or not at all.", Why: needsNumber, Do: m.turnSplit},
		{Keys: []string{"z"}, Name: "zoom", Group: view, Help: "Give the chart all the room; again for the records too.", Why: needsNumber, Do: screen.Act(func() { m.zoomed = !m.zoomed })},
		{Keys: []string{"i"}, Name: "definition", Group: view, Foot: true, Help: "Say exactly what the chosen number counts: formula, special cases, owner, source.", Why: needsNumber, Do: m.define},
		{Keys: []string{"x"}, Name: "export", Group: record, Foot: true, Help: "Put the chosen number with its records on the clipboard, as CSV or as Markdown.", Why: needsNumber, Do: m.export},
		{Keys: []string{"l", "right", "tab"}, Name: "next number", Group: move, Help: "To the number at the right.", Why: needsNumber, Do: func() tea.Cmd { return m.choose(1) }},
		{Keys: []string{"h", "left", "shift+tab"}, Name: "number before", Group: move, Help: "To the number at the left.", Why: needsNumber, Do: func() tea.Cmd { return m.choose(-1) }},
	}, append(kit.Moves(m.step, func(n int) tea.Cmd { return m.step(n * m.rows()) }, kit.ScreenPages, kit.Among("record")),
		screen.Binding{Keys: []string{"y"}, Name: "copy id", Group: record, Help: "Put the id of the chosen record on the clipboard.", Why: needsRecord, Do: func() tea.Cmd {
			r, _ := m.record()
			return m.env.Host.Copy(string(r.ID))
		}})...)
}

// halt stops a long load; what was shown before stays.
func (m *Metrics) halt() screen.Binding {
	return screen.Binding{Keys: []string{"esc"}, Name: "stop", Group: screen.GroupView, Foot: true, Help: "Stop counting.", Do: screen.Act(func() {
		m.slow, m.halted = false, true
		m.Asker().Forget("page")
		m.Asker().Forget("watch")
		m.stop()
	})}
}

func (m *Metrics) open() tea.Cmd {
	r, _ := m.record()
	return m.env.Host.Find(r.Release)
}

// turn goes to another stretch.
func (m *Metrics) turn(n int) tea.Cmd {
	to := m.stretch.Add(n)
	if year := to.Span(m.env.Clock(), m.env.Days()).Start.Year(); year <= when.FirstYear || year >= when.LastYear {
		m.env.Host.Say("that is further than the calendar reaches")
		return nil
	}
	m.stretch, m.chosen = to, true
	if p, ok := m.kept.pages[to]; ok {
		return m.take(p) // counted ahead
	}
	return m.load()
}

// compare compares with the other stretch. What was counted of each stays good;
// the pages beside this one were compared as this one was.
func (m *Metrics) compare() tea.Cmd {
	m.lastYear = !m.lastYear
	m.kept.pages = nil
	m.Asker().Forget("near")
	earlier, ok := m.kept.counted[m.earlier()]
	if !ok || m.page.stretch != m.stretch {
		return m.load()
	}
	p := m.page
	p.measures = slices.Clone(p.measures)
	for i := range p.measures {
		p.measures[i].earlier = earlier[p.measures[i].ID]
	}
	return m.take(p)
}

func (m *Metrics) today() tea.Cmd {
	m.chosen, m.stretch.Back = false, 0
	return m.Load()
}

func (m *Metrics) choosePeriod() tea.Cmd {
	e := m.env
	span := m.stretch.Span(e.Clock(), e.Days())
	to := func(s metric.Stretch) func() tea.Cmd {
		return func() tea.Cmd {
			m.stretch = s
			m.chosen = !s.Span(e.Clock(), e.Days()).Holds(e.Clock())
			return m.Load()
		}
	}
	// The period that holds the one shown, or today where that lies in it.
	holds := span.Start
	if span.Holds(e.Clock()) {
		holds = e.Clock()
	}
	of := func(unit when.Unit) metric.Stretch {
		return metric.Stretch{Period: when.PeriodOf(holds, unit, e.Days())}
	}
	var choices []kit.Choice
	for _, s := range []metric.Stretch{of(when.Monthly), of(when.Quarterly), of(when.Yearly), {Days: 30, Period: of(when.Monthly).Period}} {
		name := s.Title()
		if s.Days == 0 {
			name = fmt.Sprintf("%s: %s", s.Period.Unit, name)
		}
		choices = append(choices, kit.Choice{Text: name, Do: to(s)})
	}
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Period", "For how long are things counted?", choices))
	return nil
}

// choose goes to another measure.
func (m *Metrics) choose(n int) tea.Cmd {
	to := max(min(m.tile+n, len(m.page.measures)-1), 0)
	if to == m.tile {
		return nil
	}
	m.tile, m.at, m.top = to, 0, 0
	m.relist()
	return m.askSplit()
}

func (m *Metrics) turnSplit() tea.Cmd {
	m.split = map[metric.Split]metric.Split{metric.Whole: metric.ByType, metric.ByType: metric.ByService, metric.ByService: metric.Whole}[m.split]
	return m.askSplit()
}

// define shows what the chosen number counts.
func (m *Metrics) define() tea.Cmd {
	shown, _ := m.shown()
	t := m.env.Theme
	text := []kit.Paragraph{{Style: t.Text, Text: shown.What}, {}, {Style: t.Faint, Text: "Formula"}, {Indent: 2, Style: t.Text, Text: shown.Formula}, {}, {Style: t.Faint, Text: "Exactly"}}
	for _, edge := range shown.Edges {
		text = append(text, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Faint, Text: t.Glyph.Bullet}, Style: t.Text, Text: edge})
	}
	text = append(text, kit.Paragraph{})
	facts := [][2]string{{"Period", shown.Window}, {"Owner", shown.Owner}, {"Computed", shown.Frequency}, {"Source", shown.Source}}
	if target := shown.result.Target; target != nil {
		facts = append(facts, [2]string{"Target", target.Text + " (" + target.Word() + ")"})
	}
	if shown.Rules != nil {
		facts = append(facts, shown.Rules(m.page.facts.Policy)...)
	}
	for _, part := range shown.result.Parts {
		facts = append(facts, [2]string{part.Name, part.Value.String()})
	}
	for _, f := range facts {
		text = append(text, kit.Paragraph{Indent: 24, Lead: kit.Span{Style: t.Faint, Text: f[0]}, Style: t.Text, Text: f[1]})
	}
	m.env.Host.Open(kit.NewPager(t, m.env.Host, shown.Title, text))
	return nil
}

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
	return metric.Report{Metric: shown.Metric, Result: shown.result, Period: s.String(), Title: s.Title(), Said: m.sentence(shown),
		Split: m.split, Groups: m.groups, Zone: m.env.Days()}
}

func (m *Metrics) sentence(shown *measure) string {
	return shown.Sentence(shown.result, shown.earlier, m.page.stretch.Title(), m.earlier().Title())
}
