package form

import (
	"slices"
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
	kind, many := kindOf(fl.Type)
	switch {
	case fl.Type == form.Text:
		return newLong(f.look, value)
	case fl.Type == form.YesNo:
		return newChoice(f.look, []string{"yes", "no"}, []string{"yes", "no"}, value)
	case fl.Type == form.Choice && len(fl.Options) <= fewOptions:
		return newChoice(f.look, fl.Options, labels(fl), value)
	case fl.Type == form.Choices && len(fl.Options) <= fewOptions:
		return newChoices(f.look, fl.Options, labels(fl), value)
	case fl.Type == form.Choice || fl.Type == form.Choices:
		s := &shelf{}
		for _, o := range fl.Options {
			r := record{id: o, title: label(fl, o)}
			r.low = strings.ToLower(r.title + " " + r.id)
			s.list = append(s.list, r)
		}
		return newPick(f.look, s, fl.Type == form.Choices, value)
	case kind != "" && f.shelves[string(kind)] != nil:
		return newPick(f.look, f.shelves[string(kind)], many, value)
	}
	return newLine(f.look, fl, f.typing(fl, value))
}

// fewOptions is up to how many options are shown all at once.
const fewOptions = 12

// labels are the words for the options, each only once: huh tells options by
// them.
func labels(fl form.Field) []string {
	out := make([]string, len(fl.Options))
	for i, o := range fl.Options {
		out[i] = label(fl, o)
		if slices.Contains(out[:i], out[i]) {
			out[i] += " (" + o + ")"
		}
	}
	return out
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

// lineLimit is how many bytes a line takes: as many as the rules allow, and
// for what isn't text far less than would slow it.
const lineLimit = 400

func newLine(l look, fl form.Field, value string) *line {
	x := &line{text: value, limit: lineLimit}
	if fl.Type != form.Line {
		x.limit = max(120, len(value))
	}
	x.limit = max(x.limit, len(value))
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
			note = "a line is at most 400 bytes long: what is too much was left out"
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

// choice is a field with a few options, one of which is chosen, or none.
type choice struct {
	chosen  string
	options []string // what is in the list, none first
	list    *huh.Select[string]
	at      int
}

// none is the option that stands for no answer: huh would take the first.
const none = "not answered"

func newChoice(l look, options, words []string, value string) *choice {
	value = strings.TrimSpace(value)
	x := &choice{options: append([]string{""}, options...)}
	list := []huh.Option[string]{huh.NewOption(none, "")}
	for i, o := range options {
		list = append(list, huh.NewOption(words[i], o))
	}
	if !slices.Contains(x.options, value) {
		x.options = append(x.options, value)
		list = append(list, huh.NewOption(kit.Cut(value, 60)+" (not among the options)", value))
	}
	x.list = dress(l, huh.NewSelect[string]().Options(list...).Value(&x.chosen))
	x.choose(slices.Index(x.options, value))
	return x
}

// choose goes to an option. Huh is led there by keys: told the value, it would
// scroll all options before it out of sight.
func (x *choice) choose(i int) {
	tell(x.list, tea.KeyMsg{Type: tea.KeyHome})
	for range i {
		tell(x.list, tea.KeyMsg{Type: tea.KeyDown})
	}
}

// key moves, or chooses by the first letter of an option; the same letter again
// takes the next one that begins with it.
func (x *choice) key(k tea.KeyMsg) string {
	switch name := k.String(); {
	case name == "backspace" || name == "delete":
		x.choose(0)
	case k.Type == tea.KeyRunes && len(k.Runes) == 1 && !k.Alt:
		letter, n := strings.ToLower(string(k.Runes)), len(x.options)
		at := slices.Index(x.options, x.chosen)
		for i := range n {
			next := (at + 1 + i) % n
			if strings.HasPrefix(strings.ToLower(x.options[next]), letter) {
				x.choose(next)
				break
			}
		}
	default:
		tell(x.list, k)
	}
	return ""
}

func (x *choice) value() string        { return x.chosen }
func (x *choice) settle()              {}
func (x *choice) accept() bool         { return false }
func (x *choice) vertical(string) bool { return true }
func (x *choice) hint() string         { return "up, down or the first letter choose; backspace for none" }

func (x *choice) draw(_ *Form, w, _ int) []string {
	if x.at != w {
		x.at = w
		x.list.WithWidth(max(w, 8))
	}
	return shown(x.list.View(), w)
}

// choices is a field with a few options, any of which are chosen.
type choices struct {
	chosen []string
	list   *huh.MultiSelect[string]
	at     int
}

func newChoices(l look, options, words []string, value string) *choices {
	x := &choices{chosen: form.Split(value)}
	var list []huh.Option[string]
	known := map[string]bool{}
	for i, o := range options {
		list = append(list, huh.NewOption(words[i], o))
		known[o] = true
	}
	for _, c := range x.chosen {
		if !known[c] {
			known[c] = true
			list = append(list, huh.NewOption(kit.Cut(c, 60)+" (not among the options)", c))
		}
	}
	x.list = dress(l, huh.NewMultiSelect[string]().Filterable(false).Options(list...).Value(&x.chosen))
	return x
}

func (x *choices) key(k tea.KeyMsg) string {
	tell(x.list, k)
	return ""
}

func (x *choices) value() string        { return strings.Join(x.chosen, "\n") }
func (x *choices) settle()              {}
func (x *choices) accept() bool         { return false }
func (x *choices) vertical(string) bool { return true }
func (x *choices) hint() string         { return "space chooses, any number; ctrl+a all or none" }

func (x *choices) draw(_ *Form, w, _ int) []string {
	if x.at != w {
		x.at = w
		x.list.WithWidth(max(w, 8))
	}
	return shown(x.list.View(), w)
}
