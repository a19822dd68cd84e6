package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/strict"
	"fairway/model/when"
	"fairway/store"
)

func (a *App) formCommand() *cobra.Command {
	return group("form", "forms: list, fill, show", a.formList(), a.formTemplate(), a.formFill(), a.formShow(), a.formRender(), a.formDiff(), a.formNewTemplate())
}

func (a *App) formTemplate() *cobra.Command {
	return &cobra.Command{
		Use: "template FORM [ID]", Short: "print a form as a TOML file to fill in, with what is answered about a release, RFC or service",
		Args: func(_ *cobra.Command, given []string) error {
			if len(given) < 1 || len(given) > 2 {
				return usage("form template: name a form, and the release, RFC or service whose answers it begins with, if any")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				p, err := a.paper(cmd.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				return a.print(p.form, func(w io.Writer) { template(w, p.form, p.answers) })
			}
			f, err := a.formNamed(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return a.print(f, func(w io.Writer) { template(w, f, form.Answers{}) })
		},
	}
}

func (a *App) formNamed(ctx context.Context, name string) (*form.Form, error) {
	db, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := db.Rules(ctx)
	if err != nil {
		return nil, err
	}
	f, ok := rules.Form(name)
	if !ok {
		var names []string
		for _, f := range rules.Forms {
			names = append(names, f.Name)
		}
		return nil, &model.NotFound{What: fmt.Sprintf("form %q (there are %s)", name, strings.Join(names, ", "))}
	}
	return f, nil
}

// template writes a form as TOML with every field and what it wants. What is not
// answered stands behind a #: given back as it is, the file empties nothing.
func template(w io.Writer, f *form.Form, answers form.Answers) {
	fmt.Fprintf(w, "# %s\n", f.Title)
	for line := range strings.Lines(f.Help) {
		fmt.Fprintf(w, "# %s\n", strings.TrimSpace(line))
	}
	hint := func(fl form.Field) string {
		out := fl.Title + " (" + fl.Type
		if len(fl.Options) > 0 {
			out += ": " + fl.Listed()
		}
		if fl.Required {
			out += ", required"
		}
		if fl.Unit != "" {
			out += ", in " + fl.Unit
		}
		if when := f.Conditions(fl); len(when) > 0 {
			out += ", where " + strings.Join(when, " and ")
		}
		return out + ")"
	}
	for _, fl := range f.Fields() { // in TOML, single values stand before tables
		if fl.Type != form.Table {
			fmt.Fprintf(w, "\n# %s\n", hint(fl))
			if fl.Help != "" {
				fmt.Fprintf(w, "# %s\n", fl.Help)
			}
			answer(w, fl.Name, answers.Get(fl.Name), "")
		}
	}
	for _, fl := range f.Fields() {
		if fl.Type == form.Table {
			rows, off := answers.Rows(fl.Name), ""
			if len(rows) == 0 {
				rows, off = []form.Cells{nil}, "# "
			}
			fmt.Fprintf(w, "\n# %s; repeat the block for each row\n", hint(fl))
			for _, row := range rows {
				fmt.Fprintf(w, "%s[[%s]]\n", off, fl.Name)
				for _, c := range fl.Columns {
					answer(w, c.Name, row[c.Name], " # "+hint(c))
				}
			}
		}
	}
}

// answer writes one answer as TOML. TOML reads the strings of JSON.
func answer(w io.Writer, name, value, hint string) {
	off := ""
	if value == "" {
		off = "# "
	}
	text, _ := json.Marshal(value) // a text
	fmt.Fprintf(w, "%s%s = %s%s\n", off, name, text, hint)
}

func (a *App) formFill() *cobra.Command {
	var sets, rows []string
	var from, at string
	var void, replace, ask bool
	cmd := &cobra.Command{
		Use: "fill FORM ID", Short: "fill a form of a release, RFC or service; each save is a new version", Args: args("a form", "a release, RFC or service"),
		Long: `Answers come from --set FIELD=VALUE, --row TABLE=COLUMN:VALUE;COLUMN:VALUE, or
--from FILE (TOML as 'form template' prints it, or JSON; - for standard input).
A semicolon inside a value is written \\;. A file that is asked for is named by its path (in FILE beside that), and is put
into the DML; or by its entry there, as DML-3. What is not named stays as it was in the version before; a table that is named
is replaced as a whole. An empty answer (FIELD= or, in a file, field = "") is no answer: it empties what stood there.

With --ask every question is asked on a line of its own, with what is there now in brackets; the answers can come from
a pipe.`,
		Example: "  fairway form fill criteria REL-4 --row 'criteria=id:C1;criterion:pay slips are right'\n  fairway form fill rfc CHG-7 --ask",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if ask && from == "-" {
				return usage("--ask and --from - both read standard input: give one of them")
			}
			if len(sets)+len(rows) == 0 && from == "" && a.typed() {
				ask = true // the answers come from whoever sits there
			}
			if ask { // it shows what is there
				if err := a.mayRead(ctx); err != nil {
					return err
				}
			}
			p, err := a.paper(ctx, args[0], args[1])
			if err != nil {
				return err
			}
			f, answers, said := p.form, form.Answers{}.Clone(), form.Answers{}.Clone()
			if !replace {
				answers = p.answers.Clone()
			}
			if from != "" {
				if err := a.readAnswers(from, &said); err != nil {
					return err
				}
			}
			if err := fromFlags(f, sets, rows, &said); err != nil {
				return err
			}
			said = f.Own(said)
			beside := ""
			if from != "" && from != "-" {
				beside = filepath.Dir(from)
			}
			flagged := form.Answers{}.Clone()
			if err := fromFlags(f, sets, rows, &flagged); err != nil {
				return err
			}
			if err := a.attachAll(ctx, p, beside, &said, f.Own(flagged), void); err != nil {
				return err
			}
			ground, err := a.ground(ctx, p, said)
			if err != nil {
				return err
			}
			for _, name := range said.Names() {
				answers.Take(name, said)
			}
			if ask {
				save := false
				if answers, save, err = a.ask(ctx, f, p.facts, p.of, ground, form.Answers{}, answers); err != nil {
					return err
				}
				ground.Kept = everyName
				if !save {
					fmt.Fprintln(a.errs(), "not saved")
					return nil
				}
			}
			if answers, err = tidy(f, ground, answers); err != nil {
				return err
			}
			a.unasked(f, said, f.Arising(answers))
			act := action.WriteForm{Form: f.Name, Of: p.of, Answers: answers, Seen: p.seen, Document: p.document.ID, New: p.seen == 0, Void: void}
			if act.Happened, err = a.happened(p.facts, p.of, at); err != nil {
				return err
			}
			if act.Seen, err = a.asRead(p.facts.Position, p.seen); err != nil {
				return err
			}
			r, err := a.do(ctx, act)
			if err != nil {
				return err
			}
			dates := slices.DeleteFunc(f.Dates(answers, ground.Zone), func(d form.Planned) bool {
				return answers.Get(d.Field.Name) == p.answers.Get(d.Field.Name) // it stood there
			})
			if err := a.said(ctx, &r, dates, ground.Zone); err != nil {
				return err
			}
			for _, id := range r.Wrote { // by which it is rendered, and named
				if id.Kind() == model.KindDocument && !strings.Contains(r.Note, string(id)) {
					r.Note += ": " + string(id)
				}
			}
			if missing := f.Missing(answers); len(missing) > 0 && !a.flags.json {
				defer func() {
					fmt.Fprintln(a.out(), "still open:")
					for _, m := range missing {
						fmt.Fprintf(a.out(), "  %s: %s\n", m.Where(), m.Text)
					}
				}()
			}
			return a.done(r)
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&sets, "set", nil, "FIELD=VALUE (repeat)")
	fl.StringArrayVar(&rows, "row", nil, "TABLE=COLUMN:VALUE;COLUMN:VALUE (repeat)")
	fl.StringVar(&from, "from", "", "a TOML or JSON file, or -")
	fl.StringVar(&at, "at", "", "when it was done, of a paper of an emergency, if that was earlier than now: 02:10, 20 min ago")
	fl.BoolVar(&ask, "ask", false, "ask every question, one line each")
	fl.BoolVar(&replace, "replace", false, "begin with empty answers instead of the version before")
	a.bound(cmd)
	fl.BoolVar(&void, "void", false, "go on although approvals, or the decision on an RFC, are voided")
	return cmd
}

// unasked says which answers a form doesn't keep, since with the others it doesn't ask for
// them.
func (a *App) unasked(f *form.Form, said, kept form.Answers) {
	for _, name := range said.Names() {
		if (said.Get(name) != "" || len(said.Rows(name)) > 0) && kept.Get(name) == "" && len(kept.Rows(name)) == 0 {
			fmt.Fprintf(a.errs(), "not kept: %s (%s): the form does not ask for it with these answers\n", name, f.Asked(name).Title)
		}
	}
}

// paper is a form of a release or an RFC with what was answered so far.
type paper struct {
	of    model.ID
	facts *model.Case
	form  *form.Form // as the rules of the release have it
	// document holds the answers; it is empty, and seen is 0, where there are none.
	document *model.Document
	answers  form.Answers // its own, by the names that this form has
	seen     int64
}

func (a *App) paper(ctx context.Context, name, of string) (paper, error) {
	f, err := a.formNamed(ctx, name)
	if err != nil {
		return paper{}, err
	}
	p := paper{form: f, document: &model.Document{}}
	if p.of, err = a.id(ctx, model.Kind(f.Of), of); err != nil {
		return p, err
	}
	if p.facts, err = a.caseNaming(ctx, store.Now, a.Now(), action.WriteForm{Form: f.Name, Of: p.of}.Needs()); err != nil {
		return p, err
	}
	p.form = p.facts.FormOf(f.Name, p.of) // it may have another name there
	if d := p.facts.Document(f.Name, p.of); d != nil {
		fact, _ := p.facts.Fact(d.ID)
		p.document, p.seen = d, fact.Since
		p.answers, _ = gate.WithRecord(p.facts, p.form, p.of, d.In(p.form)) // it may have been decided since
	} else {
		p.answers = gate.Begun(p.facts, p.form, p.of)
	}
	return p, nil
}

// filled is a form that was filled of something; one that wasn't is a *model.NotFound.
func (a *App) filled(ctx context.Context, name, of string) (paper, error) {
	p, err := a.paper(ctx, name, of)
	if err == nil && p.seen == 0 {
		err = &model.NotFound{What: fmt.Sprintf("filled form %q of %s (fill it with: fairway form fill %s %s)", p.form.Name, p.of, p.form.Name, p.of)}
	} else if err == nil {
		p.answers = p.document.In(p.form) // as it was written, whatever came of it since
	}
	return p, err
}

// inputLimit is the most that is read of a file of answers, in bytes.
const inputLimit = 4 << 20

func (a *App) readAnswers(path string, into *form.Answers) error {
	r, err := a.openFile(path)
	if err != nil {
		return usage("read the answers: %v", err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, inputLimit+1))
	if err != nil {
		return fmt.Errorf("read the answers in %s: %w", path, err)
	}
	if len(data) > inputLimit {
		return usage("read the answers in %s: the file is larger than %d MB; a form is a few pages", path, inputLimit>>20)
	}
	if err := decodeAnswers(data, into); err != nil {
		var wrong strict.Fault
		if errors.As(err, &wrong) && wrong.Line > 0 {
			return usage("read the answers: %s:%d: %s", path, wrong.Line, wrong.Text)
		}
		return usage("read the answers in %s: %v", path, err)
	}
	return nil
}

func fromFlags(f *form.Form, sets, rows []string, into *form.Answers) error {
	for _, s := range sets {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return usage("--set %q: write FIELD=VALUE", s)
		}
		into.Values[name] = value
	}
	fresh := map[string]bool{}
	for _, r := range rows {
		name, text, ok := strings.Cut(r, "=")
		fl, known := f.Field(name)
		if !ok || !known || fl.Type != form.Table {
			return usage("--row %q: write TABLE=COLUMN:VALUE;COLUMN:VALUE with a table of the form", r)
		}
		if !fresh[name] {
			into.Tables[name], fresh[name] = nil, true
		}
		cells := form.Cells{}
		for part := range strings.SplitSeq(strings.ReplaceAll(text, `\;`, "\x00"), ";") {
			part = strings.ReplaceAll(part, "\x00", ";")
			col, value, ok := strings.Cut(part, ":")
			if !ok {
				return usage("--row %q: %q is no COLUMN:VALUE", r, part)
			}
			cells[strings.TrimSpace(col)] = strings.TrimSpace(value)
		}
		into.Tables[name] = append(into.Tables[name], cells)
	}
	return nil
}

// ground is what answers to a document are read against; what is not said stood
// there before.
func (a *App) ground(ctx context.Context, p paper, said form.Answers) (form.Ground, error) {
	typed, err := a.typedZone()
	names := said.Names()
	return form.Ground{Now: a.Now(), Zone: p.facts.ZoneOf(p.of), Typed: typed, Kept: func(name string) bool { return !slices.Contains(names, name) },
		Lookup: func(kind, text string) (string, bool) {
			id, err := a.id(ctx, model.Kind(kind), text)
			return string(id), err == nil && id != ""
		}}, err
}

// everyName is of answers that are all in the form in which they are kept.
func everyName(string) bool { return true }

// tidy brings answers into the form they are kept in, and names every one that
// will not do.
func tidy(f *form.Form, ground form.Ground, answers form.Answers) (form.Answers, error) {
	out, wrong := f.Tidy(answers, ground)
	if len(wrong) > 0 {
		refusal := &model.Refusal{Doing: "fill the " + f.Name}
		for _, w := range wrong {
			refusal.Wrong(w)
		}
		return out, refusal
	}
	return out, nil
}

func (a *App) formShow() *cobra.Command {
	var version int
	cmd := &cobra.Command{
		Use: "show FORM ID", Short: "show a filled form", Args: args("a form", "a release, RFC or service"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.filled(cmd.Context(), args[0], args[1])
			if err != nil {
				return err
			}
			if version != 0 {
				d, err := a.documentOf(cmd.Context(), string(p.document.ID), version)
				if err != nil {
					return err
				}
				p.document, p.answers = d.Document, d.In(p.form)
			}
			reader, err := a.reader(cmd.Context(), p.facts, p.document.Of)
			if err != nil {
				return err
			}
			return a.print(p.document, func(w io.Writer) { printDocument(w, p, reader) })
		},
	}
	cmd.Flags().IntVar(&version, "version", 0, "this version instead of the newest")
	return cmd
}

func printDocument(w io.Writer, p paper, reader form.Reader) {
	d, c := p.document, p.facts
	reader = d.Telling(reader)
	at := func(t time.Time) string { return zonedTime(t, reader.Home) }
	fmt.Fprintf(w, "%s  %s of %s, version %d, written by %s %s%s\n", d.ID, d.Title, d.Of, d.Version, c.Signatory(d.Author, d.At), zonedTime(d.At, reader.Home), enteredLater(d, reader.Home))
	if !d.Approved.IsZero() {
		fmt.Fprintf(w, "approved by %s %s%s%s\n", decision.Signed(c, d.Approver, d.Approved, d.Basis), zonedTime(d.Approved, reader.Home), visible(decision.After(c, d.Decided, at)), decision.Outdated(c, d))
	}
	if v := d.Rejected(); v != nil {
		fmt.Fprintf(w, "rejected by %s %s%s\n", decision.Signed(c, v.By, v.At, v.Basis), at(v.At), visible(decision.After(c, v, at)))
	}
	for _, line := range decision.Abstentions(c, d.Abstained, at) {
		fmt.Fprintln(w, visible(line))
	}
	if review := process.Review(p.form, d.At, d.Approved, reader.Zone); !review.IsZero() {
		due := ""
		if review.At.Before(c.Now) {
			due = ", which is over"
		}
		fmt.Fprintf(w, "next review %s%s\n", reader.Date(review), due)
	}
	for _, g := range p.form.Laid(p.answers, false) {
		for _, fl := range g.Fields {
			if fl.Type != form.Table {
				fmt.Fprintf(w, "  %s: %s\n", fl.Title, inLine(fl.Show(p.answers.Get(fl.Name), reader)))
			}
			for i, row := range p.answers.Rows(fl.Name) {
				fmt.Fprintf(w, "  %s %d: %s\n", fl.Title, i+1, inLine(fl.Row(row, reader)))
			}
		}
	}
}

// enteredLater says of a paper when it was entered, where it was not written then.
func enteredLater(d *model.Document, zone *time.Location) string {
	if d.Recorded.IsZero() {
		return ""
	}
	return ", entered " + zonedTime(d.Recorded, zone)
}

// inLine is a text on one line, in which nothing acts on the terminal.
func inLine(text string) string { return visible(strings.ReplaceAll(text, "\n", "; ")) }

// zonedTime is when something happened, in a zone, and its name.
func zonedTime(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("2006-01-02 15:04 ") + zone.String()
}

// reader is how a command prints the answers about a record for whoever reads
// them: with what planned times are in their zone, where that is another one.
func (a *App) reader(ctx context.Context, c *model.Case, of model.ID) (form.Reader, error) {
	r := readerOf(c, of)
	zone, err := a.zone(ctx)
	if err == nil {
		r.Home, r.Told = zone, zone.String() != r.Zone.String()
	}
	return r, err
}

// readerOf is how a command shows the answers about a record as they are asked.
func readerOf(c *model.Case, of model.ID) form.Reader {
	r := c.Reader(of)
	r.Home, r.Style = c.Rules.Policy.Location(), when.Long
	return r
}
