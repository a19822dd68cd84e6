// Package process holds the organisation's rules as data: the stages of each
// workflow with the checks at their gates, roles with their permissions, the
// duties that must stay apart, what a material edit voids, and the policy with
// its limits. Lint says whether such a set of rules makes sense.
//
// It decides nothing about a release: checks are named here and computed in
// model/gate; what a person may do is asked in model/action.
package process

import (
	"slices"
	"strings"

	"fairway/model/form"
)

// Rules are one version of all the rules.
type Rules struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	// Policy stands before the long parts, so that whoever needs only it can
	// stop reading there.
	Policy    Policy      `json:"policy"`
	Processes []Process   `json:"processes"`
	Roles     []Role      `json:"roles"`
	Duties    []Duty      `json:"duties"`
	Forms     []form.Form `json:"forms"`
	// Glossary, Interactions and Requirements explain the rest to whoever reads it.
	Glossary     []Term        `json:"glossary,omitempty"`
	Interactions []Interaction `json:"interactions,omitempty"`
	Requirements []Requirement `json:"requirements,omitempty"`
	// Measures are what is laid down about measures.
	Measures []Measure `json:"measures,omitempty"`
	// Reports are what is laid down about reports, ReportSections the words of their parts.
	Reports        []Report        `json:"reports,omitempty"`
	ReportSections []ReportSection `json:"report_sections,omitempty"`
	// Proofs say which records show each clause.
	Proofs []Proof `json:"proofs,omitempty"`
	// Source is the text of the files, word for word. Rules that were taken up
	// before it was kept have none.
	Source []File `json:"source,omitempty"`
}

// Process is one workflow.
type Process struct {
	File string `toml:"-" json:"file,omitempty"` // in which it stands
	Name string `toml:"name" json:"name"`
	// Purpose is what the program knows it by, where that is not its name: normal,
	// emergency, normal-change. See purpose.go.
	Purpose string `toml:"purpose" json:"purpose,omitempty"`
	Title   string `toml:"title" json:"title"`
	Of      string `toml:"of" json:"of"` // release or change
	Clause  string `toml:"clause" json:"clause,omitempty"`
	// Frequency is how often this is planned to happen, in words, and LeadDays how
	// many days from its registration to its deployment (8.5.3-a); 0 says nothing.
	Frequency string `toml:"frequency" json:"frequency,omitempty"`
	LeadDays  int    `toml:"lead_days" json:"lead_days,omitempty"`
	// PerMonth is how many of it are planned in a month for each service, at least and at
	// most, where the organisation says that in numbers.
	PerMonth  []int      `toml:"per_month" json:"per_month,omitempty"`
	Stages    []Stage    `toml:"stage" json:"stage"`
	Moves     []Move     `toml:"move" json:"move,omitempty"`
	Approvals []Approval `toml:"approval" json:"approval,omitempty"`
	Material  []Material `toml:"material" json:"material,omitempty"`
	// Reasons are those for which this process may be chosen at all; without
	// any, none is asked for. An emergency is declared with one of them.
	Reasons []Reason `toml:"reason" json:"reason,omitempty"`
	// Found are the ways in which a change is found that was made without
	// authorisation, of the process for those.
	Found []Reason `toml:"found" json:"found,omitempty"`
}

