package publish

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/ui/handbook"
)

// RulesInfo is what the document of a set of rules says of itself: who wrote,
// reviewed and approved it and when, and the versions before it (ISO/IEC
// 20000-1:2018, 7.5).
type RulesInfo struct {
	Lines   [][]string // what, and what it is
	History [][]string // version, date, who, what changed; the newest first
	Holders map[string][]string
}

// Diagram draws a process: as the source of a figure, and as what stands for it.
type Diagram func(p *process.Process) (mermaid string, figure Figure)

// Rules is a set of rules as a document: what an auditor is handed. The figures
// are in the order in which they stand there.
func Rules(r *model.Rules, info RulesInfo, draw Diagram) (markdown string, figures []Figure) {
	d := &rulesPaper{r: r}
	d.section("Document information")
	d.Table([]string{"", ""}, info.Lines...)
	if len(info.History) > 0 {
		d.Heading(3, "History")
		d.Table([]string{"version", "date", "by", "what"}, info.History...)
	}
	d.policy()
	d.roles(info.Holders)
	for i := range r.Processes {
		p := &r.Processes[i]
		source, figure := draw(p)
		figures = append(figures, figure)
		d.process(p, source)
	}
	d.raci()
	d.measures()
	d.reports()
	d.interactions()
	d.clauses()
	d.forms()
	d.glossary()
	return d.contents() + d.String(), figures
}

// contents is the title, and the sections that follow.
func (d *rulesPaper) contents() string {
	top := &Paper{}
	top.Heading(1, d.r.Title)
	for _, title := range d.sections {
		top.Markdown("- [" + Escape(title) + "](#" + Anchor(title) + ")")
	}
	return strings.ReplaceAll(top.String(), ")\n\n- [", ")\n- [") + "\n"
}

type rulesPaper struct {
	Paper
	r *model.Rules
	n int // sections so far

	sections []string // their titles
}

// section begins a numbered section.
func (d *rulesPaper) section(title string) {
	d.n++
	title = fmt.Sprintf("%d %s", d.n, title)
	d.sections = append(d.sections, title)
	d.Heading(2, title)
}

func (d *rulesPaper) policy() {
	d.section("Release policy")
	for _, s := range d.r.Policy.InWords() {
		d.Heading(3, s.Title)
		d.Table([]string{"", ""}, model.Each(s.Lines, func(l [2]string) []string { return l[:] })...)
	}
}

func (d *rulesPaper) roles(holders map[string][]string) {
	d.section("Roles and duties")
	var rows [][]string
	for i := range d.r.Roles {
		role := &d.r.Roles[i]
		row := []string{role.Title, role.Does, strings.Join(handbook.Permitted(role), "; ")}
		if holders != nil {
			row = append(row, strings.Join(holders[role.ID], ", "))
		}
		rows = append(rows, row)
	}
	head := []string{"role", "what it does", "may"}
	if holders != nil {
		head = append(head, "held by")
	}
	d.Table(head, rows...)
	d.Heading(3, "Duties that stay apart")
	rows = nil
	for _, duty := range d.r.Duties {
		away := strings.Join(duty.Not, ", ")
		if away == "" {
			away = "nobody: the duty is lifted"
		}
		rows = append(rows, []string{duty.Text, away, d.r.ActWords(duty.Act), duty.Clause})
	}
	d.Table([]string{"duty", "who", "may not", "clause"}, rows...)
}

func (d *rulesPaper) process(p *process.Process, source string) {
	d.section(p.Title)
	of := map[string]string{"release": "releases", "change": "requests for change"}[p.Of]
	d.Text(fmt.Sprintf("A process for %s (%s).", of, p.Clause))
	if p.Frequency != "" {
		d.Text(fmt.Sprintf("Planned frequency: %s. Planned lead time: %d days.", p.Frequency, p.LeadDays))
	}
	if declared := d.r.DeclaredWords(p); declared != "" {
		d.Text(declared + ". The reasons are:")
		d.List(false, p.ReasonWords()...)
	}
	if found := p.FoundWords(); len(found) > 0 {
		d.Text("It is captured after it was made. It is found in one of these ways:")
		d.List(false, found...)
	}
	d.Figure(source)
	for i, s := range p.Stages {
		d.stage(i+1, s)
	}
	d.ways(p)
	d.approvals(p)
}

