package board

import (
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/process"
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
	lines [cardHeight + 1]string
}

// look is all that a card's picture depends on, beside the card.
type look struct {
	width  int
	lines  int    // how high it is; 0 means cardHeight
	stage  string // its stage, where the column has another name
	over   int    // days in it beyond what the rules give
	today  when.Date
	dots   store.Dots
	known  bool // the dots are
	chosen bool
	made   bool
}

// picture returns the card's lines, each so wide.
func (t *tile) picture(e *screen.Env, l look) *[cardHeight + 1]string {
	l.made = true
	if t.drawn != l {
		t.drawn, t.lines = l, draw(e, t.Card, l)
	}
	return &t.lines
}

func draw(e *screen.Env, c store.Card, k look) (lines [cardHeight + 1]string) {
	if k.lines == 1 {
		lines[0] = low(e, c, k)
		return lines
	}
	t, w := e.Theme, k.width
	g := t.Glyph
	border := t.Border
	if c.Follows(model.TypeEmergency) {
		border = t.Hard
	}

	// The upper border carries id and risk.
	l := kit.NewLine(w)
	if k.chosen {
		l.Glyph(t.Focus, g.HereLeft, 1).Gap(1).Text(t.Chosen, string(c.ID)).Gap(1)
	} else {
		l.Glyph(border, g.TopLeft, 1).Gap(1).Text(t.Strong, string(c.ID)).Gap(1)
	}
	text, style := risk(t, c.Look, w-l.Used()-3)
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
	name, at := strings.TrimSpace(c.Name+" "+c.Version), 1
	lines[at] = inside(func(l *kit.Line, room int) { l.Cell(t.Text, name, room) })
	if k.lines > cardHeight {
		// A line more: the rest of a long name, else what it is a release of.
		more, style := c.ServiceName, t.Faint
		if parts := kit.Wrap(name, max(w-4, 1)); len(parts) > 1 && kit.Width(parts[0]) <= w-4 {
			lines[at] = inside(func(l *kit.Line, room int) { l.Cell(t.Text, parts[0], room) })
			more, style = strings.Join(parts[1:], " "), t.Text
		}
		at++
		lines[at] = inside(func(l *kit.Line, room int) { l.Cell(style, more, room) })
	}
	at++
	lines[at] = inside(func(l *kit.Line, room int) {
		mark := 0
		if c.Conflict {
			mark = 2
		}
		ways := dates(e, c)
		dots, dotStyle := dotText(t, k, room-kit.Width(ways[len(ways)-1])-1-mark)
		n := kit.Width(dots)
		date, dateStyle := fitting(ways, room-n-1-mark), t.Text
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
	if k.stage != "" {
		kind = " " + kit.Cut(k.stage, 14) + " "
	}
	if c.Follows(model.TypeEmergency) {
		kind, kindStyle = " EMERGENCY ", t.Urgent
	}
	asked := ""
	if c.Questions > 0 { // what waits for an answer says more than an ordinary kind
		asked = " " + kit.Count(c.Questions, "question") + " "
		if !c.Follows(model.TypeEmergency) {
			kind, kindStyle, asked = asked, t.Warn, ""
		}
	}
	if c.OrdersLate > 0 && c.Questions == 0 {
		asked = " " + kit.Count(c.OrdersLate, "order") + " late "
		if !c.Follows(model.TypeEmergency) {
			kind, kindStyle, asked = asked, t.Warn, ""
		}
	}
	room := w - 4
	if c.OrdersLate > 0 || c.Questions > 0 || c.Follows(model.TypeEmergency) || k.stage != "" {
		room -= kit.Width(kind)
	}
	stay, stayStyle := stay(e, c, k.over, room, w-4-kit.Width(kind))
	n := kit.Width(stay)
	if c.Questions > 0 || c.OrdersLate > 0 || c.Follows(model.TypeEmergency) || kit.Width(kind)+n+5 <= w {
		l.Text(kindStyle, kind) // an ordinary kind goes before being late does
	}
	if m := kit.Width(asked); m > 0 && w-l.Used()-n-m-3 >= 0 {
		l.Text(t.Warn, asked)
	}
	if n > 0 && w-l.Used()-n-3 >= 0 {
		l.Glyph(border, g.Line, w-l.Used()-n-3).Gap(1).Text(stayStyle, stay).Gap(1)
	}
	l.Glyph(border, g.Line, w-l.Used()-1).Glyph(border, g.LowRight, 1)
	lines[at+1] = l.String()
	return lines
}

// low is a card of one line, for lanes where there is little room.
func low(e *screen.Env, c store.Card, k look) string {
	t := e.Theme
	l := kit.NewLine(k.width)
	text := t.Text
	if k.chosen {
		l.Glyph(t.Focus, t.Glyph.Here, 1).Text(t.Chosen, string(c.ID))
		text = t.Strong
	} else {
		l.Gap(1).Text(t.Strong, string(c.ID))
	}
	if c.Follows(model.TypeEmergency) {
		l.Gap(1).Text(t.Bad, "E")
	}
	if c.Conflict {
		l.Gap(1).Glyph(t.Warn, t.Glyph.Conflict, 1)
	}
	end, style := "", t.Faint
	if c.Questions > 0 && k.width >= 34 {
		l.Gap(1).Text(t.Warn, kit.Count(c.Questions, "question"))
	}
	if c.OrdersLate > 0 && k.width >= 34 {
		l.Gap(1).Text(t.Warn, kit.Count(c.OrdersLate, "order")+" late")
	}
	if c.Late || c.GoesBack || c.State == model.ReleaseHold || k.over > 0 {
		room := 5
		if k.width >= 28 {
			room = 11
		}
		end, style = stay(e, c, k.over, room, room)
	}
	n := kit.Width(end)
	l.Gap(1).Text(text, kit.Cut(strings.TrimSpace(c.Name+" "+c.Version), max(l.Left()-n-1, 0)))
	if n > 0 && l.Left() > n {
		l.To(k.width-n).Text(style, end)
	}
	return l.String()
}

// risk is the band in words, with a mark from high on.
func risk(t *theme.Theme, look store.RiskLook, room int) (string, theme.Style) {
	word, up := look.Title, t.Glyph.Conflict
	var ways []string
	style := t.Faint
	switch {
	case word == "":
		return "", style
	case look.Danger == process.LowDanger:
		style = t.Good
	case look.Danger == process.HighDanger:
		ways, style = []string{up + " " + word}, t.Warn
	case look.Danger == process.HighestDanger:
		ways, style = []string{up + up + " " + word, up + " " + word, word, up + strings.Replace(word, "very ", "v.", 1)}, t.Bad
	}
	return fitting(append(ways, word), room), style
}

// dates are ways to write the planned start, from the exact one to the
// shortest: the weekday goes before anything is cut, the year never.
func dates(e *screen.Env, c store.Card) []string {
	if c.Start.IsZero() {
		return []string{"no date"}
	}
	day := c.Start.On(e.Zone)
	if day.Year != e.Clock().In(e.Days()).Year() {
		return []string{when.Format(c.Start, e.Zone, when.Plain), day.Format(when.Plain)}
	}
	short := day.Format(when.Short)
	_, bare, _ := strings.Cut(short, " ")
	return []string{when.Format(c.Start, e.Zone, when.Short), short, bare}
}

// fitting is the first way to say something that there is room for.
func fitting(ways []string, room int) string {
	for _, s := range ways {
		if kit.Width(s) <= room {
			return s
		}
	}
	return kit.Cut(ways[len(ways)-1], room)
}

// dotText is the gate in short: a dot a check, or figures where the dots
// don't fit.
func dotText(t *theme.Theme, k look, room int) (string, theme.Style) {
	style := t.Text
	switch {
	case !k.known:
		return "", style
	case k.dots.Ready:
		style = t.Good
	}
	if n := k.dots.All; n > 0 && n <= room {
		met := max(min(k.dots.Met, n), 0)
		return strings.Repeat(t.Glyph.Met, met) + strings.Repeat(t.Glyph.Unmet, n-met), style
	}
	return strconv.Itoa(k.dots.Met) + "/" + strconv.Itoa(k.dots.All), style
}

// stay says how late a release is and by how much it has overstayed its stage,
// or how long it has been there. What presses may take more room than the rest.
func stay(e *screen.Env, c store.Card, over, room, quiet int) (string, theme.Style) {
	t := e.Theme
	days := func(n int) string { return strconv.Itoa(n) + " d" }
	var ways []string
	style := t.Bad
	switch {
	case c.GoesBack: // of all that could be said this can't wait
		ways = []string{t.Glyph.Late + " rolling back", "rolling back", "back"}
	case c.State == model.ReleaseHold && over > 0:
		ways, style = []string{"on hold, " + days(over) + " over limit", "on hold, " + days(over) + " over", "on hold", "hold"}, t.Warn
	case c.State == model.ReleaseHold:
		ways, style = []string{"on hold", "hold"}, t.Warn
	case !open(c):
		return c.State.Plain(), t.Faint
	case c.Late:
		late := when.Late(c.LateFrom(), e.Clock(), e.Days())
		short := strings.TrimSuffix(late, " late")
		if over > 0 {
			o := days(over)
			ways = []string{t.Glyph.Late + " " + late + ", " + o + " over limit", t.Glyph.Late + " " + late + ", " + o + " over",
				late + ", " + o + " over", late + ", " + strconv.Itoa(over) + " over"}
		}
		ways = append(ways, t.Glyph.Late+" "+late, t.Glyph.Late+" "+short, t.Glyph.Late+strings.ReplaceAll(short, " ", ""))
	case !c.Due.IsZero(): // its papers are owed by then, whatever the stage's limit
		due := when.Relative(when.Moment{At: c.Due, Precision: when.Minute}, e.Clock(), e.Days())
		ways, style = []string{"due " + due, due}, t.Warn
	case over > 0:
		ways, style = []string{days(over) + " over the limit", days(over) + " over limit", days(over) + " over", "+" + strconv.Itoa(over) + "d"}, t.Warn
	case c.Since.IsZero():
		return "", t.Faint
	default:
		days := days(max(when.DaysBetween(c.Since, e.Clock(), e.Zone), 0))
		if quiet > len(days)+9 {
			days += " in stage"
		}
		return days, t.Faint
	}
	for _, s := range ways {
		if kit.Width(s) <= room {
			return s, style
		}
	}
	return ways[len(ways)-1], style
}
