package calendar

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
)

// sign is a mark with its name in the legend.
type sign struct {
	kit.Span
	here bool // it is to be seen in what is shown
}

// legend names the signs, those of freezes and conflicts first.
func (c *Calendar) legend() []sign {
	t := c.env.Theme
	s := c.seen()
	list := []sign{
		{kit.Span{Style: t.Hard, Text: t.Glyph.Hard + " " + model.HardFreeze}, s.hard},
		{kit.Span{Style: t.Soft, Text: t.Glyph.Soft + " " + model.WindowWords(model.WindowFreeze, false)}, s.soft},
		{kit.Span{Style: t.Warn, Text: t.Glyph.Conflict + " conflict"}, s.conflict},
		{kit.Span{Style: t.Bad, Text: t.Glyph.Late + " late"}, s.late},
		{kit.Span{Style: t.Warn, Text: t.Glyph.Slipped + " slipped"}, s.slipped},
		{kit.Span{Style: t.Note, Text: t.Glyph.Changed + " changed"}, s.changed},
		{kit.Span{Style: t.Bad, Text: "E emergency"}, s.urgent},
		{kit.Span{Style: t.Text, Text: t.Glyph.Milestone + " milestone"}, s.milestone},
	}
	if s.tried {
		list = append(list, sign{kit.Span{Style: t.Past, Text: t.Glyph.Tried + " what-if"}, true})
	}
	if s.ghost && c.shown != byTimeline {
		list = append(list, sign{kit.Span{Style: t.Faint, Text: t.Glyph.Moved + " moved from"}, true})
	}
	if c.shown == byWeek || c.windows {
		list = append(list, sign{kit.Span{Style: t.Note, Text: t.Glyph.Window + " " + by(c, "window", "maintenance", "window", "window")}, s.window})
	}
	if c.shown == byWeek {
		list = append(list, sign{kit.Span{Style: t.Faint, Text: t.Glyph.Down + " goes on"}, s.goes})
	}
	return list
}

// seen is which marks there are among the entries of what is shown.
type seen struct {
	hard, soft, conflict, late, slipped, changed, urgent, milestone, tried, ghost, window, goes bool
}

func (s *seen) add(list []store.Entry) {
	for i := range list {
		e := &list[i]
		s.hard = s.hard || e.Tints() && e.Hard
		s.soft = s.soft || e.Tints() && !e.Hard
		s.late = s.late || e.Late
		s.urgent = s.urgent || e.Urgent()
		s.milestone = s.milestone || e.Kind == string(model.KindMilestone)
		s.tried, s.ghost, s.window = s.tried || e.Tried, s.ghost || e.Ghost, s.window || e.Background()
		if card := e.Card; card != nil {
			s.late, s.conflict, s.changed, s.slipped = s.late || card.Late || card.OrdersLate > 0, s.conflict || card.Conflict, s.changed || card.Changed, s.slipped || card.Slip != nil
		}
	}
}

func (c *Calendar) seen() (s seen) {
	switch c.shown {
	case byWeek:
		s.add(c.week.page.entries)
		s.window = slices.ContainsFunc(c.week.page.entries, func(e store.Entry) bool { return e.Kind == model.WindowMaintenance })
		for d := range c.week.timed {
			for _, i := range c.week.timed[d] {
				s.goes = s.goes || spanOf(c.week.page.entries[i], c.env.Zone).Length() > time.Hour
			}
		}
	case byAgenda:
		s.add(c.agenda.all)
		s.add(c.agenda.late)
	case byTimeline:
		for i := range c.timeline.rows {
			for n := range c.timeline.rows[i].items {
				s.addOne(&c.timeline.rows[i].items[n].entry)
			}
		}
		s.add(c.timeline.zones)
		s.late = s.late || len(c.timeline.late) > 0
	default:
		for i := range c.weeks {
			for k := range c.weeks[i].Days {
				if d := c.days[c.weeks[i].Days[k].Date]; d != nil {
					s.add(d.entries)
					s.add(d.freezes)
					s.add(d.windows)
				}
			}
		}
	}
	return s
}

func (s *seen) addOne(e *store.Entry) { s.add([]store.Entry{*e}) }

// head is the line that names what is shown and the signs in it; where those that are to be
// seen find no room beside the title, lines of their own under it. More are signs of a view.
func (c *Calendar) head(w int, more ...kit.Span) []string {
	l, room, right, style := c.heading(w)
	signs := c.legend()
	need := l.Used()
	last := -1
	for i, s := range signs {
		if s.here {
			last = i
		}
	}
	for _, s := range signs[:last+1] {
		need += 2 + kit.Width(s.Text)
	}
	rest := more
	full := false
	for _, s := range signs {
		if need > room && !s.here { // room is for what is to be seen
			continue
		}
		if full = full || l.Used()+2+kit.Width(s.Text) > room; !full {
			l.Gap(2).Text(s.Style, s.Text)
		} else if s.here {
			rest = append(rest, s.Span)
		}
	}
	lines := []string{l.To(w-kit.Width(right)-1).Text(style, right).String()}
	for len(rest) > 0 {
		below := kit.NewLine(w).Gap(1)
		n := 0
		for n < len(rest) && (n == 0 || below.Used()+kit.Width(rest[n].Text) < w) {
			below.Text(rest[n].Style, rest[n].Text).Gap(2)
			n++
		}
		lines, rest = append(lines, below.String()), rest[n:]
	}
	return lines
}
