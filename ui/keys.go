package ui

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/search"
	"fairway/ui/standup"
)

// keys takes what was typed, and shows what came of it at once.
func (r *Root) keys(k tea.KeyMsg) tea.Cmd { return r.soon(r.typed(k)) }

// typed gives every key that was typed to whom it is meant for. Keys pressed quickly arrive together; each is
// answered by itself, since one may change what the next one means. Pasted
// text is never a key.
func (r *Root) typed(k tea.KeyMsg) tea.Cmd {
	if k.Alt && !k.Paste && (k.Type == tea.KeyEsc || k.Type == tea.KeyRunes && !r.typing()) {
		// Esc and the next key, pressed so quickly that they arrived as one.
		k.Alt = false
		return tea.Batch(r.press(tea.KeyMsg{Type: tea.KeyEsc}), r.press(k))
	}
	if k.Type != tea.KeyRunes || len(k.Runes) < 2 || k.Paste || k.Alt {
		return r.press(k)
	}
	var cmds []tea.Cmd
	for i := range k.Runes {
		one := tea.KeyMsg{Type: tea.KeyRunes, Runes: k.Runes[i : i+1]}
		if one.Runes[0] == ' ' {
			one.Type = tea.KeySpace
		}
		cmds = append(cmds, r.press(one))
	}
	return tea.Batch(cmds...)
}

// typing reports whether keys are text just now.
func (r *Root) typing() bool {
	if top, ok := r.top(); ok {
		return top.Typing()
	}
	return r.prompt != nil || r.shown().Typing()
}

// press gives a key to the top overlay, else to the screen, else to the frame.
func (r *Root) press(k tea.KeyMsg) tea.Cmd {
	key := k.String()
	if key == "ctrl+c" {
		return r.quit()
	}
	if r.tooSmall() { // nobody does anything to what they can't see
		switch {
		case key == "q" && !r.typing():
			return r.quit()
		case key == "S" && !r.typing() && r.standupFits():
			return r.standup()
		case key == "esc" && !r.typing() && r.page() > 0: // back to a page that has room
			return r.out()
		}
		return nil
	}
	if top, ok := r.top(); ok {
		if r.env.Now().Before(top.deaf) {
			return nil
		}
		if cmd, mine := r.offer(top.taker, k); mine {
			return cmd
		}
		if key == "?" && !top.Typing() {
			return r.help(top.Bindings())
		}
		return nil
	}
	if r.prompt != nil {
		return r.prompt.press(r, k)
	}
	if cmd, mine := r.offer(r.shown(), k); mine {
		return cmd
	}
	if !k.Paste {
		if b, ok := find(r.global, key, false); ok {
			return r.run(b)
		}
	}
	return nil
}

// taker is a screen or an overlay.
type taker interface {
	Asker() *screen.Asker
	Bindings() []screen.Binding
	Typing() bool
	Update(tea.Msg) tea.Cmd
}

// offer gives a key to a screen or an overlay, and says whether it was meant
// for it.
func (r *Root) offer(t taker, k tea.KeyMsg) (tea.Cmd, bool) {
	typing := t.Typing()
	if !k.Paste {
		if b, ok := find(t.Bindings(), k.String(), typing); ok {
			return r.run(b), true
		}
	}
	if typing {
		r.read()
		return t.Update(k), true
	}
	return nil, false
}

func find(list []screen.Binding, key string, typing bool) (screen.Binding, bool) {
	for _, b := range list {
		if b.Do != nil && (b.Text || !typing) && b.Has(key) {
			return b, true
		}
	}
	return screen.Binding{}, false
}

// readsOnly says why nothing may be written here at all, "" when it may.
func (r *Root) readsOnly() string {
	switch {
	case r.env.ReadOnly:
		return "this session only reads"
	case r.env.AsOf != store.Now:
		return "this is the past; esc leads back to the present"
	}
	return ""
}

// why says why a binding can't be used now, "" when it can.
func (r *Root) why(b screen.Binding) string {
	switch {
	case b.Writes && r.readsOnly() != "":
		return r.readsOnly()
	case r.watching && (b.Group == screen.GroupRecord || b.Group == screen.GroupRelease):
		return "spectators see the calendar, the board and the standup"
	case b.Writes && r.busy > 0:
		return "the action before is still under way"
	}
	return b.Disabled()
}

// quit leaves once what was sent is done with all that follows, or was refused
// and is read. Asked again, and not in the same breath, it leaves at once: what
// was typed is kept as a draft.
func (r *Root) quit() tea.Cmd {
	now := r.env.Now()
	if lost := r.untaken(); lost != "" {
		if since := now.Sub(r.warned); r.warned.IsZero() || since > time.Minute {
			r.warned = now
			r.toasted(lost+"; the same key again leaves without it", true) // none of it may be cut
			return nil
		} else if since < quiet {
			return nil
		}
	}
	if !r.underWay() || r.leaving && now.Sub(r.left) >= quiet {
		return tea.Quit
	}
	if !r.leaving {
		r.leaving, r.left, r.sent = true, now, r.follows > 0
		host{r}.Say("what you sent is still under way; the same key again leaves now")
	}
	return nil
}

// untaken is what is tried on a screen and would be lost.
func (r *Root) untaken() string {
	for _, s := range r.screens {
		if t, ok := s.(screen.Tentative); ok && t.Untaken() != "" {
			return t.Untaken()
		}
	}
	return ""
}

// underWay reports whether an action is, or is looked at before it is sent, or
// has left something to be done: its draft is not yet gone.
func (r *Root) underWay() bool {
	for _, l := range r.layers {
		if s, ok := l.taker.(screen.Keeper); ok && s.Sending() {
			return true
		}
	}
	return r.busy > 0 || r.making || r.follows > 0
}

