package calendar

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/remedy"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// entryBlock is all there is to say about an entry: a line for it, one for its marks
// in words, and for each conflict with what, how bad, since when, and what ends it.
func (c *Calendar) entryBlock(e *store.Entry, on when.Date, w int, chosen bool) []string {
	lines := []string{c.entryLine(e, on, w, chosen), c.underLine(e, w)}
	if e.Card == nil {
		return lines
	}
	list := e.Card.Conflicts
	for i := range list {
		style := c.env.Theme.Warn
		if !list[i].Open() {
			style = c.env.Theme.Note
		}
		lines = append(lines, c.hanging(c.env.Theme.Glyph.Conflict, style, list[i].Standing()+": "+list[i].Text+c.sinceWords(&list[i]), w)...)
		// What ends several of them is said once, behind the last.
		ends := remedy.Words(list[i].Remedies)
		if ends != "" && (i == len(list)-1 || remedy.Words(list[i+1].Remedies) != ends) {
			lines = append(lines, c.hanging(" ", c.env.Theme.Faint, "ends with: "+ends, w)...)
		}
	}
	return lines
}

// hanging is a text under an entry, wrapped, with a sign before it.
func (c *Calendar) hanging(sign string, style theme.Style, text string, w int) []string {
	indent := min(4, max(w-20, 0))
	var lines []string
	for _, part := range kit.Wrap(text, max(w-indent-2, 1)) {
		lines = append(lines, kit.NewLine(w).Gap(indent).Text(style, sign).Gap(1).Text(style, part).String())
		sign = " "
	}
	return lines
}

// sinceWords say since when a conflict is there, as far as that is known yet.
func (c *Calendar) sinceWords(f *gate.Conflict) string {
	since := f.Since
	if since.IsZero() {
		since = c.since[f.Key]
	}
	if since.IsZero() {
		return ""
	}
	return "; since " + when.Format(when.Moment{At: since, Precision: when.Minute}, c.env.Zone, when.Short)
}

// learnSince asks since when the conflicts of the chosen day are there, where the pane
// that says it is shown. What is known of the entries as loaded is not asked again.
func (c *Calendar) learnSince() tea.Cmd {
	if _, right := panel(c.Width); right == 0 || len(c.tried) > 0 { // what isn't there has no beginning
		return nil
	}
	d, _ := c.dayOf(c.day)
	missing := false
	for i := range d.entries {
		if card := d.entries[i].Card; card != nil {
			for _, f := range card.Conflicts {
				missing = missing || f.Since.IsZero() && c.since[f.Key].IsZero()
			}
		}
	}
	if !missing {
		return nil
	}
	q := c.query(c.day.Span(c.env.Zone), dayRest)
	q.Since = true
	data, ctx := c.env.Data, c.env.Context
	return screen.Aside(ask(c, "since", func() (map[string]time.Time, error) {
		cal, err := data.Calendar(ctx, q)
		return sinces(cal.Entries), err
	}, func(found map[string]time.Time) tea.Cmd {
		if c.since == nil {
			c.since = map[string]time.Time{}
		}
		for key, at := range found {
			c.since[key] = at
		}
		return nil
	}))
}

func sinces(entries []store.Entry) map[string]time.Time {
	out := map[string]time.Time{}
	for _, e := range entries {
		if e.Card == nil {
			continue
		}
		for _, f := range e.Card.Conflicts {
			out[f.Key] = f.Since
		}
	}
	return out
}

// fitting says from which of some blocks on to show them, so that the chosen one is
// seen, and how many fit into so many lines.
func fitting(blocks [][]string, top, at, room int) (from, n int) {
	used := func(from, to int) (sum int) {
		for _, b := range blocks[from:to] {
			sum += len(b)
		}
		return sum
	}
	at = max(min(at, len(blocks)-1), 0)
	from = max(min(top, at), 0)
	for from < at && used(from, at+1) > room {
		from++
	}
	for n = 0; from+n < len(blocks) && (n == 0 || used(from, from+n+1) <= room); n++ {
	}
	return from, n
}

// conflictsOf are the open conflicts of an entry, the worst first, as gate has them.
func conflictsOf(e *store.Entry) []gate.Conflict {
	if e.Card == nil {
		return nil
	}
	var out []gate.Conflict
	for _, f := range e.Card.Conflicts {
		if f.Open() {
			out = append(out, f)
		}
	}
	return out
}
