package approvals

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// task is the form in which an approval is decided.
const task = "decide-approval"

// Bindings are the screen's keys: those of the list, or of the case in it.
func (a *Approvals) Bindings() []screen.Binding {
	move, view, record := screen.GroupMove, screen.GroupView, screen.GroupRecord
	keys := []screen.Binding{
		{Keys: []string{"d"}, Name: "decide", Group: record, Foot: true, Writes: true, Why: a.whyNot,
			Help: "Approve, reject or ask about the chosen approval, with a comment and conditions.",
			Do:   func() tea.Cmd { return tea.Batch(a.note(), a.decide()) }},
		{Keys: []string{"r"}, Name: a.aboutWhat(), Group: screen.GroupRelease, Foot: true, Why: a.needsOne, Help: "Open the release that it is about, or the RFC, report or proposal.", Do: a.release},
		{Keys: []string{"g"}, Name: "gate", Group: screen.GroupRelease, Foot: true, Why: a.needsRelease, Help: "Show the gate that the release stands before.",
			Do: func() tea.Cmd {
				r, _ := a.chosen()
				return a.env.Host.Gate(r.Release)
			}},
		{Keys: []string{"x"}, Name: "withdraw", Group: record, Writes: true, Why: a.whyNotWithdraw, Help: "Withdraw the chosen request while it waits; who asked or coordinates the release may.",
			Do: func() tea.Cmd { return a.env.Host.Task("withdraw-approval", a.Subject()) }},
		{Keys: []string{"R"}, Name: "ask another", Group: record, Writes: true, Why: a.whyNotWithdraw, Help: "Ask somebody else in place of a named signatory of the chosen request.",
			Do: func() tea.Cmd { return a.env.Host.Task("readdress-approval", a.Subject()) }},
		{Keys: []string{"X"}, Name: "take back", Group: record, Writes: true, Why: a.whyNotBack, Help: "Take back your own decision on the chosen approval, while nothing was built on it.",
			Do: func() tea.Cmd { return a.env.Host.Task("retract-approval", a.Subject()) }},
		{Keys: []string{"y"}, Name: "copy id", Group: record, Why: a.needsOne, Help: "Put the id of the chosen approval on the clipboard.",
			Do: func() tea.Cmd { return a.env.Host.Copy(string(a.Subject())) }},
		{Keys: []string{"M"}, Name: "CAB meeting", Group: view, Foot: true, Help: "Go into the meeting of the CAB that is held or planned, or call one: its agenda, who is there, votes and minutes.",
			Do: func() tea.Cmd { return a.env.Host.Meeting() }},
		{Keys: []string{"o"}, Name: "decided too", Group: view, Foot: true, Help: "Show what was decided lately as well; again to leave it out.",
			Do: func() tea.Cmd {
				a.decided = !a.decided
				return a.Load()
			}},
		{Keys: []string{"[", "shift+left"}, Name: "approval before", Group: move, Help: "To the approval before, in the list or in the case.", Do: func() tea.Cmd { return a.step(-1) }},
		{Keys: []string{"]", "shift+right"}, Name: "next approval", Group: move, Help: "To the next approval, in the list or in the case.", Do: func() tea.Cmd { return a.step(1) }},
	}
	page := func(n int) tea.Cmd { return a.roll(n * max(a.pane.rows-1, 1)) }
	if a.opened {
		return append([]screen.Binding{
			{Keys: []string{"enter"}, Name: "open " + a.aboutWhat(), Group: screen.GroupRelease, Foot: true, Help: "Open the release that the case is about, or the RFC, report or proposal.", Do: a.release},
			{Keys: []string{"esc", "tab"}, Name: "back", Group: view, Foot: true, Help: "Back to the list.", Do: screen.Act(func() { a.opened = false })},
		}, append(kit.Moves(a.roll, page, [2][]string{{"pgdown", " ", "ctrl+d"}, {"pgup", "b", "ctrl+u"}}, [6]string{"Scroll the case down a line.", "Scroll the case up a line.",
			"Scroll the case down a page.", "Scroll the case up a page.", "To the beginning of the case.", "To the end of the case."}), keys...)...)
	}
	return append([]screen.Binding{
		{Keys: []string{"enter", "tab"}, Name: "read case", Group: view, Foot: true, Why: a.needsOne,
			Help: "Go into the case and scroll it; enter again opens what it is about. What changes from now on is told when you come back.", Do: a.enter},
	}, append(append(kit.Moves(a.step, func(n int) tea.Cmd { return a.step(n * a.page()) }, kit.ScreenPages, kit.Among("approval")),
		screen.Binding{Keys: []string{" "}, Name: "case down", Group: move, Help: "Scroll the case down a page, from the list.", Do: func() tea.Cmd { return page(1) }},
		screen.Binding{Keys: []string{"b"}, Name: "case up", Group: move, Help: "Scroll the case up a page, from the list.", Do: func() tea.Cmd { return page(-1) }}), keys...)...)
}

