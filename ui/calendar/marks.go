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

// marks are what must be seen about an entry, the pressing first: each has a sign of
// one cell, a name in the legend, and a word of that name by which / finds it.
func (c *Calendar) marks(card *store.Card) []kit.Span {
	t := c.env.Theme
	var out []kit.Span
	for _, m := range []struct {
		there bool
		kit.Span
	}{
		{card.Late, kit.Span{Style: t.Bad, Text: t.Glyph.Late}},
		{card.OrdersLate > 0 && !card.Late, kit.Span{Style: t.Warn, Text: t.Glyph.Late}},
		{card.Conflict, kit.Span{Style: t.Warn, Text: t.Glyph.Conflict}},
		{card.Slip != nil, kit.Span{Style: t.Warn, Text: t.Glyph.Slipped}},
		{card.Changed, kit.Span{Style: t.Note, Text: t.Glyph.Changed}},
	} {
		if m.there {
			out = append(out, m.Span)
		}
	}
	return out
}

// mark is the first of an entry's marks, so many at most, in the style of the most
// pressing.
func (c *Calendar) mark(e *store.Entry, most int) (string, theme.Style) {
	card := e.Card
	if card == nil {
		card = &store.Card{Late: e.Late} // an emergency change has none
	}
	marks := append(c.triedMark(e), c.marks(card)...)
	if len(marks) == 0 {
		return "", c.env.Theme.Text
	}
	var text strings.Builder
	for _, m := range marks[:min(most, len(marks))] {
		text.WriteString(m.Text)
	}
	return text.String(), marks[0].Style
}

// triedMark is the sign of what a plan that is tried does to an entry: it is shown where it
// would lie, or where it lies and would not.
func (c *Calendar) triedMark(e *store.Entry) []kit.Span {
	t := c.env.Theme
	switch {
	case e.Tried:
		return []kit.Span{{Style: t.Past, Text: t.Glyph.Tried}}
	case e.Ghost:
		return []kit.Span{{Style: t.Faint, Text: t.Glyph.Moved}}
	}
	return nil
}

// triedWords say the same in words.
func (c *Calendar) triedWords(e *store.Entry) []kit.Span {
	t := c.env.Theme
	switch to, ok := c.plan(e.ID); {
	case e.Tried && !e.Was.IsZero():
		return []kit.Span{{Style: t.Past, Text: "what-if, from " + e.Was.Format(c.env.Zone, when.Short)}}
	case e.Tried:
		return []kit.Span{{Style: t.Past, Text: "what-if"}}
	case e.Ghost && ok:
		return []kit.Span{{Style: t.Past, Text: "what-if: moved to " + to.Format(c.env.Zone, when.Short)}}
	}
	return nil
}

// underWay says that a release is being deployed, and since when.
func (c *Calendar) underWay(e *store.Entry) []kit.Span {
	if e.UnderWay.IsZero() {
		return nil
	}
	from := when.Moment{At: e.UnderWay.Start, Precision: when.Minute}
	if e.Card != nil && e.Card.GoesBack { // which is said with what presses
		return []kit.Span{{Style: c.env.Theme.Bad, Text: "begun " + when.Format(from, c.env.Zone, when.Short)}}
	}
	return []kit.Span{{Style: c.env.Theme.Good, Text: "under way since " + when.Format(from, c.env.Zone, when.Short)}}
}

// nameStyle is how the name of an entry is written: faint where it only lies, and a plan
// shows it elsewhere.
func (c *Calendar) nameStyle(e *store.Entry, style theme.Style) theme.Style {
	if e.Ghost {
		return c.env.Theme.Faint
	}
	return style
}

// allMarks is the mark of several entries at once, each sign once.
func (c *Calendar) allMarks(list []*store.Entry, most int) (string, theme.Style) {
	var all store.Card
	tried := false
	for _, e := range list {
		tried = tried || e.Tried
		all.Late = all.Late || e.Late
		if e.Card == nil {
			continue
		}
		all.Late, all.Conflict, all.Changed = all.Late || e.Card.Late, all.Conflict || e.Card.Conflict, all.Changed || e.Card.Changed
		all.OrdersLate = max(all.OrdersLate, e.Card.OrdersLate)
		if e.Card.Slip != nil {
			all.Slip = e.Card.Slip
		}
	}
	return c.mark(&store.Entry{Card: &all, Tried: tried}, most)
}

// pressing is what the marks of a release say in words: emergency, late, slipped,
// on hold, changed.
func (c *Calendar) pressing(card *store.Card) []kit.Span {
	t := c.env.Theme
	var out []kit.Span
	say := func(style theme.Style, text string) { out = append(out, kit.Span{Style: style, Text: text}) }
	if card.Follows(model.TypeEmergency) {
		say(t.Bad, "EMERGENCY")
	}
	if card.GoesBack {
		say(t.Bad, "ROLLING BACK")
	}
	if card.Late {
		say(t.Bad, when.Late(card.LateFrom(), c.env.Clock(), c.env.Days()))
	} else if !card.Due.IsZero() {
		say(t.Warn, "due "+when.Relative(when.Moment{At: card.Due, Precision: when.Minute}, c.env.Clock(), c.env.Days()))
	}
	if card.OrdersLate > 0 {
		say(t.Warn, kit.Count(card.OrdersLate, "order")+" late")
	}
	if card.Slip != nil {
		say(t.Warn, slipped(card.Slip, c))
	}
	if card.Moved {
		say(t.Note, "moved after authorisation")
	}
	switch card.State {
	case model.ReleaseHold:
		say(t.Warn, "on hold")
	case model.ReleaseCancelled:
		say(t.Faint, card.State.Plain())
	}
	if card.Changed {
		say(t.Note, "changed")
	}
	return out
}

// slipped says by how much, and from when.
func slipped(s *store.Slip, c *Calendar) string {
	from := s.From.On(c.env.Zone)
	date := fmt.Sprintf("%d %s", from.Day, from.Month.String()[:3])
	if from.Year != c.today().Year {
		date += fmt.Sprintf(" %d", from.Year)
	}
	if s.Days < 1 {
		return "slipped from " + date
	}
	return fmt.Sprintf("slipped %d d from %s", s.Days, date)
}
