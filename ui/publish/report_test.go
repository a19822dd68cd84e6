package publish

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"fairway/model/chart"
	"fairway/model/glyph"
	"fairway/model/report"
)

var update = flag.Bool("update", false, "write the goldens anew")

// someReport has each sort of block and of chart, small.
func someReport() report.Report {
	known := func(label, key string, v float64, text, more string) chart.Point {
		return chart.Point{Label: label, Key: key, Known: true, Value: v, Text: text, More: more}
	}
	months := []chart.Point{known("Aug", "2026-08", 50, "50 %", "2/4"), {Label: "Sep", Key: "2026-09", Text: "n/a", More: "0/0"}, known("Oct", "2026-10", 21, "21 %", "3/14")}
	for i, full := range []string{"August 2026", "September 2026", "October 2026"} {
		months[i].Full, months[i].Fraction = full, months[i].More
	}
	target := &chart.Level{Name: "target", Value: 15, Text: "≤15%", Whole: "at most 15 %", Word: "missed"}
	parts := func(label string, n ...int) chart.Point {
		p := chart.Point{Label: label, Known: true, Parts: n}
		p.Value = float64(p.Total())
		return p
	}
	return report.Report{ID: "monthly", Title: "Monthly service report", What: "The measures of a month.", Period: "2026-10", Called: "October 2026",
		From: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Scope: "the whole organisation",
		Position: 42, Hash: "0a1b", Now: time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC), Rules: "PRC-1", RulesTitle: "Rules 1", By: "Cora Lindqvist", Zone: "UTC",
		About: [][2]string{{"period", "October 2026: 2026-10-01 to 2026-10-31"}, {"as of", "entry 42 of the log"}, {"made by", "Cora Lindqvist"}},
		Sections: []report.Section{
			{ID: "summary", Title: "In short", Blocks: []report.Block{{Said: []report.Said{{About: "Good", Text: "1 of 2 targets met."}, {About: "To do", Text: "1. nothing"}}}}},
			{ID: "evaluation", Title: "Evaluation", Text: "What it means.", Blocks: []report.Block{{Text: "First line\nsecond line\n\nAnother paragraph"}}},
			{ID: "numbers", Title: "Numbers", Blocks: []report.Block{
				{Table: &report.Table{Caption: "Measures", Head: []string{"Measure", "Value"}, Rows: [][]string{{"Slip rate", "21 %"}, {"1. First", "-3 d"}}, Numeric: []int{1}}},
				{Heading: "Deployment time"},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Histogram, Of: "from", Unit: chart.Lasting, Points: []chart.Point{known("under 1 h", "0 min", 2, "2", "together 67 %"), known("1 h – 2 h", "1 h", 1, "1", "together 100 %")}}, "How long")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Control, Of: "record", Unit: chart.Lasting, Limits: []chart.Level{{Name: "mean", Value: 3600000, Text: "1h", Whole: "1 h"}, {Name: "upper", Value: 5400000, Text: "1h30m"}, {Name: "lower", Value: 1800000, Text: "30m"}},
					Points: []chart.Point{known("REL-1", "REL-1", 3600000, "1h", ""), {Label: "REL-2", Known: true, Value: 7200000, Text: "2h", Out: "above the upper limit"}}}, "In order")}}},
			{ID: "trends", Title: "Trends", Blocks: []report.Block{
				{Chart: report.Pictured(chart.Chart{Kind: chart.Lines, Of: "month", Unit: chart.Percent, Points: months, Target: target}, "Slip rate")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Bars, Of: "month", Unit: chart.Percent, Points: months, Target: target, Notes: []chart.Note{{Mark: "a", ID: "ANN-1", Day: "2026-10-04", Text: "new team"}}}, "Slip rate as bars")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Lines, Of: "month", Unit: chart.Days, Points: months[1:], Courses: []chart.Course{
					{Name: "Payroll", Points: []chart.Point{known("", "", 3, "3 d", ""), known("", "", 2.5, "2.5 d", "")}}, {Name: "Web Shop", Points: []chart.Point{{Text: "n/a"}, known("", "", 1, "1 d", "")}}}}, "By service")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Outcomes, Of: "month", Series: []string{"deployed", "failed"}, Points: []chart.Point{parts("September 2026", 3, 0), parts("October 2026", 2, 1)}}, "Outcomes")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Groups, Of: "service", Unit: chart.Percent, Points: []chart.Point{known("Payroll", "", 12.5, "1/8 (13 %)", "n 8, met: at most 15 %"), {Label: "Shop", Text: "n/a", More: "n 0"}}}, "Beside each other")},
				{Chart: report.Pictured(chart.Chart{Kind: chart.Pareto, Of: "what", Points: []chart.Point{known("scope", "", 2, "2", "together 67 %"), known("customer", "", 1, "1", "together 100 %, the customer's")}}, "Why")}}},
		}}
}

