package process

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model/form"
	"fairway/model/when"
)

// Effects are what can happen when a stage is left forwards.
var Effects = []string{"freeze-baseline", "start-build", "implement-changes", "review-changes", "close-changes"}

// Phases group the stages on the board.
var Phases = []string{"plan", "build", "deploy", "review"}

// Materials are the things of a release whose change can void approvals,
// besides those that forms name.
var Materials = []string{"window", "scope", "items", "package", "rollback-plan", "criteria", "risk"}

// Settable are the fields of a release that an answer can be copied into.
var Settable = []string{"window.start", "window.end", "rollback_owner", "environment", "people", "outcome", "risk.impact", "risk.factors"}

// needed are the permissions without which nobody could mend the rules or let
// anybody in or look at anything: a set of rules in which no role has them would lock
// everybody out.
var needed = []string{"book.adopt", "person.write", "read", "rules.decide", "rules.propose", "rules.review"}

// Clauses are the requirements a check may name (ISO/IEC 20000-1:2018).
var Clauses = []string{
	"8.5.3-a", "8.5.3-b", "8.5.3-c", "8.5.3-d", "8.5.3-e", "8.5.3-f", "8.5.3-g", "8.5.3-h", "8.5.3-i", "8.5.3-j",
	"8.5.1-a", "8.5.1-b", "8.5.1-c", "8.5.1-d", "8.5.1-e", "8.5.2", "8.2.6", "7.5", "9.1", "9.4",
}

// Fault is one thing wrong in a set of rules: where, and what to do about it.
type Fault struct {
	// File and Line are where it stands, where the files are known; the line is
	// from 1, and 0 where it is the file as a whole.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Where is the same in the words of the rules: process normal, stage build.
	Where string `json:"where,omitempty"`
	Text  string `json:"text"`
}

func (f Fault) Error() string {
	var at []string
	switch {
	case f.File != "" && f.Line > 0:
		at = append(at, fmt.Sprintf("%s:%d", f.File, f.Line))
	case f.File != "":
		at = append(at, f.File)
	}
	if f.Where != "" {
		at = append(at, f.Where)
	}
	return strings.Join(append(at, f.Text), ": ")
}

// place is where something stands in the rules: in words, and in its file as the
// key that it has there.
type place struct{ words, file, key string }

// at is a place within another: its words follow, its key is under the other's.
func (p place) at(words string, key ...any) place {
	if words != "" && p.words != "" {
		words = ", " + words
	}
	p.words += words
	for _, k := range key {
		p.key = below(p.key, fmt.Sprint(k))
	}
	return p
}

// on is a place whose words are the same, at a key under it.
func (p place) on(key ...any) place { return p.at("", key...) }

// Lint lists everything that makes no sense in the rules. known are the names
// of the checks that the program can compute, permissions those that its actions
// ask for, and acts what duties can be about, with the relations of each.
func Lint(b *Rules, known, permissions []string, acts map[string][]string) []Fault {
	l := &linter{rules: b, known: known, permissions: permissions, acts: acts}
	l.processes()
	l.roles()
	l.policy()
	l.forms()
	l.explained()
	l.templates()
	return l.faults
}

type linter struct {
	places             map[string]places // of a file, once it is asked for
	rules              *Rules
	known, permissions []string
	acts               map[string][]string
	faults             []Fault
}

func (l *linter) say(where place, format string, args ...any) {
	l.faults = append(l.faults, Fault{where.file, l.line(where), where.words, fmt.Sprintf(format, args...)})
}

// line is where a place stands in its file; 0 where the files are not known.
func (l *linter) line(where place) int {
	in, known := l.places[where.file]
	if !known {
		if i := slices.IndexFunc(l.rules.Source, func(f File) bool { return f.Name == where.file }); i >= 0 {
			in = placesIn(l.rules.Source[i].Text)
		}
		if l.places == nil {
			l.places = map[string]places{}
		}
		l.places[where.file] = in
	}
	if n := in.line(where.key); n > 0 || in == nil {
		return n
	}
	return 1
}

func (l *linter) processes() {
	if len(l.rules.Processes) == 0 {
		l.say(place{words: "process"}, "there is none; the rules need at least one [[stage]] list")
	}
	seen := map[string]bool{}
	for i := range l.rules.Processes {
		p := &l.rules.Processes[i]
		where := place{words: "process " + p.Name, file: p.File}
		if p.Name == "" || p.Title == "" {
			l.say(where, "name and title must be set")
		}
		if seen[p.Name] {
			l.say(where, "the name is used twice")
		}
		seen[p.Name] = true
		if p.Of != "release" && p.Of != "change" {
			l.say(where, "of = %q must be release or change", p.Of)
		}
		if p.Frequency == "" || p.LeadDays < 1 {
			l.say(where, "frequency and lead_days must be set: how often it is planned to happen, in words, and in how many days from registration to deployment")
		}
		l.stages(p, where)
		l.ways(p, where)
	}
}

