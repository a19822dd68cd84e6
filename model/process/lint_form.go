package process

import (
	"slices"
	"strings"

	"fairway/model/form"
)

func (l *linter) forms() {
	names, asked := map[string]bool{}, l.asksFor()
	for _, f := range l.rules.Forms {
		at := place{words: "form " + f.Name, file: f.File}
		if names[f.Name] {
			l.say(at, "the name is used twice")
		}
		names[f.Name] = true
		if f.Name == "" || f.Title == "" {
			l.say(at, "name and title must be set")
		}
		if !slices.Contains([]string{"release", "change", "service", "meeting", "report"}, f.Of) {
			l.say(at.on("of"), "of = %q must be release, change, service, meeting or report", f.Of)
		}
		l.filled(at, f, asked)
		if f.Material != "" && !slices.ContainsFunc(l.rules.Processes, func(p Process) bool {
			return slices.ContainsFunc(p.Material, func(m Material) bool { return m.What == f.Material })
		}) {
			l.say(at.on("material"), "material = %q is no [[material]] of any process, so it would void nothing", f.Material)
		}
		if !slices.Contains(Clauses, f.Clause) {
			l.say(at.on("clause"), "clause %q is not in the clause map", f.Clause)
		}
		if wrong := f.LintReports(); wrong != "" {
			l.say(at.on("reports"), "%s", wrong)
		}
		if f.Version < 0 {
			l.say(at.on("version"), "version can't be negative")
		}
		if f.ReviewDays < 0 {
			l.say(at.on("review_days"), "review_days can't be negative")
		}
		for _, to := range f.Bound {
			if f.Of != "release" || !slices.Contains(Materials, to) {
				l.say(at.on("bound_to"), "bound_to %q is nothing of a release; known are %s", to, strings.Join(Materials, ", "))
			}
		}
		seen := map[string]bool{}
		for g, group := range f.Groups {
			for n, fl := range group.Fields {
				at := at.at("field "+fl.Name, "group", g, "field", n)
				if seen[fl.Name] {
					l.say(at, "field %q is there twice", fl.Name)
				}
				seen[fl.Name] = true
				l.field(at, fl)
			}
		}
		for g, group := range f.Groups {
			for n, fl := range group.Fields {
				at := at.at("field "+fl.Name, "group", g, "field", n)
				if fl.Sets != "" && !slices.Contains(Settable, fl.Sets) {
					l.say(at.on("sets"), "sets unknown %q; known are %s", fl.Sets, strings.Join(Settable, ", "))
				}
				if fl.From != "" && !seen[fl.From] {
					l.say(at.on("from"), "from = %q must be the name of another field", fl.From)
				}
			}
		}
		asks, _ := l.rules.Form(f.Name) // with the roles of these rules
		for _, w := range asks.LintConditions() {
			on := at.at("page "+f.Groups[w.Page].Title, "group", w.Page)
			if w.Field >= 0 {
				on = at.at("field "+f.Groups[w.Page].Fields[w.Field].Name, "group", w.Page, "field", w.Field)
			}
			l.say(on.on("when"), "%s", w.Text)
		}
	}
}

// asksFor are the forms that stages name among theirs: what the process is of, and what
// the form is for.
func (l *linter) asksFor() map[[2]string]bool {
	out, means := map[[2]string]bool{}, map[string]string{}
	for i := range l.rules.Forms {
		means[l.rules.Forms[i].Name] = l.rules.Forms[i].Means()
	}
	for _, p := range l.rules.Processes {
		for _, s := range p.Stages {
			for _, name := range s.Forms {
				what, ok := means[name]
				if !ok { // by what it is for
					what = l.rules.FormMeans(name)
					means[name] = what
				}
				out[[2]string{p.Of, what}] = true
			}
		}
	}
	return out
}

// filled asks that somebody is to fill a form: a stage of such a process names it, or
// it says that it is filled alone.
func (l *linter) filled(at place, f form.Form, asked map[[2]string]bool) {
	named := asked[[2]string{f.Of, f.Means()}]
	switch {
	case f.Alone && named:
		l.say(at.on("alone"), "alone = true says that no stage asks for it, and one does")
	case !f.Alone && f.Of == "service":
		l.say(at.on("of"), "a service goes through no stages, so that no stage asks for its forms: say alone = true")
	case !f.Alone && !named && f.Name != "" && (f.Of == "release" || f.Of == "change"):
		l.say(at.on("name"), "no stage of a process for %ss names it among its forms, so that nobody is to fill it: name it in one, or say alone = true where people fill it of their own accord", f.Of)
	}
}

func (l *linter) field(at place, fl form.Field) {
	if fl.Name == "" || fl.Title == "" {
		l.say(at, "name and title must be set")
	}
	if wrong := fl.Lint(); wrong != "" {
		l.say(at, "%s", wrong)
	}
	seen := map[string]bool{}
	for n, c := range fl.Columns {
		at := at.at("column "+c.Name, "column", n)
		if seen[c.Name] {
			l.say(at, "column %q is there twice", c.Name)
		}
		seen[c.Name] = true
		if c.Type == form.Table {
			l.say(at, "column %q: a table can't stand in a table", c.Name)
			continue
		}
		l.field(at, c)
	}
}
