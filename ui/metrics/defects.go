package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/remedy"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// lacking are the data defects of a period, over all measures.
type lacking struct {
	of   metric.Stretch
	asOf store.Position
	list []metric.Defect
}

// askDefects asks for the data defects of the period that is shown: the list of
// fairway metrics defects.
func (m *Metrics) askDefects() tea.Cmd {
	if m.stopDefects != nil {
		m.stopDefects()
	}
	ctx, stop := context.WithCancel(m.env.Context)
	m.stopDefects, m.halted = stop, false
	done, find := make(chan struct{}), m.findDefects(ctx)
	load := screen.Ask(m, "defects", func() (lacking, error) {
		defer close(done)
		defer stop()
		return find()
	}, func(found lacking, err error) tea.Cmd {
		m.slow = false
		if err != nil {
			m.fail(err)
			return nil
		}
		m.lacks = &found
		if m.defects {
			m.relist()
			m.fresh = false
		}
		return nil
	})
	return tea.Batch(load, m.watch(done))
}

// ahead is of how many releases the defects are looked for before anybody asks.
const ahead = 2000

// countDefects asks for them while nobody waits for it, so that how many there are is seen
// beside the numbers; where that takes long, they are found when they are looked at.
func (m *Metrics) countDefects() tea.Cmd {
	if m.page.facts.Count() > ahead || m.known() != nil || m.defects {
		return nil
	}
	find, at := m.findDefects(m.env.Context), m.page.stretch
	return screen.Aside(screen.Ask(m, "count defects", find, func(found lacking, err error) tea.Cmd {
		if err == nil && at == m.page.stretch && !m.defects {
			m.lacks = &found
		}
		return nil
	}))
}

// addressed has the cures of defects say whose they are, of those that whoever looks may not
// do themselves.
func addressed(q screen.Query, list []metric.Defect) error {
	if len(list) == 0 {
		return nil
	}
	c, err := q.Case(task.Curing(model.Each(list, func(d metric.Defect) []model.Remedy { return d.Remedies })...))
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Remedies = task.Addressed(c, list[i].Remedies)
	}
	return nil
}

// findDefects finds those of the page.
func (m *Metrics) findDefects(ctx context.Context) func() (lacking, error) {
	data, q, query := m.env.Data, m.query(), m.env.Query()
	query.Ctx = ctx
	q.Stretch, q.Defects = m.page.stretch, true
	return func() (lacking, error) {
		f, err := data.Facts(ctx, q)
		if err == nil {
			f.Measures, err = assets.Measures(f.Measures)
		}
		if err != nil {
			return lacking{}, err
		}
		list := metric.Defects(f, f.Span)
		return lacking{q.Stretch, q.AsOf, list}, addressed(query, list)
	}
}

// known are the defects of what is shown; nil while they are being looked for.
func (m *Metrics) known() *lacking {
	if m.lacks == nil || m.lacks.of != m.page.stretch || m.lacks.asOf != m.asOf {
		return nil
	}
	return m.lacks
}

// listDefects lists the data defects of all measures, each once, by what is lacking, with the
// measures that lack it.
func (m *Metrics) listDefects() {
	found := m.known()
	if found == nil {
		return
	}
	titles := map[string]string{}
	for i := range m.page.measures {
		titles[m.page.measures[i].ID] = m.page.measures[i].Title
	}
	var all []metric.Record
	for _, d := range found.list {
		of := model.Each(d.Measures, func(id string) string {
			if title := titles[id]; title != "" {
				return title
			}
			return id
		})
		all = append(all, metric.Record{Section: strings.ReplaceAll(string(d.Lack), "-", " "), ID: d.ID, Release: d.Release, Title: d.Title, Service: d.Service, At: d.At, Day: d.Day,
			Text: d.Text + " (" + strings.Join(of, ", ") + ")", Lacks: d.Lack, Remedies: d.Remedies})
	}
	m.listed(all)
}

