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

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/intake"
	"fairway/model/process"
)

//go:embed process forms templates tasks mappings intake demo
var files embed.FS

// Rules decodes the default rules.
func Rules() (model.Rules, error) {
	rules, err := ReadRules(files)
	rules.Shipped = &model.Shipped{Digest: process.Digest(rules.Source)}
	return rules, err
}

// Explained is a set of rules with a glossary, interactions, clauses and definitions of
// the measures: of rules from before there were any, those of the default rules.
func Explained(r *model.Rules) (*model.Rules, error) {
	defaults, err := explanations()
	if err != nil {
		return r, err
	}
	out := *r
	out.Measures = defined(r.Measures, defaults.Measures)
	own := reporting(r.Reporting(), defaults.Reporting())
	out.Reports, out.ReportSections = own.Reports, own.Sections
	if len(out.Glossary) == 0 {
		out.Glossary = defaults.Glossary
	}
	if len(out.Interactions) == 0 {
		out.Interactions = defaults.Interactions
	}
	if len(out.Requirements) == 0 {
		out.Requirements = defaults.Requirements
	}
	if len(out.Proofs) == 0 {
		out.Proofs = defaults.Proofs
	}
	return &out, nil
}

// Measures are what is laid down about measures, each one that the rules in force say
// nothing of as the default rules define it.
func Measures(laid []process.Measure) ([]process.Measure, error) {
	defaults, err := explanations()
	return defined(laid, defaults.Measures), err
}

// Reporting is what is laid down about reports; where the rules in force lay down none,
// those of the default rules, and the words of sections that they don't have.
func Reporting(laid process.Reporting) (process.Reporting, error) {
	defaults, err := explanations()
	return reporting(laid, defaults.Reporting()), err
}

func reporting(laid, defaults process.Reporting) process.Reporting {
	if len(laid.Reports) == 0 {
		laid.Reports = slices.Clone(defaults.Reports)
		for i := range laid.Reports { // who gets them only the organisation's own rules say
			laid.Reports[i].To = nil
		}
	}
	laid.Sections = slices.Clone(laid.Sections)
	for _, s := range defaults.Sections {
		if !slices.ContainsFunc(laid.Sections, func(own process.ReportSection) bool { return own.ID == s.ID }) {
			laid.Sections = append(laid.Sections, s)
		}
	}
	return laid
}

// defined adds what the defaults say of other measures, without their targets: what is to
// be reached only the organisation's own rules say.
func defined(laid, defaults []process.Measure) []process.Measure {
	out := slices.Clone(laid)
	for _, m := range defaults {
		if !slices.ContainsFunc(laid, func(own process.Measure) bool { return own.ID == m.ID }) {
			m.Target, m.Services = nil, nil
			out = append(out, m)
		}
	}
	return out
}

// explanations are read once: they are asked for with every help.
var explanations = sync.OnceValues(Rules)

// ReadRules decodes the rules in a folder that is laid out like assets, and looks
// them over. Every mistake is reported, with its file and line.
func ReadRules(dir fs.FS) (model.Rules, error) {
	source, err := RuleFiles(dir)
	if err != nil {
		return model.Rules{}, err
	}
	rules, faults := action.ReadRules(source)
	var wrong []error
	for _, f := range faults {
		wrong = append(wrong, f)
	}
	return rules, errors.Join(wrong...)
}

// RuleFiles reads the files of a set of rules in a folder, word for word.
func RuleFiles(dir fs.FS) ([]process.File, error) {
	var out []process.File
	for _, pattern := range []string{"process/*.toml", "forms/*.toml", process.TemplateFolder + "*.md"} {
		names, _ := fs.Glob(dir, pattern)
		for _, name := range names {
			text, err := fs.ReadFile(dir, name)
			if err != nil {
				return nil, fmt.Errorf("read the rules: %w", err)
			}
			out = append(out, process.File{Name: name, Text: string(text)})
		}
	}
	return out, nil
}

func list(dir fs.FS, folder string) []string {
	names, _ := fs.Glob(dir, folder+"/*.toml")
	slices.Sort(names)
	return names
}

// decode reads one TOML file strictly.
func decode(dir fs.FS, name string, into any) error {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return fmt.Errorf("read the rules: %w", err)
	}
	for _, f := range process.Decode(process.File{Name: name, Text: string(data)}, into) {
		return f
	}
	return nil
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

// ImportWords are what other tools call how incidents stand.
func ImportWords() (intake.Words, error) {
	data, err := files.ReadFile("intake/words.toml")
	if err != nil {
		return intake.Words{}, err
	}
	return intake.DecodeWords(data)
}

// Mappings lists the embedded import mappings.
func Mappings() []string {
	names, _ := fs.Glob(files, "mappings/*.toml")
	for i, n := range names {
		names[i] = strings.TrimSuffix(path.Base(n), ".toml")
	}
	return names
}
