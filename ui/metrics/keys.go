package metrics

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// keys are the screen's bindings, the most useful first.
func (m *Metrics) keys() []screen.Binding {
	needsRecord := screen.When(func() bool { _, ok := m.record(); return !ok }, "no record is chosen")
	needsNumber := screen.When(func() bool { _, ok := m.shown(); return !ok }, "there is no number yet")
	needsOne := func() string {
		if m.defects {
			return "the data defects are of all measures"
		}
		return needsNumber()
	}
	needsSomething := screen.When(func() bool {
		_, ok := m.shown()
		_, on := m.record()
		return m.listing() && !on || !ok
	}, "nothing is chosen")
	move, view, record := screen.GroupMove, screen.GroupView, screen.GroupRecord
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: record, Foot: true, Help: "Open the chosen measure: its chart and its records; there, open the release that the chosen record is about.", Why: needsSomething, Do: m.open},
		{Keys: []string{"e"}, Name: "cure", Group: record, Foot: true, Writes: true, Help: "Open the form that cures the chosen data defect; where there are several ways, choose one.", Why: m.whyNoCure, Do: m.cure},
		{Keys: []string{"d"}, Name: "defects", Group: view, Foot: true, Help: "List what the data lack for the numbers to be whole, of all measures, each with what cures it; again for the numbers.", Why: needsNumber, Do: m.showDefects},
		{Keys: []string{"p"}, Name: "period", Group: view, Foot: true, Help: "Choose how long a period is: week, month, quarter, year, or the last 30 days.", Do: m.choosePeriod},
		{Keys: []string{"[", "shift+left"}, Name: "before", Group: view, Foot: true, Help: "To the period before.", Do: func() tea.Cmd { return m.turn(-1) }},
		{Keys: []string{"]", "shift+right"}, Name: "next", Group: view, Foot: true, Help: "To the next period.", Do: func() tea.Cmd { return m.turn(1) }},
		{Keys: []string{"t"}, Name: "today", Group: view, Help: "To the period that today lies in.", Do: m.today},
		{Keys: []string{"c"}, Name: "compare", Group: view, Foot: true, Help: "Compare with the same period a year before; again to choose a service or type to compare with; again for the period before.", Do: m.turnAgainst},
		{Keys: []string{"b"}, Name: "by", Group: view, Foot: true, Help: "Break the chosen number down by " + splitWords() + ", or not at all.", Why: needsOne, Do: m.turnSplit},
		{Keys: []string{"v"}, Name: "chart", Group: view, Foot: true, Help: "Another chart of the chosen number: bars, line, histogram, Pareto, outcomes, control chart, as far as they fit it.", Why: needsOne, Do: m.turnPicture},
		{Keys: []string{"T"}, Name: "table", Group: view, Help: "The numbers of the chart as a table.", Why: needsOne, Do: m.table},
		{Keys: []string{"z"}, Name: "zoom", Group: view, Help: "Give the chart of an opened measure all the room; again for the records too.", Why: needsOne, Do: screen.Act(func() { m.zoomed = !m.zoomed })},
		{Keys: []string{"i"}, Name: "definition", Group: view, Foot: true, Help: "Say exactly what the chosen number counts: formula, special cases, target, owner, source; and how that is changed.", Why: needsOne, Do: m.define},
		{Keys: []string{"a"}, Name: "annotate", Group: record, Writes: true, Help: "Note what happened beside the measures of its time: a new data centre, another team. Charts, exports and reports show it.", Do: m.annotate},
		{Keys: []string{"x"}, Name: "export", Group: record, Foot: true, Help: "Put the chosen number with its records on the clipboard, as CSV or as Markdown.", Why: needsOne, Do: m.export},
		{Keys: []string{"s"}, Name: "sign off", Group: record, Writes: true, Help: "Sign off the numbers of the period that is shown: close it, so that they are frozen. Of a number that was signed off: reopen its period.", Why: m.whyNotSigned, Do: m.sign},
		{Keys: []string{"w"}, Name: "keep a report", Group: record, Writes: true, Help: "Keep a report of a period as a document, with version and approval.", Do: m.keep},
		{Keys: []string{"l", "right", "tab"}, Name: "next number", Group: move, Help: "To the next measure.", Why: needsOne, Do: func() tea.Cmd { return m.choose(m.tile + 1) }},
		{Keys: []string{"h", "left", "shift+tab"}, Name: "number before", Group: move, Help: "To the measure before.", Why: needsOne, Do: func() tea.Cmd { return m.choose(m.tile - 1) }},
	}, append(kit.Moves(m.down, func(n int) tea.Cmd { return m.down(n * m.rows()) }, kit.ScreenPages, kit.Among("row")),
		screen.Binding{Keys: []string{"y"}, Name: "copy id", Group: record, Help: "Put the id of the chosen record on the clipboard.", Why: needsRecord, Do: func() tea.Cmd {
			r, _ := m.record()
			return m.env.Host.Copy(string(r.ID))
		}})...)
}

// splitWords are what a number is broken down by.
func splitWords() string {
	var words []string
	for _, s := range metric.Splits {
		words = append(words, string(s))
	}
	return strings.Join(words, ", ")
}

