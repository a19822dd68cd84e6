// Package release shows one release. So far that is the short panel that opens
// with enter from everywhere: what it is, where it stands, and how its gate is.
//
// What a release may do is decided in model; the gate panel itself is in board.
package release

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Short is the panel.
type Short struct {
	asker screen.Asker
	env   *screen.Env
	card  store.Card
	dots  *store.Dots
}

// New makes the panel for a card.
func New(env *screen.Env, card store.Card) *Short { return &Short{env: env, card: card} }

// Load asks how the gate stands; there is no telling for the past.
func (s *Short) Load() tea.Cmd {
	if s.env.AsOf != store.Now {
		return nil
	}
	data, ctx, now, id := s.env.Data, s.env.Context, s.env.Now(), s.card.ID
	return s.asker.Ask("dots", func() (any, error) { return data.Dots(ctx, []model.ID{id}, store.Now, now) })
}

// Asker numbers its questions.
func (s *Short) Asker() *screen.Asker { return &s.asker }

// Typing is never so.
func (s *Short) Typing() bool { return false }

// Update takes the gate's dots.
func (s *Short) Update(msg tea.Msg) tea.Cmd {
	if a, ok := msg.(screen.Answer); ok && a.Err == nil {
		if all, ok := a.Value.(map[model.ID]store.Dots); ok {
			if d, ok := all[s.card.ID]; ok {
				s.dots = &d
			}
		}
	}
	return nil
}

// Bindings are its keys.
func (s *Short) Bindings() []screen.Binding {
	host := s.env.Host
	return []screen.Binding{
		{Keys: []string{"g"}, Name: "gate", Help: "Show what the gate before it asks for.", Group: screen.GroupRelease, Foot: true,
			Do: func() tea.Cmd { return host.Gate(s.card.ID) }},
		{Keys: []string{"y"}, Name: "copy id", Help: "Put its id on the clipboard.", Group: screen.GroupRelease, Foot: true,
			Do: func() tea.Cmd { return host.Copy(string(s.card.ID)) }},
		{Keys: []string{"esc", "q", "enter"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true,
			Do: func() tea.Cmd { host.Close(s); return nil }},
	}
}

// Box draws the panel.
func (s *Short) Box(w, h int) ([]string, int) {
	t, e, c := s.env.Theme, s.env, s.card
	n := max(min(w-4, 68), 1)
	title := kit.NewLine(n)
	title.Text(t.Strong, strings.TrimSpace(c.Name+" "+c.Version))
	lines := []string{title.String(), kit.Blank(n)}
	row := func(name string, style theme.Style, value string) {
		if value == "" {
			return
		}
		for i, part := range kit.Wrap(value, max(n-14, 1)) {
			l := kit.NewLine(n)
			if i == 0 {
				l.Text(t.Faint, name)
			}
			lines = append(lines, l.To(14).Text(style, part).String())
		}
	}
	kind := c.Type
	if c.Major {
		kind += ", major"
	}
	if c.Imported {
		kind += ", imported"
	}
	kindStyle := t.Text
	if c.Type == "emergency" {
		kind, kindStyle = strings.ToUpper(kind[:len("emergency")])+kind[len("emergency"):], t.Bad
	}
	row("kind", kindStyle, kind)
	row("service", t.Text, c.ServiceName)
	stage := strings.ReplaceAll(c.Stage, "-", " ")
	if !c.Since.IsZero() {
		stage += fmt.Sprintf(", since %s (%d d)", when.Format(when.Moment{At: c.Since, Precision: when.Day}, e.Zone, when.Short), max(when.DaysBetween(c.Since, e.Clock(), e.Zone), 0))
	}
	row("stage", t.Text, stage)
	switch c.State {
	case "hold":
		row("state", t.Warn, "on hold")
	case "cancelled":
		row("state", t.Faint, "cancelled")
	}
	row("planned", t.Text, span(e, c))
	if c.Late {
		row("", t.Bad, t.Glyph.Late+" "+when.Late(c.Start, e.Clock(), e.Zone))
	}
	if c.Conflict {
		row("", t.Warn, t.Glyph.Conflict+" conflicts with something on the calendar")
	}
	row("risk", t.Text, risk(t, c.Band))
	row("coordinator", t.Text, c.Coordinator)
	gate := "counting"
	switch {
	case e.AsOf != store.Now:
		gate = "not counted for the past"
	case s.dots != nil && s.dots.Open:
		gate = fmt.Sprintf("open: %d of %d checks met", s.dots.Met, s.dots.All)
	case s.dots != nil:
		gate = fmt.Sprintf("shut: %d of %d checks met", s.dots.Met, s.dots.All)
	}
	row("gate", t.Text, gate)
	return kit.FitBox(t, string(c.ID), lines, n+4, h)
}

func risk(t *theme.Theme, band string) string {
	switch band {
	case "high", "very-high", "very high":
		return t.Glyph.Conflict + " " + strings.ReplaceAll(band, "-", " ")
	}
	return band
}

// span is the planned deployment in words.
func span(e *screen.Env, c store.Card) string {
	if c.Start.IsZero() {
		return "no date yet"
	}
	text := e.Date(c.Start)
	if !c.End.IsZero() && c.End != c.Start {
		text = when.FormatSpan(model.Slot{Start: c.Start, End: c.End}.Span(e.Zone), e.Zone, e.Dates)
	}
	return text + "  (" + when.Relative(c.Start, e.Clock(), e.Zone) + ")"
}
