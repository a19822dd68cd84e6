package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
)

// closedCommand lists the periods that were signed off; below it lies what shows one.
func (a *App) closedCommand(word string, below ...*cobra.Command) *cobra.Command {
	cmd := a.listRecords(model.KindPeriod)
	cmd.Use, cmd.Short = word, "the periods of which the numbers were signed off"
	cmd.Annotations = map[string]string{readsItself: always}
	cmd.AddCommand(below...)
	return cmd
}

// closedView says of a number that it was signed off.
type closedView struct {
	ID       model.ID  `json:"id"`
	By       model.ID  `json:"by"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Position int64     `json:"position"`
	Rules    model.ID  `json:"rules"`
	Reason   string    `json:"reason,omitempty"`
	// Part says that the number is that of a part of what was signed off, as it was then; the
	// difference is that of this part.
	Part bool `json:"part,omitempty"`
	// Difference is what would change it by what is known now.
	Difference *metric.Difference `json:"difference,omitempty"`
	basis      func(stamp func(time.Time) string) string
}

func closedOf(s metric.Shown) *closedView {
	if s.Signed == nil {
		return nil
	}
	p := s.Signed
	return &closedView{ID: p.ID, By: p.By, Name: p.Name, At: p.At, Position: p.Position, Rules: p.Rules, Reason: p.Reason, Part: s.Partial, Difference: s.Difference, basis: s.Basis}
}

// printClosed says that a number is the one that was signed off, and what would change it.
func printClosed(w io.Writer, v *metricView, whole bool, zone *time.Location) {
	for i := range v.Reopened {
		fmt.Fprintln(w, visible(v.Reopened[i].Words(func(t time.Time) string { return timeOf(t, zone) })))
	}
	c := v.Closed
	if c == nil {
		return
	}
	text := fmt.Sprintf("signed off %s by %s %s (%s)", timeOf(c.At, zone), c.Name, c.basis(func(t time.Time) string { return timeOf(t, zone) }), c.ID)
	if c.Reason != "" {
		text += ": " + c.Reason
	}
	fmt.Fprintln(w, visible(text))
	if c.Difference == nil {
		return
	}
	if !whole {
		fmt.Fprintf(w, "what would change it: %s (fairway metrics %s --period %s lists that)\n", c.Difference.Words(), v.ID, v.Period)
		return
	}
	printDifference(w, c.Difference, zone)
}

func printDifference(w io.Writer, d *metric.Difference, zone *time.Location) {
	fmt.Fprintf(w, "\nWhat would change it: %s\n", d.Words())
	var rows [][]string
	for _, p := range d.Parts {
		rows = append(rows, []string{p.Name, p.Frozen.String(), p.Now.String()})
	}
	if len(rows) > 0 {
		table(w, []string{"number", "signed off", "now"}, rows)
	}
	rows = nil
	for _, r := range d.Records {
		section, entry := r.Record.Section, "time went on"
		if r.Was != nil && r.Was.Section != section {
			section = r.Was.Section + " → " + section
		}
		for i, e := range r.Entries {
			if i == 0 {
				entry = ""
			}
			entry += fmt.Sprintf("#%d %s %s: %s; ", e.Position, timeOf(e.At, zone), e.Name, e.Note)
		}
		rows = append(rows, []string{r.How, section, string(r.Record.ID), r.Record.Title, strings.TrimSuffix(entry, "; ")})
	}
	if len(rows) > 0 {
		table(w, []string{"record", "section", "id", "title", "by entry"}, rows)
		namesZone(w, zone)
	}
}

// printLater lists what happened in the period and was recorded later.
func printLater(w io.Writer, v *metricView, whole bool, zone *time.Location) {
	switch n := len(v.Later); {
	case n == 0:
		return
	case !whole:
		fmt.Fprintf(w, "recorded later: %d (fairway metrics %s --period %s lists them)\n", n, v.ID, v.Period)
		return
	}
	fmt.Fprintf(w, "\nRecorded later, after %s\n", v.after)
	var rows [][]string
	for _, l := range v.Later {
		rows = append(rows, []string{string(l.ID), l.What, timeOf(l.Happened, zone), timeOf(l.Written.At, zone), l.Written.Name, fmt.Sprintf("#%d", l.Written.Position)})
	}
	table(w, []string{"id", "what", "happened", "recorded", "by", "entry"}, rows)
	namesZone(w, zone)
}

// periodView is a closed period as JSON has it, with what would change it.
type periodView struct {
	*model.Period
	Differences []metric.Difference `json:"differences"`
}

// printPeriod shows a closed period: its numbers, and what would change them.
func (a *App) printPeriod(ctx context.Context, p *model.Period, at outlook, lines []string) error {
	out := periodView{Period: p, Differences: []metric.Difference{}}
	period, err := when.ParsePeriod(p.Period)
	if err != nil {
		return err
	}
	if p.Reopened == nil {
		acc, err := a.db.Account(ctx, store.FactsQuery{Stretch: metric.Stretch{Period: period}, Measures: p.Measures(), AsOf: at.pos, Me: at.me, Now: at.now})
		if err != nil {
			return err
		}
		for _, d := range acc.Differences {
			if d.Closed == p.ID {
				out.Differences = append(out.Differences, d)
			}
		}
	}
	rules, err := a.db.RulesAsOf(ctx, store.Position(p.Position))
	if err != nil {
		return err
	}
	laid, err := assets.Measures(rules.Measures)
	if err != nil {
		return err
	}
	names, err := a.db.Titles(ctx, model.SortIDs(p.Services()), at.pos)
	if err != nil {
		return err
	}
	return a.print(out, func(w io.Writer) {
		printLines(w, lines, at.zone)
		var rows [][]string
		for _, f := range p.Figures {
			title := f.Measure
			if m, ok := metric.Find(laid, f.Measure); ok {
				title = m.Title
			}
			value, now := metric.ValueOf(f.Amount).String(), "as signed off"
			if f.Missing != "" {
				value = "no records yet"
			}
			if p.Reopened != nil {
				now = ""
			}
			for _, d := range out.Differences {
				if d.Metric == f.Measure {
					now = strings.TrimPrefix(d.Words(), d.Frozen.String()+", ")
				}
			}
			rows = append(rows, []string{f.Measure, title, value, fmt.Sprint(f.Population), now})
			for _, s := range f.Services {
				rows = append(rows, []string{"", "  " + cmp.Or(names[model.ID(s.Name)], s.Name, "no service"), metric.ValueOf(s.Amount).String(), "", ""})
			}
		}
		fmt.Fprintln(w)
		table(w, []string{"measure", "title", "signed off", "n", "now"}, rows)
	})
}
