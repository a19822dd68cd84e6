package approvals

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
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

func (t *teller) formTitle(d *model.Document) string {
	if f := t.c.FormOf(d.Form, d.Of); f != nil {
		return f.Title
	}
	return strings.ReplaceAll(d.Form, "-", " ")
}

// document tells a document field by field.
func (t *teller) document(d *model.Document) []said {
	state := fmt.Sprintf("version %d by %s, %s", d.Version, t.c.PersonName(d.Author), t.at(d.At))
	if !d.Approved.IsZero() {
		state += ", approved by " + t.c.PersonName(d.Approver) + decision.Outdated(t.c, d)
	}
	lines := []said{{quiet, unmarked, state}}
	reader := t.reader(d.Of)
	for _, field := range (form.Form{Groups: t.c.FormOf(d.Form, d.Of).Laid(d.Answers, false)}).Fields() {
		if d.Form == "test-report" && field.Name == "results" {
			continue // told with the criteria
		}
		if strings.HasPrefix(field.Sets, "risk.") {
			continue // told as the risk
		}
		if field.Type == form.Table {
			lines = append(lines, t.table(field, d.Answers.Rows(field.Name), reader)...)
			continue
		}
		line := said{plain, unmarked, field.Title + ": " + field.Show(d.Answers.Get(field.Name), reader)}
		if d.Form == "test-report" && field.Name == "rollback_tested" {
			line.tone, line.mark = good, yes
			if !d.Answers.Yes(field.Name) {
				line.tone, line.mark = warn, no
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// reader is how the person reads the answers of a document.
func (t *teller) reader(of model.ID) form.Reader {
	r := t.c.Reader(of)
	r.Home, r.Style = t.zone, t.dates
	return r
}

// table writes the rows of a table, numbered, and brings out what is marked in
// them.
func (t *teller) table(f form.Field, rows []form.Cells, reader form.Reader) []said {
	lines := []said{{plain, unmarked, f.Title + ":"}}
	for i, row := range rows {
		line := said{plain, unmarked, fmt.Sprintf("%d. %s", i+1, f.Row(row, reader))}
		if slices.ContainsFunc(f.Columns, func(c form.Field) bool { return c.Type == form.YesNo && row[c.Name] == "yes" }) {
			line.tone, line.mark = warn, caution
		}
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
	var column form.Field
	if report != nil {
		results, column = report.Answers.Rows("results"), t.c.FormOf(report.Form, report.Of).Column("results", "result")
	}
	for _, row := range criteria.Answers.Rows("criteria") {
		line := said{plain, empty, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": not tested yet"}
		n := slices.IndexFunc(results, func(c form.Cells) bool { return c["id"] == row["id"] })
		if n >= 0 {
			line = said{warn, caution, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": " + column.Show(results[n]["result"], t.reader(t.r.ID))}
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
