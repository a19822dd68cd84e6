package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/store"
	"fairway/ui/publish"
)

// notesView is how the notes of a release stand, as JSON has it.
type notesView struct {
	Release  model.ID        `json:"release"`
	Document *model.Document `json:"document,omitempty"` // the version that is shown; none of a draft
	Newest   int             `json:"newest,omitempty"`
	// Approved is the version that was approved last, by whom and when; 0 for none.
	Approved   int      `json:"approved_version,omitempty"`
	ApprovedBy model.ID `json:"approved_by,omitempty"`
	Standing   string   `json:"standing"`
	// Changed are the questions that the newest version answers otherwise.
	Changed []string `json:"changed_since,omitempty"`
	// Moved is what became of the records since it was drafted.
	Moved    string `json:"records_since,omitempty"`
	Markdown string `json:"markdown"`
}

// notesCommand prints the notes of a release.
func (a *App) notesCommand() *cobra.Command {
	var form, output string
	var approved, draft bool
	var version int
	cmd := &cobra.Command{
		Use: "notes REL-n", Short: "the notes of a release: drafted from its records, edited, approved", Args: args("a release"),
		Annotations: map[string]string{readsItself: always},
		Long: `Prints the notes of a release, its newest version, or --approved the one that was approved last, and says on
standard error which is approved and what changed since. Before any are written, or with --draft, it prints what the
records say: what the RFCs bring, problems closed, known errors, media, components, downtime.

They are written as Markdown that GitHub and pandoc read alike, as one HTML page that needs nothing beside it, or as
plain text, the default: by the end of the name after -o, or by --format.

fairway notes draft REL-n writes the draft as their next version, and anew without losing what was typed;
fairway form fill edits them, and fairway approve document approves a version: somebody who may, and wrote none.`,
		Example: "  fairway notes REL-4\n  fairway notes REL-4 --approved -o notes.html\n  fairway notes draft REL-4 && fairway form fill release-notes REL-4 --ask",
		RunE: func(cmd *cobra.Command, given []string) error {
			form, err := a.reportForm(form, output)
			if err != nil {
				return err
			}
			if (approved || version != 0) && draft || approved && version != 0 {
				return usage("choose one of --approved, --version and --draft")
			}
			if version < 0 {
				return usage("--version %d: versions count from 1", version)
			}
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, given[0])
			if err != nil {
				return err
			}
			v, err := a.notesOf(ctx, id, approved, draft, version)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.errs(), "%s\n", visible(v.Standing))
			text := v.Markdown
			switch {
			case output == "" && a.flags.json:
				return encode(a.exported(), v)
			case form == asReportHTML:
				if text, err = publish.Page("Release notes of "+string(id), "en", v.Markdown); err != nil {
					return err
				}
			case form == asReportText:
				text = publish.Plain(v.Markdown, paperWidth)
			}
			if output == "" || output == "-" {
				_, err := io.WriteString(a.exported(), text)
				return err
			}
			return a.writeWhole(output, text)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&approved, "approved", false, "the version that was approved last")
	f.BoolVar(&draft, "draft", false, "what the records say now, whatever is written")
	f.IntVar(&version, "version", 0, "this version instead of the newest")
	f.StringVarP(&output, "output", "o", "", "the file to write, ending in .md, .html or .txt; - for standard output")
	f.StringVar(&form, "format", "", "markdown, html or text, whatever the file is called")
	return cmd
}

// notesOf are the notes of a release as they are asked for.
func (a *App) notesOf(ctx context.Context, id model.ID, approved, draft bool, version int) (*notesView, error) {
	c, err := a.caseNaming(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{id}, Earlier: true})
	if err != nil {
		return nil, err
	}
	r := model.Get[*model.Release](c, id)
	if r == nil {
		return nil, &model.NotFound{What: "release " + string(id)}
	}
	f := c.FormOf(gate.FormNotes, id)
	if f == nil {
		return nil, &model.NotFound{What: "form of release notes in the rules"}
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return nil, err
	}
	v := &notesView{Release: id}
	s := gate.NotesStands(c, id)
	if s != nil {
		v.Newest = s.Document.Version
		v.Standing = fmt.Sprintf("%s: %s", s.Document.ID, s.Words(c, func(d *model.Document) string {
			return decision.Signed(c, d.Approver, d.Approved, d.Basis) + " " + timeOf(d.Approved, zone)
		}))
		if s.Approved != nil {
			v.Approved, v.ApprovedBy = s.Approved.Version, s.Approved.Approver
		}
		if moved := gate.NotesSince(c, r, s.Document).Words(); moved != "" && !r.Ended() {
			v.Moved = moved
			v.Standing += "; " + moved + fmt.Sprintf(" (%s)", "fairway notes draft "+string(id))
		}
		for _, fl := range s.Changed {
			v.Changed = append(v.Changed, fl.Name)
		}
	}
	var shown *model.Document
	switch {
	case s == nil && (approved || version != 0):
		return nil, &model.NotFound{What: fmt.Sprintf("notes of %s (draft them with: fairway notes draft %s)", id, id)}
	case s == nil || draft:
		shown = &model.Document{Form: f.Name, Purpose: f.Purpose, Meanings: f.Meanings(), Title: f.Title, Of: id, Answers: gate.DraftAnswers(c, f, r)}
		if s == nil {
			v.Standing = "a draft: nothing is written yet"
		} else {
			v.Standing = "a draft of what the records say; " + v.Standing
		}
	case approved:
		if shown = s.Approved; shown == nil {
			return nil, &model.NotFound{What: fmt.Sprintf("approved version of %s: %s", s.Document.ID, strings.TrimPrefix(v.Standing, string(s.Document.ID)+": "))}
		}
	case version != 0 && version != s.Document.Version:
		for _, e := range c.Earlier(s.Document.ID) {
			if d, ok := e.(*model.Document); ok && d.Version == version {
				shown = d
			}
		}
		if shown == nil {
			return nil, &model.NotFound{What: fmt.Sprintf("version %d of %s (the newest is %d)", version, s.Document.ID, s.Document.Version)}
		}
	default:
		shown = s.Document
	}
	if shown.ID != "" {
		v.Document = shown
	}
	reader, err := a.reader(ctx, c, id)
	if err != nil {
		return nil, err
	}
	v.Markdown = publish.Notes(c, f, shown, reader)
	return v, nil
}
