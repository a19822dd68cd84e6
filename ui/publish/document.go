package publish

import (
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// NotSaid stands in a paper where a question was not answered.
const NotSaid = "—"

// Document is a filled form as a paper, by the template of its form. reader says
// how answers are shown, and of names the record that the document is about.
func Document(c *model.Case, rules *model.Rules, f *form.Form, d *model.Document, reader form.Reader) string {
	answers := d.In(f)
	reader = d.Telling(reader)
	about := aboutDocument(c, f, d, reader)
	return rules.Template(f).Fill(func(name string, alone bool) (string, bool) {
		if text, ok := about[name]; ok {
			return Line(text), false
		}
		fl, known := f.Field(name)
		switch {
		case !known: // lint says so; the paper shows what is meant
			return Line("{{" + name + "}}"), false
		case !f.Arises(fl, answers):
			return NotSaid, true
		case fl.Type == form.Table:
			return rows(fl, answers.Rows(fl.Name), reader, alone), false
		}
		text := fl.Show(answers.Get(fl.Name), reader)
		if now := planned(c, d, fl, reader); now != "" && now != text {
			if strings.TrimSpace(text) != "" {
				text += "; moved since, to " + now
			} else {
				text = now + ", as " + string(d.Of) + " is planned"
			}
		}
		if strings.TrimSpace(text) == "" {
			return NotSaid, false
		}
		if alone {
			p := &Paper{}
			p.Text(text)
			return strings.TrimRight(p.String(), "\n"), false
		}
		return Line(text), false
	})
}

// planned is what the release says to a question about its dates, which are planned
// and moved without its plan, too; "" to any other.
func planned(c *model.Case, d *model.Document, fl form.Field, reader form.Reader) string {
	r := model.Get[*model.Release](c, d.Of)
	if r == nil {
		return ""
	}
	at := map[string]when.Moment{"window.start": r.Window.Start, "window.end": r.Window.End}[fl.Sets]
	if at.IsZero() {
		return ""
	}
	return reader.Date(at)
}

// rows is the answer to a question that is a table: a table where it stands alone,
// else one row after another.
func rows(fl form.Field, list []form.Cells, reader form.Reader, alone bool) string {
	if len(list) == 0 {
		return NotSaid
	}
	if !alone {
		return Line(strings.Join(model.Each(list, func(r form.Cells) string { return fl.Row(r, reader) }), "; "))
	}
	p := &Paper{}
	columns := fl.Said(list)
	head := model.Each(columns, func(c form.Field) string { return c.Title })
	p.Table(head, model.Each(list, func(r form.Cells) []string {
		return model.Each(columns, func(c form.Field) string { return c.Show(r[c.Name], reader) })
	})...)
	return strings.TrimRight(p.String(), "\n")
}

// aboutDocument is what says which document it is, by its placeholder.
func aboutDocument(c *model.Case, f *form.Form, d *model.Document, reader form.Reader) map[string]string {
	date := func(m when.Moment) string { return reader.Date(m) }
	out := map[string]string{
		"document.id": string(d.ID), "document.form": f.Title, "document.of": called(c, d.Of), "document.service": NotSaid,
		"document.version": strconv.Itoa(d.Version), "document.author": c.Signatory(d.Author, d.At), "document.date": date(when.Moment{At: d.At, Precision: when.Minute}),
		"document.approver": NotSaid, "document.approved": NotSaid, "document.review": NotSaid,
	}
	if fact, ok := c.Fact(d.Of); ok {
		if s := serviceOf(fact.Record); s != "" {
			out["document.service"] = c.Title(s)
		}
	}
	if !d.Approved.IsZero() {
		out["document.approver"], out["document.approved"] = decision.Signed(c, d.Approver, d.Approved, d.Basis), date(when.Moment{At: d.Approved, Precision: when.Minute})
	}
	if review := process.Review(f, d.At, d.Approved, reader.Zone); !review.IsZero() {
		out["document.review"] = date(review)
	}
	return out
}

// called is a record by its id and its title.
func called(c *model.Case, id model.ID) string {
	if title := c.Title(id); title != "" && title != string(id) {
		return string(id) + " " + title
	}
	return string(id)
}

func serviceOf(r model.Record) model.ID {
	switch r := r.(type) {
	case *model.Release:
		return r.Service
	case *model.Change:
		return r.Service
	case *model.Service:
		return r.ID
	}
	return ""
}
