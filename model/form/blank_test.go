package form

import "testing"

// A text in which nothing can be read is none, whatever it is made of.
func TestBlank(t *testing.T) {
	for _, text := range []string{"", " ", "…", "...", "\u00a0", "\u200b", "\u2060", "\ufeff", "\u3164", "\u2800", "\u00ad", "\u202e \u200d.", "\t\n"} {
		if !Blank(text) {
			t.Errorf("%q says something", text)
		}
	}
	for _, text := range []string{"x", "-", "0", "ok.", "न", "می\u200cخواهم", "✓"} {
		if Blank(text) {
			t.Errorf("%q says nothing", text)
		}
	}
}
