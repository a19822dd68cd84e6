package ui_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// longTest finds the name of a long test in its file.
var longTest = regexp.MustCompile(`(?m)^func (TestLong\w*)\(`)

// Every long test is run by a target of the Makefile: one that nobody runs fails
// for months before anybody sees it.
func TestEveryLongTestHasATarget(t *testing.T) {
	text, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var walked []string // packages of which all long tests are run
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); slices.Contains(words, "long") && slices.Contains(words, "'^TestLong'") {
			walked = append(walked, words...)
		}
	}
	found := 0
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(source, []byte("//go:build long")) {
			return err
		}
		folder, _ := filepath.Rel("..", filepath.Dir(path))
		for _, name := range longTest.FindAllSubmatch(source, -1) {
			if found++; !slices.Contains(walked, "./"+folder) {
				t.Errorf("%s in %s: no target of the Makefile runs it", name[1], path)
			}
		}
		return nil
	})
	if err != nil || found < 20 {
		t.Errorf("%d long tests were found (%v)", found, err)
	}
}
