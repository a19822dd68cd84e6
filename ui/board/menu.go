package board

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// menuAsked is what can be done with a release, and why what can't be can't.
type menuAsked struct {
	card  store.Card
	why   map[string]string
	asked time.Time
}

// menu asks for the facts on which it depends what can be done with the chosen
// release.
func (b *Board) menu() tea.Cmd {
	c, _ := b.chosen()
	e := b.env
	data, ctx, at, now, clock, who := e.Data, e.Context, e.AsOf, e.Now(), e.Clock(), e.Person
	return b.asker.Ask("menu", func() (any, error) {
		tasks := task.About(model.KindRelease)
		var needs model.Needs
		for _, t := range tasks {
			n := t.Facts(c.ID)
			needs.IDs = append(needs.IDs, n.IDs...)
			needs.Releases = append(needs.Releases, n.Releases...)
			needs.Slots = append(needs.Slots, n.Slots...)
			needs.Calendar = needs.Calendar || n.Calendar
			if n.History != "" {
				needs.History = n.History
			}
		}
		facts, err := data.Case(ctx, at, clock, needs)
		if err != nil {
			return nil, err
		}
		facts.Who = who
		m := menuAsked{card: c, why: map[string]string{}, asked: now}
		for _, t := range tasks {
			if t.When != nil {
				m.why[t.Name] = t.When(facts, c.ID)
			}
		}
		return m, nil
	})
}

// menuCame offers it: first what can be done now, then the rest with the
// reason why not.
func (b *Board) menuCame(a screen.Answer) tea.Cmd {
	e := b.env
	if a.Err != nil {
		e.Host.Fail("look at what can be done", a.Err)
		return nil
	}
	m := a.Value.(menuAsked)
	var now, not []kit.Choice
	for _, t := range task.About(model.KindRelease) {
		if why := m.why[t.Name]; why != "" {
			not = append(not, kit.Choice{Text: t.Title + " (not now: " + why + ")", Do: func() tea.Cmd {
				e.Host.Say(t.Title + ": " + why)
				return nil
			}})
			continue
		}
		now = append(now, kit.Choice{Text: t.Title, Do: func() tea.Cmd { return e.Host.Task(t.Name, m.card.ID) }})
	}
	if len(now)+len(not) == 0 {
		e.Host.Say("there is nothing to do with a release but > and <")
		return nil
	}
	lay(e, m.asked, kit.NewMenu(e.Theme, e.Host, "What to do with "+string(m.card.ID), m.card.Name+" is in "+b.title(m.card.Stage)+".", append(now, not...)))
	return nil
}
