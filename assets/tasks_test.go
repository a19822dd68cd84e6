package assets

import (
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
)

// TestEveryTaskHasItsForm: the questions of each task decode strictly, make
// sense, and belong to a task there is.
func TestEveryTaskHasItsForm(t *testing.T) {
	without := []string{"begin"} // asked by the welcome, before there is a file to do anything in
	for _, file := range list(files, "tasks") {
		name := strings.TrimSuffix(path.Base(file), ".toml")
		if _, ok := task.Named(name); ok == slices.Contains(without, name) {
			t.Errorf("%s is the form of no task", file)
		}
	}
	for _, name := range task.Names() {
		f, err := Task(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Name != name || f.Version < 1 {
			t.Errorf("%s: its form is called %q, version %d", name, f.Name, f.Version)
		}
		tk, _ := task.Named(name)
		if f.Of != string(tk.About) && !slices.Contains(tk.Also, model.Kind(f.Of)) {
			t.Errorf("%s: its form is of a %q, and it is about a %q", name, f.Of, tk.About)
		}
		if f.Help == "" {
			t.Errorf("%s: nothing says what it does", name)
		}
		known := map[string]form.Field{}
		for _, g := range f.Groups {
			if g.Title == "" || len(g.Fields) == 0 {
				t.Errorf("%s: a page without a title or questions", name)
			}
			for _, fl := range g.Fields {
				if _, twice := known[fl.Name]; twice || fl.Name == "" || fl.Title == "" || fl.Is().Name != fl.Type {
					t.Errorf("%s: the field %+v", name, fl)
				}
				known[fl.Name] = fl
				if n := len([]rune(fl.Title)); n > 48 {
					t.Errorf("%s: the title %q is %d wide", name, fl.Title, n)
				}
			}
		}
		for _, fl := range known {
			if of, _, ok := strings.Cut(fl.When, "="); fl.When != "" && (!ok || known[strings.TrimSpace(of)].Name == "") {
				t.Errorf("%s: %s is asked when %q", name, fl.Name, fl.When)
			}
			if fl.From != "" && (fl.Type != form.Date || known[fl.From].Type != form.Date) {
				t.Errorf("%s: %s counts from %q, which is no date", name, fl.Name, fl.From)
			}
		}
	}
}

// TestEachCheckLeadsToWhatCuresIt: a form or a task, for all but those that
// nobody can mend; and every task that a check names is one.
func TestEachCheckLeadsToItsRemedy(t *testing.T) {
	incurable := map[string]string{
		"typed":       "a release without a process can't be registered",
		"days-passed": "only time passes",
	}
	rules, err := Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rules.Processes {
		for _, s := range p.Stages {
			for _, c := range s.Checks {
				leads := false
				for _, r := range c.Remedied() {
					leads = leads || r.Form != "" || r.Task != ""
					if r.Task == "" {
						continue
					}
					tk, ok := task.Named(r.Task)
					if !ok {
						t.Errorf("%s, %s, %s: there is no task %q", p.Name, s.ID, c.Name, r.Task)
						continue
					}
					if tk.About != model.Kind(p.Of) && !slices.Contains(tk.Also, model.Kind(p.Of)) {
						t.Errorf("%s, %s, %s: %s is done to no %s", p.Name, s.ID, c.Name, r.Task, p.Of)
					}
					questions, err := Task(r.Task)
					if err != nil {
						t.Fatal(err)
					}
					for _, a := range append([]process.Answer{{Field: r.Place()}}, r.Answers...) {
						if _, ok := questions.Field(a.Field); !ok && a.Field != "" {
							t.Errorf("%s, %s, %s: %s asks for no %s", p.Name, s.ID, c.Name, r.Task, a.Field)
						}
					}
				}
				if leads == (incurable[c.Name] != "") {
					t.Errorf("%s, %s, %s: %+v", p.Name, s.ID, c.Name, c.Remedied())
				}
			}
		}
	}
}

// TestTheDatesInHelpAreDates: what a help text gives as an example can be typed.
func TestTheDatesInHelpAreDates(t *testing.T) {
	for _, name := range task.Names() {
		f, err := Task(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, fl := range f.Fields() {
			if fl.Type != form.Date || fl.From != "" {
				continue
			}
			examples, _, _ := strings.Cut(fl.Help, ". ")
			if _, after, ok := strings.Cut(examples, ": "); ok {
				examples = after
			}
			for _, typed := range strings.Split(examples, ", ") {
				if _, err := when.Parse(typed, time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC), time.UTC); err != nil {
					t.Errorf("%s, %s: %v", name, fl.Name, err)
				}
			}
		}
	}
}
