package screentest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// T is what a test and a property have in common.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Exact checks that a picture is exactly h lines of exactly w cells.
func Exact(t T, picture string, w, h int) {
	t.Helper()
	lines := strings.Split(picture, "\n")
	if len(lines) != h {
		t.Fatalf("%d lines instead of %d", len(lines), h)
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n != w {
			t.Fatalf("line %d is %d cells wide instead of %d: %q", i, n, w, l)
		}
	}
}

// Golden compares a picture with the one in testdata.
func Golden(t *testing.T, name, picture string) {
	t.Helper()
	// Blanks at the end of a line can't be seen, neither here nor in a review.
	var b strings.Builder
	for l := range strings.SplitSeq(picture, "\n") {
		b.WriteString(strings.TrimRight(l, " "))
		b.WriteByte('\n')
	}
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run the test with -update, and look at what it writes", err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("%s looks different.\n--- wanted\n%s\n--- got\n%s\nIf that is meant, run the test with -update.", name, want, got)
	}
}

// Text draws texts that people should never type, and do.
func Text() *rapid.Generator[string] {
	odd := []string{"", "Payroll", "発売日", "👩‍👩‍👧‍👦 family", "e\u0301\u0301\u0301", "\u0301leading", "\x1b[31mred\x1b[0m", "line\nbreak", "tab\there", "\x00\x07", "شكرا", "\u202eevil", "\u200b\u200d", "🇩🇪🇫🇷", "\xff\xfe", "ﷺ", "a\u20dd", "नमस्ते", "❤️", "half\u00adword"}
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(0, 4).Draw(t, "pieces") {
			if rapid.Bool().Draw(t, "odd") {
				b.WriteString(rapid.SampledFrom(odd).Draw(t, "piece"))
			} else {
				b.WriteString(rapid.StringN(0, 12, 40).Draw(t, "piece"))
			}
		}
		return b.String()
	})
}
