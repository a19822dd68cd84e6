package screen

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// Binding is a key as data. Dispatch, footer, help, palette, manual and
// read-only mode all read this one literal, so that a key can't exist
// undocumented.
type Binding struct {
	// Keys as Bubble Tea names them; the first is the one shown.
	Keys []string
	// Name is what it does in a word or two, for the footer and the palette.
	Name string
	// Help says it in a sentence.
	Help string
	// Group is the heading it stands under in the help.
	Group string
	// Foot puts it into the footer, as far as there is room.
	Foot bool
	// Writes marks what changes records: it is refused when reading only, and
	// when looking at the past.
	Writes bool
	// Text marks a key that works while text is typed.
	Text bool
	// Why says why it can't be done now; "" or nil when it can.
	Why func() string
	// Confirm is the question asked beforehand, if any.
	Confirm func() string
	// Do does it. A binding without Do documents keys that something else reads.
	Do func() tea.Cmd
}

// The headings of the help, in their order.
const (
	GroupMove    = "Move"
	GroupView    = "Look"
	GroupRelease = "Release"
	GroupRecord  = "Record"
	GroupProgram = "Program"
)

// Groups lists the headings in their order.
func Groups() []string {
	return []string{GroupMove, GroupView, GroupRelease, GroupRecord, GroupProgram}
}

// When is the reason why something can't be done while a condition holds.
func When(holds func() bool, why string) func() string {
	return func() string {
		if holds() {
			return why
		}
		return ""
	}
}

// Act does something of which nothing follows.
func Act(do func()) func() tea.Cmd {
	return func() tea.Cmd {
		do()
		return nil
	}
}

// Has reports whether a key belongs to the binding.
func (b Binding) Has(key string) bool { return slices.Contains(b.Keys, key) }

// Disabled says why it can't be done now, "" when it can.
func (b Binding) Disabled() string {
	if b.Why == nil {
		return ""
	}
	return b.Why()
}

// Shown writes the keys as people read them.
func (b Binding) Shown() string {
	out := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		out[i] = KeyName(k)
	}
	return strings.Join(out, " ")
}

// KeyName writes a key as people read it.
func KeyName(key string) string {
	switch key {
	case " ":
		return "space"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	}
	return key
}
