package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"
)

// TestNamedCommandsExist looks for the command lines that messages, remedies, rules
// and documentation tell people to type, and asks whether there is such a
// command with such options.
func TestNamedCommandsExist(t *testing.T) {
	// Words that follow the name of the program where it is no command line.
	sentences := words(`is needs for serving litestream here can keeps and on to shows over as was has reads will`)
	line := regexp.MustCompile("\\bfairway ([a-z][a-z-]*[^\"`;|\n]*)")
	found := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 || d != nil && (d.Name() == "testdata" || d.Name() == "screentest") {
				return fs.SkipDir
			}
			return err
		}
		ext := filepath.Ext(path)
		if strings.HasSuffix(path, "_test.go") || !strings.Contains(" .go .toml .md .service .yml ", " "+ext+" ") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range line.FindAllStringSubmatch(string(text), -1) {
			given := strings.Fields(strings.ReplaceAll(m[1], `\n`, " "))
			if given[0] == "fairway" { // the user, and then the program
				given = given[1:]
			}
			if i := slices.Index(given, "fairway"); i > 0 { // the next command line
				given = given[:i]
			}
			first := strings.TrimRight(given[0], ".,:)")
			if sentences[first] || hostOnly["fairway "+first] != "" && commandOf(given) == nil {
				continue
			}
			found++
			cmd := commandOf(given)
			if cmd == nil {
				t.Errorf("%s: there is no command %q", path, m[0])
				continue
			}
			for _, w := range given {
				name, _, _ := strings.Cut(strings.TrimRight(strings.TrimPrefix(w, "--"), ".,:)'"), "=")
				if strings.HasPrefix(w, "--") && name != "" && name != "help" && cmd.Flag(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
					t.Errorf("%s: %s has no option --%s: %q", path, cmd.CommandPath(), name, m[0])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("only %d command lines were found: do they look otherwise now?", found)
	}
}

// wholeTable is the table of every command, made once: to look commands up in.
var wholeTable = sync.OnceValue(table0)

// commandOf is the command that the words begin with; nil where it takes a
// command below it that isn't there.
func commandOf(given []string) *cobra.Command {
	cmd := wholeTable()
	for i, w := range given {
		w = strings.TrimRight(w, ".,:)'")
		var below *cobra.Command
		for _, c := range cmd.Commands() {
			if c.Name() == w {
				below = c
			}
		}
		switch {
		case below != nil:
			cmd = below
		case i == 0 || cmd.HasSubCommands() && !cmd.Runnable():
			return nil
		default:
			return cmd
		}
	}
	return cmd
}
