package form

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model/form"
	"fairway/ui/kit"
)

// picture is the last one drawn, for when it is asked for again.
type picture struct {
	stale bool
	w, h  int
	text  string
	// others are those who were editing the same.
	others string
}

// View draws the page.
func (f *Form) View(w, h int) string {
	others := f.others()
	if f.pic.stale || f.pic.w != w || f.pic.h != h || f.pic.text == "" || f.pic.others != others {
		f.pic = picture{w: w, h: h, others: others}
		f.pic.text = f.view(w, h)
	}
	return f.pic.text
}

func (f *Form) view(w, h int) string {
	t := f.env.Theme
	switch {
	case w < 1 || h < 1:
		return ""
	case f.failed != nil:
		return kit.Centred(t, []string{"The form could not be opened", f.failed.Error(), "esc goes back."}, w, h)
	case !f.ready:
		return kit.Centred(t, []string{"Loading the form"}, w, h)
	}
	p, i := f.page()
	lines := []string{f.header(p, i, w), f.notice(p, w)}
	room := max(h-len(lines), 1)
	if w < sideFrom {
		return kit.Page(append(lines, f.body(p, w, room)...), w, h)
	}
	inner := w - sideWidth - 1
	return kit.Page(append(lines, kit.Beside(t.Rule.Of(t.Glyph.Pipe), room, kit.Pane{Lines: f.contents(i, room), Width: sideWidth}, kit.Pane{Lines: f.body(p, inner, room), Width: inner})...), w, h)
}

// A wide terminal has room for the list of pages beside the page.
const (
	sideWidth = 34
	sideFrom  = 110
)

// body is the page itself.
func (f *Form) body(p page, w, h int) []string {
	switch {
	case p.key == clashPage:
		return f.drawClash(w, h)
	case p.key == reviewPage:
		return f.drawReview(w, h)
	case f.table() != nil:
		return f.drawTable(p.table, w, h)
	}
	return f.drawFields(w, h)
}

// contents lists the pages, and how it stands with each.
func (f *Form) contents(at, h int) []string {
	t := f.env.Theme
	missing := append(f.open.form.Missing(f.answers), f.empty()...)
	list := f.pages()
	out := make([]string, 0, h)
	for i, p := range list {
		l := kit.NewLine(sideWidth).Gap(1)
		style := l.Here(t, i == at)
		wrong, lacks := f.on(p, f.wrong), f.on(p, missing)
		switch {
		case p.key == reviewPage:
			l.Gap(2)
		case wrong > 0:
			l.Text(t.Bad, t.Glyph.No).Gap(1)
		case lacks > 0:
			l.Text(t.Warn, t.Glyph.Late).Gap(1)
		default:
			l.Text(t.Good, t.Glyph.Yes).Gap(1)
		}
		word := ""
		switch {
		case wrong > 0:
			word = fmt.Sprintf("%d wrong", wrong)
		case lacks > 0:
			word = fmt.Sprintf("%d needed", lacks)
		}
		l.Cell(style, p.title, sideWidth-l.Used()-kit.Width(word)-2).Gap(1).Text(t.Faint, word)
		out = append(out, l.String())
	}
	top := kit.Scroll(0, max(at, 0), h, len(out))
	return kit.Fill(out[top:], sideWidth, h)
}

// on counts what is said of the fields of a page.
func (f *Form) on(p page, list []form.Wrong) int {
	n := 0
	for _, w := range list {
		if p.table != nil && p.table.Name == w.Field || slices.ContainsFunc(p.fields, func(fl form.Field) bool { return fl.Name == w.Field }) {
			n++
		}
	}
	return n
}

