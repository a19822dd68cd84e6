package publish

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// TestWhatIsTypedStaysText: none of it becomes a heading, a list, a link or HTML,
// on the page as in the text.
func TestWhatIsTypedStaysText(t *testing.T) {
	for _, typed := range []string{
		"# no heading", "- no entry", "1. no number", "12) no number", "> no quote", "+ x", "=====", "a *b* _c_ **d** `e`", "<b>bold</b> & <script>x</script>",
		"[link](http://x)", "a | b", "\\ back", "@name said $5 ~x~ ^y^", "&amp; &lt;", "![x](y)", "http://example.org/a_b", "| --- |", ": definition", "REL-42: 2026-12-24",
	} {
		p := &Paper{}
		p.Text(typed)
		p.List(false, typed)
		p.Table([]string{"head", typed}, []string{typed, "x"})
		plain := Plain(p.String(), 200)
		if n := strings.Count(plain, typed); n != 4 {
			t.Errorf("%q stands %d times in\n%s", typed, n, plain)
		}
		page, err := Page("x", "en", p.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<script", "<b>", "<h1", "<em>", "<strong>", "<code>", "<a ", "<img", "<blockquote", "<ol", "<hr"} {
			if strings.Contains(page, bad) {
				t.Errorf("%q makes %s:\n%s", typed, bad, page[strings.Index(page, "<body>"):])
			}
		}
	}
}

// TestNothingIsLostInPlain: whatever is typed is there, word for word, and no
// line is wider than it may be unless a word is.
func TestNothingIsLostInPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Z0-9#*_\[\]<>|~@&$^+=:.)\\-]{1,9}`), 1, 40).Draw(t, "words")
		width := rapid.IntRange(20, 100).Draw(t, "width")
		p := &Paper{}
		p.Text(strings.Join(words, " "))
		plain := Plain(p.String(), width)
		if got := strings.Fields(plain); strings.Join(got, "") != strings.Join(words, "") {
			t.Fatalf("%q became %q", words, got)
		}
		for l := range strings.SplitSeq(plain, "\n") {
			if len(l) > width {
				t.Fatalf("%q is wider than %d", l, width)
			}
		}
	})
}

// TestAFigureIsDrawnInEach: as source, as picture, as text.
func TestAFigureIsDrawnInEach(t *testing.T) {
	p := &Paper{}
	p.Heading(1, "x")
	p.Figure("flowchart LR\n  s1 --> s2")
	f := Figure{SVG: "<svg></svg>", Text: "[a] -> [b]"}
	page, err := Page("x", "en", p.String(), f)
	if err != nil || !strings.Contains(page, "<svg></svg>") || strings.Contains(page, "flowchart") {
		t.Errorf("%v\n%s", err, page)
	}
	if got := Plain(p.String(), 80, f); !strings.Contains(got, "[a] -> [b]") || strings.Contains(got, "flowchart") {
		t.Error(got)
	}
}

// No word of a table is broken: its columns are as wide as their longest words, and where that
// is too much for a line each row is written cell by cell.
func TestATableBreaksNoWord(t *testing.T) {
	table := "| Measure | As often as stated | Note |\n| --- | --- | --- |\n| Incidents after release | 4/4 (100 %) | provisional |\n| Unauthorised changes | at most 0 % | not decidable |\n"
	for width := 24; width < 110; width++ {
		plain := Plain(table, width)
		words := strings.FieldsFunc(plain, func(r rune) bool { return strings.ContainsRune(" \n|", r) })
		for _, word := range []string{"Incidents", "Unauthorised", "4/4", "(100", "provisional", "decidable"} {
			if !slices.Contains(words, word) {
				t.Errorf("%d: %s is broken\n%s", width, word, plain)
			}
		}
		for _, text := range []string{"(100 %)", "0 %"} {
			if !strings.Contains(plain, text) {
				t.Errorf("%d: %s is broken\n%s", width, text, plain)
			}
		}
		for line := range strings.Lines(plain) {
			if n := ansi.StringWidth(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%d: %d columns: %s", width, n, line)
			}
		}
	}
}
