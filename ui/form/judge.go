package form

import (
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// ground is what answers are read against, here as on the command line.
func (f *Form) ground() form.Ground {
	return form.Ground{Now: f.env.Now(), Zone: f.open.zone, Lookup: f.find}
}

// tidy reads one answer with the rules of the whole form: beside it only the
// one that it counts from, as the end of a window counts from its start.
func (f *Form) tidy(fl form.Field, text string) (value, wrong string) {
	one := form.Form{Name: f.open.form.Name, Groups: []form.Group{{Fields: []form.Field{fl}}}}
	given := map[string]string{fl.Name: text}
	if from, ok := f.open.form.Field(fl.From); ok {
		one.Groups[0].Fields = append(one.Groups[0].Fields, from)
		given[from.Name] = f.answers.Values[from.Name]
	}
	out, bad := one.Tidy(form.Answers{Values: given}, f.ground())
	for _, w := range bad {
		if w.Field == fl.Name {
			return text, w.Text
		}
	}
	return out.Values[fl.Name], ""
}

// judge reads all answers, and keeps what is wrong with them.
func (f *Form) judge() {
	_, f.wrong = f.tidied()
}

// tidied are the answers as they are sent, in the form in which they are kept.
func (f *Form) tidied() (form.Answers, []form.Wrong) {
	a, wrong := f.open.form.Tidy(f.answers, f.ground())
	return lean(a), wrong
}

// lean leaves out what is empty, so that an answer taken back is as none given.
func lean(a form.Answers) form.Answers {
	a = a.Clone()
	for name, v := range a.Values {
		if strings.TrimSpace(v) == "" {
			delete(a.Values, name)
		}
	}
	for name, rows := range a.Tables {
		for _, row := range rows {
			for column, v := range row {
				if strings.TrimSpace(v) == "" {
					delete(row, column)
				}
			}
		}
		if len(rows) == 0 {
			delete(a.Tables, name)
		}
	}
	return a
}

// wrongAt is what is wrong with a field, or with a row of a table.
func (f *Form) wrongAt(field string, row int) string {
	for _, w := range f.wrong {
		if w.Field == field && w.Row == row {
			return w.Text
		}
	}
	return ""
}

// wrongIn is what is wrong with a field of the page, or a column of the row
// being edited.
func (f *Form) wrongIn(name string) string {
	if f.at.Row == 0 {
		return f.wrongAt(name, 0)
	}
	p, _ := f.page()
	for _, w := range f.wrong {
		if text, ok := strings.CutPrefix(w.Text, name+": "); ok && w.Row == f.at.Row && w.Field == p.table.Name {
			return text
		}
	}
	return ""
}

// label is the word for an option of a choice.
func label(fl form.Field, option string) string { return fl.Label(option) }

// words says an answer as people read it.
func (f *Form) words(fl form.Field, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	switch fl.Type {
	case form.Date:
		if m := f.moment(value); !m.IsZero() {
			return f.date(m)
		}
	case form.Duration:
		if d := (form.Answers{Values: map[string]string{"d": value}}).Duration("d"); d != 0 {
			return when.FormatDuration(d)
		}
	case form.Choice:
		return label(fl, value)
	case form.Choices:
		list := form.Split(value)
		for i := range list {
			list[i] = label(fl, list[i])
		}
		return strings.Join(list, ", ")
	}
	if kind, many := kindOf(fl.Type); kind != "" {
		if !many {
			return f.title(kind, value)
		}
		list := form.Split(value)
		for i := range list {
			list[i] = f.title(kind, list[i])
		}
		return strings.Join(list, ", ")
	}
	return value
}

func (f *Form) moment(value string) when.Moment {
	return form.Answers{Values: map[string]string{"d": value}}.Moment("d", f.open.zone)
}

// date writes a date in the person's style, with the zone where it is not
// theirs.
func (f *Form) date(m when.Moment) string {
	text := when.Format(m, f.open.zone, f.env.Dates)
	if m.Precision != when.Day && f.env.Zone != nil && f.open.zone.String() != f.env.Zone.String() {
		text += " (" + f.open.zone.String() + ")"
	}
	return text
}

// typing is an answer as a person edits it.
func (f *Form) typing(fl form.Field, value string) string {
	switch fl.Type {
	case form.Date:
		if m := f.moment(value); !m.IsZero() {
			return when.Format(m, f.open.zone, when.ISO)
		}
	case form.Duration:
		return f.words(fl, value)
	}
	return value
}

// kindOf is the kind of record that a type of field names, and whether it names
// several; "" when it names none.
func kindOf(name string) (kind model.Kind, many bool) {
	switch name {
	case form.Items:
		return model.KindItem, true
	case "people":
		return model.KindPerson, true
	}
	if k := model.Kind(name); k.Known() {
		return k, false
	}
	if k := model.Kind(strings.TrimSuffix(name, "s")); k.Known() {
		return k, true
	}
	return "", false
}
