package calendar

import (
	"fmt"
	"slices"

	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// agendaColumns is where the columns of an entry begin, behind its clock and id.
type agendaColumns struct{ name, mark, stage, risk, rest int }

func agendaLayout(w int) agendaColumns {
	const left, mark = 3 + clockWidth + 1 + 11, 5
	stage, risk := 14, 10
	if w < 72 { // a name that can be read says more than its risk
		stage, risk = 12, 0
	}
	name := max((w-left-mark-stage-risk)*3/5, min(w-left-mark-stage-risk, 20), 10)
	return agendaColumns{left, left + name + 1, left + name + mark, left + name + mark + stage, left + name + mark + stage + risk}
}

// agendaLine is one entry over the whole width: when, what, its marks, stage and risk.
func (c *Calendar) agendaLine(e *store.Entry, on when.Date, w int, chosen bool) string {
	t := c.env.Theme
	l := kit.NewLine(w)
	if chosen {
		l.Gap(1).Glyph(t.Focus, t.Glyph.Here, 1).Gap(1)
	} else {
		l.Gap(3)
	}
	clock := c.clock(e, on)
	if on.Before(c.agenda.from) { // it is late, and its day is not above it
		clock = on.Format(when.Short)
	}
	l.Cell(t.Faint, clock, max(clockWidth, kit.Width(clock))).Gap(1)
	idStyle, style := t.Strong, t.Text
	if chosen {
		idStyle, style = t.Chosen, t.Strong
	}
	at := agendaLayout(w)
	l.Text(idStyle, kit.Cut(string(e.ID), 10)).To(at.name)
	l.Text(c.nameStyle(e, style), kit.Cut(title(e), at.mark-l.Used()-1)).To(at.mark)
	if e.Urgent() {
		l.Text(t.Bad, "E")
	}
	mark, markStyle := c.mark(e, at.stage-l.Used()-1)
	if isWindow(e) {
		mark, markStyle = c.windowMark(e)
	}
	l.Text(markStyle, mark).To(at.stage)
	if e.Card == nil {
		words := c.words(e)
		if isWindow(e) {
			words = c.windowWords(e, l.Left())
		}
		for i, s := range words {
			if i > 0 {
				l.Text(t.Faint, " "+t.Glyph.Dot+" ")
			}
			l.Text(s.Style, kit.Cut(s.Text, l.Left()))
		}
		return l.String()
	}
	card := e.Card
	l.Text(t.Faint, kit.Cut(card.StageWords, at.risk-l.Used()-1)).To(at.risk)
	riskStyle := t.Faint
	if card.Look.Danger >= process.HighDanger {
		riskStyle = t.Warn
	}
	if at.rest > at.risk {
		l.Text(riskStyle, kit.Cut(card.Look.Title, at.rest-l.Used()-1))
	}
	l.To(at.rest)
	for i, s := range append(slices.Concat(c.triedWords(e), c.underWay(e), c.pressing(card)), kit.Span{Style: t.Note, Text: c.elsewhere(e)}, kit.Span{Style: t.Faint, Text: card.ServiceName}) {
		if s.Text == "" || l.Left() < 6 {
			continue
		}
		if i > 0 && l.Used() > at.rest {
			l.Text(t.Faint, " "+t.Glyph.Dot+" ")
		}
		l.Text(s.Style, kit.Cut(s.Text, l.Left()))
	}
	return l.String()
}

// agendaNote is a line under an entry: what it collides with. The last one says how
// many more there are.
func (c *Calendar) agendaNote(e *store.Entry, n, w int) string {
	t := c.env.Theme
	found := conflictsOf(e)
	l := kit.NewLine(w).Gap(5).Text(t.Warn, t.Glyph.Conflict).Gap(1)
	if n == agendaNotes && len(found) > agendaNotes {
		return l.Text(t.Faint, fmt.Sprintf("and %d more conflicts", len(found)-agendaNotes+1)).String()
	}
	return l.Text(t.Warn, kit.Cut(found[n-1].Reason().Text, l.Left())).String()
}
