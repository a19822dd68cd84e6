// Package records shows what the file keeps, as tables: one for each kind of
// record and one for the log, each with its own filter, order and columns; and
// one record on a page of its own, with every field, what it is linked with,
// and how it came to be what it is.
//
// What a table can be filtered and sorted by is said in store, what a record
// holds in model, what can be done to it in model/task. Releases have a screen
// of their own; here they are only led to.
package records

import (
	tea "github.com/charmbracelet/bubbletea"
	"slices"

	"fairway/model"
	"fairway/ui/screen"
)

// Records is the screen.
type Records struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding

	sheets []*sheet // of the kinds in their order; nil until it was shown
	at     int      // the one that is shown
	words  words
}

// New makes the screen, with the changes shown first.
func New(env *screen.Env) *Records {
	r := &Records{Base: screen.Base{Width: 80, Height: 20}, env: env, sheets: make([]*sheet, len(kinds))}
	r.bindings = r.keys()
	return r
}

// Name is the word on the tab.
func (r *Records) Name() string { return "Records" }

// Bindings are its keys.
func (r *Records) Bindings() []screen.Binding { return r.bindings }

// sheet is the table that is shown.
func (r *Records) sheet() *sheet {
	if r.sheets[r.at] == nil {
		r.sheets[r.at] = newSheet(r.env, kinds[r.at])
	}
	return r.sheets[r.at]
}

// Shows are the tables that there are, in their order.
func Shows() []*model.KindInfo {
	return model.Each(kinds, func(k kind) *model.KindInfo { return k.KindInfo })
}

// Show turns to the table of a kind.
func (r *Records) Show(k model.Kind) tea.Cmd {
	return r.turn(slices.IndexFunc(kinds, func(one kind) bool { return one.Kind == k }))
}

// Subject is the record the cursor is on.
func (r *Records) Subject() model.ID { return r.sheet().chosen() }

// Filter is the filter of the table that is shown.
func (r *Records) Filter() string { return r.sheet().filter }

// FilterError says what is wrong with it.
func (r *Records) FilterError() string { return r.sheet().wrong }

// SetFilter asks for other rows. The cursor stays on its record if that passes.
func (r *Records) SetFilter(text string) tea.Cmd {
	s := r.sheet()
	s.filter, s.wrong, s.fresh = text, "", true
	return r.Load()
}

// Update takes sizes.
func (r *Records) Update(msg tea.Msg) tea.Cmd {
	r.Base.Update(msg)
	if r.sheet().loaded {
		return r.follow()
	}
	return nil
}

var _ screen.Filtered = (*Records)(nil)