// TestReportsLookAlike compares both forms of a report with how they were looked at once.
func TestReportsLookAlike(t *testing.T) {
	r := someReport()
	for name, got := range map[string]string{"report.md": Report(&r), "report.html": ReportPage(&r, "en")} {
		path := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s looks different:\n%s", name, got)
		}
	}
}

// tablesOf are the tables of a report in the order in which they are written.
func tablesOf(r *report.Report) []report.Table {
	out := []report.Table{aboutReport(r)}
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table != nil {
				out = append(out, *b.Table)
			}
			if b.Chart != nil {
				out = append(out, b.Chart.Table)
			}
		}
	}
	return out
}

// rowsOf are the cells of a table, its head first.
func rowsOf(t report.Table) [][]string { return append([][]string{t.Head}, t.Rows...) }

// hostile is what people may type into a title, and other software into its export.
var hostile = []string{
	"a | b || c", "_under_ __score__ *star* **stars**", "<script>alert(1)</script>", "</td></tr></table>", "# no heading", "1. first", "12) twelfth", "a. letter", "(a) letter", "iv) roman",
	"- dash", "+ plus", "~ tilde ~~strike~~ ~sub~", "^sup^ $x$ $$y$$", "`code` ``more``", "[link](http://x) ![picture](y)", "http://example.org/a_b", "www.example.org", "me@example.org", "@name",
	"&amp; &lt; &#60;", "\\ back \\| slash", "quote 'single' \"double\" it's", "--keep --- ...", "{.class #id}", "heading #", "| --- |", ": definition", "=====", "---", "> quote", ":::", "%title", "[^1]", "[@cite]",
	"\x1b[31mred\x07", "\u202eturned", "\xff broken", "tab\there", "javascript:alert(1)", "\" onload=\"alert(1)", "' onload='alert(1)", "]]>", "<!-- x -->", "--> x",
}

// told is a text as it is to be read: without what hides, in one line.
func told(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(plainOf(s), "\n", "; ")), " ")
}

// TestMarkdownOfAReportHasItsCells has another reader of Markdown find every cell, whatever
// is in it: as many tables, rows and cells as there are values, each with just its text.
func TestMarkdownOfAReportHasItsCells(t *testing.T) {
	for _, word := range append([]string{""}, hostile...) {
		r := someReport()
		if word != "" {
			spoil(reflect.ValueOf(&r).Elem(), word)
		}
		source := []byte(Report(&r))
		doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
		var got [][][]string
		headings := 0
		_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.Heading:
				headings++
			case *extast.Table:
				var rows [][]string
				for row := n.FirstChild(); row != nil; row = row.NextSibling() {
					var cells []string
					for c := row.FirstChild(); c != nil; c = c.NextSibling() {
						cells = append(cells, (&plain{source: source}).inline(c))
					}
					rows = append(rows, cells)
				}
				got = append(got, rows)
			case *ast.RawHTML, *ast.HTMLBlock, *ast.List, *ast.Blockquote, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.CodeSpan, *ast.Image, *ast.ThematicBreak, *extast.Strikethrough:
				t.Errorf("%q becomes a %s:\n%s", word, n.Kind(), source)
			case *ast.Link:
				t.Errorf("%q becomes a link:\n%s", word, source)
			}
			return ast.WalkContinue, nil
		})
		want := tablesOf(&r)
		if len(got) != len(want) || headings != 1+len(r.Sections)+1 {
			t.Fatalf("%q: %d tables of %d, %d headings:\n%s", word, len(got), len(want), headings, source)
		}
		for i := range want {
			for k, row := range rowsOf(want[i]) {
				if len(got[i]) != len(want[i].Rows)+1 || len(got[i][k]) != len(row) {
					t.Fatalf("%q: table %d, row %d: %q", word, i, k, got[i])
				}
				for c, cell := range row {
					if have := strings.Join(strings.Fields(got[i][k][c]), " "); have != told(cell) {
						t.Errorf("%q: table %d, row %d: %q, not %q", word, i, k, have, told(cell))
					}
				}
			}
		}
	}
}

// spoil puts a word into every text of a value but those that say which block it is.
func spoil(v reflect.Value, word string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem(), word)
		}
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i), word)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case slices.Contains([]string{"Heading"}, name) && v.Field(i).String() == "", slices.Contains([]string{"ID", "Kind", "Zone", "Unit"}, name):
			case v.Field(i).CanSet():
				spoil(v.Field(i), word)
			}
		}
	case reflect.String:
		if v.String() != "" { // an empty one says which block it is not
			v.SetString(word + " " + v.String())
		}
	}
}

// element is what a page has, for comparing two.
type element struct {
	tag   string
	attrs string
}

