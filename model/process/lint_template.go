package process

import (
	"path"
	"slices"
	"strings"

	"fairway/model/form"
)

// templates looks over how forms read as papers, and finds the questions whose
// answers nothing uses.
func (l *linter) templates() {
	for _, file := range l.rules.Source {
		if !strings.HasPrefix(file.Name, TemplateFolder) {
			continue
		}
		at := place{words: "template " + path.Base(file.Name), file: file.Name}
		f, ok := l.rules.Form(strings.TrimSuffix(path.Base(file.Name), ".md"))
		if !ok {
			l.say(at, "there is no form of this name; a template is called as its form is")
			continue
		}
		for n, line := range strings.Split(file.Text, "\n") {
			for _, name := range (Template{Text: line}).Names() {
				_, known := f.Field(name)
				if !known && !slices.ContainsFunc(AboutDocument, func(d [2]string) bool { return d[0] == name }) {
					l.faults = append(l.faults, Fault{file.Name, n + 1, at.words, "unknown {{" + name + "}}: the form " + f.Name + " has no such question"})
				}
			}
		}
	}
	for i := range l.rules.Forms {
		f := &l.rules.Forms[i]
		used := append(l.rules.Template(f).Names(), l.asked(f)...)
		for g, group := range f.Groups {
			for n, fl := range group.Fields {
				if !slices.Contains(used, fl.Name) && fl.Sets == "" {
					l.say(place{words: "form " + f.Name, file: f.File}.at("field "+fl.Name, "group", g, "field", n), "no check and no template uses it: put {{%s}} into %s%s.md, or take the question out", fl.Name, TemplateFolder, f.Name)
				}
			}
		}
	}
}

// asked lists the questions of a form that a check or another question looks at.
func (l *linter) asked(f *form.Form) []string {
	var out []string
	for _, fl := range f.Fields() {
		if name, _, ok := strings.Cut(fl.When, "="); ok {
			out = append(out, strings.TrimSpace(name))
		}
	}
	for _, p := range l.rules.Processes {
		for _, s := range p.Stages {
			for _, c := range s.Checks {
				for _, r := range c.Remedied() {
					if r.Form == f.Name {
						out = append(out, append(answered(r.Answers), r.Field)...)
					}
				}
			}
		}
	}
	return out
}
