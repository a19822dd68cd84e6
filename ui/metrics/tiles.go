package metrics

import (
	"fmt"
	"regexp"
	"strings"

	"fairway/model/metric"
	"fairway/ui/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// The room that tiles take.
const (
	tileHeight = 7
	bigHeight  = 9 // with a number of several cells
	leastTile  = 26
	leastBig   = 34
	mostTile   = 44
	compact    = 18 // below this height all measures are lines
	roomy      = 30 // from this one on, tiles are in a grid with the chosen one's chart below
)

// grid is how the measures are laid out: some as tiles, the others a line each.
type grid struct {
	across, width int // how many tiles stand beside each other, and how wide they are
	high          int // how high a tile is
	rows          int // how many rows of tiles are seen
	tiles         int // how many measures are tiles; the others are lines
	lines         int // how many lines are seen
	below         int // the room for what is said of the chosen one
}

// layout shares the room out among the measures.
func (m *Metrics) layout(w, h int) grid {
	n, room := len(m.page.measures), max(h-1, 0) // without the header
	g := grid{across: max(min(w/leastTile, n), 1), high: tileHeight}
	g.width = max(min(w/g.across, mostTile), 1)
	switch {
	case h < compact:
		g.below = 2
		if n+g.below > room {
			g.below = 0
		}
		g.lines = max(room-g.below, 0)
	case h < roomy:
		g.rows, g.tiles, g.below = 1, min(g.across, n), 2
		g.lines = min(max(room-g.high-g.below, 0), n-g.tiles)
		g.below = room - g.high - g.lines
	default:
		g.tiles = n
		if fewer := max(min(w/leastBig, n), 1); (n+fewer-1)/fewer*bigHeight+leastBelow <= room {
			g.high, g.across, g.width = bigHeight, fewer, max(min(w/fewer, mostTile), 1)
		}
		all := (n + g.across - 1) / g.across
		g.rows = max(min(all, (room-leastBelow)/g.high), 1)
		g.below = room - g.rows*g.high
	}
	return g
}

// leastBelow is what is left for the chart of the chosen measure below a grid of tiles.
const leastBelow = 11

// overview draws all measures: as many tiles as there is room for, the others as lines,
// and what the chosen one says.
func (m *Metrics) overview(w, h int) []string {
	g := m.layout(w, h)
	lines := make([]string, 0, h)
	if g.rows > 0 {
		lines = append(lines, m.tiles(g, w)...)
	}
	if g.lines > 0 {
		lines = append(lines, m.tileLines(g, w)...)
	}
	shown, _ := m.shown()
	switch {
	case g.below < 1:
	case g.below < 6:
		lines = append(lines, m.said(shown, w, g.below)...)
	default:
		said, notes := max(min(len(kit.Wrap(m.sentence(shown), max(w-2, 1))), 2), 1), 0
		if g.below >= leastBelow && shown.result.Missing == "" {
			notes = min(len(m.notes(shown.ID)), 2)
		}
		lines = append(lines, m.said(shown, w, said)...)
		lines = append(lines, m.charts(shown, w, g.below-said-notes)...)
		lines = append(lines, m.noteLines(shown, w, notes)...)
	}
	return lines
}

// tiles draws those that are seen, in their rows.
func (m *Metrics) tiles(g grid, w int) []string {
	if g.lines == 0 || g.rows > 1 {
		m.top = kit.Scroll(m.top, m.tile/g.across, g.rows, (g.tiles+g.across-1)/g.across)
	}
	from := m.top
	if g.tiles <= g.across {
		from = 0
	}
	lines := make([]string, 0, g.rows*g.high)
	for row := from; row < from+g.rows; row++ {
		var boxes [][]string
		for i := row * g.across; i < min((row+1)*g.across, g.tiles); i++ {
			boxes = append(boxes, m.tileBox(&m.page.measures[i], i == m.tile, g.width, g.high))
		}
		for n := range g.high {
			l := kit.NewLine(w)
			for _, b := range boxes {
				l.Raw(b[n], g.width)
			}
			lines = append(lines, l.String())
		}
	}
	return lines
}

// tileBox is one number: value, what is beside it, course, change, and what it
// must not be shown without.
func (m *Metrics) tileBox(s *measure, chosen bool, w, h int) []string {
	t := m.env.Theme
	g := t.Glyph
	border := t.Border
	if chosen {
		border = t.Focus
	}
	top := kit.NewLine(w)
	if chosen {
		top.Glyph(t.Focus, g.HereLeft, 1).Gap(1).Text(t.Chosen, kit.Cut(s.Title, max(w-3, 1)))
	} else {
		top.Glyph(border, g.TopLeft, 1).Gap(1).Text(t.Strong, kit.Cut(s.Title, max(w-3, 1)))
	}
	if top.Left() > 2 {
		top.Gap(1)
	}
	lines := []string{top.Glyph(border, g.Line, max(w-top.Used()-1, 0)).Glyph(border, g.TopRight, 1).String()}
	inside := func(fill func(l *kit.Line)) {
		l := kit.NewLine(max(w-4, 0))
		fill(l)
		out := kit.NewLine(w).Glyph(border, g.Pipe, 1).Gap(1).Raw(l.String(), max(w-4, 0)).To(w - 1)
		lines = append(lines, out.Glyph(border, g.Pipe, 1).String())
	}
	words := func(style theme.Style, text string) func(l *kit.Line) {
		return func(l *kit.Line) {
			if kit.Width(text) > l.Left() {
				text = tight(text)
			}
			l.Text(style, text)
		}
	}
	switch {
	case s.result.Missing != "":
		inside(words(t.Faint, noRecords))
		why := kit.Wrap(s.result.Missing, max(w-4, 1))
		for len(lines) < h-1 {
			text := ""
			if len(why) > 0 {
				text, why = why[0], why[1:]
			}
			inside(words(t.Faint, text))
		}
		return append(lines, kit.NewLine(w).Glyph(border, g.LowLeft, 1).Glyph(border, g.Line, max(w-2, 0)).Glyph(border, g.LowRight, 1).String())
	case len(s.result.Services) > 0:
		if c := s.result.Closed; c != nil {
			inside(func(l *kit.Line) { l.Text(t.Warn, fitting(signedWords(c), l.Left())) })
			h--
		}
		for i := range h - 2 {
			list := s.result.Services
			if i == h-3 && len(list) > h-2 {
				inside(words(t.Faint, fmt.Sprintf("and %d more", len(list)-i)))
				continue
			}
			inside(func(l *kit.Line) {
				if i < len(list) {
					value := list[i].Value.Short()
					if kit.Width(value) > 12 {
						value = list[i].Value.Tight()
					}
					name := max(l.Left()-kit.Width(value)-1, 0)
					l.Cell(t.Text, list[i].Name, name).Gap(1).Text(t.Strong, value)
				}
			})
		}
		return append(lines, kit.NewLine(w).Glyph(border, g.LowLeft, 1).Glyph(border, g.Line, max(w-2, 0)).Glyph(border, g.LowRight, 1).String())
	case h >= bigHeight:
		big, width := m.big(s, w-14) // beside it stands what it is of
		rest := []string{s.result.Value.Fraction(), unitOf(s), ""}
		if width == 0 {
			rest = []string{s.result.Value.String(), "", ""}
		}
		for i := range big {
			inside(func(l *kit.Line) {
				l.Raw(t.Strong.Of(big[i]), width)
				if width > 0 {
					l.Gap(2)
				}
				l.Text(map[bool]theme.Style{true: t.Strong, false: t.Faint}[width == 0], rest[i])
			})
		}
	default:
		inside(words(t.Strong, s.result.Value.String()))
	}
	beside := ""
	if s.Beside != nil {
		beside = s.Beside(&s.result)
	}
	n, counted := fmt.Sprintf("n %d", s.result.Population), strings.Join(countedWords(&s.result), ", ")
	if s.result.Small && s.result.Population > 0 {
		n, counted = "", strings.Replace(counted, "small n", fmt.Sprintf("small n %d", s.result.Population), 1)
	}
	if c := s.result.Closed; c == nil {
		inside(words(t.Text, beside))
	} else { // which matters more than what else there is to say
		inside(func(l *kit.Line) {
			l.Text(t.Warn, fitting(signedWords(c), l.Left()))
			if l.Left() >= kit.Width(beside)+2 {
				l.Gap(2).Text(t.Text, beside)
			}
		})
	}
	inside(func(l *kit.Line) {
		spark := []rune(m.spark(s))
		if over := len(spark) + 2 + len(n) + 1 + len(counted) - l.Left(); over > 0 { // the words are not left out
			spark = spark[min(over, len(spark)):]
		}
		if l.Text(t.Note, string(spark)); len(spark) > 0 {
			l.Gap(2)
		}
		if n != "" {
			l.Text(t.Faint, n).Gap(1)
		}
		l.Text(t.Warn, counted)
	})
	changed, style := m.changed(s)
	inside(words(style, changed))
	target, style := m.target(s)
	if kit.Width(tight(target)) > w-4 { // the mark says that alone
		target = strings.NewReplacer(" missed: ", " ", " met: ", " ").Replace(target)
	}
	inside(words(style, target))
	low := kit.NewLine(w).Glyph(border, g.LowLeft, 1).Glyph(border, g.Line, max(w-2, 0)).Glyph(border, g.LowRight, 1)
	return append(lines, low.String())
}

// noRecords is what stands in place of a number of which nothing is recorded yet.
const noRecords = "no records yet"

// big is a value several cells high: in full where there is room, else in few characters,
// and blank lines where it can't be drawn so.
func (m *Metrics) big(s *measure, room int) (lines []string, width int) {
	v := s.result.Value
	if s.result.Missing == "" && len(s.result.Services) == 0 {
		for _, text := range []string{strings.ReplaceAll(v.Short(), " %", "%"), v.Tight()} {
			if lines, width = chart.Big(m.env.Theme, text); width > 0 && width <= room {
				return lines, width
			}
		}
	}
	return make([]string, chart.BigHeight), 0
}

// unitOf is what a large number doesn't say itself.
func unitOf(s *measure) string {
	switch s.result.Value.Form {
	case metric.Per100:
		return "per 100"
	case metric.Length, metric.Worked:
		return "median"
	}
	return ""
}

// target is what is to be reached, and whether it is.
func (m *Metrics) target(s *measure) (string, theme.Style) {
	t := m.env.Theme
	switch target := s.result.Target; {
	case target == nil:
		return "", t.Faint
	case !target.Known:
		return "target: " + target.Words(), t.Faint
	case target.Met:
		return t.Glyph.Yes + " met: " + target.Words(), t.Good
	default:
		return t.Glyph.No + " missed: " + target.Words(), t.Bad
	}
}

// tileLines are the numbers a line each: those that are no tiles.
func (m *Metrics) tileLines(g grid, w int) []string {
	t := m.env.Theme
	n := len(m.page.measures) - g.tiles
	if m.tile >= g.tiles || g.tiles == 0 {
		m.top = kit.Scroll(m.top, m.tile-g.tiles, g.lines, n)
	} else {
		m.top = 0
	}
	title := 8
	for i := range m.page.measures {
		title = max(title, kit.Width(m.page.measures[i].Title))
	}
	title = min(title, max(w*2/5, 12))
	lines := make([]string, 0, g.lines)
	for i := g.tiles + m.top; i < len(m.page.measures) && len(lines) < g.lines; i++ {
		s := &m.page.measures[i]
		l := kit.NewLine(w)
		l.Text(l.Here(t, i == m.tile), kit.Cut(s.Title, title)).To(title + 3)
		if s.result.Missing != "" {
			lines = append(lines, l.Text(t.Faint, noRecords).String())
			continue
		}
		if list := s.result.Services; len(list) > 0 {
			text := "by service: "
			if c := s.result.Closed; c != nil {
				text = fitting(signedWords(c), l.Left()/2) + ", " + text
			}
			for i, g := range list {
				if i > 0 {
					text += ", "
				}
				text += g.Name + " " + g.Value.Short()
			}
			lines = append(lines, l.Text(t.Text, text).String())
			continue
		}
		l.Text(t.Text, s.result.Value.String()).Gap(1)
		if w >= 76 {
			l.To(title + 22)
		}
		if words := marks(&s.result, l.Left()); words != "" {
			l.Text(t.Warn, words).Gap(1)
		}
		if target := s.result.Target; target != nil && target.Known {
			style, word := chart.Word(t, target.Word())
			l.Text(style, word).Gap(1)
		}
		text, style := m.changed(s)
		lines = append(lines, l.Text(style, text).String())
	}
	return kit.Fill(lines, w, g.lines)
}

// Units behind a number, as a text in few cells writes them.
var (
	unit    = regexp.MustCompile(`(\d) (h|d)\b`)
	minutes = regexp.MustCompile(`(\d) min\b`)
	hours   = regexp.MustCompile(`(\dh) (\d)`)
	shorter = strings.NewReplacer(" %", "%", " of plan", " plan", "at most ", "max ", "at least ", "min ")
)

// tight is a text in few cells: 1h10m, 83% plan.
func tight(s string) string {
	s = minutes.ReplaceAllString(unit.ReplaceAllString(s, "$1$2"), "${1}m")
	return shorter.Replace(hours.ReplaceAllString(s, "$1$2"))
}

// spark is the course in a line.
func (m *Metrics) spark(shown *measure) string {
	var values []float64
	var known []bool
	for _, p := range m.course {
		v := p.results[shown.ID].Value
		values, known = append(values, v.Number()), append(known, v.Known())
	}
	return chart.Spark(m.env.Theme, append(values, shown.result.Value.Number()), append(known, shown.result.Value.Known()))
}

// changed says how the number changed, with a sign and a word, and what it was before.
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
