// Package screen is the contract that every screen keeps with the frame around
// it: what it has to answer, what keys it has, what it is lent, and how answers
// from the store find their way back.
//
// It is a leaf: everything under ui may import it, and it imports no screen, no
// frame and no drawing.
package screen

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
)

// Screen is one of the dashboard's screens. It is a plain struct: Update
// changes it and does no IO, View is pure.
type Screen interface {
	// Name is the word on its tab.
	Name() string
	// Load asks for what it shows, the first time and again after a change. The
	// cursor stays with the record it is on.
	Load() tea.Cmd
	// Update takes the size of its room, and the keys typed into it while Typing.
	Update(tea.Msg) tea.Cmd
	// View is exactly h lines of exactly w cells, for any size.
	View(w, h int) string
	// Bindings are its keys, the most useful first.
	Bindings() []Binding
	// Typing reports whether keys are text just now.
	Typing() bool
	// Asker numbers its questions; see Ask.
	Asker() *Asker
}

// Tentative is a screen on which something can be tried that is kept nowhere: Untaken says
// what would be lost by leaving, "" where nothing would.
type Tentative interface {
	Untaken() string
}

// Filtered is a screen that can be filtered. The frame owns the prompt.
type Filtered interface {
	Filter() string
	// SetFilter asks again with another filter. What is wrong with it arrives
	// with the answer.
	SetFilter(text string) tea.Cmd
	// FilterError says what is wrong with the filter, "" when nothing is.
	FilterError() string
}

// Searched is a filtered screen in which not releases are looked for, but words.
type Searched interface {
	// FilterHint stands in the prompt while nothing is typed.
	FilterHint() string
}

// Badged is a screen whose tab carries a figure: how much waits there. It has to
// be right before the screen was ever shown, and while others do things.
type Badged interface {
	// Badge is the figure, "" for none.
	Badge() string
	// Recount asks for the figure alone, while the screen isn't shown.
	Recount() tea.Cmd
}

// Subject is a screen or overlay whose cursor stands on a record, which what
// works everywhere (undo) is then about.
type Subject interface {
	// Subject is the record's id, "" when the cursor is on none.
	Subject() model.ID
}

// Overlay is a thing laid over a screen: it gets the keys first.
type Overlay interface {
	Update(tea.Msg) tea.Cmd
	// Box is the picture with its border, at most w cells and h lines: the lines,
	// and how wide each of them is.
	Box(w, h int) (lines []string, width int)
	Bindings() []Binding
	Typing() bool
	Asker() *Asker
}

// Reloader is a screen or an overlay that shows what may have changed.
type Reloader interface{ Load() tea.Cmd }

// Ticking is a screen whose picture changes with the seconds, while it is so: it is drawn
// anew at each as long as it is shown.
type Ticking interface{ Ticks() bool }

// Turning is a screen of several pages that a wallboard shows one after the other.
type Turning interface {
	// Pages is how many there are, in the room that it has.
	Pages() int
	// Turn shows the next page, and says whether there was one; after the last it is as
	// at the beginning.
	Turn() bool
}

// Little is a screen that can be read where there is no room for any other: it stands
// there without tabs.
type Little interface {
	// Least is the smallest room for it.
	Least() (w, h int)
}

// Keeper is a screen into which somebody types what is not lost: it is kept
// until it is sent, whatever way the session ends.
type Keeper interface {
	// Sending reports whether it is on its way: the frame waits for that before
	// it leaves.
	Sending() bool
	// Edits says what is edited, so that others can be told; "" for nothing.
	Edits() string
	// Flush keeps it at the end of a session, outside the loop.
	Flush(ctx context.Context) error
}

// Size tells a screen how much room it has.
type Size struct{ Width, Height int }

// Base is what a screen or an overlay has of its own accord: it numbers its
// questions, knows the size of its room, and its keys are not text.
type Base struct {
	Width, Height int
	asker         Asker
}

// Asker numbers the questions.
func (b *Base) Asker() *Asker { return &b.asker }

// Typing is never so.
func (b *Base) Typing() bool { return false }

// Update takes the size.
func (b *Base) Update(msg tea.Msg) tea.Cmd {
	if size, ok := msg.(Size); ok {
		b.Width, b.Height = size.Width, size.Height
	}
	return nil
}
