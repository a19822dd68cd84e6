package metrics

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/metric"
	draw "fairway/ui/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// plan is how the height of an opened measure is shared out.
type plan struct {
	number, said, chart, notes, list int
	big                              bool // the number is several cells high
}

func (m *Metrics) plan(w, h int) plan {
	p := plan{number: 2, said: 2}
	shown, ok := m.shown()
	if ok && h >= compact-1 {
		most := 2
		if h >= roomy {
			most = 3
		}
		p.said = max(min(len(kit.Wrap(m.sentence(shown), max(w-2, 1))), most), 1)
	}
	if p.big = h >= 28 && w >= 60; p.big {
		p.number = draw.BigHeight + 2
	}
	left := max(h-p.number-p.said-1, 0) // and the title of the list
	if ok && left >= 12 {
		p.notes = min(len(m.notes(shown.ID)), 3)
		left -= p.notes
	}
	switch p.chart = min(max(left/2, min(left-4, 9)), 16); {
	case m.zoomed:
		p.chart = left
	case p.chart < 3:
		p.chart = 0
	}
	if m.split != metric.Whole { // every group is seen, where there is room
		p.chart = max(p.chart, min(len(m.groups)+2, left-5))
	}
	p.list = left - p.chart
	return p
}

// rows is how many records are seen, or how far a page of measures goes.
func (m *Metrics) rows() int {
	switch {
	case m.defects:
		return max(m.Height-2-cureRoom(m.Height-1), 1)
	case m.opened:
		return max(m.plan(m.Width, m.Height-1).list, 1)
	}
	g := m.layout(m.Width, m.Height)
	return max(g.lines, g.rows, 1)
}

// measure draws the chosen one alone: its number, the sentence, a chart, what was noted
// about its time, and the records.
func (m *Metrics) measure(w, h int) []string {
	shown, ok := m.shown()
	if !ok {
		return nil
	}
	p := m.plan(w, h)
	lines := m.number(shown, w, p)
	lines = append(lines, m.said(shown, w, p.said)...)
	if p.chart > 0 {
		lines = append(lines, m.charts(shown, w, p.chart)...)
	}
	lines = append(lines, m.noteLines(shown, w, p.notes)...)
	lines = append(lines, m.listTitle(shown, w))
	return append(lines, m.records(w, p.list)...)
}

// number is the value, large where there is room, and in words beside it with all that
// it must not be shown without.
func (m *Metrics) number(shown *measure, w int, p plan) []string {
	t := m.env.Theme
	title := kit.NewLine(w).Gap(1).Text(t.Title, shown.Title)
	if place := fmt.Sprintf("%d of %d", m.tile+1, len(m.page.measures)); title.Left() > kit.Width(place)+2 {
		title.To(w-1-kit.Width(place)).Text(t.Faint, place)
	}
	type words struct {
		style theme.Style
		text  string
	}
	value := shown.result.Value.String()
	if unit := unitOf(shown); unit == "median" && shown.result.Value.Known() {
		value = "a median of " + value
	}
	switch {
	case shown.result.Missing != "":
		value = noRecords
	case len(shown.result.Services) > 0:
		value = "by service, never for all together"
	}
	first := []words{{t.Strong, value}}
	if c := shown.result.Closed; c != nil { // first, as far as that goes in the line
		room := w - 1 - kit.Width(shown.Title) - 2 - kit.Width(value) - 2
		if p.big {
			room = w/2 - 2
		}
		first = append(first, words{t.Warn, fitting(signedWords(c), room)})
	}
	if marks := shown.result.Counted(); len(marks) > 0 {
		first = append(first, words{t.Warn, strings.Join(marks, ", ")})
	}
	for i, r := range shown.result.Reopened {
		text := fmt.Sprintf("was %s, reopened by %s: %s", r.Text, r.By, r.Reason)
		if i == 0 {
			text = "signed off before: " + text
		}
		first = append(first, words{t.Warn, text})
	}
	if shown.Beside != nil && shown.result.Population > 0 && len(shown.result.Services) == 0 {
		first = append(first, words{t.Text, shown.Beside(&shown.result)})
	}
	changed, style := m.changed(shown)
	second := []words{{style, changed}}
	if len(shown.result.Services) > 0 {
		second = nil // what each was before is its course
	}
	if shown.earlier.Value.Known() {
		before := "before: " + shown.earlier.Value.String()
		if c := shown.earlier.Closed; c != nil {
			before += ", " + fitting(signedWords(c), w/3)
		}
		second = append(second, words{t.Faint, before})
	}
	var third []words
	if text, style := m.target(shown); text != "" {
		third = append(third, words{style, text})
		if part := shown.Part; part != "" {
			third = append(third, words{t.Faint, "is " + shown.result.Part(part).String()})
		}
	}
	put := func(l *kit.Line, list []words) *kit.Line {
		for _, one := range list {
			if l.Left() <= 2 {
				break
			}
			l.Gap(2).Text(one.style, one.text)
		}
		return l
	}
	if !p.big {
		if len(third) > 0 { // the words about the target come first: they are fewer
			second = append(third[:1], second...)
		}
		head := put(kit.NewLine(w).Gap(1).Text(t.Title, shown.Title), first)
		return []string{head.String(), put(kit.NewLine(w), second).String()}
	}
	lines := []string{title.String()}
	big, width := m.big(shown, w/2)
	beside := m.parts(shown, w)
	for i, list := range [][]words{first, second, third, nil} {
		l := kit.NewLine(w - partsWidth(beside)).Gap(2)
		if i < len(big) {
			l.Raw(t.Strong.Of(big[i]), width).Gap(1)
		}
		text := put(l, list).To(w - partsWidth(beside)).String()
		if i < len(beside) {
			text += beside[i]
		} else {
			text += kit.Blank(partsWidth(beside))
		}
		lines = append(lines, text)
	}
	return lines
}

