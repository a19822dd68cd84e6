package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// beside is the chosen day's agenda at the right of a wide month.
func (c *Calendar) beside(w, h int) []string {
	t := c.env.Theme
	lines := append(c.dayHead(c.day, w), kit.Blank(w))
	d, pick := c.dayOf(c.day)
	for _, n := range c.notes(d) {
		lines = append(lines, kit.Wrapped(n.Style, n.Text, w)...)
	}
	lines = lines[:min(len(lines), max(h/2, 2))]
	if d.count == 0 {
		return append(lines, kit.NewLine(w).Text(t.Faint, "nothing planned").String())
	}
	if len(lines) > 2 {
		lines = append(lines, kit.Blank(w))
	}
	// The chosen one is seen, whatever comes before it.
	var blocks [][]string
	for i := range d.entries {
		blocks = append(blocks, c.entryBlock(&d.entries[i], c.day, w, i == pick))
	}
	room := h - len(lines)
	top, n := fitting(blocks, 0, pick, room)
	if d.count > n {
		top, n = fitting(blocks, 0, pick, room-1)
	}
	for _, block := range blocks[top : top+n] {
		lines = append(lines, block...)
	}
	if more := d.count - n; more > 0 {
		lines = append(lines[:max(min(len(lines), h-1), 0)], kit.NewLine(w).Text(t.Faint, fmt.Sprintf("+%d more: %s", more, by(c, "enter", "d lists the day", "", ""))).String())
	}
	return lines
}

// dayOf is what lies on a day as far as it is at hand, and which of its
// entries the week's cursor is on; -1 for none.
func (c *Calendar) dayOf(date when.Date) (*day, int) {
	if c.shown == byWeek {
		d := c.weekDay(date)
		if e, ok := c.week.chosen(date); ok {
			for i := range d.entries {
				if d.entries[i].ID == e.ID && d.entries[i].Start.At.Equal(e.Start.At) {
					return d, i
				}
			}
		}
		return d, -1
	}
	if d := c.days[date]; d != nil {
		return d, -1
	}
	return &day{}, -1
}

// dayHead names a day.
func (c *Calendar) dayHead(d when.Date, w int) []string {
	t := c.env.Theme
	l := kit.NewLine(w).Text(t.Title, d.Format(when.Long)).Gap(2).Text(t.Faint, fmt.Sprintf("week %d", c.weekNumber(d)))
	if away := relative(d, c.today()); away != "" {
		l.Gap(2).Text(t.Faint, away)
	}
	return []string{l.String()}
}

// weekNumber is the week a day lies in, as the person begins weeks: that of
// the week's Thursday.
func (c *Calendar) weekNumber(d when.Date) int {
	first := d.AddDays(-((int(d.Weekday()) - int(c.env.FirstDay) + 7) % 7))
	_, n := first.AddDays((int(time.Thursday) - int(first.Weekday()) + 7) % 7).ISOWeek()
	return n
}

func relative(d, today when.Date) string {
	switch n := d.Sub(today); {
	case n == 0:
		return "today"
	case n == 1:
		return "tomorrow"
	case n == -1:
		return "yesterday"
	case n > 0:
		return fmt.Sprintf("in %d d", n)
	default:
		return fmt.Sprintf("%d d ago", -n)
	}
}

// notes are the holidays, freezes and maintenance windows of a day, in words.
func (c *Calendar) notes(d *day) []kit.Span {
	t := c.env.Theme
	var out []kit.Span
	for i := range d.free {
		out = append(out, c.windowNote(&d.free[i]))
	}
	for i := range d.freezes {
		out = append(out, c.windowNote(&d.freezes[i]))
	}
	if n := len(d.windows); n > 0 && !c.windows {
		return append(out, kit.Span{Style: t.Faint, Text: folded(n)})
	}
	for i := range d.windows {
		out = append(out, c.windowNote(&d.windows[i]))
	}
	if at, ok := c.chosen(); ok && isWindow(at) {
		for i, n := range out {
			if n.Text == c.windowNote(at).Text {
				out[i] = kit.Span{Style: t.Chosen, Text: t.Glyph.Here + " " + n.Text}
			}
		}
	}
	return out
}

// folded says how many windows are not shown (store.Entry.Background), and how they are.
func folded(n int) string { return kit.Count(n, "window") + ": v shows" }

