package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/scrape"
)

// metricView is a number as it is printed.
type metricView struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Period is what was asked for, From and To are its bounds, half-open.
	Period string    `json:"period"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	metric.Result
	Records []metric.Record `json:"records"`
	Earlier metric.Value    `json:"period_before"`
	// Before says that the number of the period before was signed off.
	Before   *metric.Closing `json:"period_before_closed,omitempty"`
	Change   metric.Change   `json:"change"`
	Sentence string          `json:"sentence"`
	Groups   []metric.Group  `json:"groups,omitempty"`
	// Annotations are what was noted about the period, as far as it concerns the measure.
	Annotations []metric.Annotation `json:"annotations,omitempty"`
	// AsOf is the entry of the log as of which it is, where that is not the last.
	AsOf int64 `json:"as_of,omitempty"`
	// Closed says that the number was signed off; Later is what was recorded of the period
	// after it, or after what is looked at.
	Closed *closedView    `json:"closed,omitempty"`
	Later  []metric.Later `json:"recorded_later,omitempty"`

	after   string // what Later came after, in words
	report  metric.Report
	handles map[model.ID]string // of the services
}

func (a *App) metricsCommand() *cobra.Command {
	var period, by, filter, asOf string
	var asCSV, asMarkdown, asOpenMetrics, definitions bool
	cmd := &cobra.Command{
		Use: "metrics [ID]", Short: "the measures of a period, with the records behind each number",
		Long: `Prints the measures of a period, or the one named with the records behind it, by its
id or its title. A period begins and ends in the organisation's time zone, whoever reads. ` + filterZone + `

