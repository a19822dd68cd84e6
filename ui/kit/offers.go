package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Offer is one line of a list of things to do.
type Offer struct {
	Text string
	Note string // a word behind it
	Why  string // why it can't be done now; "" when it can
	Do   func() tea.Cmd
}

// Offers is a menu of all that can be done: what can't be done now stays in it,
// with the reason.
type Offers struct {
	dialog
	text    string
	list    []Offer
	at, top int
	rows    int // of the last picture
}

// NewOffers makes the menu, with the cursor on the first line that can be done.
func NewOffers(t *theme.Theme, host screen.Host, title, text string, list []Offer) *Offers {
	o := &Offers{dialog: dialog{theme: t, host: host, title: title}, text: text, list: list, rows: 1}
	for i := range list {
		if list[i].Why == "" {
			o.at = i
			break
		}
	}
	return o
}

// Bindings are those of every list.
func (o *Offers) Bindings() []screen.Binding {
	move := func(n func() int) func() tea.Cmd {
		return func() tea.Cmd {
			o.at = max(min(o.at+n(), len(o.list)-1), 0)
			return nil
		}
	}
	by := func(n int) func() int { return func() int { return n } }
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "do it", Help: "Do the chosen line.", Group: screen.GroupProgram, Foot: true,
			Why: func() string {
				if o.at >= len(o.list) {
					return "there is nothing to do"
				}
				return o.list[o.at].Why
			},
			Do: func() tea.Cmd {
				o.host.Close(o)
				return o.list[o.at].Do()
			}},
		{Keys: []string{"j", "down"}, Name: "down", Help: "To the next line.", Group: screen.GroupMove, Do: move(by(1))},
		{Keys: []string{"k", "up"}, Name: "up", Help: "To the line before.", Group: screen.GroupMove, Do: move(by(-1))},
		{Keys: []string{"pgdown", " "}, Name: "page down", Help: "Down by as many lines as are seen.", Group: screen.GroupMove, Do: move(func() int { return o.rows })},
		{Keys: []string{"pgup"}, Name: "page up", Help: "Up by as many lines as are seen.", Group: screen.GroupMove, Do: move(func() int { return -o.rows })},
		{Keys: []string{"home"}, Name: "first", Help: "To the first line.", Group: screen.GroupMove, Do: move(by(-1 << 30))},
		{Keys: []string{"end", "G"}, Name: "last", Help: "To the last line.", Group: screen.GroupMove, Do: move(by(1 << 30))},
		{Keys: []string{"esc", "q"}, Name: "leave it", Help: "Close; nothing is changed.", Group: screen.GroupProgram, Foot: true, Do: func() tea.Cmd {
			o.host.Close(o)
			return nil
		}},
	}
}

// Box draws the menu: what can't be done stands faint, with its reason.
func (o *Offers) Box(w, h int) ([]string, int) {
	t := o.theme
	left, right := 0, 0
	for _, f := range o.list {
		left, right = max(left, Width(f.Text)), max(right, Width(f.Why), Width(f.Note))
	}
	n := inner(max(Width(o.title)+2, min(Width(o.text), 60), left+right+5), min(w, 100))
	if left = min(left, n-2); right > 0 {
		left = min(left, n*3/5)
	}
	var lines []string
	for _, part := range Wrap(o.text, n) {
		lines = append(lines, NewLine(n).Text(t.Faint, part).String())
	}
	lines = append(lines, Blank(n))
	o.rows = max(min(h-2-len(lines), len(o.list)), 1)
	o.top = Scroll(o.top, o.at, o.rows, len(o.list))
	for i := o.top; i < min(o.top+o.rows, len(o.list)); i++ {
		f, l, style := o.list[i], NewLine(n), t.Text
		switch {
		case f.Why != "":
			style = t.Off
		case i == o.at:
			style = t.Strong
		}
		if i == o.at {
			l.Text(t.Focus, t.Glyph.Here)
		}
		l.To(2).Cell(style, f.Text, left).Gap(2)
		if f.Why != "" {
			l.Text(t.Off, f.Why)
		} else {
			l.Text(t.Faint, f.Note)
		}
		lines = append(lines, l.String())
	}
	box, bw := FitBox(t, o.title, lines, n+4, h)
	More(t, box, bw, o.top, o.rows, len(o.list))
	return box, bw
}
