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

// atOnce is how soon an answer has to come for its panel to count as opened by
// the key that asked for it.
const atOnce = 150 * time.Millisecond

// lay opens an overlay that was asked for at a moment: one that comes later
// ignores keys at first, since the next key was meant for something else.
func (h host) lay(asked time.Time, o screen.Overlay) {
	if h.r.env.Now().Sub(asked) > atOnce {
		h.Pop(o)
		return
	}
	h.Open(o)
}

// gateAsked is what came of asking for a gate before moving on.
type gateAsked struct {
	store.GateView
	asked time.Time
}

// Advance asks for the gate of a release; gateCame goes on from there.
func (h host) Advance(id model.ID) tea.Cmd {
	e := h.r.env
	data, ctx, now := e.Data, e.Context, e.Now()
	return h.r.asker.Ask("advance", func() (any, error) {
		g, err := data.Gate(ctx, id, "", store.Now, now)
		return gateAsked{g, now}, err
	})
}

func (h host) gateCame(g gateAsked) {
	if g.Ready() {
		h.confirmAdvance(g)
		return
	}
	h.lay(g.asked, board.NewGate(h.r.env, g.GateView))
}

// confirmAdvance asks whether a release is to go through its open gate.
func (h host) confirmAdvance(g gateAsked) {
	if g.Next == "" {
		h.Say("no stage follows " + g.StageTitle)
		return
	}
	t := h.r.env.Theme
	met := "no check applies"
	if n, _ := g.Count(); n > 0 {
		met = fmt.Sprintf("all %d checks are met", n)
	}
	text := []string{
		kit.Cut(string(g.Release)+"  "+g.Title, 60),
		g.StageTitle + " " + t.Glyph.Arrow + " " + cmp.Or(g.NextTitle, g.Next),
		"",
		met,
	}
	h.lay(g.asked, kit.NewConfirm(t, h, "Move on "+string(g.Release)+"?", text, "move on", func() tea.Cmd {
		return h.Do(action.Advance{Release: g.Release, From: g.Stage, Seen: g.Position}, nil)
	}))
}

// waysAsked is what came of asking for the ways back.
type waysAsked struct {
	card  store.Card
	rules *model.Rules
	asked time.Time
}

// SendBack asks for the rules: they say where a release can be sent back to.
func (h host) SendBack(id model.ID) tea.Cmd {
	e := h.r.env
	data, ctx, now := e.Data, e.Context, e.Now()
	return h.r.asker.Ask("send back", func() (any, error) {
		card, err := data.Card(ctx, id, store.Now, now)
		if err != nil {
			return nil, err
		}
		rules, err := data.Rules(ctx)
		return waysAsked{card, rules, now}, err
	})
}

func (h host) waysCame(w waysAsked) {
	p, ok := w.rules.Process(w.card.Type)
	if !ok {
		h.Say("the rules know no process " + w.card.Type)
		return
	}
	title := func(stage string) string {
		if s, n := p.Stage(stage); n >= 0 {
			return s.Title
		}
		return stage
	}
	ways := p.Back(w.card.Stage)
	if len(ways) == 0 {
		h.Say("no way leads back from " + title(w.card.Stage))
		return
	}
	t := h.r.env.Theme
	head := "Send back " + string(w.card.ID)
	var choices []kit.Choice
	for _, m := range ways {
		to := title(m.To)
		choices = append(choices, kit.Choice{Text: "to " + to + ", " + wayWord(m), Do: func() tea.Cmd {
			h.Open(kit.NewPrompt(t, h, head, "Why does it go back to "+to+"? The reason stays in its history.",
				"a reason is needed", func(reason string) tea.Cmd {
					return h.Do(action.SendBack{Release: w.card.ID, To: m.To, Reason: reason, Seen: w.card.Position}, nil)
				}))
			return nil
		}})
	}
	h.lay(w.asked, kit.NewMenu(t, h, head, w.card.Name+" is in "+title(w.card.Stage)+". Where to?", choices))
}

func wayWord(m process.Move) string {
	if m.Kind == "reject" {
		return "as rejected"
	}
	return "for rework"
}
