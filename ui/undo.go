package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/kit"
)

// undoing is what an undo would do, before anybody says yes.
type undoing struct {
	act  action.Action
	what string
}

// undo says what would be taken back, and asks.
func (r *Root) undo() tea.Cmd {
	e := r.env
	data, ctx, at, now, who := e.Data, e.Context, e.AsOf, e.Clock(), e.Person
	act := action.Undo{Release: r.subject(), Void: true} // asked with approvals gone; done only after a second yes
	return r.asker.Ask("undo", func() (any, error) {
		c, err := data.Case(ctx, at, now, action.Needs(act))
		if err != nil {
			return nil, err
		}
		c.Who = who
		_, err = action.Perform(c, act)
		act.Void, act.Seen = false, c.Position
		return undoing{act, act.What(c)}, err
	})
}

// undoCame asks for the yes.
func (r *Root) undoCame(u undoing) {
	host{r}.Open(kit.NewConfirm(r.env.Theme, host{r}, "undo", []string{
		"Take back " + u.what + "?",
		"What was before is written anew; nothing is deleted.",
	}, "undo", func() tea.Cmd { return host{r}.Do(u.act, nil) }))
}

// voided asks for a second yes to an action that takes approvals with it.
func (r *Root) voided(d done, refused *model.Refusal, again action.Action) {
	text := []string{"This takes approvals with it:"}
	for _, reason := range refused.Reasons {
		text = append(text, "  "+r.env.Theme.Glyph.No+" "+reason.Text)
	}
	text = append(text, "They stay void, and have to be asked for again.")
	host{r}.Pop(kit.NewConfirm(r.env.Theme, host{r}, refused.Doing, text, "go on", func() tea.Cmd { return host{r}.Do(again, d.then) }))
}

// stranded asks for a second yes to an action after which something waits for a
// decision that nobody may take.
func (r *Root) stranded(d done, refused *model.Refusal, again action.Action) {
	text := []string{"Nobody would be left to decide:"}
	for _, reason := range refused.Reasons {
		text = append(text, "  "+r.env.Theme.Glyph.No+" "+reason.Text)
	}
	text = append(text, "Somebody else should be given the role first.")
	host{r}.Pop(kit.NewConfirm(r.env.Theme, host{r}, refused.Doing, text, "go on all the same", func() tea.Cmd { return host{r}.Do(again, d.then) }))
}
