// Package handbook says in words what a set of rules holds: the stages of its
// workflows, who does what, policy, forms, interactions, glossary, clauses. The
// Process screen and the command line show the same lines; only the look is
// theirs.
package handbook

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// Kind says how a line is meant.
type Kind int

// The kinds of lines.
const (
	Head  Kind = iota // begins a part
	Text              // stands by itself
	Field             // Name says what Text is
	Item              // one of a list; Name is its number or its mark
	Note              // belongs to the item above it
)

// Line is one line, however long: whoever shows it breaks it.
type Line struct {
	Kind Kind
	Name string
	Text string
	Warn bool // something is missing
}

// Handbook is a set of rules, with who holds its roles.
type Handbook struct {
	*model.Rules
	// Holders are the names of those who hold each role, by its id; nil where they
	// aren't known.
	Holders map[string][]string
	// Nobody says what nobody can do or decide, as the people hold their roles.
	Nobody []string
}

// lines are collected.
type lines []Line

func (l *lines) head(text string) { *l = append(*l, Line{Kind: Head, Text: text}) }
func (l *lines) text(text string) {
	if text != "" {
		*l = append(*l, Line{Kind: Text, Text: text})
	}
}

func (l *lines) field(name, text string) {
	if text != "" {
		*l = append(*l, Line{Kind: Field, Name: name, Text: text})
	}
}

func (l *lines) item(name, text string) { *l = append(*l, Line{Kind: Item, Name: name, Text: text}) }

func (l *lines) note(text string) {
	if text != "" {
		*l = append(*l, Line{Kind: Note, Text: text})
	}
}

func (l *lines) list(title string, items []string, numbered bool) {
	if len(items) == 0 {
		return
	}
	l.head(title)
	for i, text := range items {
		name := ""
		if numbered {
			name = fmt.Sprintf("%d.", i+1)
		}
		l.item(name, text)
	}
}

// Stage is all there is to say about one stage of a workflow.
func (h Handbook) Stage(p *process.Process, s *process.Stage) []Line {
	var l lines
	_, n := p.Stage(s.ID)
	where := fmt.Sprintf("Stage %d of %d of %s", n+1, len(p.Stages), p.Title)
	if s.Phase != "" {
		where += ", phase " + h.Policy.PhaseTitle(s.Phase)
	}
	l.text(where + ".")
	l.field("limit", s.LimitWords())
	l.field("meanwhile", strings.Join(s.HereWords(), "; "))
	l.field("when it is left", strings.Join(s.EffectWords(), "; "))
	l.list("Inputs", s.Inputs, false)
	l.list("Procedure", s.Procedure, true)
	l.list("Outputs", s.Outputs, false)
	l.head("Gate")
	if len(s.Checks) == 0 {
		l.text("Nothing is asked for at its exit.")
	}
	for i, c := range s.Checks {
		l.item(fmt.Sprintf("%d.", i+1), c.Text)
		var about []string
		if c.Clause != "" {
			about = append(about, c.Clause)
		}
		if c.Role != "" {
			about = append(about, "met by "+h.RoleTitle(c.Role))
		}
		if c.When != "" {
			about = append(about, "only if "+process.ConditionSentence(c.When))
		}
		l.note(strings.Join(about, ", "))
	}
	l.list("Forms", model.Each(s.Forms, h.formTitle), false)
	h.raci(&l, s)
	var ways []string
	for _, e := range s.Exits {
		ways = append(ways, "to "+stageTitle(p, e.To)+", if "+process.ConditionSentence(e.When))
	}
	for _, m := range p.Back(s.ID) {
		ways = append(ways, "back to "+stageTitle(p, m.To)+": "+m.Kind)
	}
	l.list("Other ways from here", ways, false)
	return l
}

func (h Handbook) raci(l *lines, s *process.Stage) {
	if len(s.R)+len(s.A)+len(s.C)+len(s.I) == 0 {
		return
	}
	l.head("Who")
	for _, one := range []struct {
		word  string
		roles []string
	}{{"responsible", s.R}, {"accountable", s.A}, {"consulted", s.C}, {"informed", s.I}} {
		for i, role := range one.roles {
			name := one.word
			if i > 0 {
				name = ""
			}
			text := h.RoleTitle(role)
			if h.Holders != nil {
				text += ": " + h.held(role)
			}
			*l = append(*l, Line{Kind: Field, Name: name, Text: text, Warn: h.Holders != nil && len(h.Holders[role]) == 0})
		}
	}
}

// held is who holds a role, in words.
func (h Handbook) held(role string) string {
	if names := h.Holders[role]; len(names) > 0 {
		return strings.Join(names, ", ")
	}
	return "nobody holds this role"
}

