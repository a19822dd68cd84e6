package kit

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// quietHost is told things and does none.
type quietHost struct{ screen.Host }

func (quietHost) Close(screen.Overlay) {}
func (quietHost) Open(screen.Overlay)  {}
func (quietHost) Say(string)           {}

// TestTheEditorLeavesWhatNobodyTouched word for word, whatever keys are pressed, and
// its picture is exact; what was typed comes back.
func TestTheEditorLeavesWhatNobodyTouched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"", "a = 1", "\tb", "c\r", "ä日本", "# \x1b[31m", strings.Repeat("long ", 60)}), 1, 30).Draw(t, "lines"), "\n")
		kept := text
		e := NewEditor(theme.New(theme.Options{Choice: theme.Bare}), quietHost{}, "f", text, rapid.IntRange(-1, 40).Draw(t, "line"), "",
			func(s string) tea.Cmd { kept = s; return nil }, func(_ context.Context, s string) error { kept = s; return nil })
		w, h := rapid.IntRange(30, 200).Draw(t, "w"), rapid.IntRange(8, 50).Draw(t, "h")
		for range rapid.IntRange(1, 30).Draw(t, "keys") {
			move := rapid.SampledFrom([]string{"up", "down", "pgup", "pgdown", "left", "right", "home", "end", "ctrl+home", "ctrl+end", "type"}).Draw(t, "key")
			switch k, known := map[string]tea.KeyType{"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd}[move]; {
			case known:
				e.Update(tea.KeyMsg{Type: k})
			case move == "type": // and taken back: broken, joined, a letter, a pasted line
				e.Update(tea.KeyMsg{Type: tea.KeyEnter})
				e.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x\r\ny"), Paste: true})
				for range 4 {
					e.Update(tea.KeyMsg{Type: tea.KeyBackspace})
				}
			default:
				for _, b := range e.Bindings() {
					if b.Has(move) && b.Do != nil {
						b.Do()
					}
				}
			}
			lines, width := e.Box(w, h)
			screentest.Exact(t, strings.Join(lines, "\n"), width, len(lines))
			if len(lines) > h || width > w {
				t.Fatalf("%d lines of %d cells in %dx%d", len(lines), width, w, h)
			}
			if e.Text() != text {
				t.Fatalf("%q became %q by %s", text, e.Text(), move)
			}
		}
		e.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("z")})
		if err := e.Flush(context.Background()); err != nil || kept != e.Text() || len(kept) != len(text)+1 {
			t.Fatalf("%q was kept of %q", kept, e.Text())
		}
	})
}

// TestTheEditorTakesBack what was typed, joined, broken and pasted, and does it again.
func TestTheEditorTakesBack(t *testing.T) {
	kept := "a\nb"
	e := NewEditor(theme.New(theme.Options{Choice: theme.Bare}), quietHost{}, "f", kept, 1, "",
		func(s string) tea.Cmd { kept = s; return nil }, func(context.Context, string) error { return nil })
	press := func(key string) {
		t.Helper()
		for _, b := range e.Bindings() {
			if b.Has(key) && b.Do != nil && b.Disabled() == "" {
				b.Do()
			}
		}
	}
	states := []string{e.Text()}
	for _, k := range []tea.KeyMsg{
		{Type: tea.KeyRunes, Runes: []rune("x")}, {Type: tea.KeyRunes, Runes: []rune("y")}, // one state
		{Type: tea.KeyEnter}, {Type: tea.KeyBackspace}, {Type: tea.KeyRunes, Runes: []rune("1\n2"), Paste: true}, {Type: tea.KeyDelete},
	} {
		e.Update(k)
		if string(k.Runes) == "x" {
			continue
		}
		states = append(states, e.Text())
	}
	for i := len(states) - 2; i >= 0; i-- {
		if press("alt+u"); e.Text() != states[i] || kept != states[i] {
			t.Fatalf("%d: %q, kept %q, want %q", i, e.Text(), kept, states[i])
		}
	}
	press("alt+u") // nothing is left
	for i := 1; i < len(states); i++ {
		if press("alt+e"); e.Text() != states[i] || kept != states[i] {
			t.Fatalf("%d again: %q, kept %q, want %q", i, e.Text(), kept, states[i])
		}
	}
}