// decide opens the form in which what is chosen is decided.
func (a *Approvals) decide() tea.Cmd {
	if r, ok := a.chosen(); ok && r.Remedy.Helps() {
		return a.env.Host.Remedy(r.Remedy)
	}
	return a.env.Host.Task(task, a.Subject())
}

func (a *Approvals) needsOne() string {
	if a.Subject() == "" {
		return "no approval is chosen"
	}
	return ""
}

// needsRelease is that, and says where it is about no release.
func (a *Approvals) needsRelease() string {
	if r, ok := a.chosen(); ok && r.Release == "" {
		return "it is about no release"
	}
	return a.needsOne()
}

// whyNot says why the person can't decide: a duty first, in a word, since no
// right removes it.
func (a *Approvals) whyNot() string {
	if why := a.needsOne(); why != "" {
		return why
	}
	c := a.shown()
	switch {
	case c == nil:
		return "the case is still being read"
	case c.Err != nil:
		return "the case could not be read"
	case c.Brief.State != model.ApprovalPending:
		return "it is " + c.Brief.State.Plain() + " already"
	case len(c.Brief.Duties) > 0:
		return strings.Join(c.Brief.Duties, " and ") + ": you can't approve it"
	case len(c.Brief.Refused) > 0:
		var why []string
		for _, r := range c.Brief.Refused {
			why = append(why, r.Text)
		}
		return strings.Join(why, "; ")
	}
	return ""
}

// whyNotWithdraw says why the chosen line is no request that waits.
func (a *Approvals) whyNotWithdraw() string {
	if r, ok := a.chosen(); ok && (r.ID.Kind() != model.KindApproval || r.State != model.ApprovalPending || r.Owed()) {
		return "it is no request that waits"
	}
	return a.needsOne()
}

// whyNotBack says why nothing that was decided on the chosen line can be taken back
// here.
func (a *Approvals) whyNotBack() string {
	if r, ok := a.chosen(); ok && (r.ID.Kind() != model.KindApproval || r.Owed()) {
		return "it was not decided"
	}
	return a.needsOne()
}

// enter goes into the case, and notes that it was looked at.
func (a *Approvals) enter() tea.Cmd {
	a.opened = true
	return a.note()
}

func (a *Approvals) release() tea.Cmd {
	r, ok := a.chosen()
	if !ok {
		return nil
	}
	if r.Release == "" {
		return a.env.Host.Find(r.ID)
	}
	return tea.Batch(a.note(), a.env.Host.Find(r.Release))
}

// aboutWhat is what the chosen approval is about, as keys name it.
func (a *Approvals) aboutWhat() string {
	r, ok := a.chosen()
	switch {
	case !ok:
		return model.KindRelease.Words()
	case r.Release == "":
		return r.ID.Kind().Words()
	}
	return r.Release.Kind().Words()
}

// step moves the cursor by some approvals, over the headings.
func (a *Approvals) step(n int) tea.Cmd {
	was := a.key()
	a.settle(n)
	if a.key() == was {
		return nil
	}
	a.scroll = 0
	a.left(was)
	a.look()
	return tea.Batch(a.askCase(), a.noteOpened())
}

// settle puts the cursor on an approval: that many from the last one that lies
// at the cursor or above it.
func (a *Approvals) settle(n int) { a.at = a.from(n) }

// from is the line of the approval that many on from there; -1 where there is
// none at all.
func (a *Approvals) from(n int) int {
	var rows []int
	here := 0
	for i := range a.lines {
		if a.lines[i].row == nil {
			continue
		}
		if i <= a.at {
			here = len(rows)
		}
		rows = append(rows, i)
	}
	if len(rows) == 0 {
		return -1
	}
	return rows[max(min(here+n, len(rows)-1), 0)]
}

// beside is the approval that many on from the cursor.
func (a *Approvals) beside(n int) (*store.ApprovalRow, bool) {
	if i := a.from(n); i >= 0 {
		return a.lines[i].row, true
	}
	return nil, false
}

// left forgets what was new in a case that the cursor has left: when it comes
// back, that has been seen, if the case was opened.
func (a *Approvals) left(id model.ID) {
	delete(a.looked, id)
	if c := a.cases[id]; c != nil && c.noted {
		c.gen = -1
	}
}

// noteOpened notes a look at the case that the cursor came to inside the pane.
func (a *Approvals) noteOpened() tea.Cmd {
	if !a.opened {
		return nil
	}
	return a.note()
}

// roll scrolls the case.
func (a *Approvals) roll(n int) tea.Cmd {
	a.scroll = max(min(a.scroll+n, a.pane.total-a.pane.rows), 0)
	return nil
}
