package process

import (
	"fmt"

	"fairway/model/process"
	"fairway/model/process/diagram"
	"fairway/model/when"
	drawn "fairway/ui/diagram"
	"fairway/ui/handbook"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// wide is from where on the sections stand beside what they hold.
const (
	wide      = 110
	listWidth = 22
)

// View draws the screen.
func (p *Process) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	p.Width, p.Height = w, h
	t := p.env.Theme
	switch {
	case p.trouble != "" && !p.loaded:
		return kit.Centred(t, []string{"The rules could not be loaded", "", p.trouble, "", "ctrl+l tries again"}, w, h)
	case !p.loaded:
		return kit.Centred(t, []string{"", "loading"}, w, h)
	}
	if w >= wide {
		bar := t.Rule.Of(t.Glyph.Pipe)
		return kit.Page(kit.Beside(bar, h, kit.Pane{Lines: p.side(h), Width: listWidth}, kit.Pane{Lines: p.body(w-listWidth-1, h), Width: w - listWidth - 1}), w, h)
	}
	return kit.Page(append([]string{p.strip(w)}, p.body(w, h-1)...), w, h)
}

// side is the list of sections, h lines of listWidth cells.
func (p *Process) side(h int) []string {
	t := p.env.Theme
	lines := make([]string, 0, h)
	top := kit.Scroll(0, p.at, h, len(p.sections))
	for i := top; i < min(top+h, len(p.sections)); i++ {
		l := kit.NewLine(listWidth)
		style := l.Here(t, i == p.at)
		if i == p.at {
			style = t.Title
		}
		lines = append(lines, l.Text(style, kit.Cut(p.sections[i].title, listWidth-3)).String())
	}
	return kit.Fill(lines, listWidth, h)
}

// strip is the first line where there is no room for a list: the sections, as
// many as fit around the one shown.
func (p *Process) strip(w int) string {
	t := p.env.Theme
	l := kit.NewLine(w)
	from := 0
	need := func() int {
		n := 4
		for i := from; i <= p.at; i++ {
			n += kit.Width(p.sections[i].title) + 2
		}
		return n
	}
	for from < p.at && need() > w {
		from++
	}
	if from > 0 {
		l.Glyph(t.Key, t.Glyph.Left, 1)
	}
	l.To(2)
	for i := from; i < len(p.sections); i++ {
		name := p.sections[i].title
		if l.Left() < kit.Width(name)+2 && i > from {
			l.To(w-1).Glyph(t.Key, t.Glyph.Right, 1)
			break
		}
		style := t.Tab
		if i == p.at {
			style = t.TabOn
		}
		l.Text(style, name).Gap(2)
	}
	return l.String()
}

// body is the section that is shown: a heading, and what it holds. Exactly h
// lines.
func (p *Process) body(w, h int) []string {
	if h < 1 {
		return nil
	}
	lines := []string{p.header(w)}
	f := p.flow()
	if f != nil && p.inside == "" {
		return kit.Fill(append(lines, p.diagram(f, w, h-1)...), w, h)
	}
	if p.inMatrix() {
		return kit.Fill(append(lines, p.drawMatrix(w, h-1)...), w, h)
	}
	if w < 2*kit.Gutter { // a sheet takes more
		return kit.Fill(nil, w, h)
	}
	s := p.write(w)
	p.sheet, p.rows = s, max(h-1, 1)
	place := p.place()
	place.Settle(s, p.rows)
	return kit.Fill(append(lines, place.Draw(s, h-1, true)...), w, h)
}

// header says what is shown, of which version, and what is looked for.
func (p *Process) header(w int) string {
	t := p.env.Theme
	l := kit.NewLine(w).Gap(1)
	f, s := p.flow(), p.stage()
	switch {
	case s != nil:
		l.Text(t.Title, s.Title).Gap(2).Text(t.Faint, f.Title)
		p.counted(l, p.standing[f.Name][s.ID].Here, p.standing[f.Name][s.ID].Overdue)
	case f != nil:
		l.Text(t.Title, f.Title)
		here, late := 0, 0
		for _, one := range p.standing[f.Name] {
			here, late = here+one.Here, late+one.Overdue
		}
		p.counted(l, here, late)
	default:
		l.Text(t.Title, p.section().title)
	}
	right, style := "", t.Note
	switch {
	case p.trying != nil:
		done, all := p.trying.run.Progress()
		right = fmt.Sprintf("backtest: %d of %d, X stops it", done, all)
	case p.looking != nil:
		right = fmt.Sprintf("evidence of %s: %d of %d, X stops it", p.looking.period, p.looking.done, p.looking.all)
	case p.filter != "":
		right = "looking for: " + p.filter
	default:
		right, style = string(p.book.ID), t.Faint
	}
	if room := l.Left() - 3; right != "" && room > 6 {
		right = kit.Cut(right, room)
		l.To(w-1-kit.Width(right)).Text(style, right)
	}
	return l.String()
}

// counted says how many stand somewhere, and how many of them are late.
func (p *Process) counted(l *kit.Line, here, late int) {
	t := p.env.Theme
	if here == 0 {
		l.Gap(2).Text(t.Faint, "nothing in it now")
		return
	}
	l.Gap(2).Text(t.Strong, fmt.Sprintf("%d in it now", here))
	if late > 0 {
		l.Gap(2).Text(t.Bad, fmt.Sprintf("%s %d late", t.Glyph.Late, late))
	}
}

