package cli

import (
	"strings"

	"fairway/model"
	"fairway/model/when"
)

// procurementWords say in a line what was ordered, when it is due, and what came of it.
func (a *App) procurementWords(c *model.Case, p *model.Procurement) string {
	state := model.StateWords(p)
	var parts []string
	switch {
	case p.Dropped != "":
		parts = append(parts, p.Dropped)
	case !p.Due.IsZero() && p.Waits():
		due := "due " + when.Tell(p.Due, when.Moment{}, c.ZoneOf(p.Release), c.Days())
		if p.Awaited(c) && p.Late(c.Now) {
			due += ", " + when.Late(p.Due, c.Now, c.Days()) + "!"
		}
		parts = append(parts, due)
	}
	if text := p.Parts(); text != "" {
		parts = append(parts, text)
	}
	if p.Supplier != "" {
		parts = append(parts, p.Supplier)
	}
	if items := p.Became(); len(items) > 0 {
		parts = append(parts, "became "+strings.Join(model.Each(items, func(id model.ID) string { return string(id) }), ", "))
	}
	text := "order (" + state + "): " + p.Title
	if len(parts) > 0 {
		text += "; " + strings.Join(parts, "; ")
	}
	return text
}
