package approvals

import (
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// beside is the width from which the case stands beside the list.
const beside = 110

// aboveLines is the most lines of the list over the case.
const aboveLines = 8

// listWidth is how wide the list beside the case is.
func listWidth(w int) int { return max(min(w*9/20, 72), 54) }

// room says how the screen is divided: where the list is, and where the case.
// In a narrow room the case that has the keys takes all of it.
func (a *Approvals) room(w, h int) (listW, listH, caseW, caseH int) {
	if w >= beside {
		n := listWidth(w)
		return n, h, w - n - 3, h
	}
	if a.opened {
		return 0, 0, w - 2, h
	}
	listH = min(len(a.lines), aboveLines, max(h*2/5, 1))
	return w, listH, w - 2, max(h-listH-1, 0)
}

// rowLines is how many lines an approval takes in the list.
func (a *Approvals) rowLines() int {
	if a.width >= beside {
		return 2
	}
	return 1
}

// page is how many approvals are seen of the list.
func (a *Approvals) page() int {
	_, h, _, _ := a.room(a.width, a.height)
	return max(h/a.rowLines()-1, 1)
}

// View draws the screen.
func (a *Approvals) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	a.width, a.height = w, h
	t := a.env.Theme
	if text := a.emptyText(); text != nil {
		return kit.Centred(t, text, w, h)
	}
	listW, listH, caseW, caseH := a.room(w, h)
	if w < beside {
		lines := a.drawList(listW, listH)
		if listH > 0 && caseH > 0 {
			lines = append(lines, kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String())
		}
		for _, l := range a.drawCase(caseW, caseH) {
			lines = append(lines, kit.NewLine(w).Gap(1).Raw(l, max(caseW, 0)).String())
		}
		return kit.Page(lines, w, h)
	}
	left, right := a.drawList(listW, listH), a.drawCase(caseW, caseH)
	bar := t.Rule.Of(t.Glyph.Pipe)
	if a.opened {
		bar = t.Focus.Of(t.Glyph.Pipe)
	}
	lines := make([]string, h)
	var b strings.Builder
	for i := range lines {
		b.Reset()
		if i < len(left) {
			b.WriteString(left[i])
		} else {
			b.WriteString(kit.Blank(listW))
		}
		b.WriteByte(' ')
		b.WriteString(bar)
		b.WriteByte(' ')
		if i < len(right) {
			b.WriteString(right[i])
		} else {
			b.WriteString(kit.Blank(caseW))
		}
		lines[i] = b.String()
	}
	return kit.Page(lines, w, h)
}

// emptyText says what to do where there is nothing to see.
func (a *Approvals) emptyText() []string {
	switch {
	case !a.loaded && a.trouble != "":
		return []string{"The approvals could not be loaded", "", a.trouble, "", "ctrl+l tries again"}
	case !a.loaded:
		return []string{"", "loading"}
	case len(a.lines) > 0:
		return nil
	case a.env.AsOf != store.Now:
		return []string{"Nothing waited for you then.", "", "esc leads back to the present"}
	case a.env.Person.ID() == "":
		return []string{"Nothing waits for you.", "", "Nobody in this file is known by your name, so no signature can be asked of you."}
	}
	more := "o  shows what was decided lately"
	if a.decided {
		more = "Nothing was decided yet either."
	}
	return []string{"Nothing waits for you.", "",
		"An approval comes here when somebody asks for one in which you have a seat:",
		"by a role that you hold, or because a service names you to sign for it.",
		"What you ask of others stands here too, until they have decided.", "", more}
}

// drawList draws the lines of the list that are seen.
func (a *Approvals) drawList(w, h int) []string {
	if h < 1 || w < 1 {
		return nil
	}
	n := 1
	if w < a.width {
		n = 2
	}
	// Where each line begins: headings take one, approvals n.
	begin := make([]int, len(a.lines)+1)
	for i := range a.lines {
		begin[i+1] = begin[i] + 1
		if a.lines[i].row != nil {
			begin[i+1] = begin[i] + n
		}
	}
	total := begin[len(a.lines)]
	at := max(a.at, 0)
	a.top = kit.Scroll(a.top, begin[at+1]-1, h, total)
	first := begin[at]
	if at > 0 && a.lines[at-1].row == nil {
		first = begin[at-1] // with its heading, where that fits
	}
	if begin[at+1]-first <= h {
		a.top = min(a.top, first)
	}
	lines := make([]string, 0, h+n)
	for i := range a.lines {
		if begin[i+1] <= a.top || begin[i] >= a.top+h {
			continue
		}
		var drawn []string
		switch {
		case a.lines[i].row == nil:
			drawn = []string{a.heading(w, a.lines[i])}
		case n == 2:
			drawn = a.twoLines(w, a.lines[i], i == a.at)
		default:
			drawn = []string{a.oneLine(w, a.lines[i], i == a.at)}
		}
		if skip := a.top - begin[i]; skip > 0 {
			drawn = drawn[skip:]
		}
		lines = append(lines, drawn...)
	}
	lines = lines[:min(len(lines), h)]
	if total > h && len(lines) == h && w > 24 {
		text := ""
		if a.top > 0 {
			text = a.env.Theme.Glyph.Up
		}
		if a.top+h < total {
			text += a.env.Theme.Glyph.Down
		}
		lines[h-1] = kit.Splice(lines[h-1], a.env.Theme.Key.Of(text), w-kit.Width(text), kit.Width(text))
	}
	return lines
}