// partWidth is how wide the further values are that stand beside the number.
const partWidth = 72

func partsWidth(lines []string) int {
	if len(lines) == 0 {
		return 0
	}
	return partWidth
}

// parts are the first of the further values with what they were before, where there is
// room for them beside the number; all of them stand in its definition.
func (m *Metrics) parts(shown *measure, w int) []string {
	if w < 150 || shown.result.Missing != "" {
		return nil
	}
	t := m.env.Theme
	var lines []string
	for _, p := range shown.result.Parts[:min(len(shown.result.Parts), draw.BigHeight+1)] {
		l := kit.NewLine(partWidth).Cell(t.Faint, p.Name, 22).Gap(1).Cell(t.Text, p.Value.String(), 32).Gap(1)
		if before := shown.earlier.Part(p.Name); before.Known() {
			l.Text(t.Faint, "before "+before.Tight())
		}
		lines = append(lines, l.To(partWidth).String())
	}
	return lines
}

// pictures are the charts of a measure. They are made once for what was counted: some go
// through all records.
func (m *Metrics) pictures(shown *measure) []chart.Chart {
	if list, made := m.drawn[shown.ID]; made {
		return list
	}
	var past []metric.Past
	for _, p := range m.course {
		past = append(past, metric.Past{Stretch: p.stretch, Span: p.span, Result: p.results[shown.ID]})
	}
	past = append(past, metric.Past{Stretch: m.page.stretch, Span: m.page.facts.Span, Result: shown.result})
	if m.drawn == nil {
		m.drawn = map[string][]chart.Chart{}
	}
	m.drawn[shown.ID] = shown.Pictures(past, m.notes(shown.ID))
	return m.drawn[shown.ID]
}

// notes are what was noted about the periods shown, as far as it concerns a measure.
func (m *Metrics) notes(id string) []metric.Annotation {
	var all []metric.Annotation
	for _, p := range m.course {
		all = append(all, p.notes...)
	}
	return metric.About(append(all, m.page.facts.Annotations...), id)
}

// charts draws the breakdown, or the chosen chart of a measure; where there is room,
// another one beside it.
func (m *Metrics) charts(shown *measure, w, h int) []string {
	t := m.env.Theme
	switch {
	case shown.result.Missing != "":
		return kit.Fill(nil, w, h)
	case m.split != metric.Whole:
		return m.breakdown(shown, w, h)
	}
	list := model.Each(m.pictures(shown), shown.caption)
	if len(list) == 0 {
		return kit.Fill(nil, w, h)
	}
	at := m.picture[shown.ID] % len(list)
	all := h
	h = min(h, highest)
	if w < 110 || len(list) < 2 {
		return kit.Fill(indent(draw.Draw(t, list[at], w-1, h)), w, all)
	}
	left := w/2 - 2
	a, b := draw.Draw(t, list[at], left, h), draw.Draw(t, list[(at+1)%len(list)], w-left-4, h)
	for i := range a {
		a[i] = " " + a[i] + "   " + b[i]
	}
	return kit.Fill(a, w, all)
}

// caption is a chart without the name of its measure, which stands above it: what tells it
// from another is not cut off.
func (s *measure) caption(c chart.Chart) chart.Chart {
	if rest, own := strings.CutPrefix(c.Title, s.Title); own && c.Kind != chart.Groups && strings.Trim(rest, ", ") != "" {
		rest = strings.Trim(rest, ", ")
		c.Title = strings.ToUpper(rest[:1]) + rest[1:]
	}
	return c
}

// highest is how high a chart gets: beyond that it says no more.
const highest = 18

// noteLines say what happened in the periods that are shown: the latest that there is
// room for.
func (m *Metrics) noteLines(shown *measure, w, h int) []string {
	if h < 1 {
		return nil
	}
	t := m.env.Theme
	var notes []chart.Note
	for _, c := range m.pictures(shown) {
		if len(c.Notes) > len(notes) {
			notes = c.Notes
		}
	}
	more := len(notes) - h
	if more > 0 {
		notes = notes[more:]
	}
	lines := make([]string, 0, h)
	for i, n := range notes {
		l := kit.NewLine(w).Gap(1).Text(t.Note, t.Glyph.Milestone+n.Mark).Gap(1).Text(t.Text, n.Said()).Gap(1).Text(t.Faint, n.ID)
		if i == 0 && more > 0 {
			l.Gap(1).Text(t.Faint, fmt.Sprintf("and %d before", more))
		}
		lines = append(lines, l.String())
	}
	return kit.Fill(lines, w, h)
}

// breakdown is the number by type, service or what else was chosen.
func (m *Metrics) breakdown(shown *measure, w, h int) []string {
	return indent(draw.Draw(m.env.Theme, m.broken(shown), w-1, h))
}

// broken is the breakdown as a chart.
func (m *Metrics) broken(shown *measure) chart.Chart {
	groups, before := make([]metric.Group, 0, len(m.groups)), map[string]metric.Value{}
	for _, g := range m.groups {
		groups = append(groups, g.Group)
		before[g.Key] = g.earlier.Value
	}
	return metric.Broken(shown.Title, m.split, groups, func(g metric.Group) metric.Value { return before[g.Key] })
}
