package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// isWindow reports whether an entry is an occurrence of a window, or somebody's absence.
func isWindow(e *store.Entry) bool {
	return e.ID.Kind() == model.KindWindow || e.ID.Kind() == model.KindDelegation
}

// foldWindows shows maintenance windows one by one, as lines that can be chosen, or their
// count alone. Where nothing is to be seen of them it says why.
func (c *Calendar) foldWindows() tea.Cmd {
	c.windows = !c.windows
	c.loads++ // a month that is drawn already has none
	id, start := model.ID(""), time.Time{}
	if e, ok := c.agenda.chosen(); ok {
		id, start = e.ID, e.Start.At
	}
	c.layAgenda()
	c.agenda.at = max(slices.IndexFunc(c.agenda.entries, func(e store.Entry) bool { return e.ID == id && e.Start.At.Equal(start) }), 0)
	if c.shown == byAgenda {
		c.follow()
	}
	var here model.ID
	if e, ok := c.week.chosen(c.day); ok {
		here = e.ID
	}
	c.week.windows = c.windows
	c.week.put(c.week.page, c.env.Zone)
	c.week.land(c.day, c.env.Zone)
	if i := c.week.index(c.day); i >= 0 && here != "" {
		c.week.at = max(slices.IndexFunc(c.week.picks[i], func(n int) bool { return c.week.page.entries[n].ID == here }), 0)
	}
	if c.windows {
		c.env.Host.Say(c.windowsSay())
	}
	return nil
}

// windowsSay says how many windows are shown now, and where one is chosen.
func (c *Calendar) windowsSay() string {
	n := 0
	for _, e := range c.inView() {
		if e.Background() {
			n++
		}
	}
	if n == 0 {
		return "no window in the " + by(c, "month", "week", "days", "time") + " shown; " + by(c, "[ and ] turn to another", "[ and ] turn to another", "j and ] go on", "[ and ] turn to another")
	}
	text := kit.Count(n, "window")
	switch _, right := panel(c.Width); {
	case c.shown == byMonth && right == 0:
		return text + " counted behind the dates; enter lists a day's"
	case c.shown == byMonth:
		return text + "; the pane lists those of a day, enter has them chosen"
	case c.shown == byTimeline:
		return text + " behind the lanes; g, w or d has one chosen"
	}
	return text + ": j and k choose, enter opens, e edits, x skips"
}

// inView are the entries of what is shown, each occurrence once.
func (c *Calendar) inView() []*store.Entry {
	var out []*store.Entry
	seen := map[string]bool{}
	add := func(list []store.Entry) {
		for i := range list {
			e := &list[i]
			if key := fmt.Sprint(e.ID, e.Start.At.Unix(), e.Ghost); !seen[key] {
				seen[key] = true
				out = append(out, e)
			}
		}
	}
	switch c.shown {
	case byWeek:
		add(c.week.page.entries)
	case byAgenda:
		add(c.agenda.all)
		add(c.agenda.late)
	case byTimeline:
		for i := range c.timeline.rows {
			for n := range c.timeline.rows[i].items {
				out = append(out, &c.timeline.rows[i].items[n].entry)
			}
		}
		add(c.timeline.zones)
	default:
		for _, w := range c.weeks {
			for _, g := range w.Days {
				if d := c.days[g.Date]; d != nil {
					add(d.entries)
					add(d.freezes)
					add(d.free)
					add(d.windows)
				}
			}
		}
	}
	return out
}

// classOf is what the class of a window is called, and how it is written.
func (c *Calendar) classOf(e *store.Entry) kit.Span {
	t := c.env.Theme
	style := t.Faint
	switch {
	case e.Hard && e.Tints():
		style = t.Hard
	case e.Tints():
		style = t.Soft
	case e.Kind == model.WindowHoliday:
		style = t.Note
	}
	return kit.Span{Style: style, Text: model.WindowWords(e.Kind, e.Hard)}
}

// windowWords are what there is to say about an occurrence of a window, besides its title
// and its time of day: what it is, what it is for, and its days where it has several.
func (c *Calendar) windowWords(e *store.Entry, room int) []kit.Span {
	t := c.env.Theme
	out := []kit.Span{c.classOf(e)}
	covers := "for " + e.For()
	if room < 40 { // what it is for says more than the whole of what it is called
		out[0].Text, covers = strings.TrimSuffix(out[0].Text, " window"), e.For()
	}
	if e.For() != "" {
		out = append(out, kit.Span{Style: t.Faint, Text: covers})
	}
	span := spanOf(*e, c.env.Zone)
	if first, last := when.DateOf(span.Start, c.env.Zone), when.DateOf(span.End.Add(-1), c.env.Zone); span.Length() > 24*time.Hour && first != last {
		out = append(out, kit.Span{Style: t.Faint, Text: first.Format(when.Short) + " – " + last.Format(when.Short)})
	}
	return out
}

// windowMark is the sign of a freeze or of a maintenance window.
func (c *Calendar) windowMark(e *store.Entry) (string, theme.Style) {
	t := c.env.Theme
	switch {
	case e.Tints() && e.Hard:
		return t.Glyph.Hard, t.Hard
	case e.Tints():
		return t.Glyph.Soft, t.Soft
	case e.Background():
		return t.Glyph.Window, t.Note
	}
	return "", t.Text
}

