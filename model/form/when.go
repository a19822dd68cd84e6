package form

import (
	"fmt"
	"slices"
	"strings"
)

// A page, or a question, may arise only where another question has a certain answer:
// "field=value", or one of several, "field=value|other"; with nothing behind the sign,
// or behind the last bar, where it has none. A question that doesn't arise has no
// answer, whatever was typed into it before.

// condition is such a condition, read.
type condition struct {
	field  string
	values []string
}

func readCondition(text string) (condition, bool) {
	name, want, ok := strings.Cut(text, "=")
	c := condition{field: strings.TrimSpace(name)}
	for one := range strings.SplitSeq(want, "|") {
		c.values = append(c.values, strings.TrimSpace(one))
	}
	return c, ok && c.field != ""
}

// at finds a field of the form with the page that it is on; -1 for none.
func (f Form) at(name string) (page, field int) {
	for g := range f.Groups {
		for k := range f.Groups[g].Fields {
			if f.Groups[g].Fields[k].Name == name {
				return g, k
			}
		}
	}
	return -1, -1
}

// Arises reports whether a question of the form does for these answers: its page does,
// and it does there.
func (f Form) Arises(fl Field, a Answers) bool {
	page, _ := f.at(fl.Name)
	if page < 0 {
		return fl.Shown(a)
	}
	return f.holds(f.Groups[page].When, a, nil) && f.holds(fl.When, a, nil)
}

// Conditions are those under which a question arises: of its page, and its own.
func (f Form) Conditions(fl Field) []string {
	out := []string{fl.When}
	if page, _ := f.at(fl.Name); page >= 0 {
		out = []string{f.Groups[page].When, fl.When}
	}
	return slices.DeleteFunc(out, func(when string) bool { return when == "" })
}

// holds reports whether a condition does; asked are the fields on the way to it.
func (f Form) holds(when string, a Answers, asked []string) bool {
	if when == "" {
		return true
	}
	c, _ := readCondition(when)
	answer := a.Get(c.field)
	if page, field := f.at(c.field); page >= 0 {
		if slices.Contains(asked, c.field) { // in a circle, which lint finds
			return false
		}
		asked = append(slices.Clip(asked), c.field)
		if !f.holds(f.Groups[page].When, a, asked) || !f.holds(f.Groups[page].Fields[field].When, a, asked) {
			answer = ""
		}
	}
	return slices.Contains(c.values, answer)
}

// Arising are the answers to the questions that arise, in tables those of each row:
// what is kept of what somebody typed.
func (f Form) Arising(a Answers) Answers {
	out := a.Clone()
	for _, fl := range f.Fields() {
		if !f.Arises(fl, a) {
			delete(out.Values, fl.Name)
			delete(out.Tables, fl.Name)
			continue
		}
		for i, row := range a.Rows(fl.Name) {
			for _, c := range fl.Columns {
				if !c.Shown(Answers{Values: row}) {
					delete(out.Tables[fl.Name][i], c.Name)
				}
			}
		}
	}
	return out
}

// Misplaced is what makes no sense in a condition of a form: of a page, or of a field
// of it, -1 for the page.
type Misplaced struct {
	Page, Field int
	Text        string
}

// LintConditions lists what makes no sense in the conditions of the form.
func (f Form) LintConditions() []Misplaced {
	var out []Misplaced
	for g, group := range f.Groups {
		if wrong := f.misplaced(group.When, g, -1); wrong != "" {
			out = append(out, Misplaced{g, -1, wrong})
			continue
		}
		never := group.When != ""
		for k, fl := range group.Fields {
			if wrong := f.misplaced(fl.When, g, k); wrong != "" {
				out = append(out, Misplaced{g, k, wrong})
				never = false
				continue
			}
			row := Form{Groups: []Group{{Fields: fl.Columns}}}
			for c, column := range fl.Columns {
				if wrong := row.misplaced(column.When, 0, c); wrong != "" {
					out = append(out, Misplaced{g, k, fmt.Sprintf("column %s: %s", column.Name, wrong)})
				}
			}
			if f.possible(group.When, fl.When) {
				never = false
			} else if fl.When != "" && group.When == "" {
				out = append(out, Misplaced{g, k, fmt.Sprintf("when = %q never holds: what it asks for can't be answered together", fl.When)})
			}
		}
		if never {
			out = append(out, Misplaced{g, -1, fmt.Sprintf("when = %q: the page is never shown: what it and its questions ask for can't be answered together", group.When)})
		}
	}
	return out
}

// misplaced says what is wrong with one condition of a page, or of a field of it.
func (f Form) misplaced(when string, page, field int) string {
	if when == "" {
		return ""
	}
	c, ok := readCondition(when)
	at, k := f.at(c.field)
	if !ok || at < 0 {
		return fmt.Sprintf("when = %q must be another field's name, =, and its value", when)
	}
	fl := f.Groups[at].Fields[k]
	if fl.Type == Table {
		return fmt.Sprintf("when = %q: %s is a table, and has no value", when, c.field)
	}
	if choices := fl.Choices(); len(choices) > 0 || fl.Type == YesNo {
		for _, v := range c.values {
			if v != "" && !slices.Contains(choices, v) {
				return fmt.Sprintf("when = %q: %q is no answer to %s, which has %s", when, v, c.field, strings.Join(choices, ", "))
			}
		}
	}
	start := ""
	if field >= 0 {
		start = f.Groups[page].Fields[field].Name
	}
	if f.circles(c.field, start, page, nil) {
		return fmt.Sprintf("when = %q goes in a circle: whether it holds hangs on itself", when)
	}
	return ""
}

// circles reports whether what a field hangs on comes back to a field, or to a page.
func (f Form) circles(name, start string, page int, seen []string) bool {
	at, k := f.at(name)
	switch {
	case at < 0, slices.Contains(seen, name):
		return false // a circle elsewhere is said there
	case name == start, start == "" && at == page:
		return true
	}
	seen = append(slices.Clip(seen), name)
	for _, when := range []string{f.Groups[at].When, f.Groups[at].Fields[k].When} {
		if c, ok := readCondition(when); ok && when != "" && f.circles(c.field, start, page, seen) {
			return true
		}
	}
	return false
}

// possible reports whether conditions can hold together, with all that they hang on.
func (f Form) possible(whens ...string) bool {
	allowed := map[string][]string{}
	var add func(when string, depth int) bool
	add = func(when string, depth int) bool {
		if when == "" || depth > 50 { // a circle is said as such
			return true
		}
		c, _ := readCondition(when)
		values, known := allowed[c.field]
		if !known {
			values = c.values
		} else {
			values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !slices.Contains(c.values, v) })
		}
		if allowed[c.field] = values; len(values) == 0 {
			return false
		}
		at, k := f.at(c.field)
		if at < 0 || slices.Contains(values, "") { // it need not even arise
			return true
		}
		return add(f.Groups[at].When, depth+1) && add(f.Groups[at].Fields[k].When, depth+1)
	}
	for _, when := range whens {
		if !add(when, 0) {
			return false
		}
	}
	return true
}
