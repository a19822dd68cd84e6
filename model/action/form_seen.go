package action

import (
	"maps"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
)

// ontoAnswers carries the answers over to the version that stands: each field
// and each table by itself. What others answered since is kept; where both
// answered the same one differently, it fails with Changed and both answers.
func (a WriteForm) ontoAnswers(c *model.Case, f *form.Form, before *model.Document, mine form.Answers) (form.Answers, error) {
	if before == nil {
		return mine, nil
	}
	var saw form.Answers
	switch {
	case a.Seen != 0 && current(c, before.ID, a.Seen), a.Seen == 0 && !a.New:
		return mine, nil
	case a.Seen != 0:
		d, err := asSeen(c, before, a.Seen)
		if err != nil {
			return mine, err
		}
		saw = d.Answers
	}
	out := mine.Clone()
	if out.Values == nil {
		out.Values = map[string]string{}
	}
	if out.Tables == nil {
		out.Tables = map[string][]form.Cells{}
	}
	var clashes []model.Clash
	for _, name := range answered(saw, before.Answers, mine) {
		was, theirs, own := answerWords(f, saw, name), answerWords(f, before.Answers, name), answerWords(f, mine, name)
		switch {
		case theirs == was, theirs == own: // nothing of theirs, or the same
			continue
		case own != was:
			clashes = append(clashes, model.Clash{Field: name, Was: was, Theirs: theirs, Mine: own})
			continue
		}
		if value, ok := before.Answers.Values[name]; ok {
			out.Values[name] = value
		} else {
			delete(out.Values, name)
		}
		if rows, ok := before.Answers.Tables[name]; ok {
			out.Tables[name] = rows
		} else {
			delete(out.Tables, name)
		}
	}
	if len(clashes) > 0 {
		return mine, changedSince(c, before.ID, a.Seen, clashes...)
	}
	return out, nil
}

// answered are the fields and tables that any of these answer, in order.
func answered(all ...form.Answers) []string {
	var names []string
	for _, a := range all {
		names = slices.AppendSeq(names, maps.Keys(a.Values))
		names = slices.AppendSeq(names, maps.Keys(a.Tables))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// answerWords is what stands in a field: its text, or a table's rows, one a
// line, with the names of the columns.
func answerWords(f *form.Form, a form.Answers, name string) string {
	rows := a.Rows(name)
	if len(rows) == 0 {
		return a.Get(name)
	}
	columns := slices.Sorted(maps.Keys(rows[0]))
	if fl, ok := f.Field(name); ok {
		columns = nil
		for _, col := range fl.Columns {
			columns = append(columns, col.Name)
		}
	}
	var lines []string
	for _, row := range rows {
		var cells []string
		for _, col := range columns {
			if row[col] != "" {
				cells = append(cells, col+": "+row[col])
			}
		}
		lines = append(lines, strings.Join(cells, "; "))
	}
	return strings.Join(lines, "\n")
}
