package kit

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Editor changes a text of many lines, and leaves everything word for word that
// nobody touches. The line that the cursor is on is moved sideways where it is
// longer than there is room; the others are cut in the picture.
type Editor struct {
	dialog
	lines   []string // all of them; that of the cursor is as it was when it was entered
	at, top int
	line    Input  // the line of the cursor
	rows    int    // of the last picture
	why     string // why nothing can be changed; "" where it can
	was     string // the text when it was last kept
	keep    func(text string) tea.Cmd
	flush   func(ctx context.Context, text string) error
	find    string

	undone, redone []editorState // the newest last
	typing         bool          // what is typed goes on in the state that was kept last
}

// NewEditor opens a text at a line, from 1. keep is called with the whole text
// after a line that was changed, and at the end if anything was. With a why, the
// text is only read. flush keeps what was typed last when a session ends.
func NewEditor(t *theme.Theme, host screen.Host, title, text string, line int, why string, keep func(text string) tea.Cmd, flush func(ctx context.Context, text string) error) *Editor {
	e := &Editor{dialog: dialog{theme: t, host: host, title: title}, lines: strings.Split(text, "\n"), why: why, was: text, keep: keep, flush: flush}
	e.enter(max(min(line, len(e.lines)), 1)-1, 0)
	return e
}

// Text is the text as it stands.
func (e *Editor) Text() string {
	e.lines[e.at] = e.line.Value()
	return strings.Join(e.lines, "\n")
}

// Sending is never so: what is typed is only kept.
func (*Editor) Sending() bool { return false }

// Edits says nothing to others: the text is the person's own.
func (*Editor) Edits() string { return "" }

// Flush keeps what was typed and was not kept yet.
func (e *Editor) Flush(ctx context.Context) error {
	if text := e.Text(); e.why == "" && text != e.was {
		return e.flush(ctx, text)
	}
	return nil
}

var _ screen.Keeper = (*Editor)(nil)

// Typing is so where something can be changed.
func (e *Editor) Typing() bool { return e.why == "" }

// enter puts the cursor into a line, some cells from its beginning.
func (e *Editor) enter(at, cells int) {
	e.at = max(min(at, len(e.lines)-1), 0)
	e.line = Input{after: e.lines[e.at]}
	for cells > 0 && e.line.after != "" {
		c := firstCluster(e.line.after)
		cells -= max(Width(c), 1)
		e.line.before, e.line.after = e.line.before+c, e.line.after[len(c):]
	}
}

// move goes to another line, and keeps what was typed into this one.
func (e *Editor) move(n int) tea.Cmd {
	cells := Width(e.line.before)
	e.typing = false
	cmd := e.kept()
	e.enter(e.at+max(min(n, len(e.lines)), -len(e.lines)), cells)
	return cmd
}

// kept hands on what was changed since it was handed on last.
func (e *Editor) kept() tea.Cmd {
	text := e.Text()
	if e.why != "" || text == e.was {
		return nil
	}
	e.was = text
	return e.keep(text)
}

// set makes a state the one at hand.
func (e *Editor) set(s editorState) {
	e.lines = strings.Split(s.text, "\n")
	e.enter(s.at, s.cells)
}

// Update takes typed keys.
func (e *Editor) Update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok || e.why != "" {
		return nil
	}
	was := e.state()
	cmd := e.typed(k)
	e.remember(was, k.Type == tea.KeyRunes && !k.Paste || k.Type == tea.KeySpace)
	return cmd
}

func (e *Editor) typed(k tea.KeyMsg) tea.Cmd {
	switch {
	case k.Type == tea.KeyRunes && (k.Paste || len(k.Runes) > 1) && strings.ContainsAny(string(k.Runes), "\r\n"):
		parts := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(k.Runes)), "\n")
		for i, p := range parts {
			if i > 0 {
				e.split()
			}
			e.line.before += printable(p)
		}
		return e.kept()
	case k.Type == tea.KeyEnter:
		e.split()
		return e.kept()
	case k.Type == tea.KeyTab:
		e.line.before += "  "
	case k.Type == tea.KeyBackspace && e.line.before == "" && e.at > 0:
		after := e.line.after
		e.lines = append(e.lines[:e.at], e.lines[e.at+1:]...)
		e.at--
		e.line = Input{before: e.lines[e.at], after: after}
		return e.kept()
	case k.Type == tea.KeyDelete && e.line.after == "" && e.at < len(e.lines)-1:
		e.line.after = e.lines[e.at+1]
		e.lines = append(e.lines[:e.at+1], e.lines[e.at+2:]...)
		return e.kept()
	case k.Type == tea.KeyLeft && e.line.before == "" && e.at > 0:
		cmd := e.move(-1)
		e.line.Key(tea.KeyMsg{Type: tea.KeyEnd})
		return cmd
	case k.Type == tea.KeyRight && e.line.after == "" && e.at < len(e.lines)-1:
		cmd := e.move(1)
		e.line.Key(tea.KeyMsg{Type: tea.KeyHome})
		return cmd
	default:
		e.line.Key(k)
	}
	return nil
}