` + metricList(),
		Example:     "  fairway metrics --period 2026-11\n  fairway metrics slip-rate --period 2026-Q4 --by service\n  fairway metrics incidents --period 2026 --csv > incidents.csv\n  fairway metrics --definitions --markdown > measures.md",
		Annotations: map[string]string{readsItself: always},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("name one metric, or none for all of them")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if by != "" && !slices.Contains(metric.Splits, metric.Split(by)) {
				return usage("%q is nothing to break numbers down by: %s", by, splits(" or "))
			}
			if ways := []bool{asCSV, asMarkdown, asOpenMetrics, a.flags.json}; len(slices.DeleteFunc(ways, func(is bool) bool { return !is })) > 1 {
				return usage("choose one of --csv, --markdown, --openmetrics and --json")
			}
			var chosen *metric.Metric
			if len(args) == 1 {
				m, err := a.measureNamed(cmd.Context(), args[0], asOf)
				if err != nil {
					return err
				}
				chosen, args[0] = &m, m.ID
			}
			if definitions {
				for _, other := range []string{"period", "by", "filter", "csv", "openmetrics"} {
					if cmd.Flags().Changed(other) {
						return usage("--definitions says what is measured, not how much: leave out --%s", other)
					}
				}
				return a.metricDefinitions(cmd.Context(), strings.Join(args, ""), asOf, asMarkdown)
			}
			brief := chosen == nil && !asCSV && !asMarkdown && !a.flags.json // the records of all of them are printed nowhere
			views, zone, err := a.metrics(cmd.Context(), chosen, period, filter, asOf, metric.Split(by), brief)
			if err != nil {
				return err
			}
			switch {
			case asOpenMetrics:
				var samples []scrape.Sample
				for i := range views {
					samples = append(samples, samplesOf(&views[i].report, views[i].handles)...)
				}
				return scrape.Write(a.Out, samples)
			case asCSV:
				var reports []*metric.Report
				for i := range views {
					reports = append(reports, &views[i].report)
				}
				return metric.CSV(a.Out, reports...)
			case asMarkdown:
				for i := range views {
					err = errors.Join(err, views[i].report.Markdown(a.Out))
				}
				if chosen == nil && err == nil {
					err = a.reportPapers(cmd.Context(), a.Out, asOf, true)
				}
				return err
			}
			at, err := a.outlook(cmd.Context(), asOf)
			if err != nil {
				return err
			}
			if err := a.print(views, func(w io.Writer) {
				if at.pos != store.Now {
					fmt.Fprintf(w, "As of %s, entry %d of the log.\n\n", timeOf(at.now, zone), at.pos)
				}
				printMetrics(w, views, chosen != nil, zone)
			}); err != nil || chosen != nil || a.flags.json {
				return err
			}
			return a.reportPapers(cmd.Context(), a.Out, asOf, false)
		},
	}
	cmd.Annotations = map[string]string{readsItself: always}
	cmd.AddCommand(a.defectsCommand())
	f := cmd.Flags()
	f.StringVar(&period, "period", "", "a month, quarter, year or week: 2026-11, 2026-Q4, 2026, 2026-W48; or last-30-days (default: this month)")
	f.StringVar(&by, "by", "", "broken down by: "+splits(", ")+" (months of a quarter or year, weeks of a month, days of a week)")
	f.StringVar(&filter, "filter", "", "only releases that pass, such as 'service:payroll -major'"+releaseWords())
	asOfFlag(f, &asOf)
	f.BoolVar(&asCSV, "csv", false, "the records behind the numbers as CSV")
	f.BoolVar(&asMarkdown, "markdown", false, "numbers and records as Markdown")
	f.BoolVar(&asOpenMetrics, "openmetrics", false, "the numbers for a scraper, as OpenMetrics")
	f.BoolVar(&definitions, "definitions", false, "what each measure means by the rules in force: formula, edge cases, owner, target")
	return cmd
}

// splits are the words by which numbers are broken down.
func splits(last string) string {
	var words []string
	for _, s := range metric.Splits {
		words = append(words, string(s))
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

func metricIDs() []string {
	var out []string
	laid, _ := assets.Measures(nil) // what is embedded can be read
	for _, m := range metric.All(laid) {
		out = append(out, m.ID)
	}
	return out
}

func metricList() string {
	var b strings.Builder
	laid, _ := assets.Measures(nil) // what is embedded can be read
	for _, m := range metric.All(laid) {
		fmt.Fprintf(&b, "  %-16s %s\n", m.ID, m.What)
	}
	return strings.TrimRight(b.String(), "\n")
}

// stretchOf reads a period as a person writes it.
func stretchOf(text string, now time.Time, zone *time.Location) (metric.Stretch, error) {
	var s metric.Stretch
	var err error
	switch n, rest := 0, ""; {
	case text == "":
		s.Period = when.PeriodOf(now, when.Monthly, zone)
	case strings.HasPrefix(text, "last-"):
		if _, err := fmt.Sscanf(text, "last-%d-%s", &n, &rest); err != nil || rest != "days" || n < 1 || n > 3660 {
			return s, usage("%q is no period: try last-30-days", text)
		}
		s.Days = n
	default:
		if s.Period, err = when.ParsePeriod(text); err != nil {
			return s, usage("%v", err)
		}
	}
	return s, nil
}

func (a *App) metrics(ctx context.Context, only *metric.Metric, period, filter, asOf string, by metric.Split, brief bool) ([]metricView, *time.Location, error) {
	at, err := a.outlook(ctx, asOf)
	if err != nil {
		return nil, nil, err
	}
	stretch, err := stretchOf(period, at.now, at.meant)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	if only != nil {
		ids = []string{only.ID}
	}
	bar := a.progress("reading facts:")
	defer bar.end()
	account := func(s metric.Stretch, plain bool) (metric.Account, error) {
		acc, err := a.db.Account(ctx, store.FactsQuery{Stretch: s, Within: by == metric.ByPeriod && !plain, Measures: ids, Filter: filter, AsOf: at.pos, Me: at.me, Now: at.now, Zone: at.meant, Plain: plain, Progress: func(n int) { bar.at(int64(n), 0) }})
		if err == nil {
			err = acc.Lay(assets.Measures)
		}
		return acc, err
	}
	listed := func(f *metric.Facts) []metric.Metric {
		if only != nil {
			one, _ := metric.Find(f.Measures, only.ID)
			return []metric.Metric{one}
		}
		return metric.Every(f)
	}
	// Of the period before only numbers are kept: the facts of both would be in memory at once.
	before := map[string]metric.Result{}
	acc, err := account(stretch.Add(-1), true)
	if err != nil {
		return nil, nil, err
	}
	acc = acc.InBrief()
	for _, m := range listed(&acc.Facts) {
		before[m.ID] = acc.Measure(m).Result
	}
	if acc, err = account(stretch, false); err != nil {
		return nil, nil, err
	}
	if brief {
		acc = acc.InBrief()
	}
	now := acc.Facts
	list := listed(&now)
	var out []metricView
	for _, m := range list {
		shown, earlier := acc.Measure(m), before[m.ID]
		r := shown.Result
		v := metricView{ID: m.ID, Title: m.Title, Period: stretch.String(), From: now.Span.Start, To: now.Span.End, Result: r, AsOf: int64(at.pos), Closed: closedOf(shown), Later: shown.Later, after: shown.After,
			Earlier: earlier.Value, Before: earlier.Closed, Change: m.Compare(r, earlier), Sentence: m.Sentence(r, earlier, stretch.Title(), stretch.Add(-1).Title())}
		v.Records, v.Defects = nonNil(r.Records), r.Defects
		if by != metric.Whole {
			v.Groups = nonNil(acc.By(m, by))
		}
		v.Annotations = metric.About(now.Annotations, m.ID)
		v.report = metric.Report{Notes: v.Annotations, Metric: m, Result: r, Period: v.Period, Title: stretch.Title(), Said: v.Sentence, Split: by, Groups: v.Groups, Zone: now.Zone, Shown: shown}
		v.handles = now.Handles
		out = append(out, v)
	}
	return out, at.zone, nil
}

func printMetrics(w io.Writer, views []metricView, whole bool, zone *time.Location) {
	for i := range views {
		v := &views[i]
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, visible(v.Sentence))
		if v.Missing != "" {
			continue // the sentence says all that there is to say
		}
		if len(v.Services) > 0 {
			v.printGroups(w, "service", v.Services)
			printClosed(w, v, whole, zone)
			v.ends(w, whole, zone)
			continue
		}
		rows := [][]string{{v.Title, v.Value.String()}}
		for _, p := range v.Parts {
			rows = append(rows, []string{"  " + p.Name, p.Value.String()})
		}
		if v.Target != nil {
			rows = append(rows, []string{"  target: " + v.Target.Words(), v.Target.Word()})
		}
		table(w, []string{"number", "value"}, rows)
		printClosed(w, v, whole, zone)
		v.ends(w, whole, zone)
	}
	seen := map[model.ID]bool{}
	for i := range views {
		for _, n := range views[i].Annotations {
			if !seen[n.ID] {
				fmt.Fprintf(w, "annotation %s, %s: %s (%s)\n", n.ID, n.Day, visible(n.Text), visible(n.Whose()))
			}
			seen[n.ID] = true
		}
	}
}

// ends prints what stands below the numbers: what they are broken down by, the records or
// how many of them are wrong, and what stands apart.
func (v *metricView) ends(w io.Writer, whole bool, zone *time.Location) {
	v.printGroups(w, "by", v.Groups)
	if whole {
		printStated(w, v.Stated)
		printRecords(w, v, zone)
	} else if n := len(v.Defects); n > 0 {
		fmt.Fprintf(w, "data defects: %d (fairway metrics %s --period %s lists them)\n", n, v.ID, v.Period)
	}
	printLater(w, v, whole, zone)
	if apart := v.report.Metric.Apart(v.Result); apart != "" {
		fmt.Fprintln(w, apart)
	}
}

// printGroups prints a table of what a number is broken down by, if it is.
func (v *metricView) printGroups(w io.Writer, by string, groups []metric.Group) {
	if groups == nil {
		return
	}
	var rows [][]string
	for _, g := range metric.Each(groups) {
		marks := g.Marks()
		if g.Target != nil {
			marks = append(marks, g.Target.Words()+": "+g.Target.Word())
		}
		if apart := v.report.Metric.Apart(g.Result); apart != "" {
			marks = append(marks, apart)
		}
		rows = append(rows, []string{g.Indented(), g.Reading(), fmt.Sprint(g.Population), strings.Join(marks, ", ")})
	}
	fmt.Fprintln(w)
	table(w, []string{by, "value", "n", ""}, rows)
}

// printStated holds each type of release against what the rules state of it.
func printStated(w io.Writer, list []metric.Stated) {
	if len(list) == 0 {
		return
	}
	var rows [][]string
	for i := range list {
		rows = append(rows, list[i].Row())
	}
	fmt.Fprintln(w)
	head := model.Each(metric.StatedHead, strings.ToLower)
	table(w, head, rows)
}

func printRecords(w io.Writer, v *metricView, zone *time.Location) {
	var rows [][]string
	times := false
	for _, list := range [][]metric.Record{v.Records, v.Defects} {
		for _, r := range list {
			value := ""
			if slices.Contains([]metric.Form{metric.Length, metric.Worked, metric.Days}, r.Value.Form) {
				value = r.Value.Short()
			}
			text := r.Text
			if r.Provisional {
				text = "provisional: " + text
			}
			times = times || isTime(r.Dated())
			rows = append(rows, []string{r.Section, string(r.ID), string(r.Release), dateOf(r.Dated(), zone), dash(value), r.Title, text})
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w)
	table(w, []string{"section", "id", "release", "at", "value", "title", ""}, rows)
	if times {
		namesZone(w, zone)
	}
}
