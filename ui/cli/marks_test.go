package cli

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/task"
)

func every(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, c := range cmd.Commands() {
		every(c, do)
	}
}

func ofTask(cmd *cobra.Command) bool { _, ok := cmd.Annotations[byTask]; return ok }

func table0() *cobra.Command {
	a := &App{Env: func(string) string { return "" }, Now: time.Now, User: func() string { return "x" }, In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}
	var words []string
	for _, k := range model.Kinds() {
		words = append(words, strings.Fields(k.Info().ListedBy())...)
	}
	return a.root(words, task.Names())
}

// TestEveryTextOfEveryCommandIsMarked walks the whole command table. A flag or
// an argument that takes text is either marked as the name of a file or as
// never being one; without a mark it could let somebody from outside name one.
func TestEveryTextOfEveryCommandIsMarked(t *testing.T) {
	used := map[string]bool{}
	check := func(path, name string) {
		full := path + " " + name
		_, file := paths[full]
		text := texts[full]
		if file || text {
			used[full] = true
		}
		if !file && !text && texts[name] {
			text = true
			used[name] = true
		}
		switch {
		case file && text:
			t.Errorf("%s is marked twice", full)
		case !file && !text:
			t.Errorf("%s: say in marks.go whether it may be the name of a file", full)
		}
	}
	args, commands := 0, 0
	every(table0(), func(cmd *cobra.Command) {
		commands++
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if slices.Contains([]string{"bool", "int", "int64", "duration", "count"}, f.Value.Type()) {
				return
			}
			args++
			if !ofTask(cmd) || !marked(f, anAnswer) && !marked(f, aFile) {
				check(cmd.CommandPath(), "--"+f.Name)
			}
		})
		if cmd.Use == "fairway" || ofTask(cmd) { // its arguments are answers
			return
		}
		for _, name := range placeholders(cmd) {
			if strings.Contains(name, "|") { // one of a few words
				continue
			}
			args++
			check(cmd.CommandPath(), name)
		}
	})
	if commands < 60 || args < 150 {
		t.Fatalf("only %d commands with %d texts were found", commands, args)
	}
	// A name that is a file somewhere is marked by command everywhere.
	for full := range paths {
		name := full[strings.LastIndex(full, " ")+1:]
		if texts[name] {
			t.Errorf("%s is a file, and the mark of %s says that it never is", full, name)
		}
		if !used[full] {
			t.Errorf("%s is marked, and there is no such thing", full)
		}
	}
}

// TestEveryMarkIsOfSomethingThatIs: a mark of a command or an option that isn't
// there guards nothing, and looks as if it did.
func TestEveryMarkIsOfSomethingThatIs(t *testing.T) {
	there := map[string]bool{}
	every(table0(), func(cmd *cobra.Command) {
		at := cmd.CommandPath()
		there[at] = true
		for _, name := range placeholders(cmd) {
			there[name], there[at+" "+name] = true, true
		}
		for _, flags := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) { there["--"+f.Name], there[at+" --"+f.Name] = true, true })
		}
	})
	marks := slices.Concat(slices.Collect(maps.Keys(hostOnly)), slices.Collect(maps.Keys(readsAll)),
		slices.Collect(maps.Keys(paths)), slices.Collect(maps.Keys(texts)))
	for name := range hostFlags {
		marks = append(marks, "--"+name)
	}
	for _, mark := range marks {
		if !there[mark] {
			t.Errorf("%q is marked, and there is no such command, option or argument", mark)
		}
	}
}

// TestNobodyFromOutsideReachesTheHost runs every command with every path it
// takes, as somebody from outside: none gets through.
func TestNobodyFromOutsideReachesTheHost(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("treasure"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (int, string) {
		var out bytes.Buffer
		a := Outside("test", nil, time.Now, Caller{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(string) string { return "" }, Person: &model.Person{ID: "PER-1", Handle: "eve"}})
		return a.Run(context.Background(), args), out.String()
	}
	refused := func(want string, args ...string) {
		t.Helper()
		code, out := run(args...)
		if code != exitUsage || !strings.Contains(out, want) || strings.Contains(out, "treasure") {
			t.Errorf("%s: exit %d, %s", strings.Join(args, " "), code, out)
		}
	}
	every(table0(), func(cmd *cobra.Command) {
		path := cmd.CommandPath()
		words := strings.Fields(path)[1:]
		names := placeholders(cmd)
		line := slices.Clone(words)
		for range names {
			line = append(line, "x")
		}
		if _, ok := hostOnly[path]; ok {
			refused("on the host", line...)
			return
		}
		for i, name := range names {
			if _, ok := paths[path+" "+name]; ok {
				l := slices.Clone(line)
				l[len(words)+i] = secret
				refused("file of the host", l...)
			}
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if _, ok := hostFlags[f.Name]; ok {
				l := append(slices.Clone(line), "--"+f.Name)
				if f.Value.Type() != "bool" {
					l = append(l, secret)
				}
				refused("on the host", l...)
			} else if _, ok := paths[path+" --"+f.Name]; ok || marked(f, aFile) {
				l := slices.Clone(line)
				for i := range names {
					l[len(words)+i] = "-"
				}
				refused("file of the host", append(l, "--"+f.Name, secret)...)
			}
		})
	})
	refused("on the host", "board", "--as", "ada")
	refused("on the host", "--db", secret, "board")
	refused("needs a terminal")
}

// TestFilesAreOpenedInFewPlaces: whoever opens a file somewhere else has to
// look at files.go first.
func TestFilesAreOpenedInFewPlaces(t *testing.T) {
	may := map[string]int{"files.go": 3, "import.go": 4, "media.go": 1, "dashboard.go": 1, "settings.go": 1, "init.go": 1, "serve.go": 2, "clock.go": 1}
	opens := regexp.MustCompile(`\bos\.(Open|OpenFile|ReadFile|Create|WriteFile|ReadDir|DirFS)\(`)
	list, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range list {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(opens.FindAll(data, -1)); n > may[name] {
			t.Errorf("%s opens files in %d places, %d are known: open what a person names by a.openFile", name, n, may[name])
		}
	}
}
