package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/report"
	"fairway/ui/publish"
	"fairway/ui/reporting"
)

// The forms in which a report is printed.
const (
	asReportMarkdown = "markdown"
	asReportHTML     = "html"
	asReportText     = "text"
)

// reportCommands are those that make reports: one for each of the default rules, and one for
// whatever the organisation calls its own.
func (a *App) reportCommands() []*cobra.Command {
	laid, _ := assets.Reporting(process.Reporting{}) // what is embedded can be read
	var out []*cobra.Command
	for _, r := range laid.Reports {
		cmd := a.reportCommand(r.ID, lowerFirst(strings.TrimSuffix(r.What, ".")), noArgs)
		out = append(out, cmd)
	}
	return append(out, a.reportCommand("make REPORT", "any report that the rules lay down (process/reports.toml)", args("a report")), a.reportGet())
}

// reportCommand makes a report, and keeps it where that is asked for.
func (a *App) reportCommand(use, short string, takes cobra.PositionalArgs) *cobra.Command {
	var period, service, filter, asOf, output, form, evaluation string
	var keep bool
	name := strings.Fields(use)[0]
	cmd := &cobra.Command{
		Use: use, Short: short, Args: takes,
		Long: `Makes a report of a period: its measures against their targets, trends, slips and why, RFCs, decisions,
improvement actions and their effect, what the records lack, who gets it and when the next is due. What stands in it,
and in which order, the rules say (process/reports.toml).

It is written as Markdown that GitHub and pandoc read alike, as one HTML page that needs nothing beside it, or as
plain text, the default: by the end of the name after -o, or by --format. A period begins and ends in the
organisation's time zone. ` + filterZone + `

With --keep it is a document from then on, in a version that somebody else approves; see fairway report keep.`,
		Example: map[bool]string{
			true:  "  fairway report make weekly --period 2026-W44 -o week.html",
			false: "  fairway report " + name + " -o report.html\n  fairway report " + name + " --service payroll --format markdown -o -\n  fairway report " + name + " --keep --evaluation 'on target but for the slips'",
		}[name == "make"],
		RunE: func(cmd *cobra.Command, given []string) error {
			if len(given) == 1 {
				name = given[0]
			}
			form, err := a.reportForm(form, output)
			if err != nil {
				return err
			}
			if service != "" && filter != "" {
				return usage("a report is of one service or of what passes a filter: leave out --service or --filter")
			}
			if keep && asOf != "" {
				return usage("a report is kept as of now: leave out --as-of, or --keep")
			}
			ctx := cmd.Context()
			r, err := a.reportOf(ctx, reporting.Asked{Report: name, Period: period, Filter: filter, Evaluation: evaluation}, service, asOf, keep)
			if err != nil {
				return err
			}
			if err := a.reportOut(&r, form, output, keep); err != nil || !keep {
				return err
			}
			act, err := reporting.Kept(ctx, a.db, keeping(&r, evaluation), &r)
			if err != nil {
				return err
			}
			return a.act(ctx, act)
		},
	}
	f := cmd.Flags()
	f.StringVar(&period, "period", "", "a month, quarter, year or week, as the report is of: 2026-10, 2026-Q4, 2026, 2026-W48 (default: the last that is over)")
	f.StringVar(&service, "service", "", "of this service alone")
	a.completesFlag(cmd, "service", func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return a.recordsToComplete(cmd, model.KindService), cobra.ShellCompDirectiveNoFileComp
	})
	f.StringVar(&filter, "filter", "", "only releases that pass, as metrics takes it, such as 'type:normal -major'")
	asOfFlag(f, &asOf)
	f.StringVarP(&output, "output", "o", "", "the file to write, ending in .md or .html; - for standard output")
	f.StringVar(&form, "format", "", "markdown, html or text, whatever the file is called")
	f.BoolVar(&keep, "keep", false, "keep it as a document, with version and approval")
	f.StringVar(&evaluation, "evaluation", "", "what you say of it, which stands at its top")
	return cmd
}

// keeping is the action by which a report that was made is kept.
func keeping(r *report.Report, evaluation string) action.KeepReport {
	return action.KeepReport{Report: r.ID, Period: r.Period, Service: r.Service, Filter: r.Filter, Evaluation: evaluation}
}

// reportForm is the form that is asked for, by its name or by that of the file.
func (a *App) reportForm(form, output string) (string, error) {
	if err := a.mayName(output); output != "" && err != nil {
		return "", err
	}
	known := []string{asReportMarkdown, asReportHTML, asReportText}
	switch end := strings.ToLower(filepath.Ext(output)); {
	case form == "md":
		form = asReportMarkdown
	case form != "":
		if !slices.Contains(known, form) {
			return "", usage("--format %q is none: %s", form, strings.Join(known, ", "))
		}
	case end == ".md" || end == ".markdown":
		form = asReportMarkdown
	case end == ".html" || end == ".htm":
		form = asReportHTML
	case end == ".txt" || output == "" || output == "-":
		form = asReportText
	default:
		return "", usage("how is %q written? End its name in .md, .html or .txt, or say --format", output)
	}
	if a.flags.json && (form != asReportText || output != "") {
		return "", usage("choose one of --json and a form to write")
	}
	return form, nil
}

