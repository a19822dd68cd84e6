package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/standup"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// standupLines is how many lines are printed at most, unless more are asked for: what a
// terminal has.
const standupLines = 24

// standupCommand prints what a team has to know in its standup, in the words of the page
// that S shows.
func (a *App) standupCommand() *cobra.Command {
	var team, since, asOf string
	var markdown bool
	lines := standupLines
	cmd := group("standup", "what a team has to know in its standup: since last time, what comes, what is blocked")
	cmd.Long = `Prints what came of things since the standup was held last, what lies ahead today,
tomorrow and in the next seven days, what is blocked and on whom, conflicts and
freezes, releases in early life with their incidents, and overdue papers: at most
24 lines. What has no room is counted and named, REL-42 (3) where there are three
things of it; --lines 0 prints all of it. In fewer than two lines for each part the
parts are counts. The first page under S says the same, those after it all of it.

With --team and --markdown, days and times are those of where the team is: where the
services are that it runs, else the organisation's, unless --zone says another. So what
is handed on is the same whoever made it.

"fairway standup held" says that it was held, for a team or for everybody: what
happens from then on is new in the next one, for whoever looks. Where it never was,
it is about what happened since the working day before began.`
	cmd.Example = "  fairway standup\n  fairway standup --team payments --since 'mon 09:00'\n  fairway standup --markdown > standup.md"
	cmd.Annotations = map[string]string{readsItself: always}
	cmd.Args = func(_ *cobra.Command, given []string) error {
		if len(given) > 0 {
			return usage("there is no command \"standup %s\"; fairway standup --help lists what there is", given[0])
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if markdown && a.flags.json {
			return usage("choose one of --markdown and --json")
		}
		if lines < 0 {
			return usage("--lines %d: give how many lines to print at most, or 0 for all", lines)
		}
		s, err := a.standup(cmd.Context(), team, since, asOf, markdown)
		if err != nil {
			return err
		}
		if least := s.Least() + 1; lines > 0 && lines < least {
			return usage("--lines %d: its parts alone take %d lines; 0 prints all", lines, least)
		}
		if markdown {
			return a.standupMarkdown(s, lines)
		}
		return a.print(s, func(w io.Writer) { a.standupText(w, s, lines) })
	}
	f := cmd.Flags()
	f.StringVar(&team, "team", "", "what is of this team (default: everybody)")
	f.StringVar(&since, "since", "", "new is what happened since: fri 09:00, 2026-11-27; read "+officeZone+" (default: since it was last held)")
	f.IntVar(&lines, "lines", lines, "print at most so many; 0 is all")
	f.BoolVar(&markdown, "markdown", false, "as Markdown, for a chat or a page")
	asOfFlag(f, &asOf)
	return cmd
}

func (a *App) standup(ctx context.Context, team, since, asOf string, handed bool) (standup.Standup, error) {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return standup.Standup{}, err
	}
	typed, err := a.typedZone()
	if err != nil {
		return standup.Standup{}, err
	}
	q := store.StandupQuery{AsOf: at.pos, Now: at.now, Zone: at.zone, Theirs: handed && typed == nil}
	if strings.TrimSpace(team) != "" {
		if q.Team, err = a.id(ctx, model.KindTeam, team); err != nil {
			return standup.Standup{}, err
		}
	}
	if strings.TrimSpace(since) != "" {
		m, err := when.ParsePast(since, at.now, at.meant)
		if err != nil {
			return standup.Standup{}, usage("--since: %v", err)
		}
		if q.Since = m.Span(at.meant).Start; !q.Since.Before(at.now) {
			return standup.Standup{}, usage("--since %s is now: give a time that has passed", since)
		}
	}
	return a.db.Standup(ctx, q)
}

// standupText prints it: a title, and each part with its lines.
func (a *App) standupText(w io.Writer, s standup.Standup, most int) {
	plain := func(text string) string {
		if a.ascii() {
			return kit.Plain(text)
		}
		return text
	}
	title, since := s.Heading()
	head := kit.Wrap(fmt.Sprintf("%s, %s %s", title, since, s.Where()), a.width())
	for _, text := range head {
		fmt.Fprintln(w, plain(text))
	}
	if most > 0 {
		most -= len(head)
	}
	for _, r := range s.Fit(a.width(), most, kit.Wrap) {
		switch {
		case r.Head != "" && r.Text != "":
			fmt.Fprintln(w, plain(r.Head+": "+r.Text))
		case r.Head != "":
			fmt.Fprintln(w, plain(r.Head))
		default:
			lead := "  " + r.Word
			fmt.Fprintln(w, plain(lead+strings.Repeat(" ", max(r.Indent-kit.Width(lead), 0))+r.Text))
		}
	}
}

// standupMarkdown is the same as a list: each line is one, however long.
func (a *App) standupMarkdown(s standup.Standup, most int) error {
	w := a.exported()
	if most > 0 {
		most--
	}
	title, since := s.Heading()
	text := fmt.Sprintf("**%s**, %s %s\n", metric.Escape(title), since, s.Where())
	for _, r := range s.Fit(1<<20, most, func(text string, _ int) []string { return []string{text} }) {
		switch {
		case r.Head != "" && r.Text != "":
			text += fmt.Sprintf("- **%s**: %s\n", r.Head, r.Text)
		case r.Head != "":
			text += fmt.Sprintf("- **%s**\n", r.Head)
		case r.Word == "":
			text += fmt.Sprintf("  - %s\n", metric.Escape(r.Text))
		default:
			text += fmt.Sprintf("  - %s: %s\n", r.Word, metric.Escape(r.Text))
		}
	}
	_, err := io.WriteString(w, text)
	return err
}
