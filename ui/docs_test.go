package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheArchitectureNamesRealFiles: whoever follows a recipe of
// docs/architecture.md finds every file and folder that it names.
func TestTheArchitectureNamesRealFiles(t *testing.T) {
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, m := range regexp.MustCompile("`([a-z0-9_./]+(?:NAME)?[a-z0-9_.]*)`").FindAllStringSubmatch(string(text), -1) {
		path := m[1]
		if !strings.Contains(path, "/") {
			continue // a word, not a place
		}
		named++
		if dir, _, pattern := strings.Cut(path, "NAME"); pattern {
			path = dir
		}
		if _, err := os.Stat(filepath.Join("..", path)); err != nil {
			t.Errorf("docs/architecture.md names %s: %v", m[1], err)
		}
	}
	if named < 30 {
		t.Errorf("only %d files are named: does it look otherwise now?", named)
	}
}
