package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/ui/kit"
)

// document puts a filled form: who wrote and approved it, then every answer
// under its question's title. Where it isn't written, that is said.
func (s *sheet) document(name string) {
	d, t := s.d, s.t
	doc := d.document(name)
	f, known := d.rules.Form(name)
	title := words(name)
	if known {
		name, title = f.Name, f.Title
	}
	if doc == nil && !d.uses(name) {
		return
	}
	s.Blank()
	open := func(p *Page) tea.Cmd { return p.env.Host.Form(name, p.id) }
	if doc == nil {
		s.choose("form "+name, target{word: "fill it in", writes: true, form: name, enter: open})
		s.Add(s.Line().Text(t.Strong, title).Gap(2).Text(t.Faint, t.Glyph.Unmet+" not written"))
		if known {
			s.detail(t.Faint, f.Help)
		}
		if !s.past() && !d.r.Ended() {
			s.detail(t.Text, "enter begins it")
		}
		return
	}
	s.choose("form "+name, target{id: doc.ID, word: "edit", writes: true, form: name, enter: open})
	state, style := "", t.Good
	outdated := decision.Outdated(s.d.c, doc)
	if !doc.Approved.IsZero() && outdated == "" {
		state = t.Glyph.Yes + " approved"
	} else if doc.Rejected() != nil {
		state, style = t.Glyph.No+" rejected", t.Bad
	}
	s.titled(doc.ID, fmt.Sprintf("%s, version %d", title, doc.Version), state, style)
	s.detail(t.Faint, "written by "+s.by(doc.Author, doc.At)+s.recorded(doc.Recorded, doc.At))
	if !doc.Approved.IsZero() {
		s.detail(t.Faint, "approved by "+s.signed(doc.Approver, doc.Basis, doc.Approved)+decision.After(s.d.c, doc.Decided, s.moment)+outdated)
	}
	if v := doc.Rejected(); v != nil {
		s.detail(t.Bad, "rejected by "+s.signed(v.By, v.Basis, v.At)+decision.After(s.d.c, v, s.moment))
	}
	s.conditions(doc)
	for _, text := range decision.Abstentions(s.d.c, doc.Abstained, s.moment) {
		s.detail(t.Faint, text)
	}
	s.covered(doc)
	if doc.Revision > 0 && doc.Revision < d.r.Revision {
		s.detail(t.Warn, fmt.Sprintf("for revision %d of the release, which is at revision %d", doc.Revision, d.r.Revision))
	}
	s.answers(f, doc)
}

// conditions are those under which a paper or an RFC was approved, met or not.
func (s *sheet) conditions(r model.Record) {
	for _, k := range model.Owing(r) {
		style := s.t.Bad
		if k.Met != nil {
			style = s.t.Good
		}
		s.detail(style, decision.ConditionWords(s.d.c, k, s.moment))
	}
}

// covered says which approvals are about the document as it stands, and which
// are about an earlier version.
func (s *sheet) covered(doc *model.Document) {
	for _, a := range slices.Backward(s.d.approvals) {
		if !a.Live() {
			continue
		}
		for _, seen := range a.Documents {
			switch {
			case seen.ID != doc.ID:
			case seen.Version == doc.Version:
				s.detail(s.t.Faint, fmt.Sprintf("covered by %s: %s", a.Title, a.State()))
			default:
				s.detail(s.t.Warn, fmt.Sprintf("%s is about version %d", a.Title, seen.Version))
			}
		}
	}
}

