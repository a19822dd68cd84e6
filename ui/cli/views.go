package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/intake"
	"fairway/model/when"
	"fairway/store"
)

func (a *App) calendarCommand() *cobra.Command {
	var month, from, to, filter, asOf string
	var ics bool
	cmd := &cobra.Command{
		Use: "calendar", Short: "the release calendar as a list, or as an iCalendar feed", Args: noArgs,
		Example: "  fairway calendar --month 2026-12\n  fairway calendar --from today --to +6w --ics > releases.ics",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			span := when.PeriodOf(at.now, when.Monthly, at.zone).Span(at.zone)
			if month != "" {
				p, err := when.ParsePeriod(month)
				if err != nil {
					return usage("%v", err)
				}
				span = p.Span(at.zone)
			}
			if from != "" || to != "" {
				if span, err = a.stretch(cmd, from, to, at.zone); err != nil {
					return err
				}
			}
			c, err := a.db.Calendar(ctx, store.CalendarQuery{Span: span, Filter: filter, AsOf: at.pos, Me: at.me, Now: at.now, Zone: at.zone, Limit: 5000})
			if err != nil {
				return err
			}
			shown := 0
			for _, e := range c.Entries {
				if e.Kind == string(model.KindRelease) || e.Kind == string(model.KindMilestone) {
					shown++
				}
			}
			a.rest(shown, c.Total, "ask for a shorter time with --from and --to")
			if ics {
				return writeICS(a.Out, c, a.Now())
			}
			return a.print(struct {
				store.Calendar
				Entries []store.Entry `json:"entries"`
			}{c, nonNil(c.Entries)}, func(w io.Writer) { printCalendar(w, c, span, at.zone) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&month, "month", "", "a month, quarter or year: 2026-12, 2026-Q4, 2026 (default: this month)")
	f.StringVar(&from, "from", "", "from a date")
	f.StringVar(&to, "to", "", "until a date (its whole day)")
	f.StringVar(&filter, "filter", "", "only releases that pass")
	f.StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	f.BoolVar(&ics, "ics", false, "as iCalendar (RFC 5545)")
	return cmd
}

// stretch reads --from and --to; without an end it is four weeks.
func (a *App) stretch(cmd *cobra.Command, from, to string, zone *time.Location) (when.Span, error) {
	start, err := a.moment(cmd.Context(), from)
	if err != nil {
		return when.Span{}, err
	}
	if start.IsZero() {
		start = when.Moment{At: when.StartOfDay(a.Now(), zone), Precision: when.Day}
	}
	end, err := a.moment(cmd.Context(), to)
	if err != nil {
		return when.Span{}, err
	}
	span := when.Span{Start: start.At, End: when.DateOf(start.At, zone).AddDays(28).Start(zone)}
	if !end.IsZero() {
		span.End = end.Span(zone).End
	}
	if !span.End.After(span.Start) {
		return span, usage("--to %s lies before --from %s", to, from)
	}
	return span, nil
}

func printCalendar(w io.Writer, c store.Calendar, span when.Span, zone *time.Location) {
	if len(c.Entries) == 0 {
		fmt.Fprintf(w, "Nothing from %s to %s. Plan a release with: fairway release reschedule REL-n --start DATE, or bring a schedule in: fairway import FILE\n",
			timeOf(span.Start, zone)[:10], timeOf(span.End.Add(-time.Second), zone)[:10])
		return
	}
	var rows [][]string
	for _, e := range c.Entries {
		what, state := e.Kind, ""
		title := e.Title
		if e.Hard {
			what = "hard freeze"
		}
		if e.Card != nil {
			state = e.Card.Stage
			if e.Card.Late {
				state += " late!"
			}
			if e.Card.State == model.ReleaseHold {
				state += " on hold"
			}
			title = strings.TrimSpace(e.Card.Name + " " + e.Card.Version)
		}
		end := dateOf(e.End, zone)
		if e.End.IsZero() || e.End == e.Start {
			end = ""
		}
		rows = append(rows, []string{dateOf(e.Start, zone), end, string(e.ID), what, dash(state), title})
	}
	table(w, []string{"from", "to", "id", "kind", "stage", "title"}, rows)
}

func writeICS(w io.Writer, c store.Calendar, now time.Time) error {
	entries := []intake.Entry{}
	for _, e := range c.Entries {
		out := intake.Entry{UID: string(e.ID) + "@fairway", Summary: e.Title, Start: e.Start, End: e.End, Categories: []string{e.Kind}, Status: "CONFIRMED"}
		if e.Kind != string(model.KindRelease) && e.Kind != string(model.KindMilestone) {
			out.UID = fmt.Sprintf("%s-%d@fairway", e.ID, e.Span.Start.Unix()) // one occurrence of a window
		}
		if e.Card != nil {
			out.Summary = strings.TrimSpace(string(e.ID) + " " + e.Card.Name + " " + e.Card.Version)
			out.Description = fmt.Sprintf("Stage: %s. Service: %s. Coordinator: %s.", e.Card.Stage, dash(e.Card.ServiceName), dash(e.Card.Coordinator))
			if e.Card.Stage != "scheduled" && e.Card.Stage != model.StageClosed {
				out.Status = "TENTATIVE"
			}
		}
		entries = append(entries, out)
	}
	return intake.WriteICS(w, entries, now)
}

func (a *App) boardCommand() *cobra.Command {
	var filter, asOf string
	var ended bool
	var limit int
	cmd := &cobra.Command{
		Use: "board", Short: "the board: each stage with its releases", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			b, err := a.db.Board(ctx, store.BoardQuery{Filter: filter, AsOf: at.pos, Me: at.me, Now: at.now, Zone: at.zone, Ended: ended, PerStage: limit})
			if err != nil {
				return err
			}
			return a.print(b, func(w io.Writer) { printBoard(w, b, filter, at.zone) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&filter, "filter", "", "only releases that pass, such as 'service:payroll risk:high -late mine'")
	f.StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	f.BoolVar(&ended, "ended", false, "closed and cancelled ones, too")
	f.IntVar(&limit, "limit", 50, "at most so many of each stage")
	return cmd
}

func printBoard(w io.Writer, b store.Board, filter string, zone *time.Location) {
	total := 0
	for _, c := range b.Columns {
		total += c.Count
	}
	if total == 0 && filter != "" {
		fmt.Fprintf(w, "No release passes %q.\n", filter)
		return
	}
	if total == 0 {
		empty(w, "release", "fairway release new --name NAME --service SERVICE, or fairway import FILE")
		return
	}
	for _, c := range b.Columns {
		late := ""
		if c.Late > 0 {
			late = fmt.Sprintf(", %d late!", c.Late)
		}
		fmt.Fprintf(w, "%s (%d%s)\n", c.Title, c.Count, late)
		for _, card := range c.Cards {
			mark := ""
			if card.Late {
				mark = " late!"
			}
			if card.State == model.ReleaseHold {
				mark += " on hold"
			}
			fmt.Fprintf(w, "  %-8s %-10s %s%s\n", card.ID, dateOf(card.Start, zone), visible(strings.TrimSpace(card.Name+" "+card.Version)), mark)
		}
		if n := c.Count - len(c.Cards); n > 0 {
			fmt.Fprintf(w, "  … and %d more (--limit)\n", n)
		}
	}
}

func (a *App) searchCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use: "search WORDS", Short: "search every record for words, each a beginning of one", Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("say what to search for: fairway search payroll")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			db, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			limit = max(limit, 1)
			hits, err := db.Search(cmd.Context(), strings.Join(args, " "), limit+1)
			if err != nil {
				return err
			}
			if len(hits) > limit {
				hits = hits[:limit]
				fmt.Fprintln(a.errs(), "… and more: type another word, or give --limit")
			}
			return a.print(nonNil(hits), func(w io.Writer) {
				if len(hits) == 0 {
					fmt.Fprintf(w, "Nothing found for %q.\n", strings.Join(args, " "))
					return
				}
				var rows [][]string
				for _, h := range hits {
					rows = append(rows, []string{string(h.ID), string(h.Kind), string(h.State), h.Title, strings.Join(strings.Fields(h.Excerpt), " ")})
				}
				table(w, []string{"id", "kind", "state", "title", "found in"}, rows)
			})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "at most so many")
	return cmd
}
