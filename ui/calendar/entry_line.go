package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// clock is an entry's time on one day.
func (c *Calendar) clock(e *store.Entry, on when.Date) string {
	zone := c.env.Zone
	span := spanOf(*e, zone)
	day := on.Span(zone)
	if e.Start.Precision == when.Day || span.Contains(day) {
		return "all day"
	}
	from := c.onClock(span.Start)
	if !day.Holds(span.Start) {
		from = c.dayName(span.Start, on) + " " + from
	}
	if e.End.IsZero() || !span.End.After(span.Start.Add(time.Minute)) {
		return from
	}
	if e.UnderWay.End.Equal(span.End) {
		return from + "–now"
	}
	to := c.onClock(span.End)
	if span.End.After(day.End) {
		to += " " + c.dayName(span.End, on)
	}
	return from + "–" + to
}

// onClock is what the clock shows; with its offset where it shows that for the
// second time.
func (c *Calendar) onClock(t time.Time) string {
	_, text, _ := strings.Cut(when.Format(when.Moment{At: t, Precision: when.Minute}, c.env.Zone, when.ISO), " ")
	return text
}

// dayName names another day in few letters: the weekday where it is near.
func (c *Calendar) dayName(t time.Time, on when.Date) string {
	d := when.DateOf(t, c.env.Zone)
	if n := d.Sub(on); n > -7 && n < 7 {
		return d.Weekday().String()[:3]
	}
	return fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3])
}

// clockWidth is what most clocks need: an end on another day names it.
const clockWidth = 15

// entryLine is an entry in one line: time, id, title, marks.
func (c *Calendar) entryLine(e *store.Entry, on when.Date, w int, chosen bool) string {
	t := c.env.Theme
	mark, markStyle := c.mark(e, 4)
	if isWindow(e) {
		mark, markStyle = c.windowMark(e)
	}
	clock := c.clock(e, on)
	l := kit.NewLine(w).Cell(t.Faint, clock, max(clockWidth, kit.Width(clock))).Gap(1)
	style := t.Text
	if chosen {
		l.Text(t.Chosen, string(e.ID))
		style = t.Strong
	} else {
		l.Text(t.Strong, string(e.ID))
	}
	l.Gap(1)
	n := len([]rune(mark))
	l.Text(c.nameStyle(e, style), kit.Cut(title(e), max(l.Left()-n-1, 1)))
	return l.To(w-n).Text(markStyle, mark).String()
}

// scoped is the title of a window with what it is for, where both find room and the
// title doesn't name that itself.
func scoped(e *store.Entry, w int) string {
	name, scope := title(e), e.For()
	if scope == "" || strings.Contains(strings.ToLower(name), strings.ToLower(scope)) {
		return name
	}
	if all := name + " (" + scope + ")"; kit.Width(all) <= w {
		return all
	}
	return name
}

func title(e *store.Entry) string {
	if e.Card != nil {
		return apart(strings.TrimSpace(e.Card.Name + " " + e.Card.Version))
	}
	return apart(e.Title)
}

// apart keeps a text that begins with a sign which joins the character before
// it from joining the line or shade it stands beside.
func apart(s string) string {
	if s != "" && s[0] >= 0x80 && kit.Width("│"+s) != 1+kit.Width(s) {
		return " " + s
	}
	return s
}

// underLine says in words what the marks of an entry mean.
func (c *Calendar) underLine(e *store.Entry, w int, more ...kit.Span) string {
	l := kit.NewLine(w).Gap(clockWidth + 1)
	for i, s := range append(c.words(e), more...) {
		if i > 0 {
			l.Text(c.env.Theme.Faint, " "+c.env.Theme.Glyph.Dot+" ")
		}
		l.Text(s.Style, s.Text)
	}
	return l.String()
}

// words are what there is to say about an entry, the pressing first.
func (c *Calendar) words(e *store.Entry) []kit.Span {
	t := c.env.Theme
	var out []kit.Span
	say := func(style theme.Style, text string) {
		if text != "" {
			out = append(out, kit.Span{Style: style, Text: text})
		}
	}
	card := e.Card
	if isWindow(e) {
		return c.windowWords(e, c.Width)
	}
	if card == nil {
		if e.Emergency {
			say(t.Bad, "EMERGENCY")
		}
		if e.Late {
			say(t.Bad, when.Late(when.Moment{At: e.Due, Precision: when.Minute}, c.env.Clock(), c.env.Days()))
		}
		say(t.Faint, e.Kind)
		return out
	}
	out = slices.Concat(out, c.triedWords(e), c.underWay(e), c.pressing(card))
	switch {
	case card.Conflict:
		say(t.Warn, "conflict")
	case len(card.Conflicts) > 0:
		say(t.Note, "conflict accepted")
	}
	say(t.Faint, card.StageWords)
	if card.Look.Danger >= process.HighDanger {
		say(t.Warn, card.Look.Title+" risk")
	}
	say(t.Faint, card.ServiceName)
	say(t.Note, c.elsewhere(e))
	return out
}

// elsewhere is when an entry begins by the clocks of its service, where those
// are others.
func (c *Calendar) elsewhere(e *store.Entry) string {
	zone, err := when.Zone(e.Zone)
	if e.Zone == "" || err != nil || zone.String() == c.env.Zone.String() {
		return ""
	}
	if e.Start.Precision == when.Day {
		return "the day in " + e.Zone
	}
	span := spanOf(*e, zone)
	if e.End.IsZero() {
		span.End = span.Start
	}
	text := span.Start.In(zone).Format("Mon 15:04")
	if span.End.After(span.Start) {
		text += "–" + span.End.In(zone).Format("15:04")
	}
	return text + " in " + e.Zone
}
