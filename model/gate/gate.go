// Package gate computes the checks that stand at the exits of stages: for each
// one whether it is met, open, not applicable or undecidable, with the
// evidence and what would mend it.
//
// A check is a pure predicate with a name; which stage asks for which, with
// what text and clause, is data (model/process). A new check goes into the
// file of the stage that needs it, and into the list in registry.go.
package gate

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// Answer is what a check says.
type Answer string

// The answers. Undecidable is said, and treated as open. Waived is one that is not
// met, and that somebody who may let the release through without.
const (
	Met           Answer = "met"
	Open          Answer = "open"
	NotApplicable Answer = "not-applicable"
	Undecidable   Answer = "undecidable"
	Waived        Answer = "waived"
)

// Finding is one check's answer at one gate.
type Finding struct {
	Check string `json:"check"`
	// Of is the release or the RFC whose gate it is.
	Of       model.ID `json:"-"`
	Stage    string   `json:"stage"`
	Clause   string   `json:"clause"`
	Text     string   `json:"text"`
	Answer   Answer   `json:"answer"`
	Evidence string   `json:"evidence"`
	Role     string   `json:"role,omitempty"`
	// Waiver is what lets it through, where it is waived.
	Waiver model.ID `json:"waiver,omitempty"`
	// Form is the document that answers it, met or not, if one does.
	Form string `json:"form,omitempty"`
	// Remedies are what would meet it where it is not met, the best first.
	Remedies []model.Remedy `json:"remedies,omitempty"`
}

// Blocks reports whether the finding blocks the gate.
func (f Finding) Blocks() bool { return f.Answer == Open || f.Answer == Undecidable }

// Gate is the exit of a stage, with all its findings.
type Gate struct {
	Release  model.ID  `json:"release"` // or the RFC
	Title    string    `json:"title"`
	Stage    string    `json:"stage"`
	Next     string    `json:"next,omitempty"`
	Findings []Finding `json:"findings"`
}

// State says how the gate stands, in one word.
func (g Gate) State() string {
	switch {
	case g.Over():
		return "over"
	case g.Ready():
		return "ready"
	}
	return "blocked"
}

// Over reports whether there is nothing to go through any more: what it is of is in no
// stage of its process, or in the last one, of which nothing is asked.
func (g Gate) Over() bool { return g.Next == "" && len(g.Findings) == 0 }

// Ready reports whether nothing blocks the gate.
func (g Gate) Ready() bool {
	if g.Over() {
		return false
	}
	for _, f := range g.Findings {
		if f.Blocks() {
			return false
		}
	}
	return true
}

// Count is how many checks are met, and how many apply. Those that are waived are not
// met, and nothing is to be done about them: they are in neither (see Waived).
func (g Gate) Count() (met, all int) {
	for _, f := range g.Findings {
		switch f.Answer {
		case Met:
			met++
			all++
		case Open, Undecidable:
			all++
		}
	}
	return met, all
}

// Waived is how many are waived.
func (g Gate) Waived() int {
	n := 0
	for _, f := range g.Findings {
		if f.Answer == Waived {
			n++
		}
	}
	return n
}

// WaivedWords says how many are waived, as it follows how many are met; "" for none.
func (g Gate) WaivedWords() string {
	if n := g.Waived(); n > 0 {
		return fmt.Sprintf(", %d waived", n)
	}
	return ""
}

// Undecided reports whether a check could not be decided at all.
func (g Gate) Undecided() bool {
	for _, f := range g.Findings {
		if f.Answer == Undecidable {
			return true
		}
	}
	return false
}

// Needs are the facts that the gate of a release has to be shown.
func Needs(release model.ID) model.Needs {
	return model.Needs{Releases: []model.ID{release}, Calendar: true}
}

// facts is what one check sees.
type facts struct {
	*model.Case
	r       *model.Release // nil of the gate of an RFC
	ch      *model.Change  // nil of that of a release
	stage   string         // in which it is
	rules   *model.Rules
	process *process.Process
	use     process.Check
}

// answer is what one check returns.
type answer struct {
	Answer
	evidence string
	remedies []model.Remedy // what would meet it as things stand, in place of what the rules name
	at       place          // where in the form of the rules
}

// place is a question of a form, and the row of its table, from 1.
type place struct {
	field string
	row   int
}

// by names what would meet it as things stand: what the rules name is then not
// what is missing.
func (a answer) by(remedies ...model.Remedy) answer {
	a.remedies = remedies
	return a
}

// in names the question of the form that is not answered as it should be.
func (a answer) in(field string, row int) answer {
	a.at = place{field, row}
	return a
}

func met(format string, args ...any) answer {
	return answer{Answer: Met, evidence: fmt.Sprintf(format, args...)}
}
func open(format string, args ...any) answer {
	return answer{Answer: Open, evidence: fmt.Sprintf(format, args...)}
}
func skip(format string, args ...any) answer {
	return answer{Answer: NotApplicable, evidence: fmt.Sprintf(format, args...)}
}
func cannot(format string, args ...any) answer {
	return answer{Answer: Undecidable, evidence: fmt.Sprintf(format, args...)}
}

