package publish

import (
	"strings"

	"fairway/model/process"
	"fairway/model/report"
)

// Report is a report as Markdown that GitHub and pandoc read alike: headings, paragraphs
// and tables, no HTML. A chart is its description and the table of its numbers.
func Report(r *report.Report) string {
	p := &Paper{}
	p.Heading(1, r.Title+", "+r.Called)
	p.Text(r.What)
	for i, s := range r.Sections {
		if i == opening(r) {
			p.captioned(aboutReport(r))
		}
		p.Heading(2, s.Title)
		p.Text(s.Text)
		for _, b := range s.Blocks {
			switch {
			case b.Heading != "":
				p.Heading(3, b.Heading)
			case b.Said != nil:
				p.said(b.Said)
			case b.Table != nil:
				p.captioned(*b.Table)
			case b.Chart != nil:
				p.Text(b.Chart.Says)
				p.captioned(b.Chart.Table)
			default:
				p.Text(b.Text)
			}
		}
	}
	if len(r.Sections) == opening(r) {
		p.captioned(aboutReport(r))
	}
	return quoted.Replace(p.String())
}

// opening is how many sections come before what says which report it is: the summary, where
// it is the first of them.
func opening(r *report.Report) int {
	if len(r.Sections) > 0 && r.Sections[0].ID == process.SectionSummary {
		return 1
	}
	return 0
}

// quoted keeps what pandoc sets as a printer would, and GitHub doesn't: quotation marks,
// and dots that follow each other. None of them is a mark of Markdown in a report.
var quoted = strings.NewReplacer("'", `\'`, `"`, `\"`, "...", `\.\.\.`)

// inCell is text as it stands in a cell, where nothing begins a line.
func inCell(text string) string {
	lines := strings.FieldsFunc(strings.ReplaceAll(text, "\t", " "), func(r rune) bool { return r == '\n' || r == '\r' })
	return inline(strings.Join(lines, "; "))
}

// aboutReport is the table that says which report it is.
func aboutReport(r *report.Report) report.Table {
	t := report.Table{Caption: "This report", Head: []string{"What", "Which"}}
	for _, l := range r.About {
		t.Rows = append(t.Rows, l[:])
	}
	return t
}

// said are lines, each behind what it is about.
func (p *Paper) said(list []report.Said) {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = "**" + inCell(s.About) + ":** " + inCell(s.Text)
	}
	p.b.WriteString(strings.Join(lines, "\\\n") + "\n\n")
}

// captioned is a table with its caption before it, since Markdown has none that everybody
// reads as one; numbers stand at the right.
func (p *Paper) captioned(t report.Table) {
	p.b.WriteString("**" + Line(t.Caption) + "**\n\n")
	line := func(cells []string) {
		p.b.WriteString("|")
		for i := range t.Head {
			cell := ""
			if i < len(cells) {
				cell = inCell(cells[i])
			}
			p.b.WriteString(" " + cell + " |")
		}
		p.b.WriteString("\n")
	}
	line(t.Head)
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = " --- |"
	}
	for _, n := range t.Numeric {
		rule[n] = " ---: |"
	}
	p.b.WriteString("|" + strings.Join(rule, "") + "\n")
	for _, r := range t.Rows {
		line(r)
	}
	p.b.WriteString("\n")
}
