// Package search is the page that finds any record by its words: a line to type
// in, and what was found under it as it is typed.
//
// What is found, and in which order, is said in store; opening it is the
// frame's. No record is read or written here.
package search

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// limit is how many records are shown at most; one more is asked for, to know
// whether there are more.
const limit = 50

// first is how many are asked for while somebody types: few read on before they
// type another letter. The others follow whoever goes down to them.
const first = 20

// Search is the page. It stays what it is when it is left, text and all.
type Search struct {
	screen.Base
	env     *screen.Env
	keys    []screen.Binding
	input   kit.Input
	hits    []store.Hit
	more    bool   // than are shown
	asked   int    // how many were, of what is typed now
	of      string // the text that hits are of
	trouble string
	kit.Cursor
}

// New makes the page.
func New(env *screen.Env) *Search {
	s := &Search{Base: screen.Base{Width: 80, Height: 20}, env: env}
	s.keys = s.bindings()
	return s
}

// Name is what the page is called.
func (s *Search) Name() string { return "Search" }

// Typing is always so.
func (s *Search) Typing() bool { return true }

// Bindings are its keys.
func (s *Search) Bindings() []screen.Binding { return s.keys }

// Load searches again: what was found may have changed.
func (s *Search) Load() tea.Cmd { return s.ask(max(first, len(s.hits))) }

// Text is what is searched for.
func (s *Search) Text() string { return strings.TrimSpace(s.input.Value()) }

// Update takes sizes and typed keys.
func (s *Search) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok {
		if before := s.Text(); s.input.Key(k) && s.Text() != before {
			s.At, s.Top = 0, 0
			return s.ask(first)
		}
	}
	return s.Base.Update(msg)
}

// ask searches for the text; an older search still under way is dropped.
func (s *Search) ask(most int) tea.Cmd {
	text := s.Text()
	s.asked = most
	if text == "" {
		s.Asker().Forget("search")
		s.hits, s.of, s.more, s.trouble = nil, "", false, ""
		return nil
	}
	q := s.env.Query()
	return screen.Ask(s, "search", func() ([]store.Hit, error) { return q.Data.Search(q.Ctx, text, most+1) },
		func(hits []store.Hit, err error) tea.Cmd { return s.found(text, hits, most, err) })
}

// found takes what a search for a text found, of so many that were asked for. The cursor stays on its record. Where more
// can be seen at once than were asked for at first, the others follow.
func (s *Search) found(text string, hits []store.Hit, most int, err error) tea.Cmd {
	if err != nil {
		s.asked, s.trouble = first, err.Error()
		return nil
	}
	was := s.Subject()
	same := text == s.of
	s.of, s.hits, s.trouble = text, hits, ""
	if s.more = len(hits) > most; s.more {
		s.hits = hits[:most]
	}
	s.At = max(min(s.At, len(s.hits)-1), 0)
	if same {
		for i := range s.hits {
			if s.hits[i].ID == was {
				s.At = i
			}
		}
	}
	if s.more && most < limit && s.Height/perHit(s.Width) > most {
		return s.ask(limit)
	}
	return nil
}

// Subject is the record the cursor is on.
func (s *Search) Subject() model.ID {
	if s.At < len(s.hits) {
		return s.hits[s.At].ID
	}
	return ""
}

func (s *Search) bindings() []screen.Binding {
	by := func(n int) tea.Cmd {
		to := s.At + n
		s.Move(n, len(s.hits))
		if to >= len(s.hits)-1 && s.more && s.asked < limit { // once: the answer takes as long as it takes
			return s.ask(limit)
		}
		return nil
	}
	moves := kit.Moves(by, func(n int) tea.Cmd { return by(n * max(s.Rows, 1)) }, kit.PanelPages, kit.Among("record"))[:4]
	for i, keys := range [][]string{{"down", "ctrl+n", "tab"}, {"up", "ctrl+p", "shift+tab"}, {"pgdown"}, {"pgup"}} {
		moves[i].Keys, moves[i].Text = keys, true // letters are what is searched for
	}
	found := screen.When(func() bool { return s.Subject() == "" }, "nothing was found yet")
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Help: "Open the chosen record.", Group: screen.GroupRecord, Foot: true, Text: true, Why: found,
			Do: func() tea.Cmd { return s.env.Host.Find(s.Subject()) }},
		moves[0], moves[1], moves[2], moves[3],
		{Keys: []string{"ctrl+y"}, Name: "copy id", Help: "Put the id of the chosen record on the clipboard.", Group: screen.GroupRecord, Foot: true, Text: true, Why: found,
			Do: func() tea.Cmd { return s.env.Host.Copy(string(s.Subject())) }},
		{Keys: []string{"esc"}, Name: "back", Help: "Back to where you were; what you typed stays.", Group: screen.GroupView, Foot: true, Text: true,
			Do: screen.Act(func() { s.env.Host.Back(s) })},
		{Keys: kit.InputKeys, Name: "edit", Help: "Move in the typed text and delete from it.", Group: screen.GroupMove},
	}
}
