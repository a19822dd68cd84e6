package process

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/evidence"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// clauses is the clause matrix of a period in a box: the cursor goes from what shows a clause to
// what shows the next, enter opens the record of it, and a dot goes to the next clause that does
// not pass.
type clauses struct {
	screen.Base
	theme  *theme.Theme
	host   screen.Host
	matrix evidence.Matrix
	place  kit.Place
	sheet  *kit.Sheet // of the last picture
	rows   int
	// of has the records behind each line that can be chosen, failing the lines of the clauses
	// that do not pass, in their order.
	of      map[string][]model.ID
	failing []string
}

func newClauses(t *theme.Theme, host screen.Host, m evidence.Matrix) *clauses {
	return &clauses{theme: t, host: host, matrix: m}
}

// Typing is never so.
func (c *clauses) Typing() bool { return false }

// Update takes nothing: all is keys.
func (c *clauses) Update(tea.Msg) tea.Cmd { return nil }

// Bindings are those of a text with lines to choose from.
func (c *clauses) Bindings() []screen.Binding {
	by := func(n int) tea.Cmd {
		switch {
		case c.sheet == nil:
		case n >= kit.Far:
			c.place.Page(c.sheet, c.sheet.Len(), c.rows)
		case n <= -kit.Far:
			c.place.Page(c.sheet, -c.sheet.Len(), c.rows)
		default:
			c.place.Move(c.sheet, n, c.rows)
		}
		return nil
	}
	page := func(n int) tea.Cmd {
		if c.sheet != nil {
			c.place.Page(c.sheet, n, c.rows)
		}
		return nil
	}
	list := []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Help: "Open the record of the chosen line; where there are several, choose one.", Group: screen.GroupRecord, Foot: true,
			Why: screen.When(func() bool { return len(c.of[c.place.Key]) == 0 }, "no record is named there"), Do: c.open},
		{Keys: []string{"."}, Name: "next not passed", Help: "To the next clause that does not pass: those that fail, and those that are open.", Group: screen.GroupMove, Foot: true,
			Why: screen.When(func() bool { return len(c.failing) == 0 }, "every clause passes, or does not apply"), Do: c.next},
		{Keys: []string{"esc", "q"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { c.host.Close(c) })},
	}
	return append(list, kit.Moves(by, page, kit.ScreenPages, kit.Among("line"))...)
}

// open goes to the record of the chosen line.
func (c *clauses) open() tea.Cmd {
	ids := c.of[c.place.Key]
	if len(ids) == 1 {
		c.host.Close(c)
		return c.host.Find(ids[0])
	}
	c.host.Open(kit.NewMenu(c.theme, c.host, "Records", "Which of them?", model.Each(ids, func(id model.ID) kit.Choice {
		return kit.Choice{Text: string(id), Do: func() tea.Cmd {
			c.host.Close(c)
			return c.host.Find(id)
		}}
	})))
	return nil
}

// next goes to the next clause that does not pass, from the last one to the first.
func (c *clauses) next() tea.Cmd {
	if c.sheet == nil {
		return nil
	}
	c.place.Key = kit.After(c.failing, c.place.Key, c.sheet)
	c.place.Choose(c.sheet, c.place.Key, c.rows)
	return nil
}

// Box draws the matrix.
func (c *clauses) Box(w, h int) ([]string, int) {
	n := max(min(100, w-4), kit.Gutter+1)
	c.draw(n)
	c.rows = max(min(h-2, c.sheet.Len()), 1)
	c.place.Settle(c.sheet, c.rows)
	box := kit.Box(c.theme, "Evidence of "+c.matrix.Title, c.place.Draw(c.sheet, c.rows, true), n+4)
	kit.More(c.theme, box, n+4, c.place.Top, c.rows, c.sheet.Len())
	return box, n + 4
}

// draw makes the sheet: the clauses, and below each what shows it.
func (c *clauses) draw(w int) {
	t, m := c.theme, c.matrix
	c.sheet, c.of, c.failing = kit.NewSheet(t, w), map[string][]model.ID{}, nil
	c.sheet.Text(t.Strong, m.Words())
	c.sheet.Text(t.Faint, m.Sample.Words())
	for _, r := range m.Rows {
		glyph, style := answerLook(t, r.Answer)
		key := r.Clause
		if c.of[key] = r.Records; r.Answer == evidence.Fail || r.Answer == evidence.Open {
			c.failing = append(c.failing, key)
		}
		c.sheet.Blank()
		c.sheet.Mark(key).Indented(2, kit.Span{Style: style, Text: glyph}, t.Strong, fmt.Sprintf("%s  %s", r.Clause, r.Answer))
		c.sheet.Indented(2, kit.Span{}, t.Text, r.Text)
		groups := r.Groups()
		for i, g := range groups {
			text := fmt.Sprintf("%s: %s", g.Answer, g.Words())
			if len(g.Records) > 0 {
				part := key + "/" + strconv.Itoa(i)
				c.of[part] = g.Records
				c.sheet.Mark(part)
				text += " (" + strings.Join(model.Each(g.Records, func(id model.ID) string { return string(id) }), ", ") + ")"
			}
			c.sheet.Indented(2, kit.Span{}, t.Faint, text)
		}
		if len(groups) == 0 {
			c.sheet.Indented(2, kit.Span{}, t.Faint, r.Why)
		}
	}
}

// answerLook is the glyph and the style of an answer.
func answerLook(t *theme.Theme, a evidence.Answer) (string, theme.Style) {
	switch a {
	case evidence.Pass:
		return t.Glyph.Yes, t.Good
	case evidence.Fail:
		return t.Glyph.No, t.Bad
	case evidence.Open:
		return t.Glyph.Unmet, t.Warn
	}
	return t.Glyph.NA, t.Faint
}
