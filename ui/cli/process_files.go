package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// exportMark is a file that an export leaves in its folder: which rules it is of.
const exportMark = ".fairway-rules"

// ruleFiles reads the files of a folder as those of a set of rules. Faults are
// files that can't be any, whatever they say. What lies in the folder itself, as
// a README, and what begins with a dot belongs to no rules.
func (a *App) ruleFiles(dir string) (files []process.File, faults []process.Fault, err error) {
	root, err := a.folder(dir)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	fault := func(name, format string, args ...any) {
		faults = append(faults, process.Fault{File: name, Text: fmt.Sprintf(format, args...)})
	}
	seen := 0
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			fault(name, "it can't be read: %s", plainly(err))
			return nil
		case name == ".":
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			if strings.Contains(name, "/") {
				fault(name, "nothing reads a folder in a folder")
				return fs.SkipDir
			}
			return nil
		case !strings.Contains(name, "/") && path.Ext(name) != ".toml":
			return nil
		}
		if seen++; seen > action.RuleFilesLimit {
			return fmt.Errorf("%s: there are more than %d files: is it the right folder?", dir, action.RuleFilesLimit)
		}
		switch info, err := d.Info(); {
		case err != nil:
			fault(name, "it can't be read: %s", plainly(err))
		case d.Type()&fs.ModeSymlink != 0:
			fault(name, "it is a link: put the file itself there")
		case !d.Type().IsRegular():
			fault(name, "it is no file")
		case info.Size() > action.RuleFileLimit:
			fault(name, "it is larger than %d kB, and no file of rules", action.RuleFileLimit>>10)
		default:
			text, err := root.ReadFile(name)
			if err != nil {
				fault(name, "it can't be read: %s", plainly(err))
				return nil
			}
			if wrong, line := noText(text); wrong != "" {
				faults = append(faults, process.Fault{File: name, Line: line, Text: wrong})
			}
			files = append(files, process.File{Name: name, Text: string(text)})
		}
		return nil
	})
	if err == nil && len(files)+len(faults) == 0 {
		err = fmt.Errorf("%s: there are no rules in it: they stand in process/*.toml, and forms in forms/*.toml", dir)
	}
	return files, faults, err
}

// noText says why a file can't be read as text, and in which line; "" where it can.
func noText(text []byte) (wrong string, line int) {
	line = 1
	if strings.HasPrefix(string(text), "\ufeff") {
		return "it begins with a byte order mark: save it as UTF-8 without one", line
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			return "it is not valid UTF-8 text: save it as UTF-8", line
		case r == 0:
			return "it has a NUL character in it, and is no text", line
		case r == '\n':
			line++
		}
		i += n
	}
	return "", 0
}

// folder opens a folder that a person named: nothing outside of it is reached by a
// link in it.
func (a *App) folder(dir string) (*os.Root, error) {
	if err := a.mayName(dir); err != nil {
		return nil, err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, errors.New(dir + ": " + plainly(err))
	}
	if !info.IsDir() {
		return nil, errors.New(dir + ": it is a file: name the folder that holds process and forms")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errors.New(dir + ": " + plainly(err))
	}
	return root, nil
}

// exportedFrom are the rules that a folder goes on from: those it was exported
// from, or, once a proposal made of it was adopted, those in force; "" where it
// doesn't say.
func (a *App) exportedFrom(dir string, inForce *model.Rules) model.ID {
	root, err := a.folder(dir)
	if err != nil {
		return ""
	}
	defer root.Close()
	text, _ := root.ReadFile(exportMark) // without one it doesn't say
	var from model.ID
	for _, word := range strings.Fields(string(text)) {
		id, err := model.ParseID(word)
		switch {
		case err != nil:
		case id.Kind() == model.KindRules:
			from = id
		case id == inForce.Proposal:
			return inForce.ID
		}
	}
	return from
}

// proposedFrom notes in a folder that a proposal was made of it.
func (a *App) proposedFrom(dir string, id model.ID) {
	root, err := a.folder(dir)
	if err != nil {
		return
	}
	defer root.Close()
	text, _ := root.ReadFile(exportMark)
	if len(text) > 0 { // a folder that may not be written is proposed from all the same
		_ = root.WriteFile(exportMark, append(text, []byte(id+"\n")...), 0o666)
	}
}

// folders are those of whoever runs the program: the dashboard reads and writes
// rules in them as commands do.
type folders struct{ a *App }

// ReadRules reads the files of rules in a folder.
func (f folders) ReadRules(dir string) ([]process.File, []process.Fault, model.ID, error) {
	dir = f.a.atHome(dir)
	files, faults, err := f.a.ruleFiles(dir)
	if err != nil {
		return nil, nil, "", err
	}
	b, err := f.a.db.Rules(context.Background())
	if err != nil {
		return nil, nil, "", err
	}
	return files, faults, f.a.exportedFrom(dir, b), nil
}