// header says which form of what this is, and where in it one is.
func (f *Form) header(p page, i, w int) string {
	t := f.env.Theme
	where := p.title
	if i >= 0 {
		where = fmt.Sprintf("%s %s %d of %d", kit.Cut(p.title, max(w/3, 8)), t.Glyph.Dot, i+1, len(f.pages()))
	}
	if f.at.Row > 0 {
		where = fmt.Sprintf("%s, row %d of %d", kit.Cut(p.title, max(w/3, 8)), f.at.Row, len(f.rows()))
	}
	state := ""
	switch {
	case f.sending || f.asking:
		state = "being sent"
	case f.env.ReadOnly || f.env.AsOf != 0 || f.open.barred != "":
		state = "to be read only"
	case f.draft.failed != nil:
		state = "draft not kept"
	case !f.draft.kept.IsZero() && f.changed():
		state = "draft kept " + f.clock(f.draft.kept)
	case f.open.version > 0 && !f.changed():
		state = fmt.Sprintf("version %d", f.open.version)
	}
	if state != "" {
		where += " " + t.Glyph.Dot + " " + state
	}
	where = kit.Cut(where, max(w-2, 0))
	n := kit.Width(where)
	l := kit.NewLine(w).Gap(1)
	if room := w - n - 4; room > 8 {
		title := f.open.form.Title
		if f.open.about != "" {
			title += " " + t.Glyph.Dot + " " + f.open.about
		}
		l.Text(t.Title, kit.Cut(title, room))
	}
	return l.To(w-n-1).Text(t.Faint, where).String()
}

// notice is the line below: a word about what just happened, or what the page
// is about.
func (f *Form) notice(p page, w int) string {
	t := f.env.Theme
	l := kit.NewLine(w).Gap(1)
	switch {
	case f.draft.failed != nil:
		l.Text(t.Bad, t.Glyph.Late+" the draft could not be kept: "+f.draft.failed.Error())
	case f.note != "":
		l.Text(t.Note, f.note)
	case f.clash != nil && p.key != clashPage:
		l.Text(t.Warn, t.Glyph.Late+" "+sayBy(f.clash.theirs)+" changed this meanwhile: ctrl+o compares")
	case f.pic.others != "":
		l.Text(t.Note, f.pic.others+" edits this, too")
	case p.key == clashPage:
		l.Text(t.Faint, "m mine, t theirs, w as it was; M and T for all; enter goes on with these")
	case p.key == reviewPage:
		l.Text(t.Faint, "enter goes to the field of a line")
	case f.ahead.words() != "" && !f.unread() && lastDate(p.fields) != "": // what they are can be out of sight
		l.Text(t.Warn, t.Glyph.Conflict+" the dates "+f.ahead.words()+", named below them and in the review")
	default:
		l.Text(t.Faint, strings.ReplaceAll(p.help, "\n", " "))
	}
	return l.String()
}

// drawFields draws the fields of a page: the one that has the keys by huh, the
// others as they were answered.
func (f *Form) drawFields(w, h int) []string {
	if wide := w; w > readable {
		w = readable
		lines := f.drawFields(w, h)
		for i := range lines {
			lines[i] += kit.Spaces(wide - w)
		}
		return lines
	}
	list := f.fields()
	blocks := make([][]string, len(list))
	total, at := 0, 0
	for i, fl := range list {
		if fl.Name == f.at.Field && f.widget != nil {
			at = i
			blocks[i] = f.drawFocused(fl, w, h)
		} else {
			blocks[i] = f.drawAnswer(fl, w)
		}
		if fl.Name == f.below(list) {
			blocks[i] = append(blocks[i], f.drawAhead(w, indent)...)
		}
		total += len(blocks[i])
	}
	gap := total+len(list) <= h || h >= 14
	var lines []string
	from, to := 0, 0
	for i, b := range blocks {
		if i == at {
			from, to = len(lines), len(lines)+len(b)
		}
		lines = append(lines, b...)
		if gap {
			lines = append(lines, kit.Blank(w))
		}
	}
	if len(list) == 0 {
		return nil
	}
	top := window(from, to, h, len(lines))
	return lines[top:min(top+h, len(lines))]
}

// readable is how wide a text is at most: longer lines are hard to read.
const readable = 110

// window is the first of h lines out of n, so that those from one to another
// are seen, with as much before them as after.
func window(from, to, h, n int) int {
	if n <= h {
		return 0
	}
	top := from - max((h-(to-from))/2, 0)
	if to-from > h {
		top = from
	}
	return max(min(top, n-h), 0)
}

