package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/intake"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

func (a *App) calendarCommand() *cobra.Command {
	var of period
	var ics, windows bool
	folded := 0 // maintenance windows that are not listed
	var c store.Calendar
	var span when.Span
	// read asks for all of the time that is asked for: a feed is never cut, and
	// what a list leaves out is counted.
	read := func(ctx context.Context, l listed) (err error) {
		if span, err = of.span(ctx, a, l); err != nil {
			return err
		}
		c, err = a.db.Calendar(ctx, store.CalendarQuery{Span: span, Filter: l.filter, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, DatesIn: l.meant, Limit: everything})
		return err
	}
	cmd := lists(a, &cobra.Command{
		Use: "calendar", Short: "the release calendar as a list, or as an iCalendar feed",
		Long: `Lists the releases, milestones and windows of a month, or of another time. With a
filter it lists the releases that pass: its fields are those of fairway release list,
with start and end for the columns from and to, and none for kind. Maintenance windows,
absences and people on call are counted; --windows lists them, as JSON, CSV and the feed
always do. As a feed (--ics) it is never cut. JSON has its rows as "entries". --month, --from and --to are read ` + officeZone + `.`,
		Example: "  fairway calendar --month 2026-12\n  fairway calendar --from today --to +6w --ics > releases.ics",
	}, listCommand[store.Entry]{
		one: "release of that time", columns: dateColumns, shown: "from,to,id,kind,stage,title", limit: 5000,
		rows: func(ctx context.Context, l *listed) ([]store.Entry, int, error) {
			if err := read(ctx, *l); err != nil {
				return nil, 0, err
			}
			if all := len(c.Entries); l.read && !windows {
				c.Entries = slices.DeleteFunc(c.Entries, func(e store.Entry) bool { return e.Background() })
				folded = all - len(c.Entries)
			}
			if l.sort == "" {
				if l.desc {
					return nil, 0, usage("--sort -: name the column, as in --sort -from")
				}
				total := len(c.Entries)
				c.Entries = c.Entries[:min(total, l.limit)] // the same rows for everybody
				if l.read {
					c.InOrder(l.zone) // by the times that are shown
				}
				return c.Entries, total, nil
			}
			passed := *l // what is here
			passed.filter = ""
			return pickRows(ctx, a, passed, dateColumns, c.Entries, map[string]string{"from": "at", "to": "at"})
		},
		none: func(w io.Writer, l listed) {
			fmt.Fprintf(w, "Nothing from %s to %s. Plan a release with: fairway release reschedule REL-n --start DATE, or bring a schedule in: fairway import FILE\n",
				when.DateOf(span.Start, l.meant), when.DateOf(span.End.Add(-time.Second), l.meant))
		},
		after: func(w io.Writer) {
			if folded > 0 { // counted among the rows, as the dashboard folds them
				fmt.Fprintf(w, "%s folded: --windows lists %s\n", kit.Count(folded, "window"), map[bool]string{true: "it", false: "them"}[folded == 1])
			}
		},
		whole: func(out list[store.Entry]) any {
			return struct {
				store.Calendar
				Entries []store.Entry `json:"entries"`
				Total   int           `json:"total"`
				LeftOut int           `json:"left_out"`
			}{c, out.Rows, out.Total, out.LeftOut}
		},
	}.filters(model.KindRelease))
	f := cmd.Flags()
	of.flags(f)
	f.BoolVar(&windows, "windows", false, "list maintenance windows, absences and people on call, too")
	f.BoolVar(&ics, "ics", false, "as iCalendar (RFC 5545)")
	asList := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !ics {
			return asList(cmd, args)
		}
		for _, name := range []string{"limit", "sort", "columns", "csv", "json"} {
			if cmd.Flags().Changed(name) {
				return usage("--ics is the whole of a time, as calendars read it: leave --%s out", name)
			}
		}
		asOf, _ := cmd.Flags().GetString("as-of")
		filter, _ := cmd.Flags().GetString("filter")
		l, err := a.listed(cmd.Context(), listFlags{filter: filter, asOf: asOf}, args)
		if err != nil {
			return err
		}
		if err := read(cmd.Context(), l); err != nil {
			return err
		}
		rules, err := a.rules(cmd.Context())
		if err != nil {
			return err
		}
		return writeICS(a.Out, c, rules, a.Now())
	}
	cmd.Annotations = map[string]string{readsItself: always}
	cmd.AddCommand(a.calendarConflicts())
	return cmd
}

// period is a time that a command is asked about.
type period struct{ month, from, to string }

func (p *period) flags(f *pflag.FlagSet) {
	f.StringVar(&p.month, "month", "", "a month, quarter or year: 2026-12, 2026-Q4, 2026 (default: this month)")
	f.StringVar(&p.from, "from", "", "from a date")
	f.StringVar(&p.to, "to", "", "until a date (its whole day)")
}

