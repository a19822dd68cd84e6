package casefile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
)

// papers are the documents that are told under a short name, in this order; by what
// they are for.
var papers = []struct{ form, name string }{
	{gate.FormPlan, "plan"}, {gate.FormRollback, "rollback"}, {gate.FormCriteria, "criteria"}, {gate.FormResults, "tests"},
	{gate.FormAcceptance, "acceptance"}, {gate.FormAssessment, "assessed"}, {gate.FormAgreement, "agreement"}, {gate.FormNotes, "notes"},
}

// documents tells the release's documents, those that a decision rests on most
// first, then what else the approval covers, in its order, and what else there is.
// Their fields are those of the form, whatever the rules made of it.
func (t *teller) documents() {
	told := map[string]bool{}
	for _, p := range papers {
		told[p.form] = true
		d := t.c.Document(p.form, t.r.ID)
		_, ruled := t.c.Under(t.r).Form(p.form)
		switch {
		case p.form == gate.FormCriteria && (ruled || d != nil):
			t.criteria(d, t.c.Document(gate.FormResults, t.r.ID))
		case d != nil:
			t.b.add(p.name, t.document(d)...)
		case ruled && (p.form == gate.FormPlan || p.form == gate.FormRollback):
			t.b.add(p.name, Said{Warn, Caution, "not written yet"})
		}
	}
	tell := func(means string, d *model.Document, title string) {
		switch {
		case told[means]:
			return
		case d != nil:
			t.b.add(grammar.Lower(t.formTitle(d)), t.document(d)...)
		default:
			t.b.add(grammar.Lower(title), Said{Warn, Caution, "not written yet"})
		}
		told[means] = true
	}
	for _, name := range t.covers() {
		if f := t.c.FormOf(name, t.r.ID); f != nil {
			tell(f.Means(), t.c.Document(name, t.r.ID), f.Title)
		}
	}
	for _, d := range model.All[*model.Document](t.c) {
		if d.Of == t.r.ID {
			tell(d.Means(), t.c.Document(d.Means(), t.r.ID), d.Title)
		}
	}
}

// covers are the forms that the approval covers, by the rules of the release.
func (t *teller) covers() []string {
	if p, ok := t.c.Under(t.r).Process(t.r.Type); ok {
		if a, ok := p.Approval(t.ap.Purpose); ok {
			return a.Forms
		}
	}
	return nil
}

func (t *teller) formTitle(d *model.Document) string {
	if f := t.c.FormIn(d); f != nil {
		return f.Title
	}
	return strings.ReplaceAll(d.Form, "-", " ")
}

// document tells a document field by field.
func (t *teller) document(d *model.Document) []Said {
	state := fmt.Sprintf("version %d by %s, %s", d.Version, t.c.Signatory(d.Author, d.At), t.at(d.At)+t.recorded(d.Recorded))
	if !d.Approved.IsZero() {
		state += ", approved by " + decision.Signed(t.c, d.Approver, d.Approved, d.Basis) + decision.After(t.c, d.Decided, t.at) + decision.Outdated(t.c, d)
	} else if v := d.Rejected(); v != nil {
		state += ", rejected by " + decision.Signed(t.c, v.By, v.At, v.Basis) + decision.After(t.c, v, t.at)
	}
	lines := []Said{{Quiet, Unmarked, state}}
	reader := t.reader(d.Of)
	questions := t.c.FormIn(d)
	answers := d.In(questions)
	for _, field := range (form.Form{Groups: questions.Laid(answers, false)}).Fields() {
		if d.Means() == gate.FormResults && field.Means() == "results" {
			continue // told with the criteria
		}
		if strings.HasPrefix(field.Sets, "risk.") {
			continue // told as the risk
		}
		if field.Type == form.Table {
			lines = append(lines, t.table(field, answers.Rows(field.Name), reader)...)
			continue
		}
		line := Said{Plain, Unmarked, field.Title + ": " + field.Show(answers.Get(field.Name), reader)}
		if d.Means() == gate.FormResults && field.Means() == "rollback_tested" {
			line.Tone, line.Mark = Good, Yes
			if !answers.Yes(field.Name) {
				line.Tone, line.Mark = Warn, No
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
func (t *teller) table(f form.Field, rows []form.Cells, reader form.Reader) []Said {
	lines := []Said{{Plain, Unmarked, f.Title + ":"}}
	for i, row := range rows {
		line := Said{Plain, Unmarked, fmt.Sprintf("%d. %s", i+1, f.Row(row, reader))}
		if slices.ContainsFunc(f.Columns, func(c form.Field) bool { return c.Type == form.YesNo && row[c.Name] == "yes" }) {
			line.Tone, line.Mark = Warn, Caution
		}
		lines = append(lines, line)
	}
	return lines
}

// criteria tells each criterion with its result.
func (t *teller) criteria(criteria, report *model.Document) {
	if criteria == nil {
		t.b.add("criteria", Said{Warn, Caution, "not written yet"})
		return
	}
	lines := []Said{{Quiet, Unmarked, fmt.Sprintf("version %d by %s, %s", criteria.Version, t.c.Signatory(criteria.Author, criteria.At), t.at(criteria.At))}}
	var results []form.Cells
	var column form.Field
	if report != nil {
		results, column = report.Meant().Rows("results"), t.c.FormIn(report).Column("results", "result")
	}
	for _, row := range criteria.Meant().Rows("criteria") {
		line := Said{Plain, Empty, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": not tested yet"}
		n := slices.IndexFunc(results, func(c form.Cells) bool { return c["id"] == row["id"] })
		if n >= 0 {
			line = Said{Warn, Caution, strings.TrimSpace(row["id"]+" "+row["criterion"]) + ": " + column.Show(results[n]["result"], t.reader(t.r.ID))}
			switch results[n]["result"] {
			case "passed":
				line.Tone, line.Mark = Good, Yes
			case "failed":
				line.Tone, line.Mark = Bad, No
			}
			if e := results[n]["evidence"]; e != "" {
				line.Text += " (" + e + ")"
			}
		}
		lines = append(lines, line)
	}
	t.b.add("criteria", lines...)
}

// recorded says when something was entered, where it did not happen then.
func (w Words) recorded(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ", recorded " + w.at(t)
}
