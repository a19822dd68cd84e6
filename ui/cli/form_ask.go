package cli

import (
	"bufio"
	"cmp"
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
	"fairway/store"
)

// asking goes through a form line by line, for whoever can't use pages of
// fields: a screen reader, a poor line, answers from a pipe. The questions and
// their rules are those of every other way to fill it.
type asking struct {
	ctx  context.Context
	form *form.Form
	// answers are those given so far, stood those that it began with, where ends go
	// along with their starts.
	answers, stood form.Answers
	typing         form.Typing    // what was typed into the dates
	read           *time.Location // the zone in which they are read
	last           string         // what the last question was answered with
	answered       bool           // it was: else what stood there was kept
	ground         form.Ground
	reader         form.Reader
	in             *bufio.Reader
	out            io.Writer
}

// ask asks for every answer of a form, with the present ones as what an empty
// line keeps. Ground says which of them stood there and how dates are read; stood
// is what ends go along with. The answers come back as they are kept, and false
// when the person does not want them saved.
func (a *App) ask(ctx context.Context, f *form.Form, facts *model.Case, of model.ID, ground form.Ground, stood, present form.Answers) (form.Answers, bool, error) {
	home, err := a.zone(ctx)
	if err != nil {
		return present, false, err
	}
	typing := form.Typing{}
	ground.Said = typing
	q := &asking{ctx: ctx, form: f, stood: stood, typing: typing, ground: ground, reader: readerOf(facts, of),
		in: bufio.NewReader(io.LimitReader(a.In, inputLimit)), out: a.out()}
	q.reader.Home, q.reader.Told = home, true
	q.answers, _ = f.Tidy(present, ground) // what is wrong with what was said is said at the end
	for _, fl := range f.Fields() {
		if text := present.Get(fl.Name); fl.Type == form.Date && text != "" && !ground.Kept(fl.Name) {
			q.typing[fl.Name] = form.Typed{Text: text, Value: q.answers.Values[fl.Name]}
		}
	}
	q.follow()
	known := q.reader.Title
	q.reader.Title = func(id string) string { // what is answered now is no fact yet
		if title := known(id); title != "" {
			return title
		}
		titles, _ := a.db.Titles(ctx, []model.ID{model.ID(id)}, store.Now)
		return titles[model.ID(id)]
	}
	if a.flags.json {
		q.out = a.errs()
	}
	title := f.Title
	if of != "" {
		title += " of " + string(of)
	}
	fmt.Fprintf(q.out, "%s. An empty line keeps what stands in brackets, a single - clears it.\n", title)
	answers := q.answers
	for _, g := range f.Groups {
		headed := false
		for _, fl := range g.Fields {
			if !f.Arises(fl, answers) {
				continue
			}
			if !headed {
				headed = true
				fmt.Fprintf(q.out, "\n%s\n", g.Title)
				if g.Help != "" {
					fmt.Fprintf(q.out, "%s\n", g.Help)
				}
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
			if fl.Type == form.Date && q.answered {
				q.typing[fl.Name] = form.Typed{Text: q.last, Value: answers.Values[fl.Name]}
			}
			q.follow()
		}
	}
	fmt.Fprintln(q.out)
	for _, m := range f.Missing(answers) {
		fmt.Fprintf(q.out, "still open: %s: %s\n", m.Where(), m.Text)
	}
	yes, err := q.yes("Save it?")
	return answers, yes, err
}

// follow brings the dates up to the answers so far, and says those that it moved.
func (q *asking) follow() {
	before := q.answers.Clone()
	q.read = q.form.Follow(q.answers, q.stood, q.typing, q.read, q.ground)
	q.reader.Zone = q.read
	for _, fl := range q.form.Fields() {
		if now := q.answers.Get(fl.Name); fl.Type == form.Date && now != before.Get(fl.Name) {
			fmt.Fprintf(q.out, "  %s is now: %s\n", fl.Title, cmp.Or(q.words(fl, now), "not given"))
		}
	}
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
	for i, o := range fl.Options {
		fmt.Fprintf(q.out, "  %d. %s\n", i+1, visible(fl.Label(o)))
	}
	for {
		q.last, q.answered = "", false
		fmt.Fprintf(q.out, "%s (%s)%s: ", fl.Title, wants(fl), q.standing(fl, present))
		text, err := q.line(fl.Title)
		if err != nil {
			return present, err
		}
		switch strings.TrimSpace(text) {
		case "":
			return present, nil
		case "-":
			q.answered = true
			return "", nil
		}
		if fl.Is().Widget == form.TextWidget {
			if text, err = q.more(fl, text); err != nil {
				return present, err
			}
		}
		value, wrong := q.form.TidyField(fl, numbered(fl, text), q.answers, q.ground)
		if wrong == "" {
			is, said := fl.Is(), q.words(fl, value)
			if is.Kind != "" || said != strings.TrimSpace(text) && is.Widget != form.TextWidget {
				fmt.Fprintf(q.out, "  = %s\n", said)
			}
			q.last, q.answered = text, true
			return value, nil
		}
		fmt.Fprintf(q.out, "  %s\n", wrong)
	}
}

// wants says in a few words which answers a field takes.
func wants(fl form.Field) string {
	is := fl.Is()
	out := is.Wants
	switch {
	case is.Widget == form.TextWidget:
		out += "; an empty line ends it"
	case len(fl.Options) > 0 && is.Several:
		out += ", by number or name, with commas"
	case len(fl.Options) > 0:
		out += ", by number or name"
	case is.Several:
		out += ", with commas"
	case is.Example != "":
		out = fl.Wanted()
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
func (q *asking) words(fl form.Field, value string) string { return inLine(fl.Show(value, q.reader)) }

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
	if len(fl.Options) == 0 {
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
		keep, err := q.one(fmt.Sprintf("Row %d: %s. Keep, edit or delete it? [keep]: ", i+1, inLine(fl.Row(row, q.reader))), fl.Title, "keep", "edit", "delete")
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