// split breaks the line at the cursor.
func (e *Editor) split() {
	before, after := e.line.before, e.line.after
	e.lines[e.at] = before
	e.lines = append(e.lines[:e.at+1], append([]string{after}, e.lines[e.at+1:]...)...)
	e.at++
	e.line = Input{after: after}
}

// look goes to the next line in which a word occurs, round the end.
func (e *Editor) look(word string) tea.Cmd {
	e.find = word
	cmd := e.kept()
	for i := 1; i <= len(e.lines); i++ {
		at := (e.at + i) % len(e.lines)
		if n := strings.Index(strings.ToLower(e.lines[at]), strings.ToLower(word)); n >= 0 {
			e.enter(at, Width(head(e.lines[at], n)))
			return cmd
		}
	}
	e.host.Say("there is no " + word + " in it")
	return cmd
}

// Bindings are those that aren't text.
func (e *Editor) Bindings() []screen.Binding {
	by := func(n int) func() tea.Cmd { return func() tea.Cmd { return e.move(n) } }
	page := max(e.rows-1, 1)
	end, help := "keep and close", "Keep the text in your draft, and close."
	closing, find := []string{"esc"}, []string{"ctrl+f"}
	if e.why != "" {
		end, help = "close", "Close."
		closing, find = []string{"esc", "q"}, []string{"/", "ctrl+f"}
	}
	list := []screen.Binding{
		{Keys: closing, Name: end, Help: help, Group: screen.GroupProgram, Foot: true, Text: true, Do: func() tea.Cmd {
			cmd := e.kept()
			e.host.Close(e)
			return cmd
		}},
		{Keys: find, Name: "find", Help: "Look for a word, from here on.", Group: screen.GroupMove, Foot: true, Text: true, Do: func() tea.Cmd {
			e.host.Open(NewPrompt(e.theme, e.host, "Find", "Which word? It is looked for from here on.", "type a word", e.look).Begin(e.find))
			return nil
		}},
		{Keys: []string{"down"}, Name: "down", Help: "To the next line.", Group: screen.GroupMove, Text: true, Do: by(1)},
		{Keys: []string{"up"}, Name: "up", Help: "To the line before.", Group: screen.GroupMove, Text: true, Do: by(-1)},
		{Keys: []string{"pgdown"}, Name: "page down", Help: "A page down.", Group: screen.GroupMove, Foot: true, Text: true, Do: by(page)},
		{Keys: []string{"pgup"}, Name: "page up", Help: "A page up.", Group: screen.GroupMove, Text: true, Do: by(-page)},
		{Keys: []string{"ctrl+home"}, Name: "first", Help: "To the first line.", Group: screen.GroupMove, Text: true, Do: by(-Far)},
		{Keys: []string{"ctrl+end"}, Name: "last", Help: "To the last line.", Group: screen.GroupMove, Text: true, Do: by(Far)},
	}
	if e.why == "" {
		nothing := func(list *[]editorState, why string) func() string {
			return screen.When(func() bool { return len(*list) == 0 }, why)
		}
		list = append(list,
			screen.Binding{Keys: []string{"alt+u"}, Name: "undo", Help: "Take back what was changed last.", Group: screen.GroupRecord, Text: true, Why: nothing(&e.undone, "nothing was changed"), Do: func() tea.Cmd { return e.back(&e.undone, &e.redone) }},
			screen.Binding{Keys: []string{"alt+e"}, Name: "redo", Help: "Change again what was taken back last.", Group: screen.GroupRecord, Text: true, Why: nothing(&e.redone, "nothing was taken back"), Do: func() tea.Cmd { return e.back(&e.redone, &e.undone) }})
		list = append(list, screen.Binding{Keys: append([]string{"enter", "tab"}, InputKeys...), Name: "edit", Help: "Break a line, move in it, and delete from it.", Group: screen.GroupMove})
	}
	return list
}

// Box draws as much of the text as there is room for, with its line numbers.
func (e *Editor) Box(w, h int) ([]string, int) {
	t := e.theme
	n := max(w-4, 1)
	e.rows = max(h-3, 1)
	e.top = Scroll(e.top, e.at, e.rows, len(e.lines))
	digits := len(fmt.Sprint(len(e.lines)))
	var lines []string
	for i := e.top; i < min(e.top+e.rows, len(e.lines)); i++ {
		l := NewLine(n)
		style := t.Faint
		if i == e.at {
			style = t.Key
		}
		l.Text(style, FitRight(fmt.Sprint(i+1), digits)).Gap(1)
		if i == e.at {
			e.line.Put(l, t, l.Left())
		} else {
			l.Text(t.Text, e.lines[i])
		}
		lines = append(lines, l.String())
	}
	foot := fmt.Sprintf("line %d of %d", e.at+1, len(e.lines))
	if e.why != "" {
		foot += "; to read only: " + e.why
	}
	lines = append(Fill(lines, n, e.rows), NewLine(n).Text(t.Faint, foot).String())
	return FitBox(t, e.title, lines, n+4, h)
}
