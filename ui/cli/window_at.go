package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/when"
)

// opens gives `fairway window` what it says by itself: whether a service may be deployed
// to at a time.
func (a *App) opens(cmd *cobra.Command) *cobra.Command {
	var at, service, environment string
	cmd.Long = "With --service it says whether the service may be deployed to now, or at --at: by which\nfreezes and maintenance windows, of which soft freezes and business events it is warned,\nand when that changes. Exit code 0: open · 3: closed ·\n4: not decidable."
	cmd.Example = "  fairway window --service payroll\n  fairway window --service payroll --at 'sat 02:00' --json"
	cmd.Flags().StringVar(&at, "at", "", "at that time: sat 02:00, 2026-12-24 22:00 (default: now)")
	cmd.Flags().StringVar(&service, "service", "", "whether it may be deployed to")
	cmd.Flags().StringVar(&environment, "environment", "", "to that environment of it alone (default: any)")
	cmd.Annotations = map[string]string{readsItself: "service at"}
	help := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if at == "" && service == "" {
			return help(cmd, args)
		}
		if strings.TrimSpace(service) == "" {
			return usage("window --at says whether a service may be deployed to: name it with --service")
		}
		return a.windowAt(cmd.Context(), service, environment, at)
	}
	return cmd
}

// openView is whether a service may be deployed to, for machines.
type openView struct {
	Service     model.ID   `json:"service"`
	Environment string     `json:"environment,omitempty"`
	At          string     `json:"at"`
	Open        bool       `json:"open"`
	By          []heldView `json:"by"`
	Warned      []heldView `json:"warned"`
	Until       string     `json:"until,omitempty"`
}

type heldView struct {
	ID    string `json:"id"`
	Class string `json:"class"`
	Title string `json:"title"`
	From  string `json:"from,omitempty"` // of the occurrence that holds
	To    string `json:"to,omitempty"`
}

func (a *App) windowAt(ctx context.Context, service, environment, text string) error {
	id, err := a.id(ctx, model.KindService, service)
	if err != nil {
		return err
	}
	c, err := a.db.Case(ctx, 0, a.Now(), model.Needs{IDs: []model.ID{id}})
	if err != nil {
		return err
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	m := when.Moment{At: a.Now()}
	if text != "" {
		if m, err = when.Parse(text, a.Now(), c.ZoneOf(id)); err != nil {
			return usage("--at: %v", err)
		}
		if m.Precision == when.Day {
			return usage("--at %s is a whole day: give a time, such as '%s 22:00'", text, text)
		}
	}
	o, err := a.db.OpenAt(ctx, id, environment, m.At, a.Now())
	if err != nil {
		if _, missing := err.(*model.NotFound); missing {
			return err
		}
		fmt.Fprintf(a.errs(), "fairway: whether %s may be deployed to can't be said: %v\n", id, err)
		return &exitError{exitUnknown}
	}
	stamp := "2006-01-02T15:04:05Z07:00"
	view := openView{Service: id, Environment: environment, At: m.At.UTC().Format(stamp), Open: o.Open, By: helds(o.By), Warned: helds(o.Warned)}
	if !o.Until.IsZero() {
		view.Until = o.Until.UTC().Format(stamp)
	}
	name := string(id)
	if s := model.Get[*model.Service](c, id); s != nil {
		name = s.Name
	}
	if err := a.print(view, func(w io.Writer) {
		word := "closed"
		if o.Open {
			word = "open"
		}
		fmt.Fprintf(w, "%s is %s at %s", visible(name), word, when.FormatInstant(m.At, zone, when.Long)+" "+zone.String())
		if !o.Until.IsZero() {
			fmt.Fprintf(w, ", until %s", when.FormatInstant(o.Until, zone, when.Long))
		} else {
			fmt.Fprint(w, ", and nothing on the calendar changes that")
		}
		fmt.Fprintln(w)
		for _, h := range o.By {
			said := "inside"
			switch {
			case h.Window.Class == calendar.Freeze:
				said = "frozen by"
			case h.Span.IsZero():
				said = "outside"
			}
			fmt.Fprintf(w, "  %s %s (%s)", said, visible(h.Window.Title), h.Window.ID)
			if !h.Span.IsZero() {
				fmt.Fprintf(w, ", %s", h.Window.Show(h.Span, zone, when.Long))
			}
			fmt.Fprintln(w)
		}
		for _, h := range o.Warned {
			said := ""
			if h.Window.Class == calendar.Event {
				said = "the business event "
			}
			fmt.Fprintf(w, "  warned of: %s%s (%s), %s\n", said, visible(h.Window.Title), h.Window.ID, h.Window.Show(h.Span, zone, when.Long))
		}
		if len(o.By) == 0 {
			freeze := "freeze"
			if slices.ContainsFunc(o.Warned, func(h calendar.Held) bool { return h.Window.Class == calendar.Freeze }) {
				freeze = "hard freeze" // soft ones do, and were said above
			}
			fmt.Fprintf(w, "  no %s holds, and it has no maintenance windows\n", freeze)
		}
	}); err != nil || o.Open {
		return err
	}
	return &exitError{exitRefused}
}

func helds(list []calendar.Held) []heldView {
	out := []heldView{}
	for _, h := range list {
		v := heldView{ID: h.Window.ID, Class: string(h.Window.Class), Title: h.Window.Title}
		if !h.Span.IsZero() {
			v.From, v.To = h.Span.Start.UTC().Format("2006-01-02T15:04:05Z07:00"), h.Span.End.UTC().Format("2006-01-02T15:04:05Z07:00")
		}
		out = append(out, v)
	}
	return out
}
