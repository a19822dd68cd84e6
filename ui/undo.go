package ui

import (
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// undoes is what u takes something back of: what is chosen, else the window that was
// changed last here, on which nothing may stand any more. "" for none.
func (r *Root) undoes() model.ID {
	switch id := r.subject(); {
	case id.Kind() == model.KindRelease || id.Kind() == model.KindWindow:
		return id
	case id == "":
		return r.window
	}
	return ""
}

// putBack opens the form that puts a window back, filled in.
func (r *Root) putBack(id model.ID) tea.Cmd {
	q, h := r.env.Query(), host{r}
	return screen.Ask(r, "undo", func() (model.Remedy, error) {
		c, err := q.Case(task.WindowBackNeeds(id))
		if err != nil {
			return model.Remedy{}, err
		}
		return task.WindowBack(c, id)
	}, screen.OrFail(h, "undo", h.Remedy))
}

// undo says what would be taken back, and asks.
func (r *Root) undo() tea.Cmd {
	if id := r.undoes(); id.Kind() == model.KindWindow {
		return r.putBack(id)
	}
	q, h := r.env.Query(), host{r}
	act := action.Undo{Release: r.subject(), Void: true} // asked with approvals gone; done only after a second yes
	return screen.Ask(r, "undo", func() (text []string, err error) {
		c, err := q.Case(action.Needs(act))
		if err != nil {
			return nil, err
		}
		_, err = action.Perform(c, act)
		act.Void, act.Seen = false, c.Position
		text = append([]string{"Take back " + act.What(c) + "?"}, act.Along(c)...)
		return append(text, "What was before is written anew; nothing is deleted."), err
	}, screen.OrFail(h, "undo", func(text []string) tea.Cmd {
		h.Open(kit.NewConfirm(r.env.Theme, h, "undo", text, "undo", func() tea.Cmd { return h.Do(act, nil) }))
		return nil
	}))
}

// asksAgain asks for a second yes to an action that was refused without: one
// that takes approvals with it, or after which something waits for a decision
// that nobody may take. It reports whether that was all.
func (r *Root) asksAgain(a action.Action, err error, then func(screen.Done) tea.Cmd) bool {
	var refused *model.Refusal
	if !errors.As(err, &refused) {
		return false
	}
	first, last, yes := "This takes approvals with it:", "They stay void, and have to be asked for again.", "go on"
	if slices.ContainsFunc(refused.Voids, func(id model.ID) bool { return id.Kind() != model.KindApproval }) {
		first, last = "This ends what was decided:", "It has to be asked for and decided again."
	}
	again, ok := task.WithVoid(a)
	if !ok || len(refused.Voids) == 0 {
		if again, ok = task.WithAnyway(a); !ok || !refused.Asks() {
			return false
		}
		first, last, yes = "Nobody would be left to decide:", "Somebody else should be given the role first.", "go on all the same"
		if len(refused.Doubts) > 0 {
			first, last, yes = "This is hardly so:", "It is entered as you say.", "it is so"
		}
	}
	text := []string{first}
	for _, reason := range refused.Reasons {
		text = append(text, "  "+r.env.Theme.Glyph.No+" "+reason.Text)
	}
	h := host{r}
	h.Pop(kit.NewConfirm(r.env.Theme, h, refused.Doing, append(text, last), yes, func() tea.Cmd { return h.Do(again, then) }))
	return true
}