func (a *Approvals) heading(w int, l line) string {
	t := a.env.Theme
	style := t.Title
	if l.group == decided {
		style = t.Faint
	}
	return kit.NewLine(w).Gap(1).Text(style, l.heading).Gap(2).Text(t.Faint, l.count).String()
}

// here puts the cursor and the id.
func (a *Approvals) here(l *kit.Line, r *store.ApprovalRow, chosen bool) {
	t := a.env.Theme
	switch {
	case !chosen:
		l.Gap(2).Text(t.Strong, string(r.ID))
	case a.opened:
		l.Text(t.Focus, t.Glyph.Here).Gap(1).Text(t.Strong, string(r.ID))
	default:
		l.Text(t.Focus, t.Glyph.Here).Gap(1).Text(t.Chosen, string(r.ID))
	}
}

// oneLine is an approval in a list over the case.
func (a *Approvals) oneLine(w int, in line, chosen bool) string {
	t, r := a.env.Theme, in.row
	l := kit.NewLine(w)
	a.here(l, r, chosen)
	l.To(10)
	text, style := band(t, r.Band)
	l.Cell(style, text, 11)
	right, rightStyle := a.state(in)
	purpose, date, stands := 15, 10, 19
	switch {
	case in.group == decided: // when it was decided says more than when it is planned
		date, stands = 0, 21
	case w < 90:
		stands = 11
		right = strings.Replace(right, " of ", "/", 1)
		right = strings.Replace(right, ", ", " ", 1)
	}
	name := l.Left() - purpose - date - stands - 4
	if date == 0 {
		name++
	} else if name < 12 { // a narrow room: what it is about, and how it stands
		name, date = max(l.Left()-purpose-stands-3, 8), 0
	}
	l.Cell(t.Text, title(r), name).Gap(1).Cell(t.Faint, r.Purpose, purpose).Gap(1)
	if date > 0 {
		l.Cell(t.Text, a.date(r), date).Gap(1)
	}
	return l.Cell(rightStyle, right, l.Left()-1).String()
}

// twoLines is an approval in a list beside the case.
func (a *Approvals) twoLines(w int, in line, chosen bool) []string {
	t, r := a.env.Theme, in.row
	l := kit.NewLine(w)
	a.here(l, r, chosen)
	l.To(10)
	text, style := band(t, r.Band)
	if r.Score > 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s %d", text, r.Score))
	}
	n := kit.Width(text)
	l.Cell(t.Text, title(r), l.Left()-n-2).Gap(1).Text(style, text)
	m := kit.NewLine(w).Gap(4)
	right, rightStyle := a.state(in)
	date := a.date(r) + "  "
	if in.group == decided {
		date = "" // when it was decided says more
	}
	n = kit.Width(date) + kit.Width(right)
	m.Cell(t.Faint, r.Title, m.Left()-n-2).Gap(1).Text(t.Text, date).Text(rightStyle, right)
	return []string{l.String(), m.String()}
}

func title(r *store.ApprovalRow) string {
	if r.Name == "" {
		return string(r.Release)
	}
	return strings.TrimSpace(r.Name + " " + r.Version)
}

func (a *Approvals) date(r *store.ApprovalRow) string {
	if r.Start.IsZero() {
		return "no date"
	}
	return day(a.env, r.Start.At)
}

// day is the date of a moment, in the person's style.
func day(e *screen.Env, at time.Time) string {
	return when.Format(when.Moment{At: at, Precision: when.Day}, e.Zone, e.Dates)
}

// age is how long ago something was, in one unit.
func age(e *screen.Env, at time.Time) string {
	return when.Relative(when.Moment{At: at, Precision: when.Minute}, e.Clock(), e.Zone)
}

