package ui

import (
	"cmp"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Menu asks for the facts on which it depends what can be done with a record,
// and offers it.
func (h host) Menu(id model.ID) tea.Cmd {
	q, asked := h.r.env.Query(), h.r.env.Now()
	var why reasons
	var drafts screen.Begun
	return screen.Ask(h.r, "menu", func() (*model.Case, error) {
		c, err := q.Case(task.Around(id))
		if err == nil {
			why = whyNot(c, id)
			drafts, err = screen.AskBegun(q)
		}
		return c, err
	}, screen.OrFail(h, "look at what can be done", func(c *model.Case) tea.Cmd {
		h.offer(c, id, why, drafts, asked)
		return nil
	}))
}

// offer offers everything that can be done with a record: what can't be now
// stays in the list, with the reason.
func (h host) offer(c *model.Case, id model.ID, why reasons, begun screen.Begun, asked time.Time) {
	title, rules := string(id), c.Rules
	if f, ok := c.Fact(id); ok {
		title = f.Record.Row().Title
	}
	if r := model.Get[*model.Release](c, id); r != nil {
		rules = c.Under(r)
	}
	past := h.r.why(writes)
	var list []kit.Offer
	if id.Kind() == model.KindRelease {
		list = append(list,
			kit.Offer{Text: "Move on to the next stage", Note: ">", Why: past, Do: func() tea.Cmd { return h.Advance(id) }},
			kit.Offer{Text: "Send back", Note: "<", Why: cmp.Or(past, why["send-back"]), Do: func() tea.Cmd { return h.SendBack(id) }})
	}
	for _, t := range task.About(id.Kind()) {
		if t.Name != "send-back" { // it has its key, and is first in the list
			list = append(list, kit.Offer{Text: t.Title, Note: begun.Note(id, t.Name, ""), Why: cmp.Or(past, why[t.Name]), Do: func() tea.Cmd { return h.Task(t.Name, id) }})
		}
	}
	for i := range rules.Forms {
		f, note := &rules.Forms[i], "not written"
		if model.Kind(f.Of) != id.Kind() {
			continue
		}
		if c.Document(f.Name, id) != nil {
			note = "written"
		}
		list = append(list, kit.Offer{Text: "Form: " + f.Title, Note: begun.Note(id, f.Name, note), Do: func() tea.Cmd { return h.Form(f.Name, id) }})
	}
	h.r.env.Lay(asked, kit.NewOffers(h.r.env.Theme, h, string(id), title+". What can't be done now says why.", list))
}
