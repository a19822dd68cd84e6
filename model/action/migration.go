package action

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// Migration is what becomes of a release under other rules: what its gates to
// come ask for and no longer ask for, and which decisions on it count no more.
type Migration struct {
	Release model.ID `json:"release"`
	Title   string   `json:"title"`
	From    model.ID `json:"from"` // the rules that it follows
	To      model.ID `json:"to"`
	Stage   string   `json:"stage"`
	Into    string   `json:"into"` // the stage in which it would be; "" where that has to be said
	// Gains and Loses are the checks of gates to come, by what they ask.
	Gains []AtGate `json:"gains,omitempty"`
	Loses []AtGate `json:"loses,omitempty"`
	// Approvals are those that are asked for anew, no longer, or of others.
	Approvals []string `json:"approvals,omitempty"`
	// StagesGained and StagesLost are stages to come, by title.
	StagesGained []string `json:"stages_gained,omitempty"`
	StagesLost   []string `json:"stages_lost,omitempty"`
	// FormsGained and FormsLost are those of stages to come.
	FormsGained []string `json:"forms_gained,omitempty"`
	FormsLost   []string `json:"forms_lost,omitempty"`
	// Voids are the approvals that are ended by it, and Lapses what else counts no
	// more that was decided: approved documents, accepted conflicts, exceptions.
	Voids  []model.ID `json:"voids,omitempty"`
	Lapses []string   `json:"lapses,omitempty"`
	// Stages are those of the other rules, by id, where Into has to be said.
	Stages []string `json:"stages,omitempty"`

	after *model.Release // as it would be
}

// AtGate is a check at the exit of a stage.
type AtGate struct {
	Stage string `json:"stage"` // its title
	Check string `json:"check"`
	Text  string `json:"text"`

	stage, means string // its id, and what it is for
	asks         string // the check, with what its argument is for
}

// Migrating works out what would become of a release under the rules in force, in
// the stage that stages has for its own, else in that of the same id. It refuses
// what can't be migrated at all.
func Migrating(c *model.Case, id model.ID, stages map[string]string) (Migration, error) {
	doing := "migrate " + string(id)
	r, old, err := loadOpen(c, id, 0, doing)
	if err != nil {
		return Migration{}, err
	}
	m := Migration{Release: id, Title: r.Title(), From: cmp.Or(r.Rules, c.Rules.ID), To: c.Rules.ID, Stage: r.Stage}
	refusal := &model.Refusal{Doing: doing}
	if m.From == m.To {
		return m, model.Refuse(doing, fmt.Sprintf("it follows the rules in force already, %s", m.To))
	}
	p, ok := follows(c.Rules, r)
	if !ok {
		return m, model.Refuse(doing, fmt.Sprintf("%s has no process %q for it: it ends under %s", m.To, r.Type, m.From))
	}
	if underway(r, old, refusal); len(refusal.Reasons) > 0 {
		return m, model.Refuse(doing, fmt.Sprintf("its deployment has started: it ends under %s", m.From))
	}
	m.Into = cmp.Or(stages[r.Stage], r.Stage)
	into, at := p.Stage(m.Into)
	if was, _ := old.Stage(r.Stage); at < 0 && was != nil && stages[r.Stage] == "" {
		into, at = p.Stage(was.Means())
	}
	if at >= 0 {
		m.Into = into.ID
	}
	far := farthest(old, p, r.Stage)
	refuse := func(text string, most int) error {
		m.Into, m.Stages = "", model.Each(p.Stages[:most+1], func(s process.Stage) string { return s.ID })
		return model.Refuse(doing, text, model.AnswerTo("say in which stage it is then, one of "+strings.Join(m.Stages, ", "), "stage"))
	}
	switch {
	case at < 0:
		return m, refuse(fmt.Sprintf("%s has no stage %s", m.To, m.Into), far)
	case at > far:
		return m, refuse(fmt.Sprintf("it can't come into %s without passing the gates before it", into.Title), far)
	}
	m.after = r.Clone()
	m.after.Rules, m.after.Stage = m.To, m.Into
	m.after.Type, m.after.TypePurpose = p.Name, p.Purpose
	m.gates(c, r, old, p)
	m.decisions(c, r)
	if a, back := m.unasked(c, p, at); a != nil {
		return m, refuse(fmt.Sprintf("%s (%s) ends with it, and no gate from %s on asks for it again", a.ID, a.Title, into.Title), back)
	}
	return m, nil
}

