package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// conflictDays is how many days from today on are looked at where nobody says which.
const conflictDays = 31

// calendarConflicts lists everything that collides in a time.
func (a *App) calendarConflicts() *cobra.Command {
	var of period
	var span when.Span
	var meant *time.Location
	var rows []store.Collision
	var ifs []string
	var instead map[model.ID]model.Slot
	cmd := lists(a, &cobra.Command{
		Use: "conflicts", Short: "everything that collides in the month to come, or another time",
		Long: `Lists each conflict of the releases of the 31 days from today on, or of another time, once: how bad it is
(hard, soft or accepted), whose it is and with what, since when it is there, what it
is, and what ends it. One that two releases have stands as it does on the worse side, and
it says where it was accepted. It is worked out now, from the records as they are. The filter is
about the releases. With --if, which may be given several times, it is worked out as if
releases had other dates: nothing is saved, and what would save them is said. --month, --from and --to are read ` + officeZone + `.`,
		Example: "  fairway calendar conflicts --month 2026-12\n  fairway calendar conflicts --month 2026-12 --if 'REL-38=2026-12-16 22:00' --if 'REL-44=2026-12-18 22:00'\n  fairway calendar conflicts --from today --to +6w --json",
	}, listCommand[store.Collision]{
		one: "release with a conflict in that time", columns: conflictColumns, shown: "from,standing,release,with,since,what", limit: 1000,
		rows: func(ctx context.Context, l *listed) ([]store.Collision, int, error) {
			var err error
			if span, err = of.span(ctx, a, *l); err != nil {
				return nil, 0, err
			}
			meant = l.meant
			if of == (period{}) { // what lies behind is settled, and what comes next month is not too late to say
				today := when.DateOf(l.now, l.meant)
				span = when.Span{Start: today.Start(l.meant), End: today.AddDays(conflictDays).Start(l.meant)}
			}
			if len(ifs) > 0 && l.pos != store.Now {
				return nil, 0, usage("--if asks what would be from now on: leave --as-of out")
			}
			if instead, err = a.instead(ctx, ifs); err != nil {
				return nil, 0, err
			}
			rows, err = a.db.Collisions(ctx, store.CalendarQuery{Instead: instead, Span: span, Filter: l.filter, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, DatesIn: l.meant})
			if err != nil {
				return nil, 0, err
			}
			if err := sortConflicts(rows, *l); err != nil {
				return nil, 0, err
			}
			return rows[:min(len(rows), l.limit)], len(rows), nil
		},
		none: func(w io.Writer, l listed) {
			fmt.Fprintf(w, "Nothing collides from %s to %s.\n", when.DateOf(span.Start, l.meant), when.DateOf(span.End.Add(-time.Second), l.meant))
		},
		after: func(w io.Writer) {
			if of == (period{}) && len(rows) > 0 {
				fmt.Fprintf(w, "These are the conflicts from %s to %s; --month, --from and --to look elsewhere.\n", when.DateOf(span.Start, meant), when.DateOf(span.End.Add(-time.Second), meant))
			}
			if len(instead) == 0 {
				a.printEnds(w, rows)
			}
			for _, id := range model.SortIDs(slices.Collect(maps.Keys(instead))) {
				slot := instead[id]
				fmt.Fprintf(w, "as if: nothing is saved. To move it: %s\n", a.shell().Line(model.ByTask("reschedule", id, model.With("start", slot.Start.Text()), model.With("end", slot.End.Text()), model.With("reason", ""), model.With("sentence", ""))))
			}
		},
	}.filters(model.KindRelease))
	of.flags(cmd.Flags())
	cmd.Flags().Lookup("month").Usage = "a month, quarter or year: 2026-12, 2026-Q4, 2026 (default: from today on, a month)"
	cmd.Flags().StringArrayVar(&ifs, "if", nil, "as if a release had other dates: REL-n=START, its end follows; may be given several times")
	return cmd
}

