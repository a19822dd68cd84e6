package release

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Bindings are the page's keys. esc belongs to the page only while there is
// something of its own to get out of.
func (p *Page) Bindings() []screen.Binding {
	if p.inside || p.past() {
		return append([]screen.Binding{p.leave}, p.bindings...)
	}
	return p.bindings
}

// leaving is esc where it doesn't leave the page.
func (p *Page) leaving() screen.Binding {
	return screen.Binding{Keys: []string{"esc"}, Name: "back", Group: screen.GroupMove,
		Help: "Back to the present, then to the list of sections, then out of the page.",
		Do: func() tea.Cmd {
			if p.past() {
				return p.present()
			}
			p.inside = false
			return nil
		}}
}

func (p *Page) keys() []screen.Binding {
	return slices.Concat(p.running(), p.doing(), p.moving())
}

// doing are the keys that do something with the release.
func (p *Page) doing() []screen.Binding {
	group := screen.GroupRelease
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupMove, Foot: true, Help: "Into the section; there, what the chosen line stands for: a form, a record, a step to do.",
			Why: p.whyEnter, Do: p.enter},
		{Keys: []string{"d"}, Name: "decide", Group: group, Foot: true, Writes: true, Help: "Decide the approval that waits for you.", Why: p.whyDecide, Do: p.decide},
		{Keys: []string{"n"}, Name: "new", Group: group, Foot: true, Writes: true, Help: "Begin what belongs to the section: a change in scope, an approval, a run, an incident, a notice …", Why: p.whyNew, Do: p.begins},
		{Keys: []string{"e"}, Name: "edit", Group: group, Foot: true, Writes: true, Help: "Open the form of the section, or of the chosen document.", Why: p.whyEdit, Do: p.edit},
		{Keys: []string{">"}, Name: "move on", Group: group, Foot: true, Writes: true, Help: "Move it to its next stage. If the gate is blocked, what it asks for is shown.", Why: p.closed,
			Do: func() tea.Cmd { return p.env.Host.Advance(p.id) }},
		{Keys: []string{"<"}, Name: "send back", Group: group, Writes: true, Help: "Send it back to an earlier stage, with a reason.", Why: p.closed,
			Do: func() tea.Cmd { return p.env.Host.SendBack(p.id) }},
		{Keys: []string{"g"}, Name: "gate", Group: group, Foot: true, Help: "Show all that the gate before it asks for.", Why: p.empty, Do: p.showGate},
		{Keys: []string{"a"}, Name: "all actions", Group: group, Foot: true, Help: "List everything that can be done with it and with the chosen record, and why something can't now.", Why: p.locked, Do: p.menu},
		{Keys: []string{"y"}, Name: "copy id", Group: group, Help: "Put the id of the chosen record, or of the release, on the clipboard.",
			Do: func() tea.Cmd {
				if t, ok := p.chosen(); ok && t.id != "" {
					return p.env.Host.Copy(string(t.id))
				}
				return p.env.Host.Copy(string(p.id))
			}},
	}
}

// moving are the keys that only look.
func (p *Page) moving() []screen.Binding {
	move := screen.GroupMove
	page := func(n int) tea.Cmd {
		if p.empty() == "" {
			p.places[p.section].Page(p.sheet().Sheet, n, p.rows())
		}
		return nil
	}
	moves := kit.Moves(p.move, page, kit.ScreenPages, [6]string{"To the next section; within one, to the next line or further down.", "To the section before; within one, to the line before or further up.",
		"Scroll the section down a page.", "Scroll the section up a page.", "To the first section, or the beginning of the section.", "To the last section, or the end of the section."})
	return []screen.Binding{
		{Keys: []string{"."}, Name: "next not passed", Group: move, Help: "In Clauses: to the next clause that does not pass, those that fail and those that are open.", Why: p.whyNextClause, Do: p.nextClause},
		{Keys: []string{"[", "shift+left"}, Name: "before", Group: screen.GroupView, Help: "In Run show the run before, for the keys to act on; elsewhere one entry of the log back in time.", Why: p.whyBefore, Do: p.stepBack},
		{Keys: []string{"]", "shift+right"}, Name: "after", Group: screen.GroupView, Help: "In Run show the next run, for the keys to act on; elsewhere one entry of the log forward in time.", Why: p.whyAfter, Do: p.stepOn},
		{Keys: []string{"t"}, Name: "present", Group: screen.GroupView, Help: "Back to the present after stepping through time.",
			Why: screen.When(func() bool { return !p.past() }, "the page shows the present"), Do: p.present},
		moves[0], moves[1],
		{Keys: []string{"l", "right"}, Name: "into", Group: move, Help: "Into the section.", Do: screen.Act(func() { p.inside = p.empty() == "" })},
		{Keys: []string{"h", "left"}, Name: "out", Group: move, Help: "Back to the list of sections; from there out of the page.",
			Do: screen.Act(func() {
				if !p.inside {
					p.env.Host.Back(p)
				}
				p.inside = false
			})},
		{Keys: []string{"tab", "shift+tab"}, Name: "other pane", Group: move, Help: "Between the list of sections and the section.",
			Do: screen.Act(func() { p.inside = !p.inside && p.empty() == "" })},
		moves[2], moves[3], moves[4], moves[5],
	}
}