// Stage is one column of the board, with the gate at its exit.
type Stage struct {
	ID        string   `toml:"id" json:"id"`
	Purpose   string   `toml:"purpose" json:"purpose,omitempty"` // of a change: the state that it stands for
	Title     string   `toml:"title" json:"title"`
	Phase     string   `toml:"phase" json:"phase"`
	R         []string `toml:"responsible" json:"responsible,omitempty"`
	A         []string `toml:"accountable" json:"accountable,omitempty"`
	C         []string `toml:"consulted" json:"consulted,omitempty"`
	I         []string `toml:"informed" json:"informed,omitempty"`
	Inputs    []string `toml:"inputs" json:"inputs,omitempty"`
	Procedure []string `toml:"procedure" json:"procedure,omitempty"`
	Outputs   []string `toml:"outputs" json:"outputs,omitempty"`
	Forms     []string `toml:"forms" json:"forms,omitempty"`
	// OnExit names what happens when the stage is left forwards:
	// freeze-baseline, start-build, implement-changes, review-changes, close-changes.
	OnExit []string `toml:"on_exit" json:"on_exit,omitempty"`
	// Exits lead elsewhere than to the next stage, where their condition holds.
	Exits  []Exit  `toml:"exit" json:"exit,omitempty"`
	Checks []Check `toml:"check" json:"check,omitempty"`
	// Runs says that production runs take place here.
	Runs bool `toml:"runs" json:"runs,omitempty"`
	// Locked says that the plan can't be changed any more: the deployment has begun.
	Locked bool `toml:"locked" json:"locked,omitempty"`
	// Limit is how long a release may stay here before the board calls it
	// late in stage, in whole days; 0 means no limit.
	Limit int `toml:"limit_days" json:"limit_days,omitempty"`
	// WorkLimit is the same in working days, for deadlines that are promised
	// so: papers within two, a review within five.
	WorkLimit int `toml:"limit_work_days" json:"limit_work_days,omitempty"`
}

// Exit is a way out of a stage under a condition.
type Exit struct {
	To   string `toml:"to" json:"to"`
	When string `toml:"when" json:"when"`
}

// Check asks for one condition at a gate.
type Check struct {
	Name   string `toml:"name" json:"name"`
	Arg    string `toml:"arg" json:"arg,omitempty"`
	Clause string `toml:"clause" json:"clause"`
	Text   string `toml:"text" json:"text"`
	// Cure, Form and Task say in rules that were written before what Remedies
	// says: in a sentence, by a form or by a task. They are read for ever.
	Remedy string `toml:"cure" json:"cure,omitempty"`
	Role   string `toml:"role" json:"role,omitempty"` // who can meet it
	Form   string `toml:"form" json:"form,omitempty"`
	Task   string `toml:"task" json:"task,omitempty"`
	When   string `toml:"when" json:"when,omitempty"` // applies only then
	// Remedies are what would meet it, the best first; see Remedied.
	Remedies []Remedy `toml:"remedy" json:"remedies,omitempty"`
}

// ID is what a check is called at a gate and in a waiver of it: its name, with what it is
// asked about.
func (c Check) ID() string {
	if c.Arg == "" {
		return c.Name
	}
	return c.Name + ":" + c.Arg
}

// Move is a way back.
type Move struct {
	Kind string `toml:"kind" json:"kind"` // rework or reject
	From string `toml:"from" json:"from"`
	To   string `toml:"to" json:"to"`
}

// Approval is one kind of authorisation: who must sign, by risk band, and who
// must not.
type Approval struct {
	ID      string `toml:"id" json:"id"`
	Purpose string `toml:"purpose" json:"purpose,omitempty"` // what records of it are told by, whatever it is called; see purpose.go
	Title   string `toml:"title" json:"title"`
	// Stages in which it may be asked for.
	Stages []string `toml:"stages" json:"stages"`
	// Route lists the approvers per risk band; "*" serves any other. An approver is a
	// role, "role*N" for N who hold it, "signatories" (of the service), "cab*N" for N CAB
	// members, "cab" for as many as the policy's quorum, or "person:HANDLE".
	Route map[string][]string `toml:"route" json:"route"`
	// Also are more approvers, by what it is of.
	Also []Also `toml:"also" json:"also,omitempty"`
	// InOrder has them asked one after the other, as the route lists them, and not at
	// once.
	InOrder bool `toml:"in_order" json:"in_order,omitempty"`
	// Forms whose current versions the approval covers.
	Forms []string `toml:"forms" json:"forms,omitempty"`
	// Downgrade names the process on which whoever decides may put the release
	// instead: an emergency that is none becomes a normal release.
	Downgrade string `toml:"downgrade" json:"downgrade,omitempty"`
	// Verbal says that a spoken decision is taken down with its time and
	// channel, and countersigned within the policy's hours.
	Verbal bool `toml:"verbal" json:"verbal,omitempty"`
	// RemindHours, EscalateHours and ExpireDays are after how much working time those
	// who are asked are reminded, the role EscalateTo may decide as well, and the request
	// ends; 0 is what the policy says, -1 is never. AnyHour counts the hours of the night
	// and of days off, too.
	RemindHours   int    `toml:"remind_hours" json:"remind_hours,omitempty"`
	EscalateHours int    `toml:"escalate_hours" json:"escalate_hours,omitempty"`
	EscalateTo    string `toml:"escalate_to" json:"escalate_to,omitempty"`
	ExpireDays    int    `toml:"expire_days" json:"expire_days,omitempty"`
	AnyHour       bool   `toml:"at_any_hour" json:"at_any_hour,omitempty"`
}