// answers puts what was filled in, page by page of the form, and after that
// what the form no longer asks for.
func (s *sheet) answers(f *form.Form, doc *model.Document) {
	t, reader, answers := s.t, s.env.Reader(s.d.c, doc.Of), doc.In(f)
	for _, g := range f.Laid(answers, true) {
		s.Blank()
		s.Text(t.Title, g.Title)
		for _, fl := range g.Fields {
			rows, value := answers.Rows(fl.Name), fl.Show(answers.Get(fl.Name), reader)
			switch short := 20; {
			case len(rows) > 0:
				if fl.Title != g.Title {
					s.Text(t.Faint, fl.Title)
				}
				s.table(fl.Columns, rows, reader)
			case value == "":
				s.Indented(2, kit.Span{Style: t.Bad, Text: t.Glyph.No}, t.Faint, fl.Title+" is missing")
			case kit.Width(fl.Title) < short && s.Width() >= 2*short: // beside its question where both are short
				s.Indented(short, kit.Span{Style: t.Faint, Text: fl.Title}, t.Text, value)
			default:
				s.Text(t.Faint, fl.Title)
				s.Indented(2, kit.Span{}, t.Text, value)
			}
		}
	}
}

func (s *sheet) table(cols []form.Field, rows []form.Cells, reader form.Reader) {
	var heads []kit.SheetColumn
	for _, c := range cols {
		heads = append(heads, kit.SheetColumn{Title: c.Title})
	}
	var out []kit.Cells
	for _, row := range rows {
		var cells kit.Cells
		for _, c := range cols {
			cells.Cell = append(cells.Cell, kit.Span{Style: s.t.Text, Text: c.Cell(row[c.Name], reader)})
		}
		out = append(out, cells)
	}
	s.Columns(heads, out)
}

func drawAssessment(s *sheet) {
	s.document(gate.FormAssessment)
	drawRisk(s)
}

// drawPlan shows the plan, its dates and what became of them.
func drawPlan(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	drawDates(s)
	if moves := d.c.MoveLines(r); len(moves) > 0 {
		s.Head("Moved")
		for _, m := range moves {
			by := "by us"
			if m.Customer {
				by = "by the customer"
			}
			s.bullet(t.Warn, t.Glyph.Arrow, fmt.Sprintf("%s by %s: from %s to %s", s.moment(m.At), d.signatory(m.By, m.At), cmp.Or(s.slot(m.From), "no date"), s.slot(m.To)))
			after := m.When()
			if m.Late {
				after += " (" + strings.Join(m.After, ", ") + ")"
			}
			back := ""
			if m.Undone {
				back = "taken back"
			}
			s.detail(t.Faint, join(", ", back, after, m.ReasonTitle, "caused "+by, m.Sentence))
		}
	}
	if len(d.dates) > 0 {
		s.Head("Milestones")
		for _, m := range d.dates {
			s.choose(string(m.ID), recordTarget(m.ID))
			state := ""
			if m.Withdrawn != "" {
				state = "withdrawn: " + m.Withdrawn
			}
			s.titled(m.ID, m.Title, join(" ", s.slot(model.Slot{Start: m.At, End: m.Until}), state), t.Text)
			s.detail(t.Faint, m.Text)
		}
	}
	s.Head("Document")
	s.document(gate.FormPlan)
}

func drawRollback(s *sheet) {
	if s.d.r.RollbackOwner != "" {
		s.Field("owner", s.t.Text, s.d.person(s.d.r.RollbackOwner))
	}
	s.document(gate.FormRollback)
}

