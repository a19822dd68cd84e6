package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/ui/remedy"
)

// sources parses the product files below a folder of the repository.
func sources(t *testing.T, dir string, look func(path string, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err == nil {
			look(path, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func text(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value)
		return s
	}
	return ""
}

// TestNoCommandLineInProse: a remedy is a value, so no text of the model and of
// the rules has a command line in it, or a flag.
func TestNoCommandLineInProse(t *testing.T) {
	prose := regexp.MustCompile(`\bfairway [a-z]|--[a-z]|\bssh HOST\b`)
	sources(t, "model", func(path string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			if e, ok := n.(*ast.BasicLit); ok && prose.MatchString(text(e)) {
				t.Errorf("%s: %s", path, e.Value)
			}
			return true
		})
	})
	files, err := filepath.Glob("../../assets/process/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(data), "\n") {
			if prose.MatchString(line) {
				t.Errorf("%s:%d: %s", path, n+1, line)
			}
		}
	}
}

// TestEveryRemedyIsACommand: whatever the rules and the source name as a remedy
// is a task, form or doing that there is, asks what is answered, and is a command
// with such flags.
func TestEveryRemedyIsACommand(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	var all []model.Remedy
	for _, p := range rules.Processes {
		for _, s := range p.Stages {
			for _, c := range s.Checks {
				for _, r := range c.Remedied() {
					all = append(all, model.Remedy{Remedy: r, About: "REL-1"})
				}
			}
		}
	}
	fromRules := len(all)
	for _, dir := range []string{"model", "store", "ui"} {
		sources(t, dir, func(_ string, f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				if r, ok := remedyOf(n); ok {
					all = append(all, r)
				}
				return true
			})
		})
	}
	if fromRules < 50 || len(all)-fromRules < 60 {
		t.Errorf("only %d remedies of the rules and %d of the source were found: do they look otherwise now?", fromRules, len(all)-fromRules)
	}
	for _, r := range all {
		check(t, rules, r)
	}
}

// remedyOf reads a call that makes a remedy: those of model, and gate's own.
func remedyOf(n ast.Node) (model.Remedy, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return model.Remedy{}, false
	}
	fn, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return model.Remedy{}, false
	}
	var r model.Remedy
	switch fn.Sel.Name {
	case "ByTask", "task":
		r.Task = text(call.Args[0])
	case "ByForm":
		r.Form, r.About = text(call.Args[0]), "REL-1"
	case "ByDoing":
		r.Doing = doingNamed(call.Args[0])
	}
	for _, a := range call.Args[1:] {
		if with, ok := a.(*ast.CallExpr); ok && len(with.Args) > 1 && text(with.Args[0]) != "" {
			r.Answers = append(r.Answers, process.Answer{Field: text(with.Args[0]), Value: text(with.Args[1])})
		}
	}
	return r, r.Helps()
}

func doingNamed(e ast.Expr) process.Doing {
	if s, ok := e.(*ast.SelectorExpr); ok {
		for _, d := range process.Doings {
			if strings.EqualFold(strings.ReplaceAll(string(d), "-", ""), s.Sel.Name) {
				return d
			}
		}
	}
	return ""
}

func check(t *testing.T, rules model.Rules, r model.Remedy) {
	t.Helper()
	if r.Task != "" {
		questions, err := assets.Task(r.Task)
		if _, ok := task.Named(r.Task); !ok || err != nil {
			t.Errorf("%v: there is no such task", r)
			return
		}
		for _, a := range r.Answers {
			if _, ok := questions.Field(a.Field); !ok {
				t.Errorf("%v: the task asks for no %s", r, a.Field)
			}
		}
	}
	if _, ok := rules.Form(r.Form); r.Form != "" && !ok {
		t.Errorf("%v: there is no such form", r)
	}
	if words := remedy.Words([]model.Remedy{r}); words == "" || strings.Contains(words, "fairway") || strings.Contains(words, "--") {
		t.Errorf("%v: the dashboard says %q", r, words)
	}
	line := remedy.Shell{}.Command(r)
	checkWhole(t, r, line)
	if line == "" && r.Helps() && r.Doing != process.ActAs && r.Doing != process.GoOn {
		t.Errorf("%v is no command", r)
	}
	for piece := range strings.SplitSeq(line, " | ") {
		if strings.HasPrefix(piece, "fairway ") {
			checkLine(t, r, piece)
		}
	}
}

func checkLine(t *testing.T, r model.Remedy, line string) {
	t.Helper()
	given := strings.Fields(line)
	cmd := commandOf(given[1:])
	if cmd == nil {
		t.Errorf("%v: there is no command %s", r, line)
		return
	}
	for _, w := range given {
		if name, is := strings.CutPrefix(w, "--"); is && cmd.Flag(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
			t.Errorf("%v: %s has no flag --%s", r, cmd.CommandPath(), name)
		}
	}
}

// checkWhole: the line says the record that is known, and everything that its task
// has to be told, be it by what stands for an answer.
func checkWhole(t *testing.T, r model.Remedy, line string) {
	t.Helper()
	tk, _ := task.Named(r.Task)
	questions, err := assets.Task(r.Task)
	if r.Task == "" || err != nil || questions.Command.ByHand {
		return
	}
	if r.About != "" && tk.About == r.About.Kind() && !strings.Contains(line+" ", " "+string(r.About)+" ") {
		t.Errorf("%v: %s does not say %s", r, line, r.About)
	}
	args, _ := questions.Arguments()
	if given := strings.Fields(strings.TrimPrefix(line, "fairway "+questions.Command.Words)); len(given) < len(args) {
		t.Errorf("%v: %s has not all of %v", r, line, args)
	}
	for _, fl := range questions.Fields() {
		name := fl.FlagName()
		if tk.Edits || !fl.Required || fl.When != "" || fl.Default != "" || fl.Type == form.YesNo || name == "" || slices.Contains(args, fl.Name) {
			continue
		}
		if !strings.Contains(line, " --"+name+" ") {
			t.Errorf("%v: %s lacks --%s", r, line, name)
		}
	}
}
