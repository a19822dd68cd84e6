package kit

import (
	"slices"

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
	text string
	list []Offer
	Cursor
	top int // the first row that is seen: a line can take several
}

// NewOffers makes the menu, with the cursor on the first line that can be done.
func NewOffers(t *theme.Theme, host screen.Host, title, text string, list []Offer) *Offers {
	o := &Offers{dialog: dialog{theme: t, host: host, title: title}, text: text, list: list}
	for i := range list {
		if list[i].Why == "" {
			o.At = i
			break
		}
	}
	return o
}

// Bindings are those of every list.
func (o *Offers) Bindings() []screen.Binding {
	list := []screen.Binding{
		{Keys: []string{"enter"}, Name: "do it", Help: "Do the chosen line.", Group: screen.GroupProgram, Foot: true,
			Why: func() string {
				if o.At >= len(o.list) {
					return "there is nothing to do"
				}
				return o.list[o.At].Why
			},
			Do: func() tea.Cmd {
				o.host.Close(o)
				return o.list[o.At].Do()
			}},
		{Keys: []string{"esc", "q"}, Name: "leave it", Help: "Close; nothing is changed.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { o.host.Close(o) })},
	}
	return slices.Insert(list, 1, o.Moves("line", func() int { return len(o.list) })...)
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
	lines := append(Wrapped(t.Faint, o.text, n), Blank(n))
	var rows []string
	begin := make([]int, len(o.list)+1) // where each line of the menu begins
	for i := range o.list {
		rows = append(rows, o.rows(i, left, n)...)
		begin[i+1] = len(rows)
	}
	room := max(h-2-len(lines), 1)
	o.top = Scroll(o.top, begin[min(o.At+1, len(o.list))]-1, room, len(rows))
	if len(o.list) > 0 {
		o.top = min(o.top, begin[o.At]) // of a reason longer than the room, its beginning
	}
	seen := min(room, len(rows)-o.top)
	o.Rows = max(len(o.list)*seen/max(len(rows), 1), 1)
	lines = append(lines, rows[o.top:o.top+seen]...)
	box, bw := FitBox(t, o.title, lines, n+4, h)
	More(t, box, bw, o.top, seen, len(rows))
	return box, bw
}

// rows draws a line of the menu: a reason that is too long for it goes on below.
func (o *Offers) rows(i, left, n int) []string {
	t, f := o.theme, o.list[i]
	l := NewLine(n)
	style := l.Here(t, i == o.At)
	if f.Why != "" {
		style = t.Off
	}
	l.Cell(style, f.Text, left).Gap(2)
	if f.Why == "" {
		return []string{l.Text(t.Faint, f.Note).String()}
	}
	at := n - l.Left()
	why := Wrap(f.Why, l.Left())
	out := []string{l.Text(t.Off, why[0]).String()}
	for _, part := range why[1:] {
		out = append(out, NewLine(n).Gap(at).Text(t.Off, part).String())
	}
	return out
}
