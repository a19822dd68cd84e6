package model

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTwoDigestsNeverLookAlike: however late they differ, what is shown differs.
func TestTwoDigestsNeverLookAlike(t *testing.T) {
	const hex = "0123456789abcdef"
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringOfN(rapid.RuneFrom([]rune(hex)), 64, 64, -1).Draw(t, "digest")
		at := rapid.IntRange(0, 63).Draw(t, "at")
		b := a[:at] + string(hex[(strings.IndexByte(hex, a[at])+1)%16]) + a[at+1:]
		x, y := Shorten(a, b), Shorten(b, a)
		if x == y {
			t.Fatalf("%s and %s are both shown as %s", a, b, x)
		}
		if cut, whole := strings.CutSuffix(x, "…"); !strings.HasPrefix(a, cut) || !whole && x != a {
			t.Fatalf("%s is shown as %s", a, x)
		}
	})
	a := strings.Repeat("9f3a", 16)
	if got := Shorten(a); got != "9f3a9f3a9f3a…" {
		t.Errorf("alone it is %s", got)
	}
	if got := Shorten("", a); got != "" {
		t.Errorf("none is %q", got)
	}
	if got := Shorten(a, a, ""); got != "9f3a9f3a9f3a…" {
		t.Errorf("beside itself it is %s", got)
	}
}
