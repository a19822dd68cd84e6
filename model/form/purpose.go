package form

import "cmp"

// Means is what the form is for: the name by which the program asks for it,
// whatever an organisation calls it.
func (f Form) Means() string { return cmp.Or(f.Purpose, f.Name) }

// Means is what the question is for; see Form.Means.
func (fl Field) Means() string { return cmp.Or(fl.Purpose, fl.Name) }

// Meanings are what the questions are for that are called otherwise: by their
// names, and TABLE/COLUMN for a column. It is nil where every name says it.
func (f *Form) Meanings() map[string]string {
	var out map[string]string
	add := func(name, purpose string) {
		if out == nil {
			out = map[string]string{}
		}
		out[name] = purpose
	}
	if f == nil {
		return nil
	}
	for _, fl := range f.Fields() {
		if fl.Means() != fl.Name {
			add(fl.Name, fl.Means())
		}
		for _, c := range fl.Columns {
			if c.Means() != c.Name {
				add(cell(fl.Name, c.Name), c.Means())
			}
		}
	}
	return out
}

// cell is what a column is called among the meanings of a form.
func cell(table, column string) string { return table + "/" + column }

// Meant are the answers by what their questions are for, as the program reads
// them; meanings are those of the form in which they were given. Where there are
// none it is the same answers.
func (a Answers) Meant(meanings map[string]string) Answers {
	if len(meanings) == 0 {
		return a
	}
	return a.renamed(func(name string) string { return cmp.Or(meanings[name], name) },
		func(table, column string) string { return cmp.Or(meanings[cell(table, column)], column) })
}

// Own are answers by the names that the form's questions have, of such as may be
// kept by what those are for: they were meant so, or given under rules that called
// them otherwise. Where the form calls nothing otherwise it is the same answers.
func (f *Form) Own(a Answers) Answers {
	meanings := f.Meanings()
	if len(meanings) == 0 {
		return a
	}
	return a.renamed(func(name string) string { return f.Asked(name).Name },
		func(table, column string) string { return f.Column(table, column).Name })
}

// renamed are the answers under other names; what would take the place of another
// keeps its own.
func (a Answers) renamed(field func(name string) string, column func(table, column string) string) Answers {
	var out Answers
	if a.Values != nil {
		out.Values = renamed(a.Values, field)
	}
	if a.Tables != nil {
		tables := make(map[string][]Cells, len(a.Tables))
		for table, rows := range a.Tables {
			for _, row := range rows {
				tables[table] = append(tables[table], renamed(row, func(name string) string { return column(table, name) }))
			}
		}
		out.Tables = renamed(tables, field)
	}
	return out
}

func renamed[M ~map[string]V, V any](m M, to func(string) string) M {
	out := make(M, len(m))
	for name, v := range m {
		called := to(name)
		if _, taken := m[called]; taken {
			called = name
		}
		out[called] = v
	}
	return out
}