// drawTests shows criteria with what came of each, and the documents.
func drawTests(s *sheet) {
	t := s.t
	criteria, report := s.d.document(gate.FormCriteria), s.d.document(gate.FormResults)
	if criteria != nil && len(criteria.Meant().Rows("criteria")) > 0 {
		s.Text(t.Title, "Criteria and their results")
		result := map[string]form.Cells{}
		questions, _ := s.d.rules.Form(gate.FormResults)
		column, reader := questions.Column("results", "result"), s.env.Reader(s.d.c, s.d.r.ID)
		if report != nil {
			for _, row := range report.Meant().Rows("results") {
				result[row["id"]] = row
			}
		}
		var rows []kit.Cells
		for _, c := range criteria.Meant().Rows("criteria") {
			got := result[c["id"]]
			glyph, word, style := t.Glyph.Unmet, "untested", t.Faint
			switch got["result"] {
			case "passed":
				glyph, word, style = t.Glyph.Yes, "passed", t.Good
			case "failed":
				glyph, word, style = t.Glyph.No, "failed", t.Bad
			case "":
			default:
				glyph, word, style = t.Glyph.NA, column.Show(got["result"], reader), t.Warn
			}
			rows = append(rows, kit.Cells{Cell: []kit.Span{{Style: t.Text, Text: c["id"]}, {Style: style, Text: glyph + " " + word}, {Style: t.Text, Text: c["criterion"]}, {Style: t.Faint, Text: got["evidence"]}}})
		}
		s.Columns([]kit.SheetColumn{{Title: "no."}, {Title: "result", Fix: 1}, {Title: "criterion"}, {Title: "evidence"}}, rows)
	}
	s.document(gate.FormCriteria)
	s.document(gate.FormResults)
	s.document(gate.FormAcceptance)
}

// drawNotes shows the release notes.
func drawNotes(s *sheet) {
	if s.d.r.Notes != "" {
		s.Field("in short", s.t.Text, s.d.r.Notes)
	}
	if n := gate.NotesStands(s.d.c, s.d.r.ID); n != nil && n.Approved != nil && n.Approved.Version != n.Document.Version {
		s.Field("approved", s.t.Warn, n.Words(s.d.c, func(d *model.Document) string {
			return decision.Signed(s.d.c, d.Approver, d.Approved, d.Basis) + " " + s.moment(d.Approved)
		}))
	}
	if d := s.d.document(gate.FormNotes); d != nil && !s.d.r.Ended() {
		if moved := gate.NotesSince(s.d.c, s.d.r, d).Words(); moved != "" {
			s.Field("since", s.t.Warn, moved)
		}
	}
	s.document(gate.FormNotes)
	closes, known := model.Mended(s.d.c, s.d.r)
	problems := func(title string, list []*model.Problem) {
		if len(list) > 0 {
			s.Head(title)
		}
		for _, p := range list {
			s.choose(string(p.ID), recordTarget(p.ID))
			s.record(p, p.Title)
			if p.Workaround != "" {
				s.detail(s.t.Faint, "workaround: "+p.Workaround)
			}
		}
	}
	problems("Problems that it closes", closes)
	problems("Known errors of its service that stay", known)
}

func drawEvaluation(s *sheet) {
	if s.d.r.Outcome != "" {
		s.Field("outcome", s.t.Strong, words(s.d.r.Outcome))
	}
	if text, bad := s.slip(); bad {
		s.Field("slip", s.t.Bad, text)
	}
	if plan := s.d.document(gate.FormPlan); plan != nil {
		if intent := plan.Meant().Get("intent"); intent != "" { // what the outcome is compared with
			s.Field("intended", s.t.Text, intent)
		}
	}
	s.document(gate.FormEvaluation)
	improvements(s)
}

// improvements lists the improvement actions that came from the release, with what came
// of them.
func improvements(s *sheet) {
	d, t := s.d, s.t
	for _, i := range d.improvements {
		s.Blank()
		s.choose(string(i.ID), recordTarget(i.ID))
		s.record(i, i.Action)
		style, until := t.Faint, "until "+s.date(i.Due)
		if i.Overdue(s.now) {
			style, until = t.Bad, t.Glyph.Late+" was due "+s.date(i.Due)+", overdue"
		}
		if i.PutOff() > 0 {
			until += ", put off: at first " + s.date(i.First())
		}
		s.detail(style, join(" "+t.Glyph.Dot+" ", d.person(i.Owner), until))
		switch {
		case i.Done != nil:
			s.detail(t.Good, join(": ", "done, says "+s.by(i.Done.By, i.Done.At), i.Done.Text))
		case i.Dropped != nil:
			s.detail(t.Faint, join(": ", "dropped", i.Dropped.Reason))
		}
	}
}
