package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

// What is typed about a record is read in the zone of that record (task.Zone),
// unless --zone or a zone after the time says another. What is printed stands in
// the zone of whoever reads: --zone, else TZ, else the organisation's.

// zoneFlag is the flag of every command; a command that asks for a zone of its
// own has one of the same name in its place.
func (a *App) zoneFlag(f *pflag.FlagSet) {
	f.StringVar(&a.flags.zone, "zone", "", "the IANA time zone in which times are read and shown (else times of a record are read in the zone of what it is about, and shown in that of TZ, else the organisation's); a zone after a time beats it: '2026-12-07 22:00 Asia/Tokyo'. In the dashboard times are only shown in it")
}

// typedZone is the zone that --zone says, nil without it.
func (a *App) typedZone() (*time.Location, error) {
	if a.flags.zone == "" {
		return nil, nil
	}
	zone, err := when.Zone(a.flags.zone)
	if err != nil {
		return nil, usage("--zone: %v", err)
	}
	return zone, nil
}

// zone is that of whoever reads what is printed.
func (a *App) zone(ctx context.Context) (*time.Location, error) {
	if zone, err := a.typedZone(); zone != nil || err != nil {
		return zone, err
	}
	policy, err := a.policyZone(ctx)
	if err != nil {
		return nil, err
	}
	return a.zoneOr(policy), nil
}

// readsIn is the zone that whoever reads has said, by --zone or TZ; nil for none. What
// is typed for a command that acts is about its dates first of all.
func (a *App) readsIn(acts bool) *time.Location {
	if zone, err := a.typedZone(); zone != nil && err == nil && !acts {
		return zone
	}
	zone, _ := a.shownIn(nil)
	return zone
}

// meantZone is the zone of dates that are typed to look at something, such as a
// period, or a date in a filter: --zone, else the organisation's.
func (a *App) meantZone(ctx context.Context) (*time.Location, error) {
	if zone, err := a.typedZone(); zone != nil || err != nil {
		return zone, err
	}
	return a.policyZone(ctx)
}

// zoneOr is the zone of TZ, else another one. It says once what of TZ can't be
// understood.
func (a *App) zoneOr(other *time.Location) *time.Location {
	zone, why := a.shownIn(other)
	if why != "" && !a.zoneSaid {
		a.zoneSaid = true
		fmt.Fprintln(a.errs(), "fairway:", why)
	}
	return zone
}

// tzHelp says what TZ may be.
const tzHelp = `Times are shown in the zone of --zone, else TZ, else the organisation's. TZ is read
as the name of a zone: Europe/Berlin, :Europe/Berlin, /usr/share/zoneinfo/Europe/Berlin.
Empty is as if it were not set; a rule of POSIX such as JST-9 names no zone, and what
is used in its place is said, in the frame of the dashboard, too.`

// shownIn is the zone of TZ, else another one, and why it is that one where TZ says
// what is no zone.
func (a *App) shownIn(other *time.Location) (zone *time.Location, why string) {
	zone, err := when.OfTZ(a.Env("TZ"))
	switch {
	case err != nil:
		return other, fmt.Sprintf("%v; times are shown in %s", err, other)
	case zone == nil:
		return other, ""
	}
	return zone, ""
}

// policyZone is the organisation's time zone.
func (a *App) policyZone(ctx context.Context) (*time.Location, error) {
	db, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	policy, err := db.Policy(ctx)
	if err != nil {
		return nil, err
	}
	return policy.Location(), nil
}

// moment reads a date that is about the whole file; empty is no date.
func (a *App) moment(ctx context.Context, text string) (when.Moment, error) {
	if strings.TrimSpace(text) == "" {
		return when.Moment{}, nil
	}
	zone, err := a.meantZone(ctx)
	if err != nil {
		return when.Moment{}, err
	}
	m, err := when.Parse(text, a.Now(), zone)
	if err != nil {
		return m, usage("%v", err)
	}
	return m, nil
}

// dated is a date of an answer as JSON has it: what was meant beside the instant.
type dated struct {
	Field string       `json:"field"`
	Start when.Moment  `json:"start"`
	End   *when.Moment `json:"end,omitempty"`
	Said  string       `json:"said"` // as people read it, in its own zone and in theirs
}

// said are the dates that an action was given, and the note that told of it.
func (a *App) said(ctx context.Context, r *store.Result, dates []form.Planned, zone *time.Location) error {
	home, err := a.zone(ctx)
	if err != nil {
		return err
	}
	days, err := a.policyZone(ctx)
	if err != nil {
		return err
	}
	for _, d := range dates {
		one := dated{Field: d.Field.Name, Start: d.Start, Said: when.TellTo(d.Start, d.End, zone, home)}
		if !d.End.IsZero() {
			one.End = &d.End
		}
		a.dates = append(a.dates, one)
		for _, text := range d.Twice() {
			r.Warnings = append(r.Warnings, model.Reason{Text: text})
			a.warn(store.Result{Warnings: []model.Reason{{Text: text}}})
		}
		if told := when.Tell(d.Start, d.End, zone, days); strings.Contains(r.Note, told) {
			a.echo = append(a.echo, when.Elsewhere(d.Start, d.End, zone, days, home))
			if last := &a.echo[len(a.echo)-1]; *last != "" {
				*last = "= " + *last
			}
		} else {
			a.echo = append(a.echo, lowerFirst(d.Field.Title)+": "+one.Said)
		}
	}
	return nil
}

// printDates says below what was done when that is.
func (a *App) printDates(w io.Writer) {
	for _, line := range a.echo {
		if line != "" {
			fmt.Fprintf(w, "  %s\n", line)
		}
	}
}