// fieldTitle is the first line of a field.
func (f *Form) fieldTitle(fl form.Field, w int, here bool) *kit.Line {
	t := f.env.Theme
	l := kit.NewLine(w).Gap(1)
	if here {
		l.Text(t.Focus, t.Glyph.Here).Gap(1).Text(t.Title, fl.Title)
	} else {
		l.Gap(2).Text(t.Strong, fl.Title)
	}
	switch {
	case f.at.Row == 0 && f.taken(fl.Name):
		l.Gap(2).Text(t.Faint, "as on record")
	case strings.TrimSpace(f.value(fl.Name)) == "" && (fl.Required || f.at.Row == 0 && f.wants(fl.Name) != ""):
		l.Gap(2).Text(t.Warn, "needed")
	}
	return l
}

// indent is where answers begin.
const indent = 5

// drawFocused is the field that has the keys, with what it comes to or what is
// wrong with it.
func (f *Form) drawFocused(fl form.Field, w, h int) []string {
	t := f.env.Theme
	bar := kit.NewLine(min(indent, w)).Gap(3).Text(t.Focus, t.Glyph.Pipe).String()
	put := func(out []string, text string, lead string, style func(*kit.Line, string)) []string {
		for i, part := range clipped(kit.Wrap(head(text, 600), max(w-indent-3, 1)), 3) {
			l := kit.NewLine(w).Raw(bar, min(indent, w))
			if i == 0 {
				style(l, lead)
			} else {
				l.Gap(kit.Width(lead))
			}
			style(l, part)
			out = append(out, l.String())
		}
		return out
	}
	faint := func(l *kit.Line, s string) { l.Text(t.Faint, s) }
	out := []string{f.fieldTitle(fl, w, true).String()}
	if fl.Help != "" {
		out = put(out, fl.Help, "", faint)
	}
	if wanted := fl.Wanted(); wanted != "" && fl.Help == "" && f.value(fl.Name) == "" {
		out = put(out, wanted, "", faint)
	}
	if fl.Type == form.Attachment && strings.TrimSpace(f.value(fl.Name)) == "" {
		out = put(out, f.attaching(), "", faint)
	}
	if inner := w - indent; inner > 0 {
		for _, l := range f.widget.draw(f, inner, max(h-len(out)-2, 3)) {
			out = append(out, bar+l)
		}
	}
	value := f.value(fl.Name)
	tidy, wrong := f.tidy(fl, value)
	switch {
	case wrong != "" && f.pending(fl):
		out = put(out, "looking for it", "", faint)
	case wrong != "":
		out = put(out, f.wrongAnswer(fl, value, wrong), t.Glyph.No+" ", func(l *kit.Line, s string) { l.Text(t.Bad, s) })
	case value != "" && fl.Echoes():
		if words := f.words(fl, tidy); words != strings.TrimSpace(value) {
			out = put(out, words, t.Glyph.Arrow+" ", func(l *kit.Line, s string) { l.Text(t.Good, s) })
		}
	}
	if hint := f.widget.hint(); hint != "" {
		out = put(out, hint, "", faint)
	}
	return out
}

// pending reports whether somebody is still choosing among what was found.
func (f *Form) pending(fl form.Field) bool {
	p, ok := f.widget.(*pick)
	return ok && len(p.hits) > 0
}

// drawAnswer is a field that is only looked at.
func (f *Form) drawAnswer(fl form.Field, w int) []string {
	t := f.env.Theme
	out := []string{f.fieldTitle(fl, w, false).String()}
	value := f.value(fl.Name)
	style, text := t.Text, f.words(fl, head(value, 2000))
	if text == "" {
		style, text = t.Faint, t.Glyph.NA
	}
	for _, part := range clipped(kit.Wrap(text, max(w-indent-4, 1)), 4) {
		out = append(out, kit.NewLine(w).Gap(indent).Text(style, part).String())
	}
	if wrong := f.wrongIn(fl.Name); wrong != "" {
		for i, part := range clipped(kit.Wrap(head(wrong, 600), max(w-indent-4, 1)), 2) {
			l := kit.NewLine(w).Gap(indent)
			if i == 0 {
				l.Text(t.Bad, t.Glyph.No).Gap(1)
			} else {
				l.Gap(2)
			}
			out = append(out, l.Text(t.Bad, part).String())
		}
	}
	return out
}

// head is the first n bytes of a text, so that a long one costs no more.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + " …"
}
