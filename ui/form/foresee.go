package form

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/ui/kit"
)

// planner is an action that plans dates, and can say what they would collide with.
type planner interface {
	action.Action
	Collides(c *model.Case) []gate.Conflict
}

// foresee asks what the dates in the form would collide with, where it plans
// some. The last answer stands until the next one is there.
func (f *Form) foresee() tea.Cmd {
	answers, _ := f.tidied()
	act, err := f.from.make(f.open, answers)
	plan, ok := act.(planner)
	if err != nil || !ok {
		return nil
	}
	q := f.env.Query()
	return ask(f, "foresee", func() ([]gate.Conflict, error) {
		c, err := q.Case(action.Needs(act))
		if err != nil {
			return nil, err
		}
		return plan.Collides(c), nil
	}, func(found []gate.Conflict, err error) tea.Cmd {
		if f.ahead = found; err != nil {
			f.ahead = nil // whoever sends it is told
		}
		return nil
	})
}

// drawAhead says what the dates would collide with, from a column on; nothing
// before it is known.
func (f *Form) drawAhead(w, gap int) []string {
	t := f.env.Theme
	if f.ahead == nil {
		return nil
	}
	if len(f.ahead) == 0 {
		return []string{kit.NewLine(w).Gap(gap).Text(t.Good, t.Glyph.Yes+" the dates collide with nothing").String()}
	}
	var out []string
	for _, c := range f.ahead {
		style := t.Warn
		switch {
		case !c.Open():
			style = t.Note
		case c.Hard:
			style = t.Bad
		}
		for i, part := range kit.Wrap(c.Reason().Text, max(w-gap-4, 1)) {
			l := kit.NewLine(w).Gap(gap)
			if i == 0 {
				l.Text(style, t.Glyph.Conflict)
			}
			out = append(out, l.To(gap+2).Text(style, part).String())
		}
	}
	return out
}

// lastDate is the last date on a page; "" for none.
func lastDate(list []form.Field) string {
	name := ""
	for _, fl := range list {
		if fl.Type == form.Date {
			name = fl.Name
		}
	}
	return name
}
