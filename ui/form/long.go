package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fairway/model/form"
	"fairway/ui/kit"
)

// long is a field of several lines. Huh draws the whole text at each key, so of
// a long one it is given the part around the cursor; what lies before and after
// it is kept here.
type long struct {
	look       look
	head, tail string
	part       string // the part that huh has
	text       *huh.Text
	w, rows    int
}

const (
	// partLimit and partLines are more than anybody writes into a form, and as
	// much as huh draws within a key's time.
	partLimit = 1800
	partLines = 28
	// mark stands for the cursor while it is looked for: huh doesn't say where
	// it is. It is of the private range, and no text keeps it.
	mark = '\ue000'
)

func newLong(l look, value string) *long {
	x := &long{look: l}
	x.put(clean(value), len(value))
	return x
}

// clean brings a text into the form in which it can be edited: line ends and
// tabs as huh has them, and no control characters.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(strings.ToValidUTF8(s, ""))
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == mark || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// put shows the part of a text around a place in it, with the cursor there.
func (x *long) put(text string, at int) {
	at = min(at, len(text))
	from, to := 0, len(text)
	if !fits(text) {
		from = edge(text, max(at-partLimit/2, 0), at)
		to = min(at+partLimit/5, len(text))
		if n := strings.IndexByte(text[to:], '\n'); n >= 0 && n < partLimit/5 {
			to += n
		} else {
			to = whole(text, to)
		}
		for lines := strings.Count(text[from:at], "\n"); lines > partLines/2; lines-- {
			from += strings.IndexByte(text[from:], '\n') + 1
		}
		for strings.Count(text[at:to], "\n") > partLines/3 {
			to = at + strings.LastIndexByte(text[at:to], '\n')
		}
	}
	x.head, x.part, x.tail = text[:from], text[from:to], text[to:]
	x.text = dress(x.look, huh.NewText().ExternalEditor(false).CharLimit(0).Value(&x.part))
	if x.w > 0 {
		x.size()
	}
	x.back(text[at:to])
}

// fits reports whether a text is short enough for huh to have all of it.
func fits(text string) bool { return len(text) <= partLimit && strings.Count(text, "\n") < partLines }

// edge is where a part that holds the place at can begin: at a line's beginning
// if one is near.
func edge(text string, from, at int) int {
	if from == 0 {
		return 0
	}
	if n := strings.IndexByte(text[from:at], '\n'); n >= 0 {
		return from + n + 1
	}
	if n := strings.IndexByte(text[from:at], ' '); n >= 0 {
		return from + n + 1
	}
	return whole(text, from)
}

// whole is the next place of a text that breaks no character.
func whole(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// back moves the cursor from the end of the part to before a text it ends with.
func (x *long) back(after string) {
	for n := strings.Count(after, "\n"); n > 0; n-- {
		tell(x.text, tea.KeyMsg{Type: tea.KeyHome})
		tell(x.text, tea.KeyMsg{Type: tea.KeyLeft})
	}
	line, _, _ := strings.Cut(after, "\n")
	for range utf8.RuneCountInString(line) {
		tell(x.text, tea.KeyMsg{Type: tea.KeyLeft})
	}
}

// place is where in the part the cursor is.
func (x *long) place() int {
	tell(x.text, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{mark}})
	at := strings.IndexRune(x.part, mark)
	tell(x.text, tea.KeyMsg{Type: tea.KeyBackspace})
	return max(at, 0)
}

