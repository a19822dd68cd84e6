package recompute

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// It is independent: it imports the standard library alone, and nothing of Fairway.
func TestItUsesTheStandardLibraryAlone(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range parsed.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			found++
			if strings.Contains(path, ".") || strings.HasPrefix(path, "fairway") {
				t.Errorf("%s imports %s", f.Name(), path)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d imports were looked at", found)
	}
}