// Roles says what each role is, may and who holds it, and which duties stay apart.
func (h Handbook) Roles() []Line {
	var l lines
	for i := range h.Rules.Roles {
		r := &h.Rules.Roles[i]
		l.head(r.Title)
		l.text(r.Does)
		if h.Holders != nil {
			l = append(l, Line{Kind: Field, Name: "held by", Text: h.held(r.ID), Warn: len(h.Holders[r.ID]) == 0})
		}
		l.field("may", strings.Join(Permitted(r), "; "))
	}
	return append(l, h.DutyLines()...)
}

// DutyLines are the duties that stay apart, and what nobody can decide.
func (h Handbook) DutyLines() []Line {
	var l lines
	if len(h.Nobody) > 0 {
		l.head("What nobody can do")
		for _, text := range h.Nobody {
			l = append(l, Line{Kind: Item, Text: text, Warn: true})
		}
	}
	l.head("Duties that stay apart")
	for _, d := range h.Duties {
		l.item("", d.Text)
		about := "who may not " + h.ActWords(d.Act) + ": " + strings.Join(d.Not, ", ")
		if len(d.Not) == 0 {
			about = "lifted: keeps nobody from this: " + h.ActWords(d.Act)
		}
		if d.Clause != "" {
			about += "; " + d.Clause
		}
		l.note(about)
	}
	return l
}

// Permitted are the permissions of a role in words.
func Permitted(r *process.Role) []string {
	var out []string
	for _, p := range action.Permissions {
		if r.Allows(p.ID) {
			out = append(out, p.Does)
		}
	}
	return out
}

// PolicyLines are the policy, its values in words.
func (h Handbook) PolicyLines() []Line {
	var l lines
	for _, s := range h.Policy.InWords() {
		l.head(s.Title)
		for _, line := range s.Lines {
			if line[1] == "" {
				l.item("", line[0])
				continue
			}
			l.field(line[0], line[1])
		}
	}
	return l
}

// reports says when a form shows that something was done; "" where it never does.
func reports(f *form.Form) string {
	const text = "what was done: it can meet a condition"
	name, answer, by := strings.Cut(f.Reports, "=")
	switch {
	case f.Reports == form.ReportsAlways:
		return text
	case by:
		if fl, ok := f.Field(name); ok {
			name = fl.Title
		}
		return fmt.Sprintf("%s, where %q is answered with %s", text, name, answer)
	}
	return ""
}

// FormLines lists the forms, each with its questions and its template.
func (h Handbook) FormLines() []Line {
	var l lines
	for i := range h.Rules.Forms {
		f, _ := h.Form(h.Rules.Forms[i].Name)
		l.head(f.Title)
		l.text(f.Help)
		l.field("clause", f.Clause)
		var at []string
		for _, p := range h.Processes {
			for _, s := range p.Stages {
				if slices.Contains(s.Forms, f.Name) {
					at = append(at, p.Title+", "+s.Title)
				}
			}
		}
		if f.Alone {
			at = append(at, "any time: no stage asks for it")
		}
		l.field("filled at", strings.Join(at, "; "))
		l.field("reports", reports(f))
		for _, field := range f.Fields() {
			text := field.Title
			if field.Required {
				text += " (required)"
			}
			l.item("", text)
			l.note(field.Help)
		}
		h.template(&l, f)
	}
	return l
}

// template shows the paper that a filled form reads as, with the questions in the
// place of their answers.
func (h Handbook) template(l *lines, f *form.Form) {
	t := h.Template(f)
	by := t.File
	if !slices.ContainsFunc(h.Source, func(file process.File) bool { return file.Name == t.File }) {
		by = "every question in its order; the rules have no " + t.File
	}
	l.field("its paper", by)
	text := t.Fill(func(name string, _ bool) (string, bool) {
		if field, ok := f.Field(name); ok {
			return "[" + field.Title + "]", false
		}
		for _, about := range process.AboutDocument {
			if about[0] == name {
				return "[" + about[1] + "]", false
			}
		}
		return "[" + name + "]", false
	})
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Trim(line, "|- ") != "" {
			l.note(line)
		}
	}
}

// InteractionLines say how releases and changes work together with the other
// practices of service management.
func (h Handbook) InteractionLines() []Line {
	var l lines
	for _, i := range h.Interactions {
		l.head(i.With)
		l.field("clause", i.Clause)
		many := func(name string, list []string) {
			for k, text := range list {
				if k > 0 {
					name = ""
				}
				l = append(l, Line{Kind: Field, Name: name, Text: text})
			}
		}
		many("has from here", i.Gives)
		many("brings", i.Gets)
		l.field("by records of", strings.Join(model.Each(i.Records, func(k string) string {
			if one := model.Kind(k).Words(); one != "" {
				return one
			}
			return k
		}), ", "))
	}
	return l
}

