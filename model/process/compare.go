package process

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fairway/model/form"
)

// Difference is one thing in which two sets of rules differ.
type Difference struct {
	What string `json:"what"` // process, stage, check, approval, form, field, role, duty, policy …
	Name string `json:"name"` // with what it stands in: normal, build: checked
	// Change is added, removed or changed.
	Change string `json:"change"`
	Text   string `json:"text,omitempty"` // how, where it changed
}

// String says it in a line.
func (d Difference) String() string {
	out := strings.TrimSuffix(d.Change+" "+d.What+" "+d.Name, " ")
	if d.Text != "" {
		out += ": " + d.Text
	}
	return out
}

// Compare lists in what a set of rules differs from another, as a person thinks of
// it: stages, checks, approvals, forms, roles, policy.
func Compare(a, b *Rules) []Difference {
	c := &comparison{was: a, is: b}
	both(c, "process", "", a.Processes, b.Processes, (*Process).Means, c.process)
	both(c, "form", "", a.Forms, b.Forms, func(f *form.Form) string { return f.Means() }, c.form)
	both(c, "role", "", a.Roles, b.Roles, (*Role).Means, func(name string, x, y *Role) {
		c.lists("role", name, "permissions", x.Permissions, y.Permissions)
		c.fields("role", name, *x, *y, "permissions")
	})
	both(c, "duty", "", a.Duties, b.Duties, func(d *Duty) string { return d.Act + " not " + strings.Join(d.Not, ", ") }, func(name string, x, y *Duty) {
		c.fields("duty", name, *x, *y)
	})
	both(c, "reason", "policy", a.Policy.Reasons, b.Policy.Reasons, func(r *Reason) string { return r.ID }, func(name string, x, y *Reason) { c.fields("reason", name, *x, *y) })
	both(c, "measure", "", a.Measures, b.Measures, func(m *Measure) string { return m.ID }, func(name string, x, y *Measure) { c.fields("measure", name, *x, *y) })
	both(c, "report", "", a.Reports, b.Reports, func(r *Report) string { return r.ID }, func(name string, x, y *Report) { c.fields("report", name, *x, *y) })
	both(c, "report section", "", a.ReportSections, b.ReportSections, func(s *ReportSection) string { return s.ID }, func(name string, x, y *ReportSection) { c.fields("report section", name, *x, *y) })
	both(c, "proof", "", a.Proofs, b.Proofs, func(p *Proof) string { return strings.Join(strings.Fields(p.Clause+" "+p.Name+" "+p.Arg), " ") }, func(name string, x, y *Proof) { c.fields("proof", name, *x, *y) })
	c.fields("policy", "", a.Policy, b.Policy, "reason")
	for _, part := range []struct {
		what string
		a, b any
	}{{"glossary", a.Glossary, b.Glossary}, {"interactions", a.Interactions, b.Interactions}, {"clauses", a.Requirements, b.Requirements}} {
		if !reflect.DeepEqual(part.a, part.b) {
			c.add(part.what, "", "changed", "")
		}
	}
	return c.found
}

type comparison struct {
	was, is *Rules
	found   []Difference
}

func (c *comparison) add(what, name, change, text string) {
	c.found = append(c.found, Difference{what, name, change, text})
}