func (x *long) key(k tea.KeyMsg) string {
	name := k.String()
	if name == "ctrl+v" && !k.Paste {
		return "paste with the terminal's own key"
	}
	if k.Type == tea.KeyRunes && len(k.Runes) > 1 || k.Paste {
		return x.paste(string(k.Runes))
	}
	if k.Type == tea.KeyRunes || k.Type == tea.KeySpace || name == "ctrl+j" || name == "alt+enter" {
		if len(x.value()) >= form.TextLimit {
			return "a text is at most 64 KB long"
		}
	}
	if x.head != "" && (name == "up" || name == "left" || name == "backspace" || name == "pgup" || name == "ctrl+home") ||
		x.tail != "" && (name == "down" || name == "right" || name == "delete" || name == "pgdown" || name == "ctrl+end") {
		return x.across(name, k)
	}
	tell(x.text, k)
	if !fits(x.part) {
		x.put(x.value(), len(x.head)+x.place())
	}
	return ""
}

// across moves in a text of which huh has only a part: over its ends, another
// part is shown.
func (x *long) across(name string, k tea.KeyMsg) string {
	text := x.value()
	switch name {
	case "ctrl+home":
		x.put(text, 0)
		return ""
	case "ctrl+end":
		x.put(text, len(text))
		return ""
	}
	if name == "backspace" || name == "delete" {
		was := x.part
		if tell(x.text, k); x.part == was {
			x.put(text, len(x.head)+x.place())
			tell(x.text, k)
		}
		return ""
	}
	at := x.place()
	before, after := x.part[:at], x.part[at:]
	switch name {
	case "up":
		if strings.Contains(before, "\n") || kit.Width(before) >= x.w && x.moves(k, at) {
			break
		}
		x.put(text, max(len(x.head)-1, 0))
		return ""
	case "down":
		if strings.Contains(after, "\n") || kit.Width(after) >= x.w && x.moves(k, at) {
			break
		}
		x.put(text, min(len(x.head)+len(x.part)+1, len(text)))
		return ""
	case "left", "right":
		if before == "" || after == "" {
			x.put(text, len(x.head)+at)
		}
	}
	tell(x.text, k)
	return ""
}

// moves reports whether a key takes the cursor anywhere, and takes it back.
func (x *long) moves(k tea.KeyMsg, at int) bool {
	tell(x.text, k)
	if x.place() == at {
		return false
	}
	back := tea.KeyMsg{Type: tea.KeyUp}
	if k.Type == tea.KeyUp {
		back.Type = tea.KeyDown
	}
	tell(x.text, back)
	return true
}

// paste puts a text in at the cursor, as much of it as there is room for.
func (x *long) paste(text string) string {
	note := ""
	if room := form.TextLimit - len(x.value()); len(text) > room {
		text = text[:max(room, 0)]
		note = "a text is at most 64 KB long: what was too much was left out"
	}
	text = clean(text)
	at := len(x.head) + x.place()
	whole := x.value()
	x.put(whole[:at]+text+whole[at:], at+len(text))
	return note
}

func (x *long) value() string        { return x.head + x.part + x.tail }
func (x *long) settle()              {}
func (x *long) accept() bool         { return false }
func (x *long) vertical(string) bool { return true }
func (x *long) hint() string         { return "ctrl+j begins a new line" }

// size tells huh how much room there is.
func (x *long) size() {
	x.text.WithWidth(max(x.w, 4))
	x.text.Lines(x.rows)
	_ = x.text.View() // it scrolls by the picture before
	x.text.Update(nil)
}

func (x *long) draw(f *Form, w, room int) []string {
	t := f.env.Theme
	var out []string
	more := func(glyph, text string) {
		if n := utf8.RuneCountInString(text); n > 0 {
			out = append(out, kit.NewLine(w).Text(t.Faint, glyph+" "+kit.Count(n, "character")+" more").String())
		}
	}
	more(t.Glyph.Up, x.head)
	rows := 2
	for part := range strings.SplitSeq(x.part, "\n") {
		rows += kit.Width(part)*10/(max(w, 1)*9) + 1 // words leave a tenth of a line
	}
	rows = max(min(rows-1, room-2), 3)
	if x.w != w || rows != x.rows {
		x.w, x.rows = w, rows
		x.size()
	}
	out = append(out, shown(x.text.View(), w)...)
	more(t.Glyph.Down, x.tail)
	return out
}
