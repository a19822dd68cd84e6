package form

import (
	"cmp"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/cab"
	"fairway/model/form"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// entry is a line of the review: an answer, or a page's name.
type entry struct {
	title  string // of a page; then the rest is empty
	field  form.Field
	row    int
	column string
	text   string
	sign   sign
}

// sign says how it stands with an answer.
type sign int

const (
	fine sign = iota
	blank
	needed
	bad
)

// review lists every answer, by its page.
func (f *Form) review() []entry {
	missing := f.open.form.Missing(f.answers)
	var out []entry
	for _, p := range f.pages() {
		switch {
		case p.key == reviewPage:
		case p.table != nil:
			out = append(out, f.reviewTable(p.table, missing)...)
		default:
			out = append(out, entry{title: p.title})
			for _, fl := range p.fields {
				e := entry{field: fl, text: head(f.words(fl, f.answers.Values[fl.Name]), 400)}
				switch {
				case f.wrongAt(fl.Name, 0) != "":
					e.sign, e.text = bad, f.wrongAt(fl.Name, 0)
				case e.text == "" && fl.Required:
					e.sign, e.text = needed, "needed"
				case f.wants(fl.Name) != "":
					e.sign, e.text = needed, f.wants(fl.Name)
				case e.text == "":
					e.sign, e.text = blank, none
				}
				out = append(out, e)
			}
		}
	}
	return out
}

func (f *Form) reviewTable(fl *form.Field, missing []form.Wrong) []entry {
	rows := f.answers.Tables[fl.Name]
	e := entry{field: *fl, text: kit.Count(len(rows), "row")}
	switch {
	case f.wrongAt(fl.Name, 0) != "":
		e.sign, e.text = bad, f.wrongAt(fl.Name, 0)
	case len(rows) == 0 && fl.Required:
		e.sign, e.text = needed, "needed: no row"
	case f.wants(fl.Name) != "":
		e.sign, e.text = needed, f.wants(fl.Name)
	case len(rows) == 0:
		e.sign, e.text = blank, "no row"
	}
	out := []entry{e}
	add := func(list []form.Wrong, s sign) {
		for _, w := range list {
			if w.Field == fl.Name && w.Row > 0 {
				out = append(out, entry{field: *fl, row: w.Row, column: w.Column, text: w.InRow(), sign: s})
			}
		}
	}
	add(f.wrong, bad)
	add(missing, needed)
	add(f.wanted.answers, needed)
	return out
}

// answersOf are the lines on which the cursor can be.
func answersOf(list []entry) []entry {
	var out []entry
	for _, e := range list {
		if e.title == "" {
			out = append(out, e)
		}
	}
	return out
}

// verdict says in a sentence what sending would come to.
func (f *Form) outlook() (string, theme.Style) {
	t := f.env.Theme
	missing := f.open.form.Missing(f.answers)
	against := f.wanted.count()
	switch {
	case f.sending || f.asking:
		return "it is being sent", t.Note
	case f.clash != nil:
		return "somebody changed it meanwhile: ctrl+s shows both", t.Warn
	case len(f.wrong) > 0:
		return kit.Count(len(f.wrong), "answer") + " will not do: ctrl+s goes to the first", t.Bad
	case len(missing) > 0 && f.from.lenient() && against == 0:
		asks := "the gate asks for the rest"
		if f.open.form.Alone { // no gate does
			asks = "nobody can approve it without the rest"
		}
		return kit.Count(len(missing), "answer") + " still needed. It can be sent all the same; " + asks + ". ctrl+s sends it", t.Warn
	case len(missing) > 0 && !f.from.lenient():
		return kit.Count(len(missing)+len(f.empty()), "answer") + " still needed: ctrl+s goes to the first", t.Warn
	case f.wanted.asking:
		return "it is looked over", t.Note
	case against > 0:
		return kit.Count(against, "thing") + " still wanted: ctrl+s says what can be done", t.Warn
	case !f.changed() && f.open.version == 1 && f.open.form.Means() == cab.FormMinutes:
		return "as the meeting kept them: ctrl+s sends them", t.Good
	case !f.changed() && f.open.version > 0:
		return fmt.Sprintf("nothing is changed: it stands as version %d", f.open.version), t.Faint
	}
	return "all is answered: ctrl+s sends it", t.Good
}

// openEntry goes to the answer under the cursor.
func (f *Form) openEntry() tea.Cmd {
	list := answersOf(f.review())
	if f.cursor >= len(list) {
		return nil
	}
	e := list[f.cursor]
	return f.jump(e.field.Name, e.row, e.column)
}

func (f *Form) drawReview(w, h int) []string {
	t := f.env.Theme
	text, style := f.outlook()
	var out []string
	for _, part := range kit.Wrap(text, w-3) {
		out = append(out, kit.NewLine(w).Gap(2).Text(style, part).String())
	}
	out = append(append(append(out, f.drawWanted(w, 2)...), f.drawAhead(w, 2)...), kit.Blank(w))
	list := f.review()
	column := 12
	for _, e := range list {
		if e.title == "" {
			column = max(column, kit.Width(e.field.Title))
		}
	}
	column = min(column, max(w*2/5, 12))
	lines := make([]string, 0, len(list))
	at, n := 0, 0
	for _, e := range list {
		l := kit.NewLine(w)
		if e.title != "" {
			lines = append(lines, l.Gap(2).Text(t.Title, e.title).String())
			continue
		}
		if n == f.cursor {
			at = len(lines)
		}
		styles := l.Gap(1).Here(t, n == f.cursor)
		n++
		switch e.sign {
		case fine:
			l.Text(t.Good, t.Glyph.Yes)
		case blank:
			l.Text(t.Faint, t.Glyph.NA)
		case needed:
			l.Text(t.Warn, t.Glyph.Late)
		case bad:
			l.Text(t.Bad, t.Glyph.No)
		}
		name := e.field.Title
		if e.row > 0 {
			name = fmt.Sprintf("  row %d", e.row)
		}
		l.Gap(1).Cell(styles, name, column).Gap(2)
		from, parts := l.Used(), []string{e.text}
		if e.field.Type == form.Date || e.sign == needed { // in two zones it is longer than a line, and its end says most
			parts = kit.Wrap(e.text, max(l.Left()-1, 1))
		}
		lines = append(lines, l.Text(e.sign.style(t), parts[0]).String())
		for _, part := range parts[1:] {
			lines = append(lines, kit.NewLine(w).Gap(from).Text(e.sign.style(t), part).String())
		}
	}
	room := max(h-len(out), 1)
	top := kit.Scroll(0, at, room, len(lines))
	if at <= room/2 {
		top = 0
	}
	return append(out, lines[top:min(top+room, len(lines))]...)
}

func (s sign) style(t *theme.Theme) theme.Style {
	switch s {
	case blank:
		return t.Faint
	case needed:
		return t.Warn
	case bad:
		return t.Bad
	}
	return t.Text
}

// drawClash shows, for each field that differs, what stands here, what stands
// there, and what it was.
func (f *Form) drawClash(w, h int) []string {
	t := f.env.Theme
	var out []string
	for _, part := range kit.Wrap(f.overtook(), w-3) {
		out = append(out, kit.NewLine(w).Gap(2).Text(t.Note, part).String())
	}
	out = append(out, kit.Blank(w))
	var lines []string
	from, to := 0, 0
	for i, d := range f.clash.fields {
		if i == f.cursor {
			from = len(lines)
		}
		l := kit.NewLine(w).Gap(1)
		if i == f.cursor {
			l.Text(t.Focus, t.Glyph.Here).Gap(1).Text(t.Title, d.field.Title)
		} else {
			l.Gap(2).Text(t.Strong, d.field.Title)
		}
		l.Gap(2)
		if d.take == undecided {
			l.Text(t.Warn, t.Glyph.Ask+" both changed it: choose")
		} else {
			l.Text(t.Good, t.Glyph.Yes+" "+d.take.String())
		}
		lines = append(lines, l.String())
		for _, side := range []struct {
			take take
			key  string
			name string
			a    form.Answers
		}{{mine, "m", "mine", f.answers}, {theirs, "t", "theirs", f.clash.theirs.answers}, {was, "w", "was", f.open.answers}} {
			style := t.Faint
			mark := " "
			if d.take == side.take {
				style, mark = t.Text, t.Glyph.Yes
			}
			for k, part := range clipped(kit.Wrap(head(f.sum(d.field, side.a), 1200), max(w-18, 4)), 3) {
				l := kit.NewLine(w).Gap(3)
				if k == 0 {
					l.Text(t.Good, mark).Gap(1).Text(t.Key, side.key).Gap(1).Cell(style, side.name, 7)
				}
				lines = append(lines, l.To(14).Text(style, part).String())
			}
		}
		lines = append(lines, kit.Blank(w))
		if i == f.cursor {
			to = len(lines)
		}
	}
	room := max(h-len(out), 1)
	top := window(from, to, room, len(lines))
	return append(out, lines[top:min(top+room, len(lines))]...)
}

// clipped is at most n lines, the last one saying that there are more.
func clipped(lines []string, n int) []string {
	if len(lines) <= n {
		return lines
	}
	return append(append([]string{}, lines[:n-1]...), lines[n-1]+" …")
}

// sum is a whole field in words.
func (f *Form) sum(fl form.Field, a form.Answers) string {
	if text := fl.ShowAll(a, f.reader()); text != "" || fl.Type != form.Table {
		return cmp.Or(text, none)
	}
	return "no row"
}