// GlossaryLines are the terms whose name, other names or meaning hold a word, or
// all of them.
func (h Handbook) GlossaryLines(word string) []Line {
	var l lines
	for _, t := range h.Terms(word) {
		l.head(t.Term)
		l.text(t.Means)
		l.field("also", strings.Join(t.Also, ", "))
		l.field("clause", t.Clause)
	}
	return l
}

// Terms are those of GlossaryLines. What is called so comes alone.
func (h Handbook) Terms(word string) []process.Term {
	word = strings.TrimSpace(word)
	if t, ok := h.Explains(word); ok {
		return []process.Term{t}
	}
	var out []process.Term
	for _, t := range h.Glossary {
		if holds(word, append([]string{t.Term, t.Means}, t.Also...)...) {
			out = append(out, t)
		}
	}
	return out
}

func holds(word string, in ...string) bool {
	return slices.ContainsFunc(in, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(word)) })
}

// NothingShows is said of a clause that nothing shows.
const NothingShows = "nothing shows it yet"

// ClauseLines say of each clause what shows it.
func (h Handbook) ClauseLines() []Line {
	var l lines
	for _, s := range h.ClauseMatrix() {
		title := s.ID
		l.head(title)
		l.text(s.Text)
		if s.Nothing() {
			l = append(l, Line{Kind: Text, Text: NothingShows, Warn: true})
			continue
		}
		for _, one := range []struct {
			name string
			list []string
		}{{"rules", s.Rules}, {"checks", s.Checks}, {"forms", s.Forms}, {"records", s.Records}, {"reports", s.Reports}} {
			for i, text := range one.list {
				if i > 0 {
					one.name = ""
				}
				l = append(l, Line{Kind: Field, Name: one.name, Text: text})
			}
		}
	}
	return l
}

// Workflow says a workflow's own data in a few lines.
func (h Handbook) Workflow(p *process.Process) []Line {
	var l lines
	of := map[string]string{"release": "releases", "change": "requests for change"}[p.Of]
	if p.Frequency != "" {
		l.field("planned frequency", p.Frequency)
	}
	if p.LeadDays > 0 {
		l.field("lead time", plural(p.LeadDays, "day"))
	}
	if of != "" {
		l.field("for", of)
	}
	l.field("clause", p.Clause)
	for i, reason := range p.ReasonWords() {
		name := "declared for"
		if i > 0 {
			name = ""
		}
		l = append(l, Line{Kind: Field, Name: name, Text: reason})
	}
	for i, way := range p.FoundWords() {
		name := "found by"
		if i > 0 {
			name = ""
		}
		l = append(l, Line{Kind: Field, Name: name, Text: way})
	}
	for i := range p.Approvals {
		for _, text := range h.ApprovalWords(&p.Approvals[i]) {
			l.field(p.Approvals[i].Title, text)
		}
	}
	return l
}

func (h Handbook) formTitle(name string) string {
	if f, ok := h.Form(name); ok {
		return f.Title
	}
	return name
}

func stageTitle(p *process.Process, id string) string {
	if s, _ := p.Stage(id); s != nil {
		return s.Title
	}
	return id
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// Of is the handbook of a set of rules, with the holders that a case knows: that
// all people are among its facts.
func Of(r *model.Rules, c *model.Case) Handbook {
	h := Handbook{Rules: r, Holders: map[string][]string{}}
	for _, p := range model.All[*model.Person](c) {
		if p.Left {
			continue
		}
		for _, g := range p.Memberships() {
			name := p.Name
			if name == "" {
				name = p.Handle
			}
			if g.Service != "" {
				service := string(g.Service)
				if s := model.Get[*model.Service](c, g.Service); s != nil {
					service = s.Name
				}
				name += " (" + service + ")"
			}
			if g.Site != "" {
				name += " (site " + g.Site + ")"
			}
			if g.Chair {
				name += ", chair"
			}
			role := r.RoleID(g.Role) // they keep it under the name that it had then
			h.Holders[role] = append(h.Holders[role], name)
		}
	}
	for role := range h.Holders {
		slices.Sort(h.Holders[role])
	}
	if len(h.Processes) > 0 {
		h.Nobody = model.Each(action.LockOuts(action.Ruled(c, &r.Rules)), func(r model.Reason) string { return r.Text })
	}
	return h
}
