package form

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/form"
)

// page is one page: a group's fields, one of its tables, or one of our own.
type page struct {
	key, title, help string
	fields           []form.Field
	table            *form.Field
}

// The pages that are of no form.
const (
	reviewPage = "review"
	clashPage  = "meanwhile"
)

// pages lists those there are for the answers as they stand, the review last.
func (f *Form) pages() []page {
	var out []page
	for i, g := range f.open.form.Groups {
		p := page{key: fmt.Sprintf("group %d", i+1), title: g.Title, help: g.Help}
		var tables []page
		for k := range g.Fields {
			fl := &g.Fields[k]
			if !f.open.form.Arises(*fl, f.answers) {
				continue
			}
			if fl.Type == form.Table {
				tables = append(tables, page{key: "table " + fl.Name, title: fl.Title, help: fl.Help, table: fl})
				continue
			}
			p.fields = append(p.fields, *fl)
		}
		if len(p.fields) > 0 {
			out = append(out, p)
		}
		out = append(out, tables...)
	}
	return append(out, page{key: reviewPage, title: "Review"})
}

// page is the one that is shown, and where it is among all.
func (f *Form) page() (page, int) {
	if f.at.Page == clashPage {
		return page{key: clashPage, title: "Changed meanwhile"}, -1
	}
	list := f.pages()
	i := slices.IndexFunc(list, func(p page) bool { return p.key == f.at.Page })
	return list[max(i, 0)], max(i, 0)
}

// fields are those of the page that apply, or the columns of the row being
// edited.
func (f *Form) fields() []form.Field {
	p, _ := f.page()
	if p.table == nil {
		return p.fields
	}
	row := f.row()
	if row == nil {
		return nil
	}
	var out []form.Field
	for _, c := range p.table.Columns {
		if c.Shown(form.Answers{Values: row}) {
			out = append(out, c)
		}
	}
	return out
}

// row is the row being edited; nil when none is.
func (f *Form) row() form.Cells {
	p, _ := f.page()
	if p.table == nil || f.at.Row < 1 || f.at.Row > len(f.answers.Tables[p.table.Name]) {
		return nil
	}
	return f.answers.Tables[p.table.Name][f.at.Row-1]
}

// field is the one that has the keys.
func (f *Form) field() (form.Field, bool) {
	list := f.fields()
	i := slices.IndexFunc(list, func(fl form.Field) bool { return fl.Name == f.at.Field })
	if i < 0 {
		return form.Field{}, false
	}
	return list[i], true
}

// value is what stands in a field of the page or the row.
func (f *Form) value(name string) string {
	if row := f.row(); row != nil {
		return row[name]
	}
	return f.answers.Values[name]
}

func (f *Form) set(name, value string) {
	if row := f.row(); row != nil {
		row[name] = value
		return
	}
	f.answers.Values[name] = value
}

// show goes to a page, to the field named or its first.
func (f *Form) show(key, field string) tea.Cmd {
	cmd := f.leave()
	f.at = place{Page: key, Field: field}
	f.cursor = 0
	return tea.Batch(cmd, f.enter())
}

// enter takes up the field that the place names, where the page has fields.
func (f *Form) enter() tea.Cmd {
	f.widget = nil
	if p, _ := f.page(); f.at.Page != clashPage {
		f.at.Page = p.key
		if p.table != nil && f.at.Row > 0 {
			f.cursor = f.at.Row - 1
		}
	}
	list := f.fields()
	if len(list) == 0 {
		f.at.Field, f.at.Row = "", 0
		if f.at.Page == reviewPage {
			return tea.Batch(f.foresee(), f.weigh())
		}
		return nil
	}
	i := max(slices.IndexFunc(list, func(fl form.Field) bool { return fl.Name == f.at.Field }), 0)
	f.at.Field = list[i].Name
	f.widget = f.newWidget(list[i], f.value(list[i].Name))
	f.entered = f.widget.value()
	return f.suggest()
}

// leave brings the field that is left into the form in which it is kept, and
// judges everything anew.
func (f *Form) leave() tea.Cmd {
	if f.widget == nil {
		return nil
	}
	fl, ok := f.field()
	if !ok {
		f.widget = nil
		return nil
	}
	changed, typed := false, f.entered
	if f.shut() == "" {
		f.widget.settle()
		v := f.widget.value()
		typed = v
		if tidy, wrong := f.tidy(fl, v); wrong == "" {
			v = tidy
		}
		if v != f.value(fl.Name) {
			f.set(fl.Name, v)
			changed = true
		}
		if fl.Type == form.Date && typed != f.entered && f.at.Row == 0 {
			f.typing[fl.Name] = form.Typed{Text: typed, Value: v}
		}
	}
	f.widget = nil
	f.judge()
	var cmd tea.Cmd
	if fl.Type == form.Date && (changed || typed != f.entered) { // a day may be kept as it was typed, and stand there already
		cmd = f.foresee()
	} else if (changed || typed != f.entered) && f.foretells() {
		cmd = f.foresee()
	}
	if changed || f.draft.unkept {
		return tea.Batch(cmd, f.keepNow())
	}
	return cmd
}

// step goes to a field before or after this one, and on to the next page.
func (f *Form) step(n int) tea.Cmd {
	list := f.fields()
	i := slices.IndexFunc(list, func(fl form.Field) bool { return fl.Name == f.at.Field }) + n
	if i >= 0 && i < len(list) {
		return f.goTo(list[i].Name)
	}
	if f.at.Row > 0 {
		return f.endRow()
	}
	if n < 0 {
		if _, at := f.page(); at == 0 {
			return nil
		}
		cmd := f.turn(-1)
		if list := f.fields(); len(list) > 0 {
			return tea.Batch(cmd, f.goTo(list[len(list)-1].Name))
		}
		return cmd
	}
	return f.turn(1)
}

// goTo takes up another field of the page. Leaving one can make others appear
// and go.
func (f *Form) goTo(name string) tea.Cmd {
	cmd := f.leave()
	f.at.Field = name
	return tea.Batch(cmd, f.enter())
}

// turn goes to another page, whatever stands on this one.
func (f *Form) turn(n int) tea.Cmd {
	if f.at.Page == clashPage {
		return f.show(f.before, "")
	}
	cmd := f.leave() // first: it may show or hide pages
	list := f.pages()
	_, i := f.page()
	if i += n; i < 0 || i >= len(list) {
		return tea.Batch(cmd, f.enter())
	}
	return tea.Batch(cmd, f.show(list[i].key, ""))
}

// pageOf is the page on which a field stands.
func (f *Form) pageOf(field string) (page, bool) {
	for _, p := range f.pages() {
		if p.table != nil && p.table.Name == field || slices.ContainsFunc(p.fields, func(fl form.Field) bool { return fl.Name == field }) {
			return p, true
		}
	}
	return page{}, false
}

// jump goes to a field, of a table to its row.
func (f *Form) jump(field string, row int, column string) tea.Cmd {
	p, ok := f.pageOf(field)
	if !ok {
		return nil
	}
	if p.table == nil {
		return f.show(p.key, field)
	}
	cmd := f.show(p.key, "")
	if n := len(f.answers.Tables[field]); row > 0 && row <= n {
		f.at.Row, f.at.Field = row, column
		return tea.Batch(cmd, f.enter())
	}
	return cmd
}
