// Package approvals shows what waits for a person's signature, what they asked
// of others, and what was decided, with the whole case beside each: who signed,
// the risk, the conflicts, the plans, the tests, and what has changed since the
// person last looked.
//
// Who may decide, and what a decision does, is said in model/action and
// model/gate; what waits for whom in store. Here it is only told in words, and
// nothing is decided: deciding is a task (model/task).
package approvals

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen"
)

// Approvals is the screen.
type Approvals struct {
	env   *screen.Env
	asker screen.Asker

	me      model.ID       // whose approvals these are
	asOf    store.Position // as of when
	list    store.Approvals
	waits   int // what the tab says
	lines   []line
	at, top int // the chosen line and the first one shown, counted in lines
	loaded  bool
	trouble string
	decided bool // what was decided lately is shown too

	cases  map[model.ID]*cased
	gen    int      // numbers the lists: a case of an earlier one is asked for again
	asking model.ID // the case that is being loaded; one at a time
	looked map[model.ID]mark
	opened bool // the case has the keys
	scroll int
	pane   pane

	width, height int
}

// line is one line of the list: a heading, or an approval.
type line struct {
	heading string
	count   string
	group   group
	row     *store.ApprovalRow
}

// group is what an approval is to the person.
type group int

const (
	waiting group = iota
	barred
	asked
	decided
)

// New makes the screen.
func New(env *screen.Env) *Approvals {
	return &Approvals{env: env, cases: map[model.ID]*cased{}, looked: map[model.ID]mark{}, width: 80, height: 20}
}

// Name is the word on the tab.
func (a *Approvals) Name() string { return "Approvals" }

// Asker numbers its questions.
func (a *Approvals) Asker() *screen.Asker { return &a.asker }

// Typing is never so.
func (a *Approvals) Typing() bool { return false }

// Update takes sizes and answers.
func (a *Approvals) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Size:
		a.width, a.height = msg.Width, msg.Height
	case screen.Answer:
		return a.answered(msg)
	}
	return nil
}

func (a *Approvals) answered(msg screen.Answer) tea.Cmd {
	switch msg.What {
	case "list":
		if msg.Err != nil {
			a.trouble = msg.Err.Error()
			if a.loaded {
				a.env.Host.Fail("load the approvals", msg.Err)
			}
			return nil
		}
		return a.take(msg.Value.(store.Approvals))
	case "count":
		if msg.Err == nil {
			a.waits = msg.Value.(store.Approvals).Waits
		}
	case "case":
		return a.caseCame(msg)
	case "mark":
		if msg.Err != nil {
			a.env.Host.Fail("note that you looked", msg.Err)
		}
	}
	return nil
}

// chosen is the approval the cursor is on.
func (a *Approvals) chosen() (*store.ApprovalRow, bool) {
	if a.at < 0 || a.at >= len(a.lines) || a.lines[a.at].row == nil {
		return nil, false
	}
	return a.lines[a.at].row, true
}

// Subject is the approval the cursor is on.
func (a *Approvals) Subject() model.ID {
	if r, ok := a.chosen(); ok {
		return r.ID
	}
	return ""
}

// shown is the case of the chosen approval, nil while it is being read.
func (a *Approvals) shown() *cased {
	if r, ok := a.chosen(); ok {
		return a.cases[r.ID]
	}
	return nil
}