// allDefects draws the list of them, and below it what cures the chosen one.
func (m *Metrics) allDefects(w, h int) []string {
	t := m.env.Theme
	found := m.known()
	title := kit.NewLine(w).Gap(1).Text(t.Title, "Data defects")
	if found != nil {
		title.Gap(1).Text(t.Strong, fmt.Sprint(len(found.list)))
	}
	title.Gap(2).Text(t.Faint, "what the numbers lack to be whole")
	lines := []string{title.Gap(1).Glyph(t.Rule, t.Glyph.Line, max(title.Left()-1, 0)).String()}
	switch {
	case found == nil && m.halted:
		return append(lines, kit.NewLine(w).Gap(2).Text(t.Warn, "stopped: ctrl+l looks again").String())
	case found == nil:
		return append(lines, kit.NewLine(w).Gap(2).Text(t.Faint, "counting").String())
	case len(found.list) == 0:
		return append(lines, kit.NewLine(w).Gap(2).Text(t.Good, t.Glyph.Yes+" none in "+m.page.stretch.Title()).String())
	}
	below := cureRoom(h)
	lines = append(lines, m.records(w, h-1-below)...)
	return append(lines, m.cureLines(w, below)...)
}

// cureRoom is how many lines say of the chosen defect what it is, whole, and what cures it.
func cureRoom(h int) int {
	if h < compact-2 {
		return 2
	}
	return 5
}

// cureLines say what the chosen record lacks, where there is room for that, and what cures it:
// exactly h lines.
func (m *Metrics) cureLines(w, h int) []string {
	t := m.env.Theme
	r, _ := m.record()
	var lines []string
	say := func(name string, style theme.Style, text string, most int) {
		all := kit.Wrap(text, max(w-len(" lacks: ")-1, 1))
		if len(all) > most {
			all = append(all[:most-1], strings.Join(all[most-1:], " "))
		}
		for i, text := range all {
			l := kit.NewLine(w).Gap(1)
			if i == 0 {
				l.Text(style, name)
			}
			lines = append(lines, l.To(len(" lacks: ")).Text(t.Text, text).String())
		}
	}
	if h > 2 {
		lines = append(lines, kit.NewLine(w).Gap(1).Glyph(t.Rule, t.Glyph.Line, max(w-2, 0)).String())
		say("lacks:", t.Warn, r.Text, 2)
	}
	say("cure:", t.Good, remedy.Words(r.Remedies), 2)
	return kit.Fill(lines, w, h)
}

// cures are the ways to cure the chosen record that the dashboard can open: each that says
// something else is one, but not what comes after another.
func (m *Metrics) cures() []model.Remedy {
	r, _ := m.record()
	var out []model.Remedy
	for _, way := range r.Remedies {
		if remedy.Opens(way) && !way.Then {
			out = append(out, way)
		}
	}
	return out
}

// whyNoCure says why nothing is opened that cures the chosen record.
func (m *Metrics) whyNoCure() string {
	r, ok := m.record()
	switch {
	case !ok:
		return "no record is chosen"
	case r.Lacks == "" && len(r.Remedies) == 0:
		return "the chosen record lacks nothing"
	case slices.ContainsFunc(r.Remedies, func(way model.Remedy) bool { return len(way.Whose) > 0 }) && len(m.cures()) == 0:
		return "it is for others to cure: " + remedy.Words(r.Remedies)
	case len(m.cures()) == 0:
		return "it is cured by no form: " + remedy.Words(r.Remedies)
	}
	return ""
}

// cure opens the form that cures the chosen record, or offers the ways that there are.
func (m *Metrics) cure() tea.Cmd {
	ways, e := m.cures(), m.env
	if len(ways) == 1 {
		return e.Host.Remedy(ways[0])
	}
	r, _ := m.record()
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Ways to cure it", string(r.ID)+": "+r.Text, model.Each(ways, func(way model.Remedy) kit.Choice {
		return kit.Choice{Text: remedy.Words([]model.Remedy{way}), Do: func() tea.Cmd { return e.Host.Remedy(way) }}
	})))
	return nil
}

// showDefects goes to the data defects of all measures, and back.
func (m *Metrics) showDefects() tea.Cmd {
	m.defects = !m.defects
	m.begins()
	if m.defects && m.known() == nil {
		m.fresh = true
		return m.askDefects()
	}
	return nil
}
