package process

import (
	"strings"
	"testing"
)

const written = `# the head
name = "a"
"odd = key" = 1

[limits]   # of days
"*" = 5
low = 2

[[stage]]
id = "one"
roles = [
  "r1", # first
  "r2",
]

  [[stage.check]]
  name = "x"
  remedy = [
    { task = "t" },
    { form = "f", answers = [{ field = "q" }] },
  ]

  [[stage.check]]
  name = "y"

[[stage]]
id = "two"

  [[stage.check]]
  name = "z"
`

// TestPlacesAreTheLines: every key is where an editor shows it.
func TestPlacesAreTheLines(t *testing.T) {
	found := placesIn(written)
	lines := strings.Split(written, "\n")
	for key, says := range map[string]string{
		"name": `name = "a"`, "odd = key": `"odd = key" = 1`, "limits": "[limits]", "limits.*": `"*" = 5`, "limits.low": "low = 2",
		"stage.0": "[[stage]]", "stage.0.id": `id = "one"`, "stage.0.roles": "roles = [", "stage.0.roles.1": `"r2"`,
		"stage.0.check.0.name": `name = "x"`, "stage.0.check.0.remedy.1.form": "form =", "stage.0.check.0.remedy.1.answers.0.field": "form =",
		"stage.0.check.1.name": `name = "y"`, "stage.1.id": `id = "two"`, "stage.1.check.0.name": `name = "z"`,
		"stage.1.check.0.clause": "[[stage.check]]", // not there: what it would stand under
	} {
		n := found.line(key)
		if n < 1 || n > len(lines) || !strings.Contains(lines[n-1], says) {
			t.Errorf("%s: line %d, not where it says %q", key, n, says)
		}
	}
	if n := found.line("nothing"); n != 0 {
		t.Errorf("an unknown key is at %d", n)
	}
}

// TestPuttingAValueLeavesTheRest: comments, order and lines stay.
func TestPuttingAValueLeavesTheRest(t *testing.T) {
	f := File{Name: "x.toml", Text: written}
	for key, c := range map[string]struct{ value, old, new string }{
		"name":                 {`"b"`, `name = "a"`, `name = "b"`},
		"odd = key":            {"2", `"odd = key" = 1`, `"odd = key" = 2`},
		"limits.*":             {"6", `"*" = 5`, `"*" = 6`},
		"stage.0.roles":        {"[]", "[\n  \"r1\", # first\n  \"r2\",\n]", "[]"},
		"stage.0.roles.1":      {`"r3"`, `"r2"`, `"r3"`},
		"stage.1.check.0.name": {`"zz"`, `name = "z"`, `name = "zz"`},
	} {
		got, err := f.Put(key, c.value)
		if want := strings.Replace(written, c.old, c.new, 1); err != nil || got.Text != want {
			t.Errorf("%s: %v\n%s", key, err, got.Text)
		}
	}
	if _, err := f.Put("stage.7.id", "1"); err == nil {
		t.Error("a key that is not there was put")
	}
}
