package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
)

// slotCommand finds the next dates at which a release could be deployed.
func (a *App) slotCommand() *cobra.Command {
	var need, from, before string
	var most int
	var warned, passed bool
	cmd := &cobra.Command{
		Use: "slot REL-n", Short: "the next free slots of a release, and what rules the others out", Args: args("a release"),
		Long: `Finds the next dates at which the release collides with nothing: freezes, maintenance
windows, other releases and what they change, people and environments that are needed
twice, what has to come before it and after it, and the notice that is to be given.
Exit code 0: there is one · 3: there is none.`,
		Example: "  fairway slot REL-42 --need 3h\n  fairway slot REL-42 --from 'next mon' --before 2027-02-01 --passed",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			q := store.FreeQuery{Release: id, Most: most, Warned: warned, Now: a.Now(), Zone: zone}
			if most < 1 || most > 100 {
				return usage("--limit %d: from 1 to 100", most)
			}
			if need != "" {
				if q.Length, err = when.ParseDuration(need); err != nil || q.Length <= 0 {
					return usage("--need %q is no length of time: try 3h or 90m", need)
				}
			}
			c, err := a.db.Case(ctx, store.Now, q.Now, model.Needs{Releases: []model.ID{id}})
			if err != nil {
				return err
			}
			if q.From, err = bound("--from", from, q.Now, c.ZoneOf(id), false); err != nil {
				return err
			}
			if q.Before, err = bound("--before", before, q.Now, c.ZoneOf(id), true); err != nil {
				return err
			}
			switch first := maxTime(q.From, q.Now); {
			case !q.Before.IsZero() && !q.Before.After(first):
				return usage("--before %s leaves no time: it looks from %s on", before, first.In(zone).Format("2006-01-02 15:04"))
			}
			free, err := a.db.FreeSlots(ctx, q)
			if err != nil {
				return err
			}
			if err := a.print(slotView(free), func(w io.Writer) { printFree(w, free, passed, zone) }); err != nil || len(free.Slots) > 0 {
				return err
			}
			return &exitError{exitRefused}
		},
	}
	f := cmd.Flags()
	f.StringVar(&need, "need", "", "how long the slot has to be: 3h, 90m (default: what its plans need, else as long as it is planned for)")
	f.StringVar(&from, "from", "", "not before: next mon, 2027-01-11 20:00 (default: now)")
	f.StringVar(&before, "before", "", "over by then: fri, 2027-02-01 06:00 (default: a year ahead)")
	f.IntVar(&most, "limit", 3, "the most slots that are shown")
	f.BoolVar(&warned, "warned", false, "those, too, that soft conflicts warn of")
	f.BoolVar(&passed, "passed", false, "each candidate that was passed over, with what rules it out")
	return cmd
}

// bound reads an end of a stretch: a day begins or ends there.
func bound(flag, text string, now time.Time, zone *time.Location, end bool) (time.Time, error) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, nil
	}
	m, err := when.Parse(text, now, zone)
	if err != nil {
		return time.Time{}, usage("%s: %v", flag, err)
	}
	if end {
		return m.Over(), nil
	}
	return m.At, nil
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// slotView is what is found for machines, with how long it was looked for in minutes.
func slotView(free store.Free) any {
	return struct {
		store.Free
		Minutes int               `json:"minutes"`
		Passed  []gate.PassedOver `json:"passed_over"`
		ByRule  []gate.RuledOut   `json:"ruled_out_by"` // the rule that ruled most of them out first
	}{free, int(free.Length.Minutes()), nonNil(free.Passed), nonNil(gate.ByRule(free.Passed))}
}

func printFree(w io.Writer, free store.Free, passed bool, zone *time.Location) {
	fmt.Fprintf(w, "%s %s: %s are looked for, from %s to %s\n", free.Release, visible(free.Title), when.FormatDuration(free.Length), shownAt(free.In.Start, zone), shownAt(free.In.End, zone))
	for _, s := range free.Slots {
		fmt.Fprintf(w, "  free  %s\n", when.TellSpan(s.Span, zone, when.Long))
		for _, c := range s.Warnings {
			fmt.Fprintf(w, "        warned of: %s\n", visible(c.Text))
		}
	}
	if len(free.Slots) == 0 {
		fmt.Fprintf(w, "  none is free: %s\n", gate.TellPassed(free.Passed))
	}
	over := free.Passed
	if len(free.Slots) == 0 && !passed {
		over = over[:min(len(over), 3)] // why not is what is asked next
	}
	if passed || len(free.Slots) == 0 {
		for _, p := range over {
			fmt.Fprintf(w, "  not   %s\n", when.TellSpan(p.Span, zone, when.Long))
			for _, c := range p.By {
				fmt.Fprintf(w, "        %s: %s\n", c.Standing(), visible(c.Text))
			}
		}
	}
	if n := len(free.Passed) - len(over); n > 0 && !passed && len(free.Slots) == 0 {
		fmt.Fprintf(w, "  and %d more: --passed shows all\n", n)
	} else if n := len(free.Passed); n > 0 && !passed {
		fmt.Fprintf(w, "  passed over: %d, --passed says why\n", n)
	}
	namesZone(w, zone)
}

func shownAt(t time.Time, zone *time.Location) string { return when.FormatInstant(t, zone, when.ISO) }