// span is that time, in the zone in which dates are meant.
func (p *period) span(ctx context.Context, a *App, l listed) (when.Span, error) {
	switch {
	case (p.from != "" || p.to != "") && p.month != "":
		return when.Span{}, usage("--month is a whole time: leave --from and --to out, or --month")
	case p.from != "" || p.to != "":
		return a.stretch(ctx, p.from, p.to, l.meant)
	case p.month != "":
		in, err := when.ParsePeriod(p.month)
		if err != nil {
			return when.Span{}, usage("%v", err)
		}
		return in.Span(l.meant), nil
	}
	return when.PeriodOf(l.now, when.Monthly, l.meant).Span(l.meant), nil
}

// dateColumns are the columns of the calendar as a list.
var dateColumns = []column[store.Entry]{
	{"from", func(e store.Entry, _ listed) any { return e.Start }},
	{"to", func(e store.Entry, _ listed) any {
		if e.End.IsZero() || e.End == e.Start {
			return nothing
		}
		return e.End
	}},
	{"id", func(e store.Entry, _ listed) any { return e.ID }},
	{"kind", func(e store.Entry, _ listed) any {
		if e.Emergency {
			return "emergency change"
		}
		return model.WindowWords(e.Kind, e.Hard)
	}},
	{"stage", func(e store.Entry, l listed) any {
		if e.Card == nil {
			mark := ""
			if e.Late {
				mark = "late!"
			}
			return withMark{l.words(model.KindChange, "state", e.Stage), mark}
		}
		mark := marks(*e.Card)
		if e.Card.State == "hold" {
			mark = strings.TrimSpace(mark + " on hold")
		}
		mark = strings.TrimSpace(mark + " " + dueMark(*e.Card, l.zone))
		if !e.UnderWay.IsZero() {
			from := when.Moment{At: e.UnderWay.Start, Precision: when.Minute}
			word := " under way since "
			if e.Card.GoesBack { // as its marks say
				word = " begun "
			}
			mark = strings.TrimSpace(mark + word + when.Format(from, l.zone, when.ISO))
		}
		return withMark{l.words(model.KindRelease, "stage", e.Card.Stage), mark}
	}},
	{"state", ofCard(func(c store.Card, l listed) any { return l.words(model.KindRelease, "state", string(c.State)) })},
	{"risk", ofCard(func(c store.Card, l listed) any { return l.words(model.KindRelease, "risk", c.Band) })},
	{"service", ofCard(func(c store.Card, _ listed) any { return c.ServiceName })},
	{"coordinator", ofCard(func(c store.Card, _ listed) any { return c.Coordinator })},
	{"title", func(e store.Entry, _ listed) any {
		if e.Card != nil {
			return strings.TrimSpace(e.Card.Name + " " + e.Card.Version)
		}
		return e.Title
	}},
}

func ofCard(value func(store.Card, listed) any) func(store.Entry, listed) any {
	return func(e store.Entry, l listed) any {
		if e.Card == nil {
			return ""
		}
		return value(*e.Card, l)
	}
}

// stretch reads --from and --to; without an end it is four weeks.
func (a *App) stretch(ctx context.Context, from, to string, zone *time.Location) (when.Span, error) {
	start, err := a.moment(ctx, from)
	if err != nil {
		return when.Span{}, err
	}
	if start.IsZero() {
		start = when.OnDay(when.DateOf(a.Now(), zone), zone)
	}
	end, err := a.moment(ctx, to)
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

// settled reports whether the dates of a release are those on which it is deployed:
// it has passed all gates but the one before its deployment, or was deployed.
func settled(rules *model.Rules, c *store.Card) bool {
	p, ok := rules.Process(c.Type)
	if !ok {
		return c.Stage == model.StageClosed
	}
	_, at := p.Stage(c.Stage)
	if at < 0 {
		return c.Stage == model.StageClosed
	}
	return at >= p.Deploys()-1
}

func writeICS(w io.Writer, c store.Calendar, rules *model.Rules, now time.Time) error {
	entries := []intake.Entry{}
	for _, e := range c.Entries {
		out := intake.Entry{UID: string(e.ID) + "@fairway", Summary: e.Title, Start: e.Start, End: e.End, Categories: []string{e.Kind}, Status: "CONFIRMED"}
		if e.Emergency {
			out.Categories, out.Description = []string{"emergency change"}, "Declared an emergency."
		} else if e.Kind != string(model.KindRelease) && e.Kind != string(model.KindMilestone) {
			out.UID = fmt.Sprintf("%s-%s@fairway", e.ID, e.Occurs) // one occurrence of a window
			if covers := e.For(); covers != "" {
				out.Description = "For: " + covers + "."
			}
		}
		if e.Card != nil {
			out.Summary = strings.TrimSpace(string(e.ID) + " " + e.Card.Name + " " + e.Card.Version)
			out.Description = fmt.Sprintf("Stage: %s. Service: %s. Coordinator: %s.", store.Words(rules, model.KindRelease, "stage", e.Card.Stage), dash(e.Card.ServiceName), dash(e.Card.Coordinator))
			if e.Unplanned { // it happens, or did
				out.Description = "Declared an emergency. " + out.Description
			} else if !settled(rules, e.Card) {
				out.Status = "TENTATIVE"
			}
		}
		entries = append(entries, out)
	}
	return intake.WriteICS(w, entries, now)
}