// state says in a few words how it stands, and for how long.
func (a *Approvals) state(l line) (string, theme.Style) {
	t, r := a.env.Theme, l.row
	ago := age(a.env, r.At)
	switch l.group {
	case barred:
		return relationWord(r.Barred[len(r.Barred)-1]), t.Warn
	case asked:
		return fmt.Sprintf("%d of %d, %s", r.Signed, r.Seats, ago), t.Faint
	case decided:
		style := t.Faint
		switch r.State {
		case "approved":
			style = t.Good
		case "rejected":
			style = t.Bad
		}
		return r.State + " " + day(a.env, r.Decided), style
	}
	if r.Signed > 0 {
		return fmt.Sprintf("%d of %d, %s", r.Signed, r.Seats, ago), t.Text
	}
	return ago, t.Text
}

// band is the risk in words, with a mark from high on.
func band(t *theme.Theme, band string) (string, theme.Style) {
	word := strings.ReplaceAll(band, "-", " ")
	switch band {
	case "":
		return "no risk yet", t.Faint
	case "low":
		return word, t.Good
	case "high":
		return t.Glyph.Conflict + " " + word, t.Warn
	case "very-high":
		return t.Glyph.Conflict + t.Glyph.Conflict + " v. high", t.Bad
	}
	return word, t.Text
}

// pane is what was seen of the case in the last picture, in lines.
type pane struct{ rows, total int }

// leadWidth is the column of the sections' names.
const leadWidth = 12

// drawCase draws the chosen case: its heading, and what is seen of it.
func (a *Approvals) drawCase(w, h int) []string {
	if w < 1 || h < 1 {
		return nil
	}
	t := a.env.Theme
	r, ok := a.chosen()
	if !ok {
		return nil
	}
	c := a.cases[r.ID]
	head := kit.NewLine(w)
	style := t.Title
	if a.opened {
		head.Text(t.Focus, t.Glyph.Here).Gap(1)
	}
	head.Text(style, string(r.ID)).Gap(1).Text(t.Strong, r.Title).Gap(2).Text(t.Text, string(r.Release)+" "+title(r))
	if c == nil {
		return []string{head.String(), kit.NewLine(w).Text(t.Faint, "reading the case").String()}
	}
	if c.lines == nil || c.width != w {
		c.lines, c.width = kit.Flow(t, paragraphs(t, c), w), w
	}
	a.pane.total = len(c.lines)
	a.pane.rows = max(h-1, 0)
	a.scroll = max(min(a.scroll, a.pane.total-a.pane.rows), 0)
	if a.pane.total > a.pane.rows {
		text := fmt.Sprintf("%d%%", 100*min(a.scroll+a.pane.rows, a.pane.total)/a.pane.total)
		if a.scroll+a.pane.rows < a.pane.total {
			text = t.Glyph.Down + " " + text
		}
		if n := kit.Width(text); head.Left() > n {
			head.To(w-n).Text(t.Faint, text)
		}
	}
	lines := append(make([]string, 0, h), head.String())
	return append(lines, c.lines[a.scroll:min(a.scroll+a.pane.rows, a.pane.total)]...)
}

// paragraphs lays a case out: the sections' names at the left.
func paragraphs(t *theme.Theme, c *cased) []kit.Paragraph {
	if c.err != nil {
		return []kit.Paragraph{{Style: t.Bad, Text: "The case could not be read: " + c.err.Error()}, {}, {Style: t.Faint, Text: "ctrl+l tries again"}}
	}
	var out []kit.Paragraph
	for _, s := range c.brief.sections {
		lead := kit.Span{Style: t.Title, Text: s.name}
		for _, l := range s.lines {
			text := l.text
			if m := signOf(t, l.mark); m != "" {
				text = m + " " + text
			}
			out = append(out, kit.Paragraph{Indent: leadWidth, Lead: lead, Style: toneOf(t, l.tone), Text: text})
			lead = kit.Span{}
		}
	}
	return out
}

func signOf(t *theme.Theme, s sign) string {
	g := t.Glyph
	return [...]string{unmarked: "", yes: g.Yes, no: g.No, empty: g.Unmet, ask: g.Ask, caution: g.Conflict, point: g.Arrow}[s]
}

func toneOf(t *theme.Theme, n tone) theme.Style {
	return [...]theme.Style{plain: t.Text, quiet: t.Faint, good: t.Good, warn: t.Warn, bad: t.Bad, news: t.Note}[n]
}