func (d *rulesPaper) stage(n int, s process.Stage) {
	d.Heading(3, fmt.Sprintf("%d.%d %s", d.n, n, s.Title))
	var lines [][]string
	add := func(what, is string) {
		if is != "" {
			lines = append(lines, []string{what, is})
		}
	}
	add("responsible", d.titles(s.R))
	add("accountable", d.titles(s.A))
	add("consulted", d.titles(s.C))
	add("informed", d.titles(s.I))
	add("inputs", strings.Join(s.Inputs, "; "))
	add("outputs", strings.Join(s.Outputs, "; "))
	add("forms", strings.Join(model.Each(s.Forms, d.formTitle), ", "))
	add("limit", s.LimitWords())
	add("meanwhile", strings.Join(s.HereWords(), "; "))
	add("when it is left", strings.Join(s.EffectWords(), "; "))
	d.Table([]string{"", ""}, lines...)
	d.List(true, s.Procedure...)
	var rows [][]string
	for i, c := range s.Checks {
		text := c.Text
		if c.When != "" {
			text += " (only if " + process.ConditionSentence(c.When) + ")"
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), text, d.r.RoleTitle(c.Role), c.Clause})
	}
	if len(rows) == 0 {
		d.Text("Nothing is asked for at its exit.")
	} else {
		d.Text("The gate at its exit is ready when all of this holds:")
		d.Table([]string{"no.", "check", "who can meet it", "clause"}, rows...)
	}
}

// ways are those that lead elsewhere than to the next stage.
func (d *rulesPaper) ways(p *process.Process) {
	title := func(id string) string {
		if s, n := p.Stage(id); n >= 0 {
			return s.Title
		}
		return id
	}
	var rows [][]string
	for _, s := range p.Stages {
		for _, e := range s.Exits {
			rows = append(rows, []string{s.Title, title(e.To), "if " + process.ConditionSentence(e.When)})
		}
	}
	kinds := map[[2]string][]string{}
	for _, m := range p.Moves {
		kinds[[2]string{m.From, m.To}] = append(kinds[[2]string{m.From, m.To}], m.Kind)
	}
	for i := range p.Stages {
		for _, m := range p.Back(p.Stages[i].ID) {
			if ways := kinds[[2]string{m.From, m.To}]; len(ways) > 0 {
				rows = append(rows, []string{title(m.From), title(m.To), strings.Join(ways, " or ")})
				delete(kinds, [2]string{m.From, m.To})
			}
		}
	}
	if len(rows) > 0 {
		d.Heading(3, "Other ways")
		d.Table([]string{"from", "to", "way"}, rows...)
	}
}

func (d *rulesPaper) approvals(p *process.Process) {
	var rows [][]string
	for _, a := range p.Approvals {
		for _, band := range d.bands(a.Route) {
			rows = append(rows, []string{a.Title, band[0], strings.Join(model.Each(a.Route[band[1]], d.r.ApproverWords), ", "), strings.Join(model.Each(a.Forms, d.formTitle), ", ")})
		}
	}
	if len(rows) == 0 {
		return
	}
	d.Heading(3, "Approvals")
	d.Table([]string{"approval", "risk", "approvers", "covers"}, rows...)
	for i := range p.Approvals {
		for _, text := range d.r.ApprovalWords(&p.Approvals[i]) {
			d.Text(p.Approvals[i].Title + ": " + text + ".")
		}
	}
	rows = nil
	for _, m := range p.Material {
		voids := strings.Join(model.Each(m.Voids, func(id string) string {
			if a, ok := p.Approval(id); ok {
				return a.Title
			}
			return id
		}), ", ")
		if voids == "" {
			voids = "nothing"
		}
		in := strings.Join(model.Each(m.In, func(id string) string {
			if s, n := p.Stage(id); n >= 0 {
				return s.Title
			}
			return id
		}), ", ")
		if in == "" {
			in = "any stage"
			if slices.ContainsFunc(p.Material, func(o process.Material) bool { return o.What == m.What && len(o.In) > 0 }) {
				in = "any other stage"
			}
		}
		rows = append(rows, []string{strings.ReplaceAll(m.What, "-", " "), in, voids})
	}
	d.Heading(3, "What a material edit voids")
	d.Table([]string{"a change of", "while in", "voids"}, rows...)
}

// bands lists the risk bands of a route, each with its title, in their order.
func (d *rulesPaper) bands(route map[string][]string) [][2]string {
	var out [][2]string
	for _, b := range d.r.Policy.Bands {
		if _, ok := route[b.ID]; ok {
			out = append(out, [2]string{b.Title, b.ID})
		}
	}
	if _, ok := route["*"]; ok {
		title := "any"
		if len(out) > 0 {
			title = "any other"
		}
		out = append(out, [2]string{title, "*"})
	}
	return out
}

