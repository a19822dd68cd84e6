package records

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
)

// idsAnswered are the records that the answers of a document name.
func idsAnswered(d *model.Document) []model.ID {
	var out []model.ID
	for _, v := range d.Answers.Values {
		for _, part := range form.Split(v) {
			if id, err := model.ParseID(part); err == nil {
				out = append(out, id)
			}
		}
	}
	return out
}

// answered writes a filled form, question by question, as it was laid out; what
// the form asks no more follows under the names it had.
func (f *writer) answered(name string, a form.Answers) {
	done := map[string]bool{}
	if f.words.book != nil {
		if questions, ok := f.words.book.Form(name); ok {
			for _, g := range questions.Groups {
				f.group(g, a, done)
			}
		}
	}
	var rest []string
	for k := range a.Values {
		rest = append(rest, k)
	}
	for k := range a.Tables {
		rest = append(rest, k)
	}
	slices.Sort(rest)
	headed := false
	for _, k := range slices.Compact(rest) {
		if done[k] {
			continue
		}
		if !headed {
			f.heading("Answers")
			headed = true
		}
		f.answer(form.Field{Name: k, Title: label(k)}, a)
	}
}

func (f *writer) group(g form.Group, a form.Answers, done map[string]bool) {
	headed := false
	for _, q := range g.Fields {
		done[q.Name] = true
		if a.Get(q.Name) == "" && len(a.Rows(q.Name)) == 0 {
			continue
		}
		if !headed {
			f.heading(g.Title)
			headed = true
		}
		f.answer(q, a)
	}
}

// answer writes one question with what was answered.
func (f *writer) answer(q form.Field, a form.Answers) {
	f.add(line{flat: true, text: q.Title, style: f.env.Theme.Faint})
	for i, row := range a.Rows(q.Name) {
		f.add(line{flat: true, indent: 2, lead: fmt.Sprintf("%2d", i+1), text: cells(q, row), style: f.env.Theme.Text})
	}
	v := a.Get(q.Name)
	if v == "" {
		return
	}
	if slices.Contains([]string{form.Person, form.Service, form.Item, form.Items, form.Change}, q.Type) {
		for _, part := range form.Split(v) {
			if id, err := model.ParseID(part); err == nil {
				f.add(line{flat: true, indent: 2, lead: string(id), text: f.titles[id], style: f.env.Theme.Text, to: target{id: id}})
				continue
			}
			f.add(line{flat: true, indent: 2, text: part, style: f.env.Theme.Text})
		}
		return
	}
	if q.Type == form.Choice || q.Type == form.Choices {
		v = spoken(v)
	}
	f.add(line{flat: true, indent: 2, text: v, style: f.env.Theme.Text})
}

// cells writes a row of a table: each cell that says something, after its name.
func cells(q form.Field, row form.Cells) string {
	var out []string
	names := make([]string, 0, len(row))
	titles := map[string]string{}
	for _, c := range q.Columns {
		names = append(names, c.Name)
		titles[c.Name] = c.Title
	}
	var rest []string
	for k := range row {
		if titles[k] == "" {
			rest, titles[k] = append(rest, k), label(k)
		}
	}
	slices.Sort(rest)
	for i, k := range append(names, rest...) {
		v := strings.TrimSpace(row[k])
		switch {
		case v == "":
		case i == 0, len(out) == 0:
			out = append(out, v)
		default:
			out = append(out, strings.ToLower(titles[k])+": "+v)
		}
	}
	return strings.Join(out, "; ")
}