// occurrence names an occurrence of a window to the tasks: the day or the time at which it
// begins, as it is meant.
func (c *Calendar) occurrence(e *store.Entry) string { return e.Start.TextIn(c.env.Days()) }

// editWindow asks what of a window is to be edited, and opens the form.
func (c *Calendar) editWindow(e *store.Entry) tea.Cmd {
	host, on := c.env.Host, c.occurrence(e)
	way := func(name string, answers ...process.Answer) func() tea.Cmd {
		id := e.ID
		return func() tea.Cmd { return host.Remedy(model.ByTask(name, id, answers...)) }
	}
	if !e.Recurs {
		return c.onWindow("edit-window", e.ID, way("edit-window"))
	}
	menu := c.waysToEdit(e, way, on)
	return c.onWindow("edit-window", e.ID, func() tea.Cmd {
		host.Open(menu)
		return nil
	})
}

// waysToEdit are what can be done to an occurrence of a window that recurs.
func (c *Calendar) waysToEdit(e *store.Entry, way func(string, ...process.Answer) func() tea.Cmd, on string) *kit.Menu {
	date := when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone).Format(when.Short)
	return kit.NewMenu(c.env.Theme, c.env.Host, "Edit "+string(e.ID)+" "+title(e), "It recurs; which of them is meant?", []kit.Choice{
		{Text: "This one only, " + date, Do: way("edit-window", model.With("only", on), model.Without("following"))},
		{Text: "This one and all that follow", Do: way("edit-window", model.With("following", on), model.Without("only"))},
		{Text: "All of them", Do: way("edit-window", model.Without("following"), model.Without("only"))},
		{Text: "Skip this one", Do: way("skip-occurrence", model.With("on", on))},
		{Text: "Move this one", Do: way("move-occurrence", model.With("on", on))},
		{Text: "One more, at another time", Do: way("add-occurrence")},
		{Text: "Take all of them off the calendar", Do: way("withdraw-window")},
	})
}

// onWindow does what a key of a window does, unless whoever struck it could never send it, or
// the window is none to which it is done: that is said before anything is asked.
func (c *Calendar) onWindow(name string, id model.ID, do func() tea.Cmd) tea.Cmd {
	t, _ := task.Named(name)
	q := c.env.Query()
	return screen.Ask(c, "window", func() (string, error) {
		facts, err := q.Case(t.Facts(id))
		if err != nil {
			return "", err
		}
		return t.Shut(facts, id), nil
	}, screen.OrFail(c.env.Host, "look at the window", func(why string) tea.Cmd {
		if why != "" {
			c.env.Host.Say("not now: " + why)
			return nil
		}
		return do()
	}))
}

// skipWindow opens the form that has an occurrence not take place.
func (c *Calendar) skipWindow(e *store.Entry) tea.Cmd {
	if !e.Recurs { // it would be gone
		return c.byTask(model.ByTask("withdraw-window", e.ID))
	}
	return c.byTask(model.ByTask("skip-occurrence", e.ID, model.With("on", c.occurrence(e))))
}

// moveWindow opens the form that moves an occurrence, its new start so many days and hours
// from where it is; both 0 leave that to be typed.
func (c *Calendar) moveWindow(e *store.Entry, days, hours int) tea.Cmd {
	var answers []process.Answer
	name := "edit-window"
	if e.Recurs {
		name, answers = "move-occurrence", append(answers, model.With("on", c.occurrence(e)))
	}
	if days != 0 || hours != 0 && e.Start.Precision == when.Minute {
		by, zone := time.Duration(hours)*time.Hour, e.Start.In(c.env.Days())
		answers = append(answers, model.With("start", e.Start.Shift(days, by, zone).TextIn(c.env.Days())))
		if !e.End.IsZero() {
			answers = append(answers, model.With("end", e.End.Shift(days, by, zone).TextIn(c.env.Days())))
		}
	}
	return c.byTask(model.ByTask(name, e.ID, answers...))
}

// byTask opens the form of what is done to a window.
func (c *Calendar) byTask(r model.Remedy) tea.Cmd {
	return c.onWindow(r.Task, r.About, func() tea.Cmd { return c.env.Host.Remedy(r) })
}

// windowKeys are the keys of an occurrence of a window that is chosen.
func (c *Calendar) windowKeys(chosen func() (*store.Entry, bool)) []screen.Binding {
	why := func() string {
		switch e, ok := chosen(); {
		case ok && e.ID.Kind() == model.KindDelegation:
			return string(e.ID) + " is a delegation: enter opens it"
		case ok && isWindow(e):
			return ""
		case !c.windows:
			return "no window is chosen: v shows them"
		}
		return "no window is chosen"
	}
	on := func(do func(*store.Entry) tea.Cmd) func() tea.Cmd {
		return func() tea.Cmd {
			e, ok := chosen()
			if !ok {
				return nil
			}
			return do(e)
		}
	}
	return []screen.Binding{
		{Keys: []string{"e"}, Name: "edit window", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Edit the chosen window: this one, this one and all that follow, or all of them; skip or move this one.", Why: why, Do: on(c.editWindow)},
		{Keys: []string{"x"}, Name: "skip", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Have the chosen window not take place this once.", Why: why, Do: on(c.skipWindow)},
	}
}
