package records

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/store"
	"fairway/ui/screen"
)

// askAnswers loads what the answers of a form are read with: the form, and the
// names, rules and zone of that moment.
func askAnswers(e *screen.Env, name string, of model.ID, a form.Answers, at store.Position) (*model.Case, error) {
	return e.Data.Case(e.Context, at, e.Clock(), action.WriteForm{Form: name, Of: of, Answers: a}.Needs())
}

// answered writes a filled form, question by question, as it was laid out; what
// the form asks no more follows under the names it had.
func (f *writer) answered(name string, of model.ID, a form.Answers) {
	if f.facts == nil {
		return
	}
	reader := f.env.Reader(f.facts, of)
	questions := f.facts.FormOf(name, of)
	a = questions.Own(a)
	for _, g := range questions.Laid(a, false) {
		f.heading(g.Title)
		for _, q := range g.Fields {
			f.answer(q, a, reader)
		}
	}
}

// answer writes one question with what was answered. Each record that it names
// has a line, which leads to it.
func (f *writer) answer(q form.Field, a form.Answers, reader form.Reader) {
	f.add(line{flat: true, text: q.Title, style: f.env.Theme.Faint})
	for i, row := range a.Rows(q.Name) {
		f.add(line{flat: true, indent: 2, lead: fmt.Sprintf("%2d", i+1), text: q.Row(row, reader), style: f.env.Theme.Text})
	}
	v := a.Get(q.Name)
	if q.Is().Kind == "" && v != "" {
		f.add(line{flat: true, indent: 2, text: q.Show(v, reader), style: f.env.Theme.Text})
		return
	}
	for _, part := range form.Split(v) {
		to, style := target{}, f.env.Theme.Text
		if id, err := model.ParseID(part); err == nil {
			to, style = target{id: id}, f.env.Theme.Key
		}
		f.add(line{flat: true, indent: 2, text: q.Show(part, reader), style: style, to: to})
	}
}
