package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/level"
	"fairway/model/when"
	"fairway/ui/records"
)

// levelView is how a service stands in a month as JSON has it: lengths of time are seconds.
type levelView struct {
	Service     model.ID   `json:"service"`
	Handle      string     `json:"handle"`
	Month       string     `json:"month"`
	Agreements  []model.ID `json:"agreements"`
	Targets     []string   `json:"targets"` // in per cent, of each agreement
	Agreed      int64      `json:"agreed_seconds"`
	Passed      int64      `json:"passed_seconds"`
	Allowed     int64      `json:"allowed_seconds"`
	Planned     int64      `json:"planned_seconds"`
	Unplanned   int64      `json:"unplanned_seconds"`
	Ahead       int64      `json:"ahead_seconds"`
	Left        int64      `json:"left_seconds"`
	There       int64      `json:"there_seconds"`
	Standing    string     `json:"standing"`
	Provisional bool       `json:"provisional"` // the month is not over

	// Was says how the month was judged before an agreement was entered or withdrawn later.
	Was string `json:"was,omitempty"`

	name  string
	level level.Level
}

// lasting is a length of time: minutes for programs that read CSV.
func lasting(d time.Duration) coded {
	return coded{strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(d.Minutes(), 'f', 3, 64), "0"), "."), level.Length(d)}
}

// minutesOf is the unit of columns that hold lengths of time.
func minutesOf(columns ...string) map[string]string {
	units := map[string]string{"availability": "percent", "target": "percent"}
	for _, name := range columns {
		units[name] = "minutes"
	}
	return units
}

var levelColumns = []column[levelView]{
	{"service", func(v levelView, _ listed) any { return namedRecord{v.Service, v.name} }},
	{"handle", func(v levelView, _ listed) any { return v.Handle }},
	{"month", func(v levelView, _ listed) any { return v.Month }},
	{"agreement", func(v levelView, _ listed) any { return strings.Join(ids(v.Agreements), " ") }},
	{"target", func(v levelView, _ listed) any {
		return coded{strings.Join(v.Targets, " "), strings.Join(v.Targets, ", ") + " %"}
	}},
	{"agreed", func(v levelView, _ listed) any { return lasting(v.level.Agreed) }},
	{"allowed", func(v levelView, _ listed) any { return lasting(v.level.Allowed) }},
	{"planned", func(v levelView, _ listed) any { return lasting(v.level.Planned) }},
	{"unplanned", func(v levelView, _ listed) any { return lasting(v.level.Unplanned) }},
	{"ahead", func(v levelView, _ listed) any { return lasting(v.level.Ahead) }},
	{"left", func(v levelView, _ listed) any { return lasting(v.level.Left()) }},
	{"availability", func(v levelView, _ listed) any {
		share := v.level.AvailabilityWords()
		words := share
		if share != "" && len(v.level.Unknown) > 0 {
			words = "at most " + share
		}
		return coded{strings.TrimSuffix(share, " %"), words}
	}},
	{"standing", func(v levelView, _ listed) any {
		words := v.level.Words()
		if unknown := v.level.UnknownWords(); unknown != "" {
			words += ": " + unknown
		}
		if v.Was != "" {
			words += ", " + v.Was
		}
		return coded{v.Standing, words}
	}},
	{"was", func(v levelView, _ listed) any { return v.Was }},
}

func ids(list []model.ID) []string {
	return model.Each(list, func(id model.ID) string { return string(id) })
}

// levelsHelp says how levels are reckoned.
const levelsHelp = `
The agreed time of a month is what its support hours come to on the clock of the service,
without holidays, and without maintenance windows where the agreement leaves those out.
The target says how much of it the service may be out. Of that, outages take what lies in
the agreed time: those of incidents of the severities that count, of runs (what their plan
says the service is down, and from when they had failed until it was restored), and those
entered by hand. Outages that lie over each other count once. Months are bounded in the
organisation's time zone.`

// levelCommands are those that reckon service levels.
func (a *App) levelCommands() []*cobra.Command { return []*cobra.Command{a.levels(), a.downtime()} }

