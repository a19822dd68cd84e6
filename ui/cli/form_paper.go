package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/publish"
)

// document is a filled form that was written, with what is needed to read it.
type document struct {
	*model.Document
	facts *model.Case
	form  *form.Form
	// versions are all that there are, the first one first.
	versions []*model.Document
}

// documentOf finds a document by its id, in one of its versions; 0 is the newest.
func (a *App) documentOf(ctx context.Context, text string, version int) (document, error) {
	if _, err := a.open(ctx); err != nil {
		return document{}, err
	}
	id, err := a.id(ctx, model.KindDocument, text)
	if err != nil {
		return document{}, err
	}
	all, err := a.db.Versions(ctx, id)
	if err != nil {
		return document{}, err
	}
	var d document
	for _, v := range all {
		one, ok := v.Record.(*model.Document)
		if !ok {
			continue // removed by law
		}
		// Its approval is another state of the same version.
		if n := len(d.versions); n > 0 && d.versions[n-1].Version == one.Version {
			d.versions = d.versions[:n-1]
		}
		d.versions = append(d.versions, one)
	}
	for _, one := range d.versions {
		if version == 0 || one.Version == version {
			d.Document = one
		}
	}
	if d.Document == nil {
		return d, &model.NotFound{What: fmt.Sprintf("version %d of %s (there are %s)", version, id, versionsOf(d.versions))}
	}
	needs := model.Needs{IDs: []model.ID{d.Of}}
	if d.Of.Kind() == model.KindRelease {
		needs = model.Needs{Releases: []model.ID{d.Of}}
	}
	if d.facts, err = a.caseNaming(ctx, 0, a.Now(), needs, d.versions...); err != nil {
		return d, err
	}
	if d.form = d.facts.FormIn(d.Document); d.form == nil {
		return d, &model.NotFound{What: fmt.Sprintf("form %q of %s, which the rules no longer have", d.Form, id)}
	}
	return d, nil
}

// caseNaming is a case with whatever its documents name, and others do: who wrote and
// approved them, and the records in their answers; each is called by its title.
func (a *App) caseNaming(ctx context.Context, pos store.Position, now time.Time, n model.Needs, others ...*model.Document) (*model.Case, error) {
	c, err := a.db.Case(ctx, pos, now, n)
	if err != nil {
		return c, err
	}
	var more []model.ID
	for _, d := range append(model.All[*model.Document](c), others...) {
		more = append(append(more, d.Author, d.Approver), model.AnswerIDs(d.Answers)...)
	}
	for _, ch := range model.All[*model.Change](c) {
		more = append(more, ch.Service)
	}
	more = slices.DeleteFunc(model.SortIDs(more), func(id model.ID) bool { return id == "" || c.Has(id) })
	if len(more) == 0 {
		return c, nil
	}
	n.IDs = append(slices.Clip(n.IDs), more...)
	return a.db.Case(ctx, pos, now, n)
}

func versionsOf(list []*model.Document) string {
	return strings.Join(model.Each(list, func(d *model.Document) string { return fmt.Sprint(d.Version) }), ", ")
}

// rules are those that the document was written under.
func (d document) rules() *model.Rules {
	if r := model.Get[*model.Release](d.facts, d.Of); r != nil {
		return d.facts.Under(r)
	}
	return d.facts.Rules
}

func (a *App) formRender() *cobra.Command {
	var asMarkdown, asHTML, asText bool
	var version int
	cmd := &cobra.Command{
		Use: "render {DOC-n|FORM ID}", Short: "print a filled form as a paper, by its template", Args: aPaper,
		Long: `Prints a document as Markdown, as one HTML page that needs nothing beside it, or as plain text, the default. The
paper is made by the template of its form: templates/FORM.md in the rules, else one with every question.`,
		Example: "  fairway form render DOC-12 --html > plan.html\n  fairway form render DOC-12 --version 1 --markdown\n  fairway form render plan REL-4",
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen := 0
			for _, is := range []bool{asMarkdown, asHTML, asText, a.flags.json} {
				if is {
					chosen++
				}
			}
			if chosen > 1 {
				return usage("choose one of --markdown, --html, --text and --json")
			}
			if len(args) == 2 { // a form and what it is of, as form show takes it
				p, err := a.filled(cmd.Context(), args[0], args[1])
				if err != nil {
					return err
				}
				args = []string{string(p.document.ID)}
			}
			d, err := a.documentOf(cmd.Context(), args[0], version)
			if err != nil {
				return err
			}
			reader, err := a.reader(cmd.Context(), d.facts, d.Of)
			if err != nil {
				return err
			}
			text := publish.Document(d.facts, d.rules(), d.form, d.Document, reader)
			return a.paperOut(d.form.Title+" of "+string(d.Of), text, asMarkdown, asHTML, map[string]any{"document": d.Document, "markdown": text})
		},
	}
	fl := cmd.Flags()
	fl.BoolVar(&asMarkdown, "markdown", false, "as Markdown")
	fl.BoolVar(&asHTML, "html", false, "as one HTML page")
	fl.BoolVar(&asText, "text", false, "as plain text (the default)")
	fl.IntVar(&version, "version", 0, "this version instead of the newest")
	return cmd
}

