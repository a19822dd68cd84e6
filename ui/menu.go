package ui

import (
	"cmp"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/ui/kit"
)

// menuAsked is what can be done with a record, and why what can't be can't.
type menuAsked struct {
	id    model.ID
	title string
	why   reasons
	forms []formOffer
	asked time.Time
}

// formOffer is a document that the record can have.
type formOffer struct{ name, title, note string }

// Menu asks for the facts on which it depends what can be done with a record;
// menuCame offers it.
func (h host) Menu(id model.ID) tea.Cmd {
	e := h.r.env
	data, ctx, at, now, clock, who := e.Data, e.Context, e.AsOf, e.Now(), e.Clock(), e.Person
	return h.r.asker.Ask("menu", func() (any, error) {
		c, err := data.Case(ctx, at, clock, task.Around(id))
		if err != nil {
			return nil, err
		}
		c.Who = who
		m := menuAsked{id: id, title: string(id), asked: now}
		if f, ok := c.Fact(id); ok {
			m.title = f.Record.Row().Title
		}
		m.why = whyNot(c, id)
		rules := c.Rules
		if r := model.Get[*model.Release](c, id); r != nil {
			rules = c.Under(r)
		}
		for i := range rules.Forms {
			f := &rules.Forms[i]
			if model.Kind(f.Of) != id.Kind() {
				continue
			}
			note := "not written"
			if c.Document(f.Name, id) != nil {
				note = "written"
			}
			m.forms = append(m.forms, formOffer{f.Name, f.Title, note})
		}
		return m, nil
	})
}

// menuCame offers everything: what can't be done now stays in the list, with
// the reason.
func (h host) menuCame(m menuAsked) {
	past := h.r.why(writes)
	var list []kit.Offer
	if m.id.Kind() == model.KindRelease {
		list = append(list,
			kit.Offer{Text: "Move on to the next stage", Note: ">", Why: past, Do: func() tea.Cmd { return h.Advance(m.id) }},
			kit.Offer{Text: "Send back", Note: "<", Why: cmp.Or(past, m.why["send-back"]), Do: func() tea.Cmd { return h.SendBack(m.id) }})
	}
	for _, t := range task.About(m.id.Kind()) {
		if t.Name != "send-back" { // it has its key, and is first in the list
			list = append(list, kit.Offer{Text: t.Title, Why: cmp.Or(past, m.why[t.Name]), Do: func() tea.Cmd { return h.Task(t.Name, m.id) }})
		}
	}
	for _, f := range m.forms {
		list = append(list, kit.Offer{Text: "Form: " + f.title, Note: f.note, Do: func() tea.Cmd { return h.Form(f.name, m.id) }})
	}
	h.lay(m.asked, kit.NewOffers(h.r.env.Theme, h, string(m.id), m.title+". What can't be done now says why.", list))
}