func (a *App) levels() *cobra.Command {
	var period string
	var in []when.Period
	cmd := lists(a, &cobra.Command{
		Use: "levels", Short: "how services stand to their targets, month by month",
		Long:    "Lists how each service that has an agreement stands to its target in a month: what was\nagreed, what it may be out, what outages took, what is planned, what is left.\n" + levelsHelp,
		Example: "  fairway service levels\n  fairway service levels --period 2026-Q4 --filter 'service:payroll' --csv\n  fairway service levels --filter 'standing:missed,at-risk'",
	}, listCommand[levelView]{
		one: "service level", columns: levelColumns, units: minutesOf("agreed", "allowed", "planned", "unplanned", "ahead", "left"), shown: "service,month,target,agreed,allowed,planned,unplanned,ahead,left,availability,standing",
		rows: func(ctx context.Context, l *listed) (rows []levelView, total int, err error) {
			if in, err = monthsOf(period, l.now, l.meant); err != nil {
				return nil, 0, err
			}
			err = a.eachLevel(ctx, l, in, func(s *model.Service, f *level.Facts, m when.Period, span when.Span) {
				got := f.In(span)
				if !got.Known() {
					return
				}
				seconds := func(d time.Duration) int64 { return int64(d / time.Second) }
				there, _ := got.Availability()
				rows = append(rows, levelView{Service: s.ID, Handle: s.Handle, Month: m.String(), Agreements: got.Agreements,
					Targets: model.Each(got.Targets, func(n int64) string { return strings.TrimSuffix(model.TargetWords(n), " %") }),
					Agreed:  seconds(got.Agreed), Passed: seconds(got.Past), Allowed: seconds(got.Allowed), Planned: seconds(got.Planned), Unplanned: seconds(got.Unplanned), Ahead: seconds(got.Ahead),
					Left: seconds(got.Left()), There: there, Standing: string(got.Standing()), Provisional: !got.Ended, Was: f.EarlierWords(span), name: s.Name, level: got})
			})
			if err != nil {
				return nil, 0, err
			}
			return pickRows(ctx, a, *l, levelColumns, rows, map[string]string{"service": "service"})
		},
		none: func(w io.Writer, _ listed) {
			fmt.Fprintf(w, "No service has an agreement for %s: fairway service agreement add SERVICE TARGET --hours … --start …\n", spanned(in))
		},
	})
	periodFlag(cmd, &period)
	return cmd
}

// periodFlag asks for months.
func periodFlag(cmd *cobra.Command, period *string) {
	cmd.Flags().StringVar(period, "period", "", "a month, or a quarter or year of them: 2026-11, 2026-Q4 (default: this month)")
}

// monthsOf are the months of a period; text is as for fairway metrics.
func monthsOf(text string, now time.Time, zone *time.Location) ([]when.Period, error) {
	if text == "" {
		return []when.Period{when.PeriodOf(now, when.Monthly, zone)}, nil
	}
	p, err := when.ParsePeriod(text)
	if err != nil {
		return nil, usage("%v", err)
	}
	if p.Unit == when.Weekly {
		return nil, usage("%s is a week, and targets are of months: try 2026-11 or 2026-Q4", text)
	}
	var out []when.Period
	last := p.Next().First()
	for m := when.PeriodOf(p.First().Start(time.UTC), when.Monthly, time.UTC); m.First().Before(last); m = m.Next() {
		out = append(out, m)
	}
	return out, nil
}

// spanned names months in a row.
func spanned(in []when.Period) string {
	if len(in) == 1 {
		return in[0].Title()
	}
	return in[0].Title() + " to " + in[len(in)-1].Title()
}

// eachLevel visits what the levels of each service with an agreement are reckoned of, month
// by month.
func (a *App) eachLevel(ctx context.Context, l *listed, in []when.Period, visit func(*model.Service, *level.Facts, when.Period, when.Span)) error {
	home := l.rules.Policy.Location()
	all := when.Span{Start: in[0].Span(home).Start, End: in[len(in)-1].Span(home).End}
	c, err := a.db.Case(ctx, l.pos, l.now, model.Needs{Levels: &model.ToReckon{Span: all}})
	if err != nil || c.Levels == nil {
		return err
	}
	services := model.All[*model.Service](c.Levels)
	slices.SortFunc(services, func(a, b *model.Service) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), model.CompareIDs(a.ID, b.ID))
	})
	for _, s := range services {
		f := gate.Levels(c, s.ID, all)
		for _, m := range in {
			visit(s, f, m, m.Span(home))
		}
	}
	return nil
}

