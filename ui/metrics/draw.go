package metrics

import (
	"fmt"
	"strings"

	"fairway/model/metric"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// The room that the parts take.
const (
	tileHeight = 7
	leastTile  = 26
	mostTile   = 44
	compact    = 18 // below this height a tile is a line
)

// plan is how the height is shared out.
type plan struct {
	tiles, said, chart, list int
	lines                    bool // tiles are lines
}

func (m *Metrics) plan(w, h int) plan {
	p := plan{tiles: tileHeight, said: 2}
	if shown, ok := m.shown(); ok && h >= compact {
		p.said = max(min(len(kit.Wrap(m.sentence(shown), max(w-2, 1))), 3), 1)
	}
	if h < compact {
		p.tiles, p.lines = max(min(len(m.page.measures), 3), 1), true
	}
	left := max(h-1-p.tiles-p.said-1, 0) // header, and the title of the list
	switch p.chart = min(left/2, 14); {
	case m.zoomed:
		p.chart = left
	case p.chart < 3:
		p.chart = 0
	}
	p.list = left - p.chart
	return p
}

// rows is how many records are seen.
func (m *Metrics) rows() int { return max(m.plan(m.Width, m.Height).list, 1) }

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
	shown, _ := m.shown()
	p := m.plan(w, h)
	lines := make([]string, 0, h+tileHeight)
	lines = append(lines, m.header(w))
	if p.lines {
		lines = append(lines, m.tileLines(w, p.tiles)...)
	} else {
		lines = append(lines, m.tiles(w)...)
	}
	lines = append(lines, m.said(shown, w, p.said)...)
	if p.chart > 0 {
		lines = append(lines, m.chart(shown, w, p.chart)...)
	}
	lines = append(lines, m.listTitle(shown, w))
	lines = append(lines, m.records(w, p.list)...)
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
		l.Gap(2).Text(t.Faint, "compared with "+m.earlier().Title())
	}
	right, style := "", t.Note
	switch {
	case m.wrong != "":
		right, style = m.wrong, t.Bad
	case m.slow:
		right, style = fmt.Sprintf("counting: %d facts, esc stops", m.read.Load()), t.Warn
	case m.halted:
		right, style = "stopped: this is what was counted before", t.Warn
	case m.filter != "":
		right = "filter: " + m.filter
	default:
		right = m.clock()
	}
	if room := l.Left() - 3; right != "" && room > 6 {
		right = kit.Cut(right, room)
		l.To(w-1-kit.Width(right)).Text(style, right)
	}
	return l.String()
}

// said is the chart's sentence in words: exactly h lines.
func (m *Metrics) said(shown *measure, w, h int) []string {
	t := m.env.Theme
	parts := kit.Wrap(m.sentence(shown), max(w-2, 1))
	if len(parts) > h {
		parts = append(parts[:h-1], strings.Join(parts[h-1:], " "))
	}
	lines := make([]string, 0, h)
	for _, s := range parts {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Text, s).String())
	}
	return kit.Fill(lines, w, h)
}

// chart draws the breakdown, or the chart of the chosen number; where there is
// room, its course beside it.
func (m *Metrics) chart(shown *measure, w, h int) []string {
	switch {
	case m.split != metric.Whole:
		return m.breakdown(w, h)
	case len(shown.result.Buckets) == 0:
		return indent(m.course(shown, w-1, h))
	case w >= 110:
		left := w/2 - 2
		a, b := m.distribution(shown, left, h), m.course(shown, w-left-4, h)
		for i := range a {
			a[i] = " " + a[i] + "   " + b[i]
		}
		return a
	default:
		return indent(m.distribution(shown, w-1, h))
	}
}

