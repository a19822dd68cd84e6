package ui

import (
	"cmp"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/board"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Advance asks for the gate of a release, and goes on from there.
func (h host) Advance(id model.ID) tea.Cmd {
	e := h.r.env
	q, asked := e.Query(), e.Now()
	return screen.Ask(h.r, "advance", func() (store.GateView, error) {
		return q.Data.GateIn(q.Ctx, id, "", store.Now, asked, q.Zone)
	}, screen.OrFail(h, "look at the gate", func(g store.GateView) tea.Cmd {
		switch {
		case !g.Ready() && !g.Over():
			e.Lay(asked, board.NewGate(e, g))
		case g.Emergency && g.Next != "":
			return h.Task("advance-release", g.Release)
		default:
			h.confirmAdvance(g, asked)
		}
		return nil
	}))
}

// confirmAdvance asks whether a release is to go through its open gate.
func (h host) confirmAdvance(g store.GateView, asked time.Time) {
	if g.Next == "" {
		h.Say("no stage follows " + g.StageTitle)
		return
	}
	t := h.r.env.Theme
	met := "no check applies"
	if n, _ := g.Count(); n > 0 {
		met = fmt.Sprintf("all %d checks are met", n)
	}
	met += g.WaivedWords()
	text := []string{
		kit.Cut(string(g.Release)+"  "+g.Title, 60),
		g.StageTitle + " " + t.Glyph.Arrow + " " + cmp.Or(g.NextTitle, g.Next),
		"",
		met,
	}
	h.r.env.Lay(asked, kit.NewConfirm(t, h, "Move on "+string(g.Release)+"?", text, "move on", func() tea.Cmd {
		return h.Do(action.Advance{Release: g.Release, From: g.Stage, Seen: g.Position}, nil)
	}))
}

// SendBack asks for the rules: they say where a release can be sent back to.
func (h host) SendBack(id model.ID) tea.Cmd {
	q, now := h.r.env.Query(), h.r.env.Now()
	var rules *model.Rules
	return screen.Ask(h.r, "send back", func() (store.Card, error) {
		card, err := q.Data.Card(q.Ctx, id, store.Now, now)
		if err == nil {
			rules, err = q.Data.Rules(q.Ctx)
		}
		return card, err
	}, screen.OrFail(h, "send it back", func(card store.Card) tea.Cmd {
		h.chooseWay(card, rules, now)
		return nil
	}))
}

// chooseWay asks where a release goes back to, and why.
func (h host) chooseWay(card store.Card, rules *model.Rules, asked time.Time) {
	p, ok := rules.Process(card.Type)
	if !ok {
		h.Say("the rules know no process " + card.Type)
		return
	}
	title := func(stage string) string {
		if s, n := p.Stage(stage); n >= 0 {
			return s.Title
		}
		return stage
	}
	ways := p.Back(card.Stage)
	if len(ways) == 0 {
		h.Say("no way leads back from " + title(card.Stage))
		return
	}
	t := h.r.env.Theme
	head := "Send back " + string(card.ID)
	var choices []kit.Choice
	for _, m := range ways {
		to := title(m.To)
		choices = append(choices, kit.Choice{Text: "to " + to + ", " + wayWord(m), Do: func() tea.Cmd {
			h.Open(kit.NewPrompt(t, h, head, "Why does it go back to "+to+"? The reason stays in its history.",
				"a reason is needed", func(reason string) tea.Cmd {
					return h.Do(action.SendBack{Release: card.ID, To: m.To, Reason: reason, Seen: card.Position}, nil)
				}))
			return nil
		}})
	}
	h.r.env.Lay(asked, kit.NewMenu(t, h, head, card.Name+" is in "+title(card.Stage)+". Where to?", choices))
}

func wayWord(m process.Move) string {
	if m.Kind == "reject" {
		return "as rejected"
	}
	return "for rework"
}