// approver is an entry of a route in words.
func (d *rulesPaper) raci() {
	d.section("RACI matrix")
	d.Text("R is responsible and does the work, A is accountable and answers for it, C is consulted, I is informed.")
	for i := range d.r.Processes {
		p := &d.r.Processes[i]
		m := p.Matrix(&d.r.Rules)
		d.Heading(3, p.Title)
		d.Table(append([]string{"stage"}, m.Roles...), model.Each(m.Rows, func(r process.MatrixRow) []string {
			return append([]string{r.Stage}, r.Letters...)
		})...)
	}
}

func (d *rulesPaper) measures() {
	d.section("Measures")
	var rows [][]string
	for _, m := range d.r.Measures {
		rows = append(rows, []string{m.Title, m.What, m.Formula, m.TargetWords(""), m.Owner, m.Frequency})
	}
	d.Table([]string{"measure", "what it is", "how it is worked out", "target", "owner", "frequency"}, rows...)
}

func (d *rulesPaper) reports() {
	if len(d.r.Reports) == 0 {
		return
	}
	d.section("Reports")
	var rows [][]string
	for _, r := range d.r.Reports {
		sections := model.Each(r.Sections, func(id string) string { return d.r.Reporting().Section(id).Title })
		to := append(model.Each(r.To, d.r.RoleTitle), r.People...)
		rows = append(rows, []string{r.Title, r.What, strings.Join(r.Units, ", "), strings.Join(sections, "; "), strings.Join(to, ", "), fmt.Sprintf("%d working days after it", r.DueDays)})
	}
	d.Table([]string{"report", "what it is", "of a", "what stands in it", "who gets it", "due"}, rows...)
}

func (d *rulesPaper) interactions() {
	if len(d.r.Interactions) == 0 {
		return
	}
	d.section("Interactions with other practices")
	var rows [][]string
	for _, i := range d.r.Interactions {
		rows = append(rows, []string{i.With, strings.Join(i.Gives, "; "), strings.Join(i.Gets, "; "), i.Clause})
	}
	d.Table([]string{"with", "it has from here", "it brings", "clause"}, rows...)
}

func (d *rulesPaper) clauses() {
	d.section("Clauses of ISO/IEC 20000-1:2018")
	var rows [][]string
	for _, s := range d.r.ClauseMatrix() {
		by := strings.Join(slices.Concat(s.Rules, s.Checks, s.Forms, s.Records, s.Reports), "; ")
		if s.Nothing() {
			by = "nothing shows it yet"
		}
		rows = append(rows, []string{s.ID, s.Text, by})
	}
	d.Table([]string{"clause", "what it asks for", "shown by"}, rows...)
}

func (d *rulesPaper) forms() {
	d.section("Annex: forms")
	for i := range d.r.Forms {
		f, _ := d.r.Form(d.r.Forms[i].Name)
		d.Heading(3, f.Title)
		d.Text(f.Help)
		var rows [][]string
		for _, fl := range f.Fields() {
			rows = append(rows, d.field("", fl))
			for _, c := range fl.Columns {
				rows = append(rows, d.field(fl.Title+": ", c))
			}
		}
		d.Table([]string{"question", "answer", "required", "help"}, rows...)
	}
}

func (d *rulesPaper) field(under string, fl form.Field) []string {
	required := ""
	if fl.Required {
		required = "yes"
	}
	wants := fl.Is().Wants
	if len(fl.Options) > 0 {
		wants += ": " + strings.Join(model.Each(fl.Options, fl.Label), "; ")
	}
	if fl.Type == form.Table {
		wants = "rows, with the questions below"
	}
	return []string{under + fl.Title, wants, required, fl.Help}
}

func (d *rulesPaper) glossary() {
	if len(d.r.Glossary) == 0 {
		return
	}
	d.section("Annex: glossary")
	var rows [][]string
	for _, t := range d.r.Glossary {
		rows = append(rows, []string{t.Term, t.Means, strings.Join(t.Also, ", ")})
	}
	d.Table([]string{"term", "meaning", "also"}, rows...)
}

func (d *rulesPaper) titles(roles []string) string {
	return strings.Join(model.Each(roles, d.r.RoleTitle), ", ")
}

func (d *rulesPaper) formTitle(name string) string {
	if f, ok := d.r.Form(name); ok {
		return f.Title
	}
	return name
}
