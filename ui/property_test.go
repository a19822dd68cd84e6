package ui

import (
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/gate"
	"fairway/ui/screen/screentest"
)

// odd is a world in which people typed whatever can be typed.
func odd(t *rapid.T) *screentest.World {
	text := screentest.Text()
	w := screentest.New(rapid.IntRange(0, 60).Draw(t, "releases"))
	for i := range w.Cards {
		if i%3 == 0 {
			c := &w.Cards[i]
			c.Name, c.ServiceName, c.Coordinator = text.Draw(t, "name"), text.Draw(t, "service"), text.Draw(t, "coordinator")
			c.Version, c.Type = text.Draw(t, "version"), text.Draw(t, "type")
		}
	}
	for i := range w.Windows {
		w.Windows[i].Title = text.Draw(t, "window")
	}
	w.Findings = append(w.Findings, gate.Finding{Check: "odd", Clause: text.Draw(t, "clause"), Text: text.Draw(t, "check"), Answer: gate.Open,
		Evidence: text.Draw(t, "evidence"), Remedies: []model.Remedy{model.Say(text.Draw(t, "remedy"))}, Role: text.Draw(t, "role")})
	return w
}

// TestAnyKeysAnySizeAnyText presses every key of whatever is shown in any
// order. The picture is exact all the time, and nothing panics.
func TestAnyKeysAnySizeAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := colours
		o.ASCII = rapid.Bool().Draw(t, "ascii")
		o.NoColor = rapid.Bool().Draw(t, "no colour")
		size := func() (int, int) {
			return rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		}
		w, h := size()
		d := sit(t, odd(t), o, w, h)
		d.Exact()
		text := screentest.Text()
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 12).Draw(t, "step") {
			case 0:
				w, h := size()
				d.Resize(w, h)
			case 1:
				d.do(d.root.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text.Draw(t, "typed")), Paste: rapid.Bool().Draw(t, "paste")}))
			case 2:
				d.Happens(text.Draw(t, "note"))
			case 3:
				d.Wait(quiet)
			case 4:
				d.Type(rapid.SampledFrom([]string{"as of 2026-11-01", "rel-3", "late", "99999999"}).Draw(t, "words"))
			default:
				keys := reachable(d)
				d.Press(rapid.SampledFrom(keys).Draw(t, "key"))
			}
			d.Exact()
			vw, vh := rapid.IntRange(1, 90).Draw(t, "view width"), rapid.IntRange(1, 40).Draw(t, "view height")
			for _, s := range d.root.screens {
				screentest.Exact(t, s.View(vw, vh), vw, vh)
			}
			if o.ASCII && !ascii(ansi.Strip(d.root.View())) {
				t.Fatalf("not ASCII:\n%s", d.Picture())
			}
		}
	})
}

func ascii(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(b byte) bool { return b > '~' || b < ' ' && b != '\n' })
}

// reachable are the keys that mean something just now.
func reachable(d *rig) []string {
	list := append(d.root.shown().Bindings(), d.root.global...)
	if n := len(d.root.layers); n > 0 {
		list = d.root.layers[n-1].Bindings()
	} else if d.root.prompt != nil {
		list = d.root.prompt.keys
	}
	keys := []string{"esc", "enter"}
	for _, b := range list {
		keys = append(keys, b.Keys...)
	}
	return keys
}
