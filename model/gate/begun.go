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
	switch f.Means() {
	case FormException:
		return exception(c, f, of)
	case FormDeclaration, FormChangeDeclaration:
		return declaration(c, f, of)
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

// exception is what the paper of an exception from a freeze begins with: the last that
// the release asked for.
func exception(c *model.Case, f *form.Form, of model.ID) form.Answers {
	var last *model.Exception
	var from *model.Window
	for _, w := range model.All[*model.Window](c) {
		for i, e := range w.Exceptions {
			if e.Release == of && e.Void == nil && (last == nil || e.At.After(last.At)) {
				last, from = &w.Exceptions[i], w
			}
		}
	}
	if last == nil {
		return form.Answers{}
	}
	said := map[string]string{"freeze": from.Title, "reason": last.Reason, "asked_by": string(last.By)}
	switch d := last.Decided; {
	case d == nil:
	case d.Yes:
		said["decision"], said["decided_by"], said["conditions"] = "granted", string(d.By), d.Text
	default:
		said["decision"], said["refused_by"], said["instead"] = "refused", string(d.By), d.Text
	}
	return answered(f, said)
}

// declaration is what the paper of an emergency begins with: how it was declared.
func declaration(c *model.Case, f *form.Form, of model.ID) form.Answers {
	d := c.SubjectOf(of).Emergency()
	if d == nil {
		return form.Answers{}
	}
	at := when.Moment{At: d.At, Precision: when.Minute}
	return answered(f, map[string]string{"reason": d.Title, "incident": string(d.Incident), "vulnerability": d.Vulnerability, "declared_by": string(d.By), "declared": at.TextIn(c.ZoneOf(of))})
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
