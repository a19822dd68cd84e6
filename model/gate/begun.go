package gate

import (
	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// Begun are the answers with which a form begins that was not filled yet: a plan with
// the risks of the assessment, a go/no-go record with those that are open, an exception
// from a freeze with what was asked for and decided, a declaration with what was
// declared.
func Begun(c *model.Case, f *form.Form, of model.ID) form.Answers {
	if list := FromRecord(c, f, of, form.Answers{}); list != nil {
		return answered(f, list)
	}
	if f.Means() == FormNotes {
		return notesBegun(c, f, of)
	}
	_, rows := risksOf(c, of)
	table, asked := f.Field(tableRisks)
	if !asked || f.Means() != FormPlan && f.Means() != FormGoNoGo {
		return form.Answers{}
	}
	var out []form.Cells
	for _, row := range rows {
		if f.Means() == FormGoNoGo && row["state"] != riskOpen {
			continue
		}
		kept := form.Cells{}
		for _, column := range table.Columns {
			if text := row[column.Means()]; text != "" {
				kept[column.Name] = text
			}
		}
		out = append(out, kept)
	}
	if len(out) == 0 {
		return form.Answers{}
	}
	return form.Answers{Tables: map[string][]form.Cells{table.Name: out}}
}

// FromRecord are the answers of a form that the file knows, by what the questions are for:
// nobody answers them otherwise. One that is "" has nothing on record, and takes no answer.
// It is nil of a form without any. What was answered so far says which exception from a
// freeze is meant, where there are several.
func FromRecord(c *model.Case, f *form.Form, of model.ID, said form.Answers) map[string]string {
	switch f.Means() {
	case FormException:
		return exception(c, of, said.Get(f.Asked("freeze").Name))
	case FormDeclaration, FormChangeDeclaration:
		return declaration(c, of)
	}
	return nil
}

// WithRecord are answers to a form with those that the record gives in their place, and
// the questions that they answer, in the order of the form.
func WithRecord(c *model.Case, f *form.Form, of model.ID, said form.Answers) (form.Answers, []string) {
	var names []string
	out := said.Clone()
	record := FromRecord(c, f, of, said)
	for _, fl := range f.Fields() {
		text, known := record[fl.Means()]
		if !known {
			continue
		}
		names = append(names, fl.Name)
		if delete(out.Values, fl.Name); text != "" {
			out.Values[fl.Name] = text
		}
	}
	return out, names
}

// exception is what the file knows of an exception from a freeze: the last that the
// release asked for, from the freeze that is named if it asked for one from that. Before it
// asked for any the paper can be prepared, without a decision.
func exception(c *model.Case, of model.ID, freeze string) map[string]string {
	var last *model.Exception
	var from *model.Window
	for _, w := range model.All[*model.Window](c) {
		for i, e := range w.Exceptions {
			if e.Release != of || e.Void != nil {
				continue
			}
			named, before := w.Title == freeze, from != nil && from.Title == freeze
			if last == nil || named && !before || named == before && e.At.After(last.At) {
				last, from = &w.Exceptions[i], w
			}
		}
	}
	said := map[string]string{"decision": "", "decided_by": "", "conditions": "", "refused_by": "", "instead": ""}
	if last == nil {
		return said
	}
	said["freeze"], said["reason"], said["asked_by"] = from.Title, last.Reason, string(last.By)
	switch d := last.Decided; {
	case d == nil:
	case d.Yes:
		said["decision"], said["decided_by"], said["conditions"] = "granted", string(d.By), d.Text
	default:
		said["decision"], said["refused_by"], said["instead"] = "refused", string(d.By), d.Text
	}
	return said
}

// declaration is what the file knows of an emergency: how it was declared, also where it
// turned out to be none.
func declaration(c *model.Case, of model.ID) map[string]string {
	said := map[string]string{"reason": "", "incident": "", "vulnerability": "", "declared_by": "", "declared": ""}
	d := c.SubjectOf(of).Declared()
	if d == nil {
		return said
	}
	at := when.Moment{At: d.At, Precision: when.Minute}
	said["reason"], said["incident"], said["vulnerability"] = d.Title, string(d.Incident), d.Vulnerability
	said["declared_by"], said["declared"] = string(d.By), at.TextIn(c.ZoneOf(of))
	return said
}

// answered are answers by what the questions of a form are for, as far as it has them.
func answered(f *form.Form, said map[string]string) form.Answers {
	out := form.Answers{Values: map[string]string{}}
	for name, text := range said {
		if fl, ok := f.Field(name); ok && text != "" {
			out.Values[fl.Name] = text
		}
	}
	return out
}