// outageView is one outage of a month, with what it takes of the agreed time by itself.
type outageView struct {
	level.Outage
	Service model.ID     `json:"service"`
	Sort    string       `json:"sort"`
	Month   string       `json:"month"`
	Start   time.Time    `json:"start"`
	End     time.Time    `json:"end,omitzero"` // of one that goes on: none
	Parts   []spanOfTime `json:"parts"`
	Lasts   int64        `json:"length_seconds"` // in the month, whatever was agreed
	Counted int64        `json:"counted_seconds"`

	name            string
	length, counted time.Duration
}

// spanOfTime is a stretch of time.
type spanOfTime struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

var outageColumns = []column[outageView]{
	{"of", func(v outageView, _ listed) any { return string(v.Of) }},
	{"service", func(v outageView, _ listed) any { return namedRecord{v.Service, v.name} }},
	{"month", func(v outageView, _ listed) any { return v.Month }},
	{"sort", func(v outageView, _ listed) any { return v.Sort }},
	{"start", func(v outageView, _ listed) any { return v.Start }},
	{"end", func(v outageView, _ listed) any {
		if v.End.IsZero() {
			return nothing
		}
		return v.End
	}},
	{"counted", func(v outageView, _ listed) any { return lasting(v.counted) }},
	{"release", func(v outageView, _ listed) any { return string(v.Release) }},
	{"cause", func(v outageView, _ listed) any { return string(v.Cause) }},
	{"severity", func(v outageView, _ listed) any { return v.Severity }},
	{"length", func(v outageView, _ listed) any { return lasting(v.length) }},
	{"instead", func(v outageView, _ listed) any { return string(v.Instead) }},
	{"title", func(v outageView, l listed) any {
		switch {
		case !l.read:
		case v.Instead != "":
			return fmt.Sprintf("%s (not counted: %s stands in its place)", v.Title, v.Instead)
		case v.From != "" && v.Reason != "":
			return fmt.Sprintf("%s (in the place of %s: %s)", v.Title, v.From, v.Reason)
		case v.Cause != "":
			return fmt.Sprintf("%s (caused by %s)", v.Title, v.Cause)
		}
		return v.Title
	}},
}

func (a *App) downtime() *cobra.Command {
	var period string
	var in []when.Period
	cmd := lists(a, &cobra.Command{
		Use: "downtime", Short: "each outage of a month, and what it takes of the agreed time",
		Long: "Lists each outage of services that have an agreement, with the record that says it and\nwhat it takes of the agreed time by itself: what lies over another one counts once in\nfairway service levels. Incidents count where the agreement says that their severity\ndoes. What was entered in the place of what a run or an incident says is named, with the\nreason, and that is not counted.\n" + levelsHelp,
	}, listCommand[outageView]{
		one: "outage", columns: outageColumns, units: minutesOf("length", "counted"), shown: "of,service,sort,severity,start,end,length,counted,title",
		rows: func(ctx context.Context, l *listed) (rows []outageView, total int, err error) {
			if in, err = monthsOf(period, l.now, l.meant); err != nil {
				return nil, 0, err
			}
			err = a.eachLevel(ctx, l, in, func(s *model.Service, f *level.Facts, m when.Period, span when.Span) {
				for _, o := range f.Outages {
					v := outageView{Outage: o, Service: s.ID, Sort: model.OutageUnplanned, Month: m.String(), name: s.Name}
					for _, part := range when.Common(when.Union(o.Spans), []when.Span{span}) {
						v.Parts = append(v.Parts, spanOfTime{part.Start, part.End})
					}
					if len(v.Parts) == 0 && (!o.Unknown || !span.Holds(o.Spans[0].Start)) {
						continue
					}
					v.Start, v.End = o.Spans[0].Start, o.Spans[len(o.Spans)-1].End
					if o.Open || o.Unknown {
						v.End = time.Time{}
					}
					switch {
					case o.Ahead:
						v.Sort = "ahead"
					case o.Planned:
						v.Sort = model.OutagePlanned
					}
					for _, part := range v.Parts {
						v.length += part.End.Sub(part.Start)
					}
					v.counted, v.Lasts = f.Counted(o, span), int64(v.length/time.Second)
					v.Counted = int64(v.counted / time.Second)
					rows = append(rows, v)
				}
			})
			if err != nil {
				return nil, 0, err
			}
			slices.SortStableFunc(rows, func(a, b outageView) int { return a.Start.Compare(b.Start) })
			return pickRows(ctx, a, *l, outageColumns, rows, map[string]string{"service": "service", "start": "at", "end": "until", "release": "id", "of": "id"})
		},
		none: func(w io.Writer, _ listed) {
			fmt.Fprintf(w, "No service that has an agreement was out in %s, as far as is on record.\n", spanned(in))
		},
	})
	periodFlag(cmd, &period)
	return cmd
}