func (l *linter) stages(p *Process, where place) {
	if len(p.Stages) < 2 {
		l.say(where, "has %d stages; it needs at least a first and a last", len(p.Stages))
		return
	}
	seen := map[string]bool{}
	for i, s := range p.Stages {
		at := where.at("stage "+s.ID, "stage", i)
		if s.ID == "" || s.Title == "" {
			l.say(at, "id and title must be set")
		}
		if seen[s.ID] {
			l.say(at.on("id"), "the id is used twice")
		}
		seen[s.ID] = true
		if !slices.Contains(Phases, s.Phase) {
			l.say(at.on("phase"), "phase %q must be one of %s", s.Phase, strings.Join(Phases, ", "))
		}
		if s.Limit < 0 || s.WorkLimit < 0 {
			l.say(at, "a limit can't be negative")
		}
		for _, letter := range []struct {
			key   string
			roles []string
		}{{"responsible", s.R}, {"accountable", s.A}, {"consulted", s.C}, {"informed", s.I}} {
			for n, r := range letter.roles {
				l.role(at.on(letter.key, n), r)
			}
		}
		for n, f := range s.Forms {
			l.form(at.on("forms", n), f)
		}
		for n, e := range s.OnExit {
			if !slices.Contains(Effects, e) {
				l.say(at.on("on_exit", n), "unknown on_exit %q; known are %s", e, strings.Join(Effects, ", "))
			}
		}
		for n, e := range s.Exits {
			at := at.on("exit", n)
			if _, n := p.Stage(e.To); n < 0 {
				l.say(at, "exit to unknown stage %q", e.To)
			} else if n <= i {
				l.say(at, "exit to %q does not lead forward; ways back are [[move]]s", e.To)
			}
			if e.When == "" {
				l.say(at, "an exit needs a when; the plain way leads to the next stage")
			} else if text := lintCondition(e.When); text != "" {
				l.say(at, "%s", text)
			}
		}
		if i == len(p.Stages)-1 && len(s.Checks) > 0 {
			l.say(at, "the last stage has no exit, so it can't have checks")
		}
		for n, c := range s.Checks {
			l.check(p, at.at("check "+c.Name, "check", n), c)
		}
	}
}

func (l *linter) check(p *Process, at place, c Check) {
	if !slices.Contains(l.known, c.Name) {
		l.say(at.on("name"), "there is no such check; known are %s", strings.Join(l.known, ", "))
	}
	if !slices.Contains(Clauses, c.Clause) {
		l.say(at.on("clause"), "clause %q is not in the clause map", c.Clause)
	}
	if c.Text == "" || len(c.Remedied()) == 0 {
		l.say(at, "text and remedy must be set: whoever meets a blocked gate reads both")
	}
	for n, r := range c.Remedied() {
		l.remedy(at.on("remedy", n), r)
	}
	if c.Role != "" {
		l.role(at.on("role"), c.Role)
	}
	if text := lintCondition(c.When); text != "" {
		l.say(at.on("when"), "%s", text)
	}
	switch c.Name {
	case "authorised", "authorisation-valid":
		if _, ok := p.Approval(c.Arg); !ok {
			l.say(at.on("arg"), "arg %q names no [[approval]] of this process", c.Arg)
		}
	case "form-written":
		l.form(at.on("arg"), c.Arg)
	}
}

// remedy looks a remedy over: one thing to do at most, which exists, and words
// where there is none. Which tasks there are is known to a test of the assets.
func (l *linter) remedy(at place, r Remedy) {
	named := 0
	for _, is := range []bool{r.Task != "", r.Form != "", r.Doing != ""} {
		if is {
			named++
		}
	}
	switch {
	case named > 1:
		l.say(at, "a remedy names a task, a form or a doing; another is a remedy of its own")
	case named == 0 && r.Text == "":
		l.say(at, "a remedy names a task, a form or a doing, or says something")
	}
	if r.Doing != "" && !slices.Contains(Doings, r.Doing) {
		l.say(at, "unknown doing %q; known are %v", r.Doing, Doings)
	}
	if r.Form == "" {
		return
	}
	f, ok := l.rules.Form(r.Form)
	if !ok {
		l.say(at, "unknown form %q", r.Form)
		return
	}
	for _, name := range append(answered(r.Answers), r.Field) {
		if _, ok := f.Field(name); name != "" && !ok {
			l.say(at, "form %s has no field %q", r.Form, name)
		}
	}
}

func answered(list []Answer) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Field)
	}
	return out
}

