package records

import (
	"cmp"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// keys are the screen's bindings, the most useful first.
func (r *Records) keys() []screen.Binding {
	by := func(n int) tea.Cmd {
		r.sheet().table.Move(n)
		return r.follow()
	}
	record, look, group := screen.GroupRecord, screen.GroupView, screen.GroupMove
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: record, Foot: true, Help: "Show the chosen record with all its fields, its links and its history.", Why: r.needsRow, Do: r.open},
		{Keys: []string{"n"}, Name: "new", Group: record, Foot: true, Writes: true, Help: "Make a new record of the kind that is shown.", Why: r.cantMake,
			Do: func() tea.Cmd { return r.env.Host.Task(r.sheet().make, "") }},
		{Keys: []string{"e"}, Name: "edit", Group: record, Foot: true, Writes: true, Help: "Change the chosen record, by a form.", Why: r.cantEdit,
			Do: func() tea.Cmd { return r.env.Host.Task(r.sheet().edit, r.sheet().chosen()) }},
		{Keys: []string{"]", "shift+right"}, Name: "next kind", Group: group, Foot: true, Help: "Show the next kind of record.", Do: func() tea.Cmd { return r.turn(r.at + 1) }},
		{Keys: []string{"[", "shift+left"}, Name: "kind before", Group: group, Help: "Show the kind of record before.", Do: func() tea.Cmd { return r.turn(r.at - 1) }},
		{Keys: []string{"g"}, Name: "kinds", Group: group, Foot: true, Help: "Choose the kind of record from a menu.", Do: r.chooseKind},
		{Keys: []string{"s"}, Name: "sort", Group: look, Foot: true, Help: "Choose the column to sort by; the one it is sorted by turns round.", Do: r.chooseOrder},
		{Keys: []string{"o", "r"}, Name: "turn round", Group: look, Help: "Sort the other way round.", Do: func() tea.Cmd { s := r.sheet(); return r.order(s.sort, !s.desc) }},
		{Keys: []string{"c"}, Name: "columns", Group: look, Foot: true, Help: "Show or hide columns; that is kept for you, for each kind.", Do: screen.Act(func() { r.env.Host.Open(newColumns(r)) })},
		{Keys: []string{"y"}, Name: "copy id", Group: record, Help: "Put the id of the chosen record on the clipboard.", Why: r.needsRow, Do: r.copy},
	}, kit.Moves(by, func(n int) tea.Cmd { return by(n * r.rows()) }, kit.ScreenPages, kit.Among("row"))...)
}

func (r *Records) needsRow() string {
	switch s := r.sheet(); {
	case s.table.Count == 0:
		return "there is nothing in the table"
	case s.here() < 0:
		return "the row is still being fetched"
	}
	return ""
}

// cantMake says why no record of the kind can be made here.
func (r *Records) cantMake() string {
	if s := r.sheet(); s.make == "" {
		return unmade(s.KindInfo)
	}
	return ""
}

// cantEdit says why the chosen record can't be edited here.
func (r *Records) cantEdit() string {
	if s := r.sheet(); s.edit == "" {
		return unmade(s.KindInfo)
	}
	return r.needsRow()
}

// unmade says who or what makes and changes records of a kind, where no form does.
func unmade(k *model.KindInfo) string { return cmp.Or(k.Unedited, grammar.A(k.One)+" is not edited") }

func (r *Records) open() tea.Cmd {
	if s := r.sheet(); s.Kind == kindLog {
		return follow(r.env, target{entry: s.entry()})
	}
	return r.env.Host.Find(r.sheet().chosen())
}

func (r *Records) copy() tea.Cmd {
	s := r.sheet()
	if s.Kind == kindLog {
		return r.env.Host.Copy(fmt.Sprint(s.entry()))
	}
	return r.env.Host.Copy(string(s.chosen()))
}

// turn shows another kind; after the last comes the first. One that was shown
// before is there at once, and what changed meanwhile follows.
func (r *Records) turn(to int) tea.Cmd {
	r.at = (to + len(kinds)) % len(kinds)
	if s := r.sheet(); s.loaded && s.keeper == r.env.Person.ID() && s.asOf == r.env.AsOf {
		return screen.Aside(r.Load())
	}
	return r.Load()
}

func (r *Records) chooseKind() tea.Cmd {
	var choices []kit.Choice
	for i, k := range kinds {
		choices = append(choices, kit.Choice{Text: k.Title, Do: func() tea.Cmd { return r.turn(i) }})
	}
	r.env.Host.Open(kit.NewMenu(r.env.Theme, r.env.Host, "Kinds of record", "Which are to be shown?", choices))
	return nil
}

// order sorts the table, and keeps that.
func (r *Records) order(by string, desc bool) tea.Cmd {
	s := r.sheet()
	s.sort, s.desc = by, desc
	s.mark()
	return tea.Batch(r.Load(), r.keep(s))
}

func (r *Records) chooseOrder() tea.Cmd {
	s := r.sheet()
	var choices []kit.Choice
	for _, c := range s.columns {
		if !s.sorts(c.Name) {
			continue
		}
		text, desc := c.Name, c.Of == "at" || c.Of == "until"
		if c.Name == s.sort {
			desc = !s.desc
			text += ", the other way round"
		}
		choices = append(choices, kit.Choice{Text: text, Do: func() tea.Cmd { return r.order(c.Name, desc) }})
	}
	text := "By which column?"
	if s.Kind == kindLog {
		text = "The log is in the order in which it was written."
	}
	r.env.Host.Open(kit.NewMenu(r.env.Theme, r.env.Host, "Sort "+grammar.Lower(s.Title), text, choices))
	return nil
}
