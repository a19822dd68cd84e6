package assets

import (
	"strings"
	"testing"

	"fairway/model/action"
	"fairway/model/process"
)

// FuzzRules reads a file of nonsense in the place of one of the rules: each fault
// is a sentence in one line that names a file.
func FuzzRules(f *testing.F) {
	list, err := RuleFiles(files)
	if err != nil {
		f.Fatal(err)
	}
	for i, one := range list {
		f.Add(i, one.Text)
		f.Add(i, strings.Replace(one.Text, "[[", "[", 1))
		f.Add(i, strings.ReplaceAll(one.Text, "= ", "= -"))
	}
	f.Fuzz(func(t *testing.T, n int, text string) {
		own := append([]process.File{}, list...)
		at := &own[(n%len(own)+len(own))%len(own)]
		at.Text = text
		_, faults := action.ReadRules(own)
		for _, fault := range faults {
			if said := fault.Error(); fault.Text == "" || strings.Contains(said, "\n") || fault.File != "" && fault.Line < 0 {
				t.Fatalf("%q", said)
			}
		}
	})
}
