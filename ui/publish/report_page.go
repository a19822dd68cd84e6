package publish

import (
	_ "embed"
	"fmt"
	"html"
	"slices"
	"strings"

	"fairway/model/glyph"
	"fairway/model/report"
)

//go:embed report.css
var reportStyle string

// ReportPage is a report as one HTML page: its style and its charts are in it, it fetches
// nothing and runs nothing. Each chart is followed by the table of its numbers.
func ReportPage(r *report.Report, language string) string {
	w := &webPage{}
	title := r.Title + ", " + r.Called
	w.f("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n", safe(language), safe(title))
	w.b.WriteString(style + reportStyle)
	w.f("</style>\n</head>\n<body>\n<main>\n<header>\n<h1>%s</h1>\n", safe(title))
	w.text(r.What)
	first := opening(r)
	for _, s := range r.Sections[:first] {
		w.section(&s)
	}
	w.table(aboutReport(r), "about")
	w.f("</header>\n<nav aria-label=\"Contents\">\n<ul>\n")
	for _, s := range r.Sections[first:] {
		w.f("<li><a href=\"#%s\">%s</a></li>\n", safe(s.ID), safe(s.Title))
	}
	w.f("</ul>\n</nav>\n")
	for _, s := range r.Sections[first:] {
		w.section(&s)
	}
	w.f("</main>\n</body>\n</html>\n")
	return w.b.String()
}

// section is one section of the report.
func (w *webPage) section(s *report.Section) {
	w.f("<section aria-labelledby=\"%[1]s\">\n<h2 id=\"%[1]s\">%[2]s</h2>\n", safe(s.ID), safe(s.Title))
	w.text(s.Text)
	for _, b := range s.Blocks {
		switch {
		case b.Heading != "":
			w.f("<h3>%s</h3>\n", safe(b.Heading))
		case b.Said != nil:
			w.f("<dl>\n")
			for _, s := range b.Said {
				w.f("<dt>%s</dt>\n<dd>%s</dd>\n", safe(s.About), safe(s.Text))
			}
			w.f("</dl>\n")
		case b.Table != nil:
			w.table(*b.Table, "")
		case b.Chart != nil:
			w.charts++
			w.f("<figure>\n%s<figcaption>%s</figcaption>\n</figure>\n", picture(b.Chart, fmt.Sprintf("chart-%d", w.charts)), safe(b.Chart.Says))
			w.table(b.Chart.Table, "")
		default:
			w.text(b.Text)
		}
	}
	w.f("</section>\n")
}

// safe is text that HTML and SVG show as just that text: nothing of it is markup, and
// nothing in it turns the direction of what follows or hides it.
func safe(text string) string { return html.EscapeString(glyph.Plain(text)) }

type webPage struct {
	b      strings.Builder
	charts int
}

func (w *webPage) f(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

// text is paragraphs, with the breaks of their lines.
func (w *webPage) text(text string) {
	for _, para := range strings.Split(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n"), "\n\n") {
		var lines []string
		for l := range strings.SplitSeq(strings.Trim(para, "\n"), "\n") {
			lines = append(lines, safe(strings.TrimSpace(l)))
		}
		if joined := strings.Join(lines, "<br>\n"); joined != "" {
			w.f("<p>%s</p>\n", joined)
		}
	}
}

// table is a table whose head and first column say so to a screen reader.
func (w *webPage) table(t report.Table, class string) {
	w.f("<table")
	if class != "" {
		w.f(" class=\"%s\"", class)
	}
	w.f(">\n<caption>%s</caption>\n<thead>\n<tr>", safe(t.Caption))
	for i, h := range t.Head {
		w.f("<th scope=\"col\"%s>%s</th>", numeric(t, i), safe(h))
	}
	w.f("</tr>\n</thead>\n<tbody>\n")
	for _, r := range t.Rows {
		w.f("<tr>")
		for i, c := range r {
			if i == 0 {
				w.f("<th scope=\"row\">%s</th>", safe(c))
			} else {
				w.f("<td%s>%s</td>", numeric(t, i), safe(c))
			}
		}
		w.f("</tr>\n")
	}
	w.f("</tbody>\n</table>\n")
}

func numeric(t report.Table, column int) string {
	if slices.Contains(t.Numeric, column) {
		return " class=\"n\""
	}
	return ""
}