// elements reads a page strictly: every tag is closed, every attribute quoted.
func elements(t *testing.T, page string) (out []element, cells []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Entity = xml.HTMLEntity
	var cell *strings.Builder
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, cells
		}
		if err != nil {
			t.Fatalf("the page can't be read: %v\n%s", err, page[max(0, int(d.InputOffset())-300):min(len(page), int(d.InputOffset())+50)])
		}
		switch token := token.(type) {
		case xml.StartElement:
			attrs := ""
			for _, a := range token.Attr {
				attrs += " " + a.Name.Local
			}
			out = append(out, element{token.Name.Local, attrs})
			open = append(open, token.Name.Local)
			if token.Name.Local == "td" || token.Name.Local == "th" {
				cell = &strings.Builder{}
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name.Local {
				t.Fatalf("</%s> closes %v", token.Name.Local, open)
			}
			open = open[:len(open)-1]
			if token.Name.Local == "td" || token.Name.Local == "th" {
				cells = append(cells, cell.String())
				cell = nil
			}
		case xml.CharData:
			if cell != nil {
				cell.Write(token)
			}
		}
	}
}

// TestNothingTypedBecomesMarkupOfAPage: whatever is typed, the page has the elements and
// attributes that it has without, each cell says just that, and nothing is fetched or run.
func TestNothingTypedBecomesMarkupOfAPage(t *testing.T) {
	for _, word := range hostile {
		honest := someReport() // as long: what there is room for is drawn
		spoil(reflect.ValueOf(&honest).Elem(), strings.Repeat("x", len([]rune(plainOf(word)))))
		want, _ := elements(t, page(ReportPage(&honest, "en")))
		r := someReport()
		spoil(reflect.ValueOf(&r).Elem(), word)
		html := ReportPage(&r, "en")
		got, cells := elements(t, page(html))
		if !slices.Equal(got, want) {
			t.Errorf("%q: other elements than without", word)
		}
		var all []string
		for _, table := range tablesOf(&r) {
			for _, row := range rowsOf(table) {
				all = append(all, row...)
			}
		}
		if len(cells) != len(all) {
			t.Fatalf("%q: %d cells of %d", word, len(cells), len(all))
		}
		for i := range all {
			if strings.Join(strings.Fields(cells[i]), " ") != strings.Join(strings.Fields(plainOf(all[i])), " ") {
				t.Errorf("%q: %q, not %q", word, cells[i], all[i])
			}
		}
		for _, bad := range []string{"<script", " src=", "url(http", "@import", "<link", "<iframe", "onload=\"", "onload='"} {
			if strings.Contains(html, bad) {
				t.Errorf("%q: the page has %s", word, bad)
			}
		}
	}
}

// page is a page without its declaration, what is said to the browser and its style, which
// are the program's own, with its breaks as XML has them.
func page(html string) string {
	_, rest, _ := strings.Cut(html, "</style>")
	head, _, _ := strings.Cut(html, "<style>")
	_, head, _ = strings.Cut(head, "\n")
	head = regexp.MustCompile(`<meta [^>]*>`).ReplaceAllString(head, "")
	return head + strings.ReplaceAll(rest, "<br>", "<br/>")
}

// TestAPageIsForEverybody: a language, headings in order, tables with captions and scopes,
// charts with a title and a description that are found, and each followed by a table.
func TestAPageIsForEverybody(t *testing.T) {
	r := someReport()
	html := ReportPage(&r, "en")
	if !strings.Contains(html, `<html lang="en">`) || strings.Count(html, "<h1>") != 1 {
		t.Error("it has no language, or not one title")
	}
	level := 0
	for _, part := range strings.Split(html, "<h")[1:] {
		if n := int(part[0] - '0'); n >= 1 && n <= 6 {
			if n > level+1 {
				t.Errorf("h%d follows h%d", n, level)
			}
			level = n
		}
	}
	tables := len(tablesOf(&r))
	for what, want := range map[string]int{"<table": tables, "<caption>": tables, "<svg ": 8, "role=\"img\"": 8, "</figure>\n<table>": 8} {
		if got := strings.Count(html, what); got != want {
			t.Errorf("%s: %d of %d", what, got, want)
		}
	}
	if strings.Count(html, "<th ") != strings.Count(html, "<th scope=") {
		t.Error("a head of a table does not say what it is the head of")
	}
	for n := 1; n <= 8; n++ {
		for _, part := range []string{"title", "desc"} {
			if id := fmt.Sprintf("id=\"chart-%d-%s\"", n, part); strings.Count(html, id) != 1 {
				t.Errorf("%s is there %d times", id, strings.Count(html, id))
			}
		}
	}
	// Nothing is told by colour alone: each series has a pattern or dashes of its own.
	for _, pattern := range []string{`fill="url(#chart-6-p0)"`, `fill="url(#chart-6-p1)"`, `class="line s1" stroke-dasharray="8 4"`} {
		if !strings.Contains(html, pattern) {
			t.Errorf("no %s", pattern)
		}
	}
	if other := ReportPage(&r, "en"); other != html {
		t.Error("the same report makes two pages")
	}
}

// plainOf is a text as it is handed on in a file.
func plainOf(s string) string { return glyph.Plain(s) }
