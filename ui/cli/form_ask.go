package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// asking goes through a form line by line, for whoever can't use pages of
// fields: a screen reader, a poor line, answers from a pipe. The questions and
// their rules are those of every other way to fill it.
type asking struct {
	app  *App
	ctx  context.Context
	form *form.Form
	zone *time.Location // in which its dates are meant
	in   *bufio.Reader
	out  io.Writer
}

// ask asks for every answer of a form, with the present ones as what an empty
// line keeps. It returns false when the person does not want it saved.
func (a *App) ask(ctx context.Context, f *form.Form, of model.ID, present form.Answers, zone *time.Location) (form.Answers, bool, error) {
	q := &asking{app: a, zone: zone, ctx: ctx, form: f, in: bufio.NewReader(io.LimitReader(a.In, inputLimit)), out: a.out()}
	if a.flags.json {
		q.out = a.errs()
	}
	title := f.Title
	if of != "" {
		title += " of " + string(of)
	}
	fmt.Fprintf(q.out, "%s. An empty line keeps what stands in brackets, a single - clears it.\n", title)
	answers := present.Clone()
	for _, g := range f.Groups {
		fmt.Fprintf(q.out, "\n%s\n", g.Title)
		if g.Help != "" {
			fmt.Fprintf(q.out, "%s\n", g.Help)
		}
		for _, fl := range g.Fields {
			if !fl.Shown(answers) {
				continue
			}
			var err error
			if fl.Type == form.Table {
				answers.Tables[fl.Name], err = q.table(fl, answers.Tables[fl.Name])
			} else {
				answers.Values[fl.Name], err = q.field(fl, answers.Values[fl.Name])
			}
			if err != nil {
				return answers, false, err
			}
		}
	}
	fmt.Fprintln(q.out)
	for _, m := range f.Missing(answers) {
		fmt.Fprintf(q.out, "still open: %s: %s\n", m.Where(), m.Text)
	}
	yes, err := q.yes("Save it?")
	return answers, yes, err
}

// line reads one line; that there is none is a mistake of the caller's.
func (q *asking) line(of string) (string, error) {
	type answer struct {
		text string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		text, err := q.in.ReadString('\n')
		got <- answer{text, err}
	}()
	select {
	case <-q.ctx.Done():
		return "", q.ctx.Err()
	case a := <-got:
		if errors.Is(a.err, io.EOF) && a.text != "" {
			a.err = nil
		}
		if errors.Is(a.err, io.EOF) {
			return "", usage("the answers end before %q is answered: nothing was written", of)
		}
		return strings.TrimRight(a.text, "\r\n"), a.err
	}
}

// field asks one question until the answer will do.
func (q *asking) field(fl form.Field, present string) (string, error) {
	if fl.Help != "" {
		fmt.Fprintf(q.out, "  (%s)\n", fl.Help)
	}
	options := fl.Options
	if fl.Type == form.YesNo {
		options = []string{"yes", "no"}
	} else {
		for i, o := range options {
			fmt.Fprintf(q.out, "  %d. %s\n", i+1, visible(o))
		}
	}
	for {
		fmt.Fprintf(q.out, "%s (%s)%s: ", fl.Title, wants(fl, options), q.standing(fl, present))
		text, err := q.line(fl.Title)
		if err != nil {
			return present, err
		}
		switch strings.TrimSpace(text) {
		case "":
			return present, nil
		case "-":
			return "", nil
		}
		if fl.Type == form.Text {
			if text, err = q.more(fl, text); err != nil {
				return present, err
			}
		}
		value, wrong, err := q.read(fl, numbered(fl, text))
		if err != nil {
			return present, err
		}
		if wrong == "" {
			if said := q.words(fl, value); said != strings.TrimSpace(text) && fl.Type != form.Text {
				fmt.Fprintf(q.out, "  = %s\n", said)
			}
			return value, nil
		}
		fmt.Fprintf(q.out, "  %s\n", wrong)
	}
}

// wants says in a few words which answers a field takes.
func wants(fl form.Field, options []string) string {
	words := map[string]string{form.Line: "a line", form.Text: "text; an empty line ends it", form.YesNo: "yes or no", form.Choice: "one of them, by number or name",
		form.Choices: "any of them, with commas", form.Number: "a number", form.Date: "a date", form.Duration: "a length of time", form.Items: "configuration items, with commas"}
	out := words[fl.Type]
	if out == "" {
		out = "a " + fl.Type
	}
	if fl.Type == form.Number && (fl.Min != 0 || fl.Max != 0) {
		out = fmt.Sprintf("%d to %d", fl.Min, fl.Max)
	}
	if len(options) == 0 && (fl.Type == form.Choice || fl.Type == form.Choices) {
		out = "text"
	}
	if fl.Required {
		out += ", needed"
	}
	return out
}

// standing is the present answer in brackets.
func (q *asking) standing(fl form.Field, present string) string {
	if present == "" {
		return ""
	}
	return " [" + q.words(fl, present) + "]"
}