// At evaluates the gate at the exit of a stage; an empty stage means the one
// the release is in. It fails when the release's process or the stage doesn't
// exist.
func At(c *model.Case, r *model.Release, stage string) (Gate, error) {
	rules := c.Under(r)
	p, ok := rules.Process(r.Type)
	if !ok || p.Of != string(model.KindRelease) {
		return Gate{}, &model.NotFound{What: fmt.Sprintf("release process %q", r.Type)}
	}
	if stage == "" {
		stage = r.Stage
	}
	s, n := p.StageCalled(stage)
	if n < 0 {
		ids := model.Each(p.Stages, func(s process.Stage) string { return s.ID })
		return Gate{}, &model.NotFound{What: fmt.Sprintf("stage %q (the %s process has %s)", stage, p.Name, strings.Join(ids, ", "))}
	}
	g := Gate{Release: r.ID, Title: r.Title(), Stage: s.ID, Next: Next(c, r, s.ID)}
	for _, use := range s.Checks {
		g.Findings = append(g.Findings, evaluate(facts{Case: c, r: r, stage: r.Stage, rules: rules, process: p, use: use}, s.ID))
	}
	for _, use := range standing(p, s) {
		if f := evaluate(facts{Case: c, r: r, stage: r.Stage, rules: rules, process: p, use: use}, s.ID); f.Blocks() {
			g.Findings = append(g.Findings, f)
		}
	}
	return g, nil
}

// Next is the stage that follows, with conditional exits looked at; "" after
// the last.
func Next(c *model.Case, r *model.Release, stage string) string {
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return ""
	}
	s, n := p.Stage(stage)
	if n < 0 {
		return ""
	}
	f := facts{Case: c, r: r, stage: r.Stage, rules: c.Under(r), process: p}
	for _, e := range s.Exits {
		if ok, _ := process.Holds(e.When, f.is); ok {
			return e.To
		}
	}
	if n+1 < len(p.Stages) {
		return p.Stages[n+1].ID
	}
	return ""
}

func evaluate(f facts, stage string) Finding {
	out := Finding{Check: f.use.ID(), Of: f.of(), Stage: stage, Clause: f.use.Clause, Text: f.use.Text, Role: f.rules.RoleID(f.use.Role), Remedies: f.ruled()}
	if len(out.Remedies) > 0 {
		out.Form = out.Remedies[0].Form
	}
	if applies, because := process.Holds(f.use.When, f.is); !applies {
		out.Answer, out.Evidence, out.Remedies = NotApplicable, because, nil
		return out
	}
	check, ok := registry[f.use.Name]
	if !ok {
		out.Answer = Undecidable
		out.Evidence = "this program knows no such check; a newer one may"
		return out
	}
	if _, of := OfChanges[f.use.Name]; f.r == nil && !of {
		out.Answer, out.Evidence = Undecidable, "it asks for something of a release, and this is a change"
		return out
	}
	a := check(f)
	out.Answer, out.Evidence = a.Answer, a.evidence
	switch {
	case !out.Blocks():
		out.Remedies = nil
	case a.remedies != nil:
		out.Form, out.Remedies = a.remedies[0].Form, a.remedies
	case a.at.field != "" && out.Form != "":
		out.Remedies[0].Field, out.Remedies[0].Row = a.at.field, a.at.row
	}
	if out.Blocks() {
		f.waive(&out)
	}
	for i := range out.Remedies {
		out.Remedies[i].Remedy = f.rules.Own(out.Remedies[i].Remedy)
	}
	out.Form = f.rules.FormName(out.Form)
	return out
}

// task is a task about the release that would meet the check.
func (f facts) task(name string, answers ...process.Answer) model.Remedy {
	return model.ByTask(name, f.of(), answers...)
}

// Is answers a condition word of process.Conditions for a release.
func Is(c *model.Case, r *model.Release, word string) bool {
	return facts{Case: c, r: r, stage: r.Stage, rules: c.Under(r)}.is(word)
}

// is answers the condition words of process.Conditions.
func (f facts) is(word string) bool {
	if f.r == nil {
		return word == "items" && len(f.ch.Items) > 0
	}
	switch word {
	case "software", "hardware", "service-hours", "support":
		return f.r.Brings(word)
	case "major":
		return f.r.Major
	case "items":
		return len(f.r.Items) > 0
	case "rfcs":
		return len(f.r.Changes) > 0
	case "deployed":
		run := f.LastRun(f.r.ID)
		return run != nil && run.Result == model.RunDeployed
	case "rolled-back":
		run := f.LastRun(f.r.ID)
		return run != nil && (run.Result == model.RunRolledBack || run.Rollback != nil)
	case "unsuccessful":
		run := f.LastRun(f.r.ID)
		return run != nil && !run.Open() && (run.Result != model.RunDeployed || f.r.Outcome == "failed")
	case "slipped":
		return f.Slipped(f.r)
	case "failing":
		return len(f.failing()) > 0
	case "procuring":
		return len(f.procurements()) > 0 || f.r.Brings("hardware")
	}
	return false
}
