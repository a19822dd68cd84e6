package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/process"
	"fairway/model/process/diagram"
	"fairway/store"
	drawn "fairway/ui/diagram"
	"fairway/ui/publish"
	"fairway/ui/theme"
)

func (a *App) processDocument() *cobra.Command {
	var asMarkdown, asHTML, asText bool
	cmd := &cobra.Command{
		Use: "document [PRC-n]", Short: "the rules as a document, which an auditor is handed",
		Long: `Prints the rules in force, or those named, as one document: its information and history, the policy, roles and
duties, every process with its diagram, stages and gates, the RACI matrix, measures, interactions, the clauses of
ISO/IEC 20000-1:2018 with what shows them, the forms and the glossary. The HTML page needs nothing beside it.`,
		Example: "  fairway process document --html > process.html\n  fairway process document --markdown > process.md",
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) > 1 {
				return usage("%s: name rules (PRC-n); those in force otherwise", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			chosen := 0
			for _, is := range []bool{asMarkdown, asHTML, asText, a.flags.json} {
				if is {
					chosen++
				}
			}
			if chosen > 1 {
				return usage("choose one of --markdown, --html, --text and --json")
			}
			ctx := cmd.Context()
			r, err := a.rulesOf(ctx, strings.Join(given, ""))
			if err != nil {
				return err
			}
			zone, err := a.meantZone(ctx) // the same paper for whoever prints it
			if err != nil {
				return err
			}
			rules, err := assets.Explained(r.rules)
			if err != nil {
				return err
			}
			list, err := a.editions(ctx)
			if err != nil {
				return err
			}
			own, err := a.editionOf(ctx, r)
			if err != nil {
				return err
			}
			info := publish.RulesInfo{Lines: own.informationLines(zone)}
			for _, e := range list {
				if e.ID.Kind() == model.KindRules && model.CompareIDs(e.ID, own.ID) <= 0 {
					info.History = append(info.History, []string{e.Version + " (" + string(e.ID) + ")", timeOf(e.Since, zone), cmp.Or(e.Author, "not on record"), cmp.Or(e.Note, cameWithFile)})
				}
			}
			if own.State == model.RulesInForce {
				if info.Holders, err = a.holders(ctx, rules); err != nil {
					return err
				}
			}
			text, figures := publish.Rules(rules, info, func(p *process.Process) (string, publish.Figure) { return a.figure(p, rules.Policy) })
			return a.paperOut(rules.Title, text, asMarkdown, asHTML, map[string]any{"rules": own, "markdown": text}, figures...)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asMarkdown, "markdown", false, "as Markdown, with diagrams for mermaid")
	f.BoolVar(&asHTML, "html", false, "as one HTML page, with diagrams")
	f.BoolVar(&asText, "text", false, "as plain text (the default)")
	return cmd
}

// cameWithFile is said of rules that nobody proposed.
const cameWithFile = "these rules came with the file"

// informationLines is what a document has to say of itself (ISO/IEC 20000-1:2018,
// 7.5.2): what is not known is said to be so.
func (e edition) informationLines(zone *time.Location) [][]string {
	by := func(who string, at time.Time) string {
		if who == "" {
			return "not on record: " + cameWithFile
		}
		return who + ", " + timeOf(at, zone)
	}
	next := "not set"
	if !e.NextReview.IsZero() {
		next = dateOf(e.NextReview, zone)
	}
	if e.Overdue {
		next += ", overdue"
	}
	since := "not in force"
	if !e.Since.IsZero() {
		since = timeOf(e.Since, zone)
	}
	return [][]string{
		{"document", string(e.ID)}, {"version", e.Version}, {"state", string(e.State)}, {"in force since", since},
		{"author", by(e.Author, e.Proposed)}, {"reviewed by", by(e.Reviewer, e.Reviewed)}, {"approved by", by(e.Approver, e.Decided)}, {"next review", next},
		{"times are in", zone.String()},
	}
}

// figure draws a process for a document, on white and without keys.
func (a *App) figure(p *process.Process, policy process.Policy) (string, publish.Figure) {
	g := diagram.Of(p, policy)
	t := theme.New(theme.Options{Choice: theme.Bare, ASCII: a.ascii()})
	d := drawn.Draw(t, &g, paperWidth, drawn.None)
	lines := append(d.Lines, d.Legend(t, paperWidth)...)
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return g.Mermaid(), publish.Figure{SVG: g.SVG(), Text: strings.Join(lines, "\n")}
}

// holders names who holds each role now, by its id, with the service where it is for
// one alone.
func (a *App) holders(ctx context.Context, rules *model.Rules) (map[string][]string, error) {
	people, err := a.db.List(ctx, store.ListQuery{Kind: model.KindPerson, State: string(model.PersonActive), Limit: holdersMost})
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, l := range people {
		f, err := a.db.Record(ctx, l.ID, store.Now)
		if err != nil {
			return nil, err
		}
		p := f.Record.(*model.Person)
		for _, g := range p.Memberships() {
			name := p.Name
			if g.Service != "" {
				service, err := a.db.Record(ctx, g.Service, store.Now)
				if err != nil {
					return nil, err
				}
				name += fmt.Sprintf(" (%s)", service.Record.Row().Title)
			}
			if g.Site != "" {
				name += fmt.Sprintf(" (site %s)", g.Site)
			}
			if g.Chair {
				name += ", chair"
			}
			role := rules.RoleID(g.Role)
			out[role] = append(out[role], name)
		}
	}
	for role := range out {
		slices.Sort(out[role])
	}
	return out, nil
}

// holdersMost is how many people a document names at most.
const holdersMost = 2000