// windowNote is a window in words.
func (c *Calendar) windowNote(e *store.Entry) kit.Span {
	t := c.env.Theme
	span := when.FormatSpan(spanOf(*e, c.env.Zone), c.env.Zone, when.Short)
	if e.Start.Precision == when.Day {
		span = when.FormatSlot(e.Start, e.End, c.env.Zone, when.Short)
	}
	if otherHours(e, c.env.Zone) {
		span += " in " + cmp.Or(e.Start.Zone, "its zone") + ", here " + when.FormatSpan(holds(*e, c.env.Zone), c.env.Zone, when.Short)
	}
	covers := e.For()
	if covers != "" {
		covers = ", for " + covers
	}
	span = " (" + string(e.ID) + "), " + span + covers
	switch {
	case e.Kind == model.WindowFreeze && e.Hard:
		return kit.Span{Style: t.Hard, Text: t.Glyph.Hard + " hard freeze: " + e.Title + span}
	case e.Kind == model.WindowFreeze:
		return kit.Span{Style: t.Soft, Text: t.Glyph.Soft + " soft freeze: " + e.Title + span}
	case e.Kind == model.WindowEvent:
		return kit.Span{Style: t.Soft, Text: t.Glyph.Soft + " business event: " + e.Title + span}
	case e.Kind == model.WindowAbsence:
		return kit.Span{Style: t.Faint, Text: "absent: " + e.Title + span}
	case e.Kind == model.WindowOnCall:
		return kit.Span{Style: t.Faint, Text: "on call: " + e.Title + span}
	case e.Kind == model.WindowHoliday:
		return kit.Span{Style: t.Note, Text: "holiday: " + e.Title + covers}
	}
	return kit.Span{Style: t.Faint, Text: "maintenance window: " + e.Title + span}
}

// Day is the list of one day, laid over the month.
type Day struct {
	screen.Base
	kit.Cursor
	c    *Calendar
	date when.Date
	d    *day
}

func newDay(c *Calendar, date when.Date) *Day {
	d, at := c.dayOf(date)
	return &Day{Cursor: kit.Cursor{At: max(at, 0)}, c: c, date: date, d: d}
}

// Load asks for the whole day: a month fetches only its first entries.
func (o *Day) Load() tea.Cmd {
	e := o.c.env
	q := o.c.query(o.date.Span(e.Zone), agendaLimit)
	q.Zones, q.Since = true, true
	date, zone, data, ctx := o.date, e.Zone, e.Data, e.Context
	return screen.Ask(o, "day", func() (*day, error) {
		cal, err := data.Calendar(ctx, q)
		d := onDay(cal.Entries, date, zone)
		d.count = max(cal.Total, len(d.entries))
		if n, ok := cal.PerDay[date.String()]; ok {
			d.count = max(n, len(d.entries))
		}
		return d, err
	}, screen.OrFail(e.Host, "load the day", o.take))
}

// take shows the day, keeping the cursor on its entry.
func (o *Day) take(d *day) tea.Cmd {
	var id model.ID
	if e, ok := o.chosen(); ok {
		id = e.ID
	}
	o.d = d
	o.stay(id)
	return nil
}

// list is what can be chosen: what is planned, and where windows are shown one by one, these
// below it.
func (o *Day) list() []*store.Entry {
	var out []*store.Entry
	parts := [][]store.Entry{o.d.entries}
	if o.c.windows {
		parts = append(parts, o.d.free, o.d.freezes, o.d.windows)
	}
	for _, part := range parts {
		for i := range part {
			out = append(out, &part[i])
		}
	}
	return out
}

// chosen is what the cursor is on.
func (o *Day) chosen() (*store.Entry, bool) {
	list := o.list()
	if o.At < 0 || o.At >= len(list) {
		return nil, false
	}
	return list[o.At], true
}

// stay puts the cursor on a record, where it is still there.
func (o *Day) stay(id model.ID) {
	list := o.list()
	o.At = max(min(o.At, len(list)-1), 0)
	if n := slices.IndexFunc(list, func(e *store.Entry) bool { return e.ID == id }); n >= 0 {
		o.At = n
	}
}

