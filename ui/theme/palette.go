package theme

import "github.com/charmbracelet/lipgloss"

// palette is the colours of one background. Each is given for terminals with
// all colours, with 256 and with 16, since the nearest of 16 is often unreadable.
type palette struct {
	accent, good, warn, bad, quiet, line, note, ground, fill, hours lipgloss.CompleteColor
}

var darkPalette = palette{
	accent: lipgloss.CompleteColor{TrueColor: "#7aa2f7", ANSI256: "111", ANSI: "12"},
	good:   lipgloss.CompleteColor{TrueColor: "#8fc97f", ANSI256: "114", ANSI: "10"},
	warn:   lipgloss.CompleteColor{TrueColor: "#e5b567", ANSI256: "179", ANSI: "11"},
	bad:    lipgloss.CompleteColor{TrueColor: "#f7768e", ANSI256: "204", ANSI: "9"},
	quiet:  lipgloss.CompleteColor{TrueColor: "#8a91a8", ANSI256: "246", ANSI: "7"},
	line:   lipgloss.CompleteColor{TrueColor: "#4a5068", ANSI256: "240", ANSI: "8"},
	note:   lipgloss.CompleteColor{TrueColor: "#73c7c7", ANSI256: "80", ANSI: "14"},
	ground: lipgloss.CompleteColor{TrueColor: "#16161e", ANSI256: "234", ANSI: "0"},
	fill:   lipgloss.CompleteColor{TrueColor: "#2c3a5e", ANSI256: "237", ANSI: "8"},
	hours:  lipgloss.CompleteColor{TrueColor: "#1c2b2e", ANSI256: "235"}, // of 16 colours none is faint enough
}

var lightPalette = palette{
	accent: lipgloss.CompleteColor{TrueColor: "#2350b8", ANSI256: "25", ANSI: "4"},
	good:   lipgloss.CompleteColor{TrueColor: "#2c6e2f", ANSI256: "22", ANSI: "2"},
	warn:   lipgloss.CompleteColor{TrueColor: "#8a5a00", ANSI256: "94", ANSI: "3"},
	bad:    lipgloss.CompleteColor{TrueColor: "#b3162e", ANSI256: "124", ANSI: "1"},
	quiet:  lipgloss.CompleteColor{TrueColor: "#5b6070", ANSI256: "241", ANSI: "8"},
	line:   lipgloss.CompleteColor{TrueColor: "#b4b8c4", ANSI256: "249", ANSI: "7"},
	note:   lipgloss.CompleteColor{TrueColor: "#0b6b75", ANSI256: "23", ANSI: "6"},
	ground: lipgloss.CompleteColor{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
	fill:   lipgloss.CompleteColor{TrueColor: "#d5e0f7", ANSI256: "254", ANSI: "7"},
	hours:  lipgloss.CompleteColor{TrueColor: "#e6f1f2", ANSI256: "255"},
}

// fill makes every style of the theme. Each differs from plain text by more
// than its colour wherever the meaning isn't said by a word beside it.
func (t *Theme) fill(r *lipgloss.Renderer) {
	p := darkPalette
	if t.Choice == Light {
		p = lightPalette
	}
	base := r.NewStyle()
	colour := func(s lipgloss.Style, c lipgloss.CompleteColor) lipgloss.Style {
		if t.Choice == Mono {
			return s
		}
		return s.Foreground(c)
	}
	block := func(c lipgloss.CompleteColor) Style {
		if t.Choice == Mono {
			return take(base.Reverse(true).Bold(true))
		}
		return take(base.Background(c).Foreground(p.ground).Bold(true))
	}
	quiet := take(colour(base, p.quiet))
	line := take(colour(base, p.line))
	if t.Choice == Mono {
		quiet, line = take(base.Faint(true)), take(base.Faint(true))
	}

	t.Faint, t.Off, t.Other = quiet, quiet, quiet
	t.Rule, t.Border = line, line
	t.Strong = take(base.Bold(true))
	t.Title = take(colour(base, p.accent).Bold(true))
	t.Brand = t.Title
	t.Tab = quiet
	t.TabOn = take(colour(base, p.accent).Bold(true).Underline(true))
	t.Key = take(colour(base, p.accent))
	if t.Choice == Mono {
		t.Key = t.Strong
	}
	t.Chosen = block(p.accent)
	t.Match = take(colour(base, p.accent).Underline(true))
	t.Past = block(p.warn)
	t.Good = take(colour(base, p.good))
	t.Warn = take(colour(base, p.warn))
	t.Bad = take(colour(base, p.bad).Bold(true))
	t.Urgent = block(p.bad)
	t.Note = take(colour(base, p.note))
	t.Today = take(colour(base, p.accent).Bold(true).Underline(true))
	t.Soft = take(colour(base, p.warn))
	t.Hard = take(colour(base, p.bad))
	t.BlockFaint = quiet
	if t.Choice != Mono { // without colours the edge of a block says how long it is
		t.Hours = take(colour(base, p.quiet).Background(p.hours))
		t.Block = take(base.Background(p.fill))
		t.BlockFaint = take(base.Foreground(p.quiet).Background(p.fill))
	}
	t.Focus = take(colour(base, p.accent))
	t.Cursor = take(base.Reverse(true))
}