func (l *linter) ways(p *Process, where place) {
	for n, m := range p.Moves {
		where := where.on("move", n)
		_, from := p.Stage(m.From)
		_, to := p.Stage(m.To)
		switch {
		case from < 0 || to < 0:
			l.say(where, "move from %q to %q names an unknown stage", m.From, m.To)
		case to >= from:
			l.say(where, "move from %q to %q does not lead back", m.From, m.To)
		}
		if m.Kind != "rework" && m.Kind != "reject" {
			l.say(where, "move kind %q must be rework or reject", m.Kind)
		}
	}
	l.reasons(where, p.Reasons)
	seen := map[string]bool{}
	for n, a := range p.Approvals {
		at := where.at("approval "+a.ID, "approval", n)
		if a.ID == "" || a.Title == "" {
			l.say(at, "id and title must be set")
		}
		if seen[a.ID] {
			l.say(at, "the id is used twice")
		}
		seen[a.ID] = true
		if len(a.Stages) == 0 {
			l.say(at, "has no stages, so nobody could ask for it")
		}
		if to, ok := l.rules.Process(a.Downgrade); a.Downgrade != "" && (!ok || to.Of != p.Of || to.Name == p.Name) {
			l.say(at, "downgrade = %q must be another %s process", a.Downgrade, p.Of)
		}
		for n, s := range a.Stages {
			if _, found := p.Stage(s); found < 0 {
				l.say(at.on("stages", n), "unknown stage %q", s)
			}
		}
		for n, f := range a.Forms {
			l.form(at.on("forms", n), f)
			l.covers(p, at.on("forms", n), a.ID, f)
		}
		if len(a.Route) == 0 {
			l.say(at, "has no route, so nobody could sign it")
		}
		if _, any := a.Route["*"]; !any {
			for _, band := range l.rules.Policy.Bands {
				if len(a.Route[band.ID]) == 0 {
					l.say(at, "has no route for risk band %q, and none for \"*\"", band.ID)
				}
			}
		}
		for _, band := range sorted(a.Route) {
			approvers, at := a.Route[band], at.on("route", band)
			if len(approvers) == 0 {
				l.say(at, "the route for %q names nobody", band)
			}
			for _, s := range approvers {
				if role, n, found := strings.Cut(s, "*"); found {
					if count, err := strconv.Atoi(n); err != nil || count < 1 || count > 50 {
						l.say(at, "approver %q: after * stands how many, from 1 to 50", s)
					}
					s = role
				}
				if s != "signatories" && s != "cab" {
					l.role(at, s)
				}
			}
		}
	}
	for n, m := range p.Material {
		where := where.on("material", n)
		if !slices.Contains(Materials, m.What) && !slices.ContainsFunc(l.rules.Forms, func(f form.Form) bool { return f.Material == m.What }) {
			l.say(where, "material edit of unknown %q; known are %s, and what a form names", m.What, strings.Join(Materials, ", "))
		}
		for _, s := range m.In {
			if _, n := p.Stage(s); n < 0 {
				l.say(where, "material edit of %q in unknown stage %q", m.What, s)
			}
		}
		for _, v := range m.Voids {
			if _, ok := p.Approval(v); !ok {
				l.say(where, "material edit of %q voids unknown approval %q", m.What, v)
			}
		}
	}
}

// covers asks that rewriting a form that an approval covers voids it: what was
// approved is no longer what is there.
func (l *linter) covers(p *Process, at place, approval, name string) {
	f, ok := l.rules.Form(name)
	if !ok {
		return
	}
	switch {
	case !slices.ContainsFunc(f.Fields(), func(fl form.Field) bool { return !fl.Minor }):
		l.say(at, "it covers the form %q, whose fields are all minor, so that rewriting it would void nothing", name)
	case f.Material == "":
		l.say(at, "it covers the form %q, which has no material, so that rewriting it would not be said to void the approval", name)
	case !slices.Contains(p.Voids(f.Material, ""), approval):
		l.say(at, "it covers the form %q, and a material edit of %q does not void it", name, f.Material)
	}
}

// reasons checks a list of reasons that people choose from.
func (l *linter) reasons(where place, list []Reason) {
	seen := map[string]bool{}
	for n, r := range list {
		at := where.at("reason "+r.ID, "reason", n)
		if r.ID == "" || r.Title == "" {
			l.say(at, "id and title must be set")
		}
		if seen[r.ID] {
			l.say(at, "the id is used twice")
		}
		seen[r.ID] = true
	}
}

