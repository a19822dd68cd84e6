package form

import (
	"cmp"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/form"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Bindings are the keys of the page that is shown.
func (f *Form) Bindings() []screen.Binding {
	var list []screen.Binding
	switch {
	case !f.ready:
	case f.at.Page == clashPage:
		list = f.clashKeys()
	case f.at.Page == reviewPage:
		list = f.reviewKeys()
	case f.table() != nil:
		list = f.tableKeys()
	default:
		list = f.fieldKeys()
	}
	list = append(list, f.everywhere()...)
	for i := range list {
		if do := list[i].Do; do != nil {
			list[i].Do = func() tea.Cmd {
				f.note, f.pic.stale = "", true
				return do()
			}
		}
	}
	return list
}

// fieldKeys are those of a page of fields. Letters are text there.
func (f *Form) fieldKeys() []screen.Binding {
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "next", Group: screen.GroupMove, Foot: true, Text: true,
			Help: "Take what is marked and go to the next field; on the last one, to the next page.", Do: f.next},
		{Keys: []string{"tab"}, Name: "next field", Group: screen.GroupMove, Text: true,
			Help: "To the next field. Up and down do the same where the field does not need them.", Do: func() tea.Cmd { return f.step(1) }},
		{Keys: []string{"shift+tab"}, Name: "field before", Group: screen.GroupMove, Text: true,
			Help: "To the field before.", Do: func() tea.Cmd { return f.step(-1) }},
		{Keys: []string{"ctrl+j", "alt+enter"}, Name: "new line", Group: screen.GroupMove,
			Help: "Begin a new line, in a field of several lines."},
	}, f.slotKeys()...)
}

// next takes what stands under the field's cursor, and goes on.
func (f *Form) next() tea.Cmd {
	if f.widget != nil && f.shut() == "" && f.widget.accept() {
		return f.took()
	}
	return f.step(1)
}

func (f *Form) tableKeys() []screen.Binding {
	some := func() string {
		if len(f.rows()) == 0 {
			return "there is no row"
		}
		return f.locked()
	}
	full := func() string {
		if len(f.rows()) >= form.RowLimit {
			return fmt.Sprintf("a table has at most %d rows", form.RowLimit)
		}
		return f.locked()
	}
	return append([]screen.Binding{
		{Keys: []string{"n"}, Name: "new", Group: screen.GroupRecord, Foot: true, Why: full,
			Help: "Add a row below the chosen one.", Do: f.addRow},
		{Keys: []string{"enter", "e"}, Name: "edit", Group: screen.GroupRecord, Foot: true, Why: some,
			Help: "Edit the chosen row.", Do: f.editRow},
		{Keys: []string{"c"}, Name: "duplicate", Group: screen.GroupRecord, Why: func() string { return cmp.Or(some(), full()) },
			Help: "Add a row as the chosen one, and edit it.", Do: f.repeat},
		{Keys: []string{"x", "delete"}, Name: "delete", Group: screen.GroupRecord, Why: some,
			Help: "Delete the chosen row; u puts it back.", Do: f.deleteRow},
		{Keys: []string{"K", "shift+up"}, Name: "row up", Group: screen.GroupRecord, Why: some,
			Help: "Move the chosen row up.", Do: func() tea.Cmd { return f.moveRow(-1) }},
		{Keys: []string{"J", "shift+down"}, Name: "row down", Group: screen.GroupRecord, Why: some,
			Help: "Move the chosen row down.", Do: func() tea.Cmd { return f.moveRow(1) }},
		{Keys: []string{"u"}, Name: "put back", Group: screen.GroupRecord, Why: func() string {
			if f.undo == nil || f.undo.table != f.table().Name {
				return "no row was deleted"
			}
			return f.locked()
		}, Help: "Put the row back that was deleted last.", Do: f.undelete},
		{Keys: []string{"tab"}, Name: "next page", Group: screen.GroupMove, Foot: true, Help: "To the next page.", Do: func() tea.Cmd { return f.turn(1) }},
	}, append(f.moves(func() int { return len(f.rows()) }),
		screen.Binding{Keys: []string{"shift+tab"}, Name: "back", Group: screen.GroupMove, Help: "To the page before.", Do: func() tea.Cmd { return f.turn(-1) }})...)
}

// moves are the keys of a list of so many lines.
func (f *Form) moves(length func() int) []screen.Binding {
	by := func(n int) tea.Cmd {
		f.cursor = max(min(f.cursor+n, length()-1), 0)
		return nil
	}
	list := kit.Moves(by, by, kit.PanelPages, kit.Among("line"))
	list = slices.Delete(list, 2, 4) // its pages are those of the form
	for i, keys := range [][]string{{"j", "down"}, {"k", "up"}, {"g", "home"}, {"G", "end"}} {
		list[i].Keys, list[i].Name = keys, keys[1]
	}
	return list
}

func (f *Form) reviewKeys() []screen.Binding {
	length := func() int { return len(answersOf(f.review())) }
	return append([]screen.Binding{
		{Keys: []string{"ctrl+s"}, Name: "send", Group: screen.GroupRecord, Foot: true, Text: true, Writes: true,
			Why:  func() string { return f.locked() },
			Help: "Send the form.", Do: f.send},
		{Keys: []string{"enter", "e"}, Name: "go to the field", Group: screen.GroupMove, Foot: true,
			Help: "Go to the field of the chosen line.", Do: f.openEntry},
	}, f.moves(length)...)
}