// graph is a workflow with what stands in its stages now.
func (p *Process) graph(f *process.Process) diagram.Graph {
	g := diagram.Of(f, p.book.Policy)
	marks := map[string]diagram.Mark{}
	for stage, n := range p.standing[f.Name] {
		marks[stage] = diagram.Mark{Here: n.Here, Overdue: n.Overdue}
	}
	g.Mark(marks)
	return g
}

// drawing is the workflow in a pane of some width, and all that stands below it.
func (p *Process) drawing(f *process.Process, w int) (drawn.Drawing, []string) {
	t := p.env.Theme
	g := p.graph(f)
	d := drawn.Draw(t, &g, w, p.box())
	lines := append(append(d.Lines, kit.Blank(w)), d.Legend(t, w)...)
	if w < 2*kit.Gutter {
		return d, lines
	}
	s := kit.NewSheet(t, w)
	put(t, s, p.book.Workflow(f))
	return d, append(append(lines, kit.Blank(w)), (&kit.Place{}).Draw(s, s.Len(), false)...)
}

// diagram is what is seen of a workflow: h lines, the chosen box among them.
func (p *Process) diagram(f *process.Process, w, h int) []string {
	d, lines := p.drawing(f, w)
	first, last := p.box(), p.box()
	if len(d.Boxes) > 0 {
		b := d.Boxes[p.box()]
		first, last = b.Y, b.Y+b.H-1
	}
	switch {
	case last == d.H-1 || first == 0 && len(lines) <= h:
		last = len(lines) - 1 // the last row shows what stands below
		if last-first >= h {
			last = first + h - 1
		}
	case last+2 < len(lines):
		last++ // where its ways go
	}
	p.top = kit.Scroll(p.top, last, h, len(lines))
	p.top = max(kit.Scroll(p.top, first, h, len(lines)), 0)
	return kit.Fill(lines[min(p.top, len(lines)):], w, h)
}

// write makes the sheet of what is shown.
func (p *Process) write(w int) *kit.Sheet {
	t := p.env.Theme
	s := kit.NewSheet(t, w)
	var lines []handbook.Line
	switch p.section().id {
	case secRACI:
		p.raci(s)
		return s
	case secRoles:
		lines = p.book.Roles()
	case secFiles:
		p.drawFiles(s)
		return s
	case secPolicy:
		p.history(s)
		lines = p.book.PolicyLines()
	case secForms:
		lines = p.book.FormLines()
	case secInteractions:
		lines = p.book.InteractionLines()
	case secGlossary:
		lines = p.book.GlossaryLines(p.filter)
	case secClauses:
		lines = p.book.ClauseLines()
	default:
		lines = p.book.Stage(p.flow(), p.stage())
	}
	if lines = found(lines, p.filter); len(lines) == 0 && p.filter != "" {
		s.Text(t.Faint, "Nothing here speaks of "+p.filter+": esc drops it, / looks for something else.")
	}
	put(t, s, lines)
	return s
}

// found are the parts in which a word occurs.
func found(lines []handbook.Line, word string) []handbook.Line {
	if word == "" {
		return lines
	}
	var out []handbook.Line
	for i := 0; i < len(lines); {
		to := i + 1
		for to < len(lines) && lines[to].Kind != handbook.Head {
			to++
		}
		for _, l := range lines[i:to] {
			if finds(word, l.Name+" "+l.Text) {
				out = append(out, lines[i:to]...)
				break
			}
		}
		i = to
	}
	return out
}

// put writes lines onto a sheet.
func put(t *theme.Theme, s *kit.Sheet, lines []handbook.Line) {
	for i, l := range lines {
		if i == 0 || l.Kind == handbook.Head {
			s.Labels(fieldsOf(lines[i:])...)
		}
		style := t.Text
		if l.Warn {
			style = t.Warn
		}
		switch l.Kind {
		case handbook.Head:
			s.Head(l.Text)
		case handbook.Field:
			s.Field(l.Name, style, l.Text)
		case handbook.Item:
			name := l.Name
			if name == "" {
				name = t.Glyph.Bullet
			}
			s.Indented(4, kit.Span{Style: t.Faint, Text: name}, style, l.Text)
		case handbook.Note:
			s.Indented(4, kit.Span{}, t.Faint, l.Text)
		default:
			s.Text(style, l.Text)
		}
	}
}

// fieldsOf are the names of the fields of the part with which lines begin.
func fieldsOf(lines []handbook.Line) []string {
	var out []string
	for i, l := range lines {
		if i > 0 && l.Kind == handbook.Head {
			break
		}
		if l.Kind == handbook.Field {
			out = append(out, l.Name)
		}
	}
	return out
}

// history lists the versions of the rules, each of which can be opened.
func (p *Process) history(s *kit.Sheet) {
	t, e := p.env.Theme, p.env
	if len(p.versions) == 0 {
		return
	}
	s.Head("Versions")
	dates, wide, name := make([]string, len(p.versions)), 0, 0
	for i, v := range p.versions {
		if !v.At.IsZero() {
			dates[i] = e.Date(when.Moment{At: v.At, Precision: when.Minute})
		}
		wide, name = max(wide, kit.Width(dates[i])), max(name, kit.Width(v.Who))
	}
	for i := range p.versions {
		v := &p.versions[i]
		l := s.Line().Cell(t.Strong, string(v.ID), 9).Gap(1).Cell(t.Text, v.State.Plain(), 10).Gap(1)
		if wide > 0 {
			l.Cell(t.Faint, dates[i], wide).Gap(2)
		}
		l.Cell(t.Text, v.Who, min(name, 24)).Gap(2).Text(t.Faint, v.Title)
		s.Mark(string(v.ID)).Add(l)
	}
}
