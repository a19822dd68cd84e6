package calendar

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// viewTimeline draws the services and what they ship along the time: what is planned as
// an outline, what was done filled, where the baseline was and where a plan was moved
// from; freezes behind them, and now.
func (c *Calendar) viewTimeline(w, h int) string {
	k := &c.timeline
	if k.loaded && k.width != w {
		c.relay(w)
	}
	a := c.axisOf(w)
	lines := append(c.head(w, c.timelineSigns()...), c.axisMonths(a, w), c.axisDays(a, w))
	if len(k.late) > 0 {
		lines = append(lines, c.timelineLate(w))
	}
	if k.before.n > 0 {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(c.env.Theme.Note, kit.Cut(c.beforeText(k.before), w-2)).String())
	}
	foot := c.timelineFoot(w, h)
	room := max(h-len(lines)-len(foot), 1)
	body, at := c.timelineBody(a, w, -1)
	top := kit.Scroll(0, at, max(room-1, 1), len(body))
	end := min(top+room, len(body))
	if end < len(body) || top > 0 {
		end = min(top+room-1, len(body))
	}
	if top > 0 { // the first lane seen is named, however far it is scrolled
		body, _ = c.timelineBody(a, w, top)
	}
	lines = append(lines, body[top:end]...)
	if left := len(body) - end; left > 0 || top > 0 {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(c.env.Theme.Faint, c.hidden(top, left)).String())
	}
	lines = kit.Fill(lines, w, max(h-len(foot), len(lines)))
	return kit.Page(append(lines, foot...), w, h)
}

// relay lays what was fetched out anew for another width.
func (c *Calendar) relay(w int) {
	k := &c.timeline
	a := c.axisOf(w)
	for i := range k.rows {
		k.rows[i].lines = stackedOn(a, k.rows[i].items, c)
	}
	k.width = w
}

// hidden says how many lines find no room, above and below.
func (c *Calendar) hidden(above, below int) string {
	t := c.env.Theme
	var parts []string
	sign := t.Glyph.Down
	if above > 0 {
		parts = append(parts, kit.Count(above, "line")+" above")
	}
	if below > 0 {
		parts = append(parts, kit.Count(below, "line")+" below")
	} else {
		sign = t.Glyph.Up
	}
	return sign + " " + strings.Join(parts, ", ") + "; j and k move"
}

// timelineSigns is the legend of the bars.
func (c *Calendar) timelineSigns() []kit.Span {
	t := c.env.Theme
	return []kit.Span{
		{Style: t.Text, Text: t.Glyph.PlanLeft + t.Glyph.Line + t.Glyph.PlanRight + " " + t.Glyph.Unmet + " planned"}, {Style: t.Good, Text: t.Glyph.Full + t.Glyph.Full + " deployed"},
		{Style: t.Note, Text: t.Glyph.Tick + " baseline"}, {Style: t.Faint, Text: t.Glyph.Moved + " moved from"}, {Style: t.Focus, Text: t.Glyph.Pipe + " now"},
	}
}

// timelineBody is the lanes, and the line on which the chosen release is. A lane is named on
// its first line, and on the line top where that is one of its others.
func (c *Calendar) timelineBody(a axis, w, top int) (lines []string, at int) {
	k := &c.timeline
	chosen := c.timelineChosen()
	if k.loaded && len(k.order) == 0 {
		return c.hintText(w, "Nothing planned in this time."), 0
	}
	for i := range k.rows {
		r := &k.rows[i]
		for line := range r.lines {
			var on []*store.Entry
			for n := range r.items {
				if t := &r.items[n]; t.line == line {
					on = append(on, &t.entry)
					if t.entry.ID == chosen {
						at = len(lines)
					}
				}
			}
			name := ""
			if line == 0 || len(lines) == top {
				name = r.name
			}
			lines = append(lines, c.trackLine(a, r.service, name, on, w, chosen))
		}
	}
	return lines, at
}

// spot is what stands in one column of a track.
type spot struct {
	glyph string
	style theme.Style
}

// trackLine is one line of a lane: freezes behind, then the bars, then now.
func (c *Calendar) trackLine(a axis, service, name string, on []*store.Entry, w int, chosen model.ID) string {
	t := c.env.Theme
	spots := make([]spot, a.cols)
	for i := range c.timeline.zones {
		c.shadeTrack(a, spots, &c.timeline.zones[i], service)
	}
	now := a.col(c.env.Clock())
	if now >= 0 && now < a.cols {
		spots[now] = spot{t.Glyph.Pipe, t.Focus}
	}
	var labels []label
	for _, e := range on {
		c.drawTrack(a, spots, e, e.ID == chosen)
		if from, to, ok := c.extent(a, e); ok {
			n := c.labelOf(e, from, to)
			if planFrom, planTo, there := a.span(plannedOf(*e, c.env.Zone)); e.Tried && there {
				n = c.labelBeside(a, e, planFrom, planTo)
			}
			n.here = e.ID == chosen
			labels = append(labels, n)
		}
	}
	seat(labels, a.cols)
	l := kit.NewLine(w)
	l.Cell(t.Strong, name, serviceColumn(w)).Gap(1)
	left := l.Used()
	next := 0
	for i := range labels {
		n := &labels[i]
		if n.mark.Text != "" && n.room < 1+kit.Width(n.mark.Text) { // on the bar, where there is no room beside it
			spots[n.to] = spot{string([]rune(n.mark.Text)[:1]), n.mark.Style}
			continue
		}
		paint(l, spots, next, n.at)
		c.drawLabel(l, n)
		next = l.Used() - left
	}
	paint(l, spots, next, a.cols)
	return l.String()
}