func (f *Form) clashKeys() []screen.Binding {
	choose := func(key string, t take, help string) screen.Binding {
		return screen.Binding{Keys: []string{key}, Name: t.String(), Group: screen.GroupRecord, Foot: true, Help: help,
			Do: func() tea.Cmd { return f.choose(t, false) }}
	}
	all := func(key string, t take, help string) screen.Binding {
		return screen.Binding{Keys: []string{key}, Name: "all " + t.String(), Group: screen.GroupRecord, Help: help,
			Do: func() tea.Cmd { return f.choose(t, true) }}
	}
	length := func() int { return len(f.clash.fields) }
	return append([]screen.Binding{
		choose("m", mine, "Keep what you typed in the chosen field."),
		choose("t", theirs, "Take what they wrote in the chosen field."),
		choose("w", was, "Take what stood there before both of you."),
		{Keys: []string{"enter", "ctrl+s"}, Name: "go on with these", Group: screen.GroupRecord, Foot: true, Text: true,
			Help: "Bring the chosen answers together, and look at all of them.", Do: f.merge},
		all("M", mine, "Keep what you typed in every field."),
		all("T", theirs, "Take what they wrote in every field."),
	}, f.moves(length)...)
}

// everywhere are the keys that work on every page of a form, whatever stands
// in it.
func (f *Form) everywhere() []screen.Binding {
	var list []screen.Binding
	if f.ready && f.clash != nil && f.at.Page != clashPage {
		list = append(list, screen.Binding{Keys: []string{"ctrl+o"}, Name: "compare", Group: screen.GroupView, Foot: true, Text: true,
			Help: "Show what somebody else changed meanwhile beside what you typed.", Do: f.compare})
	}
	if f.ready && f.at.Page != reviewPage && f.at.Page != clashPage {
		list = append(list, screen.Binding{Keys: []string{"ctrl+s"}, Name: "review", Group: screen.GroupMove, Foot: true, Text: true,
			Help: "Look over every answer; there ctrl+s sends the form.", Do: func() tea.Cmd { return f.show(reviewPage, "") }})
	}
	list = append(list, screen.Binding{Keys: []string{"esc"}, Name: f.outName(), Group: screen.GroupView, Foot: true, Text: true,
		Help: "Leave the row, or the form. What you typed is kept as a draft.", Do: f.out})
	if f.ready {
		list = append(list,
			screen.Binding{Keys: []string{"ctrl+n", "pgdown"}, Name: "page on", Group: screen.GroupMove, Foot: true, Text: true,
				Help: "To the next page, even with a mistake on this one.", Do: func() tea.Cmd { return f.turn(1) }},
			screen.Binding{Keys: []string{"ctrl+p", "pgup"}, Name: "page back", Group: screen.GroupMove, Text: true,
				Help: "To the page before.", Do: func() tea.Cmd { return f.turn(-1) }},
			screen.Binding{Keys: []string{"ctrl+r"}, Name: "drop the draft", Group: screen.GroupRecord, Text: true,
				Help: "Throw away what you typed, and begin anew from what is there.", Why: func() string {
					if !f.changed() {
						return "nothing is typed yet"
					}
					return f.locked()
				}, Confirm: func() string {
					return "Throw away what you typed here, and begin anew from what is in the file?"
				}, Do: f.forget})
	}
	return append(list, screen.Binding{Keys: []string{"f1"}, Name: "help", Group: screen.GroupProgram, Foot: true, Text: true,
		Help: "Say what this form is for, and list its keys.", Do: f.help})
}

func (f *Form) outName() string {
	if f.at.Row > 0 {
		return "the list"
	}
	return "leave"
}

// out leaves the row, the comparison, or the form.
func (f *Form) out() tea.Cmd {
	switch {
	case f.at.Page == clashPage:
		return f.show(f.before, "")
	case f.at.Row > 0:
		return f.endRow()
	}
	var cmd tea.Cmd
	if f.ready {
		at := f.at
		cmd = f.leave()
		f.at = at
		if f.changed() {
			cmd = tea.Batch(cmd, f.keepNow())
			if f.env.AsOf == 0 && !f.env.ReadOnly {
				f.env.Host.Say("draft kept; open the form again to go on")
			}
		}
	}
	f.env.Host.Back(f)
	return cmd
}

// help says what the form and its field are for, and lists the keys.
func (f *Form) help() tea.Cmd {
	t := f.env.Theme
	var text []kit.Paragraph
	put := func(title, body string) {
		if body != "" {
			text = append(text, kit.Paragraph{Style: t.Title, Text: title}, kit.Paragraph{Style: t.Text, Text: body}, kit.Paragraph{})
		}
	}
	title := "Keys"
	if f.ready {
		title = f.open.form.Title
		body := f.open.form.Help
		if f.open.form.Clause != "" {
			body += fmt.Sprintf(" (ISO/IEC 20000-1, %s)", f.open.form.Clause)
		}
		put(f.open.form.Title, body)
		p, _ := f.page()
		put(p.title, p.help)
		if fl, ok := f.field(); ok {
			put(fl.Title, fl.Help)
		}
	}
	text = append(text, kit.Paragraph{Style: t.Title, Text: "Keys"})
	for _, b := range f.Bindings() {
		text = append(text, kit.Paragraph{Indent: 22, Lead: kit.Span{Style: t.Key, Text: " " + b.Shown()}, Style: t.Text, Text: b.Help})
	}
	f.env.Host.Open(kit.NewPager(t, f.env.Host, title, text))
	return nil
}