// words says an answer as people read it, in one line.
func (q *asking) words(fl form.Field, value string) string {
	a := form.Answers{Values: map[string]string{"v": value}}
	switch fl.Type {
	case form.Date:
		if m := a.Moment("v", q.zone); !m.IsZero() {
			return when.Format(m, q.zone, when.Long)
		}
	case form.Duration:
		if d := a.Duration("v"); d != 0 {
			return when.FormatDuration(d)
		}
	}
	if id := model.ID(value); id.Kind() != "" && id.Number() > 0 {
		if f, err := q.app.db.Record(q.ctx, id, 0); err == nil {
			return visible(f.Record.Row().Title) + " (" + value + ")"
		}
	}
	return visible(strings.ReplaceAll(value, "\n", "; "))
}

// more reads the further lines of a text, up to an empty one.
func (q *asking) more(fl form.Field, text string) (string, error) {
	lines := []string{text}
	for {
		next, err := q.line(fl.Title)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(next) == "" {
			return strings.Join(lines, "\n"), nil
		}
		lines = append(lines, next)
	}
}

// numbered takes the number of an option for the option, unless it is one
// itself.
func numbered(fl form.Field, text string) string {
	if fl.Type != form.Choice && fl.Type != form.Choices {
		return text
	}
	parts := form.Split(text)
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err == nil && n >= 1 && n <= len(fl.Options) && !slices.Contains(fl.Options, p) {
			parts[i] = fl.Options[n-1]
		}
	}
	return strings.Join(parts, "\n")
}

// read reads one answer with the form's rules.
func (q *asking) read(fl form.Field, text string) (value, wrong string, err error) {
	one := form.Form{Name: q.form.Name, Groups: []form.Group{{Fields: []form.Field{fl}}}}
	out, err := q.app.tidy(q.ctx, &one, q.zone, form.Answers{Values: map[string]string{fl.Name: text}})
	var refusal *model.Refusal
	if errors.As(err, &refusal) && len(refusal.Reasons) > 0 {
		return "", strings.TrimPrefix(refusal.Reasons[0].Text, fl.Name+": "), nil
	}
	return out.Values[fl.Name], "", err
}

// table asks for rows: first what becomes of those there are, then for more.
func (q *asking) table(fl form.Field, present []form.Cells) ([]form.Cells, error) {
	needed := ""
	if fl.Required {
		needed = ", at least one row is needed"
	}
	fmt.Fprintf(q.out, "%s (a table%s)\n", fl.Title, needed)
	if fl.Help != "" {
		fmt.Fprintf(q.out, "  (%s)\n", fl.Help)
	}
	var rows []form.Cells
	for i, row := range present {
		var cells []string
		for _, c := range fl.Columns {
			if row[c.Name] != "" {
				cells = append(cells, q.words(c, row[c.Name]))
			}
		}
		keep, err := q.one(fmt.Sprintf("Row %d: %s. Keep, edit or delete it? [keep]: ", i+1, strings.Join(cells, ", ")), fl.Title, "keep", "edit", "delete")
		if err != nil {
			return present, err
		}
		switch keep {
		case "edit":
			if row, err = q.row(fl, row); err != nil {
				return present, err
			}
			rows = append(rows, row)
		case "keep":
			rows = append(rows, row)
		}
	}
	for {
		another := "Another row of "
		if len(rows) == 0 {
			another = "A row of "
		}
		yes, err := q.one(another+fl.Title+"? [no]: ", fl.Title, "no", "yes")
		if err != nil || yes == "no" {
			return rows, err
		}
		row, err := q.row(fl, form.Cells{})
		if err != nil {
			return present, err
		}
		rows = append(rows, row)
	}
}

func (q *asking) row(fl form.Field, present form.Cells) (form.Cells, error) {
	row := form.Cells{}
	for name, v := range present {
		row[name] = v
	}
	for _, c := range fl.Columns {
		if !c.Shown(form.Answers{Values: row}) {
			continue
		}
		v, err := q.field(c, row[c.Name])
		if err != nil {
			return nil, err
		}
		if row[c.Name] = v; v == "" {
			delete(row, c.Name)
		}
	}
	return row, nil
}

// one asks for one of a few words, or the beginning of one; an empty line is
// the first.
func (q *asking) one(prompt, of string, words ...string) (string, error) {
	for {
		fmt.Fprint(q.out, prompt)
		text, err := q.line(of)
		if err != nil {
			return "", err
		}
		text = strings.ToLower(strings.TrimSpace(text))
		for _, w := range words {
			if strings.HasPrefix(w, text) {
				return w, nil
			}
		}
		fmt.Fprintf(q.out, "  answer with %s\n", strings.Join(words, " or "))
	}
}

func (q *asking) yes(question string) (bool, error) {
	word, err := q.one(question+" [yes]: ", question, "yes", "no")
	return word == "yes", err
}