// Material says which approvals a change of one thing voids. An entry with In
// holds while the release is in these stages, and comes before the general one:
// what a stage is there to produce is not an edit of what was approved before.
type Material struct {
	What  string   `toml:"what" json:"what"`
	In    []string `toml:"in" json:"in,omitempty"`
	Voids []string `toml:"voids" json:"voids"`
}

// Role is what a person can be, with what it may do.
type Role struct {
	ID          string   `toml:"id" json:"id"`
	Purpose     string   `toml:"purpose" json:"purpose,omitempty"` // release-coordinator, administrator …; see purpose.go
	Title       string   `toml:"title" json:"title"`
	Does        string   `toml:"does" json:"does,omitempty"`
	Permissions []string `toml:"permissions" json:"permissions"`
}

// Label is the role's title, and what it does.
func (r Role) Label() string {
	if r.Does == "" {
		return r.Title
	}
	return r.Title + ": " + r.Does
}

// Duty keeps two tasks apart: whoever stands in one of the Not relations to what
// is decided on can't do the act.
type Duty struct {
	Act    string   `toml:"act" json:"act"` // decide, decide:PURPOSE, accept-conflict … (decision.Acts)
	Not    []string `toml:"not" json:"not"` // requester, coordinator, builder, deployer, author …
	Text   string   `toml:"text" json:"text"`
	Clause string   `toml:"clause" json:"clause,omitempty"`
}

// Process finds a workflow by its name, or by what it is for.
func (b *Rules) Process(name string) (*Process, bool) {
	if i := called(b.Processes, name, func(p *Process) (string, string) { return p.Name, p.Purpose }); i >= 0 {
		return &b.Processes[i], true
	}
	return nil, false
}

// Form finds a form by its name, or by what it is for. Risk factors are called
// there what the policy calls them, and the roles are those of the rules.
func (b *Rules) Form(name string) (*form.Form, bool) {
	if i := b.form(name); i >= 0 {
		f := b.Forms[i].Labelled("risk.factors", b.Policy.FactorTitle)
		var ids, titles []string
		for _, r := range b.Roles {
			ids, titles = append(ids, r.ID), append(titles, r.Title)
		}
		var measures, called []string
		for _, m := range b.Measures {
			measures, called = append(measures, m.ID), append(called, m.Title)
		}
		return f.With(form.Role, ids, titles).With(form.Measure, measures, called).With(form.Holder, ids, titles), true
	}
	return nil, false
}

// FormName is what these rules call the form that something is for; the same word
// where they have none.
func (b *Rules) FormName(purpose string) string {
	if i := b.form(purpose); i >= 0 {
		return b.Forms[i].Name
	}
	return purpose
}

// form is where a form stands that is called, or is for, something; -1 where there is none.
func (b *Rules) form(name string) int {
	return called(b.Forms, name, func(f *form.Form) (string, string) { return f.Name, f.Purpose })
}

// FormWords are what people call the form that something is for, in a sentence: its
// title, where these rules call it something of their own.
func (b *Rules) FormWords(purpose string) string {
	if f, ok := b.Form(purpose); ok && f.Name != purpose {
		return f.Title
	}
	return strings.ReplaceAll(purpose, "-", " ")
}