// costView is what a deployment takes of the targets of its service: lengths of time are
// seconds.
type costView struct {
	Said     bool        `json:"said"` // that the plan says how long the service is down
	Downtime int64       `json:"downtime_seconds"`
	Beside   []model.ID  `json:"beside,omitempty"` // outages entered by hand for it
	Months   []costMonth `json:"months"`
	words    []string
}

type costMonth struct {
	Month      string     `json:"month"`
	Agreements []model.ID `json:"agreements"`
	Allowed    int64      `json:"allowed_seconds"`
	Taken      int64      `json:"taken_seconds"`
	Ahead      int64      `json:"ahead_seconds"` // of others
	Takes      int64      `json:"takes_seconds"`
	Left       int64      `json:"left_seconds"`
}

func costOf(k *gate.Cost) *costView {
	if k == nil {
		return nil
	}
	seconds := func(d time.Duration) int64 { return int64(d / time.Second) }
	v := &costView{Said: k.Said, Downtime: seconds(k.Downtime), Beside: k.Beside, Months: []costMonth{}, words: k.Words()}
	for _, m := range k.Months {
		v.Months = append(v.Months, costMonth{m.Month.String(), m.Before.Agreements, seconds(m.Before.Allowed), seconds(m.Before.Down()), seconds(m.Before.Ahead), seconds(m.Takes), seconds(m.Left)})
	}
	return v
}

// print says it in lines.
func (v *costView) print(line func(label, text string)) {
	if v == nil {
		return
	}
	for _, text := range v.words {
		line("availability", text)
	}
}

// withAgreement puts the agreement that a service has under the lines of its record.
func (a *App) withAgreement(ctx context.Context, s *model.Service, at outlook, lines []string) ([]string, error) {
	c, err := a.db.Case(ctx, at.pos, at.now, model.Needs{Levels: &model.ToReckon{Services: []model.ID{s.ID}, Span: when.Span{Start: at.now, End: at.now.Add(1)}}})
	if err != nil {
		return nil, err
	}
	said := records.Agreed(c, s.ID)
	if len(said) == 0 {
		said = [][2]string{{"agreement", "none is in force: fairway service agreement add " + s.Handle + " TARGET --hours ... --start ..."}}
	}
	for _, l := range said {
		lines = append(lines, fmt.Sprintf("  %-16s %s", l[0], l[1]))
	}
	return lines, nil
}

// tookView is what the deployments of a release took of the targets of its service in a
// month: lengths of time are seconds.
type tookView struct {
	Month      string     `json:"month"`
	Agreements []model.ID `json:"agreements"`
	Downtime   int64      `json:"downtime_seconds"` // by the plan, in all months
	Planned    int64      `json:"planned_seconds"`
	Unplanned  int64      `json:"unplanned_seconds"`
	Allowed    int64      `json:"allowed_seconds"` // of the month, as Left
	Left       int64      `json:"left_seconds"`
	Standing   string     `json:"standing"`
	words      string
}

func tookOf(c *model.Case, r *model.Release) (out []tookView) {
	seconds := func(d time.Duration) int64 { return int64(d / time.Second) }
	for _, k := range gate.TookOf(c, r) {
		out = append(out, tookView{k.Month.String(), k.Level.Agreements, seconds(k.Downtime), seconds(k.Planned), seconds(k.Unplanned), seconds(k.Level.Allowed), seconds(k.Level.Left()), string(k.Level.Standing()), k.Words()})
	}
	return out
}

// printTook says it in lines.
func printTook(took []tookView, line func(label, text string)) {
	for _, k := range took {
		line("availability", k.words)
	}
}
