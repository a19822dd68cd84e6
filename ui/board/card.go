package board

import (
	"strconv"
	"strings"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// tile is a card with its picture. The picture is kept until something it
// shows has changed: making it costs more than all the rest of the frame.
type tile struct {
	store.Card
	drawn look
	lines [cardHeight]string
}

// look is all that a card's picture depends on, beside the card.
type look struct {
	width  int
	today  when.Date
	dots   store.Dots
	known  bool // the dots are
	chosen bool
	made   bool
}

// picture returns the card's lines, each so wide.
func (t *tile) picture(e *screen.Env, l look) *[cardHeight]string {
	l.made = true
	if t.drawn != l {
		t.drawn, t.lines = l, draw(e, t.Card, l)
	}
	return &t.lines
}

func draw(e *screen.Env, c store.Card, k look) (lines [cardHeight]string) {
	t, w := e.Theme, k.width
	g := t.Glyph
	border := t.Border
	if c.Type == "emergency" {
		border = t.Hard
	}

	// The upper border carries id and risk.
	l := kit.NewLine(w)
	if k.chosen {
		l.Glyph(t.Focus, g.HereLeft, 1).Gap(1).Text(t.Chosen, string(c.ID)).Gap(1)
	} else {
		l.Glyph(border, g.TopLeft, 1).Gap(1).Text(t.Strong, string(c.ID)).Gap(1)
	}
	text, style := risk(t, c.Band, w-l.Used()-3)
	if n := kit.Width(text); n > 0 {
		l.Glyph(border, g.Line, w-l.Used()-n-3).Gap(1).Text(style, text).Gap(1)
	}
	l.Glyph(border, g.Line, w-l.Used()-1).Glyph(border, g.TopRight, 1)
	lines[0] = l.String()

	inside := func(fill func(l *kit.Line, room int)) string {
		l := kit.NewLine(w).Glyph(border, g.Pipe, 1).Gap(1)
		fill(l, max(w-4, 0))
		return l.To(w-1).Glyph(border, g.Pipe, 1).String()
	}
	lines[1] = inside(func(l *kit.Line, room int) {
		l.Cell(t.Text, strings.TrimSpace(c.Name+" "+c.Version), room)
	})
	lines[2] = inside(func(l *kit.Line, room int) {
		mark := 0
		if c.Conflict {
			mark = 2
		}
		dots, dotStyle := dotText(t, k, room-10-mark)
		n := kit.Width(dots)
		date, dateStyle := date(e, c, room-n-1-mark), t.Text
		if c.Late {
			dateStyle = t.Bad
		}
		l.Text(dateStyle, date)
		if c.Conflict {
			l.Gap(1).Glyph(t.Warn, g.Conflict, 1)
		}
		l.To(w-2-n).Text(dotStyle, dots)
	})

	// The lower border carries the kind, and how long it has been here.
	l = kit.NewLine(w).Glyph(border, g.LowLeft, 1)
	kind, kindStyle := " "+kit.Cut(c.Type, 14)+" ", t.Faint
	if c.Type == "emergency" {
		kind, kindStyle = " EMERGENCY ", t.Urgent
	}
	stay, stayStyle := stay(e, c, w-4-kit.Width(kind))
	n := kit.Width(stay)
	if c.Type == "emergency" || kit.Width(kind)+n+5 <= w {
		l.Text(kindStyle, kind) // an ordinary kind goes before being late does
	}
	if n > 0 && w-l.Used()-n-3 >= 0 {
		l.Glyph(border, g.Line, w-l.Used()-n-3).Gap(1).Text(stayStyle, stay).Gap(1)
	}
	l.Glyph(border, g.Line, w-l.Used()-1).Glyph(border, g.LowRight, 1)
	lines[3] = l.String()
	return lines
}

// risk is the band in words, with a mark from high on.
func risk(t *theme.Theme, band string, room int) (string, theme.Style) {
	word := strings.ReplaceAll(band, "-", " ")
	up := t.Glyph.Conflict
	var ways []string
	style := t.Faint
	switch word {
	case "":
		return "", style
	case "low":
		style = t.Good
	case "high":
		ways, style = []string{up + " high"}, t.Warn
	case "very high":
		ways, style = []string{up + up + " very high", up + " very high", "very high", up + "v.high"}, t.Bad
	}
	ways = append(ways, word)
	for _, s := range ways {
		if kit.Width(s) <= room {
			return s, style
		}
	}
	return kit.Cut(ways[len(ways)-1], room), style
}

// date is the planned start, as exactly as there is room.
func date(e *screen.Env, c store.Card, room int) string {
	if c.Start.IsZero() {
		return kit.Cut("no date", room)
	}
	style := when.Short
	if c.Start.At.In(e.Zone).Year() != e.Clock().In(e.Zone).Year() {
		style = when.Plain
	}
	if s := when.Format(c.Start, e.Zone, style); kit.Width(s) <= room {
		return s
	}
	return kit.Cut(when.Format(when.Moment{At: c.Start.At, Precision: when.Day}, e.Zone, style), room)
}

// dotText is the gate in short: a dot a check, or figures where the dots
// don't fit.
func dotText(t *theme.Theme, k look, room int) (string, theme.Style) {
	style := t.Text
	switch {
	case !k.known:
		return "", style
	case k.dots.Open:
		style = t.Good
	}
	if n := k.dots.All; n > 0 && n <= room {
		met := max(min(k.dots.Met, n), 0)
		return strings.Repeat(t.Glyph.Met, met) + strings.Repeat(t.Glyph.Unmet, n-met), style
	}
	return strconv.Itoa(k.dots.Met) + "/" + strconv.Itoa(k.dots.All), style
}

// stay says that a release is late, or how long it has been in its stage.
func stay(e *screen.Env, c store.Card, room int) (string, theme.Style) {
	t := e.Theme
	switch {
	case c.State == "hold":
		return "on hold", t.Warn
	case !open(c):
		return c.State, t.Faint
	case c.Late:
		late := t.Glyph.Late + " " + when.Late(c.Start, e.Clock(), e.Zone)
		if c.Type == "emergency" && kit.Width(late) > room {
			late = strings.TrimSuffix(late, " late")
		}
		return late, t.Bad
	case c.Since.IsZero():
		return "", t.Faint
	}
	days := strconv.Itoa(max(when.DaysBetween(c.Since, e.Clock(), e.Zone), 0)) + " d"
	if room > len(days)+9 {
		days += " in stage"
	}
	return days, t.Faint
}
