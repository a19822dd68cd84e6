package theme

import (
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

func TestGlyphsAreOneCell(t *testing.T) {
	for name, g := range map[string]Glyphs{"unicode": unicode, "ascii": ascii} {
		all := g.All()
		if n := reflect.TypeFor[Glyphs]().NumField(); n != len(all) {
			t.Errorf("%s: All lists %d of %d characters", name, len(all), n)
		}
		for _, c := range all {
			if ansi.StringWidth(c) != 1 {
				t.Errorf("%s: %q is %d cells wide", name, c, ansi.StringWidth(c))
			}
			if name == "ascii" && (len(c) != 1 || c[0] > '~') {
				t.Errorf("%q is not ASCII", c)
			}
		}
	}
}

func TestStylesWrapAndColoursGo(t *testing.T) {
	styles := func(th *Theme) map[string]Style {
		out := map[string]Style{}
		v := reflect.ValueOf(*th)
		for i := range v.NumField() {
			if s, ok := v.Field(i).Interface().(Style); ok {
				out[v.Type().Field(i).Name] = s
			}
		}
		return out
	}
	for _, c := range []Choice{Dark, Light} {
		for _, p := range []termenv.Profile{termenv.TrueColor, termenv.ANSI256, termenv.ANSI} {
			for name, s := range styles(New(Options{Choice: c, Colours: p})) {
				if name == "Text" {
					continue
				}
				if s.on == "" || !strings.HasSuffix(s.off, "m") {
					t.Errorf("%s %v: %s has no style (%q %q)", c, p, name, s.on, s.off)
				}
				if got := ansi.Strip(s.Of("word")); got != "word" {
					t.Errorf("%s: %s shows %q", c, name, got)
				}
			}
		}
	}
	for name, s := range styles(New(Options{Choice: Dark, NoColor: true, Colours: termenv.TrueColor})) {
		for _, n := range strings.FieldsFunc(s.on, func(r rune) bool { return r < '0' || r > '9' }) {
			if len(n) > 1 {
				t.Errorf("NO_COLOR: %s asks for a colour: %q", name, s.on)
			}
		}
	}
	for name, s := range styles(New(Options{Choice: Bare, Colours: termenv.TrueColor})) {
		if s != (Style{}) {
			t.Errorf("bare: %s has a style", name)
		}
	}
	if a, b := New(Options{Colours: termenv.ANSI}), New(Options{Choice: Dark, Colours: termenv.ANSI}); a.Bad != b.Bad {
		t.Error("without a word about the background it is not dark")
	}
}