func indent(lines []string) []string {
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

// distribution draws the number's own chart: a histogram where its bars have a
// place on an axis, else a Pareto, the most frequent first.
func (m *Metrics) distribution(shown *measure, w, h int) []string {
	t := m.env.Theme
	sum, all, most := 0, 0, 0
	for _, b := range shown.result.Buckets {
		all, most = all+b.Count, max(most, b.Count)
	}
	var bars []kit.Column
	var rows []kit.Row
	for _, b := range shown.result.Buckets {
		sum += b.Count
		bars = append(bars, kit.Column{Label: tight(b.From), Value: float64(b.Count), Text: fmt.Sprint(b.Count), Known: true})
		text := fmt.Sprintf("%d, together %s", b.Count, metric.Value{Form: metric.Share, Num: int64(sum), Den: int64(all)}.Short())
		if b.Mark != "" {
			text += ", the " + b.Mark + "'s"
		}
		rows = append(rows, kit.Row{Label: b.Label, Count: b.Count, Text: text})
	}
	var chart []string
	if shown.result.Buckets[0].From != "" {
		chart = kit.Columns(t, bars, fmt.Sprint(most), w, h-1)
	} else {
		chart = kit.Rows(t, rows, w, h-1)
	}
	return append([]string{kit.NewLine(w).Text(t.Faint, shown.Chart).String()}, chart...)
}

// course draws the number over the last periods.
func (m *Metrics) course(shown *measure, w, h int) []string {
	var bars []kit.Column
	most := shown.result.Value
	past := m.trend[shown.ID]
	for i, r := range past {
		bars = append(bars, kit.Column{Label: m.page.stretch.Add(i - len(past)).Label(), Value: r.Value.Number(), Text: short(r.Value), Known: r.Value.Known()})
		if r.Value.Known() && (!most.Known() || r.Value.Number() > most.Number()) {
			most = r.Value
		}
	}
	now := shown.result.Value
	bars = append(bars, kit.Column{Label: m.page.stretch.Label(), Value: now.Number(), Text: short(now), Known: now.Known(), Here: true})
	return kit.Columns(m.env.Theme, bars, short(most), w, h)
}

// short is a value in few cells: 21%, 1h10m.
func short(v metric.Value) string { return tight(v.Short()) }

func tight(s string) string {
	return strings.NewReplacer(" %", "%", " h ", "h", " h", "h", " min", "m", " d", "d", " of plan", " plan", "at most ", "max ", "at least ", "min ").Replace(s)
}

// breakdown is the number by type or by service.
func (m *Metrics) breakdown(w, h int) []string {
	t := m.env.Theme
	lines := []string{kit.NewLine(w).Gap(1).Text(t.Faint, "by "+string(m.split)).String()}
	name := 12
	for _, g := range m.groups {
		name = max(name, min(kit.Width(g.Name), w/3))
	}
	for i, g := range m.groups {
		if len(lines) == h-1 && i < len(m.groups)-1 {
			lines = append(lines, kit.NewLine(w).Gap(2).Text(t.Faint, fmt.Sprintf("and %d more", len(m.groups)-i)).String())
			break
		}
		if len(lines) >= h {
			break
		}
		l := kit.NewLine(w).Gap(2).Cell(t.Text, g.Name, name).Gap(1).Cell(t.Strong, g.Value.String(), 22).Gap(1).Cell(t.Faint, fmt.Sprintf("n %d", g.Population), 7)
		lines = append(lines, l.Gap(1).Text(t.Warn, strings.Join(marks(&g.Result), ", ")).String())
	}
	return kit.Fill(lines, w, h)
}

func marks(r *metric.Result) []string {
	var out []string
	if r.Small {
		out = append(out, "small n")
	}
	if r.Provisional {
		out = append(out, "provisional")
	}
	return out
}

// listTitle stands over the records: how many there are, and what is apart.
func (m *Metrics) listTitle(shown *measure, w int) string {
	t := m.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Title, "Records").Gap(1).Text(t.Strong, fmt.Sprint(len(shown.result.Records)))
	if n := len(shown.result.Defects); n > 0 {
		text := fmt.Sprintf("%s %d data defects", t.Glyph.Late, n)
		if n == 1 {
			text = t.Glyph.Late + " 1 data defect"
		}
		l.Gap(2).Text(t.Warn, text)
	}
	if apart := shown.Apart(shown.result); apart != "" {
		l.Gap(2).Text(t.Faint, apart)
	}
	return l.Gap(1).Glyph(t.Rule, t.Glyph.Line, max(l.Left()-1, 0)).String()
}

// spark is the course in a line.
func (m *Metrics) spark(shown *measure) string {
	var values []float64
	var known []bool
	for _, r := range append(append([]metric.Result{}, m.trend[shown.ID]...), shown.result) {
		values = append(values, r.Value.Number())
		known = append(known, r.Value.Known())
	}
	return kit.Spark(m.env.Theme, values, known)
}

// changed says how the number changed, with a sign and a word.
func (m *Metrics) changed(shown *measure) (string, theme.Style) {
	t := m.env.Theme
	c := shown.Compare(shown.result, shown.earlier)
	switch {
	case !c.Known:
		return c.Word, t.Faint
	case c.By == 0:
		return c.Word, t.Text
	}
	sign, style := t.Glyph.Up, t.Good
	if c.By < 0 {
		sign = t.Glyph.Down
	}
	if c.Word == "worse" {
		style = t.Bad
	}
	return fmt.Sprintf("%s %s %s", sign, c.Size(shown.result.Value.Form), c.Word), style
}