// paint draws some columns, alike ones together.
func paint(l *kit.Line, spots []spot, from, to int) {
	for i := from; i < to; {
		n := i + 1
		for n < to && spots[n] == spots[i] {
			n++
		}
		if spots[i].glyph == "" {
			l.Gap(n - i)
		} else {
			l.Glyph(spots[i].style, spots[i].glyph, n-i)
		}
		i = n
	}
}

// shadeTrack lays a freeze behind the tracks of a service that it is for.
func (c *Calendar) shadeTrack(a axis, spots []spot, e *store.Entry, service string) {
	t := c.env.Theme
	if !e.Tints() && !(c.windows && e.Background()) {
		return
	}
	covers := e.Everything
	for _, name := range e.Covers {
		covers = covers || name == service
	}
	from, to, ok := a.span(holds(*e, c.env.Zone))
	if !covers || !ok {
		return
	}
	s := spot{t.Glyph.Soft, t.Soft}
	switch {
	case e.Background():
		s = spot{t.Glyph.Window, t.Note}
	case e.Hard:
		s = spot{t.Glyph.Hard, t.Hard}
	}
	for i := from; i <= to; i++ {
		if spots[i].glyph == "" || e.Hard || e.Tints() && spots[i].glyph == t.Glyph.Window {
			spots[i] = s
		}
	}
}

// drawTrack draws a release: where it was moved from, its baseline, the plan as an
// outline, and over it what was done. The chosen one is seen by its plan, too: its name
// may have no room.
func (c *Calendar) drawTrack(a axis, spots []spot, e *store.Entry, chosen bool) {
	t := c.env.Theme
	put := func(s when.Span, as func(i, from, to int) spot) {
		from, to, ok := a.span(s)
		for i := from; ok && i <= to; i++ {
			spots[i] = as(i, from, to)
		}
	}
	one := func(glyph string, style theme.Style) func(int, int, int) spot {
		return func(int, int, int) spot { return spot{glyph, style} }
	}
	if e.Kind == string(model.KindMilestone) {
		put(spanOf(*e, c.env.Zone), one(t.Glyph.Milestone, t.Text))
		return
	}
	if e.Ghost {
		put(spanOf(*e, c.env.Zone), one(t.Glyph.Moved, t.Faint))
		return
	}
	style := t.Key
	if marks := cardOf(e); marks.Late || marks.Conflict {
		style = t.Warn
	}
	if chosen {
		style = t.Chosen
	}
	if e.Track != nil {
		for _, s := range e.Track.From {
			put(momentSpan(s.Start, c.env.Zone), one(t.Glyph.Moved, t.Faint))
		}
	}
	put(plannedOf(*e, c.env.Zone), func(i, from, to int) spot {
		switch {
		case from == to && e.Tried:
			return spot{t.Glyph.Tried, style}
		case from == to:
			return spot{t.Glyph.Unmet, style}
		case i == from:
			return spot{t.Glyph.PlanLeft, style}
		case i == to:
			return spot{t.Glyph.PlanRight, style}
		case e.Tried:
			return spot{t.Glyph.Tried, style}
		}
		return spot{t.Glyph.Line, style}
	})
	if e.Track == nil {
		return
	}
	for _, r := range e.Track.Runs {
		put(runSpan(r, c.env.Clock()), one(t.Glyph.Full, t.Good))
	}
	if b := e.Track.Baseline; !b.IsZero() && !b.At.Equal(e.Start.At) {
		put(momentSpan(b, c.env.Zone), one(t.Glyph.Tick, t.Note))
	}
}

func cardOf(e *store.Entry) store.Card {
	if e.Card == nil {
		return store.Card{Late: e.Late}
	}
	return *e.Card
}

// timelineFoot says all about the chosen release.
func (c *Calendar) timelineFoot(w, h int) []string {
	e, ok := c.timelineEntry()
	if !ok || h < 12 {
		return nil
	}
	on := when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone)
	t := c.env.Theme
	var more []kit.Span
	if e.Track != nil {
		if n := len(e.Track.Runs); n > 0 {
			r := e.Track.Runs[n-1]
			if !r.Ended.IsZero() { // of what is under way that is said
				more = append(more, kit.Span{Style: t.Good, Text: "deployed " + when.TellSpan(runSpan(r, c.env.Clock()), c.env.Zone, when.Short)})
			}
		}
	}
	for _, f := range conflictsOf(e) {
		more = append(more, kit.Span{Style: t.Warn, Text: f.Reason().Text})
	}
	date := on.Format(when.Short) + " "
	return []string{
		kit.NewLine(w).Gap(1).Text(t.Strong, date).Raw(c.entryLine(e, on, max(w-2-kit.Width(date), 0), true), max(w-2-kit.Width(date), 0)).String(),
		kit.NewLine(w).Gap(1).Raw(c.underLine(e, max(w-2, 0), more...), max(w-2, 0)).String(),
	}
}

// timelineTitle names the time shown.
func (c *Calendar) timelineTitle() string {
	a := c.axisOf(c.Width)
	if c.timeline.scale == byQuarter {
		return fmt.Sprintf("Quarter %d of %d", (int(a.first.Month)-1)/3+1, a.first.Year)
	}
	last := a.first.AddDays(a.days - 1)
	if a.days == 1 {
		return a.first.Format(when.Long)
	}
	return a.first.Format(when.Short) + " – " + last.Format(when.Long)
}
