package kit

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/theme"
)

// InputLimit is the most bytes a line takes: more than anybody types, less
// than a pasted file.
const InputLimit = 4096

// Input is one line of typed text. Its cursor doesn't blink: that would be a
// frame twice a second for nothing.
type Input struct {
	before, after string // the text around the cursor
}

// Value is the text.
func (i *Input) Value() string { return i.before + i.after }

// Set replaces the text, with the cursor at its end.
func (i *Input) Set(s string) { i.before, i.after = clean(s), "" }

// clean drops line breaks and control characters, which one line can't hold.
func clean(s string) string { return printable(head(strings.ToValidUTF8(s, ""), InputLimit)) }

// printable is clean of a text of any length.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// InputKeys are the keys the line reads beside text, for the help.
var InputKeys = []string{"left", "right", "home", "end", "backspace", "delete", "ctrl+u", "ctrl+w"}

// Key changes the text by a key and reports whether it was one of its own.
func (i *Input) Key(k tea.KeyMsg) bool {
	switch k.Type {
	case tea.KeyRunes, tea.KeySpace:
		if k.Alt {
			return false
		}
		if len(i.Value()) < InputLimit {
			i.before += clean(string(k.Runes))
		}
	case tea.KeyBackspace:
		i.before = i.before[:len(i.before)-len(lastCluster(i.before))]
	case tea.KeyDelete, tea.KeyCtrlD:
		i.after = i.after[len(firstCluster(i.after)):]
	case tea.KeyLeft, tea.KeyCtrlB:
		c := lastCluster(i.before)
		i.before, i.after = i.before[:len(i.before)-len(c)], c+i.after
	case tea.KeyRight, tea.KeyCtrlF:
		c := firstCluster(i.after)
		i.before, i.after = i.before+c, i.after[len(c):]
	case tea.KeyHome, tea.KeyCtrlA:
		i.before, i.after = "", i.Value()
	case tea.KeyEnd, tea.KeyCtrlE:
		i.before, i.after = i.Value(), ""
	case tea.KeyCtrlU:
		i.before = ""
	case tea.KeyCtrlW:
		i.before = i.before[:strings.LastIndexByte(strings.TrimRight(i.before, " "), ' ')+1]
	default:
		return false
	}
	return true
}

func firstCluster(s string) string {
	if s == "" {
		return ""
	}
	c, _ := next(s)
	for i := len(c); i < len(s); { // accents belong to the letter before them
		accent, w := next(s[i:])
		if w > 0 {
			break
		}
		i += len(accent)
		c = s[:i]
	}
	return c
}

func lastCluster(s string) string {
	last := ""
	for rest := s; rest != ""; rest = rest[len(last):] {
		last = firstCluster(rest)
	}
	return last
}

// Put draws the line into w cells, the cursor always seen.
func (i *Input) Put(l *Line, t *theme.Theme, w int) {
	w = min(w, l.Left())
	if w < 1 {
		return
	}
	under := Visible(firstCluster(i.after))
	rest := i.after[len(firstCluster(i.after)):]
	if under == "" || Width(under) > w {
		under = " "
	}
	uw := Width(under)
	left := Visible(i.before)
	for Width(left) > w-uw {
		left = left[len(firstCluster(left)):]
	}
	n := Width(left)
	l.Raw(left, n).Raw(t.Cursor.Of(under), uw).Cell(t.Text, rest, w-n-uw)
}
