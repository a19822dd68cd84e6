package meeting

import (
	"cmp"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Bindings are its keys: those of the agenda, or of the case beside it.
func (p *Page) Bindings() []screen.Binding {
	if !p.opened {
		return p.bindings
	}
	page := func(n int) tea.Cmd { return p.roll(n * max(p.pane.rows-1, 1)) }
	keys := append([]screen.Binding{{Keys: []string{"esc", "tab"}, Name: "back", Group: screen.GroupView, Foot: true, Help: "Back to the agenda.", Do: screen.Act(func() { p.opened = false })}},
		kit.Moves(p.roll, page, [2][]string{{"pgdown", " ", "ctrl+d"}, {"pgup", "b", "ctrl+u"}}, [6]string{"Scroll the case down a line.", "Scroll the case up a line.",
			"Scroll the case down a page.", "Scroll the case up a page.", "To the beginning of the case.", "To the end of the case."})...)
	return append(keys, p.doing()...)
}

func (p *Page) keys() []screen.Binding {
	keys := []screen.Binding{{Keys: []string{"enter", "tab"}, Name: "read case", Group: screen.GroupView, Foot: true, Why: p.noItem,
		Help: "Go into what stands beside the agenda and scroll it.", Do: screen.Act(func() { p.opened = true })}}
	keys = append(keys, p.doing()...)
	return append(keys, kit.Moves(p.move, func(n int) tea.Cmd { return p.move(n * 5) }, kit.ScreenPages, kit.Among("item"))...)
}

// doing are the keys that do something in the meeting.
func (p *Page) doing() []screen.Binding {
	group := screen.GroupRecord
	return []screen.Binding{
		{Keys: []string{"m"}, Name: "minutes", Group: group, Foot: true, Why: p.noMinutes, Help: "Open the minutes: whoever has them to write comes to their form.", Do: p.minutes},
		{Keys: []string{"v"}, Name: "vote", Group: group, Foot: true, Writes: true, Why: p.whyVote, Help: "Vote on the chosen item in this meeting; whoever is not in it decides beforehand.", Do: p.vote},
		{Keys: []string{"n"}, Name: "next item", Group: group, Foot: true, Writes: true, Why: p.because("next"), Help: "The chair goes on to the next item, and whoever follows with them.",
			Do: func() tea.Cmd { return p.takeUp("") }},
		{Keys: []string{"H"}, Name: "hand lead", Group: group, Foot: true, Writes: true, Why: p.because("lead"), Help: "Hand the lead to somebody who is there, who goes on from item to item; the chair takes it back.",
			Do: func() tea.Cmd { return p.env.Host.Task("hand-lead", p.id) }},
		{Keys: []string{"i"}, Name: "take up", Group: group, Writes: true, Why: p.whyTakeUp, Help: "The chair takes up the chosen item.",
			Do: func() tea.Cmd { return p.takeUp(p.item) }},
		{Keys: []string{"J"}, Name: "join", Group: group, Foot: true, Writes: true, Why: p.because("join"), Help: "Be there: members of the CAB count for the quorum and vote, others answer what they are asked.",
			Do: p.join},
		{Keys: []string{"f"}, Name: "follow", Group: screen.GroupView, Foot: true, Why: p.noMeeting, Help: "Follow the chair from item to item, or go on your own.", Do: p.follow},
		{Keys: []string{"L"}, Name: "leave", Group: group, Writes: true, Why: p.because("leave"), Help: "Leave the meeting. You can come back.",
			Do: func() tea.Cmd { return p.env.Host.Do(action.LeaveMeeting{Meeting: p.id}, nil) }},
		{Keys: []string{"N"}, Name: "call", Group: group, Foot: true, Writes: true, Why: p.whyCall, Help: "Call a meeting of the CAB, for later or at once.",
			Do: func() tea.Cmd { return p.env.Host.Task("call-meeting", "") }},
		{Keys: []string{"O"}, Name: "open", Group: group, Foot: true, Writes: true, Why: p.because("open"), Help: "Open the meeting that was called.",
			Do: func() tea.Cmd { return p.env.Host.Task("open-meeting", p.id) }},
		{Keys: []string{"C"}, Name: "close", Group: group, Foot: true, Writes: true, Why: p.because("close"), Help: "Close the meeting, and have its minutes written.",
			Confirm: func() string {
				return "The meeting ends, and its minutes are written. What was not decided goes on waiting."
			},
			Do: func() tea.Cmd {
				return p.env.Host.Do(action.CloseMeeting{Meeting: p.id, Seen: p.d.since}, nil)
			}},
		{Keys: []string{"x"}, Name: "cancel", Group: group, Writes: true, Why: p.because("cancel"), Help: "Cancel the meeting that was called.",
			Do: func() tea.Cmd { return p.env.Host.Task("cancel-meeting", p.id) }},
		{Keys: []string{"r"}, Name: "release", Group: screen.GroupRelease, Why: p.noSubject, Help: "Open the release, or the RFC, that the item is about.",
			Do: func() tea.Cmd {
				item, _ := p.chosen()
				return p.env.Host.Find(item.Of)
			}},
		{Keys: []string{"y"}, Name: "copy id", Group: group, Why: p.noSubject, Help: "Put the id of the chosen approval on the clipboard.",
			Do: func() tea.Cmd { return p.env.Host.Copy(string(p.Subject())) }},
	}
}

// because says why something can't be done to the meeting now, as its action would.
func (p *Page) because(what string) func() string {
	return func() string { return cmp.Or(p.noMeeting(), p.reason(what)) }
}

func (p *Page) reason(what string) string {
	if p.d == nil {
		return ""
	}
	return p.d.why[what]
}

func (p *Page) noMeeting() string {
	switch {
	case p.d == nil:
		return "it is still being read"
	case p.d.Meeting == nil:
		return "no meeting is held or planned; N calls one"
	}
	return ""
}

func (p *Page) noItem() string {
	if _, ok := p.chosen(); !ok {
		return "nothing is on the agenda"
	}
	return ""
}

// noSubject is that, or that the item is about no record.
func (p *Page) noSubject() string {
	if item, ok := p.chosen(); ok && item.Approval == nil {
		return "it is about no single record"
	}
	return p.noItem()
}

func (p *Page) noMinutes() string {
	if why := p.noMeeting(); why != "" {
		return why
	}
	if p.d.Meeting.Document == "" {
		return "they are written when the meeting ends"
	}
	return ""
}

func (p *Page) whyCall() string {
	if p.d != nil && p.d.Meeting.Open() {
		return "a meeting is held"
	}
	return ""
}

func (p *Page) whyTakeUp() string {
	item, ok := p.chosen()
	switch {
	case !ok:
		return p.noItem()
	case item.Current:
		return "it is looked at now"
	case p.d.Meeting.Open() && p.d.reasonIsLeft():
		return ""
	}
	return p.because("next")()
}

// reasonIsLeft reports whether all that keeps whoever leads from the next item is that
// there is none: an earlier one can be taken up again.
func (d *seen) reasonIsLeft() bool {
	_, more := d.Next()
	return !more && d.why["close"] == ""
}

// whyVote says why the chosen item can't be voted on here.
func (p *Page) whyVote() string {
	if why := cmp.Or(p.noMeeting(), p.noSubject()); why != "" {
		return why
	}
	item, _ := p.chosen()
	switch {
	case !p.d.Meeting.Open():
		return "the meeting is " + model.StateWords(p.d.Meeting)
	case !p.d.there:
		return "you are not in it; J joins"
	case item.State != model.ApprovalPending:
		return "it is " + item.State.Plain() + " already"
	case !item.Current && !item.Handled:
		return "it was not taken up yet"
	}
	return ""
}

// join says that the person is there.
func (p *Page) join() tea.Cmd { return p.env.Host.Do(action.JoinMeeting{Meeting: p.id}, nil) }

// minutes opens the minutes; for whoever has them to write, in their form.
func (p *Page) minutes() tea.Cmd {
	if p.d.write.Helps() && !p.env.ReadOnly && p.env.AsOf == store.Now {
		return p.env.Host.Remedy(p.d.write)
	}
	return p.env.Host.Find(p.d.Meeting.Document)
}

// vote opens the form of a vote on the chosen item.
func (p *Page) vote() tea.Cmd { return p.env.Host.Task("vote", p.Subject()) }

// takeUp has the chair go on to an item, "" for the next. Whoever does goes with it.
func (p *Page) takeUp(item string) tea.Cmd {
	p.own = false
	return p.env.Host.Do(action.TakeUp{Meeting: p.id, Item: item, Seen: p.d.since}, nil)
}
