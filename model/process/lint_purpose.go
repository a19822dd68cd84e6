package process

import (
	"slices"
	"strings"

	"fairway/model/form"
)

// Need is what the program reads in forms of one purpose: the questions, and the
// words of choices that it tells apart, each by what it is for. A column is
// TABLE/COLUMN.
type Need struct {
	Purpose string
	Fields  []string
	// May are questions that a form may do without: only their words are asked for.
	May     []string
	Options map[string][]string
}

// LintPurposes lists what is wrong with what things are said to be for: a purpose
// that two have, or that is the name of another, and what the program reads in a
// form that has no such question or choice. A set of rules may do without any of
// the forms.
func LintPurposes(b *Rules, needs []Need) []Fault {
	l := &linter{rules: b}
	var roles, processes, forms []meaning
	for n, r := range b.Roles {
		roles = append(roles, meaning{place{"role " + r.ID, RolesFile, ""}.on("role", n), r.ID, r.Means()})
	}
	for i := range b.Processes {
		p := &b.Processes[i]
		at := place{words: "process " + p.Name, file: p.File}
		processes = append(processes, meaning{at, p.Name, p.Means()})
		var stages []meaning
		for n := range p.Stages {
			s := &p.Stages[n]
			stages = append(stages, meaning{at.at("stage "+s.ID, "stage", n), s.ID, s.Means()})
			if s.ID == StageClosed && p.Of == "release" && n < len(p.Stages)-1 {
				l.say(at.at("stage "+s.ID, "stage", n, "id"), "the id %q is kept for the last stage", StageClosed)
			}
		}
		l.apart(stages)
		var approvals []meaning
		for n := range p.Approvals {
			a := &p.Approvals[n]
			approvals = append(approvals, meaning{at.at("approval "+a.ID, "approval", n), a.ID, a.Means()})
		}
		l.apart(approvals)
	}
	for i := range b.Forms {
		f := &b.Forms[i]
		at := place{words: "form " + f.Name, file: f.File}
		forms = append(forms, meaning{at, f.Name, f.Means()})
		l.questions(at, f)
		if n := slices.IndexFunc(needs, func(n Need) bool { return n.Purpose == f.Means() }); n >= 0 {
			l.needs(at, f, needs[n])
		}
	}
	var factors []meaning
	for n, f := range b.Policy.Factors {
		factors = append(factors, meaning{place{"factor " + f.ID, PolicyFile, ""}.on("factor", n), f.ID, f.Means()})
	}
	for _, list := range [][]meaning{roles, processes, forms, factors} {
		l.apart(list)
	}
	return l.faults
}

// meaning is something with a name and what it is for.
type meaning struct {
	at          place
	name, means string
}

// apart asks that a name or a purpose finds one thing only.
func (l *linter) apart(list []meaning) {
	for i, a := range list {
		for k, b := range list {
			switch {
			case i == k || a.name == b.name || a.means == "":
			case a.means == b.means && i > k:
				if a.name == a.means { // the other is the one that says so
					a, b = b, a
				}
				l.say(a.at.on("purpose"), "the purpose %q is that of %s too", a.means, b.name)
			case a.means == b.name && a.means != b.means:
				l.say(a.at.on("purpose"), "the purpose %q is the name of another", a.means)
			}
		}
	}
}

// questions are those of a form, and the columns of its tables.
func (l *linter) questions(at place, f *form.Form) {
	var fields []meaning
	for g, group := range f.Groups {
		for n, fl := range group.Fields {
			at := at.at("field "+fl.Name, "group", g, "field", n)
			fields = append(fields, meaning{at, fl.Name, fl.Means()})
			var columns []meaning
			for k, c := range fl.Columns {
				columns = append(columns, meaning{at.at("column "+c.Name, "column", k), c.Name, c.Means()})
			}
			l.apart(columns)
		}
	}
	l.apart(fields)
}

func (l *linter) needs(at place, f *form.Form, need Need) {
	for _, name := range slices.Concat(need.Fields, need.May) {
		fl, ok := questionOf(f, name)
		if !ok && slices.Contains(need.May, name) {
			continue
		}
		if !ok {
			l.say(at, "a form for %q has a question for %q, which the program reads: give it one, or mark the one it has with purpose", need.Purpose, name)
			continue
		}
		for _, option := range need.Options[name] {
			if !slices.Contains(fl.Options, option) {
				l.say(at, "the program tells the choice %q of %s apart, and it is not among its options; what people read may be another label", option, fl.Name)
			}
		}
	}
}

// questionOf finds a question, or the column of a table, by what it is for.
func questionOf(f *form.Form, name string) (form.Field, bool) {
	table, column, within := strings.Cut(name, "/")
	fl, ok := f.Field(table)
	if !within || !ok {
		return fl, ok
	}
	at := slices.IndexFunc(fl.Columns, func(c form.Field) bool { return c.Means() == column })
	if at < 0 {
		return form.Field{}, false
	}
	return fl.Columns[at], true
}
