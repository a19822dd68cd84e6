// Package assets holds what is embedded into the program as data: the default
// process, roles and policy, the forms, the questions of the tasks, the import
// mappings and the sample
// data. It decodes them strictly (an unknown key is an error, with its line)
// and checks them; it decides nothing.
package assets

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
)

//go:embed process forms tasks mappings demo
var files embed.FS

// Rules decodes the default rules.
func Rules() (model.Rules, error) { return ReadRules(files) }

// ReadBook decodes the rules in a folder that is laid out like assets:
// process/policy.toml, process/roles.toml, process/*.toml and forms/*.toml.
// Every mistake is reported, with its file and line where it has one.
func ReadRules(dir fs.FS) (model.Rules, error) {
	var rules model.Rules
	var wrong []error
	read := func(name string, into any) {
		if err := decode(dir, name, into); err != nil {
			wrong = append(wrong, err)
		}
	}
	read("process/policy.toml", &rules.Policy)
	var roles struct {
		Role []process.Role `toml:"role"`
		Duty []process.Duty `toml:"duty"`
	}
	read("process/roles.toml", &roles)
	rules.Roles, rules.Duties = roles.Role, roles.Duty
	for _, name := range list(dir, "process") {
		if base := path.Base(name); base == "policy.toml" || base == "roles.toml" {
			continue
		}
		var p process.Process
		read(name, &p)
		rules.Processes = append(rules.Processes, p)
	}
	for _, name := range list(dir, "forms") {
		var f form.Form
		read(name, &f)
		rules.Forms = append(rules.Forms, f)
	}
	rules.Title, rules.Version = rules.Policy.Title, rules.Policy.Version
	if len(wrong) > 0 {
		return rules, errors.Join(wrong...)
	}
	for _, f := range process.Lint(&rules.Rules, gate.Names(), action.PermissionIDs(), decision.Acts()) {
		wrong = append(wrong, f)
	}
	return rules, errors.Join(wrong...)
}

func list(dir fs.FS, folder string) []string {
	names, _ := fs.Glob(dir, folder+"/*.toml")
	slices.Sort(names)
	// The normal release comes first: it is what a release is unless somebody
	// says otherwise.
	slices.SortStableFunc(names, func(a, b string) int {
		return rank(a) - rank(b)
	})
	return names
}

func rank(name string) int {
	if path.Base(name) == "normal.toml" {
		return 0
	}
	return 1
}

// decode reads one TOML file strictly.
func decode(dir fs.FS, name string, into any) error {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return fmt.Errorf("read the rules: %w", err)
	}
	meta, err := toml.Decode(string(data), into)
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d: %s", name, parse.Position.Line, parse.Message)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, key := range meta.Undecoded() {
		return fmt.Errorf("%s:%d: unknown key %q: remove it, or see the names in the default rules", name, lineOf(string(data), key), key.String())
	}
	return nil
}

// lineOf finds the line that sets a key: under the header of the key's table,
// or anywhere if it is spelt in another way; 1 if unknown.
func lineOf(text string, key toml.Key) int {
	name, table := key[len(key)-1], strings.Join(key[:len(key)-1], ".")
	n, anywhere, under := 0, 0, ""
	for line := range strings.Lines(text) {
		n++
		trimmed, _, _ := strings.Cut(strings.TrimSpace(line), "#")
		trimmed = strings.TrimSpace(trimmed)
		if strings.HasPrefix(trimmed, "[") {
			under = strings.Trim(trimmed, "[] ")
			if under == key.String() {
				return n
			}
			continue
		}
		set, _, ok := strings.Cut(trimmed, "=")
		if !ok || strings.Trim(strings.TrimSpace(set), `"'`) != name {
			continue
		}
		if under == table {
			return n
		}
		if anywhere == 0 {
			anywhere = n
		}
	}
	return max(anywhere, 1)
}

// tasks keeps the questions that were decoded: they are asked for again and
// again, and nobody changes them.
var tasks sync.Map // of a task's name to its form.Form

// Task returns the questions of a task (model/task). Whoever wants to change
// them copies them first.
func Task(name string) (form.Form, error) {
	if known, ok := tasks.Load(name); ok {
		return known.(form.Form), nil
	}
	var f form.Form
	err := decode(files, "tasks/"+name+".toml", &f)
	if err == nil {
		tasks.Store(name, f)
	}
	return f, err
}

// TaskCommands are the words of the command of each task, by the task's name.
// Nothing is decoded for them.
func TaskCommands() map[string]string {
	out := map[string]string{}
	for _, name := range list(files, "tasks") {
		text, _ := files.ReadFile(name) // it was listed
		_, rest, _ := bytes.Cut(text, []byte("\nwords = \""))
		words, _, _ := bytes.Cut(rest, []byte("\""))
		if len(words) > 0 { // a task needs no command
			out[strings.TrimSuffix(path.Base(name), ".toml")] = string(words)
		}
	}
	return out
}

// Mapping returns an embedded import mapping by its name without ending.
func Mapping(name string) ([]byte, bool) {
	data, err := files.ReadFile("mappings/" + name + ".toml")
	return data, err == nil
}

// Mappings lists the embedded import mappings.
func Mappings() []string {
	names, _ := fs.Glob(files, "mappings/*.toml")
	for i, n := range names {
		names[i] = strings.TrimSuffix(path.Base(n), ".toml")
	}
	return names
}
