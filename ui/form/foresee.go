package form

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// planner is an action that plans dates, and can say what they would collide with
// and what they would end.
type planner interface {
	action.Action
	Collides(c *model.Case) []gate.Conflict
	Lapses(c *model.Case) []gate.Lapse
}

// stander is a planner that can say which releases collide with its dates as before.
type stander interface {
	Stands(c *model.Case) []model.ID
}

// voider is a planner that can say which approvals its dates void.
type voider interface {
	Voids(c *model.Case) []string
}

// passer is an action that plans dates, and can warn of those that have passed.
type passer interface {
	action.Action
	Passes(c *model.Case) *model.Reason
}

// foreteller is an action that can say what it would come to, where the answers don't.
type foreteller interface {
	action.Action
	Foretells(c *model.Case) string
}

// ahead is what answers would come to; conflicts are not nil once they are known.
type ahead struct {
	told      string // in a sentence
	conflicts []gate.Conflict
	stood     []model.ID // collide as before
	lapses    []gate.Lapse
	voids     []string      // approvals, in words
	passed    *model.Reason // nil where they lie ahead
}

// words says what the dates do, as it follows "the dates"; "" for nothing.
func (a ahead) words() string {
	var out []string
	if a.passed != nil {
		out = append(out, "have passed")
	}
	if n := len(a.lapses); n > 0 {
		out = append(out, "end "+kit.Count(n, "decision"))
	}
	if n := len(a.voids); n > 0 {
		out = append(out, "void "+kit.Count(n, "approval"))
	}
	if n := len(a.conflicts); n > 0 {
		out = append(out, "collide: "+kit.Count(n, "conflict"))
	}
	return strings.Join(out, " and ")
}

// foresee asks what the dates in the form would collide with and end, where it
// plans some. The last answer stands until the next one is there.
func (f *Form) foresee() tea.Cmd {
	answers, _ := f.tidied()
	act, err := f.from.make(f.open, answers)
	plan, plans := act.(planner)
	dated, dates := act.(passer)
	tell, tells := act.(foreteller)
	if err != nil || !plans && !dates && !tells {
		return nil
	}
	q := f.env.Query()
	return ask(f, "foresee", func() (ahead, error) {
		c, err := q.Case(action.Needs(act))
		if err != nil {
			return ahead{}, err
		}
		var found ahead
		if plans {
			found.conflicts, found.lapses = plan.Collides(c), plan.Lapses(c)
		}
		if ends, ok := act.(voider); ok {
			found.voids = ends.Voids(c)
		}
		if window, ok := act.(stander); ok {
			found.stood = window.Stands(c)
		}
		if tells {
			found.told = tell.Foretells(c)
		}
		if dates {
			found.passed = dated.Passes(c)
		}
		return found, nil
	}, func(found ahead, err error) tea.Cmd {
		if f.ahead = found; err != nil {
			f.ahead = ahead{} // whoever sends it is told
		}
		return nil
	})
}

// foretells reports whether what the answers make can say what it would come to.
func (f *Form) foretells() bool {
	answers, _ := f.tidied()
	act, err := f.from.make(f.open, answers)
	_, tells := act.(foreteller)
	return err == nil && tells
}

// drawAhead says what the dates would collide with and end, from a column on;
// nothing before it is known.
func (f *Form) drawAhead(w, gap int) []string {
	t := f.env.Theme
	if f.unread() || f.ahead.conflicts == nil && f.ahead.passed == nil && f.ahead.told == "" {
		return nil
	}
	var out []string
	say := func(style theme.Style, glyph, text string) {
		for i, part := range kit.Wrap(text, max(w-gap-4, 1)) {
			l := kit.NewLine(w).Gap(gap)
			if i == 0 {
				l.Text(style, glyph)
			}
			out = append(out, l.To(gap+2).Text(style, part).String())
		}
	}
	if f.ahead.told != "" {
		say(t.Note, t.Glyph.Yes, f.ahead.told)
	}
	if f.ahead.passed != nil {
		say(t.Warn, t.Glyph.Late, f.ahead.passed.Text)
	}
	for _, l := range f.ahead.lapses {
		say(t.Warn, t.Glyph.No, "they end "+l.Text)
	}
	for _, v := range f.ahead.voids {
		say(t.Warn, t.Glyph.No, "they void "+v)
	}
	if f.ahead.conflicts != nil && len(f.ahead.conflicts) == 0 {
		say(t.Good, t.Glyph.Yes, "the dates "+gate.NothingNew(f.ahead.stood))
	}
	for _, c := range f.ahead.conflicts {
		style := t.Warn
		switch {
		case !c.Open():
			style = t.Note
		case c.Hard:
			style = t.Bad
		}
		say(style, t.Glyph.Conflict, c.Reason().Text)
	}
	if len(f.ahead.conflicts) > 0 && len(f.ahead.stood) > 0 {
		say(t.Note, t.Glyph.Conflict, "as before ("+gate.Counted(f.ahead.stood)+")")
	}
	return out
}

// unread reports whether a date of the form can't be read: what the last answer
// says is about other dates then.
func (f *Form) unread() bool {
	return slices.ContainsFunc(f.open.form.Fields(), func(fl form.Field) bool { return fl.Type == form.Date && f.wrongAt(fl.Name, 0) != "" })
}

// below is the field of a page under which it is said what the answers come to: the last
// date, else the last of all where that is said without any.
func (f *Form) below(list []form.Field) string {
	if name := lastDate(list); name != "" || f.ahead.told == "" || len(list) == 0 {
		return name
	}
	return list[len(list)-1].Name
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