func (l *linter) roles() {
	for _, p := range needed {
		if len(l.rules.RolesWith(p)) == 0 {
			l.say(place{words: "roles", file: RolesFile}, "no role has the permission %s, so everybody would be locked out", p)
		}
	}
	seen := map[string]bool{}
	for n, r := range l.rules.Roles {
		at := place{"role " + r.ID, RolesFile, ""}.on("role", n)
		if r.ID == "" || r.Title == "" {
			l.say(at, "id and title must be set")
		}
		if seen[r.ID] {
			l.say(at, "the id is used twice")
		}
		seen[r.ID] = true
		for n, p := range r.Permissions {
			if !slices.ContainsFunc(l.permissions, (&Role{Permissions: []string{p}}).Allows) {
				l.say(at.on("permissions", n), "unknown permission %q; known are %s", p, strings.Join(l.permissions, ", "))
			}
		}
	}
	for n, d := range l.rules.Duties {
		at := place{"duty " + d.Act, RolesFile, ""}.on("duty", n)
		act, purpose, narrow := strings.Cut(d.Act, ":")
		relations, known := l.acts[act]
		if !known || narrow && !l.narrows(act, purpose) {
			l.say(at, "the act must be decide, decide: and the id of an [[approval]], approve-document: and a form, or one of %s", strings.Join(sorted(l.acts), ", "))
			continue
		}
		for _, n := range d.Not {
			if !slices.Contains(relations, n) {
				l.say(at, "unknown relation %q; known are %s", n, strings.Join(relations, ", "))
			}
		}
	}
}

// narrows reports whether a duty about an act can be for such a purpose alone.
func (l *linter) narrows(act, purpose string) bool {
	switch act {
	case "decide":
		return purpose == "exception" || l.approves(purpose)
	case "approve-document":
		_, ok := l.rules.Form(purpose)
		return ok
	}
	return false
}

func (l *linter) approves(purpose string) bool {
	return slices.ContainsFunc(l.rules.Processes, func(p Process) bool {
		_, ok := p.Approval(purpose)
		return ok
	})
}

func (l *linter) policy() {
	p, at := l.rules.Policy, place{words: "policy", file: PolicyFile}
	if _, err := when.Zone(p.Zone); err != nil || p.Zone == "" {
		l.say(at.on("zone"), "zone %q is no IANA time zone, such as Europe/Berlin or UTC", p.Zone)
	}
	if p.Quorum < 1 {
		l.say(at.on("cab_quorum"), "cab_quorum is %d; it must be at least 1", p.Quorum)
	}
	top, seen := 0, map[string]bool{}
	for n, b := range p.Bands {
		if b.Up <= top {
			l.say(at.on("band", n), "band %s ends at %d, not above the band before it", b.ID, b.Up)
		}
		if seen[b.ID] {
			l.say(at.on("band", n), "band %s is there twice", b.ID)
		}
		top, seen[b.ID] = b.Up, true
	}
	if top != 25 {
		l.say(at.on("band"), "the risk bands end at %d; scores go up to 25", top)
	}
	seen = map[string]bool{}
	for n, f := range p.Factors {
		if seen[f.ID] {
			l.say(at.on("factor", n), "factor %s is there twice", f.ID)
		}
		seen[f.ID] = true
	}
	for _, kind := range sorted(p.Conflicts) {
		grade := p.Conflicts[kind]
		if grade != "hard" && grade != "soft" {
			l.say(at.on("conflicts", kind), "conflict %s = %q must be hard or soft", kind, grade)
		}
	}
	if len(p.Reasons) == 0 {
		l.say(at, "there is no [[reason]]; a reschedule needs one")
	}
	l.reasons(at, p.Reasons)
}

func (l *linter) forms() {
	names := map[string]bool{}
	for _, f := range l.rules.Forms {
		at := place{words: "form " + f.Name, file: f.File}
		if names[f.Name] {
			l.say(at, "the name is used twice")
		}
		names[f.Name] = true
		if f.Name == "" || f.Title == "" {
			l.say(at, "name and title must be set")
		}
		if f.Of != "release" && f.Of != "change" {
			l.say(at.on("of"), "of = %q must be release or change", f.Of)
		}
		if f.Material != "" && !slices.ContainsFunc(l.rules.Processes, func(p Process) bool {
			return slices.ContainsFunc(p.Material, func(m Material) bool { return m.What == f.Material })
		}) {
			l.say(at.on("material"), "material = %q is no [[material]] of any process, so it would void nothing", f.Material)
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
				if name, _, ok := strings.Cut(fl.When, "="); fl.When != "" && (!ok || !seen[strings.TrimSpace(name)]) {
					l.say(at.on("when"), "when = %q must be another field's name, =, and its value", fl.When)
				}
			}
		}
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

func (l *linter) role(at place, id string) {
	if _, ok := l.rules.Role(id); !ok {
		l.say(at, "unknown role %q", id)
	}
}

func (l *linter) form(at place, name string) {
	if _, ok := l.rules.Form(name); !ok {
		l.say(at, "unknown form %q", name)
	}
}
