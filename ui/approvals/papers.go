package approvals

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// paper is a document that is told under a short name, in this order.
var papers = []struct{ form, name string }{
	{"release-plan", "plan"}, {"rollback-plan", "rollback"}, {"criteria", "criteria"}, {"test-report", "tests"},
	{"acceptance", "acceptance"}, {"assessment", "assessed"}, {"agreement", "agreement"}, {"release-notes", "notes"},
}

// documents tells the release's documents, those that a decision rests on most
// first. Their fields are those of the form, whatever the rules made of it.
func (t *teller) documents() {
	told := map[string]bool{}
	for _, p := range papers {
		told[p.form] = true
		d := t.c.Document(p.form, t.r.ID)
		switch {
		case p.form == "criteria":
			t.criteria(d, t.c.Document("test-report", t.r.ID))
		case d != nil:
			t.b.add(p.name, t.document(d)...)
		case p.form == "release-plan" || p.form == "rollback-plan":
			t.b.add(p.name, said{warn, caution, "not written yet"})
		}
	}
	for _, d := range model.All[*model.Document](t.c) {
		if d.Of == t.r.ID && !told[d.Form] {
			told[d.Form] = true
			t.b.add(strings.ToLower(d.Form), t.document(t.c.Document(d.Form, t.r.ID))...)
		}
	}
}

func (t *teller) formOf(d *model.Document) *form.Form {
	f, ok := t.c.Under(t.r).Form(d.Form)
	if !ok {
		f, _ = t.c.Book.Form(d.Form)
	}
	return f
}

func (t *teller) formTitle(d *model.Document) string {
	if f := t.formOf(d); f != nil {
		return f.Title
	}
	return strings.ReplaceAll(d.Form, "-", " ")
}

// document tells a document field by field.
func (t *teller) document(d *model.Document) []said {
	state := fmt.Sprintf("version %d by %s, %s", d.Version, t.c.PersonName(d.Author), t.at(d.At))
	if !d.Approved.IsZero() {
		state += ", approved by " + t.c.PersonName(d.Approver)
	}
	lines := []said{{quiet, unmarked, state}}
	f := t.formOf(d)
	if f == nil {
		return append(lines, said{plain, unmarked, d.Answers.Text()})
	}
	for _, field := range f.Fields() {
		if d.Form == "test-report" && field.Name == "results" {
			continue // told with the criteria
		}
		if strings.HasPrefix(field.Sets, "risk.") {
			continue // told as the risk
		}
		if field.Type == form.Table {
			lines = append(lines, t.table(field, d.Answers.Rows(field.Name))...)
			continue
		}
		value := d.Answers.Get(field.Name)
		if value == "" {
			continue
		}
		line := said{plain, unmarked, field.Title + ": " + t.value(field, value)}
		if d.Form == "test-report" && field.Name == "rollback_tested" {
			line.tone, line.mark = good, yes
			if value != "yes" {
				line.tone, line.mark = warn, no
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// value writes an answer as people read it.
func (t *teller) value(f form.Field, value string) string {
	switch f.Type {
	case form.Person:
		return t.c.PersonName(model.ID(value))
	case form.Duration:
		if d, err := when.ParseDuration(value); err == nil {
			return when.FormatDuration(d)
		}
	case form.Choices, form.Items:
		return strings.Join(form.Split(value), ", ")
	}
	return value
}

// table writes the rows of a table, numbered.
func (t *teller) table(f form.Field, rows []form.Cells) []said {
	if len(rows) == 0 {
		return nil
	}
	lines := []said{{plain, unmarked, f.Title + ":"}}
	for i, row := range rows {
		var cells []string
		line := said{plain, unmarked, ""}
		for _, c := range f.Columns {
			value := strings.TrimSpace(row[c.Name])
			switch {
			case value == "" || value == "no" && c.Type == form.YesNo:
			case c.Type == form.YesNo:
				cells = append(cells, strings.ToUpper(c.Title))
				line.tone, line.mark = warn, caution
			default:
				cells = append(cells, t.value(c, value))
			}
		}
		line.text = fmt.Sprintf("%d. %s", i+1, strings.Join(cells, ", "))
		lines = append(lines, line)
	}
	return lines
}

// criteria tells each criterion with its result.
func (t *teller) criteria(criteria, report *model.Document) {
	if criteria == nil {
		t.b.add("criteria", said{warn, caution, "not written yet"})
		return
	}
	lines := []said{{quiet, unmarked, fmt.Sprintf("version %d by %s, %s", criteria.Version, t.c.PersonName(criteria.Author), t.at(criteria.At))}}
	var results []form.Cells
	if report != nil {
		results = report.Answers.Rows("results")
	}
	for _, row := range criteria.Answers.Rows("criteria") {
		line := said{plain, empty, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": not tested yet"}
		n := slices.IndexFunc(results, func(c form.Cells) bool { return c["id"] == row["id"] })
		if n >= 0 {
			line = said{warn, caution, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": " + results[n]["result"]}
			switch results[n]["result"] {
			case "passed":
				line.tone, line.mark = good, yes
			case "failed":
				line.tone, line.mark = bad, no
			}
			if e := results[n]["evidence"]; e != "" {
				line.text += " (" + e + ")"
			}
		}
		lines = append(lines, line)
	}
	t.b.add("criteria", lines...)
}