// empty says that there is nothing to look at, "" when there is.
func (p *Page) empty() string {
	if p.d == nil || p.d.r == nil {
		return "there is nothing to look at"
	}
	return ""
}

// move goes down or up: in the list by sections, in a section by lines.
func (p *Page) move(n int) tea.Cmd {
	if p.empty() != "" {
		return nil
	}
	if !p.inside {
		p.section = max(min(p.section+n, len(p.sections)-1), 0)
		return nil
	}
	s := p.sheet()
	switch {
	case n > s.Len():
		p.places[p.section].Page(s.Sheet, s.Len(), p.rows())
	case n < -s.Len():
		p.places[p.section].Page(s.Sheet, -s.Len(), p.rows())
	default:
		p.places[p.section].Move(s.Sheet, n, p.rows())
	}
	return nil
}

func (p *Page) whyEnter() string {
	if why := p.empty(); why != "" || !p.inside {
		return why
	}
	t, ok := p.chosen()
	switch {
	case !ok:
		return "there is nothing to open in this section"
	case t.writes && t.step+t.check > 0:
		return p.whyRun()
	case t.writes:
		return p.closed()
	}
	return ""
}

func (p *Page) enter() tea.Cmd {
	if !p.inside {
		p.inside = true
		return nil
	}
	t, _ := p.chosen()
	return t.enter(p)
}

func (p *Page) showGate() tea.Cmd {
	if p.past() {
		p.env.Host.Say("the gate is shown as it is now; t leads the page back there")
	}
	return p.env.Host.Gate(p.id)
}

func (p *Page) whyDecide() string {
	if why := p.closed(); why != "" {
		return why
	}
	if p.waiting() == "" {
		return "no approval of it waits for you"
	}
	return p.noTask("decide-approval")
}

// waiting is the approval that waits for the person: the chosen one, else the
// first.
func (p *Page) waiting() model.ID {
	if t, ok := p.chosen(); ok && t.id.Kind() == model.KindApproval {
		if a := model.Get[*model.Approval](p.d.c, t.id); a != nil && p.d.waits(a, p.env.Person.Person) {
			return t.id
		}
		return ""
	}
	for _, a := range p.d.approvals {
		if p.d.waits(a, p.env.Person.Person) {
			return a.ID
		}
	}
	return ""
}

func (p *Page) decide() tea.Cmd {
	if why := p.noTask("decide-approval"); why != "" {
		p.env.Host.Say("decide: " + why)
		return nil
	}
	return p.env.Host.Task("decide-approval", p.waiting())
}

// whyRun says why nothing can be done to the run, "" when it can.
func (p *Page) whyRun() string {
	if why := p.locked(); why != "" {
		return why
	}
	if p.sections[p.section].name != "Run" {
		return "this is done in Run"
	}
	switch run := p.d.run(p.run); {
	case run == nil:
		return "no run was started; n starts one"
	case !run.Going():
		return string(run.ID) + " has ended"
	}
	return ""
}

// writtenAt is the place in the log that wrote a record as it is shown.
func (p *Page) writtenAt(id model.ID) int64 {
	f, _ := p.d.c.Fact(id)
	return f.Since
}

// betweenRuns reports whether the brackets go from run to run.
func (p *Page) betweenRuns() bool { return p.sections[p.section].name == "Run" }

func (p *Page) runAt() int {
	return max(slices.Index(p.d.runs, p.d.run(p.run)), 0)
}

func (p *Page) whyBefore() string {
	switch {
	case p.empty() != "":
		return p.empty()
	case p.betweenRuns():
		if p.runAt()+1 >= len(p.d.runs) {
			return "there is no run before"
		}
	case len(p.d.log) == 0 || p.entryAt()+1 >= len(p.d.log) && !p.d.older:
		return "nothing is older than this"
	}
	return ""
}

func (p *Page) whyAfter() string {
	switch {
	case p.betweenRuns() && p.empty() != "":
		return p.empty()
	case p.betweenRuns():
		if p.runAt() == 0 {
			return "this is the last run"
		}
	case p.pos == store.Now:
		return "this is the present"
	}
	return ""
}

func (p *Page) stepBack() tea.Cmd {
	if p.betweenRuns() {
		p.showRun(p.d.runs[p.runAt()+1].ID)
		return nil
	}
	return p.earlier()
}

// showRun shows another run, with the cursor on what comes next in it.
func (p *Page) showRun(id model.ID) {
	p.run, p.places[p.section].Key = id, ""
}

func (p *Page) stepOn() tea.Cmd {
	if p.betweenRuns() {
		p.showRun(p.d.runs[p.runAt()-1].ID)
		return nil
	}
	return p.later()
}
