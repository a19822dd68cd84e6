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
	"fairway/model"
	"fairway/store"
	"fairway/ui/casefile"
	"fairway/ui/screen"
)

// Approvals is the screen.
type Approvals struct {
	screen.Base
	env *screen.Env

	me      model.ID       // whose approvals these are
	asOf    store.Position // as of when
	list    store.Approvals
	waits   int // what the tab says
	lines   []line
	at, top int // the chosen line and the first one shown, counted in lines
	loaded  bool
	trouble string
	decided bool // what was decided lately is shown too
	filter  string
	wrong   string // what is wrong with it

	cases  map[model.ID]*cased
	gen    int      // numbers the lists: a case of an earlier one is asked for again
	asking model.ID // the case that is being loaded; one at a time
	looked map[model.ID]casefile.Mark
	opened bool // the case has the keys
	scroll int
	pane   pane
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
	putOff
	barred
	asked
	decided
)

// New makes the screen.
func New(env *screen.Env) *Approvals {
	return &Approvals{Base: screen.Base{Width: 80, Height: 20}, env: env, cases: map[model.ID]*cased{}, looked: map[model.ID]casefile.Mark{}}
}

// Name is the word on the tab.
func (a *Approvals) Name() string { return "Approvals" }

// chosen is the approval the cursor is on.
func (a *Approvals) chosen() (*store.ApprovalRow, bool) {
	if a.at < 0 || a.at >= len(a.lines) || a.lines[a.at].row == nil {
		return nil, false
	}
	return a.lines[a.at].row, true
}

// keyOf tells the lines apart: exceptions from one freeze have its id in common,
// and conflicts of one release the release's.
func keyOf(r *store.ApprovalRow) model.ID {
	if r.Part != "" {
		return r.ID + "/" + model.ID(r.Part)
	}
	return r.ID
}

// key is that of the line the cursor is on, "" without one.
func (a *Approvals) key() model.ID {
	if r, ok := a.chosen(); ok {
		return keyOf(r)
	}
	return ""
}

// Subject is the approval the cursor is on, or the record in which something else
// waits: a freeze, a document, a release.
func (a *Approvals) Subject() model.ID {
	if r, ok := a.chosen(); ok {
		return r.ID
	}
	return ""
}

// shown is the case of the chosen approval, nil while it is being read.
func (a *Approvals) shown() *cased {
	if r, ok := a.chosen(); ok {
		return a.cases[keyOf(r)]
	}
	return nil
}
