package ui_test

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	GoFiles    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles", "fairway/...")
	cmd.Dir = ".."
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("list the packages: %v", err)
	}
	var out []listed
	d := json.NewDecoder(strings.NewReader(string(text)))
	for {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	if len(out) < 15 {
		t.Fatalf("only %d packages were listed", len(out))
	}
	return out
}

// room is the first part of a package's path: model, store, assets, ui.
func room(path string) string {
	rest, ok := strings.CutPrefix(path, "fairway/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	return first
}

// screens are the rooms of the dashboard's screens; none may know another.
var screens = []string{"calendar", "board", "release", "approvals", "metrics", "records", "process", "standup", "search"}

func screenOf(path string) string {
	rest, ok := strings.CutPrefix(path, "fairway/ui/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	if slices.Contains(screens, first) {
		return first
	}
	return ""
}

// The house has one way in for each thing: this is what keeps it so.
func TestImportsRunOneWay(t *testing.T) {
	mayUse := map[string][]string{
		"model":  {"model"},
		"assets": {"model", "assets"},
		"store":  {"model", "store"},
		"ui":     {"model", "store", "assets", "ui"},
	}
	for _, p := range packages(t) {
		from := room(p.ImportPath)
		for _, to := range p.Imports {
			if r := room(to); from != "" && r != "" && !slices.Contains(mayUse[from], r) {
				t.Errorf("%s imports %s: %s may only use %v", p.ImportPath, to, from, mayUse[from])
			}
			if a, b := screenOf(p.ImportPath), screenOf(to); a != "" && b != "" && a != b {
				t.Errorf("%s imports %s: no screen knows another", p.ImportPath, to)
			}
			if strings.HasPrefix(to, "github.com/charmbracelet/") && from != "ui" {
				t.Errorf("%s imports %s: only ui may", p.ImportPath, to)
			}
			if (to == "database/sql" || strings.HasPrefix(to, "modernc.org/")) && from != "store" {
				t.Errorf("%s imports %s: only store may", p.ImportPath, to)
			}
			if from == "model" && slices.Contains([]string{"os", "net", "net/http", "os/exec", "database/sql", "embed"}, to) {
				t.Errorf("%s imports %s: model is pure", p.ImportPath, to)
			}
		}
		if p.ImportPath == "fairway/ui/quiet" {
			for _, to := range p.Imports {
				if strings.Contains(to, "bubbletea") || strings.Contains(to, "bubbles") || strings.Contains(to, "huh") {
					t.Errorf("ui/quiet imports %s: it has to be ready before bubbletea is", to)
				}
			}
		}
		last := p.ImportPath[strings.LastIndex(p.ImportPath, "/")+1:]
		if slices.Contains([]string{"util", "utils", "common", "types", "helpers", "helper", "misc"}, last) {
			t.Errorf("%s: a package is named after what it holds", p.ImportPath)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		var doc string
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			doc += f.Doc.Text()
		}
		if p.ImportPath != "fairway" && len(doc) < 80 {
			t.Errorf("%s has no package comment that says what is in it and what must not come in", p.ImportPath)
		}
	}
}
