package process

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"fairway/model/form"
	"fairway/model/when"
)

// TemplateFolder holds how filled forms read as papers: a Markdown file for each
// form, called as it is.
const TemplateFolder = "templates/"

// Template is how a filled form reads as a paper: Markdown in which {{field}} is
// the answer to a question, and {{document.id}} and its like say which document it
// is.
type Template struct{ File, Text string }

// AboutDocument are the placeholders that any template can have, with what each
// stands for (ISO/IEC 20000-1:2018, 7.5: identification, version, author, approver,
// date, review).
var AboutDocument = [][2]string{
	{"document.id", "its id"},
	{"document.form", "what the form is called"},
	{"document.of", "the release or RFC that it is about"},
	{"document.service", "the service"},
	{"document.version", "its version"},
	{"document.author", "who wrote this version"},
	{"document.date", "when"},
	{"document.approver", "who approved it"},
	{"document.approved", "when"},
	{"document.review", "when it is to be reviewed next"},
}

// placeholder is {{name}}.
var placeholder = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Template is that of a form: the organisation's own, else one with every question
// in its order.
func (b *Rules) Template(f *form.Form) Template {
	name := TemplateFolder + f.Name + ".md"
	for _, file := range b.Source {
		if file.Name == name {
			return Template{name, file.Text}
		}
	}
	return NewTemplate(f)
}

// NewTemplate is a template with every question of a form.
func NewTemplate(f *form.Form) Template {
	var b strings.Builder
	b.WriteString("# {{document.form}}: {{document.of}}\n\n" +
		"| document | {{document.id}}, version {{document.version}} |\n| --- | --- |\n" +
		"| service | {{document.service}} |\n| author | {{document.author}}, {{document.date}} |\n| approved by | {{document.approver}} |\n| approved | {{document.approved}} |\n| next review | {{document.review}} |\n\n")
	for _, g := range f.Groups {
		if g.Title != "" {
			fmt.Fprintf(&b, "## %s\n\n", g.Title)
		}
		short := 0
		for _, fl := range g.Fields {
			if fl.Type != form.Text && fl.Type != form.Table {
				if short++; short == 1 {
					b.WriteString("| question | answer |\n| --- | --- |\n")
				}
				fmt.Fprintf(&b, "| %s | {{%s}} |\n", strings.ReplaceAll(fl.Title, "|", `\|`), fl.Name)
			}
		}
		if short > 0 {
			b.WriteString("\n")
		}
		for _, fl := range g.Fields {
			if fl.Type == form.Text || fl.Type == form.Table {
				fmt.Fprintf(&b, "### %s\n\n{{%s}}\n\n", fl.Title, fl.Name)
			}
		}
	}
	return Template{TemplateFolder + f.Name + ".md", strings.TrimRight(b.String(), "\n") + "\n"}
}

// Names lists what the template has placeholders for, each once.
func (t Template) Names() []string {
	var out []string
	for _, m := range placeholder.FindAllStringSubmatch(t.Text, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// Fill puts the answers in: say gives what stands for a name, alone in its
// paragraph or within other text, and none is for a question that doesn't arise. A
// paragraph or a line of a table goes where all it asks for doesn't arise, and so
// does the heading above.
func (t Template) Fill(say func(name string, alone bool) (text string, none bool)) string {
	var out []string
	// A page of which nothing arises has no heading either.
	gone := false
	unheaded := func() {
		if n := len(out); gone && n > 0 && strings.HasPrefix(out[n-1], "## ") {
			out = out[:n-1]
		}
		gone = false
	}
	for block := range strings.SplitSeq(strings.ReplaceAll(t.Text, "\r\n", "\n"), "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		if !strings.HasPrefix(strings.TrimSpace(block), "|") {
			lines = []string{strings.Join(lines, "\n")}
		}
		if strings.HasPrefix(lines[0], "## ") {
			unheaded()
		}
		var kept []string
		for _, l := range lines {
			if filled, none := fill(l, say); !none {
				kept = append(kept, filled)
			}
		}
		switch {
		case len(kept) > 0 && (len(lines) == len(kept) || len(kept) > 2): // more than the head of a table
			out = append(out, strings.Join(kept, "\n"))
		case len(out) > 0 && strings.HasPrefix(out[len(out)-1], "###"):
			out = out[:len(out)-1]
			gone = true
		default:
			gone = true
		}
	}
	unheaded()
	return strings.Join(out, "\n\n") + "\n"
}

// fill puts the answers into one piece of text; none says that all it asks for
// doesn't arise.
func fill(text string, say func(string, bool) (string, bool)) (filled string, none bool) {
	asked, absent := 0, 0
	alone := placeholder.FindString(text) == strings.TrimSpace(text)
	filled = placeholder.ReplaceAllStringFunc(text, func(m string) string {
		said, not := say(placeholder.FindStringSubmatch(m)[1], alone)
		asked++
		if not {
			absent++
		}
		return said
	})
	return filled, asked > 0 && asked == absent
}

// Review is the day on which a document of a form is to be reviewed next: so many
// days after its approval, else after it was written, in the zone that it is about;
// no day where the form asks for no review.
func Review(f *form.Form, written, approved time.Time, zone *time.Location) when.Moment {
	from := approved
	if from.IsZero() {
		from = written
	}
	if f.ReviewDays < 1 || from.IsZero() {
		return when.Moment{}
	}
	return when.OnDay(when.DateOf(from, zone).AddDays(f.ReviewDays), zone)
}
