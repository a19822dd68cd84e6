package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
)

// tried is what other rules would have made of one passage through a gate, or make
// of an open release.
type tried struct {
	Release model.ID  `json:"release"`
	Title   string    `json:"title"`
	At      time.Time `json:"at"`
	gate.Trial
	stageTitle string
}

// backtest is what a set of rules would have made of the past.
type backtest struct {
	Rules    string    `json:"rules"`
	Since    time.Time `json:"since"`
	Passages int       `json:"passages"`
	Releases int       `json:"releases"`
	// Stopped went through a gate that the rules would have held shut; Opened stand
	// before one now that would be ready; Unknown have no such stage there.
	Stopped []tried `json:"stopped"`
	Opened  []tried `json:"let_through"`
	Unknown []tried `json:"not_comparable"`
}

func (a *App) processBacktest() *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use: "backtest DIR", Short: "which releases of the past year other rules would have stopped or let through",
		Long: `Asks the rules in a folder, a proposal (PRP-n) or a version (PRC-n) about every gate that a release went through in
the past year, with what was known then: which would have been shut, and by which check. Of the open releases whose gate
is blocked now, it says which would be let through. Nothing is written.`,
		Example: "  fairway process backtest rules\n  fairway process backtest PRP-4 --since 2026-09-01",
		Args:    args("a folder, rules (PRC-n) or a proposal (PRP-n)"),
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			out, err := a.backtest(ctx, given[0], since)
			if err != nil {
				return err
			}
			zone, err := a.meantZone(ctx) // as --since was read
			if err != nil {
				return err
			}
			return a.print(out, func(w io.Writer) { out.print(w, zone) })
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "a date to begin with (else a year ago)")
	return cmd
}

func (a *App) backtest(ctx context.Context, text, since string) (backtest, error) {
	var other ruled
	var err error
	if namesRules(text) {
		other, err = a.rulesOf(ctx, text)
	} else {
		other, err = a.rulesIn(ctx, text)
	}
	out := backtest{Rules: other.called, Stopped: []tried{}, Opened: []tried{}, Unknown: []tried{}}
	if err != nil {
		return out, err
	}
	from := a.Now().AddDate(-1, 0, 0)
	if since != "" {
		zone, err := a.meantZone(ctx)
		if err != nil {
			return out, err
		}
		m, err := when.Parse(since, a.Now(), zone)
		if err != nil {
			return out, usage("--since: %v", err)
		}
		from = m.At
	}
	out.Since = from
	list, err := a.db.Passages(ctx, from)
	if err != nil {
		return out, err
	}
	seen := map[model.ID]bool{}
	bar := a.progress("asked at gate")
	defer bar.end()
	for i, p := range list {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		bar.at(int64(i), int64(len(list)))
		t, err := a.try(ctx, other.rules, p.Release, p.Before, p.At)
		if err != nil {
			return out, err
		}
		if t == nil {
			continue // it can't be looked at: removed by law
		}
		out.Passages++
		seen[p.Release] = true
		switch {
		case t.Missing:
			out.Unknown = append(out.Unknown, *t)
		case len(t.Stopped) > 0:
			out.Stopped = append(out.Stopped, *t)
		}
	}
	out.Releases = len(seen)
	open, err := a.db.List(ctx, store.ListQuery{Kind: model.KindRelease, State: string(model.ReleaseOpen), Limit: openMost})
	if err != nil {
		return out, err
	}
	for _, l := range open {
		t, err := a.try(ctx, other.rules, l.ID, store.Now, a.Now())
		if err != nil {
			return out, err
		}
		if t != nil && !t.Ready && t.Would {
			out.Opened = append(out.Opened, *t)
		}
	}
	slices.SortFunc(out.Opened, func(x, y tried) int { return model.CompareIDs(x.Release, y.Release) })
	return out, nil
}

// openMost is how many open releases are asked about.
const openMost = 5000

// try asks rules about a release as it stood; nil where it is not to be seen.
func (a *App) try(ctx context.Context, other *model.Rules, id model.ID, pos store.Position, at time.Time) (*tried, error) {
	c, err := a.db.Case(ctx, pos, at, gate.Needs(id))
	if err != nil {
		return nil, err
	}
	r := model.Get[*model.Release](c, id)
	if r == nil {
		return nil, nil
	}
	t, err := gate.Try(c, r, "", other)
	if err != nil {
		return nil, err
	}
	out := &tried{Release: id, Title: r.Title(), At: at, Trial: t, stageTitle: t.Stage}
	if p, ok := c.Under(r).Process(r.Type); ok {
		if s, n := p.Stage(t.Stage); n >= 0 {
			out.stageTitle = s.Title
		}
	}
	return out, nil
}

// rulesIn reads the rules in a folder; those that make no sense are refused.
func (a *App) rulesIn(ctx context.Context, dir string) (ruled, error) {
	if _, err := a.open(ctx); err != nil {
		return ruled{}, err
	}
	files, faults, err := a.ruleFiles(dir)
	if err != nil {
		return ruled{}, err
	}
	read, more := action.ReadRules(files)
	if faults = append(faults, more...); len(faults) > 0 {
		refusal := &model.Refusal{Doing: "try the rules in " + dir}
		for _, f := range faults {
			refusal.Add(f.Error())
		}
		return ruled{}, refusal
	}
	return ruled{called: dir, files: files, rules: &read}, nil
}

func (b backtest) print(w io.Writer, zone *time.Location) {
	fmt.Fprintf(w, "%s, asked about %s that %s went through since %s:\n", b.Rules, counted(b.Passages, "gate"), counted(b.Releases, "release"), timeOf(b.Since, zone))
	part := func(title string, list []tried, why func(tried) []gate.Finding) {
		fmt.Fprintf(w, "\n%s: %d\n", title, len(list))
		for _, t := range list {
			fmt.Fprintf(w, "  %-8s %s  %s, %s\n", t.Release, timeOf(t.At, zone), t.stageTitle, t.Title)
			for _, f := range why(t) {
				line := "           " + f.Text
				if f.Evidence != "" {
					line += ": " + f.Evidence
				}
				fmt.Fprintln(w, line)
			}
		}
	}
	part("Would have been stopped", b.Stopped, func(t tried) []gate.Finding { return t.Stopped })
	if len(b.Stopped) > 0 {
		fmt.Fprintln(w, "\nBy check:")
		for _, c := range b.byCheck() {
			fmt.Fprintf(w, "  %4d  %s\n", c.n, c.text)
		}
	}
	part("Are blocked now, and would be let through", b.Opened, func(t tried) []gate.Finding { return t.Opened })
	if len(b.Unknown) > 0 {
		part("Can't be compared, as the rules have no such stage", b.Unknown, func(tried) []gate.Finding { return nil })
	}
}

type checkCount struct {
	text string
	n    int
}

// byCheck counts how often each check would have stopped a release, the most
// frequent first.
func (b backtest) byCheck() []checkCount {
	var out []checkCount
	for _, t := range b.Stopped {
		for _, f := range t.Stopped {
			i := slices.IndexFunc(out, func(c checkCount) bool { return c.text == f.Text })
			if i < 0 {
				i = len(out)
				out = append(out, checkCount{text: f.Text})
			}
			out[i].n++
		}
	}
	slices.SortStableFunc(out, func(x, y checkCount) int {
		return cmp.Or(cmp.Compare(y.n, x.n), strings.Compare(x.text, y.text))
	})
	return out
}

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
