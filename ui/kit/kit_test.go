package kit

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func themed() *theme.Theme { return theme.New(theme.Options{Colours: termenv.TrueColor}) }

func TestFitIsExactForEveryText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := screentest.Text().Draw(t, "text")
		w := rapid.IntRange(0, 30).Draw(t, "width")
		for name, got := range map[string]string{"Fit": Fit(s, w), "FitRight": FitRight(s, w)} {
			if n := ansi.StringWidth(got); n != w {
				t.Fatalf("%s(%q, %d) is %d cells: %q", name, s, w, n, got)
			}
			if strings.ContainsAny(got, "\x1b\n\t\x00\a") {
				t.Fatalf("%s lets a control character through: %q", name, got)
			}
		}
		if n := ansi.StringWidth(Visible(s)); n != Width(s) {
			t.Fatalf("Width(%q) = %d, it is %d", s, Width(s), n)
		}
		if v := Visible(s); Visible(v) != v {
			t.Fatalf("Visible(%q) is not stable: %q, %q", s, v, Visible(v))
		}
	})
}

func TestLinesAreExactWhateverIsPutIn(t *testing.T) {
	th := themed()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(1, 40).Draw(t, "width")
		l := NewLine(w)
		for range rapid.IntRange(0, 5).Draw(t, "pieces") {
			s := screentest.Text().Draw(t, "text")
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				l.Text(th.Bad, s)
			case 1:
				l.Cell(th.Good, s, rapid.IntRange(-1, 20).Draw(t, "cell"))
			case 2:
				l.Glyph(th.Rule, "─", rapid.IntRange(-1, 20).Draw(t, "n"))
			case 3:
				var in Input
				in.Set(s)
				in.Key(tea.KeyMsg{Type: tea.KeyLeft})
				in.Put(l, th, rapid.IntRange(1, 12).Draw(t, "room"))
			}
		}
		screentest.Exact(t, l.String(), w, 1)
	})
}

func TestSplicingKeepsTheWidth(t *testing.T) {
	th := themed()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(1, 40).Draw(t, "width")
		l := NewLine(w)
		for range 4 {
			l.Text(th.Chosen, screentest.Text().Draw(t, "text")).Gap(1)
		}
		n := rapid.IntRange(0, w).Draw(t, "n")
		x := rapid.IntRange(0, w-n).Draw(t, "x")
		screentest.Exact(t, Splice(l.String(), th.Bad.Of(Fit("box", n)), x, n), w, 1)
	})
}

func TestWrapFitsAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := screentest.Text().Draw(t, "text")
		w := rapid.IntRange(2, 20).Draw(t, "width")
		all := ""
		for _, l := range Wrap(s, w) {
			if n := ansi.StringWidth(l); n > w {
				t.Fatalf("%q is %d cells, not %d", l, n, w)
			}
			all += l
		}
		plain := strings.ReplaceAll(Visible(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", " ")), " ", "")
		if got := strings.ReplaceAll(all, " ", ""); got != plain {
			t.Fatalf("wrapped %q became %q", plain, got)
		}
	})
}

func TestPlainIsASCIIAndAsWide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Fit(screentest.Text().Draw(t, "text")+"┌─● é–…", 30)
		got := Plain(s)
		if !plain(got) {
			t.Fatalf("%q is not ASCII", got)
		}
		if len(got) != 30 {
			t.Fatalf("%q is %d cells", got, len(got))
		}
	})
	if got := Plain("\x1b[1mé\x1b[0m│"); got != "\x1b[1me\x1b[0m|" {
		t.Errorf("got %q", got)
	}
}

func TestInput(t *testing.T) {
	var in Input
	key := func(k tea.KeyType, text string) { in.Key(tea.KeyMsg{Type: k, Runes: []rune(text)}) }
	key(tea.KeyRunes, "service:pay\nments")
	key(tea.KeyLeft, "")
	key(tea.KeyBackspace, "")
	if got := in.Value(); got != "service:pay mens" {
		t.Errorf("got %q", got)
	}
	key(tea.KeyEnd, "")
	key(tea.KeyCtrlW, "")
	key(tea.KeyRunes, "👩‍👩‍👧‍👦")
	key(tea.KeyBackspace, "")
	if got := in.Value(); got != "service:pay " {
		t.Errorf("got %q", got)
	}
	if key(tea.KeyCtrlU, ""); in.Value() != "" {
		t.Errorf("got %q", in.Value())
	}
}

func TestScroll(t *testing.T) {
	for _, c := range [][5]int{{0, 0, 5, 3, 0}, {0, 7, 5, 10, 3}, {6, 2, 5, 10, 2}, {9, 9, 5, 10, 5}, {0, 0, 5, 0, 0}} {
		if got := Scroll(c[0], c[1], c[2], c[3]); got != c[4] {
			t.Errorf("Scroll(%d, %d, %d, %d) = %d, not %d", c[0], c[1], c[2], c[3], got, c[4])
		}
	}
}

// Whatever character a text begins with, it takes the cells of nothing that
// stands before it in the line.
func TestNoCharacterJoinsWhatStandsBeforeIt(t *testing.T) {
	for r := rune(0x20); r < 0x20000; r++ {
		v := Visible(string(r))
		if got, want := ansi.StringWidth("│  "+v), 3+ansi.StringWidth(v); got != want {
			t.Errorf("%U: %q is %d cells behind a space, not %d", r, v, got, want)
		}
	}
}
