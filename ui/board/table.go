package board

import (
	"strconv"
	"strings"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// table draws the zoomed column: a line a release.
func (b *Board) table(lines []string, w int) []string {
	c := b.here()
	if c == nil {
		return lines
	}
	e, t := b.env, b.env.Theme
	today := b.today()
	// The wider, the more is spelt out, and then there are columns more.
	wide, full := w >= 110, w >= 150
	dateWidth, stayWidth, whoWidth, name, service := 11, 10, 15, max(w-68, 8), 0
	switch {
	case full:
		dateWidth, stayWidth = 16, 24
		whoWidth = (w - 96) * 3 / 10
		service = whoWidth
		name = w - 96 - whoWidth - service
	case wide:
		dateWidth, stayWidth, whoWidth = 16, 17, 18
		name = w - 94
	}
	for row := range b.room() {
		l := kit.NewLine(w)
		at := c.top + row - c.skip
		if at < 0 || at >= len(c.card) {
			lines = append(lines, l.String())
			continue
		}
		card := &c.card[at].Card
		k := b.look(c, at, b.lane, b.col, w, 1, today)
		if k.chosen {
			l.Glyph(t.Focus, t.Glyph.Here, 1)
			l.Text(t.Chosen, kit.Cut(string(card.ID), 9))
		} else {
			l.Gap(1).Text(t.Strong, kit.Cut(string(card.ID), 9))
		}
		l.To(11)
		risks := 8
		if wide {
			risks = 12
		}
		text, style := risk(t, card.Look, risks)
		l.Cell(style, text, risks).Gap(1)
		room := name
		if full {
			room += 12
		}
		switch {
		case card.Follows(model.TypeEmergency) && wide:
			l.Text(t.Urgent, " EMERGENCY ").Gap(1)
			room -= 12
		case card.Follows(model.TypeEmergency):
			l.Text(t.Urgent, "EMERG").Gap(1)
			room -= 6
		case full:
			kind := card.Type
			if k.stage != "" {
				kind = k.stage
			}
			l.Cell(t.Faint, kind, 11).Gap(1)
			room -= 12
		}
		if asked := kit.Count(card.Questions, "question"); card.Questions > 0 {
			l.Text(t.Warn, asked).Gap(1)
			room -= kit.Width(asked) + 1
		}
		if card.OrdersLate > 0 {
			late := kit.Count(card.OrdersLate, "order") + " late"
			l.Text(t.Warn, late).Gap(1)
			room -= kit.Width(late) + 1
		}
		l.Cell(t.Text, strings.TrimSpace(card.Name+" "+card.Version), max(room, 1)).Gap(1)
		if full {
			l.Cell(t.Faint, card.ServiceName, service-1).Gap(1)
		}
		style = t.Text
		if card.Late {
			style = t.Bad
		}
		l.Cell(style, fitting(dates(e, *card), dateWidth), dateWidth)
		mark := " "
		if card.Conflict {
			mark = t.Glyph.Conflict
		}
		l.Gap(1).Text(t.Warn, mark).Gap(1)
		text, style = stay(e, *card, k.over, stayWidth, stayWidth)
		l.Cell(style, text, stayWidth).Gap(1)
		dots, dotStyle := dotText(t, k, 12)
		if !wide {
			dots = ""
			if k.known {
				dots = strconv.Itoa(k.dots.Met) + "/" + strconv.Itoa(k.dots.All)
			}
			l.Cell(dotStyle, dots, 5).Gap(1)
		} else {
			l.Cell(dotStyle, dots, 12).Gap(1)
		}
		text, style = b.waiting(card, false)
		l.Cell(style, text, min(whoWidth, l.Left()))
		lines = append(lines, l.String())
	}
	return lines
}

// waiting says what keeps a release where it is: that it is on hold, or the
// first check that is open, and whose it is.
func (b *Board) waiting(c *store.Card, long bool) (string, theme.Style) {
	t := b.env.Theme
	d, known := b.dots[c.ID]
	switch {
	case !open(*c):
		return "", t.Faint
	case c.State == model.ReleaseHold:
		if long {
			return string(c.ID) + " is on hold", t.Warn
		}
		return "on hold", t.Warn
	case !known:
		return "", t.Faint
	case d.Ready:
		if long {
			return string(c.ID) + " can move on", t.Good
		}
		return "can move on", t.Good
	}
	role := strings.ReplaceAll(d.Role, "-", " ")
	if role == "" {
		role = "somebody"
	}
	if long {
		return string(c.ID) + " waits for the " + role + ": " + d.Check, t.Note
	}
	return role, t.Note
}
