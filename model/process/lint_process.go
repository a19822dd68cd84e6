package process

import (
	"slices"
	"strings"

	"fairway/model/form"
)

func (l *linter) processes() {
	if len(l.rules.Processes) == 0 {
		l.say(place{words: "process"}, "there is none; the rules need at least one [[stage]] list")
	} else if l.rules.Normal() == nil {
		l.say(place{words: "process"}, "none is of = \"release\", so that no release could be registered")
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
		if n := len(p.PerMonth); n != 0 && (n != 2 || p.PerMonth[0] < 0 || p.PerMonth[1] < max(p.PerMonth[0], 1)) {
			l.say(where.on("per_month"), "per_month must be two numbers: at least and at most how many are planned in a month for each service")
		}
		if !slices.Contains(Clauses, p.Clause) {
			l.say(where.on("clause"), "clause %q is not in the clause map", p.Clause)
		}
		l.stages(p, where)
		l.ways(p, where)
		if len(p.Stages) > 1 {
			l.reach(p, where)
		}
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
		if s.Limit > 0 && s.WorkLimit > 0 {
			l.say(at.on("limit_work_days"), "limit_days and limit_work_days are two limits of one stage: leave one out")
		}
		if len(s.R) == 0 || len(s.A) == 0 {
			l.say(at, "it has to say who is responsible and who is accountable")
		}
		if len(s.A) > 1 {
			l.say(at.on("accountable"), "one role is accountable for a stage, and here are %d: what several answer for nobody does", len(s.A))
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
			} else {
				l.condition(at, e.When)
			}
		}
		if i == len(p.Stages)-1 && len(s.Checks) > 0 {
			l.say(at, "the last stage has no exit, so it can't have checks")
		}
		for n, c := range s.Checks {
			at := at.at("check "+c.Name, "check", n)
			l.check(p, at, c)
			if slices.ContainsFunc(s.Checks[:n], func(b Check) bool { return b.Name == c.Name && b.Arg == c.Arg && b.When == c.When }) {
				l.say(at.on("name"), "it stands at this gate twice")
			}
		}
	}
}

