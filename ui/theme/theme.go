// Package theme holds every style and every drawn character of the dashboard,
// made once per session for one terminal: its colours, its background, whether
// it shows Unicode.
//
// Styles are named after what they say (Bad, Late, Chosen), never after how
// they look, so that a screen can't pick a colour. They are kept as the bytes
// before and after a text, taken from lipgloss once: building a frame only
// copies. No screen, no key and no record may come in here.
package theme

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Choice is a theme as a person chooses it.
type Choice string

// The choices. Auto takes the background that lipgloss was told.
const (
	Auto  Choice = "auto"
	Dark  Choice = "dark"
	Light Choice = "light"
	Mono  Choice = "mono" // no colours, only bold, faint, underlined, reversed
	Bare  Choice = "bare" // no escape sequences at all
)

// Choices lists what a person can choose, for a preference and its check.
func Choices() []Choice { return []Choice{Auto, Dark, Light, Mono, Bare} }

// Options says what the terminal can show.
type Options struct {
	Choice  Choice
	NoColor bool // NO_COLOR is set: attributes stay, colours go
	ASCII   bool
	// Colours is how many the terminal has. A dumb terminal (termenv.Ascii)
	// gets what NoColor gets: the attributes cost nothing where they are ignored.
	Colours termenv.Profile
	// Light is the answer for Auto.
	Light bool
}

// Style is what stands before and after a styled text.
type Style struct{ on, off string }

// Of styles a text. The text has to be clean and of known width already.
func (s Style) Of(text string) string {
	if s.on == "" || text == "" {
		return text
	}
	return s.on + text + s.off
}

// Append appends the styled text to b.
func (s Style) Append(b []byte, text string) []byte {
	if s.on == "" || text == "" {
		return append(b, text...)
	}
	b = append(b, s.on...)
	b = append(b, text...)
	return append(b, s.off...)
}

// AppendRepeated appends a character n times, styled as one piece.
func (s Style) AppendRepeated(b []byte, glyph string, n int) []byte {
	b = append(b, s.on...)
	for range n {
		b = append(b, glyph...)
	}
	return append(b, s.off...)
}

// Theme is every style of one session.
type Theme struct {
	Choice Choice
	ASCII  bool
	Glyph  Glyphs

	Text   Style // the usual
	Faint  Style // less important
	Strong Style // more important
	Title  Style // what a page, column or panel is called
	Rule   Style // lines between things
	Brand  Style // the program's name
	Tab    Style // a screen not shown
	TabOn  Style // the screen shown
	Key    Style // a key to press
	Off    Style // a thing that can't be done now
	Chosen Style // the cursor's place, small
	Match  Style // the letters that a search found
	Past   Style // "as of": this is not now

	Good   Style // met, done, low
	Warn   Style // soon, soft, high
	Bad    Style // open, late, hard, very high
	Urgent Style // emergencies
	Note   Style // a word about what somebody else did

	Today  Style // today's date
	Other  Style // a day of another month
	Soft   Style // shade of a soft freeze
	Hard   Style // shade of a hard freeze
	Border Style

	// What takes time on a calendar: its name, and what else is said about it.
	Block, BlockFaint Style
	Hours             Style // the hours of a maintenance window, behind everything else

	Focus  Style // the border of what has the keys
	Cursor Style // the place where typed text goes
}

// New makes the styles.
func New(o Options) *Theme {
	t := &Theme{Choice: o.Choice, ASCII: o.ASCII, Glyph: unicode}
	if o.ASCII {
		t.Glyph = ascii
	}
	if t.Choice == Auto || t.Choice == "" {
		t.Choice = Dark
		if o.Light {
			t.Choice = Light
		}
	}
	if t.Choice == Bare {
		return t
	}
	if o.NoColor || o.Colours == termenv.Ascii {
		t.Choice = Mono
	}
	r := lipgloss.NewRenderer(io.Discard)
	profile := o.Colours
	if t.Choice == Mono {
		// lipgloss drops bold and reverse together with colours; with the
		// smallest palette and no colour asked for, they stay.
		profile = termenv.ANSI
	}
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(t.Choice != Light)
	t.fill(r)
	return t
}

// take reads the bytes before and after a text out of a lipgloss style.
func take(s lipgloss.Style) Style {
	on, off, found := strings.Cut(s.Render("x"), "x")
	if !found {
		return Style{}
	}
	return Style{on, off}
}