// Role finds a role by its id, or by what it is for.
func (b *Rules) Role(id string) (*Role, bool) {
	if i := called(b.Roles, id, func(r *Role) (string, string) { return r.ID, r.Purpose }); i >= 0 {
		return &b.Roles[i], true
	}
	return nil, false
}

// Allows reports whether the role has the permission. "*" allows everything,
// and "release.*" everything that begins so.
func (r *Role) Allows(permission string) bool {
	return slices.ContainsFunc(r.Permissions, func(p string) bool {
		if n := len(p) - 1; n >= 0 && p[n] == '*' {
			return len(permission) >= n && permission[:n] == p[:n]
		}
		return p == permission
	})
}

// RolesWith lists the titles of the roles that have a permission.
func (b *Rules) RolesWith(permission string) []string {
	var out []string
	for i := range b.Roles {
		if b.Allows(&b.Roles[i], permission) {
			out = append(out, b.Roles[i].Title)
		}
	}
	return out
}

// RoleTitle is what people call a role.
func (b *Rules) RoleTitle(id string) string {
	if r, ok := b.Role(id); ok {
		return r.Title
	}
	return id
}

// Stage finds a stage by its id, or by what it is for, and its position.
func (p *Process) Stage(id string) (*Stage, int) {
	i := called(p.Stages, id, func(s *Stage) (string, string) { return s.ID, s.Purpose })
	if i < 0 {
		return nil, -1
	}
	return &p.Stages[i], i
}

// StageCalled finds a stage by what somebody types: its id, what it is for, or its title in
// capitals or not.
func (p *Process) StageCalled(text string) (*Stage, int) {
	if s, i := p.Stage(text); i >= 0 {
		return s, i
	}
	for i := range p.Stages {
		if s := &p.Stages[i]; strings.EqualFold(s.Title, strings.TrimSpace(text)) || strings.EqualFold(s.ID, strings.TrimSpace(text)) {
			return s, i
		}
	}
	return nil, -1
}

// Approval finds an approval by its id, or by what it is for.
func (p *Process) Approval(id string) (*Approval, bool) {
	if i := called(p.Approvals, id, func(a *Approval) (string, string) { return a.ID, a.Purpose }); i >= 0 {
		return &p.Approvals[i], true
	}
	return nil, false
}

// Reason finds one of the reasons for which the process may be chosen.
func (p *Process) Reason(id string) (Reason, bool) { return reason(p.Reasons, id) }

// Finding is a way in which a change is found, of the process of those that were made
// without authorisation.
func (p *Process) Finding(id string) (Reason, bool) { return reason(p.Found, id) }

func reason(list []Reason, id string) (Reason, bool) {
	for _, r := range list {
		if r.ID == id {
			return r, true
		}
	}
	return Reason{}, false
}

// Voids lists what the approvals are for that a change of the named thing voids
// while the release is in a stage. Who rolls back goes with the plan for it, and what is
// given for the first time with other changes of it, where the process says no more.
func (p *Process) Voids(what, stage string) []string {
	if !p.Lists(what) {
		if what == "rollback-owner" {
			return p.Voids("rollback-plan", stage)
		}
		for _, first := range Firsts {
			if what == first.Name {
				return p.Voids(first.Of, stage)
			}
		}
	}
	var general []string
	for _, m := range p.Material {
		switch {
		case m.What == what && slices.Contains(m.In, stage):
			return p.mean(m.Voids)
		case m.What == what && len(m.In) == 0:
			general = p.mean(m.Voids)
		}
	}
	return general
}

// Lists reports whether the process says itself what a change of something voids.
func (p *Process) Lists(what string) bool {
	return slices.ContainsFunc(p.Material, func(m Material) bool { return m.What == what })
}

// Back lists where a release can be sent back to from a stage.
func (p *Process) Back(from string) []Move {
	var out []Move
	for _, m := range p.Moves {
		if m.From == from {
			out = append(out, m)
		}
	}
	return out
}

// graveOnes is how many of the severities, from the gravest on, are grave: an
// emergency is declared over one, and early life doesn't end with one open.
const graveOnes = 2

// KeyMajor is what the policy's tables by type call every major release.
const KeyMajor = "major"
