package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fairway/model/form"
)

func decoded(t *testing.T, text string) (form.Answers, error) {
	t.Helper()
	a := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	return a, decodeAnswers([]byte(text), &a)
}

func TestAnswersFromAFile(t *testing.T) {
	want := form.Answers{
		Values: map[string]string{"cost": "1500000", "share": "0.25", "id": "9007199254740993", "major": "yes", "late": "no", "items": "a\nb", "none": ""},
		Tables: map[string][]form.Cells{"steps": {{"step": "stop", "n": "1"}, {"step": "start"}}},
	}
	got, err := decoded(t, `{"cost": 1500000, "share": 0.25, "id": 9007199254740993, "major": true, "late": false, "items": ["a", "b"], "none": null,
 "steps": [{"step": "stop", "n": 1}, {"step": "start"}]}`)
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("JSON: %v\n%s", err, cmp.Diff(want, got))
	}
	got, err = decoded(t, "cost = 1500000\nshare = 0.25\nid = 9007199254740993\nmajor = true\nlate = false\nitems = ['a', 'b']\nnone = ''\n[[steps]]\nstep = 'stop'\nn = 1\n[[steps]]\nstep = 'start'\n")
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("TOML: %v\n%s", err, cmp.Diff(want, got))
	}
	for text, want := range map[string]string{"n = 2.5e6": "2500000", `{"n": 2.5e6}`: "2500000", `{"n": 3.0}`: "3", `{"n": 1e3}`: "1000", `{"n": -0.5}`: "-0.5", `{"n": 1e400}`: "1e400"} {
		if got, err := decoded(t, text); err != nil || got.Values["n"] != want {
			t.Errorf("%s: %q, %v", text, got.Values["n"], err)
		}
	}
	got, err = decoded(t, "day = 2026-12-01\nat = 2026-12-01T22:30:00\nclock = 22:30:00\nmoment = 2026-12-01T22:30:00+01:00")
	if want := map[string]string{"day": "2026-12-01", "at": "2026-12-01 22:30", "clock": "22:30", "moment": "2026-12-01T22:30:00+01:00"}; err != nil || cmp.Diff(want, got.Values) != "" {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got.Values))
	}
	for _, bad := range []string{"{", `{"a": 1} {"b": 2}`, "a = ", "just words", "[[a]]\nb", `{"a": 1`} {
		if _, err := decoded(t, bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestAnswersThatWereExportedBefore: files that other programs and older versions of
// this one wrote are still read.
func TestAnswersThatWereExportedBefore(t *testing.T) {
	got, err := decoded(t, "# Test Report\r\nevidence = \"\"\"\nfirst \\\"line\\\"\nsecond\u00a0line\"\"\"\nraw = '''\nC:\\dir\n'''\n"+
		"\n[[results]]\nno = \"C1\"\nevidence = \"\"\"\na\nb\"\"\"\n\n[[results]]\nno = \"C2\"\nok = true\n")
	want := form.Answers{
		Values: map[string]string{"evidence": "first \"line\"\nsecond\u00a0line", "raw": "C:\\dir\n"},
		Tables: map[string][]form.Cells{"results": {{"no": "C1", "evidence": "a\nb"}, {"no": "C2", "ok": "yes"}}},
	}
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("%v\n%s", err, cmp.Diff(want, got))
	}
	if _, err := decoded(t, "a = 1\nb = x\n"); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
		t.Errorf("%v", err)
	}
}

func FuzzDecodeAnswers(f *testing.F) {
	f.Add(`{"cost": 1e400, "steps": [{"step": null}]}`)
	f.Add("cost = 1\n[[steps]]\nstep = ['a', {b = 1}]")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := decoded(t, text)
		if err != nil {
			return
		}
		for name := range a.Tables {
			if _, both := a.Values[name]; both {
				t.Fatalf("%q is a value and a table of %q", name, text)
			}
		}
	})
}