// WriteRules writes files into a folder.
func (f folders) WriteRules(dir string, files []process.File, base model.ID) error {
	_, err := f.a.exportTo(f.a.atHome(dir), ruled{called: string(base), files: files}, false)
	return err
}

// atHome is a folder with ~ written out, as no shell does it in the dashboard.
func (a *App) atHome(dir string) string {
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		return path.Join(a.Env("HOME"), rest)
	}
	return dir
}

func (a *App) processExport() *cobra.Command {
	var of string
	var defaults, force bool
	cmd := &cobra.Command{
		Use: "export DIR", Short: "write the files of the rules into a folder, word for word",
		Long: `Writes process/, forms/ and templates/ of the rules in force into a folder, as they were taken
up: comments, order and lines. Nothing that is there is overwritten unless it is
the same, or --force says so. What was changed comes back by process propose.`,
		Args: args("a folder (DIR)"),
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			if defaults && of != "" {
				return usage("process export: --rules and --defaults are two things: give one of them")
			}
			r, err := a.rulesOf(ctx, of)
			if defaults && err == nil {
				var b model.Rules
				b, err = assets.Rules()
				r = ruled{called: "the defaults of this program", files: b.Source}
			}
			if err != nil {
				return err
			}
			others, err := a.exportTo(given[0], r, force)
			if err != nil {
				return err
			}
			return a.print(struct {
				Folder string   `json:"folder"`
				Of     string   `json:"of"`
				Files  []string `json:"files"`
				Anew   bool     `json:"written_anew,omitempty"`
				Others []string `json:"others,omitempty"`
			}{given[0], r.called, process.FileNames(r.files), r.anew, others}, func(w io.Writer) {
				fmt.Fprintf(w, "wrote %d files of %s into %s\n", len(r.files), r.called, given[0])
				if r.anew {
					fmt.Fprintln(w, "their own text was not kept when they were taken up: these were written anew from what they mean")
				}
				for _, name := range others {
					fmt.Fprintf(w, "%s is no file of %s, and is still there\n", path.Join(given[0], name), r.called)
				}
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&of, "rules", "", "other rules or a proposal: PRC-n, PRP-n (else those in force)")
	f.BoolVar(&defaults, "defaults", false, "the default rules of this program")
	f.BoolVar(&force, "force", false, "overwrite files that differ")
	return cmd
}

// exportTo writes rules into a folder; others are the files of rules that were
// there and are none of these.
func (a *App) exportTo(dir string, r ruled, force bool) (others []string, err error) {
	if err := a.mayName(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("make the folder %s: %s", dir, plainly(err))
	}
	root, err := a.folder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	refusal := &model.Refusal{Doing: "export " + r.called}
	for _, f := range r.files {
		info, err := root.Lstat(f.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		there, wrong := "", err
		if err == nil && !info.Mode().IsRegular() {
			refusal.Add(path.Join(dir, f.Name)+" is there already, and is no file", model.Say("export into another folder"))
			continue
		}
		if err == nil {
			var text []byte
			text, wrong = root.ReadFile(f.Name)
			there = string(text)
		}
		switch {
		case wrong != nil:
			refusal.Add(path.Join(dir, f.Name)+" can't be read: "+plainly(wrong), model.Say("export into another folder"))
		case there != f.Text && !force:
			refusal.Add(path.Join(dir, f.Name)+" is there already, and says something else", model.Say("export into another folder, or overwrite it with --force"))
		}
	}
	if err := refusal.Or(); err != nil {
		return nil, err
	}
	for _, f := range r.files {
		if err := root.MkdirAll(path.Dir(f.Name), 0o777); err != nil {
			return nil, fmt.Errorf("export %s: %s: %s", r.called, path.Join(dir, path.Dir(f.Name)), plainly(err))
		}
		if err := root.WriteFile(f.Name, []byte(f.Text), 0o666); err != nil {
			return nil, fmt.Errorf("export %s: %s: %s", r.called, path.Join(dir, f.Name), plainly(err))
		}
	}
	if r.prop != nil { // it is what a change of it goes on from
		r.called = string(r.prop.Base)
	}
	if namesRules(r.called) {
		if err := root.WriteFile(exportMark, []byte(r.called+"\n"), 0o666); err != nil {
			return nil, fmt.Errorf("export %s: %s: %s", r.called, path.Join(dir, exportMark), plainly(err))
		}
	}
	all, _, err := a.ruleFiles(dir)
	for _, f := range all {
		if !slices.ContainsFunc(r.files, func(own process.File) bool { return own.Name == f.Name }) {
			others = append(others, f.Name)
		}
	}
	return others, err
}