// follows is the process that a set of rules has for a release: of its name, or for
// what its own is for.
func follows(b *model.Rules, r *model.Release) (*process.Process, bool) {
	for _, name := range []string{r.Type, r.Means()} {
		if p, ok := b.Process(name); ok && p.Of == string(model.KindRelease) {
			return p, true
		}
	}
	return nil, false
}

// farthest is the last stage of other rules into which a release may come: its
// own, else the one behind the last that it passed or was in and they have, too.
// No gate is got around.
func farthest(old, p *process.Process, stage string) int {
	far, open := 0, 0
	_, at := old.Stage(stage)
	for i := range old.Stages[:at+1] {
		if n := same(old.Stages[i], p); n >= 0 {
			far = max(far, n)
			if open = 0; i < at {
				open = 1
			}
		}
	}
	far += open
	for far > 0 && (far >= len(p.Stages)-1 || p.Stages[far].Locked) {
		far--
	}
	return far
}

// same is where another process has a stage of the same id or for the same; -1 where
// it has none.
func same(s process.Stage, in *process.Process) int {
	if _, n := in.Stage(s.ID); n >= 0 {
		return n
	}
	_, n := in.Stage(s.Means())
	return n
}

// unasked is an approval that was given and ends with the migration, where only
// gates behind the release ask for it, with the last stage from which it is asked.
func (m *Migration) unasked(c *model.Case, p *process.Process, at int) (*model.Approval, int) {
	for _, id := range m.Voids {
		a := model.Get[*model.Approval](c, id)
		last := -1
		for i, s := range p.Stages {
			if slices.ContainsFunc(s.Checks, func(k process.Check) bool {
				return p.ApprovalMeans(k.Arg) == a.Purpose && (k.Name == "authorised" || k.Name == "authorisation-valid")
			}) {
				last = i
			}
		}
		if a.State() == model.ApprovalApproved && last >= 0 && last < at {
			return a, last
		}
	}
	return nil, 0
}

// gates compares what lies before the release under both rules. Stages that are only
// called otherwise neither come nor go.
func (m *Migration) gates(c *model.Case, r *model.Release, old, p *process.Process) {
	before, then := ahead(c.Under(r), old, r.Stage), ahead(c.Rules, p, m.Into)
	m.Loses, m.Gains = beside(before, then), beside(then, before)
	of := decision.TraitsOf(c, model.Subject{Release: r})
	route := func(a *process.Approval) []string {
		list, _ := a.Asked(of)
		return list
	}
	for i := range p.Approvals {
		a := &p.Approvals[i]
		was, had := old.Approval(a.Means())
		switch {
		case !toCome(p, m.Into, a.Stages):
		case !had:
			m.Approvals = append(m.Approvals, fmt.Sprintf("%s is needed as well, of %s", a.Title, strings.Join(route(a), ", ")))
		case !slices.Equal(route(a), route(was)):
			m.Approvals = append(m.Approvals, fmt.Sprintf("%s is needed of %s instead of %s", a.Title, strings.Join(route(a), ", "), strings.Join(route(was), ", ")))
		}
	}
	for _, a := range old.Approvals {
		if _, kept := p.Approval(a.Means()); !kept && toCome(old, r.Stage, a.Stages) {
			m.Approvals = append(m.Approvals, a.Title+" is no longer needed")
		}
	}
	m.FormsLost, m.FormsGained = formsApart(c.Under(r), formsAhead(old, r.Stage), c.Rules, formsAhead(p, m.Into))
	m.StagesLost, m.StagesGained = stagesBeside(old, r.Stage, p, m.Into), stagesBeside(p, m.Into, old, r.Stage)
}