// instead reads dates that releases would have; their ends follow.
func (a *App) instead(ctx context.Context, ifs []string) (map[model.ID]model.Slot, error) {
	out := map[model.ID]model.Slot{}
	for _, text := range ifs {
		name, date, found := strings.Cut(text, "=")
		if !found {
			return nil, usage("--if %q: write REL-n=START, as in --if 'REL-38=next thu 22:00'", text)
		}
		id, err := a.id(ctx, model.KindRelease, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		c, err := a.db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{id}})
		if err != nil {
			return nil, err
		}
		if _, twice := out[id]; twice {
			return nil, usage("--if names %s twice: give it one date", id)
		}
		start, err := when.Parse(date, a.Now(), c.ZoneOf(id))
		if err != nil {
			return nil, usage("--if %q: %v", text, err)
		}
		r := model.Get[*model.Release](c, id)
		if r.Ended() || r.Deployed {
			return nil, usage("--if %q: the deployment of %s is behind it, or it was cancelled", text, id)
		}
		if r.Window.Start.Precision == when.Day && start.Precision == when.Minute {
			return nil, usage("--if %q: %s is planned for whole days: name a day", text, id)
		}
		out[id] = model.Slot{Start: start, End: r.Window.EndAfter(start, c.ZoneOf(id))}
	}
	return out, nil
}

// printEnds says what ends the conflicts that two sides have, each way once.
func (a *App) printEnds(w io.Writer, rows []store.Collision) {
	type sides struct{ release, with string }
	var order []sides
	ways := map[sides][]string{}
	for _, c := range rows {
		of := sides{string(c.Release), strings.Join(c.With, " ")}
		if ways[of] == nil {
			order = append(order, of)
		}
		for _, r := range c.Remedies {
			if line := a.shell().Line(r); !slices.Contains(ways[of], line) {
				ways[of] = append(ways[of], line)
			}
		}
	}
	for _, of := range order {
		if len(ways[of]) == 0 {
			continue
		}
		with := ""
		if of.with != "" {
			with = " with " + of.with
		}
		fmt.Fprintf(w, "%s%s ends by:\n  %s\n", of.release, with, strings.Join(ways[of], "\n  "))
	}
}

// conflictColumns are the columns of a list of conflicts.
var conflictColumns = []column[store.Collision]{
	{"from", func(c store.Collision, _ listed) any { return c.Span.Start }},
	{"to", func(c store.Collision, _ listed) any { return c.Span.End }},
	{"standing", func(c store.Collision, _ listed) any { return c.Standing() }},
	{"kind", func(c store.Collision, _ listed) any { return c.Kind }},
	{"release", func(c store.Collision, _ listed) any { return c.Release }},
	{"title", func(c store.Collision, _ listed) any { return c.Title }},
	{"with", func(c store.Collision, _ listed) any { return strings.Join(c.With, " ") }},
	{"since", func(c store.Collision, _ listed) any {
		if c.Since.IsZero() {
			return nothing
		}
		return c.Since
	}},
	{"what", func(c store.Collision, _ listed) any {
		if len(c.AcceptedOn) == 0 {
			return c.Text
		}
		on := strings.Join(model.Each(c.AcceptedOn, func(id model.ID) string { return string(id) }), ", ")
		return "accepted on " + on + " alone: " + c.Text // at first: a row is cut at its end
	}},
}

// sortConflicts sorts conflicts by a column; as they come, by their start.
func sortConflicts(rows []store.Collision, l listed) error {
	if l.sort == "" {
		if l.desc {
			return usage("--sort -: name the column, as in --sort -from")
		}
		return nil
	}
	at := slices.IndexFunc(conflictColumns, func(c column[store.Collision]) bool { return c.name == l.sort })
	if at < 0 {
		return usage("--sort %s: there is no such column", l.sort)
	}
	value := func(c store.Collision) string {
		switch v := conflictColumns[at].value(c, l).(type) {
		case time.Time:
			return v.UTC().Format(time.RFC3339)
		default:
			return fmt.Sprint(v)
		}
	}
	slices.SortStableFunc(rows, func(x, y store.Collision) int {
		n := cmp.Compare(value(x), value(y))
		if l.desc {
			return -n
		}
		return n
	})
	return nil
}