// Bindings are its keys.
func (o *Day) Bindings() []screen.Binding {
	host := o.c.env.Host
	moves := o.Moves("entry", func() int { return len(o.list()) })
	windows := o.c.windowKeys(o.chosen)
	none := func() string {
		if e, ok := o.chosen(); ok && (e.Card != nil || e.ID.Kind() == model.KindWindow) {
			return ""
		}
		return "no release or window is chosen"
	}
	shift := func(days, hours int) func() tea.Cmd {
		return func() tea.Cmd {
			e, _ := o.chosen()
			return o.c.shift(e, days, hours)
		}
	}
	moves[2].Help, moves[3].Help = "Down by a page.", "Up by a page."
	other := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			move := o.c.goTo(o.date.AddDays(n))
			o.date = o.c.day
			o.d, o.At, o.Top = &day{}, 0, 0
			return tea.Batch(move, o.Load())
		}
	}
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupRelease, Foot: true, Help: "Open the chosen release or window.",
			Why: func() string {
				if e, ok := o.chosen(); ok && (e.Emergency || isWindow(e)) {
					return ""
				}
				return none()
			}, Do: func() tea.Cmd {
				e, _ := o.chosen()
				return o.c.openEntry(e)
			}},
		windows[0], windows[1],
		{Keys: []string{"v"}, Name: "windows", Group: screen.GroupView, Foot: true, Help: "List windows one by one, to be chosen, or fold them into a count.", Do: func() tea.Cmd {
			var id model.ID
			if e, ok := o.chosen(); ok {
				id = e.ID
			}
			cmd := o.c.foldWindows()
			o.stay(id)
			return cmd
		}},
		{Keys: []string{"}"}, Name: "move later", Group: screen.GroupRelease, Writes: true, Help: "Propose to move the chosen release or window a day later.", Why: none, Do: shift(1, 0)},
		{Keys: []string{"{"}, Name: "move earlier", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it a day earlier.", Why: none, Do: shift(-1, 0)},
		{Keys: []string{")"}, Name: "an hour later", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it an hour later.", Why: none, Do: shift(0, 1)},
		{Keys: []string{"("}, Name: "an hour earlier", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it an hour earlier.", Why: none, Do: shift(0, -1)},
		{Keys: []string{"="}, Name: "move to a date", Group: screen.GroupRelease, Writes: true, Help: "Type the date to which it is to be moved.", Why: none, Do: func() tea.Cmd {
			e, _ := o.chosen()
			return o.c.shiftTo(e)
		}},
		moves[0], moves[1], moves[2], moves[3],
		{Keys: []string{"h", "left", "[", "shift+left"}, Name: "day before", Group: screen.GroupMove, Foot: true, Help: "To the day before.", Do: other(-1)},
		{Keys: []string{"l", "right", "]", "shift+right"}, Name: "day after", Group: screen.GroupMove, Foot: true, Help: "To the day after.", Do: other(1)},
		{Keys: []string{"y"}, Name: "copy id", Group: screen.GroupRelease, Help: "Put the id of the chosen entry on the clipboard.",
			Why: screen.When(func() bool { _, ok := o.chosen(); return !ok }, "no entry is chosen"), Do: func() tea.Cmd {
				e, _ := o.chosen()
				return host.Copy(string(e.ID))
			}},
		{Keys: []string{"esc", "q"}, Name: "close", Group: screen.GroupProgram, Foot: true, Help: "Close.", Do: screen.Act(func() { host.Close(o) })},
	}
}

// Box draws the list.
func (o *Day) Box(w, h int) ([]string, int) {
	t := o.c.env.Theme
	n := max(min(w-4, 96), 1)
	var lines []string
	if !o.c.windows {
		for _, s := range o.c.notes(o.d) {
			lines = append(lines, kit.Wrapped(s.Style, s.Text, n)...)
		}
	}
	if most := max((h-2)/3, 0); len(lines) > most {
		lines = lines[:most]
	}
	if len(lines) > 0 {
		lines = append(lines, kit.Blank(n))
	}
	list := o.list()
	total := len(list)
	room := max(h-2-len(lines)-1, 2)
	var blocks [][]string
	for i, e := range list {
		blocks = append(blocks, o.c.entryBlock(e, o.date, n, i == o.At))
	}
	o.Top, o.Rows = fitting(blocks, o.Top, o.At, room)
	for i, block := range blocks[o.Top : o.Top+o.Rows] {
		if i == 0 {
			block = block[:min(len(block), room)]
		}
		lines = append(lines, block...)
	}
	if total == 0 {
		lines = append(lines, kit.NewLine(n).Text(t.Faint, "nothing planned").String())
	}
	if more := o.d.count - len(o.d.entries); more > 0 && o.Top+o.Rows >= total {
		lines = append(lines, kit.NewLine(n).Text(t.Faint, fmt.Sprintf("and %d more; narrow it down with /", more)).String())
	}
	title := fmt.Sprintf("%s, week %d, %s", o.date.Format(when.Long), o.c.weekNumber(o.date), relative(o.date, o.c.today()))
	box, width := kit.FitBox(t, title, lines, n+4, h)
	kit.More(t, box, width, o.Top, o.Rows, total)
	return box, width
}