// both compares two lists by the names of their entries.
func both[T any](c *comparison, what, in string, a, b []T, name func(*T) string, differ func(name string, x, y *T)) {
	full := func(n string) string {
		if in == "" {
			return n
		}
		return in + ": " + n
	}
	at := func(list []T, n string) *T {
		if i := slices.IndexFunc(list, func(one T) bool { return name(&one) == n }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for i := range a {
		n := name(&a[i])
		if other := at(b, n); other == nil {
			c.add(what, full(n), "removed", "")
		} else if at(a, n) == &a[i] { // the first of that name
			differ(full(n), &a[i], other)
		}
	}
	for i := range b {
		if n := name(&b[i]); at(a, n) == nil {
			c.add(what, full(n), "added", "")
		}
	}
}

// argued is what the argument of a check is for: an approval or a form, which rules
// may call something else.
func (c *comparison) argued(k *Check, a, b *Process) string {
	for _, p := range []*Process{a, b} {
		if ap, ok := p.Approval(k.Arg); ok {
			return ap.Means()
		}
	}
	for _, r := range []*Rules{c.was, c.is} {
		if f, ok := r.Form(k.Arg); ok {
			return f.Means()
		}
	}
	return k.Arg
}

func (c *comparison) process(name string, a, b *Process) {
	both(c, "stage", name, a.Stages, b.Stages, (*Stage).Means, func(at string, x, y *Stage) {
		both(c, "check", at, x.Checks, y.Checks, func(k *Check) string { return strings.TrimSuffix(k.Name+":"+c.argued(k, a, b), ":") }, func(at string, x, y *Check) {
			c.fields("check", at, *x, *y)
		})
		c.lists("stage", at, "forms", x.Forms, y.Forms)
		c.fields("stage", at, *x, *y, "check", "forms")
	})
	order := func(p, other *Process) []string {
		var out []string
		for _, s := range p.Stages {
			if _, n := other.Stage(s.ID); n >= 0 {
				out = append(out, s.ID)
			}
		}
		return out
	}
	if x, y := order(a, b), order(b, a); !slices.Equal(x, y) {
		c.add("process", name, "changed", "the order of its stages: "+strings.Join(y, ", "))
	}
	both(c, "approval", name, a.Approvals, b.Approvals, (*Approval).Means, func(at string, x, y *Approval) {
		for _, band := range eitherKey(x.Route, y.Route) {
			if !slices.Equal(x.Route[band], y.Route[band]) {
				c.add("approval", at, "changed", fmt.Sprintf("the route for %s: %s, was %s", band, listed(y.Route[band]), listed(x.Route[band])))
			}
		}
		if was, is := besides(c.was, x), besides(c.is, y); !slices.Equal(was, is) {
			c.add("approval", at, "changed", fmt.Sprintf("who is asked besides: %s, was %s", listed(is), listed(was)))
		}
		c.fields("approval", at, *x, *y, "route", "also")
	})
	c.fields("process", name, *a, *b, "stage", "approval")
}

// besides are the approvers that are asked by what an approval is of, in words.
func besides(r *Rules, a *Approval) []string {
	var out []string
	for _, more := range a.Also {
		out = append(out, r.AlsoWords(more))
	}
	return out
}

// eitherKey are the keys of two tables, in order.
func eitherKey[V any](a, b map[string]V) []string {
	var out []string
	for _, m := range []map[string]V{a, b} {
		for key := range m {
			if !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (c *comparison) form(name string, a, b *form.Form) {
	both(c, "field", name, a.Fields(), b.Fields(), func(f *form.Field) string { return f.Means() }, func(at string, x, y *form.Field) {
		c.fields("field", at, *x, *y)
	})
	c.fields("form", name, *a, *b, "group")
}

// lists says what a list has that another has not.
func (c *comparison) lists(what, name, key string, a, b []string) {
	var said []string
	for _, part := range []struct {
		word       string
		has, hasNo []string
	}{{"gains", b, a}, {"loses", a, b}} {
		only := slices.DeleteFunc(slices.Clone(part.has), func(s string) bool { return slices.Contains(part.hasNo, s) })
		if len(only) > 0 {
			said = append(said, part.word+" "+strings.Join(only, ", "))
		}
	}
	if len(said) > 0 {
		c.add(what, name, "changed", key+": "+strings.Join(said, "; "))
	}
}

// fields says in which keys two entries differ, but for some.
func (c *comparison) fields(what, name string, a, b any, but ...string) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	var said []string
	for i := range x.NumField() {
		key, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("toml"), ",")
		p, q := x.Field(i).Interface(), y.Field(i).Interface()
		if key == "" || key == "-" || slices.Contains(but, key) || reflect.DeepEqual(p, q) || nothing(x.Field(i)) && nothing(y.Field(i)) {
			continue
		}
		said = append(said, key+": "+turned(x.Field(i), y.Field(i)))
	}
	if len(said) > 0 {
		c.add(what, name, "changed", strings.Join(said, "; "))
	}
}

// nothing reports whether a value says nothing: none, or an empty list.
func nothing(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// turned says how a value became another: what it is and was where that is short,
// else what was added to it, taken out, or became otherwise in it.
func turned(x, y reflect.Value) string {
	if p, q := brief(x), brief(y); p != "" && q != "" {
		return q + ", was " + p
	}
	switch {
	case x.Kind() == reflect.Pointer && x.IsNil():
		return "added"
	case x.Kind() == reflect.Pointer && y.IsNil():
		return "removed"
	case x.Kind() == reflect.Pointer:
		return turned(x.Elem(), y.Elem())
	case x.Kind() == reflect.Struct:
		return strings.Join(inside(x, y), ", ")
	case x.Kind() != reflect.Slice && x.Kind() != reflect.Map:
		return "written anew"
	}
	was, is := entries(x), entries(y)
	var gains, loses, others []string
	for _, e := range is {
		switch i := slices.IndexFunc(was, func(o entry) bool { return o.name == e.name }); {
		case i < 0:
			gains = append(gains, e.name)
		case !reflect.DeepEqual(was[i].value.Interface(), e.value.Interface()):
			others = append(others, e.name+": "+turned(was[i].value, e.value))
		}
	}
	for _, e := range was {
		if !slices.ContainsFunc(is, func(o entry) bool { return o.name == e.name }) {
			loses = append(loses, e.name)
		}
	}
	var said []string
	if len(gains) > 0 {
		said = append(said, "gains "+strings.Join(gains, ", "))
	}
	if len(loses) > 0 {
		said = append(said, "loses "+strings.Join(loses, ", "))
	}
	if said = append(said, others...); len(said) == 0 {
		return "another order"
	}
	return strings.Join(said, ", ")
}

// inside says how the keys of one entry differ.
func inside(x, y reflect.Value) []string {
	var said []string
	for i := range x.NumField() {
		key, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("toml"), ",")
		if key == "" || key == "-" || reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) || nothing(x.Field(i)) && nothing(y.Field(i)) {
			continue
		}
		said = append(said, key+" "+turned(x.Field(i), y.Field(i)))
	}
	return said
}

// entry is one of a list or of a table, by its name.
type entry struct {
	name  string
	value reflect.Value
}

// entries are those of a list, each by the first text in it, or of a table, by its
// keys and in their order.
func entries(v reflect.Value) []entry {
	var out []entry
	if v.Kind() == reflect.Map {
		for _, key := range v.MapKeys() {
			out = append(out, entry{fmt.Sprint(key.Interface()), v.MapIndex(key)})
		}
		slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.name, b.name) })
		return out
	}
	for i := range v.Len() {
		e := entry{fmt.Sprint(i + 1), v.Index(i)}
		switch of := v.Index(i); of.Kind() {
		case reflect.String:
			e.name = of.String()
		case reflect.Struct:
			for n := range of.NumField() {
				if f := of.Field(n); f.Kind() == reflect.String && f.String() != "" {
					e.name = f.String()
					break
				}
			}
		}
		out = append(out, e)
	}
	return out
}

// brief is a value in a few words; "" where it takes more.
func brief(v reflect.Value) string {
	const most = 60
	out := ""
	switch v.Kind() {
	case reflect.String:
		out = fmt.Sprintf("%q", v.String())
	case reflect.Bool, reflect.Int:
		out = fmt.Sprint(v.Interface())
	case reflect.Slice:
		if list, ok := v.Interface().([]string); ok {
			out = listed(list)
		}
	}
	if len(out) > most {
		return ""
	}
	return out
}

func listed(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