// formsApart are the forms of two lists that are in one of them alone, by name or by
// what they are for under the rules of each.
func formsApart(was *model.Rules, old []string, is *model.Rules, now []string) (gone, new []string) {
	means := func(b *model.Rules, list []string) []string {
		return model.Each(list, func(name string) string {
			if f, ok := b.Form(name); ok {
				return f.Means()
			}
			return name
		})
	}
	before, then := means(was, old), means(is, now)
	for i, name := range old {
		if !slices.Contains(now, name) && !slices.Contains(then, before[i]) {
			gone = append(gone, name)
		}
	}
	for i, name := range now {
		if !slices.Contains(old, name) && !slices.Contains(before, then[i]) {
			new = append(new, name)
		}
	}
	return gone, new
}

// stagesBeside are the titles of the stages behind the one of a release that another
// process doesn't have behind its one.
func stagesBeside(p *process.Process, stage string, other *process.Process, there string) []string {
	var out []string
	_, at := p.Stage(stage)
	_, from := other.Stage(there)
	for _, s := range p.Stages[at+1:] {
		if !slices.ContainsFunc(other.Stages[from+1:], func(o process.Stage) bool { return s.ID == o.ID || s.Means() == o.Means() }) {
			out = append(out, s.Title)
		}
	}
	return out
}

// toCome reports whether one of the stages is that of the release, or lies before it.
func toCome(p *process.Process, stage string, stages []string) bool {
	_, from := p.Stage(stage)
	return slices.ContainsFunc(stages, func(s string) bool {
		_, at := p.Stage(s)
		return at >= from
	})
}

// ahead are the checks of the gates before a release in a stage.
func ahead(b *model.Rules, p *process.Process, stage string) []AtGate {
	var out []AtGate
	_, from := p.Stage(stage)
	for _, s := range p.Stages[max(from, 0):] {
		for _, c := range s.Checks {
			name := c.Name
			if c.Arg != "" {
				name += ":" + c.Arg
			}
			out = append(out, AtGate{s.Title, name, c.Text, s.ID, s.Means(), c.Name + ":" + b.FormMeans(p.ApprovalMeans(c.Arg))})
		}
	}
	return out
}

// beside are the checks of one list that the other doesn't have at such a gate.
func beside(list, other []AtGate) []AtGate {
	var out []AtGate
	for _, a := range list {
		if !slices.ContainsFunc(other, func(b AtGate) bool { return (a.stage == b.stage || a.means == b.means) && a.asks == b.asks }) {
			out = append(out, a)
		}
	}
	return out
}

