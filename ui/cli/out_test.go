package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWhatIsPrintedIsVisible: who may write past out and errs is named here, with
// why it has to stay as it is.
func TestWhatIsPrintedIsVisible(t *testing.T) {
	may := map[string]string{
		"out.go":       "they are made of it",
		"cli.go":       "help and completions of cobra, in which nothing of a record stands",
		"exit.go":      "JSON, which is escaped",
		"dashboard.go": "draws on the terminal by itself",
		"demo.go":      "asks whether it is a terminal",
		"first.go":     "puts it aside",
		"log_lines.go": "the lines as they are stored",
		"media.go":     "the content of a file",
		"metrics.go":   "exports, which are made plain where they are written",
		"progress.go":  "draws on the terminal by itself",
		"serve.go":     "the log of the server, which quotes",
		"calendar.go":  "the feed, which is made plain where it is written",
		"list.go":      "JSON, which is escaped",
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	raw := regexp.MustCompile(`\b(a|app|in\.app|q\.app)\.(Out|Err)\b|\bos\.(Stdout|Stderr)\b`)
	used := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := raw.Find(text); found != nil {
			used[name] = true
			if may[name] == "" {
				t.Errorf("%s prints by %s: print by out() or errs(), which make visible what a terminal would act upon", name, found)
			}
		}
	}
	for name := range may {
		if !used[name] {
			t.Errorf("%s is named here, and prints by none of them", name)
		}
	}
}

func TestShowing(t *testing.T) {
	var b bytes.Buffer
	a := &App{Out: &b, Err: &b}
	for in, want := range map[string]string{
		"one\ntwo\n":                      "one\ntwo\n",
		"no end":                          "no end",
		"a\x1b[31mred\x1b[0m\n":           "a␛[31mred␛[0m\n",
		"a\u202egpj.exe\u202c":            "a�gpj.exe�",
		"ad\u200bmin":                     "ad�min",
		"x\u2066y\u2069":                  "x�y�",
		"tag\U000e0041\U000e0042":         "tag��",
		"e\u0301\u034fx":                  "e\u0301�x",
		"می\u200cخواهم":                   "می\u200cخواهم",
		"bad \xff byte":                   "bad � byte",
		"bell\a, return\r, a line\u2028x": "bell␇, return␍, a line�x",
	} {
		b.Reset()
		if n, err := a.out().Write([]byte(in)); n != len(in) || err != nil || b.String() != want {
			t.Errorf("%q is printed as %q, want %q (%d, %v)", in, b.String(), want, n, err)
		}
	}
}

// TestJSONIsTheSameAndSeen: what is escaped decodes to what it was.
func TestJSONIsTheSameAndSeen(t *testing.T) {
	for _, text := range []string{"plain", "Grüße, 日本", "a\u202eb\u2066c\u200bd\ufeffe\u00adf", "tags \U000e0041", "\u0085\u009b31m\x7f", "می\u200cخواهم", "👩\u200d🚀", "\ufe0f"} {
		var b bytes.Buffer
		if err := encode(&b, map[string]string{"text": text}); err != nil {
			t.Fatal(err)
		}
		var back map[string]string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back["text"] != text {
			t.Errorf("%q comes back as %q, %v", text, back["text"], err)
		}
		if strings.ContainsAny(b.String(), "\u202e\u2066\u200b\ufeff\u00ad\U000e0041\u0085\u009b\x7f\u200c\u200d\ufe0f") {
			t.Errorf("%q stands raw in %q", text, b.String())
		}
	}
	var b bytes.Buffer
	if err := encode(&b, "Grüße, 日本 <&>"); err != nil || b.String() != "\"Grüße, 日本 <&>\"\n" {
		t.Errorf("%s, %v", b.String(), err)
	}
}