// aPaper takes a document, or a form and what it is of.
func aPaper(cmd *cobra.Command, given []string) error {
	if len(given) == 2 {
		return nil
	}
	return args("a document, or a form and what it is of")(cmd, given)
}

// paperOut prints a paper as it was asked for.
func (a *App) paperOut(title, markdown string, asMarkdown, asHTML bool, asJSON any, figures ...publish.Figure) error {
	page := ""
	if asHTML {
		var err error
		if page, err = publish.Page(title, "en", markdown, figures...); err != nil {
			return err
		}
	}
	return a.print(asJSON, func(w io.Writer) {
		switch {
		case asMarkdown:
			fmt.Fprint(w, markdown)
		case asHTML:
			fmt.Fprint(w, page)
		default:
			fmt.Fprint(w, publish.Plain(markdown, paperWidth, figures...))
		}
	})
}

// paperWidth is how wide papers are as plain text, in columns: as wide as a page.
const paperWidth = 100

func (a *App) formNewTemplate() *cobra.Command {
	return &cobra.Command{
		Use: "new-template FORM", Short: "print a template by which a form reads as a paper", Args: args("a form"),
		Long: `Prints a template with every question of the form, to begin with. Put it into the folder of the rules as
templates/FORM.md and change what it says around the answers: {{field}} is an answer. Which document it is say

` + placeholderWords(),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := a.formNamed(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			t := process.NewTemplate(f)
			return a.print(map[string]string{"file": t.File, "text": t.Text}, func(w io.Writer) { fmt.Fprint(w, t.Text) })
		},
	}
}

func placeholderWords() string {
	var b strings.Builder
	for _, p := range process.AboutDocument {
		fmt.Fprintf(&b, "  %-24s %s\n", "{{"+p[0]+"}}", p[1])
	}
	return b.String()
}

// answerChange is a question whose answer differs between two versions.
type answerChange struct {
	Field string `json:"field"`
	Title string `json:"title"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

func (a *App) formDiff() *cobra.Command {
	return &cobra.Command{
		Use: "diff DOC-n [VERSION [VERSION]]", Short: "what changed between two versions of a filled form",
		Long:    "Compares a version with the one before it: the newest, or the one named; or two versions.",
		Example: "  fairway form diff DOC-12\n  fairway form diff DOC-12 1 3",
		Args: func(_ *cobra.Command, given []string) error {
			if len(given) < 1 || len(given) > 3 {
				return usage("form diff: name a document, and one or two of its versions")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var named [2]int
			for i, text := range args[1:] {
				if _, err := fmt.Sscanf(text, "%d", &named[i]); err != nil || named[i] < 1 || fmt.Sprint(named[i]) != text {
					return usage("form diff: %q is no version: 1, 2 …", text)
				}
			}
			newer, err := a.documentOf(cmd.Context(), args[0], max(named[0], named[1]))
			if err != nil {
				return err
			}
			from := min(named[0], named[1])
			if from == 0 {
				from = newer.Version - 1
			}
			if from < 1 {
				return a.print(map[string]any{"document": newer.ID, "from": 0, "to": newer.Version, "changes": []answerChange{}}, func(w io.Writer) {
					fmt.Fprintf(w, "%s has one version: there is nothing to compare it with.\n", newer.ID)
				})
			}
			older, err := a.documentOf(cmd.Context(), args[0], from)
			if err != nil {
				return err
			}
			reader, err := a.reader(cmd.Context(), newer.facts, newer.Of)
			if err != nil {
				return err
			}
			changes := changesBetween(older, newer, reader)
			return a.print(map[string]any{"document": newer.ID, "from": older.Version, "to": newer.Version, "changes": changes}, func(w io.Writer) {
				fmt.Fprintf(w, "%s  %s of %s, version %d to %d\n", newer.ID, newer.Title, newer.Of, older.Version, newer.Version)
				if len(changes) == 0 {
					fmt.Fprintln(w, "  no answer differs")
				}
				for _, c := range changes {
					fmt.Fprintf(w, "  %s\n", c.Title)
					for _, side := range [][2]string{{"-", c.Was}, {"+", c.Is}} {
						for line := range strings.SplitSeq(side[1], "\n") {
							if line != "" {
								fmt.Fprintf(w, "    %s %s\n", side[0], visible(line))
							}
						}
					}
				}
			})
		},
	}
}

// changesBetween lists the questions whose answers differ, as people read them; of
// a table the rows that do.
func changesBetween(older, newer document, reader form.Reader) []answerChange {
	out := []answerChange{}
	for _, fl := range newer.form.Fields() {
		said := func(d document) string {
			if fl.Type != form.Table {
				return fl.Show(d.In(newer.form).Get(fl.Name), reader)
			}
			return strings.Join(model.Each(d.In(newer.form).Rows(fl.Name), func(r form.Cells) string { return fl.Row(r, reader) }), "\n")
		}
		was, is := said(older), said(newer)
		if was == is {
			continue
		}
		if fl.Type == form.Table {
			was, is = without(was, is), without(is, was)
		}
		out = append(out, answerChange{fl.Name, fl.Title, was, is})
	}
	return out
}

// without are the lines that the other text has not.
func without(text, other string) string {
	has := map[string]int{}
	for line := range strings.SplitSeq(other, "\n") {
		has[line]++
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if has[line]--; has[line] < 0 {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
