package strict

import (
	"strings"
	"testing"
)

func TestFaultsHaveTheirLineAndWords(t *testing.T) {
	type one struct {
		Name string            `toml:"name"`
		On   bool              `toml:"on"`
		N    int               `toml:"n"`
		List []string          `toml:"list"`
		Set  map[string]string `toml:"set"`
		Rule []struct {
			Title string `toml:"title"`
		} `toml:"rule"`
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"name = 'a'\n", nil},
		{"name = 'a'\nnam = 'b'\n[[rule]]\ntitel = 'c'\n", []string{`line 2: unknown key "nam"`, `line 4: unknown key "rule.titel"`}},
		{"\non = 'yes'\n", []string{"line 2: on: it has to be true or false, and is of the type string"}},
		{"n = 'two'\n", []string{"line 1: n: it has to be a whole number, and is of the type string"}},
		{"name = 3\n", []string{"line 1: name: it has to be a text in quotes, and is of the type integer"}},
		{"list = 'a'\n", []string{`line 1: list: it has to be a list of texts, such as ["one"], and is of the type string`}},
		{"name = 'a'\nname = 'b'\n", []string{"line 2: "}},
		{"name = 'a\n", []string{"line 1: "}},
		{"[set]\na = 1\n", []string{"line 2: "}},
	} {
		var into one
		got := Decode(c.text, &into)
		if len(got) != len(c.want) {
			t.Errorf("%q: %v, want %q", c.text, got, c.want)
			continue
		}
		for i, f := range got {
			if !strings.HasPrefix(f.Error(), c.want[i]) || strings.Contains(f.Error(), "struct") || strings.Contains(f.Error(), "Go ") {
				t.Errorf("%q: %q, want %q", c.text, f.Error(), c.want[i])
			}
		}
	}
}
