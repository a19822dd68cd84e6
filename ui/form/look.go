package form

import (
	"io"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/huh"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"fairway/ui/theme"
)

// look is what huh's fields look like, and the keys they read: made once for a
// form, from the session's theme.
type look struct {
	theme *huh.Theme
	keys  *huh.KeyMap
}

// newLook says the session's theme in huh's words. Its styles carry ours inside,
// since those are right for the person's terminal; the renderer of the process
// is that of the server's.
func newLook(t *theme.Theme) look {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	if t.Choice == theme.Bare {
		r.SetColorProfile(termenv.Ascii)
	}
	r.SetHasDarkBackground(t.Choice != theme.Light)
	plain := r.NewStyle()
	as := func(s theme.Style) lipgloss.Style {
		return r.NewStyle().Transform(func(text string) string {
			if !strings.Contains(text, "\n") {
				return s.Of(text)
			}
			lines := strings.Split(text, "\n")
			for i := range lines {
				lines[i] = s.Of(lines[i])
			}
			return strings.Join(lines, "\n")
		})
	}
	g := t.Glyph
	fields := huh.FieldStyles{
		Base: plain, Title: as(t.Title), Description: as(t.Faint), ErrorIndicator: plain, ErrorMessage: as(t.Bad),
		SelectSelector: as(t.Focus).SetString(g.Here + " "), Option: as(t.Text),
		NextIndicator: as(t.Key).SetString(" " + g.Right), PrevIndicator: as(t.Key).SetString(g.Left + " "),
		MultiSelectSelector: as(t.Focus).SetString(g.Here + " "),
		SelectedOption:      as(t.Strong), SelectedPrefix: as(t.Good).SetString("[" + g.Yes + "] "),
		UnselectedOption: as(t.Text), UnselectedPrefix: as(t.Text).SetString("[ ] "),
		FocusedButton: as(t.Chosen), BlurredButton: as(t.Text), Card: plain, NoteTitle: as(t.Title), Next: as(t.Key),
		TextInput: huh.TextInputStyles{Cursor: plain, CursorText: plain, Placeholder: as(t.Faint), Prompt: as(t.Focus), Text: as(t.Text)},
	}
	return look{
		theme: &huh.Theme{FieldSeparator: plain.SetString("\n"), Focused: fields, Blurred: fields},
		keys:  fieldKeys(),
	}
}

// fieldKeys are the keys huh's fields may read. Those that lead out of a field
// are ours. None of those that huh has for starting an editor stays: turning it
// off is not enough, it still writes a file at the key.
func fieldKeys() *huh.KeyMap {
	on := func(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }
	return &huh.KeyMap{
		Text:        huh.TextKeyMap{NewLine: on("ctrl+j", "alt+enter")},
		Select:      huh.SelectKeyMap{Up: on("up"), Down: on("down"), GotoTop: on("home"), GotoBottom: on("end")},
		MultiSelect: huh.MultiSelectKeyMap{Up: on("up"), Down: on("down"), Toggle: on(" "), GotoTop: on("home"), GotoBottom: on("end"), SelectAll: on("ctrl+a"), SelectNone: on("ctrl+a")},
	}
}
