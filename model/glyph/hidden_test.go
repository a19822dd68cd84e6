package glyph

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestWhatScriptsNeedIsNotHidden: honest names and titles pass as they are.
func TestWhatScriptsNeedIsNotHidden(t *testing.T) {
	for _, text := range []string{
		"", "Payroll 5.2", "Grüße aus Köln", "José Núñez", "日本語の名前", "김철수", "Анна Шмидт", "Νίκος", "محمد الأمين", "שלום עולם",
		"می\u200cخواهم",        // Persian: two parts of one word
		"مِی\u200cخواهم",       // and with vowel signs
		"क\u094d\u200dष",       // Devanagari: half form
		"क\u094d\u200c",        // virama and non-joiner at the end
		"ශ\u0dca\u200dරී ලංකා", // Sinhala
		"നന\u0d4d\u200d",       // Malayalam, old chillu
		"👩\u200d🚀 go", "❤\ufe0f", "1\ufe0f\u20e3", "🧑🏽\u200d💻", "🏳\ufe0f\u200d🌈", "↔\ufe0f", "‼\ufe0f",
		"葛\U000e0100城", "﨑\ufe00", "ᠮᠣᠩᠭᠣᠯ\u180bᠠ", "١٢\u0600٣", "Anna\u00a0Schmidt", "e\u0301", "ﬁ",
	} {
		if at, r := Hidden(text); at >= 0 {
			t.Errorf("%q has %s at %d", text, Name(r), at)
		}
		if got := Mark(text); got != text {
			t.Errorf("%q is marked: %q", text, got)
		}
	}
}

// TestWhatHides: one of each kind.
func TestWhatHides(t *testing.T) {
	for text, name := range map[string]string{
		"a\u202eb": "turns", "a\u202ab": "turns", "a\u2066b": "turns", "a\u2069": "turns", "a\u200eb": "turns", "a\u061cb": "turns",
		"a\u200bb": "no width", "a\u2060b": "no width", "\ufeffa": "byte order mark", "a\u00adb": "soft hyphen",
		"ad\u200dmin": "joiner", "ad\u200cmin": "joiner", "ан\u200dна": "joiner", "a\u200d": "joiner", "\u200cم": "joiner", "م\u200c\u200cم": "joiner",
		"a\ufe0fb": "variation", "a\U000e0101b": "variation", "1\ufe0f": "variation",
		"a\U000e0041b": "nothing", "🏴\U000e0067\U000e007f": "nothing", "म\u200c\u180b": "variation", "a\u034fb": "nothing", "a\u3164b": "nothing", "a\uffa0": "nothing",
		"a\u115fb": "nothing", "a\u2800b": "nothing", "a\u180eb": "nothing", "a\u17b4b": "nothing", "a\u206ab": "nothing", "a\ufff9b": "nothing", "a\u2028b": "nothing", "a\U0001d173b": "nothing",
	} {
		at, r := Hidden(text)
		if at < 0 || !strings.Contains(Name(r), name) {
			t.Errorf("%q: at %d is %s, want %q", text, at, Name(r), name)
		}
		if clean, n := Clean(text); n == 0 || strings.ContainsRune(clean, r) {
			t.Errorf("%q is cleaned to %q (%d)", text, clean, n)
		}
		if at, _ := Hidden(Mark(text)); at >= 0 {
			t.Errorf("%q is still hidden in %q", text, Mark(text))
		}
		if got := Mark(text); got == text || strings.ContainsRune(got, r) {
			t.Errorf("%q is marked as %q", text, got)
		}
	}
}

// TestNothingHiddenIsLeft, whatever the text is.
func TestNothingHiddenIsLeft(t *testing.T) {
	odd := []rune("ab 1🚀👩❤मم葛\u094d\u200b\u200c\u200d\u200e\u202e\u2066\ufe0f\ufe00\U000e0100\U000e0041\u00ad\ufeff\u034f\u20e3\u180b\n\t\x1b")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.SampledFrom(odd), rapid.Rune())).Draw(t, "text")
		clean, n := Clean(text)
		if at, r := Hidden(clean); at >= 0 {
			t.Fatalf("%q is cleaned to %q, which has %s", text, clean, Name(r))
		}
		if n == 0 != (clean == text) || n == 0 != (Mark(text) == text) {
			t.Fatalf("%q is cleaned to %q (%d)", text, clean, n)
		}
		if utf8.RuneCountInString(text)-n != utf8.RuneCountInString(clean) {
			t.Fatalf("%q: %d were taken out, and it is %q", text, n, clean)
		}
		if at, _ := Hidden(Mark(text)); at >= 0 {
			t.Fatalf("%q is marked as %q", text, Mark(text))
		}
		if plain := Plain(text); strings.ContainsAny(plain, "\x1b\x00\u009b") {
			t.Fatalf("%q is plain as %q", text, plain)
		}
	})
	if got := Mark("broken \xff \u202e"); got != "broken \xff \ufffd" {
		t.Errorf("%q", got)
	}
}