// condition says what is wrong with a condition: words that there are not, and those
// about something that no release can bring, so that it would never be asked.
func (l *linter) condition(at place, when string) {
	if text := lintCondition(when); text != "" {
		l.say(at, "%s", text)
		return
	}
	for _, word := range strings.Fields(when) {
		if slices.Contains(contentConditions, word) && !slices.Contains(l.rules.Policy.Contents, word) {
			l.say(at, "when = %q: no release can bring %q, as contents of the policy doesn't list it: list it there, or take this out", when, word)
			return
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
		l.remedy(p, at.on("remedy", n), r)
	}
	if c.Role != "" {
		l.role(at.on("role"), c.Role)
	}
	l.condition(at.on("when"), c.When)
	switch c.Name {
	case "authorised", "authorisation-valid", "freeze-known":
		if _, ok := p.Approval(c.Arg); !ok {
			l.say(at.on("arg"), "arg %q names no [[approval]] of this process", c.Arg)
		}
	case "form-written":
		l.form(at.on("arg"), c.Arg)
	case "tool-succeeded":
		if c.Arg == "" {
			l.say(at.on("arg"), "arg must name the tool, as the settings of the server do")
		}
	}
}

// remedy looks a remedy over: one thing to do at most, which exists, and words
// where there is none.
func (l *linter) remedy(p *Process, at place, r Remedy) {
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
		l.say(at, "unknown doing %q; known are %s", r.Doing, commas(Doings))
	}
	if r.Task != "" {
		l.task(p, at, r)
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

// task looks a task over: that it is one that is done to such a record, asks for
// what is answered, and is answered with what there is.
func (l *linter) task(p *Process, at place, r Remedy) {
	asks, ok := TaskQuestions[r.Task]
	if !ok {
		l.say(at, "unknown task %q; known are %s", r.Task, strings.Join(sorted(TaskQuestions), ", "))
		return
	}
	for _, name := range append(answered(r.Answers), r.Field) {
		if name != "" && !slices.Contains(asks, name) {
			l.say(at, "the task %s asks for no %q; it asks for %s", r.Task, name, strings.Join(asks, ", "))
		}
	}
	for _, a := range r.Answers {
		switch {
		case a.Value == "" || p.Of != "release":
		case r.Task == "request-approval" && a.Field == "purpose":
			if _, ok := p.Approval(a.Value); !ok {
				l.say(at, "%s: %q is no [[approval]] of this process", r.Task, a.Value)
			}
		case r.Task == "send-back" && a.Field == "to":
			if s, _ := p.Stage(a.Value); s == nil || s.ID != a.Value {
				l.say(at, "%s: unknown stage %q", r.Task, a.Value)
			}
		}
	}
}

func commas[T ~string](list []T) string {
	var out []string
	for _, one := range list {
		out = append(out, string(one))
	}
	return strings.Join(out, ", ")
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
		if slices.Contains(p.Moves[:n], m) {
			l.say(where, "this %s from %q to %q is there twice", m.Kind, m.From, m.To)
		}
	}
	l.reasons(where, p.Reasons)
	l.findings(where, p)
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
		l.waiting(at, &a)
		for n, s := range a.Stages {
			if _, found := p.Stage(s); found < 0 {
				l.say(at.on("stages", n), "unknown stage %q", s)
			}
		}
		for n, f := range a.Forms {
			l.form(at.on("forms", n), f)
			if p.Of == "release" { // of a change every rewrite voids what was given on it
				l.covers(p, at.on("forms", n), a.Means(), f)
			}
		}
		if p.Of == "release" && !slices.ContainsFunc(p.Stages, func(s Stage) bool {
			return slices.ContainsFunc(s.Checks, func(c Check) bool {
				return (c.Name == "authorised" || c.Name == "authorisation-valid") && p.ApprovalMeans(c.Arg) == a.Means()
			})
		}) {
			l.say(at.on("id"), "no check asks for it, so that people would sign for nothing")
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
			if band != "*" && !slices.ContainsFunc(l.rules.Policy.Bands, func(b Band) bool { return b.ID == band }) {
				l.say(at, "a route for the unknown risk band %q", band)
			}
			if len(approvers) == 0 {
				l.say(at, "the route for %q names nobody", band)
			}
			l.approvers(at, approvers)
		}
		l.also(at, a)
	}
	known := slices.Clone(Materials)
	for _, f := range Firsts {
		known = append(known, f.Name)
	}
	for n, m := range p.Material {
		where := where.on("material", n)
		if !slices.Contains(Materials, m.What) && !slices.ContainsFunc(Firsts, func(f First) bool { return f.Name == m.What }) && !slices.ContainsFunc(l.rules.Forms, func(f form.Form) bool { return f.Material == m.What }) {
			l.say(where, "material edit of unknown %q; known are %s, and what a form names", m.What, strings.Join(known, ", "))
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
// findings look over how a change is found that was made without authorisation: a
// process for those says how, and no other does.
func (l *linter) findings(where place, p *Process) {
	switch {
	case p.Captures() && len(p.Found) == 0:
		l.say(where, "there is no [[found]]: whoever captures a change says how it was found")
	case !p.Captures() && len(p.Found) > 0:
		l.say(where.at("found "+p.Found[0].ID, "found", 0), "only a process with the purpose %q has [[found]]: nothing else is found afterwards", UnauthorisedChange)
	case p.Captures() && len(p.Reasons) > 0:
		l.say(where.at("reason "+p.Reasons[0].ID, "reason", 0), "nobody declares what was made without authorisation: write [[found]]")
	}
	l.listed(where, "found", p.Found)
}

func (l *linter) reasons(where place, list []Reason) { l.listed(where, "reason", list) }

func (l *linter) listed(where place, key string, list []Reason) {
	seen := map[string]bool{}
	for n, r := range list {
		at := where.at(key+" "+r.ID, key, n)
		if r.ID == "" || r.Title == "" {
			l.say(at, "id and title must be set")
		}
		if d := r.Direction; d != "" && d != Sooner && d != Later {
			l.say(at, "direction = %q must be %s or %s: which way the dates move that it is a reason for", d, Sooner, Later)
		}
		if seen[r.ID] {
			l.say(at, "the id is used twice")
		}
		seen[r.ID] = true
	}
}