// run does what a binding does, after asking what has to be asked.
func (r *Root) run(b screen.Binding) tea.Cmd {
	r.read()
	r.pressed = true
	defer func() { r.pressed = false }()
	if why := r.why(b); why != "" {
		host{r}.Say(fmt.Sprintf("%s: %s", b.Name, why))
		return nil
	}
	if b.Confirm != nil {
		host{r}.Open(kit.NewConfirm(r.env.Theme, host{r}, b.Name, []string{b.Confirm()}, b.Name, b.Do))
		return nil
	}
	return b.Do()
}

// bindings are the keys that work on every screen.
func (r *Root) bindings() []screen.Binding {
	var list []screen.Binding
	searching := search.New(r.env) // one for the session: what was typed stays
	for i, s := range r.screens {
		list = append(list, screen.Binding{Keys: []string{fmt.Sprint(i + 1)}, Name: s.Name(), Group: screen.GroupView,
			Help: "Show the " + s.Name() + " screen.", Do: func() tea.Cmd { return r.show(i) }})
	}
	return append(list, []screen.Binding{
		{Keys: []string{"/"}, Name: "filter", Group: screen.GroupView, Foot: true,
			Help: "Show only what fits: service:payments risk:high -late mine \"two words\". A date is one of the organisation's time zone.",
			Why: func() string {
				if _, ok := r.shown().(screen.Filtered); !ok {
					return "this screen has nothing to filter"
				}
				if r.watching && !r.named {
					return "names are hidden"
				}
				return ""
			}, Do: func() tea.Cmd { r.openFilter(); return nil }},
		{Keys: []string{":", "ctrl+k"}, Name: "command", Group: screen.GroupProgram, Foot: true,
			Help: "Find a command by its words, open a record by its id, or go back in time: as of 2026-10-01. A date is one of the organisation's time zone.",
			Do: func() tea.Cmd {
				p := newPalette(r)
				host{r}.Open(p)
				return tea.Batch(p.askForms(), p.askWhy(), p.askDrafts())
			}},
		r.zoneBinding(),
		{Keys: []string{"ctrl+f"}, Name: "search", Group: screen.GroupProgram,
			Help: "Find any record by the words in it: releases, RFCs, documents, incidents, items, people.",
			Why: func() string {
				if r.watching {
					return "spectators see the calendar, the board and the standup"
				}
				return ""
			},
			Do: func() tea.Cmd { return r.turnTo(searching) }},
		{Keys: []string{"?"}, Name: "help", Group: screen.GroupProgram, Foot: true,
			Help: "List every key that works here, and explain the terms.", Do: func() tea.Cmd { return r.help(nil) }},
		{Keys: []string{"S"}, Name: "standup", Group: screen.GroupView,
			Help: "What a team has to know in its standup: since last time, what comes, what is blocked and on whom.",
			Why:  screen.When(func() bool { _, on := r.shown().(*standup.Page); return on }, "it is shown"), Do: r.standup},
		{Keys: []string{"u"}, Name: "undo", Group: screen.GroupRelease, Writes: true,
			Help: "Take back your last edit, rescheduling or hold of the chosen release, by an entry of its own; nothing is deleted. Of a window: open the form that puts back what you changed of it, filled in.",
			Why:  screen.When(func() bool { return r.undoes() == "" }, "no release or window is chosen"),
			Do:   r.undo},
		{Keys: []string{"esc"}, Name: "out", Group: screen.GroupView,
			Help: "Back to the present, drop the filter, or leave the page.", Do: r.out},
		{Keys: []string{answerKey}, Name: "last answer", Group: screen.GroupProgram,
			Help: "Show the whole of what came of the last thing you did: what it voided, and what it collides with.",
			Why:  screen.When(func() bool { return len(r.answer) == 0 }, "nothing was done yet"), Do: screen.Act(r.showAnswer)},
		{Keys: []string{"ctrl+l"}, Name: "redraw", Group: screen.GroupProgram,
			Help: "Load again and draw the screen anew.", Do: func() tea.Cmd { return tea.Batch(tea.ClearScreen, r.reloadAll()) }},
		{Keys: []string{"ctrl+z"}, Name: "suspend", Group: screen.GroupProgram,
			Help: "Back to the shell; fg returns.", Do: func() tea.Cmd { return tea.Suspend }},
		{Keys: []string{"q", "ctrl+c"}, Name: "quit", Group: screen.GroupProgram,
			Help: "Leave. What you did is kept already.", Do: r.quit},
	}...)
}

// turnTo shows a page, taking away what lies on it where it is open already.
func (r *Root) turnTo(page screen.Screen) tea.Cmd {
	for i, l := range r.layers {
		if l.page == page {
			r.layers = r.layers[:i+1]
			return page.Load()
		}
	}
	return host{r}.page(page)
}

// out leads out of whatever narrows the view.
func (r *Root) out() tea.Cmd {
	if r.env.AsOf != store.Now {
		return r.travel(store.Now, time.Time{})
	}
	if f, ok := r.shown().(screen.Filtered); ok && f.Filter() != "" {
		host{r}.Say("filter dropped")
		return f.SetFilter("")
	}
	if i := r.page(); i >= 0 && r.layers[i].page != r.wall {
		host{r}.Back(r.layers[i].page)
	}
	return nil
}

// subject is the record that the shown screen's cursor is on.
func (r *Root) subject() model.ID {
	if s, ok := r.shown().(screen.Subject); ok {
		return s.Subject()
	}
	return ""
}