func formsAhead(p *process.Process, stage string) []string {
	var out []string
	_, from := p.Stage(stage)
	for _, s := range p.Stages[max(from, 0):] {
		for _, f := range s.Forms {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	slices.Sort(out)
	return out
}

// decisions finds what was decided on the release and counts no more then: each
// was taken under the rules that it followed.
func (m *Migration) decisions(c *model.Case, r *model.Release) {
	for _, a := range model.All[*model.Approval](c) {
		if a.Of == r.ID && a.Live() {
			m.Voids = append(m.Voids, a.ID)
		}
	}
	then := c.With(m.after)
	counts := func(c *model.Case, q decision.Request) bool { at, _ := decision.Holds(c, q); return at >= 0 }
	for _, d := range model.All[*model.Document](c) {
		if d.Of == r.ID && counts(c, decision.Document(c, d)) && !counts(then, decision.Document(then, d)) {
			m.Lapses = append(m.Lapses, fmt.Sprintf("%s (%s) has to be approved again", d.ID, d.Title))
		}
	}
	for _, w := range model.All[*model.Window](c) {
		if decision.Excepted(c, r, w) && !decision.Excepted(then, m.after, w) {
			m.Lapses = append(m.Lapses, fmt.Sprintf("the exception from %s (%s) has to be granted again", w.ID, w.Title))
		}
	}
	for _, found := range gate.Conflicts(c, r) {
		if counts(c, decision.Conflict(c, r, found.Conflict)) && !counts(then, decision.Conflict(then, m.after, found.Conflict)) {
			m.Lapses = append(m.Lapses, "it has to be accepted again that "+found.Text)
		}
	}
}

// Words says in sentences what a migration brings and takes.
func (m Migration) Words() []string {
	var out []string
	say := func(format string, list []string) {
		if len(list) > 0 {
			out = append(out, fmt.Sprintf(format, strings.Join(list, "; ")))
		}
	}
	gates := func(list []AtGate) []string {
		return model.Each(list, func(a AtGate) string { return fmt.Sprintf("%s (at the gate of %s)", a.Text, a.Stage) })
	}
	say("Stages that come: %s.", m.StagesGained)
	say("Stages that go: %s.", m.StagesLost)
	say("It is asked as well: %s.", gates(m.Gains))
	say("It is no longer asked: %s.", gates(m.Loses))
	say("Of approvals: %s.", m.Approvals)
	say("Forms that come: %s.", m.FormsGained)
	say("Forms that go: %s.", m.FormsLost)
	say("Approvals that end: %s.", model.Each(m.Voids, func(id model.ID) string { return string(id) }))
	say("What was decided and counts no more: %s.", m.Lapses)
	if out == nil {
		out = []string{"Nothing that is before it changes."}
	}
	return out
}

// MigrateRelease moves an open release to the rules in force. Until then it keeps
// those it was registered under, to its end.
type MigrateRelease struct {
	Release model.ID `json:"release"`
	// To are the rules that whoever does it has in mind; "" for those in force.
	To model.ID `json:"to,omitempty"`
	// Stages names the stage of those for one of its own that is gone.
	Stages map[string]string `json:"stages,omitempty"`
	Seen   int64             `json:"seen,omitempty"`
	Void   bool              `json:"void,omitempty"` // confirmed that approvals go
}

// Needs are the release's facts with the calendar around it: conflicts that were
// accepted have to be accepted again.
func (a MigrateRelease) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.IDs = append(n.IDs, a.To)
	n.Seen = looked(a.Release, a.Seen)
	return n
}

// Do moves it. Approvals are of the rules under which they were asked for: they
// end, and are asked for again.
func (a MigrateRelease) Do(c *model.Case) (Outcome, error) {
	doing := "migrate " + string(a.Release)
	r, err := known[*model.Release](c, a.Release)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, r, a.Seen, "stage", "book"); err != nil {
		return Outcome{}, err
	}
	if a.To != "" && a.To != c.Rules.ID {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s is not in force: the rules changed meanwhile to %s", a.To, c.Rules.ID), model.Say("look at what that brings, and migrate to it"))
	}
	m, err := Migrating(c, a.Release, a.Stages)
	if err != nil {
		return Outcome{}, err
	}
	signed := &model.Refusal{Doing: doing}
	for _, id := range m.Voids {
		ap := model.Get[*model.Approval](c, id)
		var names []string
		for _, d := range ap.Decisions {
			if d.Approves() {
				names = append(names, decision.Signed(c, d.By, d.At, d.Basis))
			}
		}
		if len(names) > 0 {
			signed.Voids = append(signed.Voids, id)
			signed.Add(fmt.Sprintf("it voids %s (%s), which %s approved", id, ap.Title, strings.Join(names, ", ")), goOn("void"))
		}
	}
	if err := signed.Or(); err != nil && !a.Void {
		return Outcome{}, err
	}
	n := m.after
	out := wrote(r.ID, fmt.Sprintf("moved %s from %s to the rules %s", r.ID, m.From, m.To), n)
	if n.Stage != r.Stage {
		n.Since = c.Now
		n.Passed = append(n.Passed, model.Passage{From: r.Stage, To: n.Stage, At: c.Now, By: c.Who.ID(), Kind: "migrate", Reason: "moved to the rules " + string(m.To)})
		p, _ := follows(c.Rules, r) // it was found
		stage, _ := p.Stage(n.Stage)
		out.Note += ", into " + stage.Title
	}
	void(c, n, nil, fmt.Sprintf("the release was moved to the rules %s", m.To), &out)
	if len(m.Lapses) > 0 {
		out.Warning = &model.Reason{Text: strings.Join(m.Lapses, "; ")}
	}
	return out, nil
}
