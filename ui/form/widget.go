package form

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fairway/model/form"
	"fairway/ui/kit"
)

// widget is the field that has the keys. Only that one is huh's: huh's own
// forms and groups draw every field anew at each message, say what is wrong at
// the foot, don't let go of a field with a mistake in it, and send the program
// messages. A field that is only looked at is drawn from its answer.
type widget interface {
	// key reads a key; it returns a word about it, if there is need for one.
	key(tea.KeyMsg) string
	// value is the answer as typed.
	value() string
	// settle decides what was left half chosen.
	settle()
	// accept takes what stands under the cursor, and reports whether there was
	// anything to take: then enter stays in the field.
	accept() bool
	// vertical reports whether the field reads up, or down, itself just now.
	vertical(key string) bool
	// draw is its picture: lines of exactly w cells, about room of them.
	draw(f *Form, w, room int) []string
	hint() string
}

// newWidget makes the field for a question.
func (f *Form) newWidget(fl form.Field, value string) widget {
	t := fl.Is()
	switch shelf := f.shelves[t.Kind]; {
	case t.Widget == form.TextWidget:
		return newLong(f.look, value)
	case t.Widget == form.OptionWidget && len(fl.Choices()) > fewOptions:
		return newPick(f.look, optionShelf(fl), t.Several, value)
	case t.Widget == form.OptionWidget && t.Several:
		return newChoices(f.look, fl, value)
	case t.Widget == form.OptionWidget:
		return newChoice(f.look, fl, value)
	case t.Name == form.Holder && shelf != nil: // the roles are at hand among the people
		return newPick(f.look, shelf.with(optionShelf(fl)), t.Several, value)
	case t.Widget == form.RecordWidget && shelf != nil:
		return newPick(f.look, shelf, t.Several, value)
	}
	return newLine(f.look, fl, fl.AsTyped(value, f.zone()))
}

// tell gives a key to a field of huh's. What it answers is dropped: its
// commands are there to blink, to move on, to read the clipboard of the machine
// this runs on, to start an editor on it. None of that is wanted here.
func tell(field huh.Field, k tea.KeyMsg) { field.Update(k) }

// dress gives a field of huh's our looks and our keys, and the cursor.
func dress[F huh.Field](l look, field F) F {
	field.WithTheme(l.theme)
	field.WithKeyMap(l.keys)
	field.Focus()
	return field
}

// shown makes a picture of huh's exact: lines of w cells, in which nothing but
// colours acts on the terminal.
func shown(view string, w int) []string {
	lines := strings.Split(strings.TrimRight(view, "\n"), "\n")
	for i, l := range lines {
		lines[i] = fitStyled(l, w)
	}
	return lines
}

// fitStyled makes one styled line exactly w cells wide.
func fitStyled(line string, w int) string {
	var b strings.Builder
	used := 0
	styled := false
	for line != "" {
		if n := colour(line); n > 0 {
			b.WriteString(line[:n])
			styled = line[:n] != "\x1b[0m" && line[:n] != "\x1b[m"
			line = line[n:]
			continue
		}
		n := strings.IndexByte(line[1:], 0x1b) + 1
		if n == 0 {
			n = len(line)
		}
		text := kit.Visible(line[:n])
		if tw := kit.Width(text); used+tw > w {
			text = kit.Cut(text, w-used)
			b.WriteString(text)
			used += kit.Width(text)
			break
		} else {
			used += tw
		}
		b.WriteString(text)
		line = line[n:]
	}
	if styled {
		b.WriteString("\x1b[0m")
	}
	b.WriteString(kit.Spaces(w - used))
	return b.String()
}

// colour is how long the colour sequence is that a text begins with; 0 when it
// begins with none.
func colour(s string) int {
	if len(s) < 3 || s[0] != 0x1b || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s) && i < 40; i++ {
		if c := s[i]; c == 'm' {
			return i + 1
		} else if c != ';' && (c < '0' || c > '9') {
			return 0
		}
	}
	return 0
}

// line is a field of one line.
type line struct {
	text  string
	input *huh.Input
	limit int
	at    int // the width it was made for
}

func newLine(l look, fl form.Field, value string) *line {
	x := &line{text: value, limit: max(fl.Is().Most, len(value))}
	x.input = dress(l, huh.NewInput().Prompt("").Value(&x.text))
	return x
}

func (x *line) key(k tea.KeyMsg) string {
	if k.String() == "ctrl+v" && !k.Paste {
		return "paste with the terminal's own key"
	}
	note := ""
	if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
		room := x.limit - len(x.text)
		if runes, cutOff := atMost(k.Runes, room); cutOff {
			note = fmt.Sprintf("an answer here is at most %d bytes long: what is too much was left out", x.limit)
			if len(runes) == 0 {
				return note
			}
			k.Runes = runes
		}
	}
	tell(x.input, k)
	return note
}

// atMost is the beginning of a text that takes at most n bytes.
func atMost(runes []rune, n int) ([]rune, bool) {
	for i, r := range runes {
		if n -= utf8.RuneLen(max(r, 0)); n < 0 {
			return runes[:i], true
		}
	}
	return runes, false
}

func (x *line) value() string        { return x.text }
func (x *line) settle()              {}
func (x *line) accept() bool         { return false }
func (x *line) vertical(string) bool { return false }
func (x *line) hint() string         { return "" }

func (x *line) draw(_ *Form, w, _ int) []string {
	if x.at != w {
		x.at = w
		x.input.WithWidth(max(w, 4))
	}
	return shown(x.input.View(), w)
}
