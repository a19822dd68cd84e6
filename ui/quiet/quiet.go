// Package quiet keeps the program from talking to the terminal before it has
// said anything to the user.
//
// bubbletea v1 asks the terminal for its background colour in its own package
// init, in every command, and waits five seconds where nobody answers: in CI,
// under expect, through some multiplexers. Once lipgloss has been told the
// answer it no longer asks, so this package tells it first.
//
// It is first because of Go's order of initialisation: packages are sorted by
// import path, and the first one whose imports are all ready goes next. Both
// this package and bubbletea become ready no earlier than lipgloss, and
// "fairway/ui/quiet" sorts before "github.com/charmbracelet/bubbletea". Hence
// the two rules of the house: nothing may be imported here but lipgloss and
// what lipgloss itself imports, and every main package that reaches bubbletea
// imports this one, by a blank import. A test under a terminal that answers
// nothing holds both.
package quiet

import (
	"os"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

func init() {
	lipgloss.SetHasDarkBackground(dark(os.Getenv("COLORFGBG")))
	// The profile comes from the environment alone (TERM, COLORTERM, and
	// NO_COLOR, which wins over all) and from whether standard output is a
	// terminal: reading it asks nobody. Setting what was read makes it final.
	lipgloss.SetColorProfile(lipgloss.ColorProfile())
}

// dark reads COLORFGBG, "foreground;background" in ANSI colour numbers, which
// rxvt, Konsole and others set. It is the one hint that costs no question;
// without it most terminals are dark.
func dark(colorfgbg string) bool {
	i := strings.LastIndexByte(colorfgbg, ';')
	if i < 0 {
		return true
	}
	switch colorfgbg[i+1:] {
	case "7", "9", "10", "11", "12", "13", "14", "15":
		return false
	}
	return true
}
