package ui

import (
	"cmp"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/store"
	formpage "fairway/ui/form"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Menu asks for the facts on which it depends what can be done with a record,
// and offers it.
func (h host) Menu(id model.ID) tea.Cmd {
	q, asked := h.r.env.Query(), h.r.env.Now()
	var why reasons
	var drafts []store.OnDesk
	return screen.Ask(h.r, "menu", func() (*model.Case, error) {
		c, err := q.Case(task.Around(id))
		if err == nil {
			why = whyNot(c, id)
			drafts, err = q.Data.OnDesk(q.Ctx, q.Who.ID(), formpage.Drafts)
		}
		return c, err
	}, screen.OrFail(h, "look at what can be done", func(c *model.Case) tea.Cmd {
		h.offer(c, id, why, begun(drafts), asked)
		return nil
	}))
}

// begun are the drafts of a person, by what they are of: the record and the name.
func begun(list []store.OnDesk) map[string]bool {
	out := map[string]bool{}
	for _, d := range list {
		if name, of, _, ok := formpage.DraftOf(d.Key); ok {
			out[string(of)+":"+name] = true
		}
	}
	return out
}

// draftNote says behind what is offered that it was begun.
func draftNote(begun bool) string {
	if begun {
		return "your draft"
	}
	return ""
}

// offer offers everything that can be done with a record: what can't be now
// stays in the list, with the reason.
func (h host) offer(c *model.Case, id model.ID, why reasons, begun map[string]bool, asked time.Time) {
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
			list = append(list, kit.Offer{Text: t.Title, Note: draftNote(begun[string(id)+":"+t.Name]), Why: cmp.Or(past, why[t.Name]), Do: func() tea.Cmd { return h.Task(t.Name, id) }})
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
		if begun[string(id)+":"+f.Name] {
			note = draftNote(true)
		}
		list = append(list, kit.Offer{Text: "Form: " + f.Title, Note: note, Do: func() tea.Cmd { return h.Form(f.Name, id) }})
	}
	h.r.env.Lay(asked, kit.NewOffers(h.r.env.Theme, h, string(id), title+". What can't be done now says why.", list))
}