// reportOf makes a report for the caller. Whoever may not keep it is refused before it is
// made.
func (a *App) reportOf(ctx context.Context, q reporting.Asked, service, asOf string, keep bool) (report.Report, error) {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return report.Report{}, err
	}
	if q.Service, err = a.id(ctx, model.KindService, service); err != nil {
		return report.Report{}, err
	}
	who, err := a.who(ctx)
	if err != nil {
		return report.Report{}, err
	}
	if keep {
		if _, err := a.db.Ask(ctx, known(who), action.KeepReport{Report: q.Report, Period: q.Period, Service: q.Service, Filter: q.Filter}); err != nil {
			return report.Report{}, err
		}
	}
	bar := a.progress("reading facts:")
	defer bar.end()
	q.Me, q.AsOf, q.Now, q.Zone, q.Progress = at.me, at.pos, at.now, at.meant, func(n int) { bar.at(int64(n), 0) }
	r, err := reporting.Make(ctx, a.db, q)
	if wrong, ok := err.(*reporting.Wrong); ok {
		err = usage("%s", wrong.Text)
	}
	return r, err
}

// reportOut writes a report. One that is kept is printed only where that is asked for.
func (a *App) reportOut(r *report.Report, form, output string, keep bool) error {
	text := ""
	switch form {
	case asReportMarkdown:
		text = publish.Report(r)
	case asReportHTML:
		text = publish.ReportPage(r, reporting.Language)
	default:
		text = publish.Plain(publish.Report(r), paperWidth)
	}
	switch {
	case output == "" && keep:
		return nil
	case output == "" || output == "-":
		if a.flags.json {
			return encode(a.exported(), r)
		}
		_, err := io.WriteString(a.exported(), text) // byte by byte what is kept
		return err
	}
	return a.writeWhole(output, text)
}

// reportGet writes a kept report out again, byte by byte.
func (a *App) reportGet() *cobra.Command {
	var version int
	var asHTML bool
	cmd := &cobra.Command{
		Use: "get RPT-n", Short: "write a kept report to standard output, as it was", Args: args("a report"),
		Example: "  fairway report get RPT-1 > report.md\n  fairway report get RPT-1 --version 1 --html > report.html",
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			r, _, err := record[*model.KeptReport](ctx, a, model.KindReport, given[0])
			if err != nil {
				return err
			}
			list, err := a.reportVersions(ctx, r)
			if err != nil {
				return err
			}
			for _, d := range slices.Backward(list) {
				if version != 0 && d.Version != version {
					continue
				}
				end := ".md"
				if asHTML {
					end = ".html"
				}
				for _, f := range d.Attached {
					m, _, err := record[*model.Media](ctx, a, model.KindMedia, string(f.Media))
					if err != nil {
						return err
					}
					if filepath.Ext(m.Name) != end {
						continue
					}
					content, err := a.db.Content(m)
					if err != nil {
						return err
					}
					defer content.Close()
					_, err = io.Copy(a.exported(), content)
					return err
				}
			}
			return &model.NotFound{What: fmt.Sprintf("version %d of %s (there are %d)", version, r.ID, r.Version)}
		},
	}
	cmd.Flags().IntVar(&version, "version", 0, "this version instead of the newest")
	cmd.Flags().BoolVar(&asHTML, "html", false, "as its HTML page instead of Markdown")
	return cmd
}

// reportVersions are the versions of the document of a kept report, the first one first,
// each as it stands with what was decided on it.
func (a *App) reportVersions(ctx context.Context, r *model.KeptReport) ([]*model.Document, error) {
	all, err := a.db.Versions(ctx, r.Document)
	if err != nil {
		return nil, err
	}
	var out []*model.Document
	for _, v := range all {
		d, ok := v.Record.(*model.Document)
		if !ok {
			continue // removed by law
		}
		if n := len(out); n > 0 && out[n-1].Version == d.Version {
			out = out[:n-1]
		}
		out = append(out, d)
	}
	return out, nil
}

// keptView is a kept report with its versions.
type keptView struct {
	*model.KeptReport
	Versions []*model.Document `json:"versions"`
}

// printReport prints a kept report: its versions with their approval, and who got which.
func (a *App) printReport(ctx context.Context, r *model.KeptReport, at outlook, lines []string) error {
	all, err := a.reportVersions(ctx, r)
	if err != nil {
		return err
	}
	var people []model.ID
	out := keptView{KeptReport: r}
	for _, d := range all {
		if d.Version > r.Version {
			continue // kept since the moment that is asked for
		}
		out.Versions = append(out.Versions, d)
		people = append(people, d.Author)
		if v := d.Verdict(); v != nil {
			people = append(people, v.By)
		}
	}
	names, err := a.db.Titles(ctx, model.SortIDs(people), at.pos)
	if err != nil {
		return err
	}
	for _, d := range out.Versions {
		text := fmt.Sprintf("%s by %s, %s", d.ID, names[d.Author], timeOf(d.At, at.zone))
		switch v := d.Verdict(); {
		case v == nil:
			text += ", waits for its approval"
		case v.Yes:
			text += fmt.Sprintf(", approved by %s, %s", names[v.By], timeOf(v.At, at.zone))
		default:
			text += fmt.Sprintf(", sent back by %s: %s", names[v.By], v.Text)
		}
		lines = append(lines, fmt.Sprintf("  %-16s %s", fmt.Sprintf("version %d", d.Version), text))
		for _, f := range d.Attached {
			lines = append(lines, fmt.Sprintf("  %-16s %s  %s  sha256 %s", "", f.Media, f.Name, f.SHA256))
		}
	}
	return a.print(out, func(w io.Writer) { printLines(w, lines, at.zone) })
}
