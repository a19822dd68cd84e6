package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
	"fairway/ui/theme"
)

// dialog is what all dialogues share: a theme, a title, and a way to be closed.
type dialog struct {
	screen.Base
	theme *theme.Theme
	host  screen.Host
	title string
}

// inner is how wide the lines of a box are that wants want cells.
func inner(want, w int) int { return max(min(want, w-4), 1) }

// Confirm asks a question that is answered by yes or no.
type Confirm struct {
	dialog
	text []string
	yes  string
	do   func() tea.Cmd
}

// NewConfirm makes a question of a title, lines of text, and what yes is called.
func NewConfirm(t *theme.Theme, host screen.Host, title string, text []string, yes string, do func() tea.Cmd) *Confirm {
	return &Confirm{dialog: dialog{theme: t, host: host, title: title}, text: text, yes: yes, do: do}
}

// Bindings are yes and no. Yes is enter alone: a y is the id of a record on most screens, and
// nobody who copies one wants to be past the point of no return.
func (c *Confirm) Bindings() []screen.Binding {
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: c.yes, Help: "Yes, do it.", Group: screen.GroupProgram, Foot: true, Do: func() tea.Cmd {
			c.host.Close(c)
			return c.do()
		}},
		{Keys: []string{"esc", "n", "q"}, Name: "leave it", Help: "No: nothing is changed.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { c.host.Close(c) })},
	}
}

// Box draws the question.
func (c *Confirm) Box(w, h int) ([]string, int) {
	want := Width(c.title) + 2
	for _, s := range c.text {
		want = max(want, Width(s))
	}
	n := inner(max(want, 34), min(w, 76))
	lines := []string{Blank(n)}
	for _, s := range c.text {
		lines = append(lines, Wrapped(c.theme.Text, s, n)...)
	}
	lines = append(lines, Blank(n), NewLine(n).Text(c.theme.Key, "enter").Gap(1).Text(c.theme.Text, c.yes).Gap(3).
		Text(c.theme.Key, "esc").Gap(1).Text(c.theme.Text, "leave it").String())
	return FitBox(c.theme, c.title, lines, n+4, h)
}

// FitBox frames lines, leaving out from the middle what is too many.
func FitBox(t *theme.Theme, title string, lines []string, w, h int) ([]string, int) {
	if room := max(h-2, 1); len(lines) > room {
		lines = append(append([]string{}, lines[:room-1]...), lines[len(lines)-1])
	}
	return Box(t, title, lines, w), w
}

// Choice is one line of a menu.
type Choice struct {
	Text string
	Do   func() tea.Cmd
}

// Menu offers a few choices.
type Menu struct {
	dialog
	text    string
	choices []Choice
	Cursor
}

// NewMenu makes a menu under a sentence.
func NewMenu(t *theme.Theme, host screen.Host, title, text string, choices []Choice) *Menu {
	return &Menu{dialog: dialog{theme: t, host: host, title: title}, text: text, choices: choices}
}

// Bindings are those of every list.
func (m *Menu) Bindings() []screen.Binding {
	moves := m.Moves("line", func() int { return len(m.choices) })
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "choose", Help: "Take the chosen line.", Group: screen.GroupProgram, Foot: true, Do: func() tea.Cmd {
			m.host.Close(m)
			return m.choices[m.At].Do()
		}},
		moves[0], moves[1], moves[2], moves[3], moves[4], moves[5],
		{Keys: []string{"esc", "q"}, Name: "leave it", Help: "Close; nothing is changed.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { m.host.Close(m) })},
	}
}

// Box draws the menu, and whether there is more of it than fits.
func (m *Menu) Box(w, h int) ([]string, int) {
	want := max(Width(m.title)+2, Width(m.text))
	for _, c := range m.choices {
		want = max(want, Width(c.Text)+2)
	}
	n := inner(want, min(w, 76))
	lines := append(Wrapped(m.theme.Faint, m.text, n), Blank(n))
	rows := h - 2 - len(lines)
	from, to := m.Show(rows, len(m.choices))
	for i := from; i < to; i++ {
		l := NewLine(n)
		lines = append(lines, l.Text(l.Here(m.theme, i == m.At), m.choices[i].Text).String())
	}
	box, w := FitBox(m.theme, m.title, lines, n+4, h)
	More(m.theme, box, w, from, rows, len(m.choices))
	return box, w
}

// Prompt asks for one line of text.
type Prompt struct {
	dialog
	text  string
	input Input
	need  string // what to say about an empty text; "" allows it
	wrong string
	do    func(string) tea.Cmd
}

// NewPrompt asks for a text under a sentence. What is said about an empty
// answer is in need.
func NewPrompt(t *theme.Theme, host screen.Host, title, text, need string, do func(string) tea.Cmd) *Prompt {
	return &Prompt{dialog: dialog{theme: t, host: host, title: title}, text: text, need: need, do: do}
}

// Begin puts a text there that was typed before.
func (p *Prompt) Begin(text string) *Prompt {
	p.input.Set(text)
	return p
}

// Typing is always so.
func (p *Prompt) Typing() bool { return true }

// Update takes typed keys.
func (p *Prompt) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok && p.input.Key(k) {
		p.wrong = ""
	}
	return nil
}

// Bindings are those that aren't text.
func (p *Prompt) Bindings() []screen.Binding {
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "go on", Help: "Take the text as it stands.", Group: screen.GroupProgram, Foot: true, Text: true, Do: func() tea.Cmd {
			if p.input.Value() == "" && p.need != "" {
				p.wrong = p.need
				return nil
			}
			p.host.Close(p)
			return p.do(p.input.Value())
		}},
		{Keys: []string{"esc"}, Name: "leave it", Help: "Close; nothing is changed.", Group: screen.GroupProgram, Foot: true, Text: true, Do: screen.Act(func() { p.host.Close(p) })},
		{Keys: InputKeys, Name: "edit", Help: "Move in the typed text and delete from it.", Group: screen.GroupMove},
	}
}

// Box draws the line with its sentence.
func (p *Prompt) Box(w, h int) ([]string, int) {
	n := inner(64, w)
	lines := Wrapped(p.theme.Text, p.text, n)
	l := NewLine(n).Text(p.theme.Key, p.theme.Glyph.Here).Gap(1)
	p.input.Put(l, p.theme, n-2)
	lines = append(lines, Blank(n), l.String(), NewLine(n).Text(p.theme.Warn, p.wrong).String())
	return FitBox(p.theme, p.title, lines, n+4, h)
}