// halt stops a long load; what was shown before stays.
func (m *Metrics) halt() screen.Binding {
	return screen.Binding{Keys: []string{"esc"}, Name: "stop", Group: screen.GroupView, Foot: true, Help: "Stop counting.", Do: screen.Act(func() {
		m.slow, m.halted = false, true
		m.Asker().Forget("page")
		m.Asker().Forget("course")
		m.Asker().Forget("watch")
		m.Asker().Forget("defects")
		m.stop()
		if m.stopDefects != nil {
			m.stopDefects()
		}
	})}
}

// leave goes back to all measures.
func (m *Metrics) leave() screen.Binding {
	return screen.Binding{Keys: []string{"esc"}, Name: "all measures", Group: screen.GroupView, Foot: true, Help: "Back to all measures.", Do: screen.Act(func() {
		m.opened, m.defects = m.opened && m.defects, false
		m.relist()
	})}
}

// open opens the chosen measure, or the record that is chosen in it.
func (m *Metrics) open() tea.Cmd {
	if r, ok := m.record(); ok {
		return m.env.Host.Find(opens(r))
	}
	m.opened = true
	m.begins()
	return m.askRecords()
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
	for _, s := range []metric.Stretch{of(when.Monthly), of(when.Quarterly), of(when.Yearly), {Days: 30, Period: of(when.Monthly).Period}, of(when.Weekly)} {
		name := s.Title()
		if s.Days == 0 {
			name = fmt.Sprintf("%s: %s", s.Period.Unit, name)
		}
		choices = append(choices, kit.Choice{Text: name, Do: to(s)})
	}
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Period", "For how long are things counted?", choices))
	return nil
}

// begins lists what is known of a measure from the first record on, also of those that come
// later.
func (m *Metrics) begins() {
	shown, ok := m.shown()
	m.at, m.first, m.fresh = 0, 0, true
	m.relist()
	m.fresh = ok && !shown.listed
}

// choose goes to another measure.
func (m *Metrics) choose(to int) tea.Cmd {
	to = max(min(to, len(m.page.measures)-1), 0)
	if to == m.tile {
		return nil
	}
	m.tile = to
	m.begins()
	return tea.Batch(m.askRecords(), m.askSplit())
}

// down goes down or up: among the records where they are shown, else among the measures,
// by a row of tiles or by a line.
func (m *Metrics) down(n int) tea.Cmd {
	if m.listing() {
		m.fresh = false
		return m.step(n)
	}
	g := m.layout(m.Width, m.Height)
	switch {
	case n <= -kit.Far:
		return m.choose(0)
	case n >= kit.Far:
		return m.choose(len(m.page.measures) - 1)
	case g.lines == 0:
		to := m.tile + n*g.across
		for to >= len(m.page.measures) && to-g.across > m.tile {
			to -= g.across
		}
		if to >= len(m.page.measures) && m.tile/g.across == (len(m.page.measures)-1)/g.across || to < 0 {
			return nil // there is no row below, or above
		}
		return m.choose(to)
	case m.tile < g.tiles: // the tiles stand over the lines
		if n > 0 {
			return m.choose(g.tiles + n - 1)
		}
		return nil
	case m.tile+n < g.tiles && g.tiles > 0:
		return m.choose(0)
	}
	return m.choose(m.tile + n)
}

// turnPicture shows the next chart of the chosen measure.
func (m *Metrics) turnPicture() tea.Cmd {
	shown, _ := m.shown()
	m.split, m.groups = metric.Whole, nil
	if n := len(m.pictures(shown)); n > 0 {
		m.picture[shown.ID] = (m.picture[shown.ID] + 1) % n
	}
	return nil
}

// keep opens the form that keeps a report, of the period that is shown where one is of such.
func (m *Metrics) keep() tea.Cmd {
	remedy := model.ByTask("keep-report", "")
	unit := map[when.Unit]string{when.Monthly: "monthly", when.Quarterly: "quarterly"}[m.stretch.Period.Unit]
	if m.stretch.Days == 0 && unit != "" {
		remedy.Answers = []process.Answer{model.With("report", unit), model.With("period", m.stretch.String())}
	}
	return m.env.Host.Remedy(remedy)
}

// whyNotSigned says why the numbers that are shown can't be signed off.
func (m *Metrics) whyNotSigned() string {
	switch shown, ok := m.shown(); {
	case !ok:
		return "there is no number yet"
	case shown.shown.Signed != nil:
	case m.page.stretch.Days > 0:
		return m.page.stretch.Title() + " are no period that is signed off: p chooses a month or a quarter"
	case m.page.facts.Span.End.After(m.env.Clock()):
		return m.page.stretch.Title() + " is not over: [ goes to the period before"
	}
	return ""
}

// sign opens the form that signs off the period that is shown, or the one that reopens the
// period by which the chosen number was signed off.
func (m *Metrics) sign() tea.Cmd {
	if shown, _ := m.shown(); shown.shown.Signed != nil {
		return m.env.Host.Remedy(model.ByTask("reopen-period", shown.shown.Signed.ID))
	}
	return m.env.Host.Remedy(model.ByTask("close-period", "", model.With("period", m.page.stretch.String())))
}

// annotate asks what happened, about the measure that is opened or about all.
func (m *Metrics) annotate() tea.Cmd {
	var about []process.Answer
	if shown, ok := m.shown(); ok && m.opened {
		about = append(about, model.With("measure", shown.ID))
	}
	form := model.ByTask("annotate", "", about...)
	form.Field = "text"
	return m.env.Host.Remedy(form)
}
